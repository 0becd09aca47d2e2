import { entitySets, type EntitySet } from '../entities.ts'
import type { Dice } from '../../kit/testing/dice.ts'
import { nobodysName, valueFor } from './odd-values.ts'
import { documentSets, inCompany, jsonHeaders, setOf, tag, type Generated, type World } from './request.ts'

function bodyFor(set: EntitySet, world: World, dice: Dice, depth = 0): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  const writable = Object.entries(set.properties).filter(([, { readOnly }]) => readOnly !== true || dice.chance(0.01))
  for (const need of set.required) {
    const [name = ''] = need.split('|')
    const property = set.properties[name]
    if (property && dice.chance(0.95)) body[name] = valueFor(name, property, world.known, dice)
  }
  for (let count = dice.below(4); count > 0 && writable.length > 0; count--) {
    const [name, property] = dice.pick(writable)
    body[name] = valueFor(name, property, world.known, dice)
  }
  if (/^sales\w+Lines$/.test(set.name) && dice.chance(0.8))
    Object.assign(body, { itemId: world.known.id('items'), quantity: dice.pick([0, 1, 2, 5]) })
  // As a property of its own: JSON carries `__proto__` like any other name.
  if (dice.chance(0.02))
    Object.defineProperty(body, dice.pick(nobodysName), { value: dice.pick([1, {}, []]), enumerable: true })
  if (dice.chance(0.02)) body['@odata.etag'] = 'x'
  const lines = Object.entries(set.navigation).find(([name, { many }]) => many && name.endsWith('Lines'))
  const target = lines && entitySets('v2.0').get(lines[1].set)
  if (lines && target && depth === 0 && dice.chance(0.4))
    body[lines[0]] = dice.chance(0.95) ? [bodyFor(target, world, dice, 1), bodyFor(target, world, dice, 1)] : 'no lines'
  return body
}

export function create(world: World, dice: Dice): Generated {
  const documents = [...entitySets('v2.0').values()].filter(({ name }) => documentSets.includes(name))
  const set = dice.chance(0.4) ? dice.pick(documents) : setOf(dice)
  const lines = Object.entries(set.navigation).find(([, { many }]) => many)
  const nested = lines && dice.chance(0.3)
  const target = nested ? entitySets('v2.0').get(lines[1].set) : undefined
  const path = target && lines ? `${set.name}(${world.rowOf(set.name)})/${lines[0]}` : set.name
  const prefer = dice.chance(0.05) ? { Prefer: 'return=minimal' } : {}
  return {
    method: 'POST',
    path: inCompany(world, path, dice),
    headers: { ...jsonHeaders(dice), ...prefer },
    body: JSON.stringify(bodyFor(target ?? set, world, dice)),
  }
}

export function patch(world: World, dice: Dice): Generated {
  const set = setOf(dice)
  return {
    method: 'PATCH',
    path: inCompany(world, `${set.name}(${world.rowOf(set.name)})`, dice),
    headers: { ...jsonHeaders(dice), ...tag(dice) },
    body: JSON.stringify(bodyFor(set, world, dice, 1)),
  }
}

export function remove(world: World, dice: Dice): Generated {
  const set = dice.chance(0.7) ? setOf(dice) : { name: dice.pick(['customers', 'contacts', 'vendors', 'items']) }
  return {
    method: 'DELETE',
    path: inCompany(world, `${set.name}(${world.rowOf(set.name)})`, dice),
    headers: dice.chance(0.5) ? tag(dice) : {},
  }
}

import { entitySets, type EntitySet } from '../entities.ts'
import type { Dice } from '../../kit/testing/dice.ts'
import { nobodysName, valueFor } from './odd-values.ts'
import { inCompany, setOf, type Generated, type World } from './request.ts'

function literal(set: EntitySet, name: string, { known }: World, dice: Dice): string {
  const property = set.properties[name]
  if (!property || dice.chance(0.08)) return dice.pick(["'x'", '5', 'true', 'null', '2026-01-01', "''", "'", '(', ''])
  const value = valueFor(name, property, known, dice)
  if (typeof value !== 'string') return JSON.stringify(value)
  const bare = ['Guid', 'Date', 'DateTimeOffset'].includes(property.type)
  return bare ? value : `'${value.replaceAll("'", "''")}'`
}

function condition(set: EntitySet, world: World, dice: Dice): string {
  const name = dice.chance(0.95) ? dice.pick(Object.keys(set.properties)) : dice.pick(nobodysName)
  if (dice.chance(0.15)) {
    const call = dice.pick([
      'contains',
      'startswith',
      'endswith',
      'length',
      'tolower',
      dice.pick(nobodysName),
      'substring',
    ])
    return `${call}(${name},${literal(set, name, world, dice)})`
  }
  return `${name} ${dice.pick(['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'in', 'has'])} ${literal(set, name, world, dice)}`
}

/** Query options, separately, not encoded. */
export function query(set: EntitySet, world: World, dice: Dice, depth = 0): string[] {
  const options: string[] = []
  const property = (): string => dice.pick([...Object.keys(set.properties), dice.pick(nobodysName)])
  if (dice.chance(0.5)) {
    let filter = condition(set, world, dice)
    while (dice.chance(0.35)) filter += ` ${dice.pick(['and', 'and', 'or', 'xor'])} ${condition(set, world, dice)}`
    if (dice.chance(0.1)) filter = `not (${filter})`
    options.push(`$filter=${filter}`)
  }
  if (dice.chance(0.25)) options.push(`$select=${[property(), property()].join(',')}`)
  if (dice.chance(0.25)) options.push(`$orderby=${property()}${dice.pick(['', ' desc', ' asc', ' sideways'])}`)
  if (dice.chance(0.2)) options.push(`$top=${dice.pick(['0', '1', '3', '-1', 'x', '99999999999', ''])}`)
  if (dice.chance(0.15)) options.push(`$skip=${dice.pick(['0', '1', '1000', '-1', '1.5'])}`)
  if (dice.chance(0.15)) options.push(`$count=${dice.pick(['true', 'false', 'maybe'])}`)
  const navigation = Object.entries(set.navigation)
  if (dice.chance(0.35) && depth < 3 && navigation.length > 0) {
    const [name, { set: target }] = dice.pick(navigation)
    const next = entitySets('v2.0').get(target)
    const inner = next ? query(next, world, dice, depth + 1) : []
    const asked = dice.chance(0.97) ? name : dice.pick(nobodysName)
    options.push(`$expand=${asked}${inner.length > 0 ? `(${inner.join(';')})` : ''}`)
  }
  if (dice.chance(0.03))
    options.push(dice.pick(['$apply=x', '$search=x', '$nonsense=1', '$skiptoken=x', '$schemaversion=2.1', 'x=1']))
  return options
}

export const encoded = (options: readonly string[]): string =>
  options.length === 0
    ? ''
    : `?${options.map((option) => option.replace(/=(.*)$/s, (_all, value: string) => `=${encodeURIComponent(value)}`)).join('&')}`

/** A listing. */
export function read(world: World, dice: Dice): Generated {
  const set = setOf(dice)
  const path = `${set.name}${dice.chance(0.05) ? '/$count' : ''}${encoded(query(set, world, dice))}`
  const prefer = dice.chance(0.1)
    ? { Prefer: `odata.maxpagesize=${dice.pick(['1', '5', '0', 'x', '99999', '-3'])}` }
    : {}
  return { method: 'GET', path: inCompany(world, path, dice), headers: prefer }
}

/** One record, or what lies behind one of its navigation properties. */
export function readOne(world: World, dice: Dice): Generated {
  const set = setOf(dice)
  const navigation = Object.keys(set.navigation)
  const rest =
    dice.chance(0.4) && navigation.length > 0
      ? `/${dice.chance(0.95) ? dice.pick(navigation) : dice.pick(nobodysName)}`
      : ''
  const options = rest === '' ? encoded(query(set, world, dice)) : ''
  return {
    method: 'GET',
    path: inCompany(world, `${set.name}(${world.rowOf(set.name)})${rest}${options}`, dice),
    headers: {},
  }
}

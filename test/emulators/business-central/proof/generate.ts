import type { Dice } from '../../kit/testing/dice.ts'
import { act } from './generate-actions.ts'
import { batch, multipart } from './generate-batches.ts'
import { elsewhere, stream } from './generate-elsewhere.ts'
import { read, readOne } from './generate-reads.ts'
import { create, patch, remove } from './generate-writes.ts'
import type { Generated, World } from './request.ts'
import { spoil } from './spoil.ts'

/** What is sent, as often as it stands here. */
const kinds = [
  ...[read, read, read, readOne],
  ...[create, create, create, patch, patch, remove],
  ...[act, batch, multipart, stream, elsewhere],
]

/** One request, by chance: well-formed ones, ill-formed ones, and well-formed ones with a fault put in. */
export function generate(world: World, dice: Dice): Generated {
  const made = dice.pick(kinds)(world, dice)
  return dice.chance(0.08) ? spoil(made, dice) : made
}

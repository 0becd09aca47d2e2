import type { Row } from '../../emulators/business-central/tables.ts'
import type { World } from './world.ts'

/** Something that happens to the two systems or between them; numbers pick among what there is. */
export interface Deed {
  readonly do: string
  readonly pick: number
  readonly other: number
  readonly amount: number
}

/** Whether something took effect; `later` of what lies in wait, which counts when it strikes. */
export type Effect = boolean | 'later'

/**
 * Does a deed, if there is anything to do it with; says whether it took effect. Throws `BusinessError` when Business Central
 * refuses it.
 */
export type Doing = (world: World, deed: Deed) => Promise<Effect> | Effect

/** Does something with what there is, if anything; false when there is nothing, or `work` says that it was refused. */
export const on = <Thing>(
  thing: Thing | undefined,
  work: (thing: Thing) => Row | number | boolean | undefined,
): boolean => thing !== undefined && work(thing) !== false

/** One of several, whatever the number; undefined when there is none. */
export const choose = <Thing>(from: readonly Thing[], index: number): Thing | undefined =>
  from[index % Math.max(1, from.length)]

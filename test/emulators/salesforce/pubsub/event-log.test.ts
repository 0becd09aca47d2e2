import fc from 'fast-check'
import { expect, it } from 'vitest'
import { VirtualClock } from '../../kit/clock.ts'
import type { ChangeEvent } from './change-event.ts'
import { createEventLog, replayIdBytes, replayIdFrom } from './event-log.ts'

const hour = 3600 * 1000
const retained = 72 * hour

const step = fc.oneof(
  fc.record({ kind: fc.constant('append' as const) }),
  fc.record({ kind: fc.constant('tip' as const), freshHours: fc.nat(100) }),
  fc.record({ kind: fc.constant('wait' as const), hours: fc.nat(30) }),
)

it('replays what a plain list of everything ever put on it would', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      async (steps, gaps) => {
        const clock = new VirtualClock({ start: 0, running: false })
        const switches = { retentionSeconds: retained / 1000, firstReplayId: 100n, replayIdSteps: gaps }
        const log = createEventLog({ clock, switches })
        const everything: { id: bigint; at: number; event: boolean }[] = []
        for (const one of steps) {
          if (one.kind === 'wait') await clock.advance(one.hours * hour)
          else if (one.kind === 'append') {
            const { replayId } = log.append({} as ChangeEvent)
            everything.push({ id: replayId, at: clock.now(), event: true })
          } else {
            const { replayId } = log.tip(one.freshHours * hour)
            const newest = everything.at(-1)
            const fresh = newest !== undefined && clock.now() - newest.at <= Math.min(one.freshHours * hour, retained)
            if (!everything.some(({ id }) => id === replayId))
              everything.push({ id: replayId, at: clock.now(), event: false })
            // A place that is fresh enough is given out again; only an older one makes way for a new one.
            else expect(fresh || newest?.id === replayId).toBe(true)
          }
        }
        const oldest = clock.now() - retained
        const kept = everything.filter(({ at }) => at >= oldest)
        const eventsAfter = (place: bigint) => kept.filter(({ id, event }) => event && id > place).map(({ id }) => id)
        const replayed = (place: bigint) => log.after(place).map(({ replayId }) => replayId)
        expect(replayed(log.start())).toEqual(eventsAfter(0n))
        for (let id = 95n; id <= 100n + BigInt(everything.length * 9); id++) {
          expect(log.knows(id)).toBe(kept.some((one) => one.id === id))
          if (log.knows(id)) expect(replayed(id)).toEqual(eventsAfter(id))
          expect(replayIdFrom(replayIdBytes(id))).toBe(id)
        }
        // Ids grow, with the gaps that were asked for.
        expect(everything.map(({ id }) => id)).toEqual(
          everything.map(({ id }) => id).toSorted((a, b) => (a < b ? -1 : 1)),
        )
      },
    ),
    { numRuns: 200 },
  )
})

import { createHolds } from '../engine/holds.ts'
import { deskJob } from '../engine/desk-job.ts'
import type { Command, CommandReport, Desk } from '../engine/desk-ports.ts'
import { Misconfigured, Rejected, SyncError } from '../engine/errors.ts'
import { keyText } from '../engine/job-key.ts'
import { ClaimLost, StoreUnavailable } from '../engine/store.ts'
import { createHeld, lookAgain, type Held } from './held.ts'
import { AwaitsApproval } from './hold-posting.ts'
import { perform } from './perform.ts'
import { seeToHolds } from './see-to-holds.ts'
import { showIssues } from './show-issues.ts'
import type { Office } from './office.ts'

/** Milliseconds between two looks whether there is anything to do. */
const idle = 1000
/** Milliseconds, from its first trouble on, for which a command is tried again; then a person is told to ask anew. */
const patience = 24 * 3_600_000

/** Works at the desk: does what people ask for, and shows them what needs them. */
export interface DeskWorker {
  /** Works until the signal aborts; rides out a database or a system that is away. */
  run(signal: AbortSignal): Promise<void>
  /** Does what there is to do. False when there was nothing, or nothing that can be done now. */
  drain(): Promise<boolean>
}

const inFull = (error: SyncError): string => {
  const said = error.vendor === undefined ? '' : ` It said: ${error.vendor}`
  const advice = error instanceof Rejected || error instanceof Misconfigured ? ` ${error.advice}` : ''
  return `${error.message}${said}${advice}`
}

const stopped = (signal: AbortSignal) => signal.aborted

/** One command: its last report, `waits` when it has to be tried again, `awaits` when a person has to decide first. */
async function work(
  office: Office,
  command: Command,
  troubled: Map<string, number>,
): Promise<CommandReport & { waits?: SyncError; awaits?: AwaitsApproval }> {
  const { clock, log } = office
  const at = () => new Date(clock.now()).toISOString()
  const since = troubled.get(command.id) ?? clock.now()
  troubled.delete(command.id)
  try {
    const message = await perform(office, command)
    return { id: command.id, status: 'done', message, at: at() }
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error
    if (error instanceof AwaitsApproval)
      return { id: command.id, status: 'running', message: error.message, at: at(), awaits: error }
    if (!(error instanceof SyncError)) {
      log.error({ err: error, command: command.id }, 'a command broke')
      const message = `The bridge failed on this command: ${String(error)} Report this with the log of the bridge.`
      return { id: command.id, status: 'failed', message, at: at() }
    }
    const final = error instanceof Rejected || error instanceof Misconfigured
    if (final) return { id: command.id, status: 'failed', message: inFull(error), at: at() }
    if (clock.now() - since > patience) {
      const message = `${inFull(error)} It was tried for a day: look whether it was done before you ask again.`
      return { id: command.id, status: 'failed', message, at: at() }
    }
    troubled.set(command.id, since)
    return { id: command.id, status: 'running', message: `Is tried again: ${inFull(error)}`, at: at(), waits: error }
  }
}

/** What a bridge keeps in mind of the commands at one desk, until it ends. */
interface Memory {
  readonly held: Held
  /** Commands that are tried again, each with the instant of its first trouble. */
  readonly troubled: Map<string, number>
}

/** All that waits at one desk. Returns the first trouble that asks for another look. */
async function attend(office: Office, desk: Desk, { held, troubled }: Memory): Promise<SyncError | undefined> {
  const { clock, store } = office
  let trouble: SyncError | undefined
  const commands = await desk.unfinished()
  const fresh = commands.filter(({ begun }) => !begun)
  // Said before anything is done: who looks sees that the bridge is at it, and the next bridge that it was begun.
  if (fresh.length > 0) {
    const at = new Date(clock.now()).toISOString()
    await desk.report(fresh.map(({ id }) => ({ id, status: 'running', message: '', at })))
  }
  const ids = commands.map(({ id }) => id)
  for (const id of troubled.keys()) if (!ids.includes(id)) troubled.delete(id)
  const still = await held.still(ids)
  // Of several commands for one document the latest has found out how it stands.
  const waiting = new Map([...still.values()].map((each) => [keyText(each.key), each]))
  const inTrouble = new Set<string>()
  for (const command of commands) {
    if (still.has(command.id)) continue
    const { waits, awaits, ...report } = await work(office, command, troubled)
    trouble ??= waits
    if (waits && command.invoice !== undefined) inTrouble.add(command.invoice)
    if (awaits) {
      held.add(command.id, awaits)
      const { key, message, title } = awaits
      waiting.set(keyText(key), { key, message, title })
    }
    // What stands there already costs no write.
    if (report.status !== 'running' || report.message !== command.said) await desk.report([report])
  }
  await seeToHolds(office, [...waiting.values()], inTrouble)
  if (waiting.size > 0) await store.jobs.put([deskJob], { after: new Date(clock.now() + lookAgain).toISOString() })
  await showIssues(office, desk)
  return trouble
}

/**
 * @param office everything commands may touch
 */
export function createDeskWorker(office: Office): DeskWorker {
  const { store, clock, log, connectors, random } = office
  const desks = connectors.flatMap(({ desk }) => desk ?? [])
  const holds = createHolds(clock, random)
  const memory = { held: createHeld(office), troubled: new Map<string, number>() }
  let isFirst = true

  const drain = async (): Promise<boolean> => {
    if (desks.length === 0 || holds.isHeld(deskJob.flow)) return false
    const { open, closed } = await store.issues.news(1)
    // Whoever starts looks once: what was asked while no bridge ran may never be signalled.
    if (isFirst || open.length > 0 || closed.length > 0) await store.jobs.put([deskJob])
    isFirst = false
    const jobs = await store.jobs.claim(deskJob.flow, 1)
    if (jobs.length === 0) return false
    try {
      let trouble: SyncError | undefined
      for (const desk of desks) trouble ??= await attend(office, desk, memory)
      if (trouble) throw trouble
      holds.release(deskJob.flow)
      await store.jobs.done(jobs)
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error
      // Another bridge has it now; what was begun here, it does again.
      if (error instanceof ClaimLost) return true
      const known =
        error instanceof SyncError
          ? error
          : new Misconfigured(String(error), { advice: 'Report this with the log of the bridge.' })
      const until = new Date(holds.hold(deskJob.flow, known)).toISOString()
      log.warn({ err: error, until }, 'the desk is attended to again later')
      await store.jobs.retry(jobs, until)
    }
    return true
  }

  return {
    drain,
    async run(signal) {
      while (!stopped(signal)) {
        try {
          let more = true
          while (more && !stopped(signal)) more = await drain()
        } catch (error) {
          log.warn({ err: error }, 'the desk is attended to when the database answers')
        }
        await clock.wait(idle, signal)
      }
    },
  }
}

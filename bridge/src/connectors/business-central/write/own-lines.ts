import { Doubtful } from '../../../engine/errors.ts'
import type { Write } from '../../../engine/ports.ts'
import type { IntendedLine } from '../../../engine/store.ts'
import type { FilledLine } from '../../../mapping/index.ts'
import { textOf, type JsonRow } from '../client.ts'
import { sameLine } from './pair-lines.ts'
import { taxCodesSaid, type SaidTaxCodes } from './tax-codes.ts'
import { linesMadeAnew, linesRemembered, writtenLines } from './written-lines.ts'

/** Which lines of a document are ours, as far as this write has come. */
export interface OwnLines {
  /** Our key → the id of its line there; keys that nobody wants any more among them. */
  readonly ids: () => ReadonlyMap<string, string>
  /**
   * Finds among the lines of the document those that Business Central has made anew, and those that earlier tries have added
   * without hearing so. Done once per write: a line that has gone since is not looked for again, or one that people added would
   * be taken for it.
   *
   * @param wanted our lines as they are to be
   */
  readonly recognise: (rows: readonly JsonRow[], wanted?: readonly FilledLine[]) => void
  /** Milliseconds in which a line that was looked for in vain may still appear: nothing is to be done until then. */
  readonly waits: () => number
  /** Adds a line: ours from the answer on; in doubt when no answer tells; else it was never made. */
  readonly add: (line: FilledLine, send: () => Promise<string>) => Promise<string>
  /** These lines were made together with the document; without an id nobody knows which is which. */
  readonly made: (lines: readonly FilledLine[], ids: ReadonlyMap<string, string>) => void
  readonly removed: (id: string) => void
  /** Business Central has made lines anew: their ids then → now. Whatever was written into them is to be compared again. */
  readonly moved: (ids: ReadonlyMap<string, string>) => void
  /** Their tax codes as far as this write has come. */
  readonly taxCodes: SaidTaxCodes
  /**
   * What may stand there of the tries up to now beyond what the engine knows. Undefined before the document was looked at:
   * nothing new is known then.
   */
  readonly inDoubt: () => readonly IntendedLine[] | undefined
}

type Known = Pick<Write, 'lineIds' | 'intended' | 'mayStillCome' | 'remembered'>

export function ownLines({ lineIds = new Map(), intended = [], mayStillCome = 0, ...known }: Known): OwnLines {
  const ids = new Map(lineIds)
  const taxCodes = taxCodesSaid(known)
  const sent = new Map(intended.flatMap(({ id, key, fields }) => (id === undefined ? [] : [[key, fields]])))
  const doubtful: FilledLine[] = []
  let outstanding: readonly IntendedLine[] = []
  let looked = false

  const move = (key: string, id: string) => {
    ids.set(key, id)
    taxCodes.delete(key)
  }
  const madeAnew = (rows: readonly JsonRow[], wanted: readonly FilledLine[]) => {
    const last = new Map([...ids, ...intended.flatMap(({ key, id }) => (id === undefined ? [] : [[key, id] as const]))])
    const news = writtenLines([...sent].map(([key, fields]) => ({ key, fields })))
    return linesMadeAnew(last, [news, linesRemembered(known), writtenLines(wanted)], rows)
  }

  return {
    ids: () => ids,
    taxCodes,

    recognise(rows, wanted = []) {
      if (looked) return
      looked = true
      for (const [key, id] of madeAnew(rows, wanted)) move(key, id)
      const left = new Map(rows.map((row) => [textOf(row.id).toLowerCase(), row]))
      const known = [...intended.map(({ id }) => id), ...ids.values()]
      const free = [...left].filter(([id]) => !known.includes(id))
      const stands = (key: string) => left.has(ids.get(key) ?? '')
      for (const { key, id } of intended) if (id !== undefined && left.has(id) && !stands(key)) ids.set(key, id)
      for (const tried of intended) {
        if (tried.id !== undefined || stands(tried.key)) continue
        const index = free.findIndex(([, row]) => sameLine(tried, row))
        const [found] = index < 0 ? [] : free.splice(index, 1)
        if (!found) continue
        ids.set(tried.key, found[0])
        sent.set(tried.key, tried.fields)
      }
      if (mayStillCome > 0) outstanding = intended.filter(({ id, key }) => id === undefined && !stands(key))
    },

    waits: () => (outstanding.length > 0 ? mayStillCome : 0),

    async add(line, send) {
      try {
        const id = await send()
        ids.set(line.key, id)
        sent.set(line.key, line.fields)
        return id
      } catch (error) {
        if (error instanceof Doubtful) doubtful.push(line)
        throw error
      }
    },

    made(lines, made) {
      looked = true
      for (const [key, id] of made) ids.set(key, id)
      for (const { key, fields } of lines) sent.set(key, fields)
      doubtful.push(...lines.filter(({ key }) => !made.has(key)))
    },

    removed(id) {
      for (const [key, each] of ids) if (each === id) ids.delete(key)
    },

    moved(now) {
      for (const [key, id] of ids) {
        const found = now.get(id)
        if (found !== undefined) move(key, found)
      }
    },

    inDoubt() {
      if (!looked) return undefined
      const found = [...ids].filter(([key, id]) => lineIds.get(key) !== id)
      return [...found.map(([key, id]) => ({ key, id, fields: sent.get(key) ?? {} })), ...outstanding, ...doubtful]
    },
  }
}

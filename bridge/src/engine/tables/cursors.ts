import type { Cursor } from '../ports.ts'

export interface Cursors {
  get(name: string): Promise<string | undefined>
  set(cursor: Cursor): Promise<void>
}

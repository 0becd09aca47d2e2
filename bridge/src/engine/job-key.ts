import type { JobKey } from './store.ts'

/** The key alone, without what else the object carries. */
export function keyOf({ flow, company, record }: JobKey): JobKey {
  return { flow, company, record }
}

/** The key as one text, for maps. */
export function keyText({ flow, company, record }: JobKey): string {
  return JSON.stringify([flow, company, record])
}

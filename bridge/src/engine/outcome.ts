/** How one record fared: Business Central's own words for a synchronisation job's counters, plus `waiting`. */
export const outcomes = [
  'inserted',
  'modified',
  'deleted',
  'unchanged',
  'skipped',
  'failed',
  'coupled',
  'uncoupled',
  'waiting',
  'retried',
] as const
export type Outcome = (typeof outcomes)[number]

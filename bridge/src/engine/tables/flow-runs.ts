import type { JobKey } from './jobs.ts'

/** How much of a flow's work there is, in records. */
export interface FlowFigures {
  /** Wait for their turn, those that are tried again later among them. */
  readonly backlog: number
  /** Wait for another record. */
  readonly waiting: number
  /** Need a person. */
  readonly parked: number
}

export interface FlowRuns {
  /** Flows that have ever been switched on. */
  begun(): Promise<ReadonlySet<string>>
  /** Remembers that these flows are on, each with its filter ('' for none). Returns those whose filter was another one. */
  begin(flows: readonly { readonly flow: string; readonly filter: string }[]): Promise<readonly string[]>
  /** Of every flow that has any work. */
  figures(): Promise<ReadonlyMap<string, FlowFigures>>
  /** How many records of the flow are linked and written. */
  written(flow: string): Promise<number>
  /** Records of which the flow says this, as their reason begins: left out, or parked. */
  saying(flow: string, beginnings: readonly string[]): Promise<readonly JobKey[]>
}

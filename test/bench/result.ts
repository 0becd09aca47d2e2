import { availableParallelism } from 'node:os'
import Table from 'cli-table3'

/** One figure of a benchmark. */
export interface Result {
  /** `{suite}/{what is measured}`, lower case with dashes: `business-central-sandbox/keyed-read`. */
  readonly name: string
  /** What the figure depends on: rows, parts, clients … */
  readonly params: Readonly<Record<string, string | number>>
  readonly value: number
  /** `requests/s`, `rows/s`, `MiB`, `calls/floor` … */
  readonly unit: string
  /** For ratios: what could not be fewer, and what it took. */
  readonly floor?: number
  readonly measured?: number
}

/** The one JSON document of `npm run bench -- --json`. */
export function asJson(results: readonly Result[]): string {
  return JSON.stringify({ machine: { node: process.version, cpus: availableParallelism() }, results })
}

/** The same for people. */
export function asTable(results: readonly Result[]): string {
  const table = new Table({ head: ['benchmark', 'with', 'value', 'unit'], style: { head: [], border: [] } })
  for (const { name, params, value, unit } of results)
    table.push([
      name,
      Object.entries(params)
        .map(([key, each]) => `${key} ${each}`)
        .join(', '),
      rounded(value),
      unit,
    ])
  return `Node ${process.version}, ${availableParallelism()} CPUs\n${table.toString()}`
}

/** Three digits that mean something. */
const rounded = (value: number): string =>
  Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { flows } from '../../../bridge/src/flows/index.ts'
import type { Calls } from '../../support/journals.ts'

/** Where the table stands. */
export const path = fileURLToPath(new URL('../../../bridge/src/flows/CALLS.md', import.meta.url))

/** How many records `many` are. */
export const many = 100

const says = `# Calls

What a flow costs in HTTP requests when one of its records has changed, and when ${many} have, in one company: the looks at its
records and their partners, and the writes. Finding out that something has changed (change events, webhooks, the poll) comes
beside it, and so do flows that follow. Business Central takes one request per changed record: it has no upsert, and no batch
of writes whose answer can be trusted record by record; looks are batched, up to 100 in one request. Salesforce takes up to 200
records in one request.

Measured by \`test/flows/steady-state.test.ts\`, which fails when a number of one record is no longer true; those of ${many}
are compared each night. Print them anew with
\`TRADE_RECORDS=${many} npx vitest run --config config/vitest.config.ts test/flows/steady-state.test.ts -u\`.
`

const cells = ({ salesforce, businessCentral }: Calls) =>
  [salesforce.reads, salesforce.writes, businessCentral.reads, businessCentral.writes].map(String)

/** The figures of each flow as they are printed now: four for one record, four for many. */
function printed(): ReadonlyMap<string, readonly string[]> {
  const rows = readFileSync(path, { encoding: 'utf8', flag: 'a+' })
    .split('\n')
    .flatMap((line) => (line.startsWith('| `') ? [line.split('|').map((cell) => cell.trim())] : []))
  return new Map(rows.map(([, name = '', ...figures]) => [name.replaceAll('`', ''), figures]))
}

/** The page with these figures; those of many records stay as they are printed when they were not measured. */
export async function page(one: ReadonlyMap<string, Calls>, hundred: ReadonlyMap<string, Calls>): Promise<string> {
  const before = printed()
  const nothing = ['', '', '', '']
  const rows = flows.map(({ name }) => {
    const [first, second] = [one.get(name), hundred.get(name)]
    const figures = [
      ...(first ? cells(first) : nothing),
      ...(second ? cells(second) : (before.get(name)?.slice(4, 8) ?? nothing)),
    ]
    return `| \`${name}\` | ${figures.join(' | ')} |`
  })
  const heads = ['1', String(many)].flatMap((count) =>
    ['Salesforce', 'Business Central'].flatMap((system) => [`${count}: ${system} reads`, 'writes']),
  )
  const table = [`| flow | ${heads.join(' | ')} |`, `|---|${heads.map(() => '--:').join('|')}|`, ...rows].join('\n')
  return format(`${says}\n${table}\n`, { ...(await resolveConfig(path)), parser: 'markdown' })
}

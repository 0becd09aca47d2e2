import Table from 'cli-table3'
import { readFile } from 'node:fs/promises'
import { readConfig } from '../config.ts'
import type { Flow } from '../engine/define-flow.ts'
import { flows } from '../flows/index.ts'
import { parseOverrides, problemText, type Overrides, type Problem } from '../overrides/document.ts'
import { effective, unknownFlows } from '../overrides/effective.ts'
import { readOverrides } from '../overrides/file.ts'
import { unchecked } from '../overrides/live-schema.ts'
import { flowTable, mappingDiff, mappingRows } from '../overrides/table.ts'
import { checkAll, rulesInForce } from './mappings-in-force.ts'

interface Options {
  readonly json: boolean
}

const say = (text: string) => console.error(text)

/**
 * The flows by the rules in force: those of the file, and above them those of Setup. Whoever cannot ask says so and shows those
 * of the file.
 */
async function inForce(): Promise<readonly Flow[]> {
  const overrides: Overrides = await readOverrides(readConfig().BRIDGE_MAPPINGS)
  try {
    const { flows: current, problems } = await rulesInForce(overrides)
    for (const problem of problems) {
      say(`Refused in Setup, a running bridge goes on by the rules it had: ${problemText(problem)}`)
    }
    return current
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    say(`The rules in force cannot be told, these are those of the file alone: ${reason}`)
    // Nobody can say either which flows have run: those that are on by default.
    const hasRun = new Set(flows.flatMap(({ name, state }) => (state === 'on' ? [name] : [])))
    return effective(flows, (name) => [overrides[name]], unchecked, hasRun).map(({ flow }) => flow)
  }
}

/** `bridge mappings print`: every flow with the rules in force, as Markdown tables. Writes nothing. */
export async function printMappings({ json }: Options): Promise<number> {
  const current = await inForce()
  if (json) {
    const tables = current.map((flow) => ({
      flow: flow.name,
      state: flow.state,
      source: flow.source.name,
      target: flow.target.name,
      rules: mappingRows(flow),
    }))
    console.log(JSON.stringify(tables, undefined, 2))
  } else console.log(current.map(flowTable).join('\n\n'))
  return 0
}

/** `bridge mappings diff`: what the override file and Setup change, rule by rule. Writes nothing. */
export async function diffMappings({ json }: Options): Promise<number> {
  const current = await inForce()
  const changes = flows.flatMap((flow) => {
    const now = current.find(({ name }) => name === flow.name) ?? flow
    return mappingDiff(flow, now).map((change) => ({ flow: flow.name, ...change }))
  })
  if (json) console.log(JSON.stringify(changes, undefined, 2))
  else if (changes.length === 0) console.log('Nothing is changed: the mappings are the default ones.')
  else {
    const table = new Table({ head: ['flow', 'field', 'default', 'now'], wordWrap: true, colWidths: [28, 26, 36, 36] })
    for (const { flow, field, was, how } of changes) table.push([flow, field, was ?? '(not filled)', how])
    console.log(table.toString())
  }
  return 0
}

/** Everything that is wrong with an override file, and with what Setup says above it, in these systems. */
async function problemsIn(text: string): Promise<readonly Problem[]> {
  const { overrides, problems } = parseOverrides(text)
  if (problems.length > 0) return problems
  const { problems: found, unasked } = await checkAll(overrides)
  if (unasked !== undefined) say(`What is set in Salesforce cannot be asked, only the file is checked: ${unasked}`)
  return [...unknownFlows(flows, overrides), ...found]
}

/**
 * `bridge mappings check [file]`: the file (default: BRIDGE_MAPPINGS), with what Setup says above it, against both systems as they
 * are. 1 when anything is wrong.
 */
export async function checkMappings({ json }: Options, file: string | undefined): Promise<number> {
  const path = file ?? readConfig().BRIDGE_MAPPINGS
  const problems = await problemsIn(path === undefined ? '' : await readFile(path, 'utf8'))
  if (json) console.log(JSON.stringify({ ok: problems.length === 0, problems }, undefined, 2))
  else if (problems.length === 0) console.log(`All mappings of ${flows.length} flows fit both systems.`)
  else for (const problem of problems) console.log(`✗ ${problemText(problem)}`)
  return problems.length === 0 ? 0 : 1
}

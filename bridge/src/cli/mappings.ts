import Table from 'cli-table3'
import { flows } from '../flows/index.ts'
import { effective, liveSchemas, unknownFlows } from '../overrides/catalogue.ts'
import { checkFlow } from '../overrides/check.ts'
import { parseOverrides, problemText, type Overrides, type Problem } from '../overrides/document.ts'
import { readOverrides } from '../overrides/file.ts'
import { unchecked } from '../overrides/live-schema.ts'
import { flowTable, mappingDiff, mappingRows } from '../overrides/table.ts'
import { readFile } from 'node:fs/promises'
import { readConfig } from '../config.ts'
import { connect } from '../system.ts'
import { open } from './open.ts'

interface Options {
  readonly json: boolean
}

async function fromFile(): Promise<Overrides> {
  return readOverrides(readConfig().BRIDGE_MAPPINGS)
}

/** `bridge mappings print`: every flow with the rules in force, as Markdown tables. Asks neither system. */
export async function printMappings({ json }: Options): Promise<number> {
  const overrides = await fromFile()
  const current = flows.map((flow) => effective(flow, [overrides[flow.name]], unchecked).flow)
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

/** `bridge mappings diff`: what the override file changes, rule by rule. Asks neither system. */
export async function diffMappings({ json }: Options): Promise<number> {
  const overrides = await fromFile()
  const changes = flows.flatMap((flow) =>
    mappingDiff(flow, effective(flow, [overrides[flow.name]], unchecked).flow).map((change) => ({
      flow: flow.name,
      ...change,
    })),
  )
  if (json) console.log(JSON.stringify(changes, undefined, 2))
  else if (changes.length === 0) console.log('Nothing is changed: the mappings are the default ones.')
  else {
    const table = new Table({ head: ['flow', 'field', 'default', 'now'], wordWrap: true, colWidths: [28, 26, 36, 36] })
    for (const { flow, field, was, how } of changes) table.push([flow, field, was ?? '(not filled)', how])
    console.log(table.toString())
  }
  return 0
}

/** Everything that is wrong with an override file in these systems; nothing is written. */
async function problemsIn(text: string): Promise<readonly Problem[]> {
  const { overrides, problems } = parseOverrides(text)
  if (problems.length > 0) return problems
  const unknown = unknownFlows(flows, overrides)
  const services = await open({ migrate: false })
  try {
    const { connectors } = await connect(services.config, services)
    try {
      const all = Object.values(overrides)
      // Default rules are checked too: a field may be missing in this org or tenant.
      const schemas = await liveSchemas(flows, connectors, [...all, { map: {} }])
      const found = flows.flatMap((flow) => {
        const override = overrides[flow.name]
        return override ? effective(flow, [override], schemas).problems : checkFlow(flow, schemas)
      })
      return [...unknown, ...found]
    } finally {
      await Promise.all(connectors.map((connector) => connector.close()))
    }
  } finally {
    await services.store.close()
  }
}

/** `bridge mappings check [file]`: the file (default: BRIDGE_MAPPINGS) against both systems as they are. 1 when anything is wrong. */
export async function checkMappings({ json }: Options, file: string | undefined): Promise<number> {
  const path = file ?? readConfig().BRIDGE_MAPPINGS
  const problems = await problemsIn(path === undefined ? '' : await readFile(path, 'utf8'))
  if (json) console.log(JSON.stringify({ ok: problems.length === 0, problems }, undefined, 2))
  else if (problems.length === 0) console.log(`All mappings of ${flows.length} flows fit both systems.`)
  else for (const problem of problems) console.log(`✗ ${problemText(problem)}`)
  return problems.length === 0 ? 0 : 1
}

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import type { Flow } from '../bridge/src/engine/define-flow.ts'
import { flows } from '../bridge/src/flows/index.ts'
import { overrideSchema } from '../bridge/src/overrides/document.ts'
import { flowTable } from '../bridge/src/overrides/table.ts'

/**
 * `npm run print-mappings` writes what follows from the flows: the list of them in the README with their mapping tables, and the
 * JSON Schema of the override file. With `--check` it only tells whether those are still true.
 */
interface Printed {
  readonly path: URL
  readonly parser: 'markdown' | 'json'
  readonly text: string
}

const at = (path: string) => new URL(`../${path}`, import.meta.url)

/** The file's text; '' when it is not there yet, which is the same as not true. */
function present(path: URL): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

const row = ({ name, source, target, says, state }: Flow) =>
  `| \`${name}\` | ${source.label} → ${target.label} | ${says}${state === 'on' ? '' : ' Off by default.'} |`

/** The mapping table of a flow, folded. */
const fieldByField = (flow: Flow) => {
  const [, ...table] = flowTable(flow).split('\n')
  return `<details><summary>${flow.name}, field by field</summary>\n${table.join('\n')}\n\n</details>`
}

const marks = { begin: '<!-- flows: printed by npm run print-mappings -->', end: '<!-- end of flows -->' }

function readmeWithFlows(): string {
  const readme = present(at('README.md'))
  const [before, rest = ''] = readme.split(marks.begin)
  const [, after] = rest.split(marks.end)
  if (before === undefined || after === undefined) throw new Error(`README.md lacks ${marks.begin} or ${marks.end}`)
  const table = ['| flow | from → to | does |', '|---|---|---|', ...flows.map(row)].join('\n')
  return `${before}${marks.begin}\n\n${table}\n\n${flows.map(fieldByField).join('\n\n')}\n\n${marks.end}${after}`
}

const printed: readonly Printed[] = [
  { path: at('README.md'), parser: 'markdown', text: readmeWithFlows() },
  {
    path: at('config/mappings.schema.json'),
    parser: 'json',
    text: JSON.stringify(overrideSchema()),
  },
]

for (const { path, parser, text } of printed) {
  const wanted = await format(text, { ...(await resolveConfig(path)), parser })
  const name = fileURLToPath(path).slice(fileURLToPath(at('')).length)
  if (!process.argv.includes('--check')) {
    writeFileSync(path, wanted)
    console.log(`Wrote ${name}`)
  } else if (present(path) !== wanted) {
    console.error(`${name} is out of date. Run: npm run print-mappings`)
    process.exitCode = 1
  }
}

import { readFileSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import type { Flow } from '../bridge/src/engine/define-flow.ts'
import { flows } from '../bridge/src/flows/index.ts'

/**
 * `npm run print-mappings` writes every flow as a table into the README of the flows; with `--check` it only tells whether
 * that page is still true.
 */
const page = new URL('../bridge/src/flows/README.md', import.meta.url)

function section(flow: Flow): string {
  const lines = [
    `## ${flow.name}`,
    '',
    flow.says,
    '',
    `From ${flow.source.system} \`${flow.source.name}\` to ${flow.target.system} \`${flow.target.name}\`.` +
      (flow.follows.length > 0
        ? ` Runs after ${flow.follows.map((name) => `\`${name}\``).join(', ')} has written.`
        : '') +
      (flow.mayCreate ? '' : ' Writes only records that are linked already.') +
      (flow.update === 'never' ? ' Writes once, never again.' : ''),
    '',
    `| ${flow.target.name} | ← | ${flow.source.name} |`,
    '|---|---|---|',
    ...Object.entries(flow.map).map(([field, rule]) => `| ${field} | ← | ${rule.how.replaceAll('|', '\\|')} |`),
    ...(flow.reference ? [`| ${flow.reference.field} | ← | ${flow.reference.rule.how} (our reference) |`] : []),
  ]
  if (flow.match.length > 0) {
    lines.push('', `A partner is found by ${flow.match.map((fields) => fields.join(' + ')).join(', then ')}.`)
  }
  return lines.join('\n')
}

const wanted = await format(
  `# Flows\n\nOne file per flow; the tables below are printed from them by \`npm run print-mappings\`.\n\n${flows.map(section).join('\n\n')}\n`,
  { ...(await resolveConfig(page)), parser: 'markdown' },
)
if (process.argv.includes('--check')) {
  let present = ''
  try {
    present = readFileSync(page, 'utf8')
  } catch {
    // Not there yet is the same as not true.
  }
  if (present !== wanted) {
    console.error('bridge/src/flows/README.md is out of date. Run: npm run print-mappings')
    process.exitCode = 1
  }
} else {
  writeFileSync(page, wanted)
  console.log(`Wrote ${flows.length} flows to bridge/src/flows/README.md`)
}

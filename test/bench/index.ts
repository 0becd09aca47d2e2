import { parseArgs } from 'node:util'
import { asJson, asTable, type Result } from './result.ts'
import { suites } from './suites.ts'

const help = `npm run bench -- [options]

Measures and prints a table.

  --json        one JSON document on stdout, nothing else
  --only NAME   one suite; may be given more than once

Suites:
${Object.entries(suites)
  .map(([name, { says }]) => `  ${name.padEnd(26)}${says}`)
  .join('\n')}
`

/** What the command line asks for. @throws Error for an unknown option or suite */
function asked() {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
    },
  })
  const names = values.only ?? Object.keys(suites)
  const unknown = names.find((name) => !Object.hasOwn(suites, name))
  if (unknown !== undefined) throw new Error(`There is no suite ${unknown}.`)
  return { ...values, names }
}

function askedOrHelp(): ReturnType<typeof asked> | undefined {
  try {
    const wanted = asked()
    if (!wanted.help) return wanted
    console.log(help)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    console.error(`\n${help}`)
    process.exitCode = 2
  }
  return undefined
}

const wanted = askedOrHelp()
if (wanted) {
  const results: Result[] = []
  for (const name of wanted.names) results.push(...((await suites[name]?.run()) ?? []))
  console.log(wanted.json ? asJson(results) : asTable(results))
}

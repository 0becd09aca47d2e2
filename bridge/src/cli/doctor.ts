import { ConfigurationError } from '../config.ts'
import type { Check } from '../engine/ports.ts'
import { connect } from '../system.ts'
import { explain } from './explain.ts'
import { open } from './open.ts'

async function examine(): Promise<Check[]> {
  const checks: Check[] = []
  try {
    const services = await open({ migrate: true })
    checks.push(
      { name: 'configuration', ok: true, detail: 'complete' },
      { name: 'database', ok: true, detail: 'answers' },
    )
    try {
      const { connectors } = await connect(services.config, services)
      for (const connector of connectors) {
        const found = await connector.check()
        checks.push(...found.map((check) => ({ ...check, name: `${connector.system}: ${check.name}` })))
        await connector.close()
      }
    } catch (error) {
      checks.push({ name: 'sign-in', ok: false, detail: explain(error) })
    } finally {
      await services.store.close()
    }
  } catch (error) {
    checks.push({
      name: error instanceof ConfigurationError ? 'configuration' : 'database',
      ok: false,
      detail: explain(error),
    })
  }
  return checks
}

/** `bridge doctor`: one line per check; 1 when any fails. */
export async function doctor({ json }: { json: boolean }): Promise<number> {
  const checks = await examine()
  if (json) console.log(JSON.stringify({ ok: checks.every((check) => check.ok), checks }, undefined, 2))
  else {
    for (const { ok, name, detail, advice } of checks) {
      console.log(`${ok ? '✓' : '✗'} ${name}: ${detail}`)
      if (!ok && advice !== undefined) console.log(`    → ${advice}`)
    }
  }
  return checks.every((check) => check.ok) ? 0 : 1
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { trustAuthority } from '../emulators/entra/trust.ts'
import { startSandboxes } from '../emulators/start.ts'
import { environmentFor } from '../support/environment.ts'
import { Accountant } from './accountant.ts'
import { startBridge } from './bridge-process.ts'
import { countCalls } from './calls.ts'
import { Salesperson } from './salesperson.ts'
import { tokenFor } from './token.ts'

/** Sandboxes, a bridge as a process of its own on an embedded database, a salesperson and an accountant. */
export async function setStage({ say }: { say: (line: string) => void }) {
  say('Starting the Salesforce, Business Central and Entra ID sandboxes; deploying the package …')
  const sandboxes = await startSandboxes()
  trustAuthority(sandboxes.entra.caCertificate)
  const { salesforce, businessCentral, entra } = sandboxes
  say(`  Salesforce        ${salesforce.loginUrl}`)
  say(`  Business Central  ${businessCentral.url}`)
  say(`  Entra ID          ${entra.authority}`)

  const [company] = businessCentral.companies
  if (!company) throw new Error('The Business Central sandbox has no company.')
  const dataDir = await mkdtemp(join(tmpdir(), 'bridge-demo-'))
  say('Starting the bridge on its embedded database …')
  const bridge = await startBridge((url) => ({
    ...environmentFor(sandboxes),
    BC_COMPANIES: `"${company.name}"`,
    BC_LEDGER_POLL_SECONDS: '2',
    BRIDGE_DATA_DIR: dataDir,
    BRIDGE_PUBLIC_URL: url,
    NODE_EXTRA_CA_CERTS: entra.caCertificate,
    LOG_LEVEL: 'info',
  })).catch(async (error: unknown) => {
    await sandboxes.close()
    await rm(dataDir, { recursive: true, force: true })
    throw error
  })
  say(`  The bridge        ${bridge.url}`)

  const office = entra.addApp()
  return {
    sandboxes,
    bridge,
    sales: new Salesperson(sandboxes.description.salesforce),
    finance: new Accountant(
      sandboxes.description.businessCentral,
      company.id,
      tokenFor(entra.authority, { clientId: office.clientId, clientSecret: office.secrets[0]?.value ?? '' }),
    ),
    calls: {
      salesforce: countCalls(salesforce.journal, (call) => call.client === 'bcbridge'),
      businessCentral: countCalls(businessCentral.journal, (call) => call.client !== Accountant.agent),
    },
    skipNotificationDelay: () => businessCentral.clock.advance(31_000),
    async strike() {
      await bridge.stop()
      await sandboxes.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export type Stage = Awaited<ReturnType<typeof setStage>>

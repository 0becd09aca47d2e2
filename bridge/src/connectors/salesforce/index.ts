import type { Entity } from '../../engine/entity.ts'
import { silentLog, type EngineLog } from '../../engine/log.ts'
import type { Clock } from '../../engine/clock.ts'
import type { Connector } from '../../engine/ports.ts'
import { createSince } from './changes/since.ts'
import { createChanges } from './changes/source.ts'
import { createBelow } from './below.ts'
import { checkAll } from './check/index.ts'
import { createClient } from './client.ts'
import { command } from './commands.ts'
import { createDesk } from './desk.ts'
import { createDescribes } from './describe.ts'
import { createFiles } from './files.ts'
import { createFlowSettings } from './flow-settings.ts'
import { createNotices } from './notices.ts'
import { createPubSub } from './pubsub/client.ts'
import { createReader } from './reader.ts'
import { salesforceSchema } from './schema.ts'
import type { SalesforceSettings } from './settings.ts'
import { createWriter } from './writer.ts'

export type { SalesforceSettings }

/**
 * A Salesforce org. Nothing is asked of it until it is used: the bridge starts while Salesforce is away.
 *
 * @param watch the entities whose changes are told: the sources of the flows
 * @param mirrors entities that only the bridge writes: what people edit in them is told where it is heard
 */
export async function createSalesforceConnector(
  settings: SalesforceSettings,
  services: { readonly clock: Clock; readonly log?: EngineLog },
  watch: readonly Entity[],
  mirrors: readonly Entity[] = [],
): Promise<Connector> {
  const { clock, log = silentLog } = services
  const client = createClient(settings, { clock })
  const pubsub = await createPubSub({ endpoint: settings.pubSubEndpoint, insecure: settings.pubSubInsecure }, { clock })
  const describes = createDescribes(client)
  const reader = createReader(client, describes)
  return {
    system: 'salesforce',
    reader,
    writer: createWriter({ client, describes, clock }),
    flowSettings: createFlowSettings(client, log, clock),
    desk: createDesk({ client, describes, reader, clock, log }),
    files: createFiles(client),
    below: createBelow(client),
    schema: (entity, paths) => salesforceSchema(describes, entity, paths),
    changes: [createChanges(settings, { client, pubsub, clock, log }, [...watch, command], mirrors)],
    since: createSince({ client, clock }),
    notices: createNotices(client, { log }),
    check: () => checkAll(settings, { client, pubsub }, [...watch, command]),
    usage: () => client.usage(),
    async close() {
      pubsub.close()
      await client.close()
    },
  }
}

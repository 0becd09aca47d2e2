import type { Clock } from '../../engine/clock.ts'
import type { EngineLog } from '../../engine/log.ts'

/** How to reach one Salesforce org. */
export interface SalesforceSettings {
  /** My Domain URL, e.g. `https://acme.my.salesforce.com`: `login.salesforce.com` refuses client credentials. */
  readonly loginUrl: string
  readonly clientId: string
  readonly clientSecret: string
  /** `67.0`. */
  readonly apiVersion: string
  /** `host:port` of the Pub/Sub API. */
  readonly pubSubEndpoint: string
  /** Plaintext gRPC: for a server on this machine only. */
  readonly pubSubInsecure: boolean
  /** `/data/…`; undefined = the package's own channel, else the entities' own. */
  readonly channel: string | undefined
  /**
   * Without the channel, also the topics of what only the bridge writes (Product2, PricebookEntry, `BC_…__c`): its own writes
   * then count against the org's delivered events, too. Default false; a channel that carries them is heard in any case.
   */
  readonly mirrors?: boolean | undefined
}

export interface Services {
  readonly clock: Clock
  readonly log: EngineLog
}

/** What the bridge calls itself: Salesforce repeats it in `changeOrigin`, which tells our own echoes. */
export const clientName = 'bcbridge'

/** The channel that the package ships in its optional part. */
export const packageChannel = '/data/BC_Sync__chn'

/** The permission set that gives the bridge's run-as user exactly what it needs. */
export const permissionSet = 'BC_Integration'

import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { ChangeSource, Connector } from '../../../bridge/src/engine/ports.ts'
import { startOrg, type Org } from './org.ts'
import { recordingSink, type RecordingSink } from './recording-sink.ts'

/** What a file of tests works on. */
export interface Followed {
  readonly org: Org
  readonly connector: Connector
  readonly source: ChangeSource
  readonly sink: RecordingSink
  /** Another connector in place of this one. */
  readonly connect: (settings?: Parameters<Org['connect']>[0]) => Promise<void>
}

/** One org for all tests of a file, as new before each of them, with a connector that is to follow its changes. */
export function followed(): Followed {
  let org: Org
  let connector: Connector
  let source: ChangeSource
  let sink: RecordingSink

  async function connect(settings?: Parameters<Org['connect']>[0]): Promise<void> {
    connector = await org.connect(settings)
    const [changes] = connector.changes
    if (!changes) throw new Error('no change source')
    source = changes
  }

  beforeAll(async () => {
    org = await startOrg()
  })
  beforeEach(async () => {
    await org.reset()
    // Everything over one channel; what happens where that is closed stands in closed-topics.test.ts.
    org.emulator.pubSub.switches.channelsWithoutViewAllData = 'silent'
    sink = recordingSink()
    await connect()
  })
  afterAll(() => org.close())

  return {
    get org() {
      return org
    },
    get connector() {
      return connector
    },
    get source() {
      return source
    },
    get sink() {
      return sink
    },
    connect,
  }
}

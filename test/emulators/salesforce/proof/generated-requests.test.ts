import { afterAll, beforeAll, expect, test } from 'vitest'
import { billWith, file, samplePackage } from '../testing/sample-package.ts'
import { startOrg, type TestOrg } from '../testing/start-org.ts'
import { people } from './between-requests.ts'
import { dice } from '../../kit/testing/dice.ts'
import { undocumented } from './documented-answer.ts'
import { generate } from './generated-others.ts'
import { faultsOf } from './org-in-order.ts'
import type { Generated, RequestWorld } from './request-world.ts'

/** Raised for the nightly run. */
const wanted = Number(process.env.SF_GENERATED_REQUESTS ?? 10_000)
const seed = Number(process.env.SF_SEED ?? 20260302)

let started: TestOrg
beforeAll(async () => {
  started = await startOrg({
    switches: { dailyApiRequests: Number.MAX_SAFE_INTEGER, fileStorageMegabytes: 100, devHub: true },
  })
  const content =
    '<customNotifTypeName>Alert</customNotifTypeName><desktop>true</desktop><masterLabel>Alert</masterLabel><mobile>true</mobile>'
  await started.deploy({ 'notificationtypes/Alert.notiftype': file('CustomNotificationType', content) })
  const derived = [
    '<fields><fullName>Lines__c</fullName><label>Lines</label><type>Summary</type><summaryOperation>count</summaryOperation><summaryForeignKey>Bill_Line__c.Bill__c</summaryForeignKey></fields>',
    '<fields><fullName>Sum__c</fullName><label>Sum</label><type>Summary</type><summarizedField>Bill_Line__c.Amount__c</summarizedField><summaryOperation>sum</summaryOperation><summaryForeignKey>Bill_Line__c.Bill__c</summaryForeignKey></fields>',
    '<fields><fullName>Says__c</fullName><label>Says</label><type>Text</type><formula>Account__r.Name &amp; TEXT(Sum__c / Total__c)</formula></fields>',
    '<validationRules><fullName>Jump</fullName><active>true</active><errorConditionFormula>NOT(ISNEW()) &amp;&amp; Total__c &gt; PRIORVALUE(Total__c) * 2 + LEN(Account__r.Owner.Name)</errorConditionFormula><errorMessage>no</errorMessage></validationRules>',
  ]
  expect((await started.deploy({ ...samplePackage, ...billWith(...derived) })).failures).toEqual([])
  started.org.assign('integration@sandbox.example', 'Bridge')
  const rule = { name: 'Same_Site', object: 'Account', fields: ['Site'], onInsert: 'alert', onUpdate: 'block' } as const
  started.org.duplicateRules.push(rule)
})
afterAll(() => started[Symbol.asyncDispose]())

async function send({ method, path, headers, body }: Generated) {
  const hasBody = body !== undefined && method !== 'GET' && method !== 'HEAD'
  const request = new Request(`http://sandbox${path}`, { method, headers, ...(hasBody ? { body } : {}) })
  const response = await started.org.fetch(request)
  const text = await response.text()
  return { status: response.status, type: response.headers.get('content-type') ?? '', text }
}

function worldOf({ org }: TestOrg): RequestWorld {
  const users = ['integration@sandbox.example', 'rep@sandbox.example'].map((username) => org.signIn(username))
  const tokens = [org.accessToken, ...users, 'nonsense', '']
  return { chance: dice(seed), records: org.records, tokens, base: '/services/data/v67.0' }
}

test(`${wanted} generated requests are each answered as the documentation says`, { timeout: 3_600_000 }, async () => {
  const world = worldOf(started)
  const others = people(started.org, world.chance)
  const statuses = new Map<number, number>()
  const wrong: string[] = []
  let asked = 0
  while (asked < wanted && wrong.length < 20) {
    const request = generate(world)
    const answer = await send(request)
    asked++
    others.saw(request, answer.status)
    others.act()
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    const why = undocumented(request, answer)
    if (why !== undefined)
      wrong.push(
        `${asked}: ${why}\n  ${JSON.stringify(request).slice(0, 1500)}\n  ${answer.status} ${answer.text.slice(0, 600)}`,
      )
    if (asked % 2000 === 0) {
      wrong.push(...faultsOf(started.org.records).map((fault) => `after ${asked}: ${fault}`))
      started.org.journal.clear()
    }
  }
  expect(wrong).toEqual([])
  expect(faultsOf(started.org.records)).toEqual([])
  expect(asked).toBeGreaterThanOrEqual(Math.min(10_000, wanted))
  // The requests are worth something only when many of them reach the data.
  if (process.env.SF_GENERATED_REPORT !== undefined) console.log(Object.fromEntries(statuses), others.done)
  expect(others.done.undeleted).toBeGreaterThan(5)
  expect(others.done.merged).toBeGreaterThan(5)
  expect((statuses.get(200) ?? 0) / asked).toBeGreaterThan(0.25)
  expect((statuses.get(201) ?? 0) / asked).toBeGreaterThan(0.03)
  expect((statuses.get(204) ?? 0) / asked).toBeGreaterThan(0.03)
})

import { strToU8, zipSync } from 'fflate'
import { to18 } from '../ids.ts'
import { file } from '../testing/sample-package.ts'
import { torn } from './generated-queries.ts'
import { oddValue } from './odd-values.ts'
import { asJson, type Generated, type RequestWorld } from './request-world.ts'

type Make = (world: RequestWorld) => Generated
type Zip = (world: RequestWorld) => Uint8Array<ArrayBuffer>

/** The first ids of a kind, as the sandbox gives them. */
const ids = (prefix: string): readonly string[] => [1, 2, 3].map((n) => to18(`${prefix}Em000000000${n}`) ?? '')
const someIdOf = (prefix: string, { chance }: RequestWorld): string =>
  chance.chance(0.9) ? chance.pick(ids(prefix)) : chance.pick(['nope', '', '04t'])

/** What the sf CLI sends for a package version, or nearly. */
function versionInfo(world: RequestWorld, metadata: Zip): string {
  const { chance } = world
  const versionNumber = chance.pick(['0.1.0.NEXT', '1.0.0.1', '1.0', 'x'])
  const descriptor = JSON.stringify({
    versionNumber,
    dependencies: [{ subscriberPackageVersionId: someIdOf('04t', world) }],
  })
  const files = {
    'package2-descriptor.json': strToU8(chance.chance(0.8) ? descriptor : torn(descriptor, world)),
    'package.zip': metadata(world),
  }
  return chance.chance(0.9) ? Buffer.from(zipSync(files)).toString('base64') : 'UEsDBA'
}

/** Packages through the Tooling API. */
const packages =
  (metadata: Zip): Make =>
  (world) => {
    const { chance } = world
    const object = chance.pick([
      'Package2',
      'Package2Version',
      'SubscriberPackageVersion',
      'PackageInstallRequest',
      'SandboxProcess',
      'Nope',
    ])
    const soql = chance.pick([
      `SELECT Id, Name FROM ${object}`,
      `SELECT Id FROM SubscriberPackageVersion WHERE Id = '${someIdOf('04t', world)}' AND InstallationKey = 'x'`,
      'SELECT MAX(BuildNumber) FROM Package2Version',
      'SELECT Nope FROM Package2',
      'SELECT',
    ])
    return chance.pick([
      () => asJson(world, 'GET', `/tooling/query?q=${encodeURIComponent(soql)}`),
      () =>
        asJson(
          world,
          'GET',
          `/tooling/sobjects/${object}/${chance.pick(['describe', someIdOf('0Ho', world), someIdOf('04t', world)])}`,
        ),
      () =>
        asJson(world, 'POST', '/tooling/sobjects/Package2', {
          Name: `P${chance.below(1000)}`,
          ContainerOptions: chance.chance(0.8) ? 'Unlocked' : oddValue(chance),
        }),
      () =>
        asJson(world, 'POST', '/tooling/sobjects/Package2VersionCreateRequest', {
          Package2Id: someIdOf('0Ho', world),
          VersionInfo: chance.chance(0.8) ? versionInfo(world, metadata) : oddValue(chance),
          InstallKey: chance.chance(0.3) ? 'x' : undefined,
        }),
      () =>
        asJson(world, 'PATCH', `/tooling/sobjects/Package2Version/${someIdOf('05i', world)}`, {
          [chance.pick(['IsReleased', 'IsDeprecated', 'Name', 'BuildNumber'])]: chance.chance(0.7)
            ? true
            : oddValue(chance),
        }),
      () =>
        asJson(world, 'POST', '/tooling/sobjects/PackageInstallRequest', {
          SubscriberPackageVersionKey: chance.chance(0.8) ? someIdOf('04t', world) : oddValue(chance),
          Password: chance.chance(0.3) ? 'x' : undefined,
        }),
    ])()
  }

/** Deletions that only are checked. */
const deletion: Make = (world) => {
  const { chance, tokens, base } = world
  const member = chance.pick(['Account.Key__c', 'Bill__c', 'Bill__c.Total__c', 'Bridge', 'Account', '*', 'Nope'])
  const type = chance.pick(['CustomField', 'CustomObject', 'ValidationRule', 'PermissionSet', 'ApexClass', 'Feld'])
  const manifest = file('Package', `<types><members>${member}</members><name>${type}</name></types>`)
  const name = chance.pick(['destructiveChanges.xml', 'destructiveChangesPre.xml', 'destructiveChangesPost.xml'])
  const zip = zipSync({
    'package.xml': strToU8(file('Package', '<version>67.0</version>')),
    [name]: strToU8(chance.chance(0.8) ? manifest : torn(manifest, world)),
  })
  const form = new FormData()
  form.append('file', new Blob([Uint8Array.from(zip)], { type: 'application/zip' }), 'package.xml')
  const options = { deployOptions: { checkOnly: true, ignoreWarnings: chance.chance(0.5) } }
  form.append('entity_content', new Blob([JSON.stringify(options)], { type: 'application/json' }))
  return {
    method: 'POST',
    path: `${base}/metadata/deployRequest`,
    headers: { authorization: `Bearer ${tokens[0] ?? ''}` },
    body: form,
  }
}

const quickOrCancel: Make = (world) => {
  const { chance } = world
  const id = someIdOf('0Af', world)
  return chance.chance(0.5)
    ? asJson(world, 'POST', '/metadata/deployRequest', {
        validatedDeployRequestId: chance.chance(0.2) ? id : oddValue(chance),
      })
    : asJson(world, 'PATCH', `/metadata/deployRequest/${id}`, {
        deployResult: chance.chance(0.8) ? { status: 'Canceling' } : oddValue(chance),
      })
}

/** Packages, deletions and the life of deploys. */
export const setupRequests = (metadata: Zip): readonly Make[] => [
  packages(metadata),
  packages(metadata),
  packages(metadata),
  deletion,
  quickOrCancel,
]

/** SOAP calls about metadata, as bodies. */
export function metadataCalls({ chance }: RequestWorld): readonly string[] {
  const member = chance.pick(['*', 'Account', 'Bill__c', 'Bill__c.Total__c', 'Bridge', 'Nope'])
  const type = chance.pick(['CustomObject', 'CustomField', 'PermissionSet', 'ApexClass'])
  return [
    `<retrieve><retrieveRequest><apiVersion>67.0</apiVersion><unpackaged><types><members>${member}</members><name>${type}</name></types></unpackaged></retrieveRequest></retrieve>`,
    `<checkRetrieveStatus><asyncProcessId>${chance.pick(ids('09S'))}</asyncProcessId></checkRetrieveStatus>`,
    `<deployRecentValidation><validationId>${chance.pick(ids('0Af'))}</validationId></deployRecentValidation>`,
    `<cancelDeploy><String>${chance.pick(ids('0Af'))}</String></cancelDeploy>`,
  ]
}

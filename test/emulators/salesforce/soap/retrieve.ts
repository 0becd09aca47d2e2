import { child, children, flag, text, texts } from '../metadata/component.ts'
import type { RetrieveRequest } from '../metadata/retrieve.ts'
import { soapAnswer, soapFault, type SoapRequest } from './envelope.ts'
import type { MetadataWorld, Operation } from './operation.ts'

function requestOf({ parameters }: SoapRequest): RetrieveRequest {
  // `retrieveRequest` in the WSDL; jsforce says `request`.
  const asked = child(parameters, 'retrieveRequest') ?? child(parameters, 'request') ?? {}
  const manifest = child(asked, 'unpackaged') ?? {}
  const types = new Map<string, readonly string[]>()
  for (const type of children(manifest, 'types')) {
    const name = text(type, 'name') ?? ''
    types.set(name, [...(types.get(name) ?? []), ...texts(type, 'members')])
  }
  return {
    types,
    version: text(manifest, 'version') ?? text(asked, 'apiVersion') ?? '67.0',
    packageNames: texts(asked, 'packageNames'),
    singlePackage: flag(asked, 'singlePackage'),
  }
}

/** [Metadata API Developer Guide: retrieve()] */
export const retrieve: Operation = (request, { retrievals }) =>
  soapAnswer('retrieve', { done: false, id: retrievals.start(requestOf(request)), state: 'Queued' })

function filesOf(
  world: MetadataWorld,
  files: readonly { fileName: string; component: { type: string; fullName: string } }[],
  userId: string,
): object[] {
  const { context, deployments } = world
  const by = { id: userId, name: String(context.records.get('User', userId)?.Name) }
  const at = new Date(context.clock.now()).toISOString()
  return files.map(({ fileName, component: { type, fullName } }) => ({
    ...{ createdById: by.id, createdByName: by.name, createdDate: at },
    ...{ fileName, fullName, id: deployments.idOf(type, fullName) },
    ...{
      lastModifiedById: by.id,
      lastModifiedByName: by.name,
      lastModifiedDate: at,
      manageableState: 'unmanaged',
      type,
    },
  }))
}

/** [Metadata API Developer Guide: checkRetrieveStatus()] */
export const checkRetrieveStatus: Operation = ({ parameters }, world, userId) => {
  const id = text(parameters, 'asyncProcessId') ?? ''
  const result = world.retrievals.result(id)
  if (result === undefined) return soapFault('INVALID_CROSS_REFERENCE_KEY', `invalid cross reference id: ${id}`)
  if (result === 'pending')
    return soapAnswer('checkRetrieveStatus', { done: false, id, status: 'InProgress', success: false })
  return soapAnswer('checkRetrieveStatus', {
    done: true,
    fileProperties: filesOf(world, result.files, userId),
    id,
    messages: result.messages,
    status: 'Succeeded',
    success: true,
    ...(text(parameters, 'includeZip') === 'false' ? {} : { zipFile: Buffer.from(result.zip).toString('base64') }),
  })
}

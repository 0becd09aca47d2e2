import { Hono } from 'hono'
import { child, children, flag, text, texts } from '../metadata/component.ts'
import { readDeployOptions } from '../metadata/deploy-options.ts'
import { notCancelable, notValidated } from '../metadata/deployments.ts'
import { metadataTypes } from '../metadata/types/index.ts'
import { wsdlTypes } from '../metadata/wsdl/types.ts'
import type { Actor } from '../records.ts'
import { readEnvelope, soapAnswer, soapFault, soapText, type SoapRequest } from './envelope.ts'
import type { MetadataWorld, Operation } from './operation.ts'
import { checkRetrieveStatus, retrieve } from './retrieve.ts'

const actorOf = ({ client }: SoapRequest, userId: string): Actor => ({
  userId,
  api: 'soap',
  ...(client === undefined ? {} : { client }),
})

const deploy: Operation = (request, { deployments }, userId) => {
  const zip = Buffer.from(text(request.parameters, 'ZipFile') ?? '', 'base64')
  const options = readDeployOptions(child(request.parameters, 'DeployOptions') ?? {})
  if (typeof options === 'string') return soapFault('INVALID_REQUEST', options)
  if ('notHere' in options)
    return soapFault('NOT_SUPPORTED_BY_SANDBOX', `${options.notHere} is not supported by this sandbox`)
  const id = deployments.start(zip, options, actorOf(request, userId))
  return soapAnswer('deploy', { done: false, id, state: 'Queued' })
}

const checkDeployStatus: Operation = ({ parameters }, { deployments }) => {
  const id = text(parameters, 'asyncProcessId') ?? ''
  const result = deployments.result(id, flag(parameters, 'includeDetails'))
  return result
    ? soapAnswer('checkDeployStatus', result)
    : soapFault('INVALID_CROSS_REFERENCE_KEY', `invalid cross reference id: ${id}`)
}

const deployRecentValidation: Operation = (request, { deployments }, userId) => {
  const validation = text(request.parameters, 'validationId') ?? ''
  const id = deployments.startValidated(validation, actorOf(request, userId))
  return id === undefined
    ? soapFault('INVALID_ID_FIELD', notValidated(validation))
    : soapText('deployRecentValidation', id)
}

const cancelDeploy: Operation = (request, { deployments }, userId) => {
  const { parameters } = request
  // `String` in the WSDL; jsforce says `id`.
  const id = text(parameters, 'String') ?? text(parameters, 'id') ?? text(parameters, 'asyncProcessId') ?? ''
  return deployments.cancel(id, actorOf(request, userId))
    ? soapAnswer('cancelDeploy', { done: true, id })
    : soapFault('INVALID_ID_FIELD', notCancelable(id))
}

const describeMetadata: Operation = () => {
  const childTypes = new Set(metadataTypes.flatMap((type) => Object.values(type.children ?? {})))
  const metadataObjects = metadataTypes
    .filter((type) => !childTypes.has(type.name))
    .map((type) => ({
      childXmlNames: Object.values(type.children ?? {}),
      directoryName: type.directory,
      inFolder: false,
      metaFile: type.suffix.endsWith('-meta.xml'),
      suffix: type.suffix.replace(/-meta\.xml$/, ''),
      xmlName: type.name,
    }))
  return soapAnswer('describeMetadata', {
    metadataObjects,
    organizationNamespace: '',
    partialSaveAllowed: true,
    testRequired: false,
  })
}

const listMetadata: Operation = ({ parameters }, { deployments }, userId) => {
  const types = children(parameters, 'queries').flatMap((query) => texts(query, 'type'))
  const unknown = types.find((type) => !wsdlTypes().has(type))
  if (unknown !== undefined) return soapFault('INVALID_TYPE', `Unknown type: ${unknown}`)
  const found = [...deployments.components().values()].filter((component) => types.includes(component.type))
  const properties = found.map((component) => ({
    createdById: userId,
    fileName: component.fileName,
    fullName: component.fullName,
    lastModifiedById: userId,
    manageableState: 'unmanaged',
    type: component.type,
  }))
  return soapAnswer('listMetadata', properties)
}

const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    deploy,
    deployRecentValidation,
    checkDeployStatus,
    cancelDeploy,
    retrieve,
    checkRetrieveStatus,
    describeMetadata,
    listMetadata,
  }),
)

/** `POST /services/Soap/m/{version}`: the Metadata API. Other SOAP services are not supported. */
export function soapRoutes(world: MetadataWorld): Hono {
  const app = new Hono()
  app.post('/services/Soap/:service/*', async (http) => {
    const request = readEnvelope(await http.req.text())
    if (!request) return soapFault('INVALID_REQUEST', 'the body is not a SOAP envelope')
    const session = world.context.session(request.sessionId)
    if (!session) return soapFault('INVALID_SESSION_ID', 'Invalid Session ID found in SessionHeader: Illegal Session')
    if (!world.limits.spend()) return soapFault('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')
    const service = http.req.param('service')
    const operation = service === 'm' ? operations.get(request.operation) : undefined
    if (!operation)
      return soapFault(
        'NOT_SUPPORTED_BY_SANDBOX',
        `${request.operation} of the SOAP service ${service} is not supported by this sandbox`,
      )
    if (!world.context.access(session.userId).has('ModifyAllData'))
      return soapFault(
        'INSUFFICIENT_ACCESS',
        'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
      )
    return operation(request, world, session.userId)
  })
  return app
}

import { Hono } from 'hono'
import type { Context } from '../context.ts'
import { child, flag, text, texts, children, type XmlElement } from '../metadata/component.ts'
import type { DeployOptions } from '../metadata/deploy.ts'
import type { Deployments } from '../metadata/deployments.ts'
import { metadataTypes } from '../metadata/types/index.ts'
import type { Limits } from '../rest/limits.ts'
import { readEnvelope, soapAnswer, soapFault, type SoapRequest } from './envelope.ts'

export interface MetadataWorld {
  readonly context: Pick<Context, 'session' | 'access' | 'organizationId'>
  readonly deployments: Deployments
  readonly limits: Limits
}

function optionsOf(parameters: XmlElement): DeployOptions {
  const options = child(parameters, 'DeployOptions') ?? {}
  return {
    checkOnly: flag(options, 'checkOnly'),
    rollbackOnError: flag(options, 'rollbackOnError'),
    ignoreWarnings: flag(options, 'ignoreWarnings'),
  }
}

type Operation = (request: SoapRequest, world: MetadataWorld, userId: string) => Response

const deploy: Operation = ({ parameters, client }, { deployments }, userId) => {
  const zip = Buffer.from(text(parameters, 'ZipFile') ?? '', 'base64')
  const id = deployments.start(zip, optionsOf(parameters), {
    userId,
    api: 'soap',
    ...(client === undefined ? {} : { client }),
  })
  return soapAnswer('deploy', { done: false, id, state: 'Queued' })
}

const checkDeployStatus: Operation = ({ parameters }, { deployments }) => {
  const id = text(parameters, 'asyncProcessId') ?? ''
  const result = deployments.result(id, flag(parameters, 'includeDetails'))
  return result
    ? soapAnswer('checkDeployStatus', result)
    : soapFault('INVALID_CROSS_REFERENCE_KEY', `invalid cross reference id: ${id}`)
}

const cancelDeploy: Operation = ({ parameters }, { deployments }) => {
  const id = text(parameters, 'String') ?? text(parameters, 'asyncProcessId') ?? ''
  return soapAnswer('cancelDeploy', { done: deployments.cancel(id), id })
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

const operations: Readonly<Record<string, Operation>> = {
  deploy,
  checkDeployStatus,
  cancelDeploy,
  describeMetadata,
  listMetadata,
}

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
    const operation = service === 'm' ? operations[request.operation] : undefined
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

import { Hono, type HonoRequest } from 'hono'
import type { Context } from '../context.ts'
import { ApiError, notSupported } from '../context.ts'
import { asElement, type DeployOptions, readDeployOptions } from '../metadata/deploy-options.ts'
import { type Deployments, notCancelable, notValidated } from '../metadata/deployments.ts'
import type { Actor } from '../records.ts'
import { parsedJson } from './body.ts'
import { badRequest, isRecord, notFound, type RestWorld } from './call.ts'
import { spendCall } from './limits.ts'

interface World extends Pick<RestWorld, 'limits'>, Pick<Context, 'actor' | 'access'> {
  readonly deployments: Deployments
}

function administrator(request: Request, world: World): ReturnType<Context['actor']> {
  const actor = world.actor(request)
  spendCall(world)
  if (!world.access(actor.userId).has('ModifyAllData'))
    throw new ApiError(403, {
      statusCode: 'INSUFFICIENT_ACCESS',
      message: 'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
      fields: [],
    })
  return actor
}

/** The parts of the multipart body: `file` (the zip) and `entity_content` (JSON). */
async function partsOf(request: HonoRequest): Promise<{ zip: Uint8Array; options: Record<string, unknown> }> {
  const form = await request.parseBody().catch(() => undefined)
  const file = form?.file
  const content = form?.entity_content ?? form?.json
  if (!(file instanceof Blob)) throw badRequest('INVALID_INPUT', 'The part file, with the zip, is missing')
  const text = content instanceof Blob ? await content.text() : typeof content === 'string' ? content : '{}'
  const parsed = parsedJson(text)
  const options = isRecord(parsed) && isRecord(parsed.deployOptions) ? parsed.deployOptions : {}
  return { zip: new Uint8Array(await file.arrayBuffer()), options }
}

/** @throws ApiError 400 for an option that there is not or that has a value it cannot have, 501 for one that is not done here */
function optionsOf(options: Readonly<Record<string, unknown>>): DeployOptions {
  const read = readDeployOptions(asElement(options))
  if (typeof read === 'string') throw badRequest('JSON_PARSER_ERROR', read)
  if ('notHere' in read) throw notSupported(read.notHere)
  return read
}

/** `{validatedDeployRequestId}`: deploys what a validation has checked. [Metadata API: Deploy a Recently Validated Component Set] */
function quickDeploy(body: unknown, actor: Actor, { deployments }: World): object {
  const validation = isRecord(body) ? body.validatedDeployRequestId : undefined
  if (typeof validation !== 'string') throw badRequest('INVALID_INPUT', 'validatedDeployRequestId is missing')
  const id = deployments.startValidated(validation, actor)
  if (id === undefined) throw badRequest('INVALID_ID_FIELD', notValidated(validation))
  return { validatedDeployRequestId: validation, id, url: null, deployResult: null, deployOptions: null }
}

/** `/services/data/vXX.X/metadata/deployRequest`: deploys over REST. [Metadata API Developer Guide: REST deploy] */
export function metadataDeployRoutes(world: World): Hono {
  const path = '/services/data/:version/metadata/deployRequest'
  const app = new Hono()
  app
    .post(path, async (http) => {
      const actor = administrator(http.req.raw, world)
      if (!/multipart\/form-data/i.test(http.req.header('content-type') ?? ''))
        return http.json(quickDeploy(parsedJson(await http.req.text()), actor, world), 201)
      const { zip, options } = await partsOf(http.req)
      const deployOptions = optionsOf(options)
      const id = world.deployments.start(zip, deployOptions, actor)
      return http.json(
        { id, deployOptions: options, deployResult: { id, done: false, status: 'Pending', success: false } },
        201,
      )
    })
    .get(`${path}/:id`, (http) => {
      administrator(http.req.raw, world)
      const id = http.req.param('id')
      const deployResult = world.deployments.result(id, http.req.query('includeDetails') === 'true')
      if (!deployResult) throw notFound()
      return http.json({ id, deployResult })
    })
    .patch(`${path}/:id`, async (http) => {
      const actor = administrator(http.req.raw, world)
      const id = http.req.param('id')
      const body = parsedJson(await http.req.text())
      const asked = isRecord(body) && isRecord(body.deployResult) ? body.deployResult.status : undefined
      if (asked !== 'Canceling') throw badRequest('INVALID_INPUT', 'deployResult.status can be set to Canceling only')
      if (!world.deployments.cancel(id, actor)) throw badRequest('INVALID_ID_FIELD', notCancelable(id))
      return http.json({ id, deployResult: world.deployments.result(id, false) }, 202)
    })
  return app
}

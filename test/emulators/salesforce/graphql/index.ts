import { Hono } from 'hono'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { readBody } from '../ui-api/read-body.ts'
import { createRequest } from './request.ts'
import { runRequest } from './run-request.ts'
import { createUserSchemas } from './user-schema.ts'

const form = z.object({
  query: z.string().min(1),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
})

/**
 * `POST /services/data/vXX.X/graphql`: records through User Interface API. Mount it before the REST routes, in an app that
 * answers `ApiError`.
 */
export function graphqlRoute(
  world: Pick<Context, 'records' | 'schema' | 'dml' | 'locks' | 'access' | 'actor' | 'clock' | 'switches'>,
): Hono {
  const schemaOf = createUserSchemas(world.schema)
  const app = new Hono()
  app.post('/services/data/:version{v[0-9]+\\.0}/graphql', async (http) => {
    const actor = world.actor(http.req.raw)
    const access = world.access(actor.userId)
    const body = await readBody(http.req.raw, form, 'GraphQL query input')
    const request = createRequest({
      records: world.records,
      dml: world.dml,
      actor,
      access,
      now: world.clock.now(),
      limits: world.switches,
      variables: body.variables ?? {},
    })
    return http.json(await world.locks.waitFor(actor, () => runRequest(body, schemaOf(access), request)))
  })
  return app
}

import type { Context as Http } from 'hono'
import { z } from 'zod'
import { type Access, ApiError, type Context } from '../context.ts'
import type { Actor } from '../records.ts'

/** What the resources lean on. */
export type World = Pick<
  Context,
  'records' | 'schema' | 'dml' | 'locks' | 'describe' | 'access' | 'actor' | 'clock' | 'switches'
>

export interface Caller {
  readonly actor: Actor
  readonly access: Access
}

/** Who calls; 401 when nobody does. */
export function callerOf(http: Http, { actor, access }: Pick<World, 'actor' | 'access'>): Caller {
  const who = actor(http.req.raw)
  return { actor: who, access: access(who.userId) }
}

/** The JSON body in the given form, else JSON_PARSER_ERROR. */
export async function bodyAs<T>(http: Http, form: z.ZodType<T>): Promise<T> {
  const body = form.safeParse(await http.req.json().catch(() => undefined))
  if (body.success) return body.data
  throw new ApiError(400, { statusCode: 'JSON_PARSER_ERROR', message: z.prettifyError(body.error), fields: [] })
}

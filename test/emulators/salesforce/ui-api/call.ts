import type { Context as Http } from 'hono'
import { type Access, type Context, notSupported } from '../context.ts'
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

/** @throws ApiError 501 when the children of a record are asked for along with it */
export function refuseChildren(http: Http): void {
  if (http.req.query('childRelationships') !== undefined) throw notSupported('childRelationships of a record')
}

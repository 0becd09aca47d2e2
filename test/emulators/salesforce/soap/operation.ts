import type { Context } from '../context.ts'
import type { Deployments } from '../metadata/deployments.ts'
import type { Retrievals } from '../metadata/retrievals.ts'
import type { Limits } from '../rest/limits.ts'
import type { SoapRequest } from './envelope.ts'

export interface MetadataWorld {
  readonly context: Pick<Context, 'session' | 'access' | 'organizationId' | 'records' | 'clock'>
  readonly deployments: Deployments
  readonly retrievals: Retrievals
  readonly limits: Limits
}

/** One operation of the Metadata API. */
export type Operation = (request: SoapRequest, world: MetadataWorld, userId: string) => Response

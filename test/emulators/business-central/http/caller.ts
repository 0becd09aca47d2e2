import type { Switches } from '../switches.ts'
import { ServiceError } from '../errors.ts'

/** What may be done with the records of a set: read, insert, modify, delete, and X for its bound actions. */
export type Right = 'R' | 'I' | 'M' | 'D' | 'X'

/**
 * Rights by entity set, `*` for all others: `{ '*': 'R', salesOrders: 'RIMD' }`. What the product's ready-made sets hold
 * differs by version; two of them are plain enough to be named.
 */
export type Permissions = 'D365 FULL ACCESS' | 'D365 READ' | Readonly<Record<string, string>>

/** How an application is set up on the page Microsoft Entra Applications. */
export interface ApplicationSettings {
  /** Default: `D365 FULL ACCESS`. */
  readonly permissions?: Permissions
  /** May it schedule tasks? Without, its changes raise no notification until somebody else's do. Default true. */
  readonly schedulesTasks?: boolean
}

/** Whom a request speaks for. */
export interface Caller {
  readonly appId: string
  readonly settings: ApplicationSettings
}

const verbs: Readonly<Record<Right, string>> = {
  R: 'Read',
  I: 'Insert',
  M: 'Modify',
  D: 'Delete',
  X: 'Execute',
}

const readyMade: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'D365 FULL ACCESS': { '*': 'RIMDX' },
  'D365 READ': { '*': 'R' },
}

/**
 * Holds a request to the rights of its application.
 *
 * The text is the product's; which status goes with it is not documented and so a switch.
 *
 * @throws ServiceError 403 `Internal_ServerError` unless the switch `permissionDenied` says otherwise
 */
export function requireRight(
  caller: Caller | undefined,
  right: Right,
  set: { readonly name: string; readonly type: string },
  { permissionDenied }: Pick<Switches, 'permissionDenied'>,
): void {
  const permissions = caller?.settings.permissions ?? 'D365 FULL ACCESS'
  const rights = typeof permissions === 'string' ? (readyMade[permissions] ?? {}) : permissions
  if ((rights[set.name] ?? rights['*'] ?? '').includes(right)) return
  const table = set.type.replace(/^./, (first) => first.toUpperCase()).replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
  throw new ServiceError(
    permissionDenied.status,
    permissionDenied.code,
    `Sorry, the current permissions prevented the action. (TableData ${table} ${verbs[right]}: Base Application)`,
  )
}

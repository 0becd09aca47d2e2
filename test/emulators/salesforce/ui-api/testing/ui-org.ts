import { appWithErrors } from '../../server/app-with-errors.ts'
import { startOrg, type TestOrg } from '../../testing/start-org.ts'
import { uiApiRoutes } from '../index.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
}

export interface UiOrg extends AsyncDisposable {
  readonly org: TestOrg['org']
  deploy: TestOrg['deploy']
  /** A UI API call as the administrator, or as somebody else by username. */
  call(method: string, path: string, body?: unknown, username?: string): Promise<Answer>
  /** A new record's id, made as the administrator. */
  add(object: string, fields: Readonly<Record<string, unknown>>): string
}

/** An org with the sample package and its User Interface API. */
export async function startUiOrg(): Promise<UiOrg> {
  const started = await startOrg()
  const { org } = started
  const app = appWithErrors()
  app.route('/', uiApiRoutes(org.context))
  const admin = { userId: org.context.session(org.accessToken)?.userId ?? '', api: 'rest' }
  return {
    org,
    deploy: (files) => started.deploy(files),
    async call(method, path, body, username) {
      const token = username === undefined ? org.accessToken : org.signIn(username)
      const response = await app.request(`/services/data/v67.0/ui-api${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) }
    },
    add(object, fields) {
      const result = org.dml.insert(admin, object, fields)
      if (!result.success) throw new Error(JSON.stringify(result.errors))
      return result.id
    },
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  }
}

import { appWithErrors } from '../../server/app-with-errors.ts'
import { startOrg, type TestOrg } from '../../testing/start-org.ts'
import { graphqlRoute } from '../index.ts'
import type { GraphQLResponse } from '../response.ts'

export interface GraphqlOrg extends AsyncDisposable {
  readonly org: TestOrg['org']
  deploy: TestOrg['deploy']
  /** A request as the administrator, or as somebody else by username. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>, username?: string): Promise<GraphQLResponse>
  /** What is inside `uiapi { query { … } }`, asked as the administrator; fails when there are errors. */
  query(selection: string): Promise<Readonly<Record<string, unknown>>>
  /** Any body, and the status it is answered with. */
  post(body: unknown, token?: string): Promise<{ status: number; body: unknown }>
  /** A new record's id, made as the administrator. */
  add(object: string, fields: Readonly<Record<string, unknown>>): string
}

/** An org with the sample package and its GraphQL. */
export async function startGraphqlOrg(): Promise<GraphqlOrg> {
  const started = await startOrg()
  const { org } = started
  const app = appWithErrors()
  app.route('/', graphqlRoute(org.context))
  const admin = { userId: org.context.session(org.accessToken)?.userId ?? '', api: 'rest' }

  async function post(body: unknown, token = org.accessToken): Promise<{ status: number; body: unknown }> {
    const response = await app.request('/services/data/v67.0/graphql', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { status: response.status, body: await response.json() }
  }

  async function ask(query: string, variables: Readonly<Record<string, unknown>> = {}, username?: string) {
    const { status, body } = await post({ query, variables }, username === undefined ? undefined : org.signIn(username))
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`)
    return body as GraphQLResponse
  }

  return {
    org,
    deploy: (files) => started.deploy(files),
    ask,
    post,
    async query(selection) {
      const { data, errors } = await ask(`{ uiapi { query { ${selection} } } }`)
      if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
      return (data as { uiapi: { query: Readonly<Record<string, unknown>> } }).uiapi.query
    },
    add(object, fields) {
      const result = org.dml.insert(admin, object, fields)
      if (!result.success) throw new Error(JSON.stringify(result.errors))
      return result.id
    },
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  }
}

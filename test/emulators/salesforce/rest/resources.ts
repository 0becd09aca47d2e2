import type { Operation } from './call.ts'

/** `GET /services/data/vXX.X`: the resources below it that this sandbox has. */
export const resources: Operation<never> = ({ base }) => ({
  status: 200,
  body: Object.fromEntries(
    ['actions', 'sobjects', 'query', 'queryAll', 'limits', 'composite', 'metadata', 'tooling', 'ui-api', 'graphql'].map(
      (name) => [name, `${base}/${name}`],
    ),
  ),
})

/** `GET /limits`. */
export const limitsResource: Operation<'limits'> = (_call, { limits }) => ({ status: 200, body: limits.list() })

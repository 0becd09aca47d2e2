import type { Operation } from './call.ts'

const names = 'actions sobjects query queryAll limits composite jobs metadata tooling ui-api graphql'.split(' ')

/** `GET /services/data/vXX.X`: the resources below it that this sandbox has, and the identity of the caller. */
export const resources: Operation<'store' | 'instanceUrl'> = ({ base, actor }, { store, instanceUrl }) => ({
  status: 200,
  body: {
    ...Object.fromEntries(names.map((name) => [name, `${base}/${name}`])),
    identity: `${instanceUrl()}/id/${store.all('Organization')[0]?.Id ?? ''}/${actor.userId}`,
  },
})

/** `GET /limits`. */
export const limitsResource: Operation<'limits'> = (_call, { limits }) => ({ status: 200, body: limits.list() })

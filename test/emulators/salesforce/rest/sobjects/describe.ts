import { objectInPath, type Operation } from '../call.ts'

/** `GET /sobjects`. */
export const describeGlobal: Operation<'describe'> = (call, { describe }) => ({
  status: 200,
  body: describe.global(call.access),
})

/** `GET /sobjects/{S}`: the summary and the rows last used (this sandbox remembers none). */
export const basicInfo: Operation<'describe' | 'schema'> = (call, { describe, schema }) => {
  const object = objectInPath(call, { schema })
  const all = describe.global(call.access).sobjects as readonly { name: string }[]
  return { status: 200, body: { objectDescribe: all.find((one) => one.name === object.name), recentItems: [] } }
}

/** `GET /sobjects/{S}/describe`. */
export const describeSObject: Operation<'describe' | 'schema'> = (call, { describe, schema }) => ({
  status: 200,
  body: describe.object(call.access, objectInPath(call, { schema }).name),
})

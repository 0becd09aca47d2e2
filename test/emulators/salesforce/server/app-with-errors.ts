import { Hono } from 'hono'
import { ApiError, notSupported } from '../context.ts'
import { errorBody } from '../rest/error-body.ts'

/** Turns errors below every route into Salesforce's error reply; what no route knows is said to be missing here. */
export function appWithErrors(): Hono {
  const app = new Hono()
  app.use(async (http, next) => {
    await next()
    if (http.res.headers.get('content-type') === 'application/json')
      http.res.headers.set('content-type', 'application/json;charset=UTF-8')
  })
  app.onError((error, http) => {
    if (error instanceof ApiError)
      return http.json(errorBody(error) as object, error.status as 400, {
        'content-type': 'application/json;charset=UTF-8',
      })
    const message = `the sandbox itself failed: ${error.stack ?? error.message}`
    return http.json([{ errorCode: 'UNKNOWN_EXCEPTION', message }], 500)
  })
  app.notFound((http) => {
    const error = notSupported(`${http.req.method} ${http.req.path}`)
    return http.json(errorBody(error) as object, 501)
  })
  return app
}

import type { Dice } from '../../kit/testing/dice.ts'
import { anyMethod, type Generated } from './request.ts'

/** Puts one fault into a request: a cut or doubled piece, another method, a body that is none. */
export function spoil(request: Generated, dice: Dice): Generated {
  const { path, body = '' } = request
  // The slash that ends the address of the server stays.
  const at = 1 + dice.below(path.length)
  switch (dice.below(6)) {
    case 0:
      return { ...request, path: path.slice(0, at) + path.slice(at + 1 + dice.below(4)) || '/' }
    case 1:
      return {
        ...request,
        path: path.slice(0, at) + dice.pick(["'", '(', ')', '%27', '%00', '$', '/', '//', ';']) + path.slice(at),
      }
    case 2: {
      const method = dice.pick(anyMethod)
      if (!['GET', 'OPTIONS'].includes(method)) return { ...request, method }
      return { method, path, headers: request.headers }
    }
    case 3:
      return request.method === 'GET' ? request : { ...request, body: body.slice(0, dice.below(body.length + 1)) }
    case 4:
      return request.method === 'GET'
        ? request
        : { ...request, body: dice.pick(['', '[]', 'null', '5', '{"a":1e999}', '[['.repeat(200), '{"__proto__":{}}']) }
    default:
      return { ...request, headers: { ...request.headers, 'Data-Access-Intent': 'ReadOnly' } }
  }
}

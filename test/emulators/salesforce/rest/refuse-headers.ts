import { notSupported } from '../context.ts'

/**
 * Conditional requests and answers in XML, which Salesforce has and this sandbox has not. [REST API Developer Guide: Conditional Request Headers]
 * @throws ApiError 501
 */
export function refuseHeaders(headers: Headers): void {
  for (const name of ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'])
    if (headers.has(name)) throw notSupported(`A conditional request (${name})`)
  const accept = headers.get('accept') ?? ''
  if (/\/xml/i.test(accept) && !/json|\*\/\*/i.test(accept)) throw notSupported(`An answer in ${accept}`)
}

/**
 * Seconds that an answer asks us to wait: a number, or a date measured against the answer's own `Date`.
 * [RFC 9110, section 10.2.3]
 */
export function retryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after')?.trim()
  if (text === undefined || text === '') return undefined
  if (/^\d+$/.test(text)) return Number(text)
  const until = Date.parse(text)
  const from = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(until) || Number.isNaN(from) ? undefined : Math.max(0, Math.ceil((until - from) / 1000))
}

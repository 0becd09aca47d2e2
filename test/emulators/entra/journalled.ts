import type { Clock } from '../kit/clock.ts'
import type { Journal } from '../kit/journal.ts'

const secret = /((?:client_secret|client_assertion)=)[^&]*/g
const token = /("access_token":")[^"]*/g

/** Writes one exchange into the journal, with secrets, assertions and tokens blotted out. */
export async function journalExchange(
  { journal, clock }: { journal: Journal; clock: Pick<Clock, 'now'> },
  request: { method: string; url: string; body: string; client: string | null },
  response: Response,
  fault?: string,
): Promise<void> {
  const url = new URL(request.url)
  const answer = await response.clone().text()
  journal.record({
    at: new Date(clock.now()).toISOString(),
    method: request.method,
    url: url.pathname + url.search,
    status: response.status,
    write: false,
    requestBody: request.body.replace(secret, '$1***').slice(0, 10_000),
    responseBody: answer.replace(token, '$1***').slice(0, 10_000),
    ...(fault === undefined ? {} : { fault }),
    ...(request.client === null ? {} : { client: request.client }),
  })
}

/** Calls the org behind this page; its errors look as the Lightning data services give them. */
export async function call(path, init = {}) {
  const response = await fetch(path, { ...init, headers: { 'content-type': 'application/json', ...init.headers } })
  const text = await response.text()
  let body
  try {
    body = text === '' ? undefined : JSON.parse(text)
  } catch {
    body = { message: text }
  }
  if (response.ok) return body
  const first = Array.isArray(body) ? body[0] : body
  throw Object.assign(new Error(first?.message ?? response.statusText), { status: response.status, body: first })
}

/** Whether a call could have changed data; sign-in, reading collections, bulk queries and status checks could not. */
export function isWrite(method: string, path: string, body = ''): boolean {
  if (method === 'GET' || method === 'HEAD') return false
  if (path.startsWith('/services/oauth2/') || path.startsWith('/__emulator/')) return false
  if (method === 'POST' && /\/composite\/sobjects\/[^/]+$/.test(path)) return false
  if (/\/jobs\/query(\/|$)/.test(path)) return false
  return !/\/graphql$/.test(path) || /\bmutation\b/.test(body)
}

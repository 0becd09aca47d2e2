/** Whether a call could have changed data; sign-in, reading collections and status checks could not. */
export function isWrite(method: string, path: string): boolean {
  if (method === 'GET' || method === 'HEAD') return false
  if (path.startsWith('/services/oauth2/') || path.startsWith('/__emulator/')) return false
  if (method === 'POST' && /\/composite\/sobjects\/[^/]+$/.test(path)) return false
  return !/\/graphql$/.test(path)
}

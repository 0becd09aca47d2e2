import { readFileSync } from 'node:fs'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

/**
 * Makes this process trust the authority in a PEM file beside the ones it trusts already; works for every https
 * connection opened afterwards, `fetch` and MSAL included (Node 22.19, 24.5 or later). Returns what takes it back.
 * Another process gets the same by `NODE_EXTRA_CA_CERTS=path` in its environment; set later, the variable does nothing.
 */
export function trustAuthority(pemPath: string): () => void {
  const before = getCACertificates('default')
  setDefaultCACertificates([...before, readFileSync(pemPath, 'utf8')])
  return () => setDefaultCACertificates(before)
}

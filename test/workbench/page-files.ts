import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

/** Answers with a file of the build; only names that stand in its folder exist, so no path leads out of it. */
export async function pageFiles(dir: string): Promise<(path: string) => Promise<Response | undefined>> {
  const names = new Set(await readdir(dir))
  return async (path) => {
    const name = path === '/' ? 'index.html' : path.slice(1)
    if (!names.has(name)) return undefined
    const headers = { 'content-type': types[extname(name)] ?? 'application/octet-stream', 'cache-control': 'no-cache' }
    return new Response(await readFile(join(dir, name)), { headers })
  }
}

import { unzipSync } from 'fflate'

/** Files of a package by path, whatever folder the zip wraps them in. */
export type PackageFiles = ReadonlyMap<string, Uint8Array>

/** All files of a zip. @throws Error when the bytes are no zip */
export const unpack = (bytes: Uint8Array): PackageFiles =>
  new Map(Object.entries(unzipSync(bytes)).filter(([path]) => !path.endsWith('/')))

/** @throws Error when the bytes are no zip */
export function readZip(bytes: Uint8Array): PackageFiles {
  const entries = [...unpack(bytes)]
  const manifest = entries.map(([path]) => path).find((path) => path === 'package.xml' || path.endsWith('/package.xml'))
  const folder = manifest?.slice(0, -'package.xml'.length) ?? ''
  return new Map(
    entries.filter(([path]) => path.startsWith(folder)).map(([path, data]) => [path.slice(folder.length), data]),
  )
}

export const fileText = (data: Uint8Array): string => new TextDecoder().decode(data)

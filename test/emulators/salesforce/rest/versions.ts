import { ApiError } from '../context.ts'
import { notFound } from './call.ts'

/** Oldest and newest API version; older ones are retired (410), newer ones not there (404). */
export const oldest = 31
export const newest = 67

const seasons = ['Spring', 'Summer', 'Winter'] as const

/** v67 is Summer '26; each year has three releases. */
function label(version: number): string {
  const steps = version - 67
  const index = (((1 + steps) % 3) + 3) % 3
  const year = 26 + Math.floor((steps + 1) / 3) + (index === 2 ? 1 : 0)
  return `${seasons[index] ?? 'Summer'} '${year}`
}

/** `GET /services/data`: every version the org speaks. */
export const versions: readonly { label: string; url: string; version: string }[] = Array.from(
  { length: newest - oldest + 1 },
  (_unused, index) => {
    const version = `${oldest + index}.0`
    return { label: label(oldest + index), url: `/services/data/v${version}`, version }
  },
)

/**
 * The version in a path, as `/services/data/v67.0`.
 * @throws ApiError 410 for retired versions, 404 for unknown ones
 */
export function baseOf(version: string): string {
  const number = /^v(\d+)\.0$/.exec(version)?.[1]
  if (number === undefined || Number(number) > newest) throw notFound()
  if (Number(number) < oldest)
    throw new ApiError(410, {
      statusCode: 'UNSUPPORTED_API_VERSION',
      message: 'This API version has been retired',
      fields: [],
    })
  return `/services/data/${version}`
}

/** 67 of `/services/data/v67.0`. */
export const versionOf = (base: string): number => Number(/v(\d+)\.0$/.exec(base)?.[1])

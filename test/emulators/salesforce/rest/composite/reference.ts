import { badRequest, isRecord } from '../call.ts'

/** The value at `a.id` or `q.records[0].Id` in the answers so far; undefined when there is none. */
function lookUp(path: string, answers: ReadonlyMap<string, unknown>): unknown {
  const [reference = '', ...rest] = path.replace(/\[(\d+)\]/g, '.$1').split('.')
  let at = answers.get(reference)
  for (const key of rest) {
    if (Array.isArray(at)) at = (at as unknown[])[Number(key)]
    else if (isRecord(at)) at = Object.entries(at).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1]
    else return undefined
  }
  return at
}

function fill(text: string, answers: ReadonlyMap<string, unknown>): unknown {
  const replace = (path: string): string => {
    const value = lookUp(path, answers)
    if (value === undefined || value === null)
      throw badRequest(
        'PROCESSING_HALTED',
        `Invalid reference specified. No value for ${path} found in ${path.split(/[.[]/)[0] ?? ''}`,
      )
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
  return text.replace(/@\{([^}]+)\}/g, (_all, path: string) => replace(path))
}

/** A sub-request's url or body with every `@{reference.path}` filled in. */
export function fillReferences(value: unknown, answers: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === 'string') return fill(value, answers)
  if (Array.isArray(value)) return value.map((item) => fillReferences(item, answers))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillReferences(item, answers)]))
}

import { badRequest, isRecord } from '../call.ts'

/**
 * The value at `a.id` or `q.records[0].Id` in the answers so far, names in their own case; undefined when there is none, or one that cannot be referred to:
 * an object or a list. [REST API: Composite Subrequest]
 */
function lookUp(path: string, answers: ReadonlyMap<string, unknown>): unknown {
  // Names of other characters too: versions before 54.0 take them.
  const [, reference = '', steps = ''] = /^([^.[\]]+)((?:\.\w+|\[\d+\])*)$/.exec(path) ?? []
  let at = answers.get(reference)
  for (const [, key, index] of steps.matchAll(/\.(\w+)|\[(\d+)\]/g)) {
    if (index !== undefined) at = Array.isArray(at) ? (at as unknown[])[Number(index)] : undefined
    else at = isRecord(at) && key !== undefined && Object.hasOwn(at, key) ? at[key] : undefined
  }
  return typeof at === 'object' ? undefined : at
}

function fill(text: string, answers: ReadonlyMap<string, unknown>): unknown {
  const replace = (path: string): string => {
    const value = lookUp(path, answers)
    if (value === undefined)
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

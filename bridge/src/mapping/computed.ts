import type { Rule } from './rule.ts'

/** The target field is worked out of several source fields; `how` says it in words. */
export function computed<const Name extends string, Source extends Readonly<Record<Name, unknown>>, Value>(
  reads: readonly Name[],
  how: string,
  work: (source: Pick<Source, Name>) => Value | undefined,
): Rule<Source, Value> {
  return { reads, how, fill: (source) => work(source) }
}

/** Which keys each level of totals keeps: all of them; for ROLLUP also each shorter beginning; for CUBE every choice. [SOQL: GROUP BY ROLLUP, GROUP BY CUBE] */
export function levels<Key>(keys: readonly Key[], type: unknown): readonly (readonly Key[])[] {
  if (type === 'ROLLUP') return [...keys.keys(), keys.length].toReversed().map((kept) => keys.slice(0, kept))
  if (type !== 'CUBE') return [keys]
  const choices = Array.from({ length: 2 ** keys.length }, (_, bits) => keys.filter((__, index) => bits & (1 << index)))
  return choices.toSorted((a, b) => b.length - a.length)
}

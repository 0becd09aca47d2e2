/**
 * Random histories: `HISTORY_SEED` repeats one, `HISTORY_RUNS` and `HISTORY_STEPS` make them many and long. Left out: a fixed
 * seed and few short ones, so that `npm test` finds the same every time.
 */
const number = (name: string): number | undefined => {
  const text = process.env[name]
  if (text === undefined || text === '') return undefined
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`${name} is not a whole number: ${text}`)
  return value
}

export const seed = number('HISTORY_SEED') ?? 20_261_121
export const runs = (usual: number): number => number('HISTORY_RUNS') ?? usual
export const steps = (usual: number): number => number('HISTORY_STEPS') ?? usual

/** Milliseconds a test of histories may take. */
export const patience = 300_000 * Math.max(1, Math.ceil(runs(1) / 5), Math.ceil(steps(1) / 75))

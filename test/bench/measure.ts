import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Wall-clock seconds of some work. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

/** Times per second that `work` is done, one after the other, for about `milliseconds`. */
export async function rate(milliseconds: number, work: (turn: number) => Promise<unknown>): Promise<number> {
  const start = performance.now()
  let turns = 0
  while (performance.now() - start < milliseconds) await work(turns++)
  return (turns / (performance.now() - start)) * 1000
}

/** Collects garbage, whether or not Node was started with `--expose-gc`. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
}

/** MiB that JavaScript holds; not the size of the process, which keeps what an earlier suite has let go. */
export function memoryInUse(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1_048_576
}

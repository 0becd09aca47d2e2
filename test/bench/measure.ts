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

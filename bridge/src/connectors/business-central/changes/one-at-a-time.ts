/** Does what it is given one after the other: two looks at one set at once would both begin at the same cursor. */
export function oneAtATime() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work)
    // Whoever asked hears of the failure; the next in line does not.
    last = next.catch(() => undefined)
    return next
  }
}

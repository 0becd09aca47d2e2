/**
 * Asks again and again until the answer is there: the demo watches a live bridge from outside, as a person would.
 *
 * @throws Error saying what was waited for and what was there instead
 */
export async function until<Answer>(
  what: string,
  look: () => Promise<Answer | undefined>,
  options: { seconds?: number; seen?: () => Promise<unknown> } = {},
): Promise<Answer> {
  const deadline = Date.now() + (options.seconds ?? 45) * 1000
  for (;;) {
    const answer = await look()
    if (answer !== undefined) return answer
    if (Date.now() > deadline) {
      const seen = options.seen ? `\nThere was: ${JSON.stringify(await options.seen())}` : ''
      throw new Error(`Waited in vain for: ${what}.${seen}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
}

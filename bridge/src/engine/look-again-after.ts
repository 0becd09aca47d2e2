/** Seconds after which the bridge looks again by itself: what it waits for comes, or goes, without a signal. */
export const lookAgainAfter = {
  /** A record that cannot be seen: a permission may have been given back. */
  hidden: 3600,
  /** A document that stands in the way of another one: it may have been deleted there. */
  inTheWay: 15 * 60,
} as const

/**
 * Errors are named after what happens next. Connectors translate every vendor answer into one of these; the engine
 * knows no other. `vendor` carries the vendor's own words, which the person who must act will search for.
 */
export abstract class SyncError extends Error {
  readonly vendor: string | undefined
  constructor(message: string, options: { vendor?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.vendor = options.vendor
  }
}

/** Passing trouble (429, 503, lock, stale version, expired session): tried again, never counted towards giving up. */
export class RetryLater extends SyncError {
  override readonly name = 'RetryLater'
  /** Seconds the vendor asked us to wait, when it did. */
  readonly retryAfter: number | undefined
  constructor(message: string, options: { vendor?: string; cause?: unknown; retryAfter?: number } = {}) {
    super(message, options)
    this.retryAfter = options.retryAfter
  }
}

/**
 * The call was sent and nobody knows whether it took effect (504, connection lost): look the record up before doing it
 * again.
 */
export class Doubtful extends SyncError {
  override readonly name = 'Doubtful'
}

/** The vendor, or our own check, refused this record: it is parked until a person mends it. */
export class Rejected extends SyncError {
  override readonly name = 'Rejected'
  /** What to do, for the person who must act. */
  readonly advice: string
  /** Seconds after which it is tried again by itself: what mends it sends no signal (a posting period, a set-up table). */
  readonly again: number | undefined
  constructor(message: string, options: { advice: string; vendor?: string; cause?: unknown; again?: number }) {
    super(message, options)
    this.advice = options.advice
    this.again = options.again
  }
}

/** The record that was to be changed is no longer there: the flow's policy for deleted targets decides. */
export class Gone extends Rejected {}

/** A setting, permission or field is missing: nothing of this flow can work until an admin mends it. */
export class Misconfigured extends SyncError {
  override readonly name = 'Misconfigured'
  readonly advice: string
  constructor(message: string, options: { advice: string; vendor?: string; cause?: unknown }) {
    super(message, options)
    this.advice = options.advice
  }
}

/** What the engine and the store need of a log; a pino logger is one. */
export interface EngineLog {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Says nothing. */
export const silentLog: EngineLog = { debug: silent, info: silent, warn: silent, error: silent }

function silent(): void {
  // Nothing is said.
}

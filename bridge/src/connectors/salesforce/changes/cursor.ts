/** Where a subscription stands. */
export interface Position {
  /** The replay id: opaque bytes, in base64. */
  readonly replay: string
  /** Everything committed before this instant (ISO) has been delivered, give or take minutes. */
  readonly at: string
}

export function cursorName(topic: string): string {
  return `salesforce:${topic}`
}

export function writePosition(position: Position): string {
  return JSON.stringify(position)
}

/** undefined when there is no cursor, or none that can be read. */
export function readPosition(value: string | undefined): Position | undefined {
  if (value === undefined) return undefined
  try {
    const { replay, at } = JSON.parse(value) as Partial<Record<string, unknown>>
    if (typeof replay !== 'string' || typeof at !== 'string' || Number.isNaN(Date.parse(at))) return undefined
    return { replay, at }
  } catch {
    return undefined
  }
}

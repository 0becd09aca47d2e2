/** A small table on the Business Central side of the page; the keys of the first row are its columns. */
export interface StateSection {
  readonly title: string
  readonly note?: string
  readonly rows: readonly Readonly<Record<string, string | number>>[]
}

export interface WorkbenchState {
  readonly sections: readonly StateSection[]
  /** Names of the actions that make sense now; left out = all. */
  readonly available?: readonly string[]
}

/** A button: what somebody in finance does. */
export interface WorkbenchAction {
  readonly name: string
  readonly label: string
  /** Does it and says what came of it. A rejection is shown with its message. */
  readonly run: () => Promise<string>
}

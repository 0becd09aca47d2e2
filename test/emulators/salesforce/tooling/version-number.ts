/** [Salesforce DX Developer Guide: Package Version Numbering] */
export interface VersionNumber {
  readonly major: number
  readonly minor: number
  readonly patch: number
  /** `NEXT`: one more than the highest build of these three. */
  readonly build: number | 'NEXT'
}

/** `1.2.0.NEXT` or `1.2.0.7`; undefined when it is neither. */
export function readVersionNumber(text: string): VersionNumber | undefined {
  const [, major, minor, patch, build] = /^(\d+)\.(\d+)\.(\d+)\.(NEXT|\d+)$/.exec(text) ?? []
  if (build === undefined) return undefined
  return {
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch),
    build: build === 'NEXT' ? 'NEXT' : Number(build),
  }
}

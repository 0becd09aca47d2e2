import type { PackageSource } from './package-source.ts'

/** Something a deploy would refuse, or a person would miss. */
export interface Finding {
  readonly path: string
  readonly problem: string
}

/** One thing to look for in the whole package. */
export interface Rule {
  readonly name: string
  /** Why it matters: what the platform does otherwise. */
  readonly why: string
  check(source: PackageSource): readonly Finding[]
}

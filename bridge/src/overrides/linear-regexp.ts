import { RE2JS } from 're2js'

/**
 * A regular expression whose matching takes time linear in the text (RE2): a pattern that an admin mistyped cannot stall the
 * bridge. As much of `RegExp` as JSONata asks for. Throws on look-around and back references, which RE2 does not know.
 */
export class LinearRegExp {
  lastIndex = 0
  private readonly pattern: RE2JS

  constructor({ source, flags }: RegExp) {
    const ignoreCase = flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0
    const multiline = flags.includes('m') ? RE2JS.MULTILINE : 0
    this.pattern = RE2JS.compile(source, ignoreCase | multiline)
  }

  exec(text: string): { [group: number]: string | undefined; length: number; index: number } | null {
    const matcher = this.pattern.matcher(text)
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0
      return null
    }
    this.lastIndex = matcher.end()
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, group) => matcher.group(group) ?? undefined)
    return Object.assign(groups, { index: matcher.start() })
  }
}

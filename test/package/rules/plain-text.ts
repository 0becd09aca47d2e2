import type { Rule } from '../finding.ts'
import type { XmlValue } from '../xml.ts'

function wrapped(value: XmlValue, at: string): readonly string[] {
  if (typeof value === 'string') return value !== value.trim() && value.trim() !== '' ? [at] : []
  const children: [string, XmlValue][] = Array.isArray(value)
    ? (value as readonly XmlValue[]).map((each) => [at, each])
    : Object.entries(value).map(([name, each]) => [`${at}/${name}`, each])
  return children.flatMap(([name, each]) => wrapped(each, name))
}

export const plainText: Rule = {
  name: 'plain-text',
  why: 'A formatter that breaks a long text puts the line break into what people read.',
  check: ({ components }) =>
    components.flatMap(({ path, type, body }) =>
      wrapped(body, type).map((at) => ({ path, problem: `${at} begins or ends with white space` })),
    ),
}

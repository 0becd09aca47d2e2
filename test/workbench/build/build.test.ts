import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { componentAliases } from './component-aliases.ts'
import { customLabels } from './custom-labels.ts'
import { platformModules } from './platform-modules.ts'
import { project } from './project.ts'
import { sourceHash } from './source-hash.ts'
import { usedIcons } from './used-icons.ts'

let root: string

function write(path: string, content: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), content)
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'build-'))
})
afterEach(() => rmSync(root, { recursive: true }))

describe('the hash of the sources', () => {
  it('changes with content and names, and not with tests', () => {
    write('lwc/a/a.js', '1')
    const first = sourceHash(root, [join(root, 'lwc')])
    write('lwc/a/__tests__/a.test.js', 'test')
    expect(sourceHash(root, [join(root, 'lwc')])).toBe(first)
    write('lwc/a/a.js', '2')
    const second = sourceHash(root, [join(root, 'lwc')])
    expect(second).not.toBe(first)
    write('lwc/a/b.js', '')
    expect(sourceHash(root, [join(root, 'lwc')])).not.toBe(second)
  })
})

describe('the components', () => {
  it('are found by their module, and folders without one are none', () => {
    write('lwc/bcMoney/bcMoney.js', '')
    write('lwc/broken/other.js', '')
    expect(componentAliases(join(root, 'lwc'))).toEqual([
      { name: 'c/bcMoney', path: join(root, 'lwc/bcMoney/bcMoney.js') },
    ])
  })
})

describe('the icons', () => {
  it('are those that the sources name', () => {
    write('a.html', '<x icon-name="utility:refresh"></x>')
    write('b.js', "const icon = 'standard:partner_fund_claim'")
    write('__tests__/c.js', "'utility:never'")
    expect([...usedIcons(root)].sort()).toEqual(['standard:partner_fund_claim', 'utility:refresh'])
  })
})

describe('the labels', () => {
  it('are read as they are written', () => {
    write(
      'labels.xml',
      '<CustomLabels><labels><fullName>One</fullName><value>1 &amp; 2</value></labels></CustomLabels>',
    )
    expect([...customLabels(join(root, 'labels.xml'))]).toEqual([['One', '1 & 2']])
  })
})

describe('the modules of the platform', () => {
  const plugin = platformModules({
    platform: project.platform,
    baseComponents: project.baseComponents,
    labels: new Map([['BC_Refresh', 'Refresh']]),
    icons: new Set(['utility:refresh']),
    i18n: { currency: 'EUR' },
  })
  const complaints: string[] = []
  const context = { error: (message: string) => complaints.push(message) }
  const resolve = (source: string): string | null =>
    (plugin.resolveId as (this: unknown, source: string) => string | null).call(context, source)
  const load = (id: string | null): string | null =>
    (plugin.load as (this: unknown, id: string | null) => string | null).call(context, id)

  it('are stand-ins of our own', () => {
    expect(resolve('lightning/graphql')).toBe(join(project.platform, 'lightning/graphql.js'))
    expect(resolve('lightning/card')).toBeNull()
    expect(resolve('./card')).toBeNull()
  })

  it('give labels, settings and icons', () => {
    expect(load(resolve('@salesforce/label/c.BC_Refresh'))).toBe('export default "Refresh";')
    expect(load(resolve('@salesforce/i18n/currency'))).toBe('export default "EUR";')
    expect(load(resolve('lightning/iconSvgTemplatesUtility'))).toContain('utility_refresh')
    expect(resolve('@salesforce/i18n/locale')).toContain('@salesforce-i18n-locale.js')
  })

  it('stop the build at a label that is not there', () => {
    resolve('@salesforce/label/c.BC_Nothing')
    expect(complaints).toEqual(['There is no custom label BC_Nothing'])
  })
})

const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { setup } = require('@sa11y/jest')
const { XMLParser } = require('fast-xml-parser')

// `expect(element).toBeAccessible()`
setup()

// The texts a person reads, instead of the names of their labels.
const file = join(__dirname, '../force-app/main/default/labels/CustomLabels.labels-meta.xml')
const { labels } = new XMLParser({ parseTagValue: false }).parse(readFileSync(file, 'utf8')).CustomLabels
for (const { fullName, value } of labels) {
  jest.mock(`@salesforce/label/c.${fullName}`, () => ({ __esModule: true, default: value }), { virtual: true })
}

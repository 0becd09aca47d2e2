import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Sandboxes } from '../emulators/start.ts'
import { deployPackage } from '../support/deploy-package.ts'

const repository = join(import.meta.dirname, '../..')

/**
 * An administrator of the org makes a text field of the package stricter than it was shipped, as Setup lets him.
 *
 * @throws Error when the org refuses it
 */
export async function adminChangesField(
  { salesforce }: Pick<Sandboxes, 'salesforce'>,
  object: string,
  field: string,
  { label, length, required }: { label: string; length: number; required: boolean },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stricter-field-'))
  const fields = join(folder, 'main/default/objects', object, 'fields')
  await mkdir(fields, { recursive: true })
  await writeFile(
    join(fields, `${field}.field-meta.xml`),
    `<?xml version="1.0" encoding="UTF-8"?>
<CustomField xmlns="http://soap.sforce.com/2006/04/metadata">
  <fullName>${field}</fullName>
  <label>${label}</label>
  <length>${length}</length>
  <required>${String(required)}</required>
  <type>Text</type>
</CustomField>
`,
  )
  try {
    await deployPackage(salesforce, { directories: [relative(repository, folder)] })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

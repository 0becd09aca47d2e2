import { versionsOf } from './content-version.ts'
import { adjust, type ObjectRules } from './rule.ts'

/** A document's title and description are those of its latest version; versions and links go with the document. */
export const contentDocument: ObjectRules = {
  beforeUpdate(_before, { Id, Title, Description }, _given, world) {
    const latest = versionsOf(Id, world).find((version) => version.IsLatest === true)
    if (latest) adjust('ContentVersion', latest.Id, { Title, Description }, world)
  },
}

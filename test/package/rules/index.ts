import type { Rule } from '../finding.ts'
import { appAndPages } from './app-and-pages.ts'
import { channelMembers } from './channel-members.ts'
import { componentBundles } from './component-bundles.ts'
import { describedFields } from './described-fields.ts'
import { knownToMetadataApi } from './known-to-metadata-api.ts'
import { labels } from './labels.ts'
import { layoutFields } from './layout-fields.ts'
import { lookupTargets } from './lookup-targets.ts'
import { objectViews } from './object-views.ts'
import { permissionSetDependencies } from './permission-set-dependencies.ts'
import { permissionSetFields } from './permission-set-fields.ts'
import { permissionSetReferences } from './permission-set-references.ts'
import { plainText } from './plain-text.ts'
import { wantedFields } from './wanted-fields.ts'
import { wellFormed } from './well-formed.ts'
import { whoEdits } from './who-edits.ts'

/** Everything that is checked of the package without an org. */
export const rules: readonly Rule[] = [
  wellFormed,
  knownToMetadataApi,
  plainText,
  wantedFields,
  describedFields,
  lookupTargets,
  permissionSetReferences,
  permissionSetFields,
  permissionSetDependencies,
  whoEdits,
  layoutFields,
  objectViews,
  appAndPages,
  channelMembers,
  labels,
  componentBundles,
]

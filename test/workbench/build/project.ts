import { fileURLToPath } from 'node:url'

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

/** Where things stand in the repository, absolute. */
export const project = {
  root: at(''),
  components: at('force-app/main/default/lwc'),
  labels: at('force-app/main/default/labels/CustomLabels.labels-meta.xml'),
  platform: at('test/workbench/platform'),
  page: at('test/workbench/page'),
  build: at('test/workbench/build'),
  lock: at('package-lock.json'),
  baseComponents: at('node_modules/lightning-base-components'),
  stylesheet: at('node_modules/@salesforce-ux/design-system-2/dist/css/bundled/slds2.cosmos.css'),
  cache: at('node_modules/.cache/workbench'),
} as const

import { entitySets } from '../entities.ts'
import type { Page } from './page.ts'

/** What one can subscribe to, as `v2.0/{set}`. [Microsoft Learn: Working with webhooks, list of supported entities] */
const supportedResources = [...entitySets('v2.0').values()]
  .filter((set) => set.webhook)
  .map((set) => ({ id: set.name, resource: `v2.0/${set.name}` }))

export const webhookSupportedResources: Page = {
  orderedBy: 'resource',
  wildcards: true,
  source: {
    all: () => supportedResources,
    where: () => undefined,
  },
}

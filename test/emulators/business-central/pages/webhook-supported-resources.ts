import { entitySets } from '../entities.ts'
import type { Page } from './page.ts'

/** What one can subscribe to, as `v2.0/{set}`. [Microsoft Learn: Working with webhooks, list of supported entities] */
export const supportedResources = [...entitySets('v2.0').values()]
  .filter((set) => set.webhook)
  .map((set) => ({ id: set.name, resource: `v2.0/${set.name}` }))

export const webhookSupportedResources: Page = {
  source: {
    all: () => supportedResources,
    where: (_context, property, value) =>
      supportedResources.filter((row) => property === 'resource' && row.resource === value),
  },
}

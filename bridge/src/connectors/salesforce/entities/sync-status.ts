/** How a record stands, as its people read it. */
export const syncStatus = ['Synced', 'Waiting', 'Needs Attention'] as const

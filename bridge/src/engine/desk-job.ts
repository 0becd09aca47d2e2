import type { JobKey } from './store.ts'

/**
 * The desk is one job of the queue, not one per command: so only one bridge works at it at a time, and whatever it finds
 * begun there was left by one that died.
 */
export const deskJob: JobKey = { flow: 'desk', company: '', record: 'desk' }

import { BusinessError } from '../../tables.ts'

/**
 * What Business Central says to work that it refuses; `went through` when it does not.
 * @throws whatever else the work throws
 */
export function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof BusinessError) return error.message
    throw error
  }
  return 'went through'
}

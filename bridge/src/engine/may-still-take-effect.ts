import type { Run } from './run.ts'

/**
 * Milliseconds in which a call may still take effect that was begun at an instant and whose answer nobody has: until then it is
 * neither done again nor given up. 0 when it has, or never will.
 */
export const mayStillTakeEffect = (
  { clock, settleSeconds }: Pick<Run, 'clock' | 'settleSeconds'>,
  begun: string,
): number => Math.max(0, new Date(begun).getTime() + settleSeconds * 1000 - clock.now())

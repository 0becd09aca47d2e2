import type { Stage } from './stage.ts'
import { story, type Step } from './story.ts'

export interface Played {
  readonly step: Step
  readonly outcome: string
  readonly calls: { readonly salesforce: number; readonly businessCentral: number }
  readonly problem?: string
}

/** Plays the story to its end, or to the first step that goes wrong. */
export async function play(
  stage: Stage,
  say: (line: string) => void,
  steps = story(stage),
): Promise<readonly Played[]> {
  const played: Played[] = []
  for (const step of steps) {
    say(`${step.title}: ${step.from} → ${step.to} …`)
    let outcome = 'failed'
    let problem: string | undefined
    try {
      outcome = await step.run()
      say(`  ${outcome}`)
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error)
      say(`  failed: ${problem}`)
    }
    const calls = { salesforce: stage.calls.salesforce.take(), businessCentral: stage.calls.businessCentral.take() }
    played.push({ step, outcome, calls, ...(problem === undefined ? {} : { problem }) })
    if (problem !== undefined) break
  }
  return played
}

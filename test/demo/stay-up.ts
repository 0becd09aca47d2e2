import { listen } from '../emulators/kit/listen.ts'
import { buildWorkbench, workbenchRoutes } from '../workbench/index.ts'
import { deskOf } from './desk.ts'
import { play } from './play.ts'
import { setStage } from './stage.ts'
import { story } from './story.ts'

/** `npm start`: plays the story, then serves the workbench until Ctrl-C, or until its terminal is closed. */
export async function stayUp({ port, say }: { port: number; say: (line: string) => void }): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
  const building = buildWorkbench()
  const stage = await setStage({ say })
  try {
    say('')
    const steps = story(stage)
    const played = await play(stage, say, steps)
    const failed = played.find((each) => each.problem !== undefined)
    if (failed) throw new Error(`The story broke off at "${failed.step.title}": ${failed.problem ?? ''}`)

    say('\nBuilding the workbench (half a minute the first time) …')
    const { salesforce } = stage.sandboxes
    const routes = await workbenchRoutes({
      dir: (await building).dir,
      salesforce: { instanceUrl: salesforce.instanceUrl, accessToken: () => salesforce.signIn('rep@sandbox.example') },
      ...deskOf(stage, steps.known),
    })
    const page = await listen((request) => routes.fetch(request), { port })
    say(`\nThe workbench: ${page.url}/?recordId=${steps.known.accountId ?? ''}`)
    say('The account with its billing panel, and finance’s side beside it. Ctrl-C ends everything.')
    await stopped
    await page.close()
  } finally {
    say('\nStopping …')
    await stage.strike()
  }
}

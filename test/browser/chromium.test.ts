import { describe, expect, it } from 'vitest'
import { findChromium } from './chromium.ts'

describe('the browser to test with', () => {
  it('is the one CHROMIUM_PATH names', async () => {
    expect(await findChromium({ CHROMIUM_PATH: process.execPath })).toBe(process.execPath)
  })

  it('is refused when CHROMIUM_PATH names nothing', async () => {
    await expect(findChromium({ CHROMIUM_PATH: '/no/such/chromium' })).rejects.toThrow(
      'CHROMIUM_PATH is /no/such/chromium, which cannot be run.',
    )
  })

  it('is the first that is installed', async () => {
    const found = await findChromium({ CHROMIUM_PATH: '' }, ['/no/such/chromium', process.execPath])
    expect(found).toBe(process.execPath)
  })

  it.runIf(process.platform === 'linux')('comes from npm when none is installed', async () => {
    expect(await findChromium({}, [])).toContain('chromium')
  })
})

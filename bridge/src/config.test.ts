import { expect, it } from 'vitest'
import { ConfigurationError, readConfig } from './config.ts'

const complete = {
  SF_LOGIN_URL: 'https://acme.my.salesforce.com/',
  SF_CLIENT_ID: 'key',
  SF_CLIENT_SECRET: 'secret',
  BC_TENANT_ID: 'tenant',
  BC_ENVIRONMENT: 'Production',
  BC_COMPANIES: 'CRONUS',
  BC_CLIENT_ID: 'app',
  BC_CLIENT_SECRET: 'hush',
}

function problems(change: NodeJS.ProcessEnv): string {
  try {
    readConfig({ ...complete, ...change })
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message
    throw error
  }
  return ''
}

it('reads a complete environment, with defaults', () => {
  expect(readConfig(complete)).toMatchObject({
    SF_LOGIN_URL: 'https://acme.my.salesforce.com',
    SF_API_VERSION: '67.0',
    BC_COMPANIES: ['CRONUS'],
    PORT: 8787,
    BRIDGE_DATA_DIR: '.bridge',
  })
})

it('names every variable that is missing, at once, each with an example', () => {
  let message = ''
  try {
    readConfig({})
  } catch (error) {
    message = (error as Error).message
  }
  for (const name of Object.keys(complete)) expect(message).toContain(`${name} is missing`)
  expect(message).toContain('Example: SF_LOGIN_URL=https://acme.my.salesforce.com')
})

it.each([
  ['SF_LOGIN_URL', 'acme', 'is not a URL'],
  ['SF_LOGIN_URL', 'http://acme.my.salesforce.com', 'must be https'],
  ['SF_API_VERSION', 'v67', 'must look like 67.0'],
  ['SF_PUBSUB_ENDPOINT', 'nowhere', 'must be host:port'],
  ['SF_PUBSUB_INSECURE', 'yes', 'must be true or false'],
  ['SF_PUBSUB_INSECURE', 'true', 'SF_PUBSUB_ENDPOINT is not on this machine'],
  ['SF_CDC_CHANNEL', 'BC_Sync', 'must look like /data/BC_Sync__chn'],
  ['BC_CLIENT_CERTIFICATE', '/no/such/file.pem', 'is not a readable file'],
  ['ENTRA_AUTHORITY', 'http://login', 'must be an https URL'],
  ['BC_LEDGER_POLL_SECONDS', '0', 'must be at least 1'],
  ['DATABASE_URL', 'mysql://x', 'must be a postgres:// URL'],
  ['BRIDGE_MASTER_KEY', 'short', 'must be 32 bytes in base64'],
  ['BRIDGE_ADMIN_TOKEN', 'short', 'at least 16 characters'],
  ['PORT', '70000', 'must be 0 to 65535'],
  ['LOG_LEVEL', 'loud', 'must be fatal, error'],
])('refuses %s=%s', (variable, value, problem) => {
  const message = problems({ [variable]: value })
  expect(message).toContain(variable)
  expect(message).toContain(problem)
  expect(message).toContain('Example: ')
})

it('wants exactly one credential for Business Central', () => {
  expect(problems({ BC_CLIENT_SECRET: '' })).toContain('BC_CLIENT_SECRET is missing (or set BC_CLIENT_CERTIFICATE)')
  expect(problems({ BC_CLIENT_CERTIFICATE: import.meta.filename })).toContain('keep one of them')
})

it('takes company names that contain a comma when they are quoted', () => {
  expect(readConfig({ ...complete, BC_COMPANIES: '"CRONUS USA, Inc.", My Company' }).BC_COMPANIES).toEqual([
    'CRONUS USA, Inc.',
    'My Company',
  ])
})

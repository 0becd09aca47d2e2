import { existsSync } from 'node:fs'
import { parse as parseCsv } from 'csv-parse/sync'
import { z } from 'zod'

/** One variable of the environment: how it is read, what to show as an example, what it means. */
interface Variable {
  readonly schema: z.ZodType
  readonly example: string
  readonly meaning: string
}

const url = z.url({ protocol: /^https?$/, error: 'is not a URL' }).transform((value) => value.replace(/\/+$/, ''))
const secureUrl = url.refine(
  (value) => value.startsWith('https://') || /^http:\/\/(127\.0\.0\.1|localhost)(:|\/|$)/.test(value),
  'must be https (plain http only to this machine)',
)
const required = z.string({ error: 'is missing' }).trim().min(1, 'is missing')
const flag = z.enum(['true', 'false'], { error: 'must be true or false' }).transform((value) => value === 'true')
const seconds = z.coerce.number({ error: 'is not a number' }).int('must be a whole number').min(1, 'must be at least 1')
/** A name with a comma stands in double quotes, as in any CSV. */
const list = required.transform((value, context) => {
  try {
    const [names = []]: string[][] = parseCsv(value, { trim: true, skip_empty_lines: true })
    const kept = names.filter((name) => name !== '')
    if (kept.length === 0) context.addIssue('names no company')
    return kept
  } catch {
    context.addIssue('is not a comma-separated list; put names that contain a comma in double quotes')
    return []
  }
})
/** `department=DEPARTMENT,project=JOB`. */
const dimensions = z.string().transform((value, context) => {
  const names = ['businessUnit', 'department', 'costCenter', 'project']
  const pairs = value.split(',').map((pair) => pair.split('=').map((part) => part.trim()))
  const wrong = pairs.find(([name = '', code = '', ...rest]) => !names.includes(name) || code === '' || rest.length > 0)
  if (wrong) context.addIssue(`has "${wrong.join('=')}", which is none of ${names.join(', ')} = a dimension code`)
  return Object.fromEntries(pairs.map(([name = '', code = '']): [string, string] => [name, code]))
})
const masterKey = z.string().refine((value) => Buffer.from(value, 'base64').length === 32, 'must be 32 bytes in base64')
const endpoint = z.string().regex(/^[^\s:/]+:\d+$/, 'must be host:port')

const variables = {
  SF_LOGIN_URL: {
    schema: required.pipe(secureUrl),
    example: 'https://acme.my.salesforce.com',
    meaning: 'My Domain URL of the org',
  },
  SF_CLIENT_ID: { schema: required, example: '3MVG9…', meaning: 'consumer key of the external client app' },
  SF_CLIENT_SECRET: { schema: required, example: 'a1b2c3…', meaning: 'consumer secret of the external client app' },
  SF_API_VERSION: {
    schema: z
      .string()
      .regex(/^\d{2}\.0$/, 'must look like 67.0')
      .default('67.0'),
    example: '67.0',
    meaning: 'Salesforce API version',
  },
  SF_PUBSUB_ENDPOINT: {
    schema: endpoint.default('api.pubsub.salesforce.com:7443'),
    example: 'api.pubsub.salesforce.com:7443',
    meaning: 'Pub/Sub API',
  },
  SF_PUBSUB_INSECURE: { schema: flag.default(false), example: 'false', meaning: 'plaintext gRPC; loopback only' },
  SF_CDC_CHANNEL: {
    schema: z
      .string()
      .regex(/^\/data\/\w+$/, 'must look like /data/BC_Sync__chn')
      .optional(),
    example: '/data/BC_Sync__chn',
    meaning: 'change data capture channel',
  },
  SF_CDC_MIRRORS: {
    schema: flag.default(false),
    example: 'false',
    meaning:
      'without that channel: follow the topics of Product2, PricebookEntry and the BC_ objects too, where they are selected, so that what people edit there is put back at once; counts against the delivered events of the day',
  },
  BC_BASE_URL: {
    schema: secureUrl.default('https://api.businesscentral.dynamics.com'),
    example: 'https://api.businesscentral.dynamics.com',
    meaning: 'Business Central API',
  },
  BC_TENANT_ID: {
    schema: required,
    example: '6d9bbd9c-4f20-4f5f-9d0b-5d6d6d9c3f11',
    meaning: 'Microsoft Entra tenant id',
  },
  BC_ENVIRONMENT: { schema: required, example: 'Production', meaning: 'Business Central environment' },
  BC_COMPANIES: {
    schema: list,
    example: '"CRONUS USA, Inc.",My Company',
    meaning: 'companies, by id or name; the first one at the first start is the default',
  },
  BC_DEFAULT_COMPANY: {
    schema: z.string().trim().min(1).optional(),
    example: 'My Company',
    meaning: 'company of records that name none, where it is to be another one than at the first start',
  },
  BC_DIMENSIONS: {
    schema: dimensions.default({}),
    example: 'department=DEPARTMENT,project=PROJECT',
    meaning: 'dimension codes behind businessUnit, department, costCenter and project, where they are other than usual',
  },
  BC_CLIENT_ID: { schema: required, example: '9f1c0a5e-…', meaning: 'application (client) id of the Entra app' },
  BC_CLIENT_SECRET: {
    schema: z.string().min(1).optional(),
    example: 'Xyz8Q~…',
    meaning: 'client secret of the Entra app',
  },
  BC_CLIENT_CERTIFICATE: {
    schema: z
      .string()
      .refine((path) => existsSync(path), 'is not a readable file')
      .optional(),
    example: '/etc/bridge/bc.pem',
    meaning: 'PEM file with certificate and private key, instead of the secret',
  },
  ENTRA_AUTHORITY: {
    schema: z.url({ protocol: /^https$/, error: 'must be an https URL' }).optional(),
    example: 'https://login.microsoftonline.com/<tenant>',
    meaning: 'sign-in authority',
  },
  BC_LEDGER_POLL_SECONDS: {
    schema: seconds.default(60),
    example: '60',
    meaning: 'how often the customer ledger is read: part payments send no signal',
  },
  BC_POLL_SECONDS: {
    schema: seconds.default(300),
    example: '300',
    meaning: 'how often Business Central is asked for changes that no webhook told',
  },
  BC_STOCK_POLL_SECONDS: {
    schema: seconds.default(3600),
    example: '3600',
    meaning: 'how often the item ledger is read: stock sends no signal',
  },
  BRIDGE_WAIT_HOURS: {
    schema: z.coerce.number({ error: 'is not a number' }).positive('must be more than 0').default(24),
    example: '24',
    meaning: 'how long a record waits for another one before a person is told',
  },
  BRIDGE_MAPPINGS: {
    schema: z
      .string()
      .refine((path) => existsSync(path), 'is not a readable file')
      .optional(),
    example: '/etc/bridge/mappings.yaml',
    meaning: 'overrides of flows and mappings (YAML)',
  },
  DATABASE_URL: {
    schema: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' }).optional(),
    example: 'postgres://bridge:secret@db:5432/bridge',
    meaning: 'PostgreSQL; unset = embedded',
  },
  BRIDGE_DATA_DIR: {
    schema: z.string().min(1).default('.bridge'),
    example: '.bridge',
    meaning: 'embedded database and files',
  },
  BRIDGE_PUBLIC_URL: {
    schema: secureUrl.optional(),
    example: 'https://bridge.acme.com',
    meaning: 'where Business Central reaches the webhooks; unset = poll only',
  },
  BRIDGE_MASTER_KEY: {
    schema: masterKey.optional(),
    example: 'output of: openssl rand -base64 32',
    meaning: 'encrypts stored secrets',
  },
  BRIDGE_ADMIN_TOKEN: {
    schema: z.string().min(16, 'must have at least 16 characters').optional(),
    example: 'output of: openssl rand -hex 24',
    meaning: 'bearer token of the operator API; unset = operator API off',
  },
  HOST: { schema: z.string().min(1).default('127.0.0.1'), example: '127.0.0.1', meaning: 'address to listen on' },
  PORT: {
    schema: z.coerce
      .number({ error: 'is not a number' })
      .int('must be a whole number')
      .min(0, 'must be 0 to 65535')
      .max(65535, 'must be 0 to 65535')
      .default(8787),
    example: '8787',
    meaning: 'port to listen on',
  },
  LOG_LEVEL: {
    schema: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
        error: 'must be fatal, error, warn, info, debug, trace or silent',
      })
      .default('info'),
    example: 'info',
    meaning: 'how much to log',
  },
} as const satisfies Record<string, Variable>

type Variables = typeof variables
export type Config = Readonly<{ [Name in keyof Variables]: z.output<Variables[Name]['schema']> }>

/** The configuration is unusable; the message names every variable, what is wrong and an example. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
  readonly problems: readonly { readonly variable: string; readonly problem: string }[]
  constructor(problems: readonly { variable: string; problem: string }[]) {
    const lines = problems.map(({ variable, problem }) => {
      const known = (variables as Record<string, Variable>)[variable]
      return `  ${variable} ${problem}${known ? ` — ${known.meaning}. Example: ${variable}=${known.example}` : ''}`
    })
    super(`The configuration cannot be used:\n${lines.join('\n')}`)
    this.problems = problems
  }
}

/**
 * Reads the bridge's configuration. An empty variable counts as not set. The only reader of `process.env`.
 *
 * @throws ConfigurationError naming every problem at once
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const problems: { variable: string; problem: string }[] = []
  const config: Record<string, unknown> = {}
  for (const [variable, { schema }] of Object.entries(variables)) {
    const parsed = schema.safeParse(environment[variable]?.trim() === '' ? undefined : environment[variable])
    if (parsed.success) config[variable] = parsed.data
    else problems.push({ variable, problem: parsed.error.issues[0]?.message ?? 'is wrong' })
  }
  const one = config as Partial<Config>
  if (one.BC_CLIENT_SECRET !== undefined && one.BC_CLIENT_CERTIFICATE !== undefined) {
    problems.push({
      variable: 'BC_CLIENT_CERTIFICATE',
      problem: 'is set together with BC_CLIENT_SECRET; keep one of them',
    })
  }
  const hasCredential = environment.BC_CLIENT_SECRET ?? environment.BC_CLIENT_CERTIFICATE
  if (!hasCredential)
    problems.push({ variable: 'BC_CLIENT_SECRET', problem: 'is missing (or set BC_CLIENT_CERTIFICATE)' })
  if (one.SF_PUBSUB_INSECURE === true && !/^(127\.0\.0\.1|localhost):/.test(one.SF_PUBSUB_ENDPOINT ?? '')) {
    problems.push({ variable: 'SF_PUBSUB_INSECURE', problem: 'is true, but SF_PUBSUB_ENDPOINT is not on this machine' })
  }
  if (problems.length > 0) throw new ConfigurationError(problems)
  return config as Config
}

/** Every variable for the README and `--help`: name, meaning, example. */
export const documentedVariables: readonly { name: string; meaning: string; example: string }[] = Object.entries(
  variables,
).map(([name, { meaning, example }]) => ({ name, meaning, example }))

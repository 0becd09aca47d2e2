import { nowOf } from './dml/save.ts'
import type { Store } from './data/store.ts'
import { systemRow } from './data/system-row.ts'
import type { Clock } from '../kit/clock.ts'
import type { IdSource } from './ids.ts'
import type { Schema } from './schema.ts'
import type { Switches } from './switches.ts'
import { profiles } from './access/profiles.ts'

export { systemRow }

export interface SeededUser {
  readonly id: string
  readonly username: string
}

export interface Seeded {
  readonly organizationId: string
  /** System Administrator: whose token the sf CLI is given. */
  readonly admin: SeededUser
  /** The run-as user of the client-credentials app; nothing but its permission sets gives it rights. */
  readonly integration: SeededUser
  /** A sales user, as people in the browser are. */
  readonly rep: SeededUser
  readonly standardPricebookId: string
}

/** The org as it is on its first day: organization, profiles, three users and the standard price book. */
export function seed(world: {
  store: Store
  schema: Schema
  ids: IdSource
  clock: Clock
  switches: Pick<Switches, 'currencies'>
}): Seeded {
  const { store, schema, ids, clock, switches } = world
  const now = nowOf(clock)
  const prefix = (name: string): string => schema.object(name)?.keyPrefix ?? '000'
  const organizationId = ids.next(prefix('Organization'))
  const adminId = ids.next(prefix('User'))

  function add(name: string, fields: Readonly<Record<string, unknown>>, id = ids.next(prefix(name))): string {
    const object = schema.object(name)
    if (!object) return id
    const inCurrency = object.fields.some((field) => field.name === 'CurrencyIsoCode')
    const currency = inCurrency ? { CurrencyIsoCode: switches.currencies[0]?.isoCode } : {}
    store.write(name, systemRow(object, id, adminId, now, { ...currency, ...fields }))
    return id
  }

  const locale = { TimeZoneSidKey: 'GMT', LocaleSidKey: 'en_US', EmailEncodingKey: 'UTF-8', LanguageLocaleKey: 'en_US' }
  function user(username: string, first: string, last: string, profile: string, id?: string): SeededUser {
    const ProfileId = store.all('Profile').find((row) => row.Name === profile)?.Id
    const name = { FirstName: first, LastName: last, Name: `${first} ${last}`, Alias: last.slice(0, 8).toLowerCase() }
    const account = { Username: username, Email: username, IsActive: true, UserType: 'Standard', ProfileId }
    return { id: add('User', { ...name, ...account, ...locale }, id), username }
  }

  return store.transaction({ userId: adminId, api: 'rest' }, () => {
    const organization = { Name: 'Sandbox Trading Co.', InstanceName: 'EMU1', OrganizationType: 'Developer Edition' }
    add('Organization', { ...organization, LanguageLocaleKey: 'en_US', TimeZoneSidKey: 'GMT' }, organizationId)
    // The first is the corporate currency; an org with one currency has no such object.
    for (const [index, { isoCode, conversionRate }] of switches.currencies.entries())
      add('CurrencyType', {
        ...{ IsoCode: isoCode, ConversionRate: conversionRate, DecimalPlaces: 2 },
        ...{ IsActive: true, IsCorporate: index === 0 },
      })
    for (const profile of profiles) add('Profile', { Name: profile.name, UserType: 'Standard' })
    return {
      organizationId,
      admin: user('admin@sandbox.example', 'Ada', 'Admin', 'System Administrator', adminId),
      integration: user('integration@sandbox.example', 'Integration', 'User', 'Minimum Access - API Only Integrations'),
      rep: user('rep@sandbox.example', 'Rita', 'Rep', 'Standard User'),
      standardPricebookId: add('Pricebook2', { Name: 'Standard Price Book', IsActive: true, IsStandard: true }),
    }
  })
}

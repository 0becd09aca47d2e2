import type { Row } from '../records.ts'

const services = ['enterprise', 'metadata', 'partner'] as const
const soapPath = { enterprise: 'Soap/c', metadata: 'Soap/m', partner: 'Soap/u' } as const

/** The URLs of userinfo and of the identity service; `{version}` stays literal. */
function urls(instanceUrl: string, organizationId: string, userId: string): Record<string, string> {
  const data = `${instanceUrl}/services/data/v{version}/`
  return {
    ...Object.fromEntries(
      services.map((name) => [
        name,
        `${instanceUrl}/services/${soapPath[name]}/{version}/${organizationId.slice(0, 15)}`,
      ]),
    ),
    rest: data,
    sobjects: `${data}sobjects/`,
    search: `${data}search/`,
    query: `${data}query/`,
    recent: `${data}recent/`,
    tooling_soap: `${instanceUrl}/services/Soap/T/{version}/${organizationId.slice(0, 15)}`,
    tooling_rest: `${data}tooling/`,
    profile: `${instanceUrl}/${userId}`,
    custom_domain: instanceUrl,
  }
}

/** `GET /services/oauth2/userinfo`. */
export function userInfo(
  user: Row,
  organizationId: string,
  instanceUrl: string,
  integrationUser: boolean,
): Record<string, unknown> {
  return {
    sub: `${instanceUrl}/id/${organizationId}/${user.Id}`,
    user_id: user.Id,
    organization_id: organizationId,
    preferred_username: user.Username,
    nickname: user.Alias,
    name: user.Name,
    email: user.Email,
    email_verified: true,
    given_name: user.FirstName,
    family_name: user.LastName,
    zoneinfo: 'GMT',
    photos: { picture: `${instanceUrl}/profilephoto/005/F`, thumbnail: `${instanceUrl}/profilephoto/005/T` },
    profile: `${instanceUrl}/${user.Id}`,
    picture: `${instanceUrl}/profilephoto/005/F`,
    address: {},
    is_salesforce_integration_user: integrationUser,
    urls: urls(instanceUrl, organizationId, user.Id),
    active: user.IsActive,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: 0,
    updated_at: user.LastModifiedDate,
    is_app_installed: true,
  }
}

/** `GET /id/{organization}/{user}`: the identity service behind a token's `id`. */
export function identity(user: Row, organizationId: string, instanceUrl: string): Record<string, unknown> {
  return {
    id: `${instanceUrl}/id/${organizationId}/${user.Id}`,
    asserted_user: true,
    user_id: user.Id,
    organization_id: organizationId,
    username: user.Username,
    nick_name: user.Alias,
    display_name: user.Name,
    email: user.Email,
    email_verified: true,
    first_name: user.FirstName,
    last_name: user.LastName,
    active: user.IsActive,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: 0,
    urls: urls(instanceUrl, organizationId, user.Id),
  }
}

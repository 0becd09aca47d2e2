/** The sf CLI stores an instance URL with a trailing slash and so asks for `//services/…`; Salesforce does not mind. */
export function collapseSlashes(request: Request): Request {
  const url = new URL(request.url)
  if (!url.pathname.startsWith('//')) return request
  url.pathname = url.pathname.replace(/^\/+/, '/')
  return new Request(url, request)
}

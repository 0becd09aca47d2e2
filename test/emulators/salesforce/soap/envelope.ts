import { children, type XmlElement } from '../metadata/component.ts'
import { escapeXml, parseXml, toXml } from '../metadata/xml.ts'

export interface SoapRequest {
  readonly sessionId: string
  /** From `CallOptions/client`. */
  readonly client?: string
  /** E.g. `deploy`, without namespace prefix. */
  readonly operation: string
  readonly parameters: XmlElement
}

/** Tags without their namespace prefix, all the way down. */
function plain(element: XmlElement): XmlElement {
  return Object.fromEntries(
    Object.entries(element).map(([tag, value]) => {
      const items = Array.isArray(value)
        ? (value as readonly (string | XmlElement)[])
        : value === undefined
          ? []
          : [value as string | XmlElement]
      const next = items.map((item) => (typeof item === 'object' ? plain(item) : item))
      return [tag.replace(/^.*:/, ''), Array.isArray(value) ? next : next[0]]
    }),
  )
}

/** Reads an envelope; undefined when it is none. */
export function readEnvelope(xml: string): SoapRequest | undefined {
  const parsed = parseXml(xml)
  if ('error' in parsed || !/(^|:)Envelope$/.test(parsed.root)) return undefined
  const envelope = plain(parsed.element)
  const [header = {}] = children(envelope, 'Header')
  const [body] = children(envelope, 'Body')
  const operation = Object.keys(body ?? {})[0]
  if (!body || operation === undefined) return undefined
  const value = (name: string, tag: string): string | undefined => {
    const found = children(header, name)[0]?.[tag]
    return typeof found === 'string' ? found : undefined
  }
  const client = value('CallOptions', 'client')
  return {
    sessionId: value('SessionHeader', 'sessionId') ?? '',
    ...(client === undefined ? {} : { client }),
    operation,
    parameters: children(body, operation)[0] ?? {},
  }
}

const namespace = 'http://soap.sforce.com/2006/04/metadata'

function wrap(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="http://soap.sforce.com/2006/08/apex" xmlns="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`
}

const xmlResponse = (status: number, xml: string): Response =>
  new Response(xml, { status, headers: { 'content-type': 'text/xml;charset=UTF-8' } })

/** `{operation}Response` with one `result`, or several for a list. */
export function soapAnswer(operation: string, result: Readonly<Record<string, unknown>> | readonly object[]): Response {
  return xmlResponse(200, wrap(`<${operation}Response>${toXml({ result })}</${operation}Response>`))
}

/** `{operation}Response` whose `result` is a text. */
export const soapText = (operation: string, result: string): Response =>
  xmlResponse(200, wrap(`<${operation}Response><result>${escapeXml(result)}</result></${operation}Response>`))

/** A SOAP fault; Salesforce sends it with HTTP 500. */
export function soapFault(code: string, message: string): Response {
  const fault = `<soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${escapeXml(`${code}: ${message}`)}</faultstring></soapenv:Fault>`
  return xmlResponse(500, wrap(fault))
}

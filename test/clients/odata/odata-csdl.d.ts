/** OASIS' own reader of CSDL XML comes without types. */
declare module 'odata-csdl' {
  /**
   * CSDL JSON of an XML document.
   *
   * @throws Error with line and column when it is no XML, or, with `strict`, no CSDL
   */
  export function xml2json(xml: string, options?: { readonly strict?: boolean; readonly messages?: unknown[] }): unknown
}

/**
 * Entity tags as recent tenants send them: `W/"base64('19;{19 digits}1;00;')"`, the digits counting up with every
 * change. Clients must treat them as opaque.
 */
export function etagMaker(): () => string {
  let version = 2_139_630_483_488_215_808n
  return () => {
    version += 2_003n
    const digits = version.toString()
    return `W/"${Buffer.from(`'${digits.length};${digits}1;00;'`).toString('base64')}"`
  }
}

/** Does a header hold a well-formed tag (or `*`)? Case `W/` and quotes are part of the form. */
export const isEtag = (text: string): boolean => text === '*' || /^(W\/)?"[^"]*"$/.test(text)

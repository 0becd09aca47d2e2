const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const checksumAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** The three characters that make a case-sensitive 15-character id safe in case-insensitive systems. */
function checksum(id15: string): string {
  return [0, 5, 10]
    .map((start) => {
      let bits = 0
      for (let i = 0; i < 5; i++) if (/[A-Z]/.test(id15.charAt(start + i))) bits |= 1 << i
      return checksumAlphabet.charAt(bits)
    })
    .join('')
}

function base62(number: number, width: number): string {
  let text = ''
  for (let rest = number; rest > 0; rest = Math.floor(rest / 62)) text = alphabet.charAt(rest % 62) + text
  return text.padStart(width, '0')
}

/** The 18-character form of an id given in 15 or 18 characters; undefined when it is not an id at all. */
export function to18(id: string): string | undefined {
  if (!/^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/.test(id)) return undefined
  const short = id.slice(0, 15)
  const long = short + checksum(short)
  return id.length === 15 || id.toUpperCase() === long.toUpperCase() ? long : undefined
}

export interface IdSource {
  /** The next 18-character id of an object with this key prefix. */
  next(keyPrefix: string): string
  reset(): void
}

/** Ids count up per key prefix, so that the same steps give the same ids in every run. */
export function createIdSource(): IdSource {
  const last = new Map<string, number>()
  return {
    next(keyPrefix) {
      const number = (last.get(keyPrefix) ?? 0) + 1
      last.set(keyPrefix, number)
      const short = `${keyPrefix}Em0${base62(number, 9)}`
      return short + checksum(short)
    },
    reset: () => last.clear(),
  }
}

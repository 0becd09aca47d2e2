/**
 * What a hook opens before the tests, as if it were there already: a test file may take it apart at its top. Properties are those
 * of whatever is open when they are asked for; spread and `Object.keys` see nothing.
 *
 * @throws Error when it is used before it is open
 */
export const onceOpen = <Thing extends object>(find: () => Thing | undefined): Thing =>
  new Proxy({} as Thing, {
    get(_, name) {
      const found = find()
      if (!found) throw new Error('It is opened by a hook, and no hook has run yet.')
      return Reflect.get(found, name) as unknown
    },
  })

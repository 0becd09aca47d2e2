import { Socket } from 'node:net'

/**
 * Loaded with `--import` into a bridge that a test wants to see die. Counts every step at which the process awaits something
 * from outside: a request that it puts on a socket (SQL, HTTP, TLS, gRPC), until the first byte of the answer. At step
 * `KILL_AT` it dies by SIGKILL in the moment the answer arrives: the request has taken effect, nobody has read the answer.
 * That is also the state before the next request is sent, so that every gap between two steps is covered. Counting begins and
 * ends with the work (`startCounting`, `stopCounting`): start-up is not of interest.
 */
declare global {
  var startCounting: (() => void) | undefined
  var stopCounting: (() => void) | undefined
}

const fatal = Number(process.env.KILL_AT)
const steps = new WeakMap<Socket, number>()
const watched = new WeakSet<Socket>()
let counting = false
let taken = 0

globalThis.startCounting = () => {
  counting = true
}
globalThis.stopCounting = () => {
  counting = false
}

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
const write = Socket.prototype.write
Socket.prototype.write = function (this: Socket, ...parameters: Parameters<typeof write>): boolean {
  // A request may be several writes; the answer of the database over loopback has an address, a pipe has none.
  if (counting && this.remoteAddress !== undefined && !steps.has(this)) {
    steps.set(this, ++taken)
    if (!watched.has(this)) {
      watched.add(this)
      this.prependListener('data', () => {
        if (steps.get(this) === fatal) process.kill(process.pid, 'SIGKILL')
        steps.delete(this)
      })
    }
  }
  return write.apply(this, parameters)
} as typeof write

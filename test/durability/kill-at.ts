import { Socket } from 'node:net'

/**
 * Loaded with `--import` into a bridge that a test wants to see die. Counts everything that the process awaits from outside
 * (each request it puts on a socket: SQL, HTTP, TLS, gRPC) and kills the process with SIGKILL at one of these points:
 * `before:N`, the Nth request is never sent; `after:N`, the Nth request was sent and the first byte of its answer has come,
 * but nobody has read it. Counting starts when the work starts (`globalThis.startCounting`), so that start-up is not counted.
 * With `KILL_AT` unset it only reports how many requests there were.
 */
declare global {
  var startCounting: (() => void) | undefined
  var stopCounting: (() => void) | undefined
}

const [when, wanted] = (process.env.KILL_AT ?? '').split(':')
let counting = false
let sent = 0
const awaited = new WeakMap<Socket, number>()
const watched = new WeakSet<Socket>()

globalThis.startCounting = () => {
  counting = true
}
globalThis.stopCounting = () => {
  counting = false
}

const die = () => process.kill(process.pid, 'SIGKILL')

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
const write = Socket.prototype.write
Socket.prototype.write = function (this: Socket, ...parameters: Parameters<typeof write>): boolean {
  if (counting && this.remoteAddress !== undefined) {
    sent++
    if (when === 'before' && sent === Number(wanted)) die()
    if (!watched.has(this)) {
      watched.add(this)
      this.prependListener('data', () => {
        if (when === 'after' && awaited.get(this) === Number(wanted)) die()
        awaited.delete(this)
      })
    }
    awaited.set(this, sent)
  }
  return write.apply(this, parameters)
} as typeof write

process.on('exit', () => {
  if (process.env.KILL_REPORT !== undefined) console.log(JSON.stringify({ requests: sent }))
})

'use strict'

// A timer does not wait longer.
const LONG = 2 ** 31 - 1

/** Lets a listener live while it is open, and the process with it, as Node's own servers do: its threads are not Node's. */
function keepOpen(BundleServer, BundleListener) {
  const timers = new WeakMap()
  const { listen } = BundleServer.prototype
  const { close } = BundleListener.prototype
  const methods = {
    listen(...given) {
      const opened = Reflect.apply(listen, this, given)
      return opened.then((listener) => {
        timers.set(listener, setInterval(() => listener, LONG))
        return listener
      })
    },
    close() {
      const closed = Reflect.apply(close, this, [])
      clearInterval(timers.get(this))
      return closed
    },
  }
  const hidden = { configurable: true, writable: true }
  Object.defineProperty(BundleServer.prototype, 'listen', { ...hidden, value: methods.listen })
  Object.defineProperty(BundleListener.prototype, 'close', { ...hidden, value: methods.close })
}

module.exports = { keepOpen }

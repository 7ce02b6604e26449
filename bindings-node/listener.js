'use strict'

// A timer does not wait longer.
const LONG = 2 ** 31 - 1

/** Lets listeners and keepers live until they are closed: their threads are not Node's. */
function keepOpen({ BundleKeeper, BundleListener, BundleServer }) {
  keepListeners(BundleServer, BundleListener)
  keepKeepers(BundleKeeper)
}

/** A listener keeps the process alive, as Node's own servers do. */
function keepListeners(BundleServer, BundleListener) {
  const timers = new WeakMap()
  const { listen } = BundleServer.prototype
  const { close } = BundleListener.prototype
  replace(BundleServer.prototype, {
    listen(...given) {
      const opened = Reflect.apply(listen, this, given)
      return opened.then((listener) => {
        timers.set(listener, setInterval(() => listener, LONG))
        return listener
      })
    },
  })
  replace(BundleListener.prototype, {
    close() {
      const closed = Reflect.apply(close, this, [])
      clearInterval(timers.get(this))
      return closed
    },
  })
}

/** For a keeper alone the process need not stay. */
function keepKeepers(BundleKeeper) {
  const open = new Set()
  const { start } = BundleKeeper
  const { close } = BundleKeeper.prototype
  replace(BundleKeeper, {
    start(...given) {
      const keeper = Reflect.apply(start, this, given)
      open.add(keeper)
      return keeper
    },
  })
  replace(BundleKeeper.prototype, {
    close() {
      const closed = Reflect.apply(close, this, [])
      open.delete(this)
      return closed
    },
  })
}

function replace(owner, methods) {
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(owner, name, { configurable: true, writable: true, value })
  }
}

module.exports = { keepOpen }

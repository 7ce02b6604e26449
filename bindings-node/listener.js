'use strict'

// A timer does not wait longer.
const LONG = 2 ** 31 - 1

/** Lets listeners, keepers and watching sources live until they are told to end: their threads are not Node's. */
function keepOpen({ BundleKeeper, BundleListener, BundleServer, BundleSource, IdentitySource, WorkloadApi }) {
  keepListeners(BundleServer, BundleListener)
  keepKeepers(BundleKeeper)
  keepCalls(WorkloadApi)
  for (const Source of [BundleSource, IdentitySource]) keepSources(Source)
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

/** Nor for a source that watches; what it feeds would go stale in silence if it were collected. */
function keepSources(Source) {
  const watching = new Set()
  const { unwatch, watch } = Source.prototype
  replace(Source.prototype, {
    watch(...given) {
      Reflect.apply(watch, this, given)
      watching.add(this)
    },
    unwatch() {
      Reflect.apply(unwatch, this, [])
      watching.delete(this)
    },
  })
}

/** Nor for a call to the Workload API. */
function keepCalls(WorkloadApi) {
  const calling = new Set()
  const { open } = WorkloadApi
  const { close } = WorkloadApi.prototype
  replace(WorkloadApi, {
    open(...given) {
      return Reflect.apply(open, this, given).then((api) => {
        calling.add(api)
        return api
      })
    },
  })
  replace(WorkloadApi.prototype, {
    close() {
      const closed = Reflect.apply(close, this, [])
      calling.delete(this)
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

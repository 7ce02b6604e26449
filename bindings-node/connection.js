'use strict'
const { once } = require('node:events')
const { connect } = require('node:net')
const { Duplex } = require('node:stream')

// Below what a session buffers.
const CHUNK = 64 * 1024
const OWN = Symbol('connect or accept')
// Milliseconds that a refused peer has to take the alert.
const LINGER = 1000

/** A TLS session over a socket, as a stream: the engine judges and encrypts, this moves the bytes. */
class Connection extends Duplex {
  #socket
  #session
  #peer = null
  #certificate = null
  #secure = false
  #hungUp = false

  /** @internal Use `Connection.connect` and `Connection.accept`. */
  constructor(token, socket, session) {
    if (token !== OWN) throw Object.assign(new TypeError('Connection has no constructor for callers'), { code: 'ERR_ILLEGAL_CONSTRUCTOR' })
    super({ allowHalfOpen: false })
    this.#socket = socket
    this.#session = session
    socket.on('data', (data) => this.#receive(data))
    socket.on('end', () => this.#receive(new Uint8Array()))
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.destroy(this.#secure ? undefined : new Error('closed during the handshake')))
    this.#send()
  }

  /** Opens a TCP connection and shakes hands. */
  static async connect(options, client) {
    const { serverName = options.host ?? 'localhost', handshakeTimeout, ...address } = options
    const session = client.session(serverName)
    return Connection.#open(connect({ ...address, allowHalfOpen: true }), session, handshakeTimeout)
  }

  /** Shakes hands over a socket that a server took. */
  static async accept(socket, server, { handshakeTimeout } = {}) {
    socket.allowHalfOpen = true
    return Connection.#open(socket, server.session(), handshakeTimeout)
  }

  static async #open(socket, session, milliseconds = 30_000) {
    const connection = new Connection(OWN, socket, session)
    const late = Object.assign(new Error('the handshake took too long'), { code: 'ETIMEDOUT' })
    const timer = setTimeout(() => connection.destroy(late), milliseconds)
    try {
      await once(connection, 'secure')
      return connection
    } finally {
      clearTimeout(timer)
    }
  }

  /** Who is at the other end, as it was verified in the handshake. */
  get peer() {
    return this.#peer
  }

  /** The same where an `EdgeVerifier` knows it by name. */
  get certificate() {
    return this.#certificate
  }

  /** The application protocol that was agreed on; null without one. */
  get alpn() {
    return this.#session.alpn
  }

  /** The session below. */
  get session() {
    return this.#session
  }

  #receive(data) {
    if (this.destroyed) return
    try {
      this.#session.receiveTls(data)
    } catch (error) {
      this.#hangUp()
      this.destroy(error)
      return
    }
    this.#send()
    if (!this.#secure && !this.#session.isHandshaking) {
      try {
        this.#know()
      } catch (error) {
        this.#hangUp()
        this.destroy(error)
        return
      }
      this.#secure = true
      this.emit('secure')
    }
    const plaintext = this.#session.read()
    if (plaintext.length > 0 && !this.push(plaintext)) this.#socket.pause()
    // The wire is closed, after a goodbye: without one, receiveTls throws.
    if (data.length === 0) this.push(null)
  }

  /** The peer or its certificate, as the verifier knows it; neither of a client that presented none and need not. */
  #know() {
    try {
      this.#peer = this.#session.peer
    } catch (error) {
      if (error.code === 'tls-peer-unverified') this.#certificate = this.#session.certificate
      else if (error.code !== 'tls-peer-anonymous') throw error
    }
  }

  #send(done) {
    const bytes = this.#session.sendTls()
    if (bytes.length > 0 && this.#socket.writable) this.#socket.write(bytes, done)
    else done?.()
  }

  /** Sends the alert, and reads on for a moment: closing over unread bytes would take it back. */
  #hangUp() {
    const socket = this.#socket
    this.#hungUp = true
    socket.end(this.#session.sendTls())
    socket.resume()
    const timer = setTimeout(() => socket.destroy(), LINGER).unref()
    socket.once('close', () => clearTimeout(timer))
  }

  _read() {
    this.#socket.resume()
  }

  _write(plaintext, encoding, done) {
    try {
      for (let start = 0; start < plaintext.length; start += CHUNK) {
        this.#session.write(plaintext.subarray(start, start + CHUNK))
        const last = start + CHUNK >= plaintext.length
        this.#send(last ? done : undefined)
      }
      if (plaintext.length === 0) done()
    } catch (error) {
      done(error)
    }
  }

  _final(done) {
    this.#session.close()
    this.#send(() => {
      this.#socket.end()
      done()
    })
  }

  _destroy(error, done) {
    if (!this.#hungUp) this.#socket.destroy()
    done(error)
  }
}

module.exports = { Connection }

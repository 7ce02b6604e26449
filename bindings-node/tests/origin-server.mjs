// HTTPS servers on loopback, for the tests of the live probe and of the inspection.
import { once } from 'node:events'
import { createServer as http } from 'node:http'
import { createServer as https } from 'node:https'
import { createServer as tcp } from 'node:net'

import { TlsIdentity } from '../index.js'
import { snakeCase } from './vectors.mjs'

export const HOST = 'shop.example'

/** What the edge of this CA shows. */
export async function edgeOf(ca) {
  const { chain, key } = await ca.client('edge')
  return new TlsIdentity(chain, key)
}

/** Whom a server of Node asks for. */
export const CLIENTS = {
  required: { requestCert: true, rejectUnauthorized: true },
  optional: { requestCert: true, rejectUnauthorized: false },
  none: {},
}

/** A server with a certificate of this CA; gives what `use` gives of its address. */
export async function serving(ca, how, use, answer = page) {
  const { chain, key } = await ca.server([HOST])
  const server = https(
    { cert: chain.toPem(), key: key.secretPkcs8Pem(), ca: ca.certificate.toPem(), ALPNProtocols: ['http/1.1'], ...how },
    answer,
  )
  if (how.staple) server.on('OCSPRequest', (_, __, done) => done(null, how.staple))
  return using(server, use)
}

export const servingPlain = (use) => using(http(page), use)

/** Takes connections and says nothing. */
export const silent = (use) => using(tcp(() => {}), use)

function page({ socket, url }, response) {
  // OpenSSL's `optional` refuses a bad certificate; Node leaves that to the program.
  if (socket.getPeerCertificate?.()?.subject && !socket.authorized) response.statusCode = 403
  if (url === '/old') response.writeHead(301, { Location: `https://${HOST}/new` })
  response.end('hello')
}

async function using(server, use) {
  const sockets = new Set()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await use(`127.0.0.1:${server.address().port}`)
  } finally {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
}

/** The names of an object's fields, as the other languages spell them. */
export const fields = (record) => Object.keys(snakeCase(record)).sort()

// One TLS connection by Node's tls, as server or client, with what stands in the JSON of the only argument.
//
// Says `ACCEPT 127.0.0.1:PORT` when it listens; then `peer`, `version` and `received`, or `error`.

import { readFileSync } from 'node:fs'
import tls from 'node:tls'

const PATIENCE = 20_000
const job = JSON.parse(process.argv[2])
const version = `TLSv${job.version}`
const options = {
  ca: readFileSync(job.trusts),
  minVersion: version,
  maxVersion: version,
  rejectUnauthorized: true,
  ...(job.chain && { cert: readFileSync(job.chain), key: readFileSync(job.key) }),
}

function fail(error) {
  console.log('error:', error.message)
  process.exitCode = 1
}

function talk(socket) {
  // The certificate is gone when the connection is.
  const names = socket.getPeerCertificate().subjectaltname
  const received = []
  socket.on('data', (part) => received.push(part))
  socket.on('end', () => {
    console.log('peer:', names.replace(/^URI:/, ''))
    console.log('version:', socket.getProtocol())
    console.log('received:', Buffer.concat(received).toString())
  })
  socket.write(job.says)
}

setTimeout(() => {
  console.log('error: out of patience')
  process.exit(1)
}, PATIENCE).unref()

if (job.role === 'client') {
  // An SVID has no host name.
  const socket = tls.connect({ ...options, host: '127.0.0.1', port: job.port, checkServerIdentity: () => undefined })
  socket.on('secureConnect', () => talk(socket))
  socket.on('error', fail)
} else {
  const server = tls.createServer({ ...options, requestCert: true })
  server.on('connection', () => server.close())
  server.on('secureConnection', (socket) => {
    socket.on('error', fail)
    talk(socket)
  })
  server.on('tlsClientError', fail)
  server.listen(0, '127.0.0.1', () => console.log(`ACCEPT 127.0.0.1:${server.address().port}`))
}

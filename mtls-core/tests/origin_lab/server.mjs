// An HTTPS server on Node's `tls`, as the file in the first argument says; for tests/origin_lab.

import { readFileSync } from 'node:fs'
import { createServer as http } from 'node:http'
import { createServer as https } from 'node:https'
import { createSecureContext } from 'node:tls'

const job = JSON.parse(readFileSync(process.argv[2], 'utf8'))

const options = ({ ca, crl, byName, ...rest }) => ({
  cert: readFileSync('server.crt'),
  key: readFileSync('server.key'),
  ...(ca && { ca: readFileSync(ca) }),
  ...(crl && { crl: readFileSync(crl) }),
  ...(byName && {
    SNICallback: (name, done) => done(null, byName[name] && createSecureContext(options(byName[name]))),
  }),
  ...rest,
})

const isAuthorized = ({ authorized, authorizationError }) =>
  authorized || (job.forgives ?? []).includes(authorizationError)

const answer = (request, response) => {
  if (job.redirects && !request.socket.encrypted) {
    response.writeHead(301, { Location: 'https://shop.example/' }).end()
  } else if (job.asksForAuthorized && !isAuthorized(request.socket)) {
    response.writeHead(403).end('no')
  } else if (job.asksForCertificate && !request.socket.getPeerCertificate().subject) {
    response.writeHead(403).end('no')
  } else {
    response.end('in')
  }
}

https(options(job.tls), answer).listen(job.port, '127.0.0.1')
if (job.plainPort) http(answer).listen(job.plainPort, '127.0.0.1')
if (job.ipv6) https(options(job.ipv6.tls), answer).listen(job.port, '::1')

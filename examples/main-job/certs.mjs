// `make demo CERTS=dir`: what the files of a directory hold, and the chains to judge; certs.rs says how.

import { closeSync, fstatSync, openSync, readSync, readdirSync, statSync } from 'node:fs'

import { Certificate, MtlsError, PrivateKey, parsePem } from '../../bindings-node/index.js'

// Bytes of the largest file that is read; the engine takes less and says so.
const MOST = 20 << 20

/** The files described, and the chains as cases. */
export function readFolder(directory, at) {
  const files = []
  const contents = []
  // Names as bytes: not every one is text.
  for (const bytes of readdirSync(directory, { encoding: 'buffer' }).sort(Buffer.compare)) {
    const path = Buffer.concat([Buffer.from(`${directory}/`), bytes])
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) continue
    // A name that cannot move the terminal's cursor.
    const name = bytes.toString('utf8').replace(/\p{Cc}/gu, '\ufffd')
    const { file, held } = describe(name, path)
    console.log(`  ${name}: ${file.role}`)
    files.push(file)
    contents.push({ name, ...held })
  }
  return { files, cases: chains(contents, at) }
}

function describe(name, path) {
  const nothing = { holds: [], certificates: [], keys: [] }
  const refused = (error) => ({ file: { name, holds: [], role: 'not judged', error }, held: nothing })
  let size, data
  try {
    ;({ size, data } = contentsOf(path))
  } catch {
    return refused({ code: 'unreadable', message: 'the file cannot be read', help: 'Let your user read it.' })
  }
  if (size > MOST) {
    const message = `the file has ${size} bytes; this example reads files of at most ${MOST}`
    return refused({ code: 'file-too-large', message, help: 'Put the certificates into a folder of their own.' })
  }
  try {
    const held = parse(data)
    return { file: { name, holds: held.holds, role: role(held), error: null }, held }
  } catch (error) {
    if (!(error instanceof MtlsError)) throw error
    return refused({ code: error.code, message: error.message, help: error.help })
  }
}

function contentsOf(path) {
  const file = openSync(path)
  try {
    const { size } = fstatSync(file)
    const data = Buffer.alloc(size > MOST ? 0 : size)
    return { size, data: data.subarray(0, readSync(file, data)) }
  } finally {
    closeSync(file)
  }
}

function parse(data) {
  const held = { holds: [], certificates: [], keys: [] }
  for (const { kind, der } of parsePem(data)) {
    let what = kind
    if (kind === 'a certificate') {
      const certificate = Certificate.fromDer(der)
      held.certificates.push(certificate)
      what = `${kind} (${certificate.spiffeId ?? certificate.subject})`
    } else if (kind === 'a private key') {
      held.keys.push(PrivateKey.fromDer(der))
    }
    held.holds.push(what)
  }
  return held
}

function role({ holds, certificates, keys }) {
  const authorities = certificates.filter(isAuthority)
  const named = new Set(authorities.filter((one) => one.spiffeId).map((one) => String(one.spiffeId.trustDomain)))
  const roles = []
  if (certificates.length > 0 && !certificates[0].isCa) roles.push('a chain to judge')
  if (named.size > 0) roles.push(`an authority of ${[...named].sort().join(', ')}`)
  if (authorities.some((one) => !one.spiffeId)) {
    roles.push('an authority without a SPIFFE ID, taken for each trust domain that a leaf claims')
  }
  if (roles.length > 0) return roles.join('; ')
  if (certificates.length > 0) return 'not judged: a CA certificate that is neither self-signed nor behind a leaf'
  if (keys.length > 0) return 'matched with the chains'
  if (holds.includes('a certificate request')) return 'not judged: a request becomes a certificate when a CA signs it'
  return 'not judged: nothing that this example reads'
}

function isAuthority(certificate) {
  return certificate.isCa && certificate.isSelfIssued
}

function chains(contents, at) {
  const pem = (certificates) => certificates.map((one) => one.toPem()).join('')
  const authorities = contents.flatMap(({ certificates }) => certificates).filter(isAuthority)
  return contents
    .filter(({ certificates }) => certificates.length > 0 && !certificates[0].isCa)
    .map(({ name, certificates }) => {
      const [leaf] = certificates
      const keys = contents.filter((other) => other.keys.some((key) => key.matches(leaf))).map((other) => other.name)
      return {
        name,
        chain: pem(certificates),
        bundles: bundles(leaf.spiffeId, authorities),
        edge: edgeOf(leaf, pem(authorities)),
        keys,
        at,
        expected: null,
      }
    })
}

/** How to judge a leaf that is no workload: without a key usage it may serve. */
function edgeOf({ uris, extendedKeyUsage: usages }, anchors) {
  if (uris.length > 0) return null
  return { profile: usages?.includes('serverAuth') === false ? 'edge-client' : 'server', anchors }
}

/** Each authority vouches for its own trust domain, and one that names none for the domain that is claimed. */
function bundles(claimed, authorities) {
  const found = new Map()
  for (const authority of authorities) {
    const domain = (authority.spiffeId ?? claimed)?.trustDomain.toString()
    if (domain !== undefined) found.set(domain, (found.get(domain) ?? '') + authority.toPem())
  }
  return Object.fromEntries(found)
}

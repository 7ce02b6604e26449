'use strict'
const { inspect } = require('node:util')
const { errors, makeError } = require('./errors.js')
const { stringify } = require('./stringify.js')

const native = load()
native.attach(makeError, JSON.parse, stringify)

function load() {
  try {
    return require('./native.node')
  } catch (cause) {
    if (cause.code !== 'MODULE_NOT_FOUND') throw cause
    const message = 'mtls-core is not built: run `npm run build` in the package, or install it with scripts allowed'
    throw new Error(message, { cause })
  }
}

// Spelled out, so that `import { SpiffeId } from 'mtls-core'` finds the names.
const { catalog, parsePem, recipes, resources } = native
const BundleSet = classOf('BundleSet')
const Certificate = classOf('Certificate')
const CertificateAuthority = classOf('CertificateAuthority')
const CertificateChain = classOf('CertificateChain')
const CertificateRequest = classOf('CertificateRequest')
const ChainReport = classOf('ChainReport')
const ChainVerifier = classOf('ChainVerifier')
const Crl = classOf('Crl')
const CsrPolicy = classOf('CsrPolicy')
const IdentityPattern = classOf('IdentityPattern')
const IssuedCertificate = classOf('IssuedCertificate')
const PrivateKey = classOf('PrivateKey')
const PublicKey = classOf('PublicKey')
const Session = classOf('Session')
const SpiffeId = classOf('SpiffeId')
const TlsClient = classOf('TlsClient')
const TlsIdentity = classOf('TlsIdentity')
const TlsServer = classOf('TlsServer')
const TrustBundle = classOf('TrustBundle')
const TrustDomain = classOf('TrustDomain')
const VerifiedPeer = classOf('VerifiedPeer')
const WorkloadIdentity = classOf('WorkloadIdentity')

// Without `new`, Node-API would make the caller's module the object.
function classOf(name) {
  const { prototype } = native[name]
  const Class = new Proxy(native[name], {
    apply() {
      throw new TypeError(`Class constructor ${name} cannot be invoked without 'new'`)
    },
  })
  const hidden = { configurable: true, writable: true }
  Object.defineProperty(prototype, 'constructor', { ...hidden, value: Class })
  // `SpiffeId <spiffe://…>` in logs and the REPL. No class has a text that shows a key.
  const text = Object.hasOwn(prototype, 'toString')
  Object.defineProperty(prototype, inspect.custom, {
    ...hidden,
    value() {
      return text && this !== prototype ? `${name} <${this}>` : `${name} {}`
    },
  })
  return Class
}

const {
  IdentityError,
  IssueError,
  MtlsError,
  PkiError,
  RecipeError,
  ResourceError,
  TlsError,
  TrustError,
  VerificationError,
} = errors

const { Connection } = require('./connection.js')

module.exports = {
  BundleSet,
  Certificate,
  CertificateAuthority,
  CertificateChain,
  CertificateRequest,
  ChainReport,
  ChainVerifier,
  Connection,
  Crl,
  CsrPolicy,
  IdentityError,
  IdentityPattern,
  IssueError,
  IssuedCertificate,
  MtlsError,
  PkiError,
  PrivateKey,
  PublicKey,
  RecipeError,
  ResourceError,
  Session,
  SpiffeId,
  TlsClient,
  TlsError,
  TlsIdentity,
  TlsServer,
  TrustBundle,
  TrustDomain,
  TrustError,
  VerificationError,
  VerifiedPeer,
  WorkloadIdentity,
  catalog,
  parsePem,
  recipes,
  resources,
}

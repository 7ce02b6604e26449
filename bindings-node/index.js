'use strict'
const { inspect } = require('node:util')
const { errors, makeError } = require('./errors.js')

const native = load()
native.attach(makeError, JSON.parse)

function load() {
  try {
    return require('./native.node')
  } catch (cause) {
    if (cause.code !== 'MODULE_NOT_FOUND') throw cause
    const message = 'mtls-core is not built: run `npm run build` in the package, or install it with scripts allowed'
    throw new Error(message, { cause })
  }
}

// `SpiffeId <spiffe://…>` in logs and the REPL. A class without text shows its name alone; no class shows a key.
for (const [name, value] of Object.entries(native)) {
  if (typeof value !== 'function' || !value.prototype) continue
  Object.defineProperty(value.prototype, inspect.custom, {
    value() {
      return Object.hasOwn(value.prototype, 'toString') ? `${name} <${this}>` : `${name} {}`
    },
  })
}

// Spelled out, so that `import { SpiffeId } from 'mtls-core'` finds the names.
const {
  BundleSet,
  Certificate,
  CertificateAuthority,
  CertificateChain,
  CertificateRequest,
  ChainReport,
  ChainVerifier,
  Crl,
  CsrPolicy,
  IdentityPattern,
  IssuedCertificate,
  PrivateKey,
  PublicKey,
  Session,
  SpiffeId,
  TlsClient,
  TlsServer,
  TrustBundle,
  TrustDomain,
  VerifiedPeer,
  WorkloadIdentity,
  catalog,
  parsePem,
} = native

const {
  MtlsError,
  IdentityError,
  IssueError,
  PkiError,
  RecipeError,
  ResourceError,
  TlsError,
  TrustError,
  VerificationError,
} = errors

module.exports = {
  BundleSet,
  Certificate,
  CertificateAuthority,
  CertificateChain,
  CertificateRequest,
  ChainReport,
  ChainVerifier,
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
  TlsServer,
  TrustBundle,
  TrustDomain,
  TrustError,
  VerificationError,
  VerifiedPeer,
  WorkloadIdentity,
  catalog,
  parsePem,
}

'use strict'
// What mtls-core throws and rejects with: one class a floor of the engine, all of them MtlsError.

class MtlsError extends Error {
  constructor(message, { code = '', help = '', findings = [], ...rest } = {}) {
    super(message)
    Object.assign(this, { code, help, findings, ...rest })
  }

  // As for Node's own errors: the stack begins with it.
  get name() {
    return this.constructor.name
  }
}

class IdentityError extends MtlsError {}
class PkiError extends MtlsError {}
class IssueError extends MtlsError {}
class TrustError extends MtlsError {}
class VerificationError extends MtlsError {}
class TlsError extends MtlsError {}
class ResourceError extends MtlsError {}
class OriginError extends MtlsError {}
class RecipeError extends MtlsError {}

const errors = {
  MtlsError,
  IdentityError,
  PkiError,
  IssueError,
  TrustError,
  VerificationError,
  TlsError,
  ResourceError,
  OriginError,
  RecipeError,
}

const classes = { ...errors, Error, RangeError, TypeError }

/** Called by the native half for each error that it throws or rejects with. */
function makeError(name, message, code, help, properties) {
  const Class = classes[name]
  const error =
    name in errors
      ? new Class(message, { ...JSON.parse(properties), code, help })
      : Object.assign(new Class(message), { code })
  Error.captureStackTrace?.(error, makeError)
  return error
}

module.exports = { errors, makeError }

// The errors, one class a subject.
import type { CertificateRef, Finding } from './finding'

/** A refusal: `message` says what was seen, `help` what to do next. */
export declare class MtlsError extends Error {
  constructor(message: string, properties?: { code?: string; help?: string; findings?: Finding[] })
  /** The rule that refused, in kebab case; the same in Rust, Python and Node. */
  code: string
  /** The next step for the reader. */
  help: string
  /** All that was found. */
  findings: Finding[]
}
/** Not a SPIFFE ID, trust domain, workload identity or pattern. */
export declare class IdentityError extends MtlsError {}
/** Bytes that are not the certificate, key, request or CRL they should be. */
export declare class PkiError extends MtlsError {}
/** A certificate that cannot be issued as asked. */
export declare class IssueError extends MtlsError {}
/** A trust bundle, or a set of them, that does not hold. */
export declare class TrustError extends MtlsError {}
/** A chain that was refused; `findings` says why, the most telling cause first. */
export declare class VerificationError extends MtlsError {
  /** The SPIFFE ID that the leaf claims. Not verified: for logs, never for decisions. */
  claimedId?: string | null
  /** The certificates that were presented, leaf first. */
  chain?: CertificateRef[]
}
/** A TLS configuration that cannot be built, or a handshake that failed. */
export declare class TlsError extends MtlsError {}
/** A Kubernetes or Istio resource that cannot be read or would not work. */
export declare class ResourceError extends MtlsError {}
/** An origin, its configuration, its policy or a request to it that is refused or cannot be judged. */
export declare class OriginError extends MtlsError {}
/** A scenario that cannot be turned into manifests. */
export declare class RecipeError extends MtlsError {}

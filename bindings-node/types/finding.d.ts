// What was found, and of what.

/** How grave a finding is. */
export type Severity = 'info' | 'warning' | 'error'

/** One entry of the catalog of rules. */
export interface Rule {
  /** Stable name in kebab case; the `rule` of findings and the `code` of errors. */
  name: string
  /** Severity unless the judging profile says otherwise. */
  severity: Severity
  /** What triggers it. */
  trigger: string
  /** Why it matters. */
  why: string
  /** How to mend it. */
  help: string
  /** The standard or document it follows. */
  source: string
}

/** A certificate, named the three ways people look for one. */
export interface CertificateRef {
  /** Position in the chain; 0 is the leaf. Absent for a trust anchor. */
  index?: number
  /** Subject as text, empty when the certificate could not be read. */
  subject: string
  /** Serial number, lowercase hex with colons. */
  serial: string
  /** Its SPIFFE ID, where it has exactly one. */
  spiffeId?: string
}

/** What a finding is about. */
export type Subject =
  | { kind: 'input' }
  | ({ kind: 'certificate' } & CertificateRef)
  | { kind: 'text'; line?: number; block?: number }
  | { kind: 'file'; path: string }
  | { kind: 'trust-domain'; name: string }
  | { kind: 'key' }
  | { kind: 'request' }
  | { kind: 'crl'; issuer: string }
  | { kind: 'line'; file: string; line: number }
  | { kind: 'document'; file?: string; document?: number; line?: number; resource: string; field: string }

/** One thing seen: where, how grave, and what to do about it. */
export interface Finding {
  /** The stable name of the rule. */
  rule: string
  /** How grave it is here. */
  severity: Severity
  /** The thing at fault. */
  subject: Subject
  /** What was seen, with the values that matter. */
  message: string
  /** The next step. */
  help: string
}

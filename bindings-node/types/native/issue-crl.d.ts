// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Certificate } from './certificate'
import type { Crl } from './issue'

/** What a revocation list says. */
export interface CrlOptions {
  /** Certificates of this CA. */
  revoked?: Array<Revoked>
  /** Serial numbers of certificates that are not at hand. */
  revokedSerials?: Array<RevokedSerial>
  /** The CA's last list, whose entries are taken over. */
  carryOver?: Crl
  /** The date of the list. Default: now. */
  at?: Date
  /** How long until the next one is due. Default: a week. */
  validForSeconds?: number
}

/** A certificate of this CA that is to be revoked. */
export interface Revoked {
  /** The certificate. */
  certificate: Certificate
  /** `keyCompromise`, `superseded`, `cessationOfOperation`, … */
  reason: string
}

/** A serial number that is to be revoked, of a certificate that is not at hand. */
export interface RevokedSerial {
  /** Hex, with or without colons. */
  serial: string
  /** `keyCompromise`, `superseded`, `cessationOfOperation`, … */
  reason: string
  /** Since when. */
  when: Date
}

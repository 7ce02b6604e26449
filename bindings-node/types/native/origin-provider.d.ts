// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { ProviderName, Presents, EdgeProviderRecord } from '../origin'
import type { TrustAnchors } from './anchors'

/** An edge network, as an origin sees it: what it presents, whether that binds it to one customer, and how it is replaced. */
export declare class EdgeProvider {
  /** The provider with this name. Throws `OriginError` with the name that comes closest. */
  constructor(name: ProviderName)
  /** One that is not known here. */
  static custom(name: string, presents: Presents, options?: CustomProviderOptions | undefined | null): EdgeProvider
  /** Every provider that is known. */
  static all(): Array<EdgeProvider>
  /** Its name in options. */
  get name(): string
  /** Its name for people. */
  get title(): string
  /** Whose certificate it shows. */
  get presents(): Presents
  /** Whether its certificate proves that a request came for this customer, and not only through the network. */
  get isTenantBound(): boolean
  /** The authorities that are known to issue its certificates: those of Cloudflare's shared certificate; null for all others. */
  get anchors(): TrustAnchors | null
  /** Whether both are the same. */
  equals(other: EdgeProvider): boolean
  /** Title and name. */
  toString(): string
  /** All of it as a plain object: rules for the leaf, other proof, rotation, notes. */
  toJSON(): EdgeProviderRecord
}

/** A provider that is not known here. */
export interface CustomProviderOptions {
  /** Its certificate has clientAuth in its extended key usage, always. Default: false. */
  clientAuthRequired?: boolean
}

/** A provider, or its name. */
export type ProviderLike = EdgeProvider | string

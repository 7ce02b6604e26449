// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface JwtHeader {
      /** The name. */
      name?: string
      /** What stands before the token, its space included: `Bearer `. */
      prefix?: string
    }
    export interface ClaimToHeader {
      /** The name of the header: letters, digits, `-` and `_`. */
      header?: string
      /** The name of the claim; nested ones with a dot between. */
      claim?: string
    }
    export interface JwtRule {
      /** The issuer as tokens name it in `iss`, to the last slash. */
      issuer?: string
      /** Names of which a token must have one in `aud`; absent means any. */
      audiences?: readonly string[]
      /**
       * Where the issuer's keys are published, http or https. Absent: found through the issuer's discovery
       * document.
       */
      jwksUri?: string
      /** The issuer's public keys themselves, as JSON (RFC 7517). Not together with `jwksUri`. */
      jwks?: string
      /** Headers that a token may come in; absent means `Authorization: Bearer`. */
      fromHeaders?: readonly JwtHeader[]
      /** Parameters of the query that a token may come in. */
      fromParams?: readonly string[]
      /** Cookies that a token may come in. */
      fromCookies?: readonly string[]
      /** A header by which the claims go on to the workload, Base64 of JSON. */
      outputPayloadToHeader?: string
      /** Whether the token itself goes on to the workload; absent means no. */
      forwardOriginalToken?: boolean
      /** Claims that go on to the workload as headers. */
      outputClaimToHeaders?: readonly ClaimToHeader[]
      /** Claims that are lists with spaces between their values. */
      spaceDelimitedClaims?: readonly string[]
      /** How long the keys may take to come, at least `1ms`; absent means `5s`. */
      timeout?: string
    }
    /** What `resources.requestAuthentication` takes. */
    export interface RequestAuthenticationOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'security.istio.io/v1' | 'security.istio.io/v1beta1'
      /** The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh. */
      selector?: WorkloadSelector
      /** The gateway or service that this is for. Write `targetRefs` instead. */
      targetRef?: PolicyTargetReference
      /** The gateways or services that this is for, at most 16. */
      targetRefs?: readonly PolicyTargetReference[]
      /** The issuers. A token must be one of theirs. */
      jwtRules?: readonly JwtRule[]
    }
    /**
     * A RequestAuthentication of security.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is
     * wrong.
     */
    export function requestAuthentication(options: RequestAuthenticationOptions): Manifest
  }
}

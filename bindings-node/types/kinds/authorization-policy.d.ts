// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface AuthorizationProvider {
      /** The name of an extension provider of the mesh. */
      name?: string
    }
    export interface AuthorizationSource {
      /** Identities of peers as `<trust domain>/ns/<namespace>/sa/<service account>`, without `spiffe://`. */
      principals?: readonly string[]
      /** Identities of peers that do not match. */
      notPrincipals?: readonly string[]
      /** Identities of tokens as `<issuer>/<subject>`. */
      requestPrincipals?: readonly string[]
      /** Identities of tokens that do not match. */
      notRequestPrincipals?: readonly string[]
      /** Namespaces of peers. */
      namespaces?: readonly string[]
      /** Namespaces of peers that do not match. */
      notNamespaces?: readonly string[]
      /** Service accounts of peers, as `<name>` in the namespace of the policy or `<namespace>/<name>`; no `*`. */
      serviceAccounts?: readonly string[]
      /** Service accounts of peers that do not match. */
      notServiceAccounts?: readonly string[]
      /** Trust domains of peers. Not in every version of Istio. */
      trustDomains?: readonly string[]
      /** Trust domains of peers that do not match. */
      notTrustDomains?: readonly string[]
      /** Addresses (CIDR or single ones) of the peer of the connection. */
      ipBlocks?: readonly string[]
      /** Addresses of the peer that do not match. */
      notIpBlocks?: readonly string[]
      /** Addresses of the client as trusted proxies report it. */
      remoteIpBlocks?: readonly string[]
      /** Addresses of the client that do not match. */
      notRemoteIpBlocks?: readonly string[]
    }
    export interface AuthorizationFrom {
      /** The source. */
      source?: AuthorizationSource
    }
    export interface AuthorizationOperation {
      /** Hosts as the request names them, with the port where it does. */
      hosts?: readonly string[]
      /** Hosts that do not match. */
      notHosts?: readonly string[]
      /** Ports that the workload listens on (at a gateway: of its pods), as text. */
      ports?: readonly string[]
      /** Ports that do not match. */
      notPorts?: readonly string[]
      /** Methods in capitals; gRPC has `POST` alone. */
      methods?: readonly string[]
      /** Methods that do not match. */
      notMethods?: readonly string[]
      /** Paths without the query; `{*}` stands for one segment, `{**}` at the end for any. */
      paths?: readonly string[]
      /** Paths that do not match. */
      notPaths?: readonly string[]
    }
    export interface AuthorizationTo {
      /** The operation. */
      operation?: AuthorizationOperation
    }
    export interface AuthorizationCondition {
      /** The attribute: `source.ip`, `request.headers[<name>]`, `request.auth.claims[<name>]`, … */
      key?: string
      /** Values of which the attribute must have one. */
      values?: readonly string[]
      /** Values that the attribute must not have. */
      notValues?: readonly string[]
    }
    export interface AuthorizationRule {
      /** Who calls: one of these. Absent means anyone. */
      from?: readonly AuthorizationFrom[]
      /** What is called: one of these. Absent means anything. */
      to?: readonly AuthorizationTo[]
      /** What must hold besides: all of these. */
      when?: readonly AuthorizationCondition[]
    }
    /** What `resources.authorizationPolicy` takes. */
    export interface AuthorizationPolicyOptions extends ObjectOptions {
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
      /** What happens to requests that a rule matches; absent is `ALLOW`. */
      action?: 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM'
      /** Who decides, for `CUSTOM` alone. */
      provider?: AuthorizationProvider
      /** The rules, at most 512: one must match. Without any, none matches, so that `ALLOW` allows nothing. */
      rules?: readonly AuthorizationRule[]
    }
    /**
     * An AuthorizationPolicy of security.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is
     * wrong.
     */
    export function authorizationPolicy(options: AuthorizationPolicyOptions): Manifest
  }
}

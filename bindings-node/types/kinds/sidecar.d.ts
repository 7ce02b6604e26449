// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface SidecarPort {
      /** The number, 1 to 65535; 0 with a Unix socket. */
      number?: number
      /** `HTTP`, `HTTPS`, `HTTP2`, `GRPC`, `TLS`, `TCP`, …, in any case. */
      protocol?: string
      /** The name. */
      name?: string
      /** Has no effect here and is refused. */
      targetPort?: number
    }
    export interface TlsCertificate {
      /** File with the certificate. */
      serverCertificate?: string
      /** File with the key. */
      privateKey?: string
      /** File with the CA of the clients. */
      caCertificates?: string
    }
    export interface ServerTls {
      /** Redirects plain HTTP to HTTPS. */
      httpsRedirect?: boolean
      /** What is demanded of the client. */
      mode?: 'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'AUTO_PASSTHROUGH' | 'ISTIO_MUTUAL' | 'OPTIONAL_MUTUAL'
      /** The Secret with certificate and key, in the namespace of the gateway's pods. */
      credentialName?: string
      /** One or two Secrets with certificates of different key kinds. */
      credentialNames?: readonly string[]
      /** Where the CA of the clients comes from, when not from the credential. */
      caCertCredentialName?: string
      /** File with the certificate. */
      serverCertificate?: string
      /** File with the key. */
      privateKey?: string
      /** File with the CA of the clients. */
      caCertificates?: string
      /** File with the CRL of that CA. */
      caCrl?: string
      /** One or two pairs of files. */
      tlsCertificates?: readonly TlsCertificate[]
      /** Names of which the client's certificate must carry one. */
      subjectAltNames?: readonly string[]
      /** SHA-256 of public keys (SPKI, Base64) of which the client's must be one. */
      verifyCertificateSpki?: readonly string[]
      /** SHA-256 of certificates (hexadecimal) of which the client's must be one. */
      verifyCertificateHash?: readonly string[]
      /** Takes client certificates of any CA. */
      insecureSkipVerify?: boolean
      /** Lowest version of TLS. */
      minProtocolVersion?: 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3'
      /** Highest version of TLS. */
      maxProtocolVersion?: 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3'
      /** Cipher suites of TLS 1.2 and below, by OpenSSL's names. */
      cipherSuites?: readonly string[]
    }
    export interface SidecarIngress {
      /** The port. */
      port?: SidecarPort
      /** The IP address to listen on; absent means that of the workload. */
      bind?: string
      /** How traffic gets to the proxy; absent is `DEFAULT`. */
      captureMode?: 'DEFAULT' | 'IPTABLES' | 'NONE'
      /** Where the workload listens: `127.0.0.1:8080`, `[::1]:8080`, `:8080`, or `unix://` and a path. */
      defaultEndpoint?: string
      /** TLS that the proxy ends in the workload's stead; the mesh's own mutual TLS must be off on this port. */
      tls?: ServerTls
      /** Limits of the connections to the workload. */
      connectionPool?: object
    }
    export interface SidecarEgress {
      /** The port; absent means that this is for every port that no other listener is for. */
      port?: SidecarPort
      /** The IP address to listen on, or `unix://` and a path. */
      bind?: string
      /** How traffic gets to the proxy; absent is `DEFAULT`. */
      captureMode?: 'DEFAULT' | 'IPTABLES' | 'NONE'
      /**
       * The services, as `namespace/host`: the namespace may be `.` or `*`, with `~` before it all but that one,
       * the host may be `*` or begin with `*.`.
       */
      hosts?: readonly string[]
    }
    export interface EgressProxy {
      /** Its whole domain name. */
      host?: string
      /** A subset that a `DestinationRule` names. */
      subset?: string
      /** Its port. */
      port?: PortSelector
    }
    export interface OutboundTrafficPolicy {
      /** Whether it goes on; absent is `REGISTRY_ONLY` where the policy is written. */
      mode?: 'REGISTRY_ONLY' | 'ALLOW_ANY'
      /** The service that it goes to; with `ALLOW_ANY` alone. */
      egressProxy?: EgressProxy
    }
    /** What `resources.sidecar` takes. */
    export interface SidecarOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
      /** The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh. */
      workloadSelector?: WorkloadLabels
      /** The ports that the proxy takes traffic in on; absent means those of the workload's services. */
      ingress?: readonly SidecarIngress[]
      /** The services that the proxy knows; absent means all that are shown to the namespace. */
      egress?: readonly SidecarEgress[]
      /** Limits of the connections to the workload, for every port without its own. */
      inboundConnectionPool?: object
      /** Where traffic to unknown services goes; absent means as the mesh says. */
      outboundTrafficPolicy?: OutboundTrafficPolicy
    }
    /** A Sidecar of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function sidecar(options: SidecarOptions): Manifest
  }
}

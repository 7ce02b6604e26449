// Manifests, and the options that make them.

/** A manifest: a Kubernetes object as it is written, keys in their order. */
export interface Manifest {
  apiVersion: string
  kind: string
  metadata?: { name?: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> }
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what else a kind has
  [field: string]: any
}

/** A port of a Gateway. */
export interface GatewayServerOptions {
  /** Its number. */
  port: number
  /** The hosts: `shop.example`, `*.shop.example`, `namespace/host`. */
  hosts: string[]
  /** `HTTPS` unless given, `HTTP` where it redirects. */
  protocol?: string
  /** Its name. Default: made of protocol and number. */
  name?: string
  /** What is done with TLS. */
  mode?: 'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'OPTIONAL_MUTUAL' | 'AUTO_PASSTHROUGH' | 'ISTIO_MUTUAL'
  /** The Secret with certificate and key. */
  credentialName?: string
  /** The credential with the CA of the clients. */
  caCredentialName?: string
  /** Names of which the client's certificate must carry one. */
  subjectAltNames?: string[]
  /** Lowest version of TLS: `TLSV1_2`, `TLSV1_3`. */
  minVersion?: string
  /** Cipher suites. */
  cipherSuites?: string[]
  /** Redirects to HTTPS. */
  redirectToHttps?: boolean
}

/** What `resources.gateway` takes. */
export interface GatewayOptions {
  /** Name of the Gateway. */
  name: string
  /** Its namespace. */
  namespace?: string
  /** The version of the API to write. */
  apiVersion?: string
  /** Labels of the gateway's pods. */
  selector?: Record<string, string>
  /** Labels of the Gateway. */
  labels?: Record<string, string>
  /** Annotations of the Gateway. */
  annotations?: Record<string, string>
  /** The ports. */
  servers: GatewayServerOptions[]
  /** A JSON merge patch over the result. */
  mergePatch?: object
}

/** What `resources.secret` takes. */
export interface SecretOptions {
  /** Name of the Secret. */
  name: string
  /** Its namespace. */
  namespace?: string
  /** `tls` and `generic` take certificate and key, `cacert` a CA, `opaque` entries. Default: `tls`. */
  form?: 'tls' | 'generic' | 'cacert' | 'opaque'
  /** The certificate in PEM. */
  cert?: Pem
  /** The key in PEM. */
  key?: Pem
  /** The CA of the clients in PEM. */
  ca?: Pem
  /** Other entries, as text. */
  entries?: Record<string, string | Uint8Array>
  /** Labels. */
  labels?: Record<string, string>
  /** Annotations. */
  annotations?: Record<string, string>
  /** Refuses later changes. */
  immutable?: boolean
}

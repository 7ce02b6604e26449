// The options of recipes.

/** What `recipes.cloudflareOrigin` takes. */
export interface CloudflareOriginOptions {
  /** The hosts that the gateway answers for. */
  hosts: string[]
  /** The origin's certificate in PEM. */
  certificate: Pem
  /** Its key in PEM. */
  key: Pem
  /** The CA of the edge's client certificate in PEM. */
  clientCa: Pem
  /** Which client certificate the edge shows: one of the zone or hostname, or Cloudflare's shared one. */
  pull: 'zone' | 'hostname' | 'shared'
  /** Name of the Gateway. */
  gateway?: string
  /** Namespace of its pods. */
  namespace?: string
  /** Labels of its pods. */
  selector?: Record<string, string>
  /** Labels of the manifests. */
  labels?: Record<string, string>
  /** Name of the Secret. */
  credential?: string
  /** Port of the gateway. */
  port?: number
  /** Version of Big Bang, for values of its chart in place of manifests. */
  bigBang?: string
  /** The clients' CA in the Secret of the certificate, or in one of its own. */
  secretForm?: 'together' | 'apart'
  /** The time for which dates are judged, in seconds since 1970. */
  at?: number
}

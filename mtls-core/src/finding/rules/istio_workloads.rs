//! Rules of Istio's `ServiceEntry`, `WorkloadEntry`, `WorkloadGroup`, `Sidecar`, `ProxyConfig` and `Telemetry`.

rules! {
    /// Every rule of this part.

    SERVICE_ENTRY_NO_HOSTS = Error "service-entry-no-hosts" {
        trigger: "A ServiceEntry has no hosts.",
        why: "Istio's webhook refuses it.",
        help: "List the names that callers use under `spec.hosts`; where they use addresses alone, any name will do.",
        source: "istio pkg/config/validation ValidateServiceEntry",
    }
    SERVICE_ENTRY_HOST = Error "service-entry-host-invalid" {
        trigger: "A host of a ServiceEntry is `*`, or no domain name.",
        why: "The API server or Istio's webhook refuses it.",
        help: "Write `api.partner.example` or `*.partner.example`; addresses belong under `spec.addresses`.",
        source: "istio pkg/config/validation ValidateServiceEntry",
    }
    SERVICE_ENTRY_HOST_PARTIAL = Warning "service-entry-host-partial-wildcard" {
        trigger: "A host of a ServiceEntry has a `*` that is not a whole first label, and the resolution is not DYNAMIC_DNS.",
        why: "Proxies match whole labels; Istio's webhook warns of it.",
        help: "Write `*.partner.example`, or list the hosts.",
        source: "istio pkg/config/validation ValidateServiceEntry",
    }
    SERVICE_ENTRY_DNS_HOST = Error "service-entry-dns-host" {
        trigger: "A ServiceEntry is resolved by DNS without endpoints, and a host of it has a `*`.",
        why: "DNS cannot be asked for a `*`; Istio's webhook refuses it.",
        help: "List whole names, or endpoints that can be asked for; for a `*` use the resolution DYNAMIC_DNS or NONE.",
        source: "istio pkg/config/validation ValidateServiceEntry",
    }
    SERVICE_ENTRY_DYNAMIC_DNS = Error "service-entry-dynamic-dns" {
        trigger: "The resolution DYNAMIC_DNS stands with a host without `*`, with addresses, with a protocol other than HTTP, HTTP2, GRPC and TLS, or within the mesh behind a waypoint.",
        why: "The host is taken from each request, so there must be one to take; Istio's webhook refuses the rest.",
        help: "Use DNS for whole names, and NONE where only addresses are known.",
        source: "istio pkg/config/validation ValidateServiceEntry",
    }
    SERVICE_ENTRY_SELECTOR_AND_ENDPOINTS = Error "service-entry-selector-and-endpoints" {
        trigger: "A ServiceEntry has a `workloadSelector` and `endpoints`.",
        why: "The workloads come from one or the other; the API server refuses both.",
        help: "Keep one of the two.",
        source: "istio.io/api networking/v1 ServiceEntry (CEL)",
    }
    SERVICE_ENTRY_SELECTOR_IGNORED = Warning "service-entry-selector-ignored" {
        trigger: "A ServiceEntry has a `workloadSelector`, but its resolution is NONE or not written.",
        why: "Traffic goes where it was going; the selected workloads are not used.",
        help: "Write `resolution: STATIC`.",
        source: "istio pkg/config/validation ValidateServiceEntry",
    }
    SERVICE_ENTRY_ENDPOINTS = Error "service-entry-endpoints" {
        trigger: "A ServiceEntry has endpoints that its resolution does not take: any with NONE or DYNAMIC_DNS, more than one with DNS_ROUND_ROBIN.",
        why: "The API server or Istio's webhook refuses it.",
        help: "Write `resolution: STATIC` for endpoints by address and `DNS` for endpoints by name; an absent resolution is NONE.",
        source: "istio.io/api networking/v1 ServiceEntry (CEL); istio pkg/config/validation ValidateServiceEntry",
    }
    SERVICE_ENTRY_ADDRESS = Error "service-entry-address-invalid" {
        trigger: "An address of a ServiceEntry is neither an IP address nor a range.",
        why: "Istio's webhook refuses it.",
        help: "Write `192.0.2.10` or `192.0.2.0/24`; names belong under `spec.hosts`.",
        source: "istio pkg/config/validation ValidateServiceEntry",
    }
    SERVICE_ENTRY_ADDRESS_RANGE = Error "service-entry-address-range" {
        trigger: "A ServiceEntry has a range of addresses, and its resolution is neither NONE nor STATIC.",
        why: "The API server refuses it.",
        help: "List single addresses, or write `resolution: NONE`.",
        source: "istio.io/api networking/v1 ServiceEntry (CEL)",
    }
    SERVICE_ENTRY_PORT = Error "service-entry-port-invalid" {
        trigger: "A port of a ServiceEntry lacks number or name, or has a number, name, protocol or target port that is not taken.",
        why: "The API server or Istio's webhook refuses it.",
        help: "Write `{number: 443, name: tls, protocol: TLS}`.",
        source: "istio pkg/config/validation ValidateServiceEntry",
    }
    SERVICE_ENTRY_PORT_TWICE = Error "service-entry-port-twice" {
        trigger: "Two ports of a ServiceEntry have the same number or name.",
        why: "The API server refuses it.",
        help: "Give each port a number and a name of its own; another protocol on the same port needs a ServiceEntry of its own.",
        source: "istio.io/api networking/v1 ServiceEntry (CEL, list map keys)",
    }
    SERVICE_ENTRY_TCP_WITHOUT_ADDRESS = Warning "service-entry-tcp-without-address" {
        trigger: "A port of a ServiceEntry carries TCP, or has no protocol, and the entry has no address and gets none.",
        why: "The proxy tells TCP services apart by address alone; without one this takes all traffic to the port.",
        help: "List the addresses under `spec.addresses`, or write the protocol if it is HTTP or TLS. Addresses are given out unless the resolution is NONE or the label `networking.istio.io/enable-autoallocate-ip` is false.",
        source: "istio pkg/config/validation ValidateServiceEntry; istioctl analyze IST0134",
    }
    SERVICE_ENTRY_HOSTS_SHARE_PORT = Error "service-entry-hosts-share-port" {
        trigger: "A ServiceEntry has several hosts and a port that is neither HTTP nor TLS, and its resolution is not NONE.",
        why: "Nothing in plain TCP says which host is meant; Istio's webhook refuses it.",
        help: "Write a ServiceEntry for each host, or the protocol if it is HTTP or TLS.",
        source: "istio pkg/config/validation ValidateServiceEntry",
    }
    SERVICE_ENTRY_HOSTS_SHARE_ADDRESS = Warning "service-entry-hosts-share-address" {
        trigger: "A ServiceEntry that is resolved by DNS has several hosts, addresses, and a port for TCP or TLS.",
        why: "Traffic to the addresses could be meant for any of the hosts; Istio's webhook warns of it.",
        help: "Write a ServiceEntry with its own addresses for each host.",
        source: "istio pkg/config/validation ValidateServiceEntry",
    }
    SERVICE_ENTRY_INTERNAL_PLAINTEXT = Warning "service-entry-internal-plaintext" {
        trigger: "A ServiceEntry is MESH_INTERNAL and resolved by DNS, but it has neither endpoints nor a selector.",
        why: "What DNS answers is not known to speak mutual TLS, so callers send plaintext and check no identity.",
        help: "List the name as an endpoint with a `serviceAccount`, or set ISTIO_MUTUAL in a DestinationRule for the host.",
        source: "istio pilot/pkg/serviceregistry/serviceentry conversion.go",
    }
    WORKLOAD_PLAINTEXT = Warning "workload-entry-plaintext" {
        trigger: "A workload of the mesh has neither a `serviceAccount` nor the label `security.istio.io/tlsMode`.",
        why: "Callers take it for a workload without a proxy: they send plaintext and check no identity.",
        help: "Set `serviceAccount`. If it has no proxy, say so by the label `security.istio.io/tlsMode: disabled`.",
        source: "istio pilot/pkg/serviceregistry/serviceentry conversion.go",
    }
    WORKLOAD_ADDRESS = Error "workload-entry-address-invalid" {
        trigger: "A workload has no address and no network, or an address that is none: an IP address, `unix://` and an absolute path, or a domain name where DNS is asked.",
        why: "The API server or Istio's webhook refuses it.",
        help: "Write an IP address; endpoints by name need `resolution: DNS`.",
        source: "istio pkg/config/validation validateWorkloadEntry",
    }
    WORKLOAD_ADDRESS_MISSING = Warning "workload-entry-address-missing" {
        trigger: "A workload has a network, but no address.",
        why: "It is reached by the gateway of that network alone; Istio's webhook warns of it.",
        help: "Write the address, unless the gateway is what is meant.",
        source: "istio pkg/config/validation validateWorkloadEntry",
    }
    WORKLOAD_PORT = Error "workload-entry-port-invalid" {
        trigger: "A workload has a port that its service does not name, that is no port, or that stands with a Unix socket.",
        why: "The API server or Istio's webhook refuses it.",
        help: "Use the names of the service's ports as keys, and numbers of 1 to 65535.",
        source: "istio pkg/config/validation validateWorkloadEntry; istio.io/api networking/v1 WorkloadEntry (CEL)",
    }
    WORKLOAD_GROUP_TEMPLATE = Error "workload-group-template-missing" {
        trigger: "A WorkloadGroup has no template.",
        why: "The API server refuses it.",
        help: "Add `template`, with the `serviceAccount` of the workloads.",
        source: "istio pkg/config/validation ValidateWorkloadGroup",
    }
    WORKLOAD_GROUP_PROBE = Error "workload-group-probe-invalid" {
        trigger: "The probe of a WorkloadGroup has no way or several to ask, lacks a port or command, or has what is not taken there.",
        why: "The API server or Istio's webhook refuses it.",
        help: "Write one of `httpGet`, `tcpSocket`, `exec` and `grpc`, with a port or a command.",
        source: "istio pkg/config/validation validateReadinessProbe",
    }
    SIDECAR_EMPTY = Error "sidecar-empty" {
        trigger: "A Sidecar has neither `ingress`, `egress`, `outboundTrafficPolicy` nor `inboundConnectionPool`.",
        why: "Istio's webhook refuses it.",
        help: "Say what the proxies shall know: `egress: [{hosts: ['./*', 'istio-system/*']}]`.",
        source: "istio pkg/config/validation ValidateSidecar",
    }
    SIDECAR_PORT = Error "sidecar-port-invalid" {
        trigger: "A listener of a Sidecar has no port where it needs one, or one that is not taken.",
        why: "The API server or Istio's webhook refuses it.",
        help: "Write `port: {number: 9080, protocol: HTTP, name: http}`.",
        source: "istio pkg/config/validation ValidateSidecar",
    }
    SIDECAR_PORT_TWICE = Error "sidecar-port-twice" {
        trigger: "Two listeners of a Sidecar in one direction have the same port or socket.",
        why: "Istio's webhook refuses it, even on different addresses.",
        help: "Keep one listener for each port.",
        source: "istio pkg/config/validation ValidateSidecar",
    }
    SIDECAR_BIND = Error "sidecar-bind-invalid" {
        trigger: "`bind` of a Sidecar's listener is no IP address, or no socket where the port is 0, or contradicts `captureMode`.",
        why: "Istio's webhook refuses it.",
        help: "Leave `bind` out unless the proxy must listen on one address alone.",
        source: "istio pkg/config/validation ValidateSidecar",
    }
    SIDECAR_DEFAULT_ENDPOINT = Error "sidecar-default-endpoint" {
        trigger: "`defaultEndpoint` names another host than the workload's own, or no port.",
        why: "The proxy hands traffic to its own workload alone; Istio's webhook refuses the rest.",
        help: "Write `127.0.0.1:8080`, `[::1]:8080`, `0.0.0.0:8080`, `:8080`, or `unix://` and a path.",
        source: "istio pkg/config/validation ValidateSidecar",
    }
    SIDECAR_INGRESS_TLS = Error "sidecar-ingress-tls" {
        trigger: "TLS of a Sidecar's ingress uses a credential, names of clients, a redirect, the mode ISTIO_MUTUAL or AUTO_PASSTHROUGH, or a plaintext port.",
        why: "Istio's webhook refuses it: a sidecar reads certificates from files, on ports with protocol HTTPS or TLS.",
        help: "Use SIMPLE or MUTUAL with `serverCertificate`, `privateKey` and `caCertificates`, mounted into the pod.",
        source: "istio pkg/config/validation ValidateSidecar",
    }
    SIDECAR_CATCH_ALL = Error "sidecar-catch-all-listener" {
        trigger: "A Sidecar has an egress listener without a port that is not the last one.",
        why: "It is for every port that no other listener is for; Istio's webhook refuses others behind it.",
        help: "Put it last, and all hosts for any port into it.",
        source: "istio pkg/config/validation ValidateSidecar",
    }
    SIDECAR_HOST = Error "sidecar-host-invalid" {
        trigger: "An egress listener of a Sidecar has no hosts, or one that is not `namespace/host`.",
        why: "Istio's webhook refuses it.",
        help: "Write `./*`, `istio-system/*`, `*/api.partner.example` or `shop/cart.shop.svc.cluster.local`.",
        source: "istio pkg/config/validation ValidateSidecar",
    }
    SIDECAR_HOST_TWICE = Warning "sidecar-host-twice" {
        trigger: "A host of a Sidecar's egress listener is already covered by another one of the listener.",
        why: "It adds nothing, and one of the two is not what its author thinks.",
        help: "Remove one of the two.",
        source: "istio pkg/config/validation ValidateSidecar",
    }
    SIDECAR_EGRESS_PROXY = Error "sidecar-egress-proxy" {
        trigger: "`egressProxy` stands without mode ALLOW_ANY, without a whole domain name, or without a port.",
        why: "Istio's webhook refuses it.",
        help: "Write `mode: ALLOW_ANY` and `egressProxy: {host: proxy.example, port: {number: 443}}`; an absent mode is REGISTRY_ONLY.",
        source: "istio pkg/config/validation validateSidecarOutboundTrafficPolicy",
    }
    SIDECAR_CONNECTION_POOL = Error "sidecar-connection-pool" {
        trigger: "A connection pool of a Sidecar has neither `tcp` nor `http`, or a number below zero or a time that is none in them.",
        why: "Istio's webhook refuses it.",
        help: "Write the limits, or leave the pool out.",
        source: "istio pkg/config/validation validateConnectionPool",
    }
    SIDECAR_CONNECTION_POOL_IGNORED = Warning "sidecar-connection-pool-ignored" {
        trigger: "A connection pool of a Sidecar has `http` on a port whose protocol is not HTTP.",
        why: "Only its limits for TCP hold there; Istio's webhook warns of it.",
        help: "Write the protocol of the port, or the limits under `tcp`.",
        source: "istio pkg/config/validation ValidateSidecar",
    }
    PROXY_CONFIG_CONCURRENCY = Error "proxy-config-concurrency" {
        trigger: "The `concurrency` of a ProxyConfig is below 0.",
        why: "The API server refuses it.",
        help: "Write the number of threads, or 0 for one for each core.",
        source: "istio pkg/config/validation ValidateProxyConfig",
    }
    TELEMETRY_PROVIDER = Error "telemetry-provider-unnamed" {
        trigger: "A provider of a Telemetry has no name.",
        why: "The API server refuses it.",
        help: "Name a provider of the mesh's settings: `providers: [{name: envoy}]`; without `providers` the mesh's default is used.",
        source: "istio.io/api telemetry/v1 Telemetry (CRD); istio pkg/config/validation validateTelemetryProviders",
    }
    TELEMETRY_TRACING_TWICE = Warning "telemetry-tracing-twice" {
        trigger: "A Telemetry has several entries of `tracing`, or one with several providers.",
        why: "Proxies trace in one way; Istio's webhook warns of the others.",
        help: "Keep one entry with one provider.",
        source: "istio pkg/config/validation validateTelemetryTracing",
    }
    TELEMETRY_SAMPLING = Error "telemetry-sampling" {
        trigger: "`randomSamplingPercentage` is no number from 0 to 100.",
        why: "The API server refuses it.",
        help: "Write how many of a hundred requests are traced: `1.5`.",
        source: "istio.io/api telemetry/v1 Telemetry (CRD); istio pkg/config/validation validateTelemetryTracing",
    }
    TELEMETRY_TAG = Error "telemetry-tag-invalid" {
        trigger: "A tag of a Telemetry is set to nothing, is removed with a value, or is of two sorts.",
        why: "The API server or Istio's webhook refuses it.",
        help: "Write `{value: ...}` or `{operation: REMOVE}` for a metric's tag, one of `literal`, `header`, `environment` and `formatter` for a span's.",
        source: "istio.io/api telemetry/v1 Telemetry (CRD, CEL); istio pkg/config/validation validateTelemetryMetrics",
    }
    TELEMETRY_METRIC = Error "telemetry-metric-invalid" {
        trigger: "A metric of a Telemetry has an empty name or two.",
        why: "The API server refuses it.",
        help: "Write one of `metric` and `customMetric`.",
        source: "istio.io/api telemetry/v1 Telemetry (CRD, CEL); istio pkg/config/validation validateTelemetryMetrics",
    }
}

//! The settings of the mesh, `MeshConfig`: the root namespace, the trust domain, whether mutual TLS comes by itself.

mod check;
mod read;
mod settings;

pub use read::{MeshReading, read_mesh_config};
pub use settings::MeshSettings;

pub(in crate::resources) use read::findings;

use std::collections::BTreeMap;

use crate::resources::model::{Field as _, model, spellings};
use crate::resources::{Map, Value};

model! {
    /// The settings of a mesh.
    ///
    /// They stand as text under the key `mesh` of the ConfigMap `istio`, in `spec.meshConfig` of an IstioOperator, and in
    /// `meshConfig` of the values of Istio's Helm chart; [`read_mesh_config`] reads all three.
    /// [`settings`](Self::settings) says what holds where nothing is written.
    ///
    /// ```
    /// use mtls_core::resources::istio::MeshConfig;
    ///
    /// let config = MeshConfig::default().trust_domain("prod.example").trust_domain_aliases(["old.example"]);
    /// let settings = config.settings();
    /// assert_eq!(settings.accepted_trust_domains, ["prod.example", "old.example"]);
    /// assert_eq!((settings.root_namespace.as_str(), settings.enable_auto_mtls), ("istio-system", true));
    /// ```
    pub struct MeshConfig {
        /// The namespace whose policies hold for the whole mesh; absent means `istio-system`.
        root_namespace: String = "rootNamespace",
        /// The trust domain of the workloads' identities, DNS labels without `_`; absent means `cluster.local`.
        trust_domain: String = "trustDomain",
        /// Further trust domains whose workloads are taken for those of the mesh.
        trust_domain_aliases: Vec<String> = "trustDomainAliases",
        /// Further roots that peers may be issued under.
        ca_certificates: Vec<MeshCertificate> = "caCertificates",
        /// Whether clients use mutual TLS wherever the server's side can; absent means yes.
        enable_auto_mtls: bool = "enableAutoMtls",
        /// The mesh's own mutual TLS.
        mesh_mtls: MeshTls = "meshMTLS" | "mesh_mTLS",
        /// TLS of gateways and of connections to the outside.
        tls_defaults: MeshTls = "tlsDefaults",
        /// The certificate authority that signs for the mesh.
        ca: Map = "ca",
        /// Certificates that istiod made for others, in former versions.
        certificates: Value = "certificates",
        /// Whether proxies check the server's certificate where a DestinationRule names no CA. Of former versions.
        verify_certificate_at_client: bool = "verifyCertificateAtClient",
        /// Defaults of the proxies.
        default_config: MeshProxyConfig = "defaultConfig",
        /// What becomes of connections to unknown destinations.
        outbound_traffic_policy: MeshOutboundTrafficPolicy = "outboundTrafficPolicy",
        /// What becomes of connections to unknown ports of a workload.
        inbound_traffic_policy: Map = "inboundTrafficPolicy",
        /// How paths are changed before they are compared.
        path_normalization: MeshPathNormalization = "pathNormalization",
        /// Who may be asked by policies and for telemetry.
        extension_providers: Vec<MeshExtensionProvider> = "extensionProviders",
        /// The providers of telemetry that are used by default.
        default_providers: Map = "defaultProviders",
        /// Where services are visible; absent means everywhere (`*`).
        default_service_export_to: Vec<String> = "defaultServiceExportTo",
        /// Where VirtualServices are visible; absent means everywhere (`*`).
        default_virtual_service_export_to: Vec<String> = "defaultVirtualServiceExportTo",
        /// Where DestinationRules are visible; absent means everywhere (`*`).
        default_destination_rule_export_to: Vec<String> = "defaultDestinationRuleExportTo",
        /// The namespaces that istiod reads.
        discovery_selectors: Value = "discoverySelectors",
        /// Which services stay within their cluster.
        service_settings: Value = "serviceSettings",
        /// Which services are shared between clusters.
        service_scope_configs: Value = "serviceScopeConfigs",
        /// Where ServiceEntries are visible.
        service_entry_visibility: Value = "serviceEntryVisibility",
        /// Where istiod reads resources of Istio.
        config_sources: Value = "configSources",
        /// How long a connection may take to come about.
        connect_timeout: String = "connectTimeout",
        /// How long a proxy waits for a protocol to show.
        protocol_detection_timeout: String = "protocolDetectionTimeout",
        /// How long tunnels of ambient mode stay open unused.
        hbone_idle_timeout: String = "hboneIdleTimeout",
        /// TCP keep-alive.
        tcp_keepalive: Map = "tcpKeepalive",
        /// The port that proxies take outbound connections on.
        proxy_listen_port: i64 = "proxyListenPort",
        /// The port that proxies take inbound connections on.
        proxy_inbound_listen_port: i64 = "proxyInboundListenPort",
        /// The port of the HTTP proxy.
        proxy_http_port: i64 = "proxyHttpPort",
        /// The class of Kubernetes Ingresses that are served.
        ingress_class: String = "ingressClass",
        /// The Service of the gateway that serves Ingresses.
        ingress_service: String = "ingressService",
        /// The label `istio` of the pods that serve Ingresses.
        ingress_selector: String = "ingressSelector",
        /// Which Ingresses are served.
        ingress_controller_mode: String = "ingressControllerMode",
        /// Whether requests are traced.
        enable_tracing: bool = "enableTracing",
        /// The file of the access log.
        access_log_file: String = "accessLogFile",
        /// The form of its lines.
        access_log_format: String = "accessLogFormat",
        /// Whether they are text or JSON.
        access_log_encoding: String = "accessLogEncoding",
        /// Whether access logs go to a service.
        enable_envoy_access_log_service: bool = "enableEnvoyAccessLogService",
        /// Whether connections that no route takes are left out of the log.
        disable_envoy_listener_log: bool = "disableEnvoyListenerLog",
        /// Whether metrics of the workload come with those of the proxy.
        enable_prometheus_merge: bool = "enablePrometheusMerge",
        /// The name of inbound clusters in statistics.
        inbound_cluster_stat_name: String = "inboundClusterStatName",
        /// The name of outbound clusters in statistics.
        outbound_cluster_stat_name: String = "outboundClusterStatName",
        /// How often names are looked up.
        dns_refresh_rate: String = "dnsRefreshRate",
        /// Whether HTTP/1.1 is made HTTP/2.
        h2_upgrade_policy: String = "h2UpgradePolicy",
        /// Load balancing by place.
        locality_lb_setting: Map = "localityLbSetting",
        /// Load balancing by zone.
        zone_aware_lb_setting: Map = "zoneAwareLbSetting",
        /// Retries of HTTP.
        default_http_retry_policy: Map = "defaultHttpRetryPolicy",
        /// Retries of HTTP towards the workload.
        default_inbound_http_retry_policy: Map = "defaultInboundHttpRetryPolicy",
        /// What holds for traffic without a DestinationRule.
        default_traffic_policy: Map = "defaultTrafficPolicy",
    }
}

model! {
    /// A root that peers may be issued under.
    pub struct MeshCertificate {
        /// The certificate in PEM.
        pem: String = "pem",
        /// Where the trust bundle of a SPIFFE trust domain is published.
        spiffe_bundle_url: String = "spiffeBundleUrl",
        /// The signers (of Kubernetes) that this root is for.
        cert_signers: Vec<String> = "certSigners",
        /// The trust domains that this root is for: peers of them are accepted.
        trust_domains: Vec<String> = "trustDomains",
    }
}

model! {
    /// Settings of TLS.
    pub struct MeshTls {
        /// The lowest version; absent or `TLS_AUTO` is TLS 1.2.
        min_protocol_version: MeshTlsVersion = "minProtocolVersion",
        /// Curves, in `tlsDefaults` alone: `P-256`, `P-384`, `P-521`, `X25519`, `X25519MLKEM768`, …
        ecdh_curves: Vec<String> = "ecdhCurves",
        /// Cipher suites of TLS 1.2, by OpenSSL's names.
        cipher_suites: Vec<String> = "cipherSuites",
    }
}

spellings! {
    /// The lowest version of TLS in the mesh.
    pub enum MeshTlsVersion {
        /// TLS 1.2.
        Auto = "TLS_AUTO",
        /// TLS 1.2.
        V1_2 = "TLSV1_2",
        /// TLS 1.3.
        V1_3 = "TLSV1_3",
    }
}

model! {
    /// Defaults of the proxies, as far as they bear on TLS; other fields are kept as they are.
    pub struct MeshProxyConfig {
        /// How many threads work; 0 means one a processor. Not below 0.
        concurrency: i64 = "concurrency",
        /// What stands before a gateway.
        gateway_topology: MeshTopology = "gatewayTopology",
        /// Further roots for the connection to istiod, in PEM.
        ca_certificates_pem: Vec<String> = "caCertificatesPem",
        /// The name of the mesh among others.
        mesh_id: String = "meshId",
        /// Where istiod is.
        discovery_address: String = "discoveryAddress",
        /// How proxies know istiod.
        control_plane_auth_policy: String = "controlPlaneAuthPolicy",
        /// Environment of the proxies.
        proxy_metadata: BTreeMap<String, String> = "proxyMetadata",
        /// Headers that proxies add and keep.
        proxy_headers: Map = "proxyHeaders",
        /// Hardware that holds private keys.
        private_key_provider: Map = "privateKeyProvider",
        /// Tracing.
        tracing: Map = "tracing",
        /// The image of the proxy.
        image: Map = "image",
        /// How connections reach the proxy.
        interception_mode: String = "interceptionMode",
        /// Whether the workload waits for its proxy.
        hold_application_until_proxy_starts: bool = "holdApplicationUntilProxyStarts",
        /// How long connections may go on at the end.
        drain_duration: String = "drainDuration",
        /// The same after the order to end.
        termination_drain_duration: String = "terminationDrainDuration",
        /// How the proxy is found ready.
        readiness_probe: Map = "readinessProbe",
        /// Which statistics are kept.
        proxy_stats_matcher: Map = "proxyStatsMatcher",
        /// Limits of connections.
        connection_settings: Map = "connectionSettings",
        /// The directory of generated configuration.
        config_path: String = "configPath",
        /// The proxy's program.
        binary_path: String = "binaryPath",
        /// The name of the proxy's service.
        service_cluster: String = "serviceCluster",
        /// How the service is named in traces.
        tracing_service_name: String = "tracingServiceName",
        /// The port of Envoy's administration.
        proxy_admin_port: i64 = "proxyAdminPort",
        /// The port of the proxy's status.
        status_port: i64 = "statusPort",
        /// A configuration file in place of the generated one.
        custom_config_file: String = "customConfigFile",
        /// A template of the configuration at start.
        proxy_bootstrap_template_path: String = "proxyBootstrapTemplatePath",
        /// The longest name in statistics.
        stat_name_length: i64 = "statNameLength",
        /// Where statsd is.
        statsd_udp_address: String = "statsdUdpAddress",
        /// Where access logs go.
        envoy_access_log_service: Map = "envoyAccessLogService",
        /// Where metrics go.
        envoy_metrics_service: Map = "envoyMetricsService",
        /// Values for Envoy's runtime.
        runtime_values: BTreeMap<String, String> = "runtimeValues",
        /// Further tags of statistics.
        extra_stat_tags: Vec<String> = "extraStatTags",
        /// Whether statistics are compressed.
        stats_compression: bool = "statsCompression",
        /// How often files are written.
        file_flush_interval: String = "fileFlushInterval",
        /// How much is written at once.
        file_flush_min_size_kb: i64 = "fileFlushMinSizeKb",
        /// Secrets by SDS, in former versions.
        sds: Map = "sds",
        /// Where Zipkin is, in former versions.
        zipkin_address: String = "zipkinAddress",
        /// How often istiod is asked, in former versions.
        discovery_refresh_delay: String = "discoveryRefreshDelay",
        /// The zone of the workload, in former versions.
        availability_zone: String = "availabilityZone",
        /// Where metrics go, in former versions.
        envoy_metrics_service_address: String = "envoyMetricsServiceAddress",
    }
}

model! {
    /// What stands before a gateway.
    pub struct MeshTopology {
        /// How many proxies before it are believed on the client's address; absent means 0.
        num_trusted_proxies: i64 = "numTrustedProxies",
        /// What becomes of a forwarded client certificate (`X-Forwarded-Client-Cert`).
        forward_client_cert_details: ForwardClientCertDetails = "forwardClientCertDetails",
        /// Takes the client's address by the PROXY protocol.
        proxy_protocol: Map = "proxyProtocol",
    }
}

spellings! {
    /// What a proxy does with the header that forwards a client certificate.
    pub enum ForwardClientCertDetails {
        /// The proxy's own choice: `SANITIZE_SET` at gateways.
        Undefined = "UNDEFINED",
        /// Removes it.
        Sanitize = "SANITIZE",
        /// Passes it on, where the connection is mutual TLS.
        ForwardOnly = "FORWARD_ONLY",
        /// Adds the client to it, where the connection is mutual TLS.
        AppendForward = "APPEND_FORWARD",
        /// Replaces it by the client, where the connection is mutual TLS.
        SanitizeSet = "SANITIZE_SET",
        /// Passes it on, whoever sent it.
        AlwaysForwardOnly = "ALWAYS_FORWARD_ONLY",
    }
}

model! {
    /// What becomes of connections to unknown destinations.
    pub struct MeshOutboundTrafficPolicy {
        /// The mode; absent means `ALLOW_ANY`.
        mode: MeshOutboundMode = "mode",
        /// TLS of such connections.
        tls: Map = "tls",
    }
}

spellings! {
    /// Whether workloads reach what the mesh does not know.
    pub enum MeshOutboundMode {
        /// They do not.
        RegistryOnly = "REGISTRY_ONLY",
        /// They do.
        AllowAny = "ALLOW_ANY",
        /// They do, by names that the proxy looks up.
        AllowAnyDynamicDns = "ALLOW_ANY_DYNAMIC_DNS",
    }
}

model! {
    /// How paths are changed before they are compared.
    pub struct MeshPathNormalization {
        /// Which changes; absent means `DEFAULT`.
        normalization: PathNormalization = "normalization",
    }
}

spellings! {
    /// The changes that are made to a path before policies see it.
    pub enum PathNormalization {
        /// Those of `BASE`.
        Default = "DEFAULT",
        /// None: paths in other spellings get past policies.
        None = "NONE",
        /// Those of RFC 3986.
        Base = "BASE",
        /// Also slashes in a row become one.
        MergeSlashes = "MERGE_SLASHES",
        /// Also encoded slashes become slashes.
        DecodeAndMergeSlashes = "DECODE_AND_MERGE_SLASHES",
    }
}

model! {
    /// Who may be asked by policies and for telemetry: a name and one of the kinds.
    pub struct MeshExtensionProvider {
        /// The name, by which policies mean it.
        name: String = "name",
        /// External authorization by HTTP.
        envoy_ext_authz_http: Map = "envoyExtAuthzHttp",
        /// External authorization by gRPC.
        envoy_ext_authz_grpc: Map = "envoyExtAuthzGrpc",
        /// Traces to Zipkin.
        zipkin: Map = "zipkin",
        /// Traces to Lightstep.
        lightstep: Map = "lightstep",
        /// Traces to Datadog.
        datadog: Map = "datadog",
        /// Telemetry to Stackdriver.
        stackdriver: Map = "stackdriver",
        /// Traces to OpenCensus.
        opencensus: Map = "opencensus",
        /// Traces to SkyWalking.
        skywalking: Map = "skywalking",
        /// Traces to OpenTelemetry.
        opentelemetry: Map = "opentelemetry",
        /// Metrics for Prometheus.
        prometheus: Map = "prometheus",
        /// Access logs in files.
        envoy_file_access_log: Map = "envoyFileAccessLog",
        /// Access logs of HTTP by gRPC.
        envoy_http_als: Map = "envoyHttpAls",
        /// Access logs of TCP by gRPC.
        envoy_tcp_als: Map = "envoyTcpAls",
        /// Access logs to OpenTelemetry.
        envoy_otel_als: Map = "envoyOtelAls",
        /// Secrets by SDS.
        sds: Map = "sds",
    }
}

impl MeshConfig {
    /// The settings as a document: what stands in `meshConfig`.
    pub fn to_value(&self) -> Value {
        self.write()
    }
}

#[cfg(test)]
mod tests;

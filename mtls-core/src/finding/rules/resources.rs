//! Rules of `resources`: YAML and JSON, fields and options, Secrets, Gateways.

rules! {
    /// Every rule of this floor.

    MANIFEST_NOT_TEXT = Error "manifest-not-text" {
        trigger: "The bytes of a manifest are not UTF-8.",
        why: "Kubernetes reads UTF-8 alone; binary data must be in Base64.",
        help: "Check that this is the file you mean, and save it as UTF-8.",
        source: "YAML 1.2.2 section 5.2, RFC 8259 section 8.1",
    }
    YAML_SYNTAX = Error "yaml-syntax" {
        trigger: "A document is not YAML that Kubernetes can read.",
        why: "kubectl would refuse it as well.",
        help: "Look at the line and the one before it: indentation, a missing colon or an open quote are the usual causes. A Helm template must be rendered first.",
        source: "YAML 1.2.2",
    }
    YAML_DUPLICATE_KEY = Error "yaml-duplicate-key" {
        trigger: "A key stands twice in one map.",
        why: "Readers differ in which one they keep, so the author cannot know what holds.",
        help: "Keep one of the two.",
        source: "YAML 1.2.2 section 3.2.1.1",
    }
    MANIFEST_FILE = Error "manifest-file-unreadable" {
        trigger: "A file or folder of manifests cannot be read, or holds none.",
        why: "What stands in it is not judged.",
        help: "Check the path, its name and rights.",
        source: "house rule",
    }
    MANIFEST_LIMIT = Error "manifest-limit-exceeded" {
        trigger: "A text is larger, deeper or more entangled by aliases than is taken, or a value would be once it is written.",
        why: "A small text can describe a huge document; the limits keep memory and time bounded.",
        help: "Split the file, or raise the limit if the text is yours.",
        source: "house rule",
    }
    JSON_SYNTAX = Error "json-syntax" {
        trigger: "A text is not JSON.",
        why: "Nothing can be read from it.",
        help: "Look at the line and column.",
        source: "RFC 8259",
    }
    MANIFEST_NOT_A_MAP = Error "manifest-not-a-map" {
        trigger: "A document is a list or a single value.",
        why: "A Kubernetes object is a map with apiVersion and kind.",
        help: "Separate several objects by lines of `---`.",
        source: "Kubernetes API conventions, Types (Kinds)",
    }
    MANIFEST_WITHOUT_KIND = Error "manifest-without-kind" {
        trigger: "A document has no `apiVersion` or no `kind`.",
        why: "They say what the document is; without them nothing can be applied.",
        help: "Add the missing field at the top of the document.",
        source: "Kubernetes API conventions, Types (Kinds)",
    }
    MANIFEST_WRONG_KIND = Error "manifest-wrong-kind" {
        trigger: "A manifest is of another kind or API group than the one asked for.",
        why: "Its fields mean something else.",
        help: "Pass the manifest of the right kind; Istio and the Gateway API both have a Gateway.",
        source: "Kubernetes API conventions, Types (Kinds)",
    }
    MANIFEST_INVALID = Error "manifest-invalid" {
        trigger: "A resource breaks the rules of its kind.",
        why: "The API server or Istio would refuse it, or it would not do what it says.",
        help: "Mend the findings that come with this error.",
        source: "house rule",
    }
    KIND_UNKNOWN = Error "kind-unknown" {
        trigger: "A manifest of a kind without a model is to be built from options.",
        why: "Nothing is known of its fields, so nothing could be checked.",
        help: "Write the kind as the catalog of kinds does, with its group (`networking.istio.io/Gateway`), or write the manifest itself: unknown kinds are read and written as they are.",
        source: "house rule",
    }
    KIND_MISSPELT = Warning "kind-misspelt" {
        trigger: "A group that is known has no such kind, but one that is spelt almost so, or another group has it.",
        why: "The API server knows no such resource and refuses it; until then nothing of it was checked.",
        help: "Spell the kind as the message says, or take its own group; a kind that came later than this version is fine as it is.",
        source: "Kubernetes API conventions, Types (Kinds)",
    }
    OPTIONS_INVALID = Error "options-invalid" {
        trigger: "The options of a builder do not say what to build.",
        why: "Guessing would build something else than was meant.",
        help: "Mend the findings that come with this error.",
        source: "house rule",
    }
    OPTION_UNKNOWN = Error "option-unknown" {
        trigger: "A builder has no option of this name.",
        why: "An option that is silently ignored is a setting that is silently missing.",
        help: "Write the option as the documentation of the builder names it.",
        source: "house rule",
    }
    OPTION_MISSING = Error "option-missing" {
        trigger: "An option that the builder cannot do without is missing.",
        why: "There is no safe default for it.",
        help: "Give the option.",
        source: "house rule",
    }
    OPTION_TYPE = Error "option-type" {
        trigger: "An option has a value of another type.",
        why: "It cannot be understood.",
        help: "Give a value of the type that is expected.",
        source: "house rule",
    }
    OPTION_VALUE = Error "option-value" {
        trigger: "An option has a value that is not among those it can have.",
        why: "It cannot be understood.",
        help: "Give one of the values that are named.",
        source: "house rule",
    }
    API_VERSION_UNKNOWN = Error "api-version-unknown" {
        trigger: "The apiVersion is none in which this kind is served.",
        why: "The API server answers `no matches for kind`.",
        help: "Write one of the versions that are named.",
        source: "custom resource definitions of Istio",
    }
    FIELD_TYPE = Error "field-type" {
        trigger: "A field has a value of another type than its schema says.",
        why: "The API server refuses the object.",
        help: "Give a value of the type that is expected; quote a number where text is meant.",
        source: "Kubernetes API conventions, custom resource definitions of Istio",
    }
    FIELD_UNKNOWN = Warning "field-unknown" {
        trigger: "A kind has no field of this name, as far as this version knows.",
        why: "kubectl refuses unknown fields; with its validation off, the API server drops them silently.",
        help: "Check the spelling and the indentation; a field of a newer version is kept as it is.",
        source: "Kubernetes API concepts, Field validation",
    }
    FIELD_VALUE_UNKNOWN = Error "field-value-unknown" {
        trigger: "An enum field has a spelling that the API does not have.",
        why: "The API server refuses the object.",
        help: "Write one of the spellings that are named; capitals count.",
        source: "custom resource definitions of Istio",
    }
    METADATA_NAME = Error "metadata-name-invalid" {
        trigger: "An object has no name, or one that is no lower-case DNS name.",
        why: "The API server refuses it.",
        help: "Use lower-case letters, digits, `-` and `.`, at most 253, with a letter or digit at both ends.",
        source: "Kubernetes, Object Names and IDs",
    }
    METADATA_NAMESPACE = Error "metadata-namespace-invalid" {
        trigger: "The namespace is no lower-case DNS label.",
        why: "The API server refuses it.",
        help: "Use lower-case letters, digits and inner hyphens, at most 63.",
        source: "Kubernetes, Object Names and IDs",
    }
    METADATA_NAMESPACE_IGNORED = Warning "metadata-namespace-ignored" {
        trigger: "An object of a cluster-wide kind names a namespace.",
        why: "The API server drops it: the object is the same for all namespaces, and a second one of the same name replaces it.",
        help: "Remove the namespace.",
        source: "Kubernetes apiserver, registry/rest EnsureObjectNamespaceMatchesRequestNamespace",
    }
    LABEL_INVALID = Error "label-invalid" {
        trigger: "A label or annotation has a key or value that Kubernetes does not take.",
        why: "The API server refuses the object.",
        help: "Keys are `prefix.example/name` or `name`; values of labels are empty or at most 63 letters, digits, `-`, `_`, `.`.",
        source: "Kubernetes, Labels and Selectors",
    }
    ISTIO_ANNOTATION = Error "istio-annotation-misplaced" {
        trigger: "A resource of Istio carries `istio.io/dry-run` where it is no AuthorizationPolicy with ALLOW or DENY or the value is no boolean, or an annotation for Istio's own use.",
        why: "Istio's webhook refuses it.",
        help: "Remove the annotation, or write `\"true\"`.",
        source: "istio pkg/config/validation",
    }
    SECRET_NOT_BASE64 = Error "secret-not-base64" {
        trigger: "An entry under `data` is not Base64.",
        why: "The API server refuses the Secret.",
        help: "Encode the value, or move it as it is to `stringData`.",
        source: "Kubernetes, Secrets",
    }
    SECRET_TYPE_KEYS = Error "secret-type-keys" {
        trigger: "A Secret of type kubernetes.io/tls lacks `tls.crt` or `tls.key`.",
        why: "The API server refuses it.",
        help: "Add the entry, or make the Secret Opaque.",
        source: "Kubernetes, Secrets, TLS Secrets",
    }
    SECRET_KEY_NAME = Error "secret-key-name" {
        trigger: "An entry of a Secret has a name that Kubernetes does not take.",
        why: "The API server refuses the Secret.",
        help: "Use letters, digits, `-`, `_` and `.`.",
        source: "Kubernetes, Secrets",
    }
    SECRET_TOO_LARGE = Error "secret-too-large" {
        trigger: "The entries of a Secret have more than 1 MiB together.",
        why: "The API server refuses it.",
        help: "Split the Secret, or keep the CA bundle in a ConfigMap.",
        source: "Kubernetes, Secrets",
    }
    SECRET_STRING_DATA_WINS = Warning "secret-string-data-wins" {
        trigger: "An entry stands under `data` and under `stringData`.",
        why: "The value under `stringData` wins; the other one is lost on the next write.",
        help: "Keep one of the two.",
        source: "Kubernetes, Secrets",
    }
    SECRET_HALF_PAIR = Warning "secret-half-pair" {
        trigger: "A Secret has a certificate without a key, or a key without a certificate.",
        why: "A gateway that is given this credential gets no certificate and refuses its port.",
        help: "Add the missing half.",
        source: "istio pilot/pkg/credentials/kube",
    }
    SECRET_PAIR_MISMATCH = Warning "secret-pair-mismatch" {
        trigger: "The private key of a Secret is not that of the first certificate beside it.",
        why: "The API server takes it, but no TLS server or client can present it. Builders refuse it.",
        help: "Take certificate and key of one issuance; the leaf stands first in the file.",
        source: "RFC 8446 section 4.4.2",
    }
    SECRET_SHADOWED = Warning "secret-shadowed" {
        trigger: "A Secret has both `cert`/`key` and `tls.crt`/`tls.key`.",
        why: "istiod reads the generic entries; whoever renews the others sees no effect.",
        help: "Keep one form: `tls.crt`, `tls.key`, `ca.crt` is what most tools write.",
        source: "istio pilot/pkg/credentials/kube",
    }
    SECRET_CACERT_WITHOUT_CA = Warning "secret-cacert-without-ca" {
        trigger: "A Secret whose name ends in `-cacert` has neither `cacert` nor `ca.crt`.",
        why: "A gateway looks there for the CA of its clients and finds none.",
        help: "Put the CA of the clients under `cacert`.",
        source: "istio pilot/pkg/credentials/kube",
    }
    SECRET_ENCODED_TWICE = Warning "secret-encoded-twice" {
        trigger: "An entry decodes to Base64 of PEM.",
        why: "The API server takes it, but what the gateway reads is no PEM, so it has no certificate. Builders refuse it.",
        help: "Encode once; under `stringData` not at all.",
        source: "Kubernetes, Secrets",
    }
    SECRET_KEY_EXPOSED = Error "secret-key-in-certificate" {
        trigger: "A private key stands where a certificate, CA or CRL is expected.",
        why: "Certificates are handed to peers and logged; a key among them is lost.",
        help: "Move the key to `tls.key`, and replace it if the Secret was ever applied.",
        source: "istio pilot/pkg/credentials/kube",
    }
    SECRET_NOT_PEM = Warning "secret-not-pem" {
        trigger: "An entry that a gateway reads holds no PEM of its kind.",
        why: "The API server takes it, but the gateway gets no usable credential. Builders refuse it.",
        help: "Put the PEM text there, from BEGIN to END.",
        source: "RFC 7468, istio pilot/pkg/credentials/kube",
    }
    SECRET_MISSING_CA_CRT = Error "secret-missing-ca-crt" {
        trigger: "A gateway demands client certificates, and no CA to judge them by is found with its credential.",
        why: "The gateway cannot verify any client: its port stays closed or every handshake fails.",
        help: "Add `ca.crt` with the CA that issues the clients' certificates to the Secret, or a Secret of the same name with `-cacert`.",
        source: "istio pilot/pkg/credentials/kube GetCaCert",
    }
    GATEWAY_NAME = Error "gateway-name-invalid" {
        trigger: "The name of a Gateway is no DNS label.",
        why: "Istio's webhook refuses it.",
        help: "Use letters, digits and inner hyphens, no dots.",
        source: "istio pkg/config/validation ValidateGateway",
    }
    GATEWAY_NO_SERVERS = Error "gateway-no-servers" {
        trigger: "A Gateway opens no port.",
        why: "Istio's webhook refuses it.",
        help: "Add an entry under `spec.servers`.",
        source: "istio pkg/config/validation ValidateGateway",
    }
    GATEWAY_PORT_NAME_TWICE = Error "gateway-port-name-twice" {
        trigger: "Two servers of a Gateway have a port of the same name.",
        why: "Istio's webhook refuses it.",
        help: "Give each port a name of its own.",
        source: "istio pkg/config/validation ValidateGateway",
    }
    GATEWAY_NO_HOSTS = Error "gateway-no-hosts" {
        trigger: "A server of a Gateway has no hosts.",
        why: "Istio's webhook refuses it.",
        help: "List the hosts, or `*` for all.",
        source: "istio pkg/config/validation validateServer",
    }
    GATEWAY_HOST = Error "gateway-host-invalid" {
        trigger: "A host of a Gateway is no whole domain name, wildcard in the first label, or IP address.",
        why: "Istio's webhook refuses it.",
        help: "Write `shop.example`, `*.shop.example`, `*`, or one of them behind `namespace/`.",
        source: "istio pkg/config/validation validateServer",
    }
    GATEWAY_PORT = Error "gateway-port-invalid" {
        trigger: "The port of a Gateway's server lacks number, protocol or name, or has one that is not taken.",
        why: "Istio's webhook refuses it.",
        help: "Write `port: {number: 443, name: https, protocol: HTTPS}`.",
        source: "istio pkg/config/validation validateServerPort",
    }
    GATEWAY_BIND = Error "gateway-bind-invalid" {
        trigger: "`bind` is neither an IP address nor a socket, or contradicts the port.",
        why: "Istio's webhook refuses it.",
        help: "Leave `bind` out unless the gateway must listen on one address alone.",
        source: "istio pkg/config/validation validateServerBind",
    }
    GATEWAY_TLS_MISSING = Error "gateway-tls-missing" {
        trigger: "A port with protocol HTTPS or TLS has no `tls`.",
        why: "Istio's webhook refuses it.",
        help: "Add `tls` with a mode and a credential.",
        source: "istio pkg/config/validation validateServer",
    }
    GATEWAY_TLS_ON_PLAINTEXT = Error "gateway-tls-on-plaintext" {
        trigger: "A port with a plaintext protocol has TLS settings.",
        why: "Istio's webhook refuses it.",
        help: "Make the protocol HTTPS or TLS, or keep `httpsRedirect` alone on an HTTP port.",
        source: "istio pkg/config/validation validateServer",
    }
    GATEWAY_REDIRECT_IGNORED = Warning "gateway-redirect-ignored" {
        trigger: "`httpsRedirect` stands on a port that is not plain HTTP.",
        why: "It has no effect there.",
        help: "Set it on the HTTP port.",
        source: "istio pkg/config/validation ValidateGateway",
    }
    GATEWAY_OLD_TLS = Warning "gateway-old-tls" {
        trigger: "TLS below 1.2 is allowed without listing cipher suites for it.",
        why: "The default suites are not for such old versions, so no handshake below 1.2 works; versions below 1.2 are broken anyway.",
        help: "Set `minProtocolVersion` to TLSV1_2.",
        source: "istio pkg/config/validation validateTLSOptions, RFC 8996",
    }
    GATEWAY_CIPHER = Warning "gateway-cipher-ignored" {
        trigger: "A cipher suite is unknown to Istio or listed twice.",
        why: "Istio drops it, so the list is not what it says.",
        help: "Use OpenSSL's names, each once; suites of TLS 1.3 are not configured here.",
        source: "istio pkg/config/security ValidCipherSuites",
    }
    GATEWAY_ISTIO_MUTUAL_CERTIFICATES = Error "gateway-istio-mutual-certificates" {
        trigger: "Mode ISTIO_MUTUAL stands with certificates of its own.",
        why: "Istio's webhook refuses it: the mode uses the mesh's certificates.",
        help: "Remove the certificates, or use MUTUAL.",
        source: "istio pkg/config/validation validateTLSOptions",
    }
    GATEWAY_PASSTHROUGH_CERTIFICATES = Warning "gateway-passthrough-certificates" {
        trigger: "A mode that passes TLS on stands with certificates.",
        why: "They have no effect, and no client certificate is demanded.",
        help: "Use SIMPLE or MUTUAL to end TLS here, or remove the certificates.",
        source: "istio pkg/config/validation validateTLSOptions",
    }
    GATEWAY_TLS_MODE_MISSING = Warning "gateway-tls-mode-missing" {
        trigger: "Certificates are given without a mode.",
        why: "An absent mode means PASSTHROUGH: the gateway neither ends TLS nor demands a client certificate.",
        help: "Write the mode: SIMPLE, or MUTUAL to demand a client certificate.",
        source: "Istio API reference, ServerTLSSettings",
    }
    GATEWAY_CERTIFICATE_SOURCES = Error "gateway-certificate-sources" {
        trigger: "A server's certificate is given in more than one way.",
        why: "Istio's webhook refuses it.",
        help: "Keep one of the ways; `credentialName` is the usual one.",
        source: "istio pkg/config/validation validateTLSOptions",
    }
    GATEWAY_CERTIFICATE_MISSING = Error "gateway-certificate-missing" {
        trigger: "TLS is to be ended, but neither a credential nor files with certificate and key are named.",
        why: "Istio's webhook refuses it.",
        help: "Name the Secret in `credentialName`.",
        source: "istio pkg/config/validation validateTLSOptions",
    }
    GATEWAY_CA_MISSING = Error "gateway-ca-missing" {
        trigger: "Client certificates are demanded, but neither a credential nor a file with their CA is named.",
        why: "Istio's webhook refuses it.",
        help: "Name the Secret in `credentialName`, or the file in `caCertificates`.",
        source: "istio pkg/config/validation validateTLSOptions",
    }
    GATEWAY_CERTIFICATE_COUNT = Error "gateway-certificate-count" {
        trigger: "`credentialNames` or `tlsCertificates` has no entry, or more than two.",
        why: "The API server refuses it.",
        help: "List one certificate, or one RSA and one ECDSA certificate.",
        source: "custom resource definitions of Istio",
    }
    GATEWAY_CRL_WITHOUT_CLIENTS = Error "gateway-crl-without-clients" {
        trigger: "A CRL stands with mode SIMPLE.",
        why: "Istio's webhook refuses it: no client certificates are checked.",
        help: "Use MUTUAL, or remove `caCrl`.",
        source: "istio pkg/config/validation validateTLSOptions",
    }
    GATEWAY_CLIENTS_UNVERIFIED = Warning "gateway-clients-unverified" {
        trigger: "A mode that checks client certificates stands with `insecureSkipVerify: true`.",
        why: "Certificates of any CA are taken, and the names in them reach authorization policies.",
        help: "Remove `insecureSkipVerify`.",
        source: "istio pilot/pkg/security/model",
    }
    GATEWAY_CA_CREDENTIAL_NAME = Warning "gateway-ca-credential-name" {
        trigger: "`caCertCredentialName` names a Secret whose name does not end in `-cacert`.",
        why: "istiod tells CAs from key pairs by that ending and would serve this one as a key pair.",
        help: "Rename the Secret, or use `configmap://` and a name.",
        source: "istio pilot/pkg/xds sds.go",
    }
}

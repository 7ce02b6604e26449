//! Rules of `identity`: SPIFFE IDs, trust domains, workload identities, patterns.

rules! {
    /// Every rule of this floor.

    SPIFFE_ID_SCHEME = Error "spiffe-id-scheme" {
        trigger: "A SPIFFE ID does not begin with `spiffe://`.",
        why: "Another scheme is another kind of name; taking it for a SPIFFE ID would let names collide.",
        help: "Write the ID as `spiffe://<trust domain>/<path>`.",
        source: "SPIFFE-ID section 2",
    }
    TRUST_DOMAIN_EMPTY = Error "trust-domain-empty" {
        trigger: "The trust domain is empty.",
        why: "Nobody can vouch for a name without a trust domain.",
        help: "Put the trust domain after `spiffe://`, for example `spiffe://cluster.local/…`.",
        source: "SPIFFE-ID sections 2 and 2.1",
    }
    TRUST_DOMAIN_TOO_LONG = Error "trust-domain-too-long" {
        trigger: "The trust domain has more than 255 bytes.",
        why: "Readers may cut or refuse longer names.",
        help: "Choose a shorter trust domain.",
        source: "SPIFFE-ID section 2.3",
    }
    TRUST_DOMAIN_CHARACTER = Error "trust-domain-character" {
        trigger: "The trust domain has a character other than a-z, 0-9, `.`, `-` and `_`.",
        why: "Trust domains are compared byte for byte; another spelling is another trust domain.",
        help: "Write it in lowercase ASCII without percent-encoding; `parse_lenient` folds case and says so.",
        source: "SPIFFE-ID section 2.1",
    }
    SPIFFE_ID_COMPONENT = Error "spiffe-id-component" {
        trigger: "The text has a user, port, query or fragment.",
        why: "A SPIFFE ID is a name, not an address; the standard forbids these parts, empty ones too.",
        help: "Keep only the trust domain and the path.",
        source: "SPIFFE-ID sections 2 and 2.1",
    }
    SPIFFE_ID_PATH_CHARACTER = Error "spiffe-id-path-character" {
        trigger: "The path has a character other than a-z, A-Z, 0-9, `.`, `-` and `_`.",
        why: "Percent-encoding and other characters give one name several spellings.",
        help: "Use only the allowed characters; nothing is decoded.",
        source: "SPIFFE-ID section 2.2",
    }
    SPIFFE_ID_SEGMENT_EMPTY = Error "spiffe-id-segment-empty" {
        trigger: "The path has an empty segment or ends in a slash.",
        why: "Two spellings of one path would be two identities, or one where two were meant.",
        help: "Remove the doubled or trailing slash.",
        source: "SPIFFE-ID section 2.2",
    }
    SPIFFE_ID_SEGMENT_DOT = Error "spiffe-id-segment-dot" {
        trigger: "The path has a `.` or `..` segment.",
        why: "A reader that resolves it sees another identity than one that does not.",
        help: "Write the path out.",
        source: "SPIFFE-ID section 2.2",
    }
    SPIFFE_ID_TOO_LONG = Error "spiffe-id-too-long" {
        trigger: "The SPIFFE ID has more than 2,048 bytes.",
        why: "Readers need not take longer ones, and may cut them.",
        help: "Shorten the path.",
        source: "SPIFFE-ID section 2.3",
    }
    WORKLOAD_IDENTITY_FORM = Error "workload-identity-form" {
        trigger: "A SPIFFE ID is read as an Istio identity and its path is not `/ns/<namespace>/sa/<service account>`.",
        why: "Istio gives every workload this form; another one was issued by something else.",
        help: "Check who issued the ID; match other forms with an `IdentityPattern`.",
        source: "Istio identity, pkg/spiffe",
    }
    WORKLOAD_KUBERNETES_NAME = Error "workload-kubernetes-name" {
        trigger: "A namespace is not a DNS-1123 label, or a service account not a DNS-1123 subdomain.",
        why: "No such object can exist in Kubernetes, so a policy that names it never matches.",
        help: "Use lowercase letters, digits and `-` (and `.` in service accounts), at most 63 or 253 characters.",
        source: "Kubernetes object names; RFC 1123",
    }
    PRINCIPAL_FORM = Error "principal-form" {
        trigger: "A principal is not `<trust domain>/ns/<namespace>/sa/<service account>`.",
        why: "Istio compares principals as text; one of another form never matches.",
        help: "Write it without `spiffe://`: `cluster.local/ns/shop/sa/cart`.",
        source: "Istio AuthorizationPolicy, source.principals",
    }
    IDENTITY_PATTERN = Error "identity-pattern" {
        trigger: "An identity pattern is empty, too deep, too large, or has `*` in the middle.",
        why: "A pattern that does not mean what it seems to mean lets the wrong peer in.",
        help: "Write `*` only at the beginning or the end of an Istio principal; nest at most 16 deep.",
        source: "Istio AuthorizationPolicy, string match",
    }
}

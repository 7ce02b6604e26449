//! Rules of `identity`: SPIFFE IDs, trust domains, workload identities, patterns.

rules! {
    /// Every rule of this floor.

    SPIFFE_ID_SCHEME = Error "spiffe-id-scheme" {
        trigger: "A SPIFFE ID does not begin with `spiffe://`.",
        why: "Another scheme is another kind of name; taking it for a SPIFFE ID would let names collide.",
        help: "Write the ID as `spiffe://<trust domain>/<path>`.",
        source: "SPIFFE-ID section 2",
    }
    SPIFFE_ID_TOO_LONG = Error "spiffe-id-too-long" {
        trigger: "A SPIFFE ID has more than 2048 bytes.",
        why: "Readers need not take longer ones, and may cut them.",
        help: "Shorten the path; the limit counts the whole ID, scheme included.",
        source: "SPIFFE-ID section 2.3",
    }
    SPIFFE_ID_USER = Error "spiffe-id-user" {
        trigger: "There is a `@` where the trust domain stands.",
        why: "A user part is no part of a SPIFFE ID, and hides which name is the trust domain.",
        help: "Drop everything up to and including the `@`.",
        source: "SPIFFE-ID section 2.1",
    }
    SPIFFE_ID_PORT = Error "spiffe-id-port" {
        trigger: "There is a `:` where the trust domain stands.",
        why: "A SPIFFE ID is a name, not an address; with a port it would be a second name for the same thing.",
        help: "Drop the colon and the port.",
        source: "SPIFFE-ID section 2.1",
    }
    SPIFFE_ID_QUERY_OR_FRAGMENT = Error "spiffe-id-query-or-fragment" {
        trigger: "There is a `?` or a `#`, even with nothing after it.",
        why: "A query or fragment would make two spellings of one name.",
        help: "Drop everything from the `?` or `#` on.",
        source: "SPIFFE-ID section 2",
    }
    SPIFFE_ID_PERCENT_ENCODED = Error "spiffe-id-percent-encoded" {
        trigger: "There is a percent sign in the trust domain or the path.",
        why: "Nothing is decoded in a SPIFFE ID: `%2F` and `/` must not be two spellings of one name.",
        help: "Write the characters themselves: letters, digits, `.`, `-` and `_`.",
        source: "SPIFFE-ID sections 2.1 and 2.2",
    }
    SPIFFE_ID_PATH_CHARACTER = Error "spiffe-id-path-character" {
        trigger: "A path segment has a character other than ASCII letters, digits, `.`, `-` and `_`.",
        why: "Other characters look alike, split lines, or are encoded differently from reader to reader.",
        help: "Use only letters, digits, `.`, `-` and `_`; look for a space or line end at the edges.",
        source: "SPIFFE-ID section 2.2",
    }
    SPIFFE_ID_SEGMENT_EMPTY = Error "spiffe-id-segment-empty" {
        trigger: "A path has two slashes in a row, or a segment to append is empty.",
        why: "A reader that collapses slashes sees another identity than one that does not.",
        help: "Give every segment at least one character; look for an empty variable in a template.",
        source: "SPIFFE-ID section 2.2",
    }
    SPIFFE_ID_SEGMENT_DOT = Error "spiffe-id-segment-dot" {
        trigger: "The path has a `.` or `..` segment.",
        why: "A reader that resolves it sees another identity than one that does not.",
        help: "Write the path out.",
        source: "SPIFFE-ID section 2.2",
    }
    SPIFFE_ID_TRAILING_SLASH = Error "spiffe-id-trailing-slash" {
        trigger: "The path ends in a slash.",
        why: "With and without the slash would be two spellings of one name.",
        help: "Drop the slash at the end.",
        source: "SPIFFE-ID section 2.2",
    }
    SPIFFE_ID_NOT_CANONICAL = Warning "spiffe-id-not-canonical" {
        trigger: "A lenient reader had to change a SPIFFE ID or trust domain to take it.",
        why: "Readers that are strict refuse the name, and readers that fold differently see another one.",
        help: "Write the canonical form wherever the name stands.",
        source: "SPIFFE-ID sections 2.1 and 2.4",
    }
    TRUST_DOMAIN_EMPTY = Error "trust-domain-empty" {
        trigger: "The trust domain is empty.",
        why: "Nobody can vouch for a name without a trust domain.",
        help: "Put the trust domain after `spiffe://`; look for an empty variable in a template.",
        source: "SPIFFE-ID sections 2 and 2.1",
    }
    TRUST_DOMAIN_TOO_LONG = Error "trust-domain-too-long" {
        trigger: "The trust domain has more than 255 bytes.",
        why: "Readers may cut or refuse longer names.",
        help: "Choose a shorter trust domain.",
        source: "SPIFFE-ID section 2.3",
    }
    TRUST_DOMAIN_URI = Error "trust-domain-uri" {
        trigger: "A URI stands where the bare name of a trust domain is expected.",
        why: "`td` and `spiffe://td` name one trust domain; two spellings make two entries of it.",
        help: "Write the name alone: `cluster.local`, not `spiffe://cluster.local`.",
        source: "SPIFFE Trust Domain and Bundle section 5.1.1",
    }
    TRUST_DOMAIN_UPPERCASE = Error "trust-domain-uppercase" {
        trigger: "The trust domain has an uppercase letter.",
        why: "A reader that compares bytes and one that folds case would not agree who it is.",
        help: "Write the trust domain in lowercase.",
        source: "SPIFFE-ID section 2.1",
    }
    TRUST_DOMAIN_CHARACTER = Error "trust-domain-character" {
        trigger: "The trust domain has a character other than lowercase ASCII letters, digits, `.`, `-` and `_`.",
        why: "Trust domains are compared byte for byte; another spelling is another trust domain.",
        help: "Use only lowercase letters, digits, `.`, `-` and `_`; look for a space or line end at the edges.",
        source: "SPIFFE-ID section 2.1",
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
    IDENTITY_PATTERN_EMPTY = Error "identity-pattern-empty" {
        trigger: "An identity pattern is an empty text or path, or `all_of` nothing.",
        why: "Emptiness is nearly always a lost value, and `all_of` nothing would let everybody in.",
        help: "Name what is to match; for a whole trust domain use `any_in`.",
        source: "mtls-core",
    }
    IDENTITY_PATTERN_NEVER_MATCHES = Error "identity-pattern-never-matches" {
        trigger: "No SPIFFE ID at all can match an Istio principal pattern.",
        why: "A rule that never matches looks like protection: as an ALLOW it admits nobody, as a DENY it stops nobody.",
        help: "Put one `*` at the start or the end, no `spiffe://` before it; combine two patterns with `all_of`.",
        source: "Istio AuthorizationPolicy, string match; SPIFFE-ID section 2",
    }
    IDENTITY_PATTERN_TOO_LARGE = Error "identity-pattern-too-large" {
        trigger: "An identity pattern is nested more than 16 deep or has more than 4096 parts.",
        why: "A hostile or broken policy file must not exhaust stack or time.",
        help: "Flatten the pattern, or match by trust domain or path prefix.",
        source: "mtls-core",
    }
    IDENTITY_PATTERN_DOCUMENT = Error "identity-pattern-document" {
        trigger: "A pattern document is not JSON or has an unknown form.",
        why: "A misspelt form must not be skipped: the rest would mean something else.",
        help: "Use one of `exact`, `trust_domain`, `path_prefix`, `istio_principal`, `any_of`, `all_of`, `not`.",
        source: "mtls-core",
    }
    IDENTITY_PATTERN_BOUNDARY = Warning "identity-pattern-boundary" {
        trigger: "The star of an Istio principal pattern cuts through a segment.",
        why: "`td/ns/shop*` also lets in the namespace `shopping`; whoever may create namespaces may get in.",
        help: "End a prefix with `/` and begin a suffix with `/`, or use `path_prefix`, which keeps to segments.",
        source: "Istio AuthorizationPolicy, string match",
    }
    IDENTITY_PATTERN_ANY_TRUST_DOMAIN = Warning "identity-pattern-any-trust-domain" {
        trigger: "An identity pattern can match IDs of any trust domain.",
        why: "With a federated bundle loaded, another organisation's workloads would get in under the same path.",
        help: "Name the trust domain: `path_prefix`, an exact principal, or `all_of` with `any_in`.",
        source: "SPIFFE Federation section 7.3; Istio trust domain migration",
    }
}

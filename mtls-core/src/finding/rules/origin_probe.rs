//! Rules of `origin::probe`: what a live probe says beside the catalogue of `origin_config`.

/// Those that the check of configurations says too.
pub(in crate::finding) const OF_THE_CHECK: &[&crate::finding::Rule] = &[UNFIT_CERTIFICATE];

rules! {
    /// Every rule of this module.

    EDGE_REFUSED = Error "origin-refuses-edge" {
        trigger: "The origin refuses the certificate that its edge presents.",
        why: "The site is down through the edge, or will be from the next connection on.",
        help: "Compare the CA that the origin trusts with the issuer of the edge's certificate, and its dates; in nginx `error_log … info` says which check failed.",
        source: "RFC 8446 section 4.4.2.4",
    }
    EDGE_SHARED = Warning "origin-trusts-whole-network" {
        trigger: "The origin takes its edge alone, and the edge presents the same certificate for all its customers.",
        why: "Another customer of the network can send requests to this origin through it, under a host name of his choice.",
        help: "Upload a certificate of your own for the zone or the host and trust its CA alone; until then compare the host, refuse a foreign `CF-Worker`, and demand an Access token.",
        source: "Cloudflare, Authenticated Origin Pulls, global",
    }
    UNFIT_CERTIFICATE = Error "client-certificate-unfit-accepted" {
        trigger: "The origin serves a certificate of the right CA that has expired, is not valid yet, was revoked or is for servers; or its configuration ignores that (HAProxy `crt-ignore-err`, `ca-ignore-err`).",
        why: "A certificate that was taken out of use, or was given out for something else, opens the origin.",
        help: "Let the server verify the whole path: Envoy without `allow_expired_certificate`, HAProxy without `crt-ignore-err`; for revocation give a CRL of every CA of the chain.",
        source: "RFC 5280 sections 4.2.1.12 and 6.1.3",
    }
    UNPROVED = Warning "origin-unproved" {
        trigger: "The probe cannot say that the origin is closed, and not that it is open.",
        why: "Refusals alone may be an outage: only an edge that is served beside them shows that the certificate decides.",
        help: "Give the edge's certificate and key and a path that it is served with 200; for what the network hides, probe from another place or with more time.",
        source: "mtls-core origin::probe",
    }
    NOT_TRIED = Info "origin-probe-left-out" {
        trigger: "Something was not tried, as it needs what only the caller can give, or is another path, or a version of TLS that the server does not seem to speak.",
        why: "A way that nobody tried may be open.",
        help: "The message names what was left out and why, its help the setting that lets it in: `edge_certificate` (JavaScript: `edgeCertificate`), `edge_ca` (JavaScript: `edgeCa`), `sibling`, `also`, `path`, `plaintext`, `unfit_from` (JavaScript: `unfitFrom`), `revoked_certificate` (JavaScript: `revokedCertificate`).",
        source: "mtls-core origin::probe",
    }
}

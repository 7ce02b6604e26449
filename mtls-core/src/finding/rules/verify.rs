//! Rules of `verify`: certificate chains.

rules! {
    /// Every rule of this floor.

    LEAF_SPIFFE_ID_MISSING = Error "leaf-spiffe-id-missing" {
        trigger: "The leaf has no URI name.",
        why: "A certificate without a SPIFFE ID is not an X509-SVID and says nothing about a workload.",
        help: "Issue the leaf with its SPIFFE ID as the URI in subjectAltName.",
        source: "X509-SVID sections 2 and 5.2",
    }
    LEAF_URI_NAMES_MULTIPLE = Error "leaf-uri-names-multiple" {
        trigger: "The leaf has more than one URI name.",
        why: "Which of them is the identity would be chance.",
        help: "Issue the leaf with exactly one URI name; DNS names may stand beside it.",
        source: "X509-SVID sections 2 and 5.2",
    }
    LEAF_SPIFFE_ID_INVALID = Error "leaf-spiffe-id-invalid" {
        trigger: "The leaf's URI name is not a SPIFFE ID.",
        why: "Only a name of the exact form can be compared safely.",
        help: "Issue the leaf with a URI of the form `spiffe://<trust domain>/<path>`.",
        source: "SPIFFE-ID section 2; X509-SVID section 5.2",
    }
    LEAF_SPIFFE_ID_WITHOUT_PATH = Error "leaf-spiffe-id-without-path" {
        trigger: "The leaf's SPIFFE ID names a trust domain and no workload.",
        why: "Such an ID belongs to the trust domain's authorities, which may not authenticate as peers.",
        help: "Issue the leaf with a path, for example `/ns/<namespace>/sa/<service account>`.",
        source: "X509-SVID sections 3.1 and 5.2",
    }
    LEAF_IS_CA = Error "leaf-is-ca" {
        trigger: "The leaf is a CA certificate.",
        why: "An authority may sign, and may not authenticate.",
        help: "Present a leaf that the CA issued, not the CA's own certificate.",
        source: "X509-SVID sections 3.2, 4.1 and 5.2",
    }
    LEAF_KEY_USAGE_SIGNS = Error "leaf-key-usage-signs" {
        trigger: "The leaf's key usage includes keyCertSign or cRLSign.",
        why: "A leaf that may sign certificates could vouch for others.",
        help: "Issue the leaf with digitalSignature and without keyCertSign and cRLSign.",
        source: "X509-SVID sections 4.3 and 5.2",
    }
    LEAF_KEY_USAGE_NO_SIGNATURE = Error "leaf-key-usage-no-signature" {
        trigger: "The leaf has a key usage without digitalSignature.",
        why: "The TLS handshake proves possession of the key by a signature.",
        help: "Issue the leaf with digitalSignature.",
        source: "X509-SVID section 4.3; RFC 8446 section 4.4.2.2",
    }
    LEAF_KEY_USAGE_MISSING = Error "leaf-key-usage-missing" {
        trigger: "The leaf has no key usage, or one that is not critical.",
        why: "The standard demands it of issuers; readers that ignore it would let the key do anything.",
        help: "Issue the leaf with a critical key usage of digitalSignature.",
        source: "X509-SVID section 4.3",
    }
    LEAF_EKU_INCOMPLETE = Error "leaf-eku-incomplete" {
        trigger: "The leaf has an extended key usage without both serverAuth and clientAuth.",
        why: "A workload is a client and a server; peers refuse it in the role that is missing.",
        help: "Issue the leaf with serverAuth and clientAuth.",
        source: "X509-SVID section 4.4",
    }
    LEAF_SAN_NOT_CRITICAL = Error "leaf-san-not-critical" {
        trigger: "The leaf has an empty subject and a subjectAltName that is not critical.",
        why: "The name is then nowhere that an old reader must look.",
        help: "Mark subjectAltName critical, or give the leaf a subject.",
        source: "X509-SVID section 3.1; RFC 5280 section 4.2.1.6",
    }
    LEAF_KEY_MISMATCH = Error "leaf-key-mismatch" {
        trigger: "A chain is explained beside a private key that is not the leaf's.",
        why: "Whoever presents the chain must prove that the key is theirs: every handshake would fail.",
        help: "Take certificate and key of the same issuance; rotation must replace both together.",
        source: "RFC 8446 section 4.4.3",
    }
    PURPOSE_MISMATCH = Error "purpose-mismatch" {
        trigger: "A certificate of the path may not be used in this role: its extended key usage does not name it.",
        why: "A certificate issued for servers says nothing about clients, and the other way round.",
        help: "Issue the certificate with the extended key usage that the message names.",
        source: "RFC 5280 section 4.2.1.12",
    }
    LEAF_EXPIRED = Error "leaf-expired" {
        trigger: "The leaf's validity has ended.",
        why: "An expired certificate is no longer vouched for.",
        help: "Renew the leaf, and look at why rotation did not: the workload's agent, its socket, its file mounts.",
        source: "RFC 5280 section 6.1.3",
    }
    LEAF_NOT_YET_VALID = Error "leaf-not-yet-valid" {
        trigger: "The leaf's validity has not begun.",
        why: "A certificate from the future is a wrong clock or a wrong certificate.",
        help: "Compare the clocks of the issuer and of this machine.",
        source: "RFC 5280 section 6.1.3",
    }
    ISSUER_EXPIRED = Error "issuer-expired" {
        trigger: "An intermediate's validity has ended.",
        why: "All that it signed falls with it.",
        help: "Renew the intermediate and issue the leaves under it again.",
        source: "RFC 5280 section 6.1.3",
    }
    ISSUER_NOT_YET_VALID = Error "issuer-not-yet-valid" {
        trigger: "An intermediate's validity has not begun.",
        why: "A certificate from the future is a wrong clock or a wrong certificate.",
        help: "Compare the clocks of the issuer and of this machine.",
        source: "RFC 5280 section 6.1.3",
    }
    AUTHORITY_EXPIRED = Error "authority-expired" {
        trigger: "The trust anchor's own validity has ended.",
        why: "OpenSSL, BoringSSL and Go refuse an expired root; webpki alone would not look.",
        help: "Rotate the authority: publish its successor in the bundle, then issue under it.",
        source: "RFC 5280 section 6.1",
    }
    AUTHORITY_NOT_YET_VALID = Error "authority-not-yet-valid" {
        trigger: "The trust anchor's own validity has not begun.",
        why: "An authority from the future is a wrong clock or a wrong certificate.",
        help: "Compare the clocks of the authority and of this machine.",
        source: "RFC 5280 section 6.1",
    }
    CLOCK_SKEW = Error "clock-skew" {
        trigger: "No certificate of the path, trust anchor included, is valid at the given time.",
        why: "One expired certificate is neglect; all of them at once is a wrong clock.",
        help: "Check the time that was passed in and this machine's clock.",
        source: "RFC 5280 section 6.1.3",
    }
    TRUST_DOMAIN_UNKNOWN = Error "trust-domain-unknown" {
        trigger: "There is no bundle for the leaf's trust domain.",
        why: "Only a trust domain's own bundle can vouch for it.",
        help: "If this trust domain is to be trusted, federate with it: add its bundle to the set.",
        source: "SPIFFE Federation sections 4.2 and 7.3",
    }
    TRUST_BUNDLE_EMPTY = Error "trust-bundle-empty" {
        trigger: "The bundle of the leaf's trust domain has no usable authority.",
        why: "An empty bundle makes every SVID of its trust domain untrusted.",
        help: "Fetch the bundle again; its findings say which authorities were left out.",
        source: "SPIFFE Trust Domain and Bundle section 4.1.3",
    }
    SIGNED_BY_OTHER_TRUST_DOMAIN = Error "signed-by-other-trust-domain" {
        trigger: "The chain ends at an authority of another trust domain than the leaf claims.",
        why: "An authority that vouches outside its own trust domain is forging identities.",
        help: "Find out who issued this certificate: its issuer may not sign for this trust domain.",
        source: "X509-SVID section 5.2; SPIFFE Federation section 7.3",
    }
    AUTHORITY_ROTATED = Error "authority-rotated" {
        trigger: "The bundle has an authority of the issuer's name, with another key.",
        why: "Either the root was rotated under the same name and one side still has the old one, or somebody else uses the name.",
        help: "If you rotated the root yourself and know the key, publish both authorities until every leaf is issued under the new one. If not, somebody else uses the name: do not add it.",
        source: "SPIFFE Federation section 4.1; RFC 5280 section 6.1",
    }
    ISSUER_KEY_MISMATCH = Error "issuer-key-mismatch" {
        trigger: "The chain has an intermediate of the issuer's name, and its key did not sign this certificate.",
        why: "The intermediate was rotated under the same name, or the chain was put together wrongly.",
        help: "Send the intermediate that issued this certificate; compare the key identifiers in the message.",
        source: "RFC 5280 section 6.1.3",
    }
    ISSUER_MISSING = Error "issuer-missing" {
        trigger: "Neither the chain nor the bundle has a certificate of the issuer's name.",
        why: "Without the intermediate the path to the trust anchor is broken.",
        help: "Let the peer send its intermediates after the leaf (`tls.crt` holds leaf, then intermediates), or add its root to the bundle, if you trust it.",
        source: "RFC 8446 section 4.4.2; RFC 5280 section 6.1",
    }
    AUTHORITY_UNKNOWN = Error "authority-unknown" {
        trigger: "The chain ends at a self-signed certificate that is not in the bundle.",
        why: "Whoever made the chain made its root, too.",
        help: "If the root is to be trusted, add it to the trust domain's bundle.",
        source: "RFC 5280 section 6.1",
    }
    ISSUER_NOT_CA = Error "issuer-not-ca" {
        trigger: "A certificate that signed another one is not a CA.",
        why: "A leaf that signs could make itself any identity.",
        help: "Send the CA certificate that issued the leaf; issue CAs with basicConstraints CA:TRUE.",
        source: "RFC 5280 sections 4.2.1.9 and 6.1.4; X509-SVID section 4.1",
    }
    ISSUER_KEY_USAGE = Error "issuer-key-usage" {
        trigger: "A signing certificate's key usage does not include keyCertSign.",
        why: "Its issuer did not allow it to sign certificates.",
        help: "Issue the CA with keyCertSign in its key usage.",
        source: "RFC 5280 section 4.2.1.3; X509-SVID section 4.3",
    }
    ISSUER_KEY_USAGE_MISSING = Error "issuer-key-usage-missing" {
        trigger: "A signing certificate has no key usage, or one that is not critical.",
        why: "The standard demands it of issuers.",
        help: "Issue the CA with a critical key usage of keyCertSign (and cRLSign).",
        source: "X509-SVID section 4.3",
    }
    ISSUER_SPIFFE_ID = Error "issuer-spiffe-id" {
        trigger: "A signing certificate's own SPIFFE ID has a path or is of another trust domain than the leaf.",
        why: "An authority's ID names its trust domain alone, and it signs for no other.",
        help: "Issue the CA with `spiffe://<trust domain>` or without a URI name.",
        source: "X509-SVID section 3.2; SPIFFE-ID section 3.1",
    }
    PATH_LENGTH_EXCEEDED = Error "path-length-exceeded" {
        trigger: "More intermediates stand below a CA than its path length allows, or the path is deeper than the limit.",
        why: "The CA above meant to keep the one below from making further CAs.",
        help: "Issue the leaf from the CA that the path length allows.",
        source: "RFC 5280 sections 4.2.1.9 and 6.1.4",
    }
    NAME_CONSTRAINT_VIOLATED = Error "name-constraint-violated" {
        trigger: "A name of the leaf is outside what a CA of the path may vouch for, or the constraint is of a kind that is always refused (URI).",
        why: "The constraint is the fence that the CA's owner built around it.",
        help: "Issue the leaf from a CA that may vouch for its names; URI constraints are refused by rustls-webpki today.",
        source: "RFC 5280 section 4.2.1.10",
    }
    CHAIN_REFUSED = Error "chain-refused" {
        trigger: "rustls-webpki refuses the chain for a reason that has no rule of its own.",
        why: "A chain is accepted only if rustls-webpki accepts it.",
        help: "The message carries the library's own reason.",
        source: "rustls-webpki",
    }
    VERIFIER_NO_ALGORITHMS = Error "verifier-no-algorithms" {
        trigger: "A verifier is built without signature algorithms: no backend feature is on and none were given.",
        why: "It could accept nothing.",
        help: "Turn on the feature `aws-lc-rs` or `ring`, or call `ChainVerifierBuilder::algorithms`.",
        source: "mtls-core features",
    }
    VERIFIER_AUTHORITY_UNUSABLE = Error "verifier-authority-unusable" {
        trigger: "rustls-webpki cannot take an authority of a bundle as a trust anchor.",
        why: "The authority is left out of the verifier; the others of its bundle still count.",
        help: "Replace the authority; the message says what is wrong with it.",
        source: "rustls-webpki",
    }
    VERIFIER_PROFILE_UNKNOWN = Error "verifier-profile-unknown" {
        trigger: "A profile is asked for by a name that does not exist.",
        why: "Falling back to another profile would accept or refuse what nobody asked for.",
        help: "Use one of the names in the message.",
        source: "mtls-core profiles",
    }
    VERIFIER_PURPOSE_UNKNOWN = Error "verifier-purpose-unknown" {
        trigger: "A purpose is asked for by a name that does not exist.",
        why: "Falling back to another purpose would accept certificates for the wrong role.",
        help: "Use one of the names in the message.",
        source: "mtls-core purposes",
    }
    VERIFIER_REVOCATION_DEPTH_UNKNOWN = Error "verifier-revocation-depth-unknown" {
        trigger: "A depth of revocation checks is asked for by a name that does not exist.",
        why: "Falling back to another depth would look fewer certificates up, or more, than were meant.",
        help: "Use one of the names in the message.",
        source: "mtls-core revocation",
    }
    VERIFIER_PROFILE_MISMATCH = Error "verifier-profile-mismatch" {
        trigger: "A verifier is built under a profile that another kind of verifier judges by.",
        why: "SPIFFE IDs are judged against a trust domain's bundle, other names against trust anchors.",
        help: "Use `ChainVerifier` for `spiffe-interop` and `spiffe-strict`, `EdgeVerifier` for the others.",
        source: "mtls-core profiles",
    }
    PEER_NAME_INVALID = Error "peer-name-invalid" {
        trigger: "A peer is expected under a name that is no DNS name, address or e-mail address.",
        why: "No certificate could be valid for it.",
        help: "Give the name without scheme, port, path or final dot; a wildcard is not a peer's name.",
        source: "RFC 9525 section 6; RFC 5280 section 4.2.1.6",
    }
    PEER_NAME_MISMATCH = Error "peer-name-mismatch" {
        trigger: "The leaf is valid for none of the expected names.",
        why: "The certificate is good, and it is somebody else's.",
        help: "Compare the names in the message: connect by a name that is in subjectAltName, or issue the leaf with it.",
        source: "RFC 9525 section 6",
    }
    CERTIFICATE_REVOKED = Error "certificate-revoked" {
        trigger: "A CRL of the certificate's issuer lists it.",
        why: "Its issuer no longer vouches for it: its key may be in other hands.",
        help: "Issue a new certificate under a new key; find out why this one was revoked.",
        source: "RFC 5280 sections 5.3 and 6.3",
    }
    CERTIFICATE_DISTRUSTED = Error "certificate-distrusted" {
        trigger: "A certificate of the path, its key or its issuer is on the distrust list.",
        why: "Whoever keeps the list took the trust back that the bundle still gives.",
        help: "The message says by which entry and why; issue the leaf from another CA.",
        source: "mtls-core distrust lists",
    }
    REVOCATION_UNKNOWN = Error "revocation-unknown" {
        trigger: "CRLs are in force, and none that counts speaks of this certificate.",
        why: "Without word from the issuer a revoked certificate would pass.",
        help: "Load the issuer's CRL, or accept unknown status in the revocation policy.",
        source: "RFC 5280 section 6.3",
    }
    CRL_EXPIRED = Error "crl-expired" {
        trigger: "The next update of the issuer's CRL is overdue.",
        why: "What was revoked since then is not on it.",
        help: "Fetch the CRL again, and look at why its refresh failed.",
        source: "RFC 5280 section 5.1.2.5",
    }
    CRL_ISSUER_NOT_ALLOWED = Error "crl-issuer-not-allowed" {
        trigger: "The key usage of the certificate that signed a CRL has no cRLSign.",
        why: "Its own issuer did not let it revoke.",
        help: "Issue the CA with cRLSign in its key usage.",
        source: "RFC 5280 sections 4.2.1.3 and 6.3.3",
    }
    CRL_NUMBER_UNUSABLE = Error "crl-number-unusable" {
        trigger: "A CRL has no CRL number, or a critical one.",
        why: "The number tells which of two lists is newer.",
        help: "Issue CRLs with a growing CRL number that is not critical.",
        source: "RFC 5280 section 5.2.3",
    }
    CRL_UNUSABLE = Error "crl-unusable" {
        trigger: "A verifier is built with a CRL that rustls-webpki does not read, or with a delta CRL.",
        why: "Passing over it would let revoked certificates in.",
        help: "Publish full CRLs of version 2, signed directly by the CA; the message says what is wrong.",
        source: "RFC 5280 section 5; rustls-webpki",
    }
}

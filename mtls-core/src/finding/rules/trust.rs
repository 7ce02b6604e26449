//! Rules of `trust`: bundles, bundle sets, SPIFFE JSON.

rules! {
    /// Every rule of this floor.

    BUNDLE_TOO_LARGE = Error "bundle-too-large" {
        trigger: "A bundle document is larger, or holds more authorities or trust domains, than the limit.",
        why: "A limit keeps a hostile or broken source from exhausting memory.",
        help: "Check the source; raise the limit in `BundleLimits` only if the bundle is right.",
        source: "mtls-core limits",
    }
    BUNDLE_NOT_JSON = Error "bundle-not-json" {
        trigger: "A SPIFFE bundle document is not JSON, or its top level is not an object.",
        why: "A half-written or wrong file must not replace a good bundle.",
        help: "Fetch the document again; `spire-server bundle show -format spiffe` prints a right one.",
        source: "SPIFFE Trust Domain and Bundle section 4",
    }
    BUNDLE_FIELD_TYPE = Error "bundle-field-type" {
        trigger: "A field of a bundle document has the wrong type or value: `spiffe_sequence` or `spiffe_refresh_hint` not an integer, `keys` not a list.",
        why: "Guessing at a broken document could trust too much or lose a newer bundle.",
        help: "Correct the field named in the message at the source of the bundle.",
        source: "SPIFFE Trust Domain and Bundle sections 4.1.1 to 4.1.3",
    }
    BUNDLE_DUPLICATE_FIELD = Error "bundle-duplicate-field" {
        trigger: "A field stands twice in a bundle document.",
        why: "Readers differ in which of the two they believe.",
        help: "Remove one of the two.",
        source: "RFC 8259 section 4",
    }
    BUNDLE_KEYS_MISSING = Error "bundle-keys-missing" {
        trigger: "A bundle document has no `keys`, or `keys` is null.",
        why: "Absent keys are a broken document, not a trust domain that trusts nobody.",
        help: "Write `\"keys\": []` if the trust domain really has no authority.",
        source: "SPIFFE Trust Domain and Bundle section 4.1.3",
    }
    BUNDLE_ELEMENT_IGNORED = Info "bundle-element-ignored" {
        trigger: "An element of `keys` has a `kty` or `use` that is unknown, or no `use` or `x5c`.",
        why: "The standard says to ignore it, so that new key kinds do not break old readers.",
        help: "Nothing to do if the element is of a newer kind; else correct its `kty`, `use` or `x5c`.",
        source: "SPIFFE Trust Domain and Bundle sections 4.1.3, 4.2.1, 4.2.2; X509-SVID section 6.2",
    }
    BUNDLE_AUTHORITY_MALFORMED = Warning "bundle-authority-malformed" {
        trigger: "An `x5c` of a bundle document does not hold a certificate.",
        why: "It cannot be trusted; the other authorities still are.",
        help: "Replace the element with the authority's DER certificate in base64.",
        source: "X509-SVID section 6.1",
    }
    BUNDLE_AUTHORITY_NOT_CA = Warning "bundle-authority-not-ca" {
        trigger: "A certificate of a bundle is not a CA: basicConstraints does not say so.",
        why: "It is left out: a leaf among the authorities would let its holder be trusted as an issuer by careless peers.",
        help: "Put the authority that issued it into the bundle instead.",
        source: "X509-SVID section 6.1; RFC 5280 section 4.2.1.9",
    }
    BUNDLE_AUTHORITY_FOREIGN_ID = Warning "bundle-authority-foreign-id" {
        trigger: "An authority's own SPIFFE ID is of another trust domain than its bundle, or has a path.",
        why: "It is probably in the wrong bundle, and then the wrong trust domain can vouch for this one.",
        help: "Check which trust domain the authority belongs to.",
        source: "SPIFFE-ID section 3.1; X509-SVID section 3.2",
    }
    BUNDLE_MAP_MISSING = Error "bundle-map-missing" {
        trigger: "A bundle map has no `trust_domains`.",
        why: "Absent domains are a broken document, not an empty map.",
        help: "Write `\"trust_domains\": {}` if the map is really empty.",
        source: "SPIFFE Trust Domain and Bundle section 5.1.1",
    }
    BUNDLE_DUPLICATE_DOMAIN = Error "bundle-duplicate-domain" {
        trigger: "Two bundles are for the same trust domain.",
        why: "Which one counts would be chance, and merging them would trust more than either says.",
        help: "Keep one bundle a trust domain; to add an authority use `TrustBundle::with_authorities`.",
        source: "SPIFFE Trust Domain and Bundle section 5.1.1; Federation section 4.2",
    }
    BUNDLE_SEQUENCE_DECREASED = Error "bundle-sequence-decreased" {
        trigger: "A bundle would be published with a sequence number that is not higher than the last one.",
        why: "Readers keep the bundle with the highest number and would never see this one.",
        help: "Publish with a higher sequence number, or let `with_authorities` count.",
        source: "SPIFFE Trust Domain and Bundle section 4.1.1",
    }
    BUNDLE_SEQUENCE_BACK = Warning "bundle-sequence-back" {
        trigger: "A bundle that should replace another has a lower sequence number, or none where the other has one.",
        why: "It is older: taking it brings withdrawn authorities back and loses new ones.",
        help: "Keep the bundle with the higher number; if its publisher began anew, replace the bundle by hand.",
        source: "SPIFFE Trust Domain and Bundle section 4.1.1; Federation section 4.2",
    }
    BUNDLE_SEQUENCE_REUSED = Warning "bundle-sequence-reused" {
        trigger: "Two bundles of a trust domain differ and have the same sequence number.",
        why: "Readers that compare numbers take the second for the first and miss its change.",
        help: "Publish with a new sequence number; `TrustBundle::with_authorities` counts by itself.",
        source: "SPIFFE Trust Domain and Bundle section 4.1.1",
    }
    BUNDLE_REPLACED_WHOLE = Warning "bundle-replaced-whole" {
        trigger: "A new bundle has no authority in common with the one before.",
        why: "Every chain issued so far is refused at the moment it is taken, and readers that still have the old one refuse the new chains.",
        help: "Publish old and new authorities together first; `RotationPlan` says for how long. If a key was stolen this may be meant.",
        source: "SPIFFE Federation section 4.1",
    }
    BUNDLE_OTHER_TRUST_DOMAIN = Error "bundle-other-trust-domain" {
        trigger: "A bundle of one trust domain is given where that of another belongs.",
        why: "A bundle vouches for its own trust domain alone.",
        help: "Check which file or endpoint belongs to which trust domain.",
        source: "SPIFFE Federation sections 4.2 and 7.3",
    }
    BUNDLE_CERTIFICATE = Error "bundle-certificate" {
        trigger: "A certificate of a PEM or DER bundle cannot be read.",
        why: "A damaged file must not replace a good bundle.",
        help: "The message says what is wrong and where; replace that certificate.",
        source: "RFC 5280 section 4; RFC 7468",
    }
    DISTRUST_LIST_INVALID = Error "distrust-list-invalid" {
        trigger: "A distrust list cannot be read: not the JSON or PEM expected, a field that is not known, a hash or name that is none.",
        why: "An entry that is misread shuts nobody out, and whoever it was meant for stays trusted.",
        help: "Correct the place that the message names; `DistrustList::to_json` shows the form.",
        source: "mtls-core distrust list",
    }
    BUNDLE_TRUST_DOMAIN = Error "bundle-trust-domain" {
        trigger: "A key of a bundle map is not a trust domain name.",
        why: "A bundle without a name can vouch for nobody.",
        help: "Write the trust domain as in SPIFFE IDs: lowercase, without path.",
        source: "SPIFFE Trust Domain and Bundle section 5.1.1; SPIFFE-ID section 2.1",
    }
}

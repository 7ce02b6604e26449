//! Rules of `trust`: bundles, bundle sets, SPIFFE JSON.

rules! {
    /// Every rule of this floor.

    BUNDLE_TOO_LARGE = Error "bundle-too-large" {
        trigger: "A bundle document is larger, or holds more authorities or trust domains, than the limit.",
        why: "A limit keeps a hostile or broken source from exhausting memory.",
        help: "Check the source; raise the limit where the bundle is read only if the bundle is right.",
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
        trigger: "A field stands twice in a bundle document, or in one of its keys.",
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
    BUNDLE_ENTRY_MISSING = Error "bundle-entry-missing" {
        trigger: "The entries of a ConfigMap or Secret hold no `root-cert.pem` and no `ca.crt`.",
        why: "Nobody would be trusted, and that is rarely what an object without roots means.",
        help: "Read the ConfigMap `istio-ca-root-cert` or the Secret `cacerts`; values of a Secret are decoded from Base64 first.",
        source: "Istio, Plug in CA Certificates",
    }
    BUNDLE_FINDINGS_CUT = Info "bundle-findings-cut" {
        trigger: "A bundle document gives rise to more findings than are kept.",
        why: "Each finding costs memory; a document of nothing but odd elements would cost a hundred times its size.",
        help: "Mend what the first findings name and read it again; a higher `max_findings` (JavaScript: `maxFindings`) keeps more.",
        source: "mtls-core limits",
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
        help: "Keep one bundle a trust domain; to add an authority use the bundle's `with_authorities` (JavaScript: `withAuthorities`).",
        source: "SPIFFE Trust Domain and Bundle section 5.1.1; Federation section 4.2",
    }
    BUNDLE_SEQUENCE_DECREASED = Error "bundle-sequence-decreased" {
        trigger: "A bundle would be published with a sequence number that is not higher than the last one.",
        why: "Readers keep the bundle with the highest number and would never see this one.",
        help: "Publish with a higher sequence number, or let `with_authorities` (JavaScript: `withAuthorities`) count.",
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
        help: "Publish with a new sequence number; the bundle's `with_authorities` (JavaScript: `withAuthorities`) counts by itself.",
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
        help: "Correct the place that the message names; `to_json` of a `DistrustList` (JavaScript: `toJsonText`) shows the form.",
        source: "mtls-core distrust list",
    }
    FEDERATION_URL_INVALID = Error "federation-url-invalid" {
        trigger: "The URL of a bundle endpoint, or where it redirects to, is not https, has user information, or is no URL.",
        why: "A bundle that is fetched without TLS makes whoever is on the way an authority.",
        help: "Write `https://`, a host and a path; credentials do not belong into it.",
        source: "SPIFFE Federation sections 5.2.1.1 and 5.2.2.1",
    }
    FEDERATION_ENDPOINT_ID = Error "federation-endpoint-id" {
        trigger: "The SPIFFE ID of a bundle endpoint has no path.",
        why: "No workload can have it, so no server could prove it.",
        help: "Give the ID of the server that serves the bundle, such as `spiffe://partner.example/spire/server`.",
        source: "SPIFFE Federation section 5.2.2.2; X509-SVID section 3.1",
    }
    FEDERATION_FETCH_FAILED = Error "federation-fetch-failed" {
        trigger: "A bundle endpoint cannot be reached, does not prove itself, or answers with anything but a bundle.",
        why: "The last good bundle stays in use; if this lasts, a rotation of the other trust domain is missed.",
        help: "Look at the reason; the next fetch comes at the usual interval.",
        source: "SPIFFE Federation section 6.2",
    }
    ROTATION_PLAN_INVALID = Error "rotation-plan-invalid" {
        trigger: "A rotation is planned without a start, without the lifetime of SVIDs, with verifiers that look for bundles every 0 s, without a new authority, to the authorities that are there, or beyond the year 9999.",
        why: "Without them no date can be told, and a wrong date cuts workloads off.",
        help: "Give start and lifetime; the new authorities are all that are to be trusted in the end.",
        source: "SPIFFE Federation section 4.1",
    }
    ROTATION_LEAD_SHORT = Warning "rotation-lead-short" {
        trigger: "A rotation switches to new authorities less than three refresh intervals after they were published.",
        why: "A verifier that misses a fetch or two does not know them yet and refuses every new chain.",
        help: "Leave three to five refresh intervals, or see on every verifier that it has the new bundle.",
        source: "SPIFFE Federation section 4.1",
    }
    ROTATION_SWITCH_DELAYED = Info "rotation-switch-delayed" {
        trigger: "A new authority is not valid yet when its bundle has been published for long enough.",
        why: "Chains under it are refused before its validity begins, so the switch waits.",
        help: "Nothing to do; issue the authority with an earlier start if the rotation is urgent.",
        source: "RFC 5280 section 6.1.3",
    }
    ROTATION_AUTHORITY_EXPIRES = Warning "rotation-authority-expires" {
        trigger: "An authority of a rotation expires before what is issued under it.",
        why: "Its chains are refused from then on, whatever the plan says.",
        help: "Begin earlier, issue shorter SVIDs under an old authority, or make the new one with a longer validity.",
        source: "RFC 5280 section 6.1.3",
    }
    AUTHORITY_IN_USE = Warning "authority-in-use" {
        trigger: "An authority is to leave a bundle, and chains in use lead to it alone.",
        why: "They are refused as soon as verifiers have the bundle without it.",
        help: "Let their workloads renew under another authority, or wait until the last chain has expired.",
        source: "SPIFFE Federation section 4.1",
    }
    AUTHORITY_LAST = Warning "authority-last" {
        trigger: "The last authority is to leave a bundle.",
        why: "An empty bundle makes every SVID of its trust domain untrusted.",
        help: "Publish its successor first; `RotationPlan` says how.",
        source: "SPIFFE Trust Domain and Bundle section 4.1.3",
    }
    AUTHORITY_NOT_IN_BUNDLE = Info "authority-not-in-bundle" {
        trigger: "An authority is asked about that the bundle does not have.",
        why: "It vouches for nobody here; perhaps another one is meant.",
        help: "Compare the fingerprints; a renewed authority has the same name and key in another certificate.",
        source: "mtls-core rotation",
    }
    BUNDLE_TRUST_DOMAIN = Error "bundle-trust-domain" {
        trigger: "A key of a bundle map is not a trust domain name.",
        why: "A bundle without a name can vouch for nobody.",
        help: "Write the trust domain as in SPIFFE IDs: lowercase, without path.",
        source: "SPIFFE Trust Domain and Bundle section 5.1.1; SPIFFE-ID section 2.1",
    }
}

//! Rules of `verify::conformance`: what RFC 5280 and the CA/Browser Forum Baseline Requirements (BR)
//! ask of certificates beyond what keeps a path together.

rules! {
    /// Every rule of these checks.

    CERTIFICATE_KEY_WEAK = Error "certificate-key-weak" {
        trigger: "A certificate's key is RSA below 2048 bits, on a curve other than P-256, P-384 and P-521, on a curve that is written out instead of named, or of a kind that TLS has given up (DSA).",
        why: "Short keys can be broken, and a curve that is written out can be one that its author made (CVE-2020-0601).",
        help: "Issue the certificate for an ECDSA key on P-256, or RSA of 2048 bits or more.",
        source: "BR section 6.1.5; RFC 5480 section 2.1.1",
    }
    CERTIFICATE_KEY_LENGTH = Error "certificate-key-length" {
        trigger: "A certificate's RSA modulus is no whole number of bytes long.",
        why: "The web's rules ask for it; odd lengths come from key generators that went wrong.",
        help: "Make a key of 2048, 3072 or 4096 bits.",
        source: "BR section 6.1.5",
    }
    CERTIFICATE_KEY_NOT_OF_THE_WEB = Error "certificate-key-not-of-the-web" {
        trigger: "A certificate has an Ed25519 key.",
        why: "It is sound, but public CAs may not certify it and browsers do not take it.",
        help: "Use ECDSA on P-256 where browsers connect; keep Ed25519 where both ends are yours.",
        source: "BR section 6.1.5; RFC 8410",
    }
    CRITICAL_EXTENSION_UNKNOWN = Error "critical-extension-unknown" {
        trigger: "A certificate of the path, trust anchor included, has a critical extension that is not processed here.",
        why: "Critical means: whoever does not understand this must refuse. It may be a fence around the CA.",
        help: "Issue the certificate without the extension, or not critical if it restricts nothing.",
        source: "RFC 5280 section 4.2",
    }
    SERIAL_NUMBER_INVALID = Error "serial-number-invalid" {
        trigger: "A certificate's serial number is zero, negative or longer than 20 bytes.",
        why: "Revocation lists name certificates by it; readers differ on such numbers.",
        help: "Issue the certificate with a random positive serial number of 8 to 20 bytes.",
        source: "RFC 5280 section 4.1.2.2; BR section 7.1.2.7",
    }
    ISSUER_NAME_EMPTY = Error "issuer-name-empty" {
        trigger: "A certificate's issuer, or a CA's subject, has no name.",
        why: "Paths and revocation lists are put together by these names.",
        help: "Issue the CA with a subject, and what it signs again under that name.",
        source: "RFC 5280 sections 4.1.2.4 and 4.1.2.6",
    }
    AUTHORITY_KEY_ID_INVALID = Error "authority-key-id-invalid" {
        trigger: "authorityKeyIdentifier is missing or without a keyIdentifier (a self-signed root may leave the extension out), is critical, names the issuer's certificate by serial number, or is not the root's own subjectKeyIdentifier.",
        why: "It is how a path is found where two CAs share a name, and it must not tie the certificate to one of several cross-signed issuers.",
        help: "Issue the certificate with a non-critical authorityKeyIdentifier of the keyIdentifier alone (OpenSSL: `keyid`, not `keyid,issuer`).",
        source: "RFC 5280 section 4.2.1.1; BR sections 7.1.2.1.3 and 7.1.2.11.1",
    }
    SUBJECT_KEY_ID_INVALID = Error "subject-key-id-invalid" {
        trigger: "A CA has no subjectKeyIdentifier, or the extension is critical or malformed.",
        why: "It is how a path is found where two CAs share a name.",
        help: "Issue the CA with a non-critical subjectKeyIdentifier.",
        source: "RFC 5280 section 4.2.1.2; BR section 7.1.2.11.4",
    }
    BASIC_CONSTRAINTS_INVALID = Error "basic-constraints-invalid" {
        trigger: "A CA's basicConstraints is not critical, or a path length stands in a certificate that may not sign certificates.",
        why: "A reader that passes over it would take any leaf for a CA, or a CA for unlimited.",
        help: "Issue CAs with a critical basicConstraints CA:TRUE and keyCertSign; give leaves no path length.",
        source: "RFC 5280 section 4.2.1.9; BR section 7.1.2.10.4",
    }
    LEAF_EKU_NOT_OF_THE_WEB = Error "leaf-eku-not-of-the-web" {
        trigger: "The leaf has no extended key usage, or one that is critical or includes anyExtendedKeyUsage.",
        why: "A certificate that is good for everything can be used for what nobody meant.",
        help: "Issue the leaf with a non-critical extended key usage of serverAuth.",
        source: "BR sections 7.1.2.7.6 and 7.1.2.7.10",
    }
    AUTHORITY_EKU_PRESENT = Error "authority-eku-present" {
        trigger: "A root has an extended key usage.",
        why: "Readers differ on whether it restricts what stands below.",
        help: "Issue the root without one; restrict its intermediates.",
        source: "BR section 7.1.2.1.2",
    }
    NAME_CONSTRAINTS_INVALID = Error "name-constraints-invalid" {
        trigger: "nameConstraints is not critical, empty, in a leaf, or holds what is no constraint (a DNS name with a wildcard or a leading dot, an IP address without its mask, a malformed mailbox).",
        why: "A fence that readers understand differently, or pass over, is no fence.",
        help: "Issue the CA with a critical nameConstraints: DNS as `example.com` (it covers what stands below), IP as address and mask.",
        source: "RFC 5280 section 4.2.1.10; BR section 7.1.2.10.8",
    }
    POLICY_CONSTRAINTS_NOT_CRITICAL = Error "policy-constraints-not-critical" {
        trigger: "A certificate has policyConstraints that is not critical.",
        why: "Who does not understand it would pass over what its issuer demands of the path below.",
        help: "Issue the CA without it, or mark it critical; critical ones are refused by rustls-webpki.",
        source: "RFC 5280 section 4.2.1.11",
    }
    AUTHORITY_INFO_ACCESS_INVALID = Error "authority-info-access-invalid" {
        trigger: "authorityInfoAccess is critical, empty or malformed.",
        why: "It says where to find the issuer and its answers; readers fetch what stands there.",
        help: "Issue the certificate with a non-critical authorityInfoAccess of URIs, or without it.",
        source: "RFC 5280 section 4.2.2.1; BR section 7.1.2.7.7",
    }
    LEAF_SAN_MISSING = Error "leaf-san-missing" {
        trigger: "The leaf has no subjectAltName.",
        why: "Clients look nowhere else for a server's name; the common name counts no longer.",
        help: "Issue the leaf with its DNS names or IP addresses in subjectAltName.",
        source: "BR section 7.1.2.7.12; RFC 9525 section 2",
    }
    LEAF_SAN_CRITICAL = Error "leaf-san-critical" {
        trigger: "The leaf has a subject and a critical subjectAltName.",
        why: "The web's rules keep critical for the leaf whose subject is empty.",
        help: "Issue the leaf with a subjectAltName that is not critical, or with an empty subject.",
        source: "BR section 7.1.2.7.12; RFC 5280 section 4.2.1.6",
    }
    SAN_DNS_NAME_INVALID = Error "san-dns-name-invalid" {
        trigger: "A dNSName of the leaf is no host name: an empty label, an underscore, an IP address as text, or a wildcard that is not the whole leftmost label.",
        why: "Readers differ in what such a name matches; a wrong match lets another host in.",
        help: "Write letters, digits and hyphens; an IP address belongs in iPAddress; a wildcard is `*.` before a full name.",
        source: "RFC 5280 section 4.2.1.6; RFC 1123 section 2.1; BR sections 1.6.1 and 7.1.4.2",
    }
    SAN_EMAIL_INVALID = Error "san-email-invalid" {
        trigger: "An rfc822Name of the leaf is no mailbox of the form `local@host`.",
        why: "Readers differ in what a malformed one matches.",
        help: "Write one `@` between the local part and a host name.",
        source: "RFC 5280 section 4.2.1.6",
    }
    WILDCARD_PUBLIC_SUFFIX = Error "wildcard-public-suffix" {
        trigger: "A wildcard of the leaf spans a public suffix: `*.com`, `*.co.uk`, `*.s3.amazonaws.com`.",
        why: "Below a public suffix everybody may have a name: the leaf would speak for strangers.",
        help: "Issue the leaf for a wildcard below a domain that is yours.",
        source: "BR section 3.2.2.6; the Public Suffix List",
    }
    COMMON_NAME_NOT_IN_SAN = Error "common-name-not-in-san" {
        trigger: "The leaf's common name is not, character for character, one of the names in subjectAltName, or there is more than one. A host name is let through beside names below it, and where none of the names is a host name.",
        why: "Programs that still read the common name would take the leaf for somebody whom its names do not list.",
        help: "Leave the common name out, or copy one of the subjectAltName values (IPv4 in decimal with dots, IPv6 as RFC 5952 writes it).",
        source: "BR section 7.1.4.3",
    }
}

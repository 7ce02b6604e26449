//! Rules of `pki::issue`: CAs, what they issue, certificate requests, CRLs, saved CAs.

rules! {
    /// Every rule of this floor.

    NAME = Error "issue-name" {
        trigger: "A DNS name, common name or organization cannot stand in a certificate.",
        why: "Verifiers skip or refuse names that they cannot read, often without saying which.",
        help: "Give DNS names without a trailing dot, IP addresses as IP addresses, and texts of 1 to 64 characters.",
        source: "RFC 5280 section 4.2.1.6 and appendix A",
    }
    NO_NAME = Error "issue-no-name" {
        trigger: "A server certificate is asked for without a DNS name or IP address.",
        why: "Clients look for the name that they dialled among the alternative names and find none.",
        help: "Name every DNS name and IP address under which clients reach the server.",
        source: "RFC 9525 section 3",
    }
    SVID_WITHOUT_PATH = Error "issue-svid-without-path" {
        trigger: "A workload's SVID is asked for under a SPIFFE ID that has no path.",
        why: "An ID without a path names the trust domain itself; validators refuse a leaf with one.",
        help: "Add the workload's path, such as `/ns/shop/sa/cart`.",
        source: "X509-SVID sections 3.1 and 5.2",
    }
    OUTSIDE_TRUST_DOMAIN = Error "issue-outside-trust-domain" {
        trigger: "A name of another trust domain is asked of a CA that is bound to one.",
        why: "A peer picks the bundle by the trust domain of the leaf and would not find this CA in it.",
        help: "Ask the CA of that trust domain, or correct the ID.",
        source: "X509-SVID section 3.2, SPIFFE Federation section 7.3",
    }
    NAME_CONSTRAINED = Error "issue-name-constrained" {
        trigger: "A name lies outside the name constraints of the CA or of a CA above it.",
        why: "Every verifier refuses such a certificate.",
        help: "Use a name that the constraints permit, or a CA without them.",
        source: "RFC 5280 section 4.2.1.10",
    }
    NAME_OF_ISSUER = Error "issue-name-of-issuer" {
        trigger: "A certificate is asked for whose subject is that of its issuer.",
        why: "Path building takes it for a self-issued certificate, which counts differently.",
        help: "Give it a name of its own.",
        source: "RFC 5280 sections 3.2 and 6.1",
    }
    OUTLIVES_ISSUER = Error "issue-outlives-issuer" {
        trigger: "The lifetime asked for ends after the issuer's own.",
        why: "The certificate would fail on the day its issuer expires, long before its own date.",
        help: "Ask for a shorter lifetime, shorten it on purpose with `clip_to_issuer` (JavaScript: `clipToIssuer`), or renew the CA.",
        source: "RFC 5280 section 6.1",
    }
    ISSUER_NOT_VALID = Error "issue-issuer-not-valid" {
        trigger: "The time of issue lies outside the validity of the CA.",
        why: "No verifier would accept the chain at that time.",
        help: "Renew the CA, or check the clock and the time that was passed in.",
        source: "RFC 5280 section 6.1",
    }
    VALIDITY = Error "issue-validity" {
        trigger: "A lifetime is shorter than a second, runs backwards, or ends after the year 9999.",
        why: "Such dates cannot be written, or make a certificate or CRL that is never valid.",
        help: "Give a lifetime of at least a second that ends before the year 10000.",
        source: "RFC 5280 sections 4.1.2.5 and 5.1.2.5",
    }
    PATH_LENGTH = Error "issue-path-length" {
        trigger: "An intermediate is asked for that the CA's path length does not allow.",
        why: "Verifiers refuse every certificate below it.",
        help: "Create the CA above with a larger `path_len` (JavaScript: `pathLen`), or issue the leaf from it directly.",
        source: "RFC 5280 section 4.2.1.9",
    }
    KEY_UNSUPPORTED = Error "issue-key-unsupported" {
        trigger: "The cryptography backend cannot create or use a key of this kind.",
        why: "Backends differ: ring creates no RSA keys and knows no P-521.",
        help: "Ask for `P-256`, `P-384` or `Ed25519`; with aws-lc-rs, which the packages have, also `P-521`, `RSA 2048`, `RSA 3072` and `RSA 4096`. RSA keys of other sizes are made elsewhere.",
        source: "Documentation of ring and aws-lc-rs",
    }
    KEY_WEAK = Error "issue-key-weak" {
        trigger: "An RSA key has less than 2048 or more than 8192 bits.",
        why: "Short keys can be broken, and verifiers refuse both.",
        help: "Use P-256, or RSA with 2048 to 8192 bits.",
        source: "CA/Browser Forum baseline requirements section 6.1.5; limits of rustls-webpki",
    }
    BACKEND = Error "issue-backend" {
        trigger: "The cryptography backend failed to sign or to give random numbers.",
        why: "Nothing was issued.",
        help: "Try again; if it persists, the machine's random source or the key is broken.",
        source: "Documentation of ring and aws-lc-rs",
    }
    CSR_ASKS_TOO_MUCH = Error "csr-asks-too-much" {
        trigger: "The request asks for names, usages or extensions that the policy does not grant.",
        why: "A signer that silently drops or grants them lets a workload be what it is not, or believe it.",
        help: "Ask for what the policy grants only, or grant more in the policy.",
        source: "RFC 2986 section 3",
    }
    CSR_NAMES_NOBODY = Error "csr-names-nobody" {
        trigger: "The request holds none of the names that the policy would grant.",
        why: "A certificate without a name authenticates nobody.",
        help: "Put the SPIFFE ID (URI) or the DNS names into the request's subject alternative name.",
        source: "X509-SVID section 2",
    }
    CSR_KEY_OF_CA = Error "csr-key-of-ca" {
        trigger: "The request is for the key of the CA, or of a CA above it.",
        why: "The holder of a leaf that shares a CA's key can sign as the CA.",
        help: "Create a new key for the request.",
        source: "X509-SVID section 3.2",
    }
    CRL_NOT_PERMITTED = Error "crl-not-permitted" {
        trigger: "A CRL is asked of a CA whose key usage lacks cRLSign.",
        why: "Verifiers refuse a CRL from it.",
        help: "Create the CA with cRLSign; every CA made here has it.",
        source: "RFC 5280 section 4.2.1.3",
    }
    CRL_SERIAL = Error "crl-serial" {
        trigger: "A serial number is not 1 to 20 bytes of hex, is zero, or stands twice in a CRL.",
        why: "Readers would skip the entry or refuse the list.",
        help: "Give each serial once, in hex with or without colons.",
        source: "RFC 5280 sections 4.1.2.2 and 5.1.2.6",
    }
    CRL_NUMBER = Error "crl-number" {
        trigger: "The number of a CRL is not above that of the CA's last list.",
        why: "Readers keep the list with the higher number, so the new one would go unnoticed.",
        help: "Give the next number; `openssl crl -noout -crlnumber` shows the last one.",
        source: "RFC 5280 section 5.2.3",
    }
    CRL_FOREIGN = Error "crl-foreign-certificate" {
        trigger: "A certificate is to be revoked, or a CRL continued, by a CA that did not issue it.",
        why: "Its serial would revoke another certificate, or none.",
        help: "Revoke it at the CA that its issuer field names.",
        source: "RFC 5280 section 5.1.2.3",
    }
    CA_UNFIT = Error "ca-unfit" {
        trigger: "A certificate that should be a CA's may not sign certificates.",
        why: "Everything it signs is refused by every verifier.",
        help: "Use a certificate with cA true, keyCertSign and a subject.",
        source: "RFC 5280 sections 4.2.1.3 and 4.2.1.9",
    }
    CA_KEY_MISMATCH = Error "ca-key-mismatch" {
        trigger: "The private key is not that of the CA's certificate.",
        why: "What it signs could not be verified; after a torn copy the files are of two different CAs.",
        help: "Copy certificate and key of the same CA, or restore the directory from a backup.",
        source: "RFC 5280 section 4.1",
    }
    CA_CHAIN_BROKEN = Error "ca-chain-broken" {
        trigger: "No chain leads from the CA's certificate over its intermediates to its root.",
        why: "Peers that trust the root would refuse every certificate of this CA.",
        help: "Put every certificate between the CA and the root into cert-chain.pem, and the root into root-cert.pem.",
        source: "RFC 5280 section 6.1, Istio plug-in CA certificates",
    }
    CA_EXISTS = Error "ca-exists" {
        trigger: "The directory to save into holds another CA, or files that are not one.",
        why: "Overwriting a CA's key loses it for good.",
        help: "Save into another directory, or call `replace` if the old CA may go.",
        source: "mtls-core",
    }
    CA_FILE = Error "ca-file" {
        trigger: "A file of a saved CA cannot be read or written.",
        why: "The CA was not loaded, or not saved; files that were there are unchanged.",
        help: "Check that the directory exists, its permissions and the space on the disk.",
        source: "mtls-core",
    }
}

//! Rules of `pki`: PEM, certificates, chains, private keys, requests, CRLs.

rules! {
    /// Every rule of this floor.

    INPUT_TOO_LARGE = Error "input-too-large" {
        trigger: "An input, or one document in it, has more bytes or entries than the limit.",
        why: "A reader without a bound lets one file exhaust memory or time.",
        help: "Check that this is the right file; if it is, split it; Rust can raise the limit (`pki::Limits`).",
        source: "mtls-core, `pki::Limits`",
    }
    PEM_TOO_MANY_BLOCKS = Error "pem-too-many-blocks" {
        trigger: "A PEM text has more blocks than the limit.",
        why: "A reader without a bound lets one file exhaust memory or time.",
        help: "Check that this is the right file; if it is, split it; Rust can raise the limit (`max_blocks` of `pki::Limits`).",
        source: "mtls-core, `pki::Limits`",
    }
    PEM_NOT_FOUND = Error "pem-not-found" {
        trigger: "A text holds no `-----BEGIN …-----` line.",
        why: "There is nothing to read: often an error page was saved, or DER was given.",
        help: "Give PEM text, or use the reader for DER; download the file again if it is a web page.",
        source: "RFC 7468 section 2",
    }
    PEM_BOUNDARY_DAMAGED = Error "pem-boundary-damaged" {
        trigger: "A BEGIN or END line is misspelt, indented, joined with other text, or stands alone.",
        why: "Other programs would skip the block without a word, and a certificate would be missing.",
        help: "Write the line alone, from the first column: `-----BEGIN CERTIFICATE-----`, five dashes on each side.",
        source: "RFC 7468 section 2",
    }
    PEM_TRUNCATED = Error "pem-truncated" {
        trigger: "A block has a BEGIN line and no END line.",
        why: "The file was cut off while it was copied or written.",
        help: "Copy the whole file again, up to and including the END line.",
        source: "RFC 7468 section 2",
    }
    PEM_LABEL_MISMATCH = Error "pem-label-mismatch" {
        trigger: "The END line of a block names something else than its BEGIN line.",
        why: "Two blocks were run together, and part of each is missing.",
        help: "Restore the two blocks from their sources.",
        source: "RFC 7468 section 2",
    }
    PEM_LEGACY_HEADER = Error "pem-legacy-header" {
        trigger: "A block has headers such as `Proc-Type:` between BEGIN and the data.",
        why: "Such headers say how the data is wrapped; read as plain data it would be something else.",
        help: "Convert the file with openssl, which writes blocks without headers.",
        source: "RFC 7468 section 2, RFC 1421 section 4.6",
    }
    PEM_BAD_BASE64 = Error "pem-bad-base64" {
        trigger: "The data of a block is not Base64, or ends in the middle.",
        why: "The file was damaged on its way, or something was pasted into it.",
        help: "Copy the file again; look at the line and column named.",
        source: "RFC 4648 section 4, RFC 7468 section 3",
    }
    PEM_EMPTY_BLOCK = Error "pem-empty-block" {
        trigger: "A block holds no data.",
        why: "A placeholder was never filled in.",
        help: "Put the data between BEGIN and END, or remove the block.",
        source: "RFC 7468 section 3",
    }
    WRONG_KIND = Error "wrong-kind" {
        trigger: "An input holds something else than what is asked for, such as a private key in place of a certificate.",
        why: "Files were mixed up; a private key in a certificate file may already have been published.",
        help: "Give the file that is asked for. If a private key was where certificates are handed out, replace that key.",
        source: "RFC 7468 sections 5 to 13",
    }
    SEVERAL_WHERE_ONE = Error "several-where-one" {
        trigger: "An input holds several documents where one is asked for.",
        why: "Taking the first without a word would drop the others.",
        help: "Use the reader for chains or bundles, or give one document.",
        source: "mtls-core, `pki`",
    }
    CERTIFICATE_MALFORMED = Error "certificate-malformed" {
        trigger: "The bytes are no X.509 certificate in DER, or more bytes follow it.",
        why: "What cannot be read cannot be judged.",
        help: "Compare with `openssl x509 -in FILE -text`; get the certificate again from its issuer.",
        source: "RFC 5280 section 4.1",
    }
    PRIVATE_KEY_MALFORMED = Error "private-key-malformed" {
        trigger: "The bytes are no private key in PKCS#8, SEC1 or PKCS#1, or more bytes follow it.",
        why: "A damaged key signs nothing.",
        help: "Compare with `openssl pkey -in FILE -noout -check`; restore the key or issue a new one.",
        source: "RFC 5958, RFC 5915, RFC 8017 appendix A",
    }
    CERTIFICATE_REQUEST_MALFORMED = Error "certificate-request-malformed" {
        trigger: "The bytes are no PKCS#10 request, or more bytes follow it.",
        why: "What cannot be read cannot be granted.",
        help: "Compare with `openssl req -in FILE -text -verify`; make the request again.",
        source: "RFC 2986 section 4",
    }
    CRL_MALFORMED = Error "crl-malformed" {
        trigger: "The bytes are no certificate revocation list, or more bytes follow it.",
        why: "A list that cannot be read revokes nothing.",
        help: "Compare with `openssl crl -in FILE -text`; fetch the list again.",
        source: "RFC 5280 section 5.1",
    }
    EXTENSION_MALFORMED = Error "extension-malformed" {
        trigger: "An extension that decides what a certificate is for cannot be decoded.",
        why: "Taking it for absent would grant what it was meant to forbid.",
        help: "Have the certificate issued again by software that encodes the extension as RFC 5280 says.",
        source: "RFC 5280 section 4.2",
    }
    EXTENSION_DUPLICATE = Error "extension-duplicate" {
        trigger: "The same extension stands twice.",
        why: "Programs differ in which of the two they follow.",
        help: "Have the certificate issued again with one of them.",
        source: "RFC 5280 section 4.2",
    }
    PRIVATE_KEY_ENCRYPTED = Error "private-key-encrypted" {
        trigger: "A private key is protected by a password.",
        why: "Services start without a person who could type it, so keys are read open and guarded by file permissions.",
        help: "Decrypt it with `openssl pkey -in KEY -out PLAIN` under `umask 077`, and give the plain one.",
        source: "RFC 5958 section 3",
    }
    PRIVATE_KEY_UNSUPPORTED = Error "private-key-unsupported" {
        trigger: "A private key is of an algorithm or form that is not read here.",
        why: "Neither the TLS stack nor the checks could use it.",
        help: "Use ECDSA on P-256, P-384 or P-521, Ed25519, or RSA. A file holds the key in PKCS#8: `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256` writes one. A new key is asked for as `P-256`, `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072` or `RSA 4096`.",
        source: "RFC 5958 section 2",
    }
    PRIVATE_KEY_INCONSISTENT = Error "private-key-inconsistent" {
        trigger: "The parts of a private key do not belong together, such as a public half of another key.",
        why: "Signatures made with it would not verify, or would give the key away.",
        help: "Restore the key from its source, or make a new one.",
        source: "RFC 5915 section 3, RFC 8017 section 3.2",
    }
    PUBLIC_HALF_UNAVAILABLE = Error "public-half-unavailable" {
        trigger: "A private key does not carry its public half, and no backend built in computes it.",
        why: "Without it nobody can tell whether the key belongs to a certificate.",
        help: "Build with the feature `aws-lc-rs`, or write the key anew with `openssl pkey -in KEY -out NEW`, which adds the public half.",
        source: "RFC 5915 section 3, RFC 5958 section 2",
    }
    REVOCATION_REASON_UNKNOWN = Error "revocation-reason-unknown" {
        trigger: "A revocation is given a reason that does not exist.",
        why: "A CRL carries reasons as numbers; a misspelt one would stand for another, or for none.",
        help: "Use `keyCompromise`, `cACompromise`, `affiliationChanged`, `superseded`, `cessationOfOperation`, `certificateHold`, `privilegeWithdrawn` or `unspecified`.",
        source: "RFC 5280 section 5.3.1",
    }
    CHAIN_EMPTY = Error "chain-empty" {
        trigger: "A chain holds no certificate.",
        why: "There is no leaf to judge.",
        help: "Give the leaf certificate first, then its issuers.",
        source: "RFC 8446 section 4.4.2",
    }
    CHAIN_TOO_LONG = Error "chain-too-long" {
        trigger: "A chain holds more certificates than the limit.",
        why: "Path building grows fast with the number of certificates, and TLS stacks refuse long chains.",
        help: "Keep the leaf and its intermediates; give a CA bundle to the reader for bundles.",
        source: "mtls-core, `pki::Limits`",
    }
    CHAIN_UNSORTABLE = Error "chain-unsortable" {
        trigger: "Certificates form no single chain in any order.",
        why: "A peer could not follow them from the leaf to an issuer it trusts.",
        help: "Remove what does not belong to the chain and add the issuer that is missing; the findings of the order check name both.",
        source: "RFC 8446 section 4.4.2",
    }
    CHAIN_OUT_OF_ORDER = Warning "chain-out-of-order" {
        trigger: "All certificates of a chain are there, but not leaf first with each one's issuer behind it.",
        why: "TLS 1.2 demands the order, and some peers refuse what others repair.",
        help: "Write the leaf first, then its issuer, and so on upwards; `sorted()` does it.",
        source: "RFC 5246 section 7.4.2, RFC 8446 section 4.4.2",
    }
    CHAIN_GAP = Warning "chain-gap" {
        trigger: "The certificate behind another in a chain is not its issuer, and no other certificate of the chain is.",
        why: "A peer that does not have the missing intermediate cannot build a path.",
        help: "Add the missing issuer's certificate between the two.",
        source: "RFC 8446 section 4.4.2",
    }
    CHAIN_DUPLICATE = Warning "chain-duplicate" {
        trigger: "The same certificate stands twice in a chain.",
        why: "It costs bytes in each handshake, and strict peers refuse the chain.",
        help: "Remove the second one.",
        source: "RFC 8446 section 4.4.2",
    }
    CHAIN_ROOT_INCLUDED = Info "chain-root-included" {
        trigger: "A chain carries a self-issued root certificate.",
        why: "Peers trust the root they hold, never one that is sent; it costs bytes in each handshake.",
        help: "Leave the root out of what a server or workload presents.",
        source: "RFC 8446 section 4.4.2",
    }
    CHAIN_UNRELATED = Warning "chain-unrelated" {
        trigger: "A certificate of a chain is no issuer of any other.",
        why: "Files were mixed up; strict peers refuse the chain.",
        help: "Remove it, or put it into the file where it belongs.",
        source: "RFC 8446 section 4.4.2",
    }
    CHAIN_ISSUER_KEY_MISMATCH = Warning "chain-issuer-key-mismatch" {
        trigger: "The next certificate has the issuer's name, but another key than the one that signed.",
        why: "A CA was renewed under the same name; the path breaks although the names fit.",
        help: "Use the issuer's certificate whose subject key identifier is the authority key identifier of the certificate it issued.",
        source: "RFC 5280 sections 4.2.1.1 and 4.2.1.2",
    }
    SIGNATURE_UNSUPPORTED = Error "signature-unsupported" {
        trigger: "No algorithm passed in checks this kind of signature by this kind of key, or by one of this length.",
        why: "A signature that is not checked proves nothing.",
        help: "Use SHA-256 or stronger with RSA (2048 to 8192 bits), ECDSA or Ed25519, or pass in a backend that has the algorithm.",
        source: "RFC 5280 section 4.1.1.2",
    }
    SIGNATURE_INVALID = Error "signature-invalid" {
        trigger: "A signature was not made by this key over this content.",
        why: "The content was changed, or another key signed it.",
        help: "For a request: make it again. For a certificate or CRL: look for the issuer's certificate with the right key.",
        source: "RFC 5280 section 4.1.1.3, RFC 2986 section 4.2",
    }
    FORWARDED_MALFORMED = Error "forwarded-malformed" {
        trigger: "An `X-Forwarded-Client-Cert` header is empty, does not follow its text or JSON form, or has a key that is not known.",
        why: "What two programs read differently, a client can use to be somebody else to one of them.",
        help: "Look at the place named; have the proxy set the header afresh (Envoy: `SANITIZE_SET`), and no other program write it.",
        source: "Envoy, HTTP header x-forwarded-client-cert",
    }
    FORWARDED_KEY_DUPLICATE = Error "forwarded-key-duplicate" {
        trigger: "An element of an `X-Forwarded-Client-Cert` header has `Hash`, `Cert`, `Chain`, `Subject` or `Issuer` twice.",
        why: "Programs differ in which of the two they follow; a name in the client's certificate can add the second.",
        help: "Have the proxy write the header as JSON, and refuse names with `,` or `;` at the CA.",
        source: "Envoy, HTTP header x-forwarded-client-cert",
    }
    FORWARDED_HASH_MALFORMED = Error "forwarded-hash-malformed" {
        trigger: "The `Hash` of an `X-Forwarded-Client-Cert` element is not 64 hex digits.",
        why: "It is the SHA-256 of the client's certificate; a proxy writes nothing else there.",
        help: "Find out who wrote it: the proxy should remove the header of its clients.",
        source: "Envoy, HTTP header x-forwarded-client-cert",
    }
    FORWARDED_CERTIFICATE_MISMATCH = Error "forwarded-certificate-mismatch" {
        trigger: "`Hash`, `Cert` and `Chain` of an `X-Forwarded-Client-Cert` element are not of one certificate.",
        why: "A proxy writes all of them from one connection; if they differ, something else wrote a part.",
        help: "Find out who wrote it: the proxy should remove the header of its clients.",
        source: "Envoy, HTTP header x-forwarded-client-cert",
    }
    FORWARDED_NAMES_DIFFER = Error "forwarded-names-differ" {
        trigger: "An `X-Forwarded-Client-Cert` element names other URIs or DNS names than the certificate in it.",
        why: "Envoy does not quote these names, so a name with `,` or `;` in it writes parts of the header.",
        help: "Take it for an attack: look at the certificate, refuse such names at the CA, and have the proxy write the header as JSON.",
        source: "Envoy, HTTP header x-forwarded-client-cert; envoyproxy/envoy#32945",
    }
    FORWARDED_URI_SEVERAL = Error "forwarded-uri-several" {
        trigger: "An `X-Forwarded-Client-Cert` element has several URIs, or its certificate has.",
        why: "An SVID has exactly one; with several, one program follows the first, another the last.",
        help: "Have the certificate issued with one URI. If several are meant, ask for them where the header is read.",
        source: "X509-SVID section 2; Envoy, HTTP header x-forwarded-client-cert",
    }
    FORWARDED_NOT_SPIFFE = Error "forwarded-not-spiffe" {
        trigger: "A SPIFFE ID is asked of an `X-Forwarded-Client-Cert` element whose URI is none, or that has no URI.",
        why: "Without it nobody can say which workload called.",
        help: "Have the proxy forward the URI (Envoy: `set_current_client_cert_details.uri`), and the client present an SVID.",
        source: "SPIFFE-ID section 2; Envoy, HTTP header x-forwarded-client-cert",
    }
    FORWARDED_TEXT_UNPROVEN = Warning "forwarded-text-unproven" {
        trigger: "An element of an `X-Forwarded-Client-Cert` header in text form has no `Cert`.",
        why: "Envoy does not quote URIs and DNS names: a certificate with `,` or `;` in a name can write a whole element, and be anyone.",
        help: "Have the proxy write the header as JSON or forward the certificate too (`set_current_client_cert_details.cert`), or make sure that the CA signs no such names.",
        source: "Envoy, HTTP header x-forwarded-client-cert; envoyproxy/envoy#32945",
    }
    FILE_NOT_WRITTEN = Error "file-not-written" {
        trigger: "The operating system refused to write a file.",
        why: "Nothing was changed: the file is written beside its place and moved there at the end.",
        help: "Check that the directory exists, that it may be written, and that there is space.",
        source: "mtls-core, `pki`",
    }
}

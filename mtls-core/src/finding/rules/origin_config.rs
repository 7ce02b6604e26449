//! Rules of `origin::config` and of the live probe: the ways in which an origin that asks for client certificates stands open.

/// Those that the live probe says too: the others are to be read from a configuration alone.
pub(in crate::finding) const OF_THE_PROBE: &[&crate::finding::Rule] = &[
    OPTIONAL,
    NOT_REQUESTED,
    ANY_CERTIFICATE,
    DEFAULT_HOST,
    HOST_MIXING,
    RESUMPTION,
    PLAINTEXT,
    OTHER_LISTENER,
    QUIC,
    CA_TOO_WIDE,
    CA_OTHER,
    CA_MISSING,
    IDENTITY_BY_SUBJECT,
    ERROR_SERVED,
    LOCATION_TLS13,
    COALESCING,
    IDENTITY_HEADER,
];

rules! {
    /// Every rule of this module.

    OPTIONAL = Error "client-certificate-optional" {
        trigger: "A server asks for a client certificate and serves whoever has none.",
        why: "The certificate request looks like protection in every tool that stops at the handshake, and keeps nobody out.",
        help: "Require it: nginx `ssl_verify_client on`, Apache `SSLVerifyClient require`, HAProxy `verify required`, Envoy `require_client_certificate: true`, Istio `mode: MUTUAL`, Gateway API `AllowValidOnly`.",
        source: "nginx ngx_http_ssl_module; Apache mod_ssl; HAProxy configuration manual; Envoy DownstreamTlsContext; Istio ServerTLSSettings; Gateway API FrontendTLSValidation",
    }
    NOT_REQUESTED = Error "client-certificate-not-requested" {
        trigger: "A server that only the edge may reach asks for no client certificate.",
        why: "Whoever finds its address is served, past everything that the edge does.",
        help: "Require a client certificate under the edge's CA on every listener of the host.",
        source: "RFC 8446 section 4.3.2",
    }
    ANY_CERTIFICATE = Error "client-certificate-any-accepted" {
        trigger: "A server wants a client certificate, but does not verify who issued it.",
        why: "Everyone can sign a certificate for himself and is served.",
        help: "Verify against the edge's CA: not nginx `optional_no_ca`, Apache `optional_no_ca`, HAProxy `crt-ignore-err` or `ca-ignore-err` without a check of `ssl_c_verify`, Envoy `ACCEPT_UNTRUSTED`, Istio `insecureSkipVerify`, Gateway API `AllowInsecureFallback`.",
        source: "nginx ngx_http_ssl_module; HAProxy configuration manual, crt-ignore-err; Envoy CertificateValidationContext",
    }
    REQUIRED_WITHOUT_CA = Error "client-certificate-without-ca" {
        trigger: "A client certificate is required, but no CA is given to verify it.",
        why: "Envoy then asks for none and serves everyone; other servers fall back to the system's CAs.",
        help: "Give the CA: Envoy `validation_context.trusted_ca`; in Go `ClientCAs`.",
        source: "Envoy DownstreamTlsContext, as its 1.40 behaves",
    }
    DEFAULT_HOST = Error "default-host-without-client-certificate" {
        trigger: "On the socket of a protected host, requests without or with an unknown server name come to one that demands no client certificate.",
        why: "Who leaves the name out reaches the default, which often leads to the same application.",
        help: "Make a default that refuses: nginx `default_server` with `ssl_reject_handshake on`, HAProxy `strict-sni`, a first Apache virtual host that denies, no catch-all filter chain in Envoy; or demand the certificate there too.",
        source: "nginx ngx_http_core_module, listen; Apache name-based virtual hosts; Envoy FilterChainMatch",
    }
    HOST_MIXING = Error "host-past-client-certificate" {
        trigger: "A protected host shares its socket with one that demands no client certificate, and the server does not compare the name of the handshake with the host of the request.",
        why: "A client names the open host in the handshake and asks for the protected one in the request.",
        help: "HAProxy: deny the host `unless { ssl_c_used }`, or compare `ssl_fc_sni` with the Host header and answer 421; Envoy: route protected hosts in their own filter chain alone; otherwise another address or port for each.",
        source: "RFC 9110 section 7.4; HAProxy configuration manual, ssl_fc_sni",
    }
    RESUMPTION = Warning "session-resumed-across-hosts" {
        trigger: "A protected host and one that demands no client certificate share session tickets or a session cache.",
        why: "Servers have let a session that began at the open host be resumed at the protected one, with no certificate (CVE-2025-23419, CVE-2025-23048).",
        help: "Take nginx 1.26.3, 1.27.4 or Apache 2.4.64 at least; or give the hosts sockets of their own, or turn tickets and cache off (`ssl_session_tickets off; ssl_session_cache off;`, HAProxy `no-tls-tickets` together with `tune.ssl.cachesize 0`).",
        source: "CVE-2025-23419; CVE-2025-23048",
    }
    PLAINTEXT = Error "plaintext-listener-serves" {
        trigger: "A port without TLS serves content of a protected host.",
        why: "There is no handshake in which a certificate could be demanded.",
        help: "Close the port, or answer redirects alone: nginx `return 301 https://$host$request_uri;`, Apache `Redirect permanent / https://…/`, HAProxy `http-request redirect scheme https`, Istio `httpsRedirect: true`.",
        source: "house rule",
    }
    OTHER_LISTENER = Error "other-listener-without-client-certificate" {
        trigger: "Another address or port serves a protected host and demands no client certificate.",
        why: "The way around the closed door is an open one: a second port, an address of IPv6, an old listener.",
        help: "Demand the certificate there too, bind it to loopback, or say that the port is meant for everyone (`public_ports`; JavaScript: `publicPorts`).",
        source: "house rule",
    }
    QUIC = Error "quic-listener-without-client-certificate" {
        trigger: "A listener for HTTP/3 (UDP) demands no client certificate.",
        why: "It serves the same hosts as the closed one over TCP; servers that demand certificates over TCP do not always do so over QUIC.",
        help: "Turn HTTP/3 off at the origin: edges pull over TCP.",
        source: "Envoy QUIC documentation; Istio pilot, HTTP/3 listeners",
    }
    CA_TOO_WIDE = Error "client-ca-too-wide" {
        trigger: "The CAs of the clients hold one that issues to the public, or many.",
        why: "Whoever gets a certificate for client authentication from any of them is let in.",
        help: "Trust the edge's CA alone, in a file of its own.",
        source: "RFC 8446 section 4.2.4",
    }
    CA_UNADVERTISED = Warning "client-ca-unadvertised" {
        trigger: "nginx: `ssl_trusted_certificate` stands beside `ssl_verify_client`.",
        why: "Its CAs are trusted for clients as well, and not named in the handshake, so that no scan shows them.",
        help: "Leave it out, or put nothing into it that may not vouch for the edge: for OCSP stapling, `ssl_stapling_file` needs no CA.",
        source: "nginx ngx_http_ssl_module, ssl_trusted_certificate",
    }
    CA_OTHER = Error "client-ca-not-the-edges" {
        trigger: "A listener demands client certificates under CAs of which none is the edge's.",
        why: "The edge is refused, and whoever holds a certificate of those CAs is not.",
        help: "Trust the CA that issued the certificate which the edge shows.",
        source: "RFC 5280 section 6.1",
    }
    CA_SHARED = Warning "client-ca-shared" {
        trigger: "The CA of the clients vouches for every customer of the edge, and nothing says that requests are bound to one's own account.",
        why: "Anyone may point a zone of his own at this origin and pass: the certificate proves that a request came through the edge, not for whom.",
        help: "Upload a certificate of your own CA to the edge and trust that CA; or check a token of the edge as well, and say so (`tenant_checked`; JavaScript: `tenantChecked`).",
        source: "Cloudflare documentation, Authenticated Origin Pulls",
    }
    CA_EXPIRED = Error "client-ca-expired" {
        trigger: "A CA of the clients is not valid at the time asked for.",
        why: "Most servers refuse every client under it, the edge too; rustls goes on trusting it.",
        help: "Take the CA's present certificate.",
        source: "RFC 5280 section 6.1",
    }
    EXPIRED_ACCEPTED = Error "client-certificate-expired-accepted" {
        trigger: "Client certificates that have ended are taken (Envoy `allow_expired_certificate`).",
        why: "A certificate that was given up, with its key, opens for ever.",
        help: "Leave it out, and renew the edge's certificate in time.",
        source: "Envoy CertificateValidationContext",
    }
    CA_MISSING = Error "client-ca-missing" {
        trigger: "A client certificate is demanded, and the CA to verify it is not there, is not named or cannot be read.",
        why: "The server does not start, or refuses everyone.",
        help: "Name a PEM file with the edge's CA: nginx `ssl_client_certificate`, Apache `SSLCACertificateFile`, HAProxy `ca-file`; in Kubernetes the key `ca.crt` or the Secret `…-cacert`.",
        source: "nginx ngx_http_ssl_module; Apache mod_ssl; HAProxy configuration manual, ca-file; Istio pilot, credentials",
    }
    IDENTITY_BY_SUBJECT = Warning "client-identity-by-subject" {
        trigger: "Who the client is, is decided by names in the certificate's subject or issuer.",
        why: "Names are free for every CA that is trusted: another CA, or another customer under a shared one, writes the same.",
        help: "Trust one CA that issues to the edge alone, and let the verified chain decide; else compare the fingerprint of the key.",
        source: "RFC 6125 section 6.4.4; Apache mod_ssl, SSLRequire",
    }
    SOME_LOCATIONS = Error "client-certificate-in-some-locations" {
        trigger: "A client certificate is demanded for some paths of a host alone, and the rest is served without.",
        why: "What is not named is open: a new path, another spelling of the path, the root.",
        help: "Demand it for the whole host, on the listener: nginx `ssl_verify_client on` and Apache `SSLVerifyClient require` in the server, HAProxy `verify required` on the bind.",
        source: "nginx ngx_http_ssl_module; Apache mod_ssl, SSLVerifyClient",
    }
    ERROR_SERVED = Error "client-certificate-error-served" {
        trigger: "The answer to a missing or refused client certificate, or to a request that nginx refuses before it looks at the certificate, is a page of the application (`error_page 495 496 =200 …`, `error_page 400 @app`).",
        why: "The request without a certificate goes on, and is served with status 200.",
        help: "Let nginx answer by itself, or send a static page with a status of 400 or more; name 400, 405, 494, 495, 496, 497 and 501 in no `error_page` that leads to the application.",
        source: "nginx ngx_http_ssl_module, Error Processing",
    }
    LOCATION_TLS13 = Error "client-certificate-by-location-tls13" {
        trigger: "Apache demands the client certificate for a path, not for the virtual host, and TLS 1.3 is on.",
        why: "TLS 1.3 has no renegotiation: clients without post-handshake authentication, edges among them, are answered 403 with the right certificate.",
        help: "Put `SSLVerifyClient require` into the virtual host.",
        source: "RFC 8446 section 4.6.2; Apache mod_ssl, SSLVerifyClient",
    }
    NO_CRL = Info "client-crl-missing" {
        trigger: "A listener that demands client certificates looks at no revocation list.",
        why: "A certificate whose key was stolen opens until it ends.",
        help: "Give lists for every CA of the chain (nginx `ssl_crl`, HAProxy `crl-file`, Apache `SSLCARevocationFile` with `SSLCARevocationCheck chain`), or use short-lived certificates and a CA that is replaced.",
        source: "RFC 5280 section 5",
    }
    CRL_UNUSABLE = Error "client-crl-unusable" {
        trigger: "A revocation list that the configuration names is none, or is past its next update.",
        why: "Servers then refuse every client, the edge too.",
        help: "Publish a new list, and one for each CA of the chain.",
        source: "RFC 5280 section 6.3",
    }
    COALESCING = Warning "connection-coalescing-across-client-auth" {
        trigger: "A protected host and one that demands no client certificate share a server certificate and speak HTTP/2 on one socket.",
        why: "Clients may send requests for the one over a connection to the other: served without a certificate, or refused with 421.",
        help: "Give each its own certificate, without a wildcard that covers both, or its own address.",
        source: "RFC 9113 section 9.1.1",
    }
    IDENTITY_HEADER = Warning "identity-header-from-anyone" {
        trigger: "A header that tells the application who the client is goes to it from clients that have proven nothing.",
        why: "Without a certificate the client writes the header itself.",
        help: "Set the header on every request, also to nothing (`proxy_set_header X-SSL-Client-DN $ssl_client_s_dn;` on a server that demands the certificate; HAProxy `http-request del-header`; Envoy `SANITIZE_SET`), and demand the certificate.",
        source: "Envoy HTTP connection manager, x-forwarded-client-cert; nginx ngx_http_proxy_module",
    }
    HOST_NOT_SERVED = Warning "protected-host-not-served" {
        trigger: "No listener of the configuration serves a host that is to be protected.",
        why: "Whatever serves it has not been looked at.",
        help: "Give the configuration that serves the host, or mend its name.",
        source: "house rule",
    }
    UNRESOLVED = Warning "config-unresolved" {
        trigger: "What a server does depends on something that its configuration does not tell: a script, a variable, a command line, another server.",
        why: "The verdict would be a guess.",
        help: "Probe the running server; or write the value out.",
        source: "house rule",
    }
    DOCUMENT_UNREAD = Warning "config-document-unread" {
        trigger: "A document among the manifests of a configuration cannot be read; the others were judged.",
        why: "What stands in it may open a listener, or close one.",
        help: "Mend its syntax; render a chart's templates first; or leave out the file if nobody applies it.",
        source: "YAML 1.2.2; RFC 8259",
    }
    INCLUDE_MISSING = Warning "config-include-missing" {
        trigger: "A configuration includes a file that was not given, is not there, or may not be read.",
        why: "What stands in it may open or close a listener.",
        help: "Give the file under the name that the directive has, allow its folder, or say that the files given are all there are.",
        source: "house rule",
    }
}

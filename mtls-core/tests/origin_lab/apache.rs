//! Apache httpd: refuses in the handshake, or with 403 where only a directory demands a certificate.

use super::case::{BROKEN, Case, EDGE_NETWORK_ONLY, ENFORCED, OPEN, OPEN_TO_ANY_CERT, UNFIT, case};

pub(crate) const FRAME: &str = "ServerRoot \"@DIR@\"
ServerName shop.example
PidFile apache.pid
DefaultRuntimeDir \"@DIR@\"
LoadModule mpm_event_module @MODULES@/mod_mpm_event.so
LoadModule access_compat_module @MODULES@/mod_access_compat.so
LoadModule alias_module @MODULES@/mod_alias.so
LoadModule authz_core_module @MODULES@/mod_authz_core.so
LoadModule dir_module @MODULES@/mod_dir.so
LoadModule http2_module @MODULES@/mod_http2.so
LoadModule proxy_module @MODULES@/mod_proxy.so
LoadModule proxy_http_module @MODULES@/mod_proxy_http.so
LoadModule rewrite_module @MODULES@/mod_rewrite.so
LoadModule socache_shmcb_module @MODULES@/mod_socache_shmcb.so
LoadModule ssl_module @MODULES@/mod_ssl.so
User #65534
Group #65534
ErrorLog error.log
DocumentRoot \"@DIR@/www\"
DirectoryIndex index.html
SSLSessionCache none
SSLCertificateFile server.crt
SSLCertificateKeyFile server.key
@CASE@
";

#[rustfmt::skip] // A row begins on one line.
pub(crate) const CASES: &[Case] = &[
    case("a certificate is required", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
    SSLVerifyDepth 1
</VirtualHost>"),
    case("it is required for all hosts", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
SSLCACertificateFile ca.crt
SSLVerifyClient require
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
</VirtualHost>"),
    case("the host takes back what all require", OPEN, OPEN, &["client-certificate-not-requested"], "
Listen 127.0.0.1:@TLS@
SSLCACertificateFile ca.crt
SSLVerifyClient require
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLVerifyClient none
</VirtualHost>"),
    case("nothing is said of clients", OPEN, OPEN, &["client-certificate-not-requested"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
</VirtualHost>"),
    case("a CA without the demand", OPEN, OPEN, &["client-certificate-not-requested"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
</VirtualHost>"),
    case("optional", OPEN, OPEN, &["client-certificate-optional"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
</VirtualHost>"),
    case("optional without a CA", OPEN, OPEN, &["client-certificate-any-accepted", "client-certificate-optional"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional_no_ca
</VirtualHost>"),
    case("optional, and a verified one is demanded of every path", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    <Location \"/\">
        Require ssl-verify-client
    </Location>
</VirtualHost>"),
    case("any certificate, and an expression asks for success", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional_no_ca
    <Location \"/\">
        Require expr %{SSL_CLIENT_VERIFY} == 'SUCCESS'
    </Location>
</VirtualHost>"),
    case("any certificate, and an expression asks for a subject", OPEN_TO_ANY_CERT, OPEN_TO_ANY_CERT, &["client-certificate-any-accepted", "client-identity-by-subject"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional_no_ca
    <Location \"/\">
        Require expr %{SSL_CLIENT_S_DN_CN} == 'edge.example'
    </Location>
</VirtualHost>"),
    case("optional, and a rewrite forbids all others", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    RewriteEngine on
    RewriteCond %{SSL:SSL_CLIENT_VERIFY} !=SUCCESS
    RewriteRule .* - [F]
</VirtualHost>"),
    case("one path demands it", OPEN, OPEN, &["client-certificate-by-location-tls13", "client-certificate-in-some-locations", "client-certificate-not-requested"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    <Location \"/admin\">
        SSLVerifyClient require
    </Location>
</VirtualHost>"),
    case("every path demands it, after the handshake", BROKEN, BROKEN, &["client-certificate-by-location-tls13"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    <Location \"/\">
        SSLVerifyClient require
    </Location>
</VirtualHost>"),
    case("it is required, and no CA is known", BROKEN, BROKEN, &["client-ca-missing"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLVerifyClient require
</VirtualHost>"),
    case("the default host is open, and serves the same", "bypass sni", "bypass", &["default-host-without-client-certificate"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName default.example
    SSLEngine on
</VirtualHost>
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>"),
    case("the default host denies all", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName default.example
    SSLEngine on
    <Location \"/\">
        Require all denied
    </Location>
</VirtualHost>
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>"),
    case("a sibling beside it is open", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>
<VirtualHost 127.0.0.1:@TLS@>
    ServerName open.example
    DocumentRoot \"@DIR@/www/admin\"
    SSLEngine on
</VirtualHost>"),
    case("siblings share a session cache", ENFORCED, ENFORCED, &["session-resumed-across-hosts"], "
Listen 127.0.0.1:@TLS@
SSLSessionCache shmcb:@DIR@/sessions(512000)
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>
<VirtualHost 127.0.0.1:@TLS@>
    ServerName open.example
    DocumentRoot \"@DIR@/www/admin\"
    SSLEngine on
</VirtualHost>"),
    case("it serves without TLS too", "bypass plaintext", "bypass", &["plaintext-listener-serves"], "
Listen 127.0.0.1:@TLS@
Listen 127.0.0.1:@PLAIN@
<VirtualHost 127.0.0.1:@PLAIN@>
    ServerName shop.example
</VirtualHost>
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>"),
    case("a port without a host serves the main server", "bypass plaintext", "bypass", &["plaintext-listener-serves"], "
Listen 127.0.0.1:@TLS@
Listen 127.0.0.1:@PLAIN@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>"),
    case("without TLS it redirects", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
Listen 127.0.0.1:@PLAIN@
<VirtualHost 127.0.0.1:@PLAIN@>
    ServerName shop.example
    Redirect permanent \"/\" \"https://shop.example/\"
</VirtualHost>
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>"),
    case("the second address is open", "bypass address", "bypass", &["other-listener-without-client-certificate"], "
Listen 127.0.0.1:@TLS@
Listen [::1]:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>
<VirtualHost [::1]:@TLS@>
    ServerName shop.example
    SSLEngine on
</VirtualHost>"),
    case("the CA is another", BROKEN, BROKEN, &["client-ca-not-the-edges"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile other.crt
    SSLVerifyClient require
</VirtualHost>"),
    case("the CA is the network's", EDGE_NETWORK_ONLY, EDGE_NETWORK_ONLY, &["client-ca-shared"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile shared.crt
    SSLVerifyClient require
</VirtualHost>"),
    case("others are revoked", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
    SSLCARevocationFile former.crl
    SSLCARevocationCheck chain
</VirtualHost>").shown_revoked(),
    case("others are revoked, and leaves are looked up", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
    SSLCARevocationFile former.crl
    SSLCARevocationCheck leaf
</VirtualHost>").shown_revoked(),
    case("others are revoked, and no list is looked at", UNFIT, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>").shown_revoked(),
    // The check is off unless it is asked for.
    case("others are revoked, and the list is there for nothing", UNFIT, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
    SSLCARevocationFile former.crl
</VirtualHost>").shown_revoked(),
    case("the CRL is stale", BROKEN, BROKEN, &["client-crl-unusable"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
    SSLCARevocationFile stale.crl
    SSLCARevocationCheck chain
</VirtualHost>"),
    case("required, TLS 1.2 alone", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLProtocol -all +TLSv1.2
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>"),
    case("required, TLS 1.3 and HTTP/2", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    Protocols h2 http/1.1
    SSLEngine on
    SSLProtocol -all +TLSv1.3
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>"),
];

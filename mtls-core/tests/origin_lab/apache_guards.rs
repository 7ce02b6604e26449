//! Apache httpd: rules that stand in for the demand in the handshake, and what leads around them.

use super::case::{Case, ENFORCED, OPEN, OPEN_TO_ANY_CERT, case};

#[rustfmt::skip] // A row begins on one line.
pub(crate) const GUARDS: &[Case] = &[
    case("optional, and another rule may stand in", OPEN, "unproven", &["config-unresolved"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    <Location />
        Require ssl-verify-client
        Satisfy Any
    </Location>
</VirtualHost>"),
    case("optional, and a folder lets another rule stand in", OPEN, "unproven", &["config-unresolved"], "
Listen 127.0.0.1:@TLS@
<Directory \"@DIR@/www\">
    Satisfy Any
</Directory>
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    <Location />
        Require ssl-verify-client
    </Location>
</VirtualHost>"),
    case("optional, and an SSLRequire asks for success", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    <Location />
        SSLRequire %{SSL_CLIENT_VERIFY} eq \"SUCCESS\"
    </Location>
</VirtualHost>"),
    case("optional, and another rule may stand in for an SSLRequire", OPEN, "unproven", &["config-unresolved"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    <Location />
        SSLRequire %{SSL_CLIENT_VERIFY} eq \"SUCCESS\"
        Satisfy Any
    </Location>
</VirtualHost>"),
    case("optional, and sections are joined", OPEN, "unproven", &["config-unresolved"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    <Directory \"@DIR@/www\">
        Require all granted
    </Directory>
    <Location />
        AuthMerging Or
        Require ssl-verify-client
    </Location>
</VirtualHost>"),
    case("optional, and an expression compares words as numbers", OPEN, OPEN, &["client-certificate-optional"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    <Location />
        Require expr \"%{SSL_CLIENT_VERIFY} -eq 'SUCCESS'\"
    </Location>
</VirtualHost>"),
    case("optional, and the environment is asked before it is set", OPEN, "unproven", &["config-unresolved"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    <Location />
        Require expr \"%{ENV:SSL_CLIENT_VERIFY} != 'NONE'\"
    </Location>
</VirtualHost>"),
    case("any certificate, and an expression asks for any", OPEN_TO_ANY_CERT, OPEN_TO_ANY_CERT, &["client-certificate-any-accepted"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional_no_ca
    <Location />
        Require expr \"%{SSL_CLIENT_VERIFY} != 'NONE'\"
    </Location>
</VirtualHost>"),
    case("optional, If lets in and Else denies", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    <If \"%{SSL_CLIENT_VERIFY} == 'SUCCESS'\">
        Require all granted
    </If>
    <Else>
        Require all denied
    </Else>
</VirtualHost>"),
    case("optional, and an If within the section lets in", OPEN, OPEN, &["client-certificate-optional"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    <Location />
        Require ssl-verify-client
        <If \"%{REQUEST_URI} =~ m#^/#\">
            Require all granted
        </If>
    </Location>
</VirtualHost>"),
    case("optional, and an If of a folder stands over all", OPEN, "unproven", &["config-unresolved"], "
Listen 127.0.0.1:@TLS@
<Directory \"@DIR@/www\">
    <If \"true\">
        Require all granted
    </If>
</Directory>
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    <Location />
        Require ssl-verify-client
    </Location>
</VirtualHost>"),
    case("optional, and what lets in comes before", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    <LocationMatch ^/>
        Require all granted
    </LocationMatch>
    <Location />
        Require ssl-verify-client
    </Location>
</VirtualHost>"),
    case("optional, and rewriting asks for a variable that it does not know", OPEN, OPEN, &["client-certificate-optional"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    RewriteEngine on
    RewriteCond %{SSL_CLIENT_VERIFY} ^NONE$
    RewriteRule ^ - [F]
</VirtualHost>"),
    case("optional, and rewriting asks the environment", OPEN, "unproven", &["config-unresolved"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    RewriteEngine on
    RewriteCond %{ENV:SSL_CLIENT_VERIFY} ^NONE$
    RewriteRule ^ - [F]
</VirtualHost>"),
    case("optional, and a point stands for every path", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    RewriteEngine on
    RewriteCond %{SSL:SSL_CLIENT_VERIFY} !=SUCCESS
    RewriteRule . - [F]
</VirtualHost>"),
    case("optional, and the main server turns rewriting on", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
RewriteEngine on
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    RewriteCond %{SSL:SSL_CLIENT_VERIFY} !=SUCCESS
    RewriteRule ^ - [F]
</VirtualHost>"),
    case("optional, and a rule is chained to one that fails", OPEN, "unproven", &["config-unresolved"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    RewriteEngine on
    RewriteRule ^/foo - [C]
    RewriteCond %{SSL:SSL_CLIENT_VERIFY} !=SUCCESS
    RewriteRule ^ - [F]
</VirtualHost>"),
    case("optional, and a rule before skips it", OPEN, "unproven", &["config-unresolved"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    RewriteEngine on
    RewriteRule ^ - [S=1]
    RewriteCond %{SSL:SSL_CLIENT_VERIFY} !=SUCCESS
    RewriteRule ^ - [F]
</VirtualHost>"),
    case("optional, and the rules of the main server come first", OPEN, "unproven", &["config-unresolved"], "
Listen 127.0.0.1:@TLS@
RewriteRule ^ - [L]
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    RewriteOptions InheritBefore
    RewriteEngine on
    RewriteCond %{SSL:SSL_CLIENT_VERIFY} !=SUCCESS
    RewriteRule ^ - [F]
</VirtualHost>"),
    case("optional, and a verified one is demanded of what is passed on", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    ProxyPass / http://127.0.0.1:@PLAIN@/
    <Location />
        Require ssl-verify-client
    </Location>
</VirtualHost>
Listen 127.0.0.1:@PLAIN@
<VirtualHost 127.0.0.1:@PLAIN@>
    ServerName shop.example
    Redirect permanent / https://shop.example/
</VirtualHost>
<VirtualHost 127.0.0.1:@PLAIN@>
    ServerName 127.0.0.1
</VirtualHost>"),
    case("optional, and a folder demands it of what is passed on", OPEN, OPEN, &["client-certificate-optional"], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient optional
    ProxyPass / http://127.0.0.1:@PLAIN@/
    <Directory />
        Require ssl-verify-client
    </Directory>
</VirtualHost>
Listen 127.0.0.1:@PLAIN@
<VirtualHost 127.0.0.1:@PLAIN@>
    ServerName shop.example
    Redirect permanent / https://shop.example/
</VirtualHost>
<VirtualHost 127.0.0.1:@PLAIN@>
    ServerName 127.0.0.1
</VirtualHost>"),
    case("required, and a section takes nothing of it back", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
    <Location />
        SSLVerifyClient none
        Satisfy Any
    </Location>
</VirtualHost>"),
    case("without TLS it redirects, and passes on before", "bypass plaintext", "bypass", &["plaintext-listener-serves"], "
Listen 127.0.0.1:@TLS@
Listen 127.0.0.1:@PLAIN@
<VirtualHost 127.0.0.1:@PLAIN@>
    ServerName shop.example
    Redirect permanent / https://shop.example/
    ProxyPass / http://127.0.0.1:@PLAIN@/
</VirtualHost>
<VirtualHost 127.0.0.1:@PLAIN@>
    ServerName 127.0.0.1
</VirtualHost>
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>"),
    case("without TLS it redirects what is not rewritten to a file", "bypass plaintext", "bypass", &["plaintext-listener-serves"], "
Listen 127.0.0.1:@TLS@
Listen 127.0.0.1:@PLAIN@
<VirtualHost 127.0.0.1:@PLAIN@>
    ServerName shop.example
    Redirect permanent / https://shop.example/
    RewriteEngine on
    RewriteRule ^/$ \"@DIR@/www/index.html\" [L]
</VirtualHost>
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>"),
    case("without TLS it redirects, and rewriting lets all through", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
Listen 127.0.0.1:@PLAIN@
<VirtualHost 127.0.0.1:@PLAIN@>
    ServerName shop.example
    Redirect permanent / https://shop.example/
    RewriteEngine on
    RewriteRule ^ - [L]
</VirtualHost>
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>"),
    case("without TLS it denies to proxies alone", "bypass plaintext", "bypass", &["plaintext-listener-serves"], "
Listen 127.0.0.1:@TLS@
Listen 127.0.0.1:@PLAIN@
<VirtualHost 127.0.0.1:@PLAIN@>
    ServerName shop.example
    <Proxy *>
        Require all denied
    </Proxy>
</VirtualHost>
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>"),
    case("without TLS it denies all", ENFORCED, ENFORCED, &[], "
Listen 127.0.0.1:@TLS@
Listen 127.0.0.1:@PLAIN@
<VirtualHost 127.0.0.1:@PLAIN@>
    ServerName shop.example
    <Location />
        Deny from all
    </Location>
</VirtualHost>
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>"),
    case("without TLS a host for a pattern of names serves", "bypass plaintext", "bypass", &["plaintext-listener-serves"], "
Listen 127.0.0.1:@TLS@
Listen 127.0.0.1:@PLAIN@
<VirtualHost 127.0.0.1:@PLAIN@>
    ServerName default.example
    Redirect permanent / https://shop.example/
</VirtualHost>
<VirtualHost 127.0.0.1:@PLAIN@>
    ServerName other.example
    ServerAlias sho?.example
</VirtualHost>
<VirtualHost 127.0.0.1:@TLS@>
    ServerName shop.example
    SSLEngine on
    SSLCACertificateFile ca.crt
    SSLVerifyClient require
</VirtualHost>"),
];

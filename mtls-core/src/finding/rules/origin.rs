//! Rules of `origin`: providers, the policy at the origin, Access tokens, addresses.

rules! {
    /// Every rule of this part of the floor.

    OPTION_INVALID = Error "origin-option-invalid" {
        trigger: "An option of a check, a probe or a policy does not exist, or has a value that it cannot have.",
        why: "The check would look at something else than is meant.",
        help: "Mend the option that the message names.",
        source: "house rule",
    }
    PROVIDER_UNKNOWN = Error "origin-provider-unknown" {
        trigger: "A name is given of an edge provider that is not known.",
        why: "Without its rules nobody can say what proves that a request came through it.",
        help: "Use a name of the list, or describe the provider as a custom one.",
        source: "house rule",
    }
    POLICY_REFUSED = Error "origin-policy-refused" {
        trigger: "Provider, trust anchors and demands of a policy do not fit together.",
        why: "The origin would let in others than the edge, or not the edge.",
        help: "Mend the findings that come with this error.",
        source: "house rule",
    }
    CLIENT_CA_NOT_CA = Error "client-ca-not-a-ca" {
        trigger: "What is given as the CA of the clients is no CA.",
        why: "No client certificate chains to it, so every client is refused.",
        help: "Give the certificate of the CA that issued the client certificate, not the client certificate or the server's.",
        source: "RFC 5280 sections 4.2.1.3 and 4.2.1.9",
    }
    CLIENT_CA_IS_ORIGIN_CA = Error "client-ca-is-cloudflare-origin-ca" {
        trigger: "Cloudflare's Origin CA is given as the CA of the clients.",
        why: "It issues server certificates to any customer, and not the certificate that the edge shows: the edge is refused, and holders of such certificates are not.",
        help: "Give the CA of the certificate that was uploaded for Authenticated Origin Pulls, or Cloudflare's shared origin-pull CA.",
        source: "Cloudflare documentation, Authenticated Origin Pulls",
    }
    SHARED_CA = Warning "cloudflare-shared-ca" {
        trigger: "The CA of the clients is the one that all customers of Cloudflare share.",
        why: "Anyone may point a zone of their own at this origin and pass; the certificate proves `came through Cloudflare` only.",
        help: "Upload a certificate of your own CA for the zone or the hostnames and trust that CA; or check Cloudflare Access tokens at the gateway as well.",
        source: "Cloudflare documentation, Authenticated Origin Pulls",
    }
    SHARED_CA_STALE = Error "cloudflare-shared-ca-stale" {
        trigger: "The CA of the clients is Cloudflare's shared origin-pull CA in a certificate that ended in 2020.",
        why: "Envoy and most servers refuse every client under an expired root.",
        help: "Take the present certificate of that CA from Cloudflare's documentation, or better a CA of your own.",
        source: "Cloudflare documentation, Authenticated Origin Pulls",
    }
    SHARED_CA_UNKNOWN = Warning "cloudflare-shared-ca-not-recognized" {
        trigger: "Cloudflare's shared certificate is expected, but the CA given is not the one that is known to issue it.",
        why: "The edge would be refused; or Cloudflare has a new CA that this version does not know.",
        help: "Compare it with the certificate in Cloudflare's documentation.",
        source: "Cloudflare documentation, Authenticated Origin Pulls",
    }
    SHARED_CA_UNEXPECTED = Error "cloudflare-shared-ca-unexpected" {
        trigger: "The edge is to show a certificate of the zone's or the hostname's own, but Cloudflare's shared origin-pull CA is among the CAs of the clients.",
        why: "The edge shows the shared certificate for every customer's zone, so that everyone who points a zone at this origin passes.",
        help: "Leave the shared CA out and give only the CA that issued the uploaded certificate; or say that the shared certificate is meant (`shared`).",
        source: "Cloudflare documentation, Authenticated Origin Pulls",
    }
    EXPIRES_SOON = Warning "certificate-expires-soon" {
        trigger: "A certificate ends within 30 days.",
        why: "When it ends, every handshake fails.",
        help: "Renew it now; for a CA, trust the old and the new one side by side until all clients have changed.",
        source: "house rule",
    }
    ANCHORS_MISSING = Error "origin-anchors-missing" {
        trigger: "A policy has no authority that could vouch for the edge.",
        why: "Every request would be refused.",
        help: "Give the CA that issued the certificate which the edge shows; only Cloudflare's shared CA is built in.",
        source: "house rule",
    }
    PROVIDER_WITHOUT_CERTIFICATE = Error "origin-provider-without-certificate" {
        trigger: "A provider shows no client certificate, and the policy does not demand addresses together with a header instead.",
        why: "Nothing would tell the edge from anyone else: addresses are those of all customers, and a header can be sent by all.",
        help: "Reach the origin by a private network of the provider, or demand its addresses and a header that names the customer, both.",
        source: "Azure documentation, Secure traffic to Azure Front Door origins",
    }
    CLOUDFLARE_CA_ENDS = Warning "cloudflare-ca-ends" {
        trigger: "A CA of Cloudflare that an origin trusts ends within a year.",
        why: "Nothing warns of its end; at its only renewal so far the new certificate came three months before.",
        help: "Look for the new certificate in Cloudflare's documentation, and trust both until the old one has ended; a CA of your own does away with it.",
        source: "Cloudflare documentation, Authenticated Origin Pulls, Origin CA",
    }
    HOSTS_ANY = Warning "origin-hosts-any" {
        trigger: "A policy names no hosts.",
        why: "Whoever is a customer of the edge chooses the host name that the origin sees.",
        help: "Name the hosts that the origin serves.",
        source: "house rule",
    }
    ADDRESSES_EVERYBODY = Warning "origin-addresses-everybody" {
        trigger: "The address ranges of a policy hold a whole family of addresses.",
        why: "They hold nobody back.",
        help: "Give the provider's list, or demand no addresses.",
        source: "house rule",
    }
    CERTIFICATE_MISSING = Error "origin-certificate-missing" {
        trigger: "A request came over a connection without a client certificate.",
        why: "It did not come through the edge.",
        help: "Refuse it; if the edge sent it, switch on its client certificate first.",
        source: "RFC 8446 section 4.4.2.4",
    }
    LEAF_CLIENT_AUTH_MISSING = Error "origin-leaf-client-auth-missing" {
        trigger: "The edge's certificate has no extended key usage with clientAuth, and the provider shows none without.",
        why: "It is not the certificate that the provider took.",
        help: "Issue the edge's certificate with clientAuth.",
        source: "Amazon CloudFront documentation, mutual TLS with origins",
    }
    LEAF_NOT_PINNED = Error "origin-leaf-not-pinned" {
        trigger: "The key of the edge's certificate is none of those that the policy names.",
        why: "The CA issued it, and for somebody else.",
        help: "Add the new key before the certificate is replaced; remove the old one after.",
        source: "RFC 7469 section 2.4",
    }
    SNI_MISSING = Error "origin-sni-missing" {
        trigger: "The client named no server in the handshake.",
        why: "Which settings held in the handshake is then a matter of the server's default, not of the host that is asked for.",
        help: "Refuse the request; if the edge sends no name, let it.",
        source: "RFC 6066 section 3",
    }
    SNI_MISMATCH = Error "origin-sni-host-mismatch" {
        trigger: "The server named in the handshake is not the host that the request asks for.",
        why: "A client that passes where less is demanded reaches what is guarded better.",
        help: "Answer 421 (Misdirected Request); if the edge does so by design, name the server names that it uses.",
        source: "RFC 9110 section 7.4",
    }
    HOST_REFUSED = Error "origin-host-refused" {
        trigger: "A request asks for no host, for what is none, or for one that the origin does not serve.",
        why: "Other customers of the edge choose host names of their own.",
        help: "Refuse it, or name the host in the policy.",
        source: "RFC 9110 section 7.2",
    }
    SOURCE_OUTSIDE = Error "origin-source-outside" {
        trigger: "A request comes from an address that is in none of the edge's ranges, or it is not known from where.",
        why: "It did not come through the edge.",
        help: "Hand over the address of the connection's other end, not one from a header; and see that the list is the present one.",
        source: "house rule",
    }
    HEADER_REFUSED = Error "origin-header-refused" {
        trigger: "A header that the policy demands is missing, stands twice, or has another value.",
        why: "The edge sets it, so that the request came another way.",
        help: "Refuse the request; if the edge sent it, compare the header's settings on both sides.",
        source: "house rule",
    }
    WORKER_FOREIGN = Error "origin-worker-foreign" {
        trigger: "A request through Cloudflare's shared certificate comes from a Worker of another zone.",
        why: "Any customer's Worker can ask this origin for any host.",
        help: "Refuse the request.",
        source: "Cloudflare documentation, HTTP headers, CF-Worker",
    }
    REQUEST_REFUSED = Error "origin-request-refused" {
        trigger: "A request does not have all that the policy of the origin demands.",
        why: "It cannot be told from one that did not come through the edge.",
        help: "See the findings that come with it.",
        source: "house rule",
    }
    ADDRESS_RANGES_INVALID = Error "address-ranges-invalid" {
        trigger: "A list of address ranges has an entry that is none, has bits set beyond its prefix, or is larger than any such list.",
        why: "A range that is read otherwise than it is meant lets in strangers, or shuts out the edge.",
        help: "Take the provider's list as it is published: one range in CIDR form a line, or its JSON.",
        source: "RFC 4632 section 3.1; RFC 4291 section 2.3",
    }
    CONFIG_SYNTAX = Error "origin-config-syntax" {
        trigger: "A server would not start with its configuration: broken syntax, a file that includes itself, a misspelt directive about client certificates or one with a value that it cannot have.",
        why: "What cannot be read cannot be judged, and a part left out may be the open one.",
        help: "Let the server check it (`nginx -t`, `haproxy -c`, `apachectl -t`, `envoy --mode validate`), and give all files that it includes.",
        source: "house rule",
    }
    CONFIG_UNREADABLE = Error "origin-config-unreadable" {
        trigger: "A file or folder that is named as the configuration, or as a folder that may be read from, is missing, may not be read, or is no regular file.",
        why: "Nothing of it can be judged.",
        help: "Check the path, which begins at the working directory unless it begins with a slash, and the rights on the file and on the folders above it.",
        source: "house rule",
    }
    CONFIG_LIMIT = Error "origin-config-limit" {
        trigger: "A server's configuration is larger, deeper or in more files than is read.",
        why: "A hostile or broken input must cost little.",
        help: "Give the configuration of the origin alone, or raise the limit.",
        source: "house rule",
    }
    PROBE_IMPOSSIBLE = Error "origin-probe-impossible" {
        trigger: "A probe has nothing to ask: no address, a name that cannot be asked for, or a certificate without its key.",
        why: "A verdict would speak of something else than the origin that is meant.",
        help: "Give one address or host with a port, and the host name that the origin serves.",
        source: "house rule",
    }
    ACCESS_KEYS_INVALID = Error "access-keys-invalid" {
        trigger: "The set of keys that check tokens of Cloudflare Access is no JSON Web Key Set, has no RSA key that can be used, or could not be fetched.",
        why: "Without keys every token is refused; the set that was there before stays.",
        help: "Fetch https://<team>.cloudflareaccess.com/cdn-cgi/access/certs and hand it over as it is.",
        source: "RFC 7517 section 5; Cloudflare documentation, Validate JWTs",
    }
    ACCESS_KEY_UNUSED = Warning "access-key-unused" {
        trigger: "A key in the set that checks tokens of Cloudflare Access is no RSA key for RS256, or has no name.",
        why: "Tokens that name it are refused.",
        help: "Nothing, as long as the set has the keys that the team signs with.",
        source: "RFC 7517 section 5",
    }
    ACCESS_TOKEN_MISSING = Error "access-token-missing" {
        trigger: "A request comes without the token of Cloudflare Access that the policy demands.",
        why: "It did not pass through the team's application, so nobody was asked who he is.",
        help: "Hand over the header Cf-Access-Jwt-Assertion; and check that an Access application covers the host.",
        source: "Cloudflare documentation, Validate JWTs",
    }
    ACCESS_TOKEN_TOO_LARGE = Error "access-token-too-large" {
        trigger: "A token is larger than any of Cloudflare Access.",
        why: "Whoever sends it wants the origin to work.",
        help: "Refuse the request.",
        source: "house rule",
    }
    ACCESS_TOKEN_MALFORMED = Error "access-token-malformed" {
        trigger: "A token is not three parts in Base64url with JSON objects inside, has a member twice, or a claim of the wrong type.",
        why: "Readers that take such tokens do not agree on what they say.",
        help: "Hand over the header's value as it is, without `Bearer` or quotes.",
        source: "RFC 7515 section 5.2; RFC 7519 section 7.2",
    }
    ACCESS_TOKEN_ALGORITHM = Error "access-token-algorithm" {
        trigger: "A token names another algorithm than RS256, or none.",
        why: "Cloudflare Access signs with RS256 alone; with the algorithm left to the token, a forger chooses one that needs no private key.",
        help: "Refuse the request.",
        source: "RFC 8725 section 3.1; Cloudflare documentation, Validate JWTs",
    }
    ACCESS_TOKEN_CRITICAL = Error "access-token-critical" {
        trigger: "A token's header has `crit`.",
        why: "It demands that extensions be understood; none is.",
        help: "Refuse the request.",
        source: "RFC 7515 section 4.1.11",
    }
    ACCESS_TOKEN_KEY_UNKNOWN = Error "access-token-key-unknown" {
        trigger: "A token names no key, or one that is not in the team's set.",
        why: "Nobody can say who signed it. Access changes its keys every six weeks.",
        help: "Fetch the team's keys again, at most every few minutes, and check the token once more.",
        source: "RFC 7515 section 4.1.4; Cloudflare documentation, Validate JWTs",
    }
    ACCESS_TOKEN_SIGNATURE = Error "access-token-signature" {
        trigger: "The key that a token names did not make its signature.",
        why: "It was forged or altered.",
        help: "Refuse the request.",
        source: "RFC 7515 section 5.2",
    }
    ACCESS_TOKEN_ISSUER = Error "access-token-issuer" {
        trigger: "A token's `iss` is not the team.",
        why: "Another team decides who gets its tokens.",
        help: "Check the team's name, in FedRAMP with `.fed` behind it.",
        source: "RFC 7519 section 4.1.1; Cloudflare documentation, Validate JWTs",
    }
    ACCESS_TOKEN_AUDIENCE = Error "access-token-audience" {
        trigger: "None of a token's `aud` is an application of the policy.",
        why: "The token was given out under the rules of another application of the team.",
        help: "Copy the application's AUD tag from its overview.",
        source: "RFC 7519 section 4.1.3; Cloudflare documentation, Validate JWTs",
    }
    ACCESS_TOKEN_EXPIRED = Error "access-token-expired" {
        trigger: "A token's `exp` has passed.",
        why: "The session is over, and its owner may have lost the right to it.",
        help: "Let the visitor sign in again; if it happens to all, set the clock of the origin.",
        source: "RFC 7519 section 4.1.4",
    }
    ACCESS_TOKEN_NOT_YET_VALID = Error "access-token-not-yet-valid" {
        trigger: "A token's `nbf` or `iat` lies in the future.",
        why: "The clock here is wrong, or the token is.",
        help: "Set the clock of the origin.",
        source: "RFC 7519 sections 4.1.5 and 4.1.6",
    }
    ACCESS_TOKEN_TYPE = Error "access-token-type" {
        trigger: "A token's `type` is not `app`.",
        why: "The token of the global session (`org`) proves that somebody signed in, and not that this application lets him in.",
        help: "Hand over the header Cf-Access-Jwt-Assertion, not a cookie of the team's own domain.",
        source: "Cloudflare documentation, Application token",
    }
    ACCESS_TOKEN_SUBJECT = Error "access-token-subject" {
        trigger: "A token is that of a service that the policy does not let in, or says of nobody whose it is.",
        why: "Service tokens are passwords of machines: each is let in by name.",
        help: "Name the service token's client ID in the policy if it is meant to get in.",
        source: "Cloudflare documentation, Application token",
    }
}

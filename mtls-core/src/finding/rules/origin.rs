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
    ADDRESS_RANGES_INVALID = Error "address-ranges-invalid" {
        trigger: "A list of address ranges has an entry that is none, has bits set beyond its prefix, or is larger than any such list.",
        why: "A range that is read otherwise than it is meant lets in strangers, or shuts out the edge.",
        help: "Take the provider's list as it is published: one range in CIDR form a line, or its JSON.",
        source: "RFC 4632 section 3.1; RFC 4291 section 2.3",
    }
    CONFIG_SYNTAX = Error "origin-config-syntax" {
        trigger: "A server's configuration cannot be read: its syntax, or a file that it includes.",
        why: "What cannot be read cannot be judged, and a part left out may be the open one.",
        help: "Let the server check it (`nginx -t`, `haproxy -c`, `apachectl -t`, `envoy --mode validate`), and give all files that it includes.",
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

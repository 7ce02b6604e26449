//! The providers that are known, as their documentation describes them.

use std::borrow::Cow::{Borrowed, Owned};

use super::{EdgeProvider, ExtraProof, LeafRules, Presents, RotationRules, Rotator, Text};

impl EdgeProvider {
    /// The names that [`EdgeProvider::named`] knows.
    pub const NAMES: [&'static str; 8] = [
        "cloudflare-zone",
        "cloudflare-hostname",
        "cloudflare-shared",
        "cloudfront",
        "akamai",
        "fastly",
        "google-cloud",
        "azure-front-door",
    ];

    /// Every provider that is known.
    #[must_use]
    pub fn all() -> Vec<Self> {
        Self::NAMES.iter().filter_map(|name| of(name)).collect()
    }

    /// Cloudflare, with the certificate that all its customers share ("global" Authenticated Origin Pulls).
    #[must_use]
    pub fn cloudflare_shared() -> Self {
        Self {
            presents: Presents::Shared,
            leaf: LeafRules::default(),
            rotation: RotationRules {
                leaf: Rotator::Provider,
                authority: Rotator::Provider,
                overlap: Borrowed(
                    "at its only renewal so far the CA kept key, name and serial number, and the new certificate came three months before the old one ended",
                ),
                install: Borrowed("PATCH /zones/{zone_id}/settings/tls_client_auth with {\"value\":\"on\"}"),
                in_force: Borrowed("GET the same setting answers `on`"),
                remove: Borrowed("PATCH the same setting with {\"value\":\"off\"}"),
                notices: Borrowed("none: nothing warns before the CA ends on 2029-11-01"),
            },
            notes: cloudflare_notes(&[
                "Any customer can point a zone of his own at the origin and pass; by an override of the host, or from a Worker, he chooses the host name too.",
                "Lists of addresses have the same hole.",
            ]),
            ..cloudflare("cloudflare-shared", "Cloudflare, shared certificate")
        }
    }

    /// Cloudflare, with a certificate uploaded for a zone.
    #[must_use]
    pub fn cloudflare_zone() -> Self {
        Self {
            rotation: uploaded_to_cloudflare(
                "POST /zones/{zone_id}/origin_tls_client_auth with certificate and private_key, then PUT …/settings {\"enabled\":true}",
                "GET /zones/{zone_id}/origin_tls_client_auth/{certificate_id} shows status `active`",
                "DELETE /zones/{zone_id}/origin_tls_client_auth/{certificate_id}",
                "30 and 14 days before, if a notification of the type zone_aop_custom_certificate_expiration_type is set up",
            ),
            notes: cloudflare_notes(&["A certificate of a hostname takes precedence over that of the zone."]),
            ..cloudflare("cloudflare-zone", "Cloudflare, certificate of the zone")
        }
    }

    /// Cloudflare, with a certificate uploaded for single hostnames.
    #[must_use]
    pub fn cloudflare_hostname() -> Self {
        Self {
            rotation: uploaded_to_cloudflare(
                "POST /zones/{zone_id}/origin_tls_client_auth/hostnames/certificates with certificate and private_key, then PUT …/hostnames {\"config\":[{hostname, cert_id, enabled: true}]}",
                "GET /zones/{zone_id}/origin_tls_client_auth/hostnames/{hostname} shows the new cert_id with cert_status `active`",
                "DELETE /zones/{zone_id}/origin_tls_client_auth/hostnames/certificates/{certificate_id}",
                "30 and 14 days before, if a notification of the type hostname_aop_custom_certificate_expiration_type is set up",
            ),
            notes: cloudflare_notes(&[
                "Only the hostnames that are named get it; others of the zone get the zone's certificate, the shared one, or none.",
                "`enabled: null` takes the association away; `false` switches it off.",
                "The ID of a zone's certificate is none for a hostname: error 1415.",
            ]),
            ..cloudflare("cloudflare-hostname", "Cloudflare, certificate of the hostname")
        }
    }

    /// Amazon CloudFront with mutual TLS to the origin.
    #[must_use]
    pub fn cloudfront() -> Self {
        let mut provider = customers("cloudfront", "Amazon CloudFront");
        provider.leaf.client_auth_required = true;
        provider.rotation.install = Borrowed(
            "import certificate, key and chain into ACM in us-east-1 and name it as the origin's ClientCertificateArn (OriginMtlsConfig)",
        );
        provider.rotation.in_force = Borrowed("the distribution's status is `Deployed`");
        provider.rotation.remove = Borrowed("delete the old certificate in ACM once no origin names it");
        provider.rotation.notices =
            Borrowed("ACM does not renew imported certificates; its expiry events must be watched");
        provider.extra = vec![
            ExtraProof::Header {
                name: Borrowed("(of your choice)"),
                proves: Borrowed(
                    "a custom origin header with a secret proves the distribution, as long as it is secret",
                ),
            },
            ExtraProof::Addresses {
                source: Borrowed("managed prefix list com.amazonaws.global.cloudfront.origin-facing"),
                proves: Borrowed("through CloudFront, of any customer"),
            },
        ];
        provider.notes =
            vec![Borrowed("Without clientAuth in the extended key usage the certificate is refused.")];
        provider
    }

    /// Akamai with the mTLS Origin Keystore.
    #[must_use]
    pub fn akamai() -> Self {
        let mut provider = customers("akamai", "Akamai");
        provider.presents = Presents::AccountCa;
        provider.rotation = RotationRules {
            leaf: Rotator::Provider,
            authority: Rotator::Provider,
            overlap: Borrowed(
                "versions of a client certificate stand side by side; a property uses the one that it names",
            ),
            install: Borrowed(
                "activate a property whose behavior mtlsOriginKeystore has `enable` and names the client certificate's version",
            ),
            in_force: Borrowed("the version is deployed and the property active"),
            remove: Borrowed("delete the old version once no active property names it"),
            notices: Borrowed(
                "the account's CA changes about every five years; the new one is to be downloaded before",
            ),
        };
        provider.extra = vec![ExtraProof::Addresses {
            source: Borrowed("the account's Site Shield map, or Origin IP ACL"),
            proves: Borrowed("through Akamai; with Site Shield through the servers of the map"),
        }];
        provider.notes = vec![
            Borrowed(
                "The certificate is shown only if the origin asks for one; with `authClientCert` off the edge goes on without.",
            ),
            Borrowed(
                "A certificate of another CA can be had by a signing request; then the customer renews it.",
            ),
        ];
        provider
    }

    /// Fastly, with a client certificate for a backend.
    #[must_use]
    pub fn fastly() -> Self {
        let mut provider = customers("fastly", "Fastly");
        provider.rotation.install = Borrowed(
            "set the backend's ssl_client_cert and ssl_client_key in a new version of the service and activate it (Compute: provide_client_certificate)",
        );
        provider.rotation.in_force = Borrowed("the new version of the service is active");
        provider.rotation.remove = Borrowed("nothing to do: a version holds one certificate for a backend");
        provider.rotation.notices = Borrowed("none");
        provider.extra = vec![ExtraProof::Addresses {
            source: Borrowed("https://api.fastly.com/public-ip-list"),
            proves: Borrowed("through Fastly, of any customer"),
        }];
        provider.notes = vec![Borrowed(
            "The key lies in the service's configuration or in a secret store: whoever reads either has it.",
        )];
        provider
    }

    /// Google Cloud's external Application Load Balancer with mutual TLS to its backends.
    #[must_use]
    pub fn google_cloud() -> Self {
        let mut provider = customers("google-cloud", "Google Cloud load balancer");
        provider.rotation.install = Borrowed(
            "create a certificate of scope CLIENT_AUTH in Certificate Manager and name it as clientCertificate of the BackendAuthenticationConfig",
        );
        provider.rotation.in_force =
            Borrowed("the backend service uses the configuration that names the new certificate");
        provider.rotation.remove = Borrowed("delete the old certificate once no configuration names it");
        provider.rotation.notices = Borrowed("none for certificates of the customer's own CA");
        provider.extra = vec![ExtraProof::Addresses {
            source: Borrowed("130.211.0.0/22 and 35.191.0.0/16, by firewall rules"),
            proves: Borrowed("through Google's front ends, of any customer"),
        }];
        provider
    }

    /// Azure Front Door, which shows no client certificate.
    #[must_use]
    pub fn azure_front_door() -> Self {
        let mut provider = customers("azure-front-door", "Azure Front Door");
        provider.presents = Presents::Nothing;
        provider.only_if_requested = false;
        provider.leaf = LeafRules::default();
        provider.rotation = nothing_to_rotate();
        provider.extra = vec![
            ExtraProof::PrivateNetwork {
                name: Borrowed("Private Link"),
                proves: Borrowed("the origin has no public address; the profile's connection was approved"),
            },
            ExtraProof::Header {
                name: Borrowed("X-Azure-FDID"),
                proves: Borrowed(
                    "the ID of the profile; it proves something together with the addresses alone, as anyone can send it",
                ),
            },
            ExtraProof::Addresses {
                source: Borrowed("service tag AzureFrontDoor.Backend"),
                proves: Borrowed("through Front Door, of any customer"),
            },
        ];
        provider.instead = Some(Borrowed(
            "connect the origin by Private Link; or let in the addresses of the service tag AzureFrontDoor.Backend alone and demand the header X-Azure-FDID with the profile's ID: neither does without the other",
        ));
        provider
    }
}

pub(super) fn of(name: &str) -> Option<EdgeProvider> {
    Some(match name {
        "cloudflare-shared" => EdgeProvider::cloudflare_shared(),
        "cloudflare-zone" => EdgeProvider::cloudflare_zone(),
        "cloudflare-hostname" => EdgeProvider::cloudflare_hostname(),
        "cloudfront" => EdgeProvider::cloudfront(),
        "akamai" => EdgeProvider::akamai(),
        "fastly" => EdgeProvider::fastly(),
        "google-cloud" => EdgeProvider::google_cloud(),
        "azure-front-door" => EdgeProvider::azure_front_door(),
        _ => return None,
    })
}

pub(super) fn custom(name: String, presents: Presents) -> EdgeProvider {
    let mut provider = customers("", "");
    (provider.name, provider.title) = (Owned(name.clone()), Owned(name));
    provider.presents = presents;
    match presents {
        Presents::CustomerLeaf => {}
        Presents::Nothing => {
            (provider.leaf, provider.rotation) = (LeafRules::default(), nothing_to_rotate());
            provider.only_if_requested = false;
            provider.instead =
                Some(Borrowed("demand its addresses together with a header that it alone can set"));
        }
        Presents::Shared | Presents::AccountCa => {
            (provider.rotation.leaf, provider.rotation.authority) = (Rotator::Provider, Rotator::Provider);
        }
    }
    provider
}

/// A provider that shows what the customer gives it.
fn customers(name: &'static str, title: &'static str) -> EdgeProvider {
    EdgeProvider {
        name: Borrowed(name),
        title: Borrowed(title),
        presents: Presents::CustomerLeaf,
        leaf: LeafRules { client_auth_required: false, end_entity_required: true },
        only_if_requested: true,
        extra: Vec::new(),
        rotation: RotationRules {
            leaf: Rotator::Customer,
            authority: Rotator::Customer,
            overlap: Borrowed(
                "one certificate is shown at a time: the one that the configuration in force names",
            ),
            install: Borrowed("give the provider the new certificate with its key"),
            in_force: Borrowed("the provider shows the new certificate"),
            remove: Borrowed("take the old certificate away at the provider"),
            notices: Borrowed("not known"),
        },
        notes: Vec::new(),
        instead: None,
    }
}

fn nothing_to_rotate() -> RotationRules {
    let none = Borrowed("there is no certificate");
    RotationRules {
        leaf: Rotator::Nobody,
        authority: Rotator::Nobody,
        overlap: none.clone(),
        install: none.clone(),
        in_force: none.clone(),
        remove: none.clone(),
        notices: none,
    }
}

fn cloudflare(name: &'static str, title: &'static str) -> EdgeProvider {
    let mut provider = customers(name, title);
    provider.extra = vec![
        ExtraProof::Token {
            header: Borrowed(crate::origin::ACCESS_HEADER),
            issuer: Borrowed("https://<team>.cloudflareaccess.com"),
            keys: Borrowed("https://<team>.cloudflareaccess.com/cdn-cgi/access/certs"),
            proves: Borrowed("who was let in by an Access application of the team"),
        },
        ExtraProof::Header {
            name: Borrowed("CF-Worker"),
            proves: Borrowed(
                "there only on requests from a Worker, with the zone that it belongs to: a foreign zone is a stranger",
            ),
        },
        ExtraProof::Addresses {
            source: Borrowed("https://api.cloudflare.com/client/v4/ips"),
            proves: Borrowed("through Cloudflare, of any customer"),
        },
    ];
    provider
}

fn uploaded_to_cloudflare(
    install: &'static str,
    in_force: &'static str,
    remove: &'static str,
    notices: &'static str,
) -> RotationRules {
    RotationRules {
        leaf: Rotator::Customer,
        authority: Rotator::Customer,
        overlap: Borrowed(
            "of two certificates that are both active the one deployed last is shown; an expired one is still shown",
        ),
        install: Borrowed(install),
        in_force: Borrowed(in_force),
        remove: Borrowed(remove),
        notices: Borrowed(notices),
    }
}

/// What holds for all of Cloudflare's certificates, behind what is special.
fn cloudflare_notes(special: &[&'static str]) -> Vec<Text> {
    let general = [
        "With SSL mode Off or Flexible nothing is shown, silently: use Full (strict), and leave no listener without TLS.",
        "Hosts that are not proxied get no certificate, and fail once the origin demands one.",
        "Through a Tunnel no client certificate is shown: cloudflared and a listener that demands one exclude each other.",
    ];
    special.iter().chain(&general).map(|note| Borrowed(*note)).collect()
}

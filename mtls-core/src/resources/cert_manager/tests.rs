//! Building and judging the kinds of cert-manager, trust-manager and aws-privateca-issuer.

use super::*;
use crate::finding::{Finding, Subject};
use crate::resources::{Manifest, build, read_yaml, validate, write_yaml};

const CSR: &str = "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n";
const ARN: &str = "arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/1234";

fn found(api_version: &str, kind: &str, spec: &str) -> Vec<String> {
    let text = format!("apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: x}}\nspec: {spec}\n");
    let manifest = read_yaml(&text).remove(0).unwrap();
    let field = |f: &Finding| match &f.subject {
        Subject::Document(at) => at.field.clone(),
        other => panic!("{other}"),
    };
    validate(&manifest).iter().map(|f| format!("{} {} {}", f.severity, f.rule, field(f))).collect()
}

fn certificate(rest: &str) -> Vec<String> {
    let spec = format!("{{secretName: s, issuerRef: {{name: ca, kind: ClusterIssuer}}, {rest}}}");
    found("cert-manager.io/v1", "Certificate", &spec)
}

#[test]
fn certificates_follow_the_webhook() {
    for good in [
        "dnsNames: [a.example]",
        "commonName: root, isCA: true, usages: [cert sign, crl sign]",
        "literalSubject: 'CN=a,O=b'",
        "ipAddresses: ['::1'], duration: 1h, renewBefore: 5m",
        "dnsNames: [a], duration: 2160h0m0s, renewBefore: 1.5h30s",
        "dnsNames: [a], duration: 24h, renewBeforePercentage: 33",
        "dnsNames: [a], privateKey: {algorithm: ECDSA, size: 384, encoding: PKCS8, rotationPolicy: Always}",
        "dnsNames: [a], privateKey: {algorithm: Ed25519, size: 1}, signatureAlgorithm: PureEd25519",
        "dnsNames: [a], signatureAlgorithm: SHA512WithRSA, revisionHistoryLimit: 3, encodeUsagesInRequest: false",
        "dnsNames: [a], usages: [server auth]",
        "uris: ['spiffe://td/ns/a/sa/b'], usages: [server auth, client auth]",
        "uris: ['spiffe://td/ns/a/sa/b'], usages: [any]",
        "uris: ['spiffe://td/ns/a/sa/b'], usages: [digital signature, key encipherment]",
        "commonName: a, isCA: true, nameConstraints: {critical: true, permitted: {uriDomains: [td.example]}}",
        "dnsNames: [a], secretTemplate: {labels: {a: b}, annotations: {cert-manager.io/allow-direct-injection: 'true'}}",
        "dnsNames: [a], renewal: {policy: RenewBefore}, keystores: {}, additionalOutputFormats: [{type: DER}], \
         subject: {organizations: [o]}, otherNames: [{oid: 1.2.3, utf8Value: x}], emailAddresses: [a@b.example]",
    ] {
        assert_eq!(certificate(good), [] as [&str; 0], "{good}");
    }
    for (bad, expected) in [
        ("isCA: true", "error certificate-without-name spec"),
        (
            "commonName: a23456789012345678901234567890123456789012345678901234567890123456",
            "error certificate-common-name spec.commonName",
        ),
        ("commonName: a, literalSubject: CN=a", "error certificate-common-name spec.commonName"),
        ("ipAddresses: [a.example]", "error certificate-ip-address spec.ipAddresses[0]"),
        ("dnsNames: [a], privateKey: {size: 1024}", "error certificate-key-size spec.privateKey.size"),
        (
            "dnsNames: [a], privateKey: {algorithm: ECDSA, size: 2048}",
            "error certificate-key-size spec.privateKey.size",
        ),
        (
            "dnsNames: [a], signatureAlgorithm: PureEd25519",
            "error certificate-signature-algorithm spec.signatureAlgorithm",
        ),
        ("dnsNames: [a], privateKey: {algorithm: EC}", "error field-value-unknown spec.privateKey.algorithm"),
        ("dnsNames: [a], usages: [clientAuth]", "error field-value-unknown spec.usages[0]"),
        ("dnsNames: [a], duration: 90d", "error certificate-duration spec.duration"),
        ("dnsNames: [a], duration: 59m", "error certificate-lifetime spec.duration"),
        ("dnsNames: [a], renewBefore: 4m", "error certificate-lifetime spec.renewBefore"),
        ("dnsNames: [a], renewBefore: 2160h", "error certificate-lifetime spec.renewBefore"),
        ("dnsNames: [a], duration: 24h, renewBefore: 24h", "error certificate-lifetime spec.renewBefore"),
        (
            "dnsNames: [a], renewBefore: 8h, renewBeforePercentage: 3",
            "error certificate-lifetime spec.renewBefore",
        ),
        (
            "dnsNames: [a], duration: 24h, renewBeforePercentage: 100",
            "error certificate-lifetime spec.renewBeforePercentage",
        ),
        (
            "dnsNames: [a], duration: 24h, renewBeforePercentage: 0",
            "error certificate-lifetime spec.renewBeforePercentage",
        ),
        (
            "dnsNames: [a], secretTemplate: {annotations: {cert-manager.io/x: z}}",
            "error certificate-secret-template spec.secretTemplate.annotations[\"cert-manager.io/x\"]",
        ),
        (
            "dnsNames: [a], nameConstraints: {permitted: {dnsDomains: [a]}}",
            "error certificate-name-constraints spec.nameConstraints",
        ),
        (
            "commonName: a, isCA: true, usages: [cert sign, server auth]",
            "warning certificate-ca-usages spec.usages",
        ),
        ("dnsNames: [a], usages: [cert sign]", "warning certificate-ca-usages spec.usages"),
        (
            "uris: ['spiffe://td/a'], dnsNames: [a], usages: [server auth]",
            "warning certificate-client-auth spec.usages",
        ),
        ("commonName: partner, usages: [server auth]", "warning certificate-client-auth spec.usages"),
        ("dnsNames: [a], dnsName: a", "warning field-unknown spec.dnsName"),
    ] {
        assert_eq!(certificate(bad), [expected], "{bad}");
    }
    assert_eq!(
        found("cert-manager.io/v1", "Certificate", "{dnsNames: [a]}"),
        ["error certificate-secret-name spec.secretName", "error certificate-issuer-ref spec.issuerRef.name"]
    );
    for (reference, expected) in [
        ("{name: a}", None),
        ("{name: a, kind: AWSPCAIssuer, group: awspca.cert-manager.io}", None),
        ("{name: a, kind: AWSPCAIssuer}", Some("error certificate-issuer-ref spec.issuerRef.kind")),
        (
            "{name: a, kind: X, group: cert-manager.io}",
            Some("error certificate-issuer-ref spec.issuerRef.kind"),
        ),
    ] {
        let spec = format!("{{secretName: s, dnsNames: [a], issuerRef: {reference}}}");
        assert_eq!(
            found("cert-manager.io/v1", "Certificate", &spec),
            Vec::from_iter(expected),
            "{reference}"
        );
    }
}

#[test]
fn durations_are_read_as_go_reads_them() {
    for (text, expected) in [
        ("1h", Some(3_600_000_000_000)),
        ("1h30m", Some(5_400_000_000_000)),
        ("1.5h", Some(5_400_000_000_000)),
        (".5s", Some(500_000_000)),
        ("5.s", Some(5_000_000_000)),
        ("1us1µs1μs1ns", Some(3_001)),
        ("-1ms", Some(-1_000_000)),
        ("+0", Some(0)),
        ("0", Some(0)),
        ("2562047h", Some(9_223_369_200_000_000_000)),
        ("0.333333333333333333333333h", Some(1_199_999_999_999)),
        ("2562048h", None),
        ("99999999999999999999999999999999999999999h", None),
        ("", None),
        ("-", None),
        ("1", None),
        ("h", None),
        (".h", None),
        ("1.2.3h", None),
        ("1d", None),
        ("1 h", None),
        ("1H", None),
        ("1h-1m", None),
        ("é", None),
    ] {
        assert_eq!(duration::nanoseconds(text), expected, "{text}");
    }
}

#[test]
fn issuers_follow_the_webhook() {
    for kind in ["Issuer", "ClusterIssuer"] {
        for (spec, expected) in [
            ("{ca: {secretName: s}}", vec![]),
            ("{selfSigned: {}}", vec![]),
            ("{vault: {server: 'https://v', path: pki/sign/a, auth: {kubernetes: {role: r}}}}", vec![]),
            ("{acme: {server: 'https://a', privateKeySecretRef: {name: k}, solvers: []}}", vec![]),
            ("{venafi: {zone: z}}", vec![]),
            ("{}", vec!["error issuer-type spec"]),
            ("{ca: {secretName: s}, selfSigned: {}}", vec!["error issuer-type spec.selfSigned"]),
            ("{ca: {}}", vec!["error issuer-field-missing spec.ca.secretName"]),
            (
                "{vault: {auth: {}}}",
                vec![
                    "error issuer-field-missing spec.vault.server",
                    "error issuer-field-missing spec.vault.path",
                ],
            ),
            (
                "{vault: {server: v, path: p, clientCertSecretRef: {name: c}}}",
                vec!["error issuer-field-missing spec.vault.clientKeySecretRef.name"],
            ),
            (
                "{vault: {server: v, path: p, caBundle: AA==, caBundleSecretRef: {name: c}}}",
                vec!["error issuer-contradiction spec.vault.caBundleSecretRef"],
            ),
            (
                "{acme: {server: a, privateKeySecretRef: {name: k}, caBundle: AA==, skipTLSVerify: true}}",
                vec!["error issuer-contradiction spec.acme.skipTLSVerify"],
            ),
            (
                "{acme: {}}",
                vec![
                    "error issuer-field-missing spec.acme.server",
                    "error issuer-field-missing spec.acme.privateKeySecretRef.name",
                ],
            ),
        ] {
            assert_eq!(found("cert-manager.io/v1", kind, spec), expected, "{spec}");
        }
    }
    for kind in ["AWSPCAIssuer", "AWSPCAClusterIssuer"] {
        for (spec, expected) in [
            (
                format!(
                    "{{arn: '{ARN}', region: eu-central-1, role: r, secretRef: {{name: a, namespace: b}}, pcaTemplate: {{defaultTemplateName: t}}}}"
                ),
                vec![],
            ),
            (format!("{{arn: '{}'}}", ARN.replace("arn:aws:", "arn:aws-cn:")), vec![]),
            (format!("{{arn: '{ARN}', region: us-east-1}}"), vec!["warning aws-pca-region spec.region"]),
            (
                "{arn: 'arn:aws:acm:eu-central-1:1:certificate/2'}".to_owned(),
                vec!["warning aws-pca-arn spec.arn"],
            ),
            ("{}".to_owned(), vec!["warning aws-pca-arn spec.arn"]),
        ] {
            assert_eq!(found("awspca.cert-manager.io/v1beta1", kind, &spec), expected, "{spec}");
        }
    }
}

#[test]
fn requests_follow_the_webhook() {
    let good = CertificateRequest::new("r", "n").issued_by(IssuerRef::issuer("a")).request(CSR).build();
    assert!(good.is_ok(), "{good:?}");
    for (request, expected) in [
        ("", "error certificate-request-missing spec.request"),
        (", request: '?'", "error certificate-request-missing spec.request"),
        (", request: AAAA", "error certificate-request-missing spec.request"),
    ] {
        let spec = format!("{{issuerRef: {{name: a}}{request}}}");
        assert_eq!(found("cert-manager.io/v1", "CertificateRequest", &spec), [expected], "{request}");
    }
}

#[test]
fn bundles_follow_trust_manager() {
    let one = |rest: &str| format!("{{sources: [{{inLine: x}}], {rest}}}");
    for (spec, expected) in [
        (one("target: {configMap: {key: ca.crt, metadata: {labels: {a: b}}}}"), vec![]),
        (one("target: {secret: {key: ca.crt}, additionalFormats: {jks: {key: a}}}"), vec![]),
        ("{sources: [{secret: {name: a, key: b}}, {configMap: {selector: {}, includeAllKeys: true}}, {useDefaultCAs: true}]}".to_owned(), vec![]),
        ("{sources: []}".to_owned(), vec!["error bundle-without-source spec.sources"]),
        ("{sources: [{useDefaultCAs: false}]}".to_owned(), vec!["error bundle-without-source spec.sources"]),
        ("{sources: [{inLine: x, useDefaultCAs: true}]}".to_owned(), vec!["error bundle-source spec.sources[0]"]),
        ("{sources: [{useDefaultCAs: true}, {useDefaultCAs: true}]}".to_owned(), vec!["error bundle-source spec.sources"]),
        ("{sources: [{secret: {name: a, selector: {}, key: b}}]}".to_owned(), vec!["error bundle-source spec.sources[0].secret.name"]),
        ("{sources: [{secret: {key: b}}]}".to_owned(), vec!["error bundle-source spec.sources[0].secret.name"]),
        ("{sources: [{secret: {name: a}}]}".to_owned(), vec!["error bundle-source spec.sources[0].secret.key"]),
        ("{sources: [{secret: {name: a, key: b, includeAllKeys: true}}]}".to_owned(), vec!["error bundle-source spec.sources[0].secret.key"]),
        ("{sources: [{configMap: {name: x, key: b}}], target: {configMap: {key: b}}}".to_owned(), vec!["error bundle-source spec.sources[0].configMap"]),
        ("{sources: [{secret: {name: x, key: b}}], target: {configMap: {key: b}}}".to_owned(), vec![]),
        (one("target: {}"), vec!["error bundle-target spec.target"]),
        (one("target: {configMap: {}}"), vec!["error bundle-target spec.target.configMap.key"]),
        (one("target: {configMap: {key: a, metadata: {labels: {trust-manager.io/x: z}}}}"), vec!["error bundle-target spec.target.configMap.metadata.labels[\"trust-manager.io/x\"]"]),
    ] {
        assert_eq!(found("trust.cert-manager.io/v1alpha1", "Bundle", &spec), expected, "{spec}");
    }
    for (spec, expected) in [
        (
            "{inLineCAs: x, defaultCAs: {provider: System}, target: {configMap: {data: [{key: ca.crt}]}}}",
            vec![],
        ),
        (
            "{sourceRefs: [{kind: Secret, name: a, key: '*.crt'}, {kind: ConfigMap, selector: {}, key: b}]}",
            vec![],
        ),
        ("{sourceRefs: [{name: a, key: b}]}", vec!["error bundle-source spec.sourceRefs[0].kind"]),
        ("{sourceRefs: [{kind: Secret, key: b}]}", vec!["error bundle-source spec.sourceRefs[0].name"]),
        ("{sourceRefs: [{kind: Secret, name: a}]}", vec!["error bundle-source spec.sourceRefs[0].key"]),
        ("{target: {}}", vec!["error bundle-target spec.target"]),
        ("{target: {secret: {}}}", vec!["error bundle-target spec.target.secret.data"]),
        (
            "{target: {secret: {data: [{key: '/'}]}}}",
            vec!["error bundle-target spec.target.secret.data[0].key"],
        ),
        ("{target: {secret: {data: [{key: a, format: PKCS12, password: ''}]}}}", vec![]),
        (
            "{target: {secret: {data: [{key: a, password: b}]}}}",
            vec!["error bundle-target spec.target.secret.data[0].format"],
        ),
    ] {
        assert_eq!(found("trust-manager.io/v1alpha2", "ClusterBundle", spec), expected, "{spec}");
    }
}

#[test]
fn setters_and_options_say_the_same() {
    let request = serde_json::json!({
        "name": "cart", "namespace": "shop", "secret_name": "cart-tls", "dns_names": ["cart.shop"],
        "issuer_ref": {"name": "pca", "kind": "AWSPCAClusterIssuer", "group": "awspca.cert-manager.io"},
        "uris": ["spiffe://td/ns/shop/sa/cart"], "usages": ["digital signature", "server auth", "client auth"],
        "duration": "24h", "renew_before": "8h", "common_name": "cart",
        "private_key": {"algorithm": "ECDSA", "size": 256, "encoding": "PKCS8", "rotation_policy": "Always"},
    });
    let certificate = Certificate::new("cart", "shop")
        .secret("cart-tls")
        .issued_by(IssuerRef::aws_pca_cluster_issuer("pca"))
        .common_name("cart")
        .dns_name("cart.shop")
        .uri("spiffe://td/ns/shop/sa/cart")
        .for_mutual_tls()
        .lifetime("24h", "8h")
        .ecdsa_key();
    let ca = Certificate::new("root", "cert-manager")
        .secret("root")
        .issued_by(IssuerRef::cluster_issuer("self"))
        .common_name("root")
        .ca();
    let auth = serde_json::json!({"kubernetes": {"role": "r"}});
    let pairs: [(&str, serde_json::Value, Result<Manifest, crate::resources::ResourceError>); 8] = [
        ("cert-manager.io/Certificate", request, certificate.manifest()),
        (
            "cert-manager.io/Certificate",
            serde_json::json!({
                "name": "root", "namespace": "cert-manager", "secretName": "root", "commonName": "root", "isCA": true,
                "issuerRef": {"name": "self", "kind": "ClusterIssuer"}, "usages": ["cert sign", "crl sign"],
            }),
            ca.manifest(),
        ),
        (
            "cert-manager.io/ClusterIssuer",
            serde_json::json!({"name": "a", "ca": {"secret_name": "s"}}),
            ClusterIssuer::new("a").of_ca("s").manifest(),
        ),
        (
            "cert-manager.io/Issuer",
            serde_json::json!({"name": "a", "namespace": "n", "self_signed": {}}),
            Issuer::new("a", "n").self_signed().manifest(),
        ),
        (
            "cert-manager.io/Issuer",
            serde_json::json!({"name": "a", "namespace": "n", "vault": {"server": "v", "path": "p", "auth": auth}}),
            Issuer::new("a", "n").vault("v", "p", auth.clone()).manifest(),
        ),
        (
            "awspca.cert-manager.io/AWSPCAClusterIssuer",
            serde_json::json!({"name": "a", "arn": ARN, "region": "eu-central-1", "role": "r"}),
            AwsPcaClusterIssuer::new("a").arn(ARN).role("r").manifest(),
        ),
        (
            "awspca.cert-manager.io/AWSPCAIssuer",
            serde_json::json!({"name": "a", "namespace": "n", "arn": ARN, "region": "eu-central-1"}),
            AwsPcaIssuer::new("a", "n").arn(ARN).manifest(),
        ),
        (
            "trust.cert-manager.io/Bundle",
            serde_json::json!({
                "name": "b",
                "sources": [
                    {"secret": {"name": "s", "key": "k"}}, {"config_map": {"name": "c", "key": "k"}},
                    {"in_line": "pem"}, {"use_default_cas": true},
                ],
                "target": {
                    "config_map": {"key": "ca.crt"}, "secret": {"key": "ca.crt"},
                    "namespace_selector": {"match_labels": {"team": "shop"}},
                },
            }),
            Bundle::new("b")
                .from_secret("s", "k")
                .from_config_map("c", "k")
                .from_pem("pem")
                .from_public_cas()
                .to_config_map("ca.crt")
                .to_secret("ca.crt")
                .in_namespaces("team", "shop")
                .manifest(),
        ),
    ];
    for (kind, options, set) in pairs {
        let set = set.unwrap();
        assert_eq!(build(kind, options).unwrap(), set, "{kind}");
        let yaml = write_yaml(std::slice::from_ref(&set)).unwrap();
        assert_eq!(read_yaml(&yaml).remove(0).unwrap(), set, "{yaml}");
    }
    let refused = IssuerRef::aws_pca_issuer("a").group("");
    assert!(Certificate::new("a", "n").secret("s").dns_name("a").issued_by(refused).build().is_err());
    assert!(
        Certificate::new("a", "n")
            .secret("s")
            .uri("spiffe://a/b")
            .issued_by(IssuerRef::issuer("i"))
            .for_client()
            .build()
            .is_ok()
    );
}

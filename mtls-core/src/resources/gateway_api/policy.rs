//! The `BackendTLSPolicy`: by which TLS a gateway calls a Service.

use std::collections::{BTreeMap, BTreeSet};

use super::ObjectRef;
use super::hostname::{check_hostname, is_precise};
use super::reference::check_object;
use crate::finding::rules::gateway_api as rules;
use crate::resources::builder::built;
use crate::resources::kind::{Checker, kind};
use crate::resources::model::{model, spellings};
use crate::resources::{Builder, cut, names};

kind! {
    /// A `BackendTLSPolicy`. The client certificate is not here: it stands in the `tls.backend` of the Gateway.
    ///
    /// ```
    /// use mtls_core::resources::gateway_api::BackendTlsPolicy;
    ///
    /// let policy = BackendTlsPolicy::new("cart", "shop")
    ///     .service("cart")
    ///     .ca("internal-ca")
    ///     .hostname("cart.shop.svc")
    ///     .spiffe_id("spiffe://shop.example/ns/shop/sa/cart")
    ///     .build()?;
    /// assert_eq!(policy.spec.unwrap().validation.unwrap().hostname.as_deref(), Some("cart.shop.svc"));
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct BackendTlsPolicy as "BackendTLSPolicy": "gateway.networking.k8s.io" [
        "gateway.networking.k8s.io/v1", "gateway.networking.k8s.io/v1alpha3"
    ], check {
        /// Which Service, and what it must show.
        spec: BackendTlsPolicySpec = "spec",
    }
}

built!(BackendTlsPolicy, spec: BackendTlsPolicySpec);

model! {
    /// Which Service, and what it must show.
    pub struct BackendTlsPolicySpec {
        /// The Services.
        target_refs: Vec<PolicyTarget> = "targetRefs",
        /// What they must show.
        validation: BackendTlsValidation = "validation",
        /// Settings of the implementation.
        options: BTreeMap<String, String> = "options",
    }
}

model! {
    /// A Service.
    pub struct PolicyTarget {
        /// Its API group; empty for core kinds.
        group: String = "group",
        /// Its kind.
        kind: String = "kind",
        /// Its name.
        name: String = "name",
        /// The name of one port.
        section_name: String = "sectionName",
    }
}

model! {
    /// What a server must show.
    pub struct BackendTlsValidation {
        /// ConfigMaps with `ca.crt`; Istio reads the first alone.
        ca_certificate_refs: Vec<ObjectRef> = "caCertificateRefs",
        /// `System` for the CAs of the public web, in place of them.
        well_known_ca_certificates: String = "wellKnownCACertificates",
        /// The SNI, and the name in the certificate where `subjectAltNames` has none.
        hostname: String = "hostname",
        /// Names of which the certificate must carry one.
        subject_alt_names: Vec<BackendTlsName> = "subjectAltNames",
    }
}

model! {
    /// A name in a certificate.
    pub struct BackendTlsName {
        /// Its type.
        name_type: BackendTlsNameType = "type",
        /// The DNS name.
        hostname: String = "hostname",
        /// The URI: a SPIFFE ID.
        uri: String = "uri",
    }
}

spellings! {
    /// The type of a name.
    pub enum BackendTlsNameType {
        /// A DNS name.
        Hostname = "Hostname",
        /// A URI.
        Uri = "URI",
    }
}

impl Builder<BackendTlsPolicy> {
    /// Adds a Service of the same namespace.
    pub fn service(self, name: impl Into<String>) -> Self {
        let target = PolicyTarget::default().group("").kind("Service").name(name.into());
        self.with_spec(|spec| spec.target_refs.get_or_insert_default().push(target))
    }

    /// Trusts the CA in a ConfigMap (entry `ca.crt`) of the same namespace.
    pub fn ca(self, config_map: impl Into<String>) -> Self {
        self.validated(|validation| {
            let authorities = validation.ca_certificate_refs.get_or_insert_default();
            authorities.push(ObjectRef::config_map(config_map));
        })
    }

    /// Trusts the CAs of the public web.
    pub fn public_cas(self) -> Self {
        self.validated(|validation| validation.well_known_ca_certificates = Some("System".to_owned()))
    }

    /// Sets the SNI, which is the name in the certificate where no other is given.
    pub fn hostname(self, name: impl Into<String>) -> Self {
        self.validated(|validation| validation.hostname = Some(name.into()))
    }

    /// Demands that the certificate carry this SPIFFE ID or another name that is given.
    pub fn spiffe_id(self, id: impl Into<String>) -> Self {
        let name = BackendTlsName::default().name_type(BackendTlsNameType::Uri).uri(id.into());
        self.validated(|validation| validation.subject_alt_names.get_or_insert_default().push(name))
    }

    fn validated(self, change: impl FnOnce(&mut BackendTlsValidation)) -> Self {
        self.with_spec(|spec| change(spec.validation.get_or_insert_default()))
    }
}

fn check(policy: &BackendTlsPolicy, check: &mut Checker) {
    let empty = BackendTlsPolicySpec::default();
    let spec = policy.spec.as_ref().unwrap_or(&empty);
    check_targets(spec.target_refs.as_deref().unwrap_or_default(), check);
    let empty = BackendTlsValidation::default();
    let validation = spec.validation.as_ref().unwrap_or(&empty);
    check_authorities(validation, check);
    let hostname = validation.hostname.as_deref().unwrap_or_default();
    if !is_precise(hostname) {
        check.report(
            rules::BACKEND_TLS_HOSTNAME,
            "spec.validation.hostname",
            format!("`{}` is no whole domain name in lower case", cut(hostname)),
        );
    }
    for (i, name) in validation.subject_alt_names.iter().flatten().enumerate() {
        check_name(name, &format!("spec.validation.subjectAltNames[{i}]"), check);
    }
}

fn check_targets(targets: &[PolicyTarget], check: &mut Checker) {
    if targets.is_empty() {
        check.report(rules::BACKEND_TLS_TARGET, "spec.targetRefs", "no Service is named");
    }
    let mut seen: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    for (i, target) in targets.iter().enumerate() {
        let at = format!("spec.targetRefs[{i}]");
        let object = ObjectRef {
            group: target.group.clone(),
            kind: target.kind.clone(),
            name: target.name.clone(),
            ..ObjectRef::default()
        };
        check_object(&object, true, &at, check);
        let sections = seen.entry((&target.group, &target.kind, &target.name)).or_default();
        let section = target.section_name.as_deref().unwrap_or_default();
        let one_is_whole = section.is_empty() || sections.contains("");
        if !sections.is_empty() && one_is_whole || !sections.insert(section) {
            check.report(
                rules::BACKEND_TLS_TARGET,
                format!("{at}.sectionName"),
                "the target is there already; several need a `sectionName` each",
            );
        }
    }
}

fn check_authorities(validation: &BackendTlsValidation, check: &mut Checker) {
    let at = "spec.validation";
    let authorities = validation.ca_certificate_refs.as_deref().unwrap_or_default();
    let well_known = validation.well_known_ca_certificates.as_deref().unwrap_or_default();
    let field = format!("{at}.wellKnownCACertificates");
    if authorities.is_empty() == well_known.is_empty() {
        let message = if well_known.is_empty() {
            "no CA is named"
        } else {
            "CAs are named, and those of the public web are meant"
        };
        check.report(rules::BACKEND_TLS_CA, field, message);
    } else if !well_known.is_empty()
        && well_known != "System"
        && !(well_known.contains('/') && names::is_label_key(well_known))
    {
        check.report(rules::BACKEND_TLS_CA, field, format!("`{}` is not `System`", cut(well_known)));
    }
    for (i, authority) in authorities.iter().enumerate() {
        check_object(authority, true, &format!("{at}.caCertificateRefs[{i}]"), check);
    }
    if authorities.len() > 1 {
        check.report(
            rules::CA_COUNT,
            format!("{at}.caCertificateRefs"),
            format!("{} CAs are named; Istio reads the first alone", authorities.len()),
        );
    }
}

fn check_name(name: &BackendTlsName, at: &str, check: &mut Checker) {
    let hostname = name.hostname.as_deref().filter(|text| !text.is_empty());
    let uri = name.uri.as_deref().filter(|text| !text.is_empty());
    let wrong = match &name.name_type {
        None => Some("the name has no type: `Hostname` or `URI`"),
        Some(BackendTlsNameType::Hostname) if hostname.is_none() => {
            Some("the type is Hostname, but there is none")
        }
        Some(BackendTlsNameType::Uri) if uri.is_none() => Some("the type is URI, but there is none"),
        Some(BackendTlsNameType::Hostname) if uri.is_some() => {
            Some("the type is Hostname, but there is a URI")
        }
        Some(BackendTlsNameType::Uri) if hostname.is_some() => {
            Some("the type is URI, but there is a host name")
        }
        Some(BackendTlsNameType::Uri) if uri.is_some_and(|uri| !uri.contains(':')) => {
            Some("the URI has no scheme")
        }
        _ => None,
    };
    if let Some(message) = wrong {
        check.report(rules::BACKEND_TLS_NAME, at, message);
    }
    if let Some(hostname) = hostname {
        check_hostname(hostname, &format!("{at}.hostname"), check);
    }
}

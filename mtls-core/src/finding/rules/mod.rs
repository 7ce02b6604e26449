//! The rules, one file a floor.

use super::rule::Rule;

/// Declares rules as constants and the list that the catalog reads, so that none can be left out.
macro_rules! rules {
    ($(#[doc = $list_doc:literal])* $($konst:ident = $severity:ident $name:literal {
        trigger: $trigger:literal, why: $why:literal, help: $help:literal, source: $source:literal $(,)?
    })+) => {
        $(
            #[doc = concat!("`", $name, "`: ", $trigger)]
            pub const $konst: &$crate::finding::Rule = &$crate::finding::Rule {
                name: $name,
                severity: $crate::finding::Severity::$severity,
                trigger: $trigger,
                why: $why,
                help: $help,
                source: $source,
            };
        )+
        $(#[doc = $list_doc])*
        pub const ALL: &[&$crate::finding::Rule] = &[$($konst),+];
    };
}

pub mod cert_manager;
pub mod conformance;
pub mod gateway_api;
pub mod identity;
pub mod issue;
pub mod istio;
pub mod istio_networking;
pub mod istio_security;
pub mod istio_workloads;
pub mod kubernetes;
pub mod origin;
pub mod origin_config;
pub mod origin_inspect;
pub mod origin_probe;
pub mod pki;
pub mod recipes;
pub mod resources;
pub mod source;
pub mod tls;
pub mod trust;
pub mod verify;

/// The floors' rule lists, lowest first.
pub(super) const FLOORS: &[(&str, &[&Rule])] = &[
    ("identity", identity::ALL),
    ("pki", pki::ALL),
    ("pki::issue", issue::ALL),
    ("trust", trust::ALL),
    ("trust::source", source::ALL),
    ("verify", verify::ALL),
    ("verify::conformance", conformance::ALL),
    ("tls", tls::ALL),
    ("resources", resources::ALL),
    ("resources::istio", istio::ALL),
    ("resources::istio networking", istio_networking::ALL),
    ("resources::istio security", istio_security::ALL),
    ("resources::istio workloads", istio_workloads::ALL),
    ("resources::kubernetes", kubernetes::ALL),
    ("resources::cert_manager", cert_manager::ALL),
    ("resources::gateway_api", gateway_api::ALL),
    ("origin", origin::ALL),
    ("origin::config", origin_config::ALL),
    ("origin::inspect", origin_inspect::ALL),
    ("origin::probe", origin_probe::ALL),
    ("recipes", recipes::ALL),
];

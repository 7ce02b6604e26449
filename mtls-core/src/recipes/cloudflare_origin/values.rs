//! The same as values for Big Bang's chart, whose form changed twice.

use std::fmt;
use std::str::FromStr;

use zeroize::Zeroizing;

use super::{CloudflareOrigin, Pem};
use crate::recipes::RecipeError;
use crate::resources::{Manifest, Map, ResourceError, Value, bad_value, cut, write_yaml_value};

/// The form of values that a version of Big Bang takes. Parsed from a version: `2.5.0`, `2.9`, `3.30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum BigBang {
    /// 2.2 to 2.8: mode, certificate and key under `istio.gateways`, no value for the CA.
    V2_2,
    /// 2.9 to 2.54: the CA too.
    V2_9,
    /// 3.0 and later: `istioGateway.values.gateways`, servers as a list.
    V3,
}

impl FromStr for BigBang {
    type Err = RecipeError;

    fn from_str(version: &str) -> Result<Self, RecipeError> {
        let unknown = || RecipeError::BigBangVersion { version: crate::resources::cut(version) };
        let mut parts = version.trim().trim_start_matches('v').split('.');
        let mut number = || match parts.next() {
            None => Ok(None),
            Some(part) => part.parse::<u32>().map(Some).map_err(|_| unknown()),
        };
        let (major, minor) = (number()?, number()?);
        // The rest says nothing, but must be a version.
        number()?;
        match (major, minor.unwrap_or(0), parts.next()) {
            (Some(2), 2..=8, None) => Ok(Self::V2_2),
            (Some(2), 9..=54, None) => Ok(Self::V2_9),
            (Some(3), _, None) => Ok(Self::V3),
            _ => Err(unknown()),
        }
    }
}

impl fmt::Display for BigBang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V2_2 => "2.2 to 2.8",
            Self::V2_9 => "2.9 to 2.54",
            Self::V3 => "3",
        })
    }
}

impl BigBang {
    /// Where the chart puts the gateways, and their Secrets.
    pub(super) fn namespace(self) -> &'static str {
        match self {
            Self::V2_2 | Self::V2_9 => "istio-system",
            Self::V3 => "istio-gateway",
        }
    }

    /// The label by which the chart tells the pods of one gateway from those of the others, which share
    /// `istio: ingressgateway`.
    pub(super) fn pod_label(recipe: &CloudflareOrigin) -> (&'static str, String) {
        ("app", format!("{}-ingressgateway", recipe.gateway))
    }

    /// The name of the Gateway that the chart makes.
    pub(super) fn gateway_name(self, recipe: &CloudflareOrigin) -> String {
        match self {
            Self::V2_2 | Self::V2_9 => recipe.gateway.clone(),
            Self::V3 => format!("{}-ingressgateway", recipe.gateway),
        }
    }

    /// Refuses what the chart has no value for.
    pub(super) fn check(self, recipe: &CloudflareOrigin) -> Result<(), RecipeError> {
        let mut findings = Vec::new();
        let mut refuse = |option: &str, message: String| bad_value(&mut findings, option, message);
        let home = self.namespace();
        if let Some(namespace) = recipe.namespace.as_deref().filter(|namespace| *namespace != home) {
            let namespace = cut(namespace);
            refuse(
                "namespace",
                format!("Big Bang {self} has its gateways in `{home}`, not in `{namespace}`"),
            );
        }
        let usual = format!("{}-cert", recipe.gateway);
        if self != Self::V3 && recipe.credential.as_ref().is_some_and(|name| *name != usual) {
            refuse("credential", format!("Big Bang {self} names the Secret `{usual}`, whatever is wanted"));
        }
        if recipe.port != 443 {
            refuse("port", "the gateways of Big Bang are reached on port 443".to_owned());
        }
        let (key, usual) = Self::pod_label(recipe);
        // The values of 2 name the pods of a gateway, those of 3 do not.
        let taken = |(name, value): (&String, &String)| match name.as_str() {
            "app" => self != Self::V3 || *value == usual,
            "istio" => value == "ingressgateway",
            _ => false,
        };
        let selector = &recipe.selector;
        let found = selector.is_empty() || (selector.contains_key(key) && selector.iter().all(taken));
        if !found {
            let message = match self {
                Self::V3 => format!("Big Bang {self} finds the gateway's pods by the label `{key}: {usual}`"),
                _ => format!("Big Bang {self} finds the gateway's pods by the label `{key}` alone"),
            };
            refuse("selector", message);
        }
        if findings.is_empty() {
            return Ok(());
        }
        Err(ResourceError::Options { what: "the recipe cloudflare_origin", findings }.into())
    }

    /// The values file. Holds the private key.
    pub(super) fn values(
        self,
        recipe: &CloudflareOrigin,
        pem: &Pem,
    ) -> Result<Zeroizing<String>, RecipeError> {
        let tree = match self {
            Self::V2_2 | Self::V2_9 => self.values_2(recipe, pem),
            Self::V3 => self.values_3(recipe, pem),
        };
        let text = write_yaml_value(&tree).map(Zeroizing::new);
        // Wipes the tree.
        drop(Manifest::new(Value::Map(Map::from([
            ("apiVersion", Value::from("v1")),
            ("kind", "Secret".into()),
            ("values", tree),
        ]))));
        Ok(text?)
    }

    fn values_2(self, recipe: &CloudflareOrigin, pem: &Pem) -> Value {
        let mut tls = Map::from([("mode", "MUTUAL"), ("minProtocolVersion", "TLSV1_2")]);
        for (key, text) in self.texts(recipe, pem) {
            tls.insert(key, text);
        }
        let mut gateway = Map::new();
        let pods = Self::pod_label(recipe).1;
        let wanted = recipe.selector.get("app").unwrap_or(&pods);
        // The chart knows the pods of its own gateway.
        if wanted != "public-ingressgateway" || recipe.gateway != "public" {
            gateway.insert("ingressGateway", wanted.as_str());
        }
        gateway.insert("hosts", hosts(recipe));
        gateway.insert("tls", tls);
        nest(["istio", "gateways", &recipe.gateway], Value::Map(gateway))
    }

    fn values_3(self, recipe: &CloudflareOrigin, pem: &Pem) -> Value {
        let credential = recipe.credential_name();
        let mut tls = Map::new();
        for (key, text) in self.texts(recipe, pem) {
            tls.insert(key, text);
        }
        let secret = Map::from([("name", Value::from(credential.as_str())), ("tls", tls.into())]);
        let port = |name: &str, number: u16, protocol: &str| {
            Map::from([("name", Value::from(name)), ("number", number.into()), ("protocol", protocol.into())])
        };
        // The list replaces the chart's own, so its redirect is said again.
        let redirect = Map::from([
            ("hosts", hosts(recipe)),
            ("port", port("http", 8080, "HTTP").into()),
            ("tls", Map::from([("httpsRedirect", true)]).into()),
        ]);
        let https = Map::from([
            ("hosts", hosts(recipe)),
            ("port", port("https", 8443, "HTTPS").into()),
            (
                "tls",
                Map::from([
                    ("mode", "MUTUAL"),
                    ("credentialName", &credential),
                    ("minProtocolVersion", "TLSV1_2"),
                ])
                .into(),
            ),
        ]);
        let mut gateway = Map::from([
            ("gatewayCerts", Value::from_iter([secret])),
            ("gateway", Map::from([("servers", Value::from_iter([redirect, https]))]).into()),
        ]);
        // The chart refuses a gateway of its user's whose pods do not say which way it leads.
        if recipe.gateway != "public" {
            let labels = Map::from([("istio", "ingressgateway")]);
            gateway.insert("upstream", Map::from([("labels", labels)]));
        }
        nest(["istioGateway", "values", "gateways", &recipe.gateway], Value::Map(gateway))
    }

    /// Certificate, key and CA by the names of their values.
    fn texts<'p>(
        self,
        recipe: &CloudflareOrigin,
        pem: &'p Pem,
    ) -> impl Iterator<Item = (&'static str, &'p str)> {
        let ca = (!self.ca_beside(recipe)).then_some(("ca", pem.client_ca.as_str()));
        [("cert", pem.certificate.as_str()), ("key", pem.key.as_str())].into_iter().chain(ca)
    }

    /// Whether the clients' CA is in a Secret beside the values.
    fn ca_beside(self, recipe: &CloudflareOrigin) -> bool {
        self == Self::V2_2 || recipe.ca_apart
    }

    /// What the chart has no value for.
    pub(super) fn beside(self, recipe: &CloudflareOrigin, pem: &Pem) -> Result<Vec<Manifest>, RecipeError> {
        if self.ca_beside(recipe) { Ok(vec![recipe.ca_secret(pem)?]) } else { Ok(Vec::new()) }
    }

    pub(super) fn assumptions(self, recipe: &CloudflareOrigin) -> Vec<String> {
        let gateway = recipe.gateway.as_str();
        let mut all = vec![
            format!(
                "Either the manifests or the values for Big Bang {self} are applied, not both: the chart makes Secret and Gateway itself."
            ),
            format!(
                "Gateway {gateway} serves {} in place of all hosts of Big Bang's `domain`.",
                recipe.hosts.join(", ")
            ),
            format!(
                "Gateway {} of Big Bang, and every other than {gateway}, has a public address of its own, which these values do not cover: it is turned off, or demands the same.",
                if gateway == "passthrough" { "public" } else { "passthrough" }
            ),
        ];
        match self {
            Self::V2_2 | Self::V2_9 => {
                all.push(format!("The chart names the Secret {gateway}-cert in namespace istio-system."));
                if gateway != "public" {
                    all.push(format!(
                        "`istio.ingressGateways` has an entry for the pods of gateway {gateway}."
                    ));
                }
            }
            Self::V3 => all.push(
                "The chart makes the Secret in namespace istio-gateway; the gateway's pods listen on 8080 and 8443.".to_owned(),
            ),
        }
        match self {
            Self::V2_2 => all.push("This version has no value for the clients' CA: the Secret beside the values carries it, so no fork of the chart is needed.".to_owned()),
            Self::V2_9 => all.push("Package `istio` is the one that is enabled: from 2.49 on there is `istioGateway` beside it, which takes the values of version 3.".to_owned()),
            Self::V3 => {}
        }
        if !recipe.labels.is_empty() {
            all.push("The labels are on the manifests beside the values; the chart labels what it makes by itself.".to_owned());
        }
        all
    }
}

fn hosts(recipe: &CloudflareOrigin) -> Value {
    Value::from_iter(recipe.hosts.iter().map(String::as_str))
}

/// `value` under these keys, one in the other.
fn nest<'a>(keys: impl IntoIterator<Item = &'a str, IntoIter: DoubleEndedIterator>, value: Value) -> Value {
    keys.into_iter().rev().fold(value, |value, key| Value::Map(Map::from([(key, value)])))
}

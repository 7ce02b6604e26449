//! The same as values for Big Bang's chart, whose form changed twice.

use std::fmt;
use std::str::FromStr;

use zeroize::Zeroizing;

use super::{CloudflareOrigin, Pem};
use crate::recipes::RecipeError;
use crate::resources::{Manifest, Map, Value, write_yaml_value};

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
    /// The values file. Holds the private key.
    pub(super) fn values(
        self,
        recipe: &CloudflareOrigin,
        pem: &Pem,
    ) -> Result<Zeroizing<String>, RecipeError> {
        let key = pem.key.as_str();
        let gateway = recipe.gateway.as_str();
        let tree = match self {
            Self::V2_2 | Self::V2_9 => {
                let mut tls = Map::from([("mode", "MUTUAL"), ("minProtocolVersion", "TLSV1_2")]);
                tls.insert("cert", pem.certificate.as_str());
                tls.insert("key", key);
                if self == Self::V2_9 {
                    tls.insert("ca", pem.client_ca.as_str());
                }
                nest(["istio", "gateways", gateway, "tls"], Value::Map(tls))
            }
            Self::V3 => {
                let credential = recipe.credential_name();
                let tls = Map::from([
                    ("cert", pem.certificate.as_str()),
                    ("key", key),
                    ("ca", pem.client_ca.as_str()),
                ]);
                let secret = Map::from([("name", Value::from(credential.as_str())), ("tls", tls.into())]);
                let hosts = || Value::from_iter(recipe.hosts.iter().map(String::as_str));
                let port = |name: &str, number: u16, protocol: &str| {
                    Map::from([
                        ("name", Value::from(name)),
                        ("number", number.into()),
                        ("protocol", protocol.into()),
                    ])
                };
                // The list replaces the chart's own, so its redirect is said again.
                let redirect = Map::from([
                    ("hosts", hosts()),
                    ("port", port("http", 8080, "HTTP").into()),
                    ("tls", Map::from([("httpsRedirect", true)]).into()),
                ]);
                let https = Map::from([
                    ("hosts", hosts()),
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
                let gateway_values = Map::from([
                    ("gatewayCerts", Value::from_iter([secret])),
                    ("gateway", Map::from([("servers", Value::from_iter([redirect, https]))]).into()),
                ]);
                nest(["istioGateway", "values", "gateways", gateway], Value::Map(gateway_values))
            }
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

    /// What the chart has no value for.
    pub(super) fn beside(self, recipe: &CloudflareOrigin, pem: &Pem) -> Result<Vec<Manifest>, RecipeError> {
        match self {
            Self::V2_2 => Ok(vec![recipe.ca_secret(pem)?]),
            Self::V2_9 | Self::V3 => Ok(Vec::new()),
        }
    }

    pub(super) fn assumptions(self, recipe: &CloudflareOrigin) -> Vec<String> {
        let mut all = vec![format!(
            "Either the manifests or the values for Big Bang {self} are applied, not both: the chart makes Secret and Gateway itself."
        )];
        match self {
            Self::V2_2 | Self::V2_9 => {
                all.push(format!(
                    "Big Bang serves the hosts of its own `domain` on gateway {}; they are {}.",
                    recipe.gateway,
                    recipe.hosts.join(", ")
                ));
                all.push(format!(
                    "The chart names the Secret {}-cert in namespace istio-system.",
                    recipe.gateway
                ));
            }
            Self::V3 => all.push(
                "The chart makes the Secret in namespace istio-gateway; the gateway's pods listen on 8080 and 8443.".to_owned(),
            ),
        }
        if self == Self::V2_2 {
            all.push("This version has no value for the clients' CA: the Secret beside the values carries it, so no fork of the chart is needed.".to_owned());
        }
        all
    }
}

/// `value` under these keys, one in the other.
fn nest<'a>(keys: impl IntoIterator<Item = &'a str, IntoIter: DoubleEndedIterator>, value: Value) -> Value {
    keys.into_iter().rev().fold(value, |value, key| Value::Map(Map::from([(key, value)])))
}

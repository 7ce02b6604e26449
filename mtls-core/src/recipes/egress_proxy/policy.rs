//! The proxy's own file, as examples/egress-proxy reads it.

use zeroize::Zeroizing;

use super::{EgressAction, EgressProxy, EgressRule};
use crate::identity::TrustDomainRef;
use crate::recipes::RecipeError;
use crate::resources::{Map, Value, write_yaml_value};

impl EgressProxy {
    /// The file. Paths in it are relative to its directory.
    pub(super) fn settings(&self) -> Result<Zeroizing<String>, RecipeError> {
        let trust_domain = self.identity.trust_domain();
        let mut file = Map::from([
            ("listen", Value::from(format!("0.0.0.0:{}", self.listen))),
            ("identity", Map::from([("chain", "svid.pem"), ("key", "svid.key")]).into()),
            ("bundles", Map::from([(trust_domain.as_str(), "mesh-root.pem")]).into()),
            ("rules", self.rules.iter().map(|rule| written(rule, trust_domain)).collect()),
        ]);
        if self.rules.iter().any(|rule| rule.action == EgressAction::Inspect) {
            let inspection = Map::from([
                ("authority", "inspection-ca"),
                ("upstream_roots", "/etc/ssl/certs/ca-certificates.crt"),
            ]);
            file.insert("inspection", inspection);
        }
        Ok(Zeroizing::new(write_yaml_value(&Value::Map(file))?))
    }
}

fn written(rule: &EgressRule, trust_domain: TrustDomainRef<'_>) -> Value {
    let path = format!("/ns/{}", rule.namespace);
    let clients = match &rule.service_account {
        Some(account) => Map::from([("exact", format!("spiffe://{trust_domain}{path}/sa/{account}"))]),
        None => {
            let prefix = Map::from([("trust_domain", trust_domain.as_str()), ("path", &path)]);
            Map::from([("path_prefix", prefix)])
        }
    };
    let rule = Map::from([
        ("name", Value::from(rule.name.as_str())),
        ("clients", clients.into()),
        ("hosts", rule.hosts.iter().map(String::as_str).collect()),
        ("ports", rule.ports.iter().copied().collect()),
        ("action", rule.action.as_str().into()),
    ]);
    rule.into()
}

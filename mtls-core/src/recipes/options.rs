//! What the options of recipes have in common.

use crate::finding::Finding;
use crate::resources::bad_value;

/// A port, where one is given.
pub(super) fn port(findings: &mut Vec<Finding>, option: &str, number: Option<i64>) {
    if let Some(number) = number
        && !(1..=65535).contains(&number)
    {
        bad_value(findings, option, format!("{number} is no port; ports are 1 to 65535"));
    }
}

#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod issuing {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use rustls_pki_types::UnixTime;

    use super::*;
    use crate::pki::issue::CertificateAuthority;
    use crate::recipes::RecipeError;
    use crate::resources::SecretText;
    use crate::resources::model::fields;

    /// A CA as the entries of Istio's Secret `cacerts`, in PEM.
    pub(in crate::recipes) type Cacerts = BTreeMap<String, SecretText>;

    fields! {
        /// A CA in AWS Private CA.
        pub(crate) struct AwsPrivateCaOptions {
            /// Its ARN.
            arn: String = "arn" [required],
            /// The role by whose rights it is used.
            role: String = "role",
            /// Its certificate in PEM.
            root: String = "root" [required, document],
        }
    }

    /// The CA that the entries hold. `what` names the option.
    pub(in crate::recipes) fn authority(
        what: &str,
        entries: &Cacerts,
    ) -> Result<CertificateAuthority, RecipeError> {
        CertificateAuthority::from_cacerts(entries.iter().map(|(name, pem)| (name, pem.as_str())))
            .map_err(RecipeError::issue(what))
    }

    /// The option `at`.
    pub(in crate::recipes) fn check_at(findings: &mut Vec<Finding>, at: Option<i64>) {
        if let Some(at) = at
            && at < 0
        {
            bad_value(findings, "at", format!("{at} lies before 1970"));
        }
    }

    /// The time that the option `at` means.
    pub(in crate::recipes) fn time(at: Option<i64>) -> Option<UnixTime> {
        let seconds = at.and_then(|at| u64::try_from(at).ok())?;
        Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}
#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
pub(super) use issuing::{AwsPrivateCaOptions, Cacerts, authority, check_at, time};

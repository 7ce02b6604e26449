//! Why a bundle is refused.

use crate::finding::{Refusal, Rule, Subject, rules};

/// A refusal of the trust floor. What was there before is untouched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// The document is larger than the limit.
    #[error("{what}: {size} is more than the limit of {limit}")]
    TooLarge {
        /// What was counted: bytes, keys, authorities, trust domains.
        what: &'static str,
        /// How much there is; one more than the limit where reading stopped there.
        size: usize,
        /// How much may be.
        limit: usize,
    },
    /// Not JSON, or not an object.
    #[error("not a SPIFFE bundle document: {reason}")]
    NotJson {
        /// What the JSON reader says, with line and column.
        reason: String,
    },
    /// A field has the wrong type or value.
    #[error("`{field}` must be {expected}, found {found}")]
    FieldType {
        /// The field.
        field: &'static str,
        /// What belongs there.
        expected: &'static str,
        /// What stands there, cut short.
        found: String,
    },
    /// A field stands twice.
    #[error("`{field}` stands twice")]
    DuplicateField {
        /// The field, cut short.
        field: String,
    },
    /// No `keys`.
    #[error("the bundle has no `keys`")]
    KeysMissing,
    /// A certificate cannot be read.
    #[error("the bundle of {trust_domain} cannot be read: {reason}")]
    Certificate {
        /// Whose bundle.
        trust_domain: String,
        /// What the reader says.
        reason: String,
        /// Where.
        at: Box<Subject>,
    },
    /// A certificate among trust anchors cannot be read.
    #[error("the trust anchors cannot be read: {reason}")]
    Anchor {
        /// What the reader says.
        reason: String,
        /// Where.
        at: Box<Subject>,
    },
    /// The entries of a ConfigMap or Secret lack that of the roots.
    #[error("there is no {expected} among the entries ({found})")]
    EntryMissing {
        /// Which entries would have done.
        expected: &'static str,
        /// The names that there are, cut short.
        found: String,
    },
    /// A bundle map without `trust_domains`.
    #[error("the bundle map has no `trust_domains`")]
    MapMissing,
    /// Two bundles for one trust domain.
    #[error("two bundles for trust domain {trust_domain}")]
    DuplicateDomain {
        /// Which trust domain.
        trust_domain: String,
    },
    /// A key of a bundle map is not a trust domain.
    #[error("`{name}` is not a trust domain: {reason}")]
    TrustDomain {
        /// The key, cut short.
        name: String,
        /// What the parser says.
        reason: String,
    },
    /// The sequence number would not grow.
    #[error("sequence {offered} is not higher than {current}")]
    SequenceDecreased {
        /// The number of the bundle that is there.
        current: u64,
        /// The number offered.
        offered: u64,
    },
    /// A bundle of one trust domain where that of another is expected.
    #[error("a bundle of {found} where one of {expected} is expected")]
    OtherTrustDomain {
        /// Whose bundle is expected.
        expected: String,
        /// Whose bundle it is.
        found: String,
    },
    /// A list of the distrusted cannot be read.
    #[error("not a distrust list: {reason}")]
    Distrust {
        /// What is wrong, with line and column where they are known.
        reason: String,
    },
    /// What should be the URL of a bundle endpoint is none.
    #[error("`{url}` is no URL of a bundle endpoint: {reason}")]
    EndpointUrl {
        /// The URL, cut short.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The ID of a bundle endpoint is none that a workload has.
    #[error("the endpoint's ID {id} has no path: no workload has it")]
    EndpointId {
        /// The ID, cut short.
        id: String,
    },
    /// A bundle could not be fetched.
    #[error("the bundle could not be fetched: {reason}")]
    Fetch {
        /// Why.
        reason: String,
    },
    /// A rotation cannot be planned.
    #[error("no rotation can be planned: {reason}")]
    Rotation {
        /// What is missing or meaningless.
        reason: String,
    },
    /// A bundle inside a map is refused; the whole map with it.
    #[error("bundle of {trust_domain}: {reason}")]
    InMap {
        /// Which trust domain.
        trust_domain: String,
        /// Why.
        reason: Box<TrustError>,
    },
}

impl Refusal for TrustError {
    fn rule(&self) -> &'static Rule {
        use rules::trust as r;
        match self {
            Self::TooLarge { .. } => r::BUNDLE_TOO_LARGE,
            Self::NotJson { .. } => r::BUNDLE_NOT_JSON,
            Self::FieldType { .. } => r::BUNDLE_FIELD_TYPE,
            Self::DuplicateField { .. } => r::BUNDLE_DUPLICATE_FIELD,
            Self::KeysMissing => r::BUNDLE_KEYS_MISSING,
            Self::Certificate { .. } | Self::Anchor { .. } => r::BUNDLE_CERTIFICATE,
            Self::EntryMissing { .. } => r::BUNDLE_ENTRY_MISSING,
            Self::MapMissing => r::BUNDLE_MAP_MISSING,
            Self::DuplicateDomain { .. } => r::BUNDLE_DUPLICATE_DOMAIN,
            Self::TrustDomain { .. } => r::BUNDLE_TRUST_DOMAIN,
            Self::SequenceDecreased { .. } => r::BUNDLE_SEQUENCE_DECREASED,
            Self::OtherTrustDomain { .. } => r::BUNDLE_OTHER_TRUST_DOMAIN,
            Self::Distrust { .. } => r::DISTRUST_LIST_INVALID,
            Self::EndpointUrl { .. } => r::FEDERATION_URL_INVALID,
            Self::EndpointId { .. } => r::FEDERATION_ENDPOINT_ID,
            Self::Fetch { .. } => r::FEDERATION_FETCH_FAILED,
            Self::Rotation { .. } => r::ROTATION_PLAN_INVALID,
            Self::InMap { reason, .. } => reason.rule(),
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Certificate { at, .. } | Self::Anchor { at, .. } => Subject::clone(at),
            Self::DuplicateDomain { trust_domain } | Self::InMap { trust_domain, .. } => {
                Subject::TrustDomain { name: trust_domain.clone() }
            }
            Self::OtherTrustDomain { found, .. } => Subject::TrustDomain { name: found.clone() },
            _ => Subject::Input,
        }
    }
}

//! Floor 7, origins behind an edge network.

mod access;
mod addresses;
mod config;
mod inspect;
mod policy;
mod probe;
mod rollout;

pub(crate) use access::{AccessKeys, AccessKeysClient, AccessPolicy, AccessToken};
pub(crate) use addresses::AddressRanges;
pub(crate) use config::{ConfigFiles, ConfigReport, check_config};
pub(crate) use inspect::{ServerReport, inspect_server};
pub(crate) use policy::{Admission, EdgeProvider, OriginPolicy, check_client_authorities};
pub(crate) use probe::{ProbeReport, probe_origin};
pub(crate) use rollout::RolloutPlan;

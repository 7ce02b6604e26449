//! Tests of this floor: the standard's checklist, then what stands on it.

mod names;
mod patterns;
mod properties;
mod sid;

use super::{SpiffeId, TrustDomain};

#[track_caller]
fn id(text: &str) -> SpiffeId {
    SpiffeId::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn td(name: &str) -> TrustDomain {
    TrustDomain::parse(name).unwrap_or_else(|error| panic!("{error}"))
}

//! Floor 7, origins behind an edge network.

mod access;
mod addresses;
mod policy;
mod provider;
mod rollout;

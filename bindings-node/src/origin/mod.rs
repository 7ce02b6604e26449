//! Floor 7, origins behind an edge network.

mod access;
mod addresses;
mod config;
mod inspect;
mod policy;
mod probe;
mod provider;
mod rollout;

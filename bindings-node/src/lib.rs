//! The native half of the npm package `mtls-core`: a file a floor of the engine, conversions and no decisions.
//! `index.js` names what is public and defines the error classes.

mod anchors;
mod arguments;
mod bundle_diff;
mod certificate;
mod distrust;
mod federation;
mod finding;
mod forwarded;
mod identity;
mod issue;
mod job;
mod origin;
mod pki;
mod raise;
mod recipes;
mod record;
mod resources;
mod rotation;
mod source;
mod tls;
mod trust;
mod verify;

//! The kinds of Kubernetes itself, as far as mutual TLS needs them.

mod secret;

pub(crate) use secret::SecretText;
pub(super) use secret::certificate_authority_of;
pub use secret::{Secret, SecretBuilder, SecretData, SecretForm};

use super::kind::Kind;

/// The kinds with a model.
pub(super) const KINDS: &[Kind] = &[Secret::ENTRY];

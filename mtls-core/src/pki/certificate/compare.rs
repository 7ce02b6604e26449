//! Equality, order and hash by the DER bytes, and the short and the long written form.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustls_pki_types::CertificateDer;
use serde::{Serialize, Serializer};

use super::Certificate;
use crate::pki::PkiError;

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.der == other.0.der
    }
}

impl Eq for Certificate {}

impl Hash for Certificate {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.der.as_ref().hash(state);
    }
}

impl PartialOrd for Certificate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Certificate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.der.as_ref().cmp(other.0.der.as_ref())
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({:?}, serial {})", self.subject(), self.serial())
    }
}

impl Serialize for Certificate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.info().serialize(serializer)
    }
}

impl TryFrom<&CertificateDer<'_>> for Certificate {
    type Error = PkiError;

    fn try_from(der: &CertificateDer<'_>) -> Result<Self, PkiError> {
        Self::from_der(der)
    }
}

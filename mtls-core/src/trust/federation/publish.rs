//! Serving a trust domain's own bundle.

use super::endpoint::expect;
use crate::trust::{TrustBundle, TrustError};

/// What a bundle endpoint says to a request, without the I/O: the newest bundle to every GET, from anyone.
///
/// A server on it asks no client for a certificate (SPIFFE Federation sections 5.2.1.3 and 5.2.2.3). The sequence number
/// changes whenever the content does (SPIFFE Trust Domain and Bundle section 4.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundlePublisher {
    bundle: TrustBundle,
    body: String,
}

/// An HTTP answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BundleAnswer {
    /// The status.
    pub status: u16,
    /// Names and values, without `Content-Length`.
    pub headers: Vec<(&'static str, &'static str)>,
    /// The body, UTF-8.
    pub body: String,
    /// The value of `Content-Length`: bytes of the body, of that of a GET for a HEAD.
    pub length: usize,
}

impl BundleAnswer {
    /// The answer to what is no request.
    pub fn bad_request() -> Self {
        Self { status: 400, headers: Vec::new(), body: String::new(), length: 0 }
    }
}

impl BundlePublisher {
    /// A publisher of this bundle, with sequence number 1 if it has none.
    ///
    /// # Errors
    /// None today.
    pub fn new(bundle: TrustBundle) -> Result<Self, TrustError> {
        let bundle = if bundle.sequence().is_none() { bundle.with_sequence(1)? } else { bundle };
        Ok(Self { body: bundle.to_spiffe_json(), bundle })
    }

    /// The bundle that it serves.
    pub fn bundle(&self) -> &TrustBundle {
        &self.bundle
    }

    /// Serves this bundle from now on. One without a sequence number gets the next one if its content is new; one that
    /// says the same as what is served changes nothing.
    ///
    /// # Errors
    /// [`TrustError::OtherTrustDomain`]; [`TrustError::SequenceDecreased`] for new content under a number that is not
    /// higher. What was served is served on.
    pub fn publish(&mut self, bundle: TrustBundle) -> Result<(), TrustError> {
        expect(self.bundle.trust_domain().clone(), &bundle)?;
        let same = TrustBundle::diff(&self.bundle, &bundle)?.same_content();
        let current = self.bundle.sequence().unwrap_or(0);
        let bundle = match bundle.sequence() {
            None if same => return Ok(()),
            None => {
                let next = current.checked_add(1);
                bundle
                    .with_sequence(next.ok_or(TrustError::SequenceDecreased { current, offered: current })?)?
            }
            Some(offered) if offered < current || offered == current && !same => {
                return Err(TrustError::SequenceDecreased { current, offered });
            }
            Some(_) => bundle,
        };
        *self = Self { body: bundle.to_spiffe_json(), bundle };
        Ok(())
    }

    /// The answer to a request with this method: the bundle to GET, its headers to HEAD, 405 to all others.
    pub fn answer(&self, method: &str) -> BundleAnswer {
        let json = vec![("content-type", "application/json"), ("cache-control", "no-cache")];
        match method {
            "GET" => {
                BundleAnswer { status: 200, headers: json, body: self.body.clone(), length: self.body.len() }
            }
            "HEAD" => {
                BundleAnswer { status: 200, headers: json, body: String::new(), length: self.body.len() }
            }
            _ => BundleAnswer {
                status: 405,
                headers: vec![("allow", "GET, HEAD")],
                body: String::new(),
                length: 0,
            },
        }
    }
}

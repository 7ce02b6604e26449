//! Tokens of Cloudflare Access: `AccessPolicy`, `AccessKeys`, `AccessKeysClient`, `AccessToken`.

use std::fmt;

use mtls_core::origin as core;
use mtls_core::trust::federation::EndpointUrl;
use pyo3::prelude::*;
use pyo3::types::PyDateTime;

use crate::arguments::{Document, List, Moment, Span, datetime};
use crate::raise::Raise;
use crate::record::{Findings, Record, json};
use crate::verify::AnchorsArgument;

/// Which tokens of Cloudflare Access an origin takes: those of one team, for these applications, of the type `app`, signed with RS256
/// by one of the team's keys.
#[pyclass(module = "mtls_core", frozen, eq)]
#[derive(PartialEq, Eq)]
pub(crate) struct AccessPolicy(pub(crate) core::AccessPolicy);

#[pymethods]
impl AccessPolicy {
    /// `team` is its name (`shop` for shop.cloudflareaccess.com), `audiences` the applications' AUD tags. Service tokens are let in
    /// by their client IDs alone. `leeway` is how far the clocks may be apart: 30 s by default, 5 minutes at most.
    #[new]
    #[pyo3(signature = (team, audiences, *, service_tokens = None, leeway = None))]
    fn new(
        team: String,
        audiences: List<String>,
        service_tokens: Option<List<String>>,
        leeway: Option<Span>,
    ) -> Result<Self, Raise> {
        let mut policy = core::AccessPolicy::new(team, audiences)?;
        for id in service_tokens.unwrap_or_default() {
            policy = policy.service_token(id);
        }
        if let Some(leeway) = leeway {
            policy = policy.leeway(leeway.0)?;
        }
        Ok(Self(policy))
    }

    /// Judges the value of the header Cf-Access-Jwt-Assertion at a time (now by default). Raises OriginError.
    #[pyo3(signature = (token, keys, at = None))]
    fn verify(
        &self,
        py: Python<'_>,
        token: &str,
        keys: &AccessKeys,
        at: Option<Moment>,
    ) -> Result<AccessToken, Raise> {
        let at = Moment::or_now(at);
        Ok(AccessToken(py.detach(|| self.0.verify(token, &keys.0, at))?))
    }

    #[getter]
    fn team(&self) -> &str {
        self.0.team()
    }

    #[getter]
    fn audiences(&self) -> Vec<String> {
        self.0.audiences().to_vec()
    }

    #[getter]
    fn service_tokens(&self) -> Vec<String> {
        self.0.service_tokens().to_vec()
    }

    /// What tokens name as their issuer.
    #[getter]
    fn issuer(&self) -> String {
        self.0.issuer()
    }

    /// Where the team's keys are published.
    #[getter]
    fn keys_url(&self) -> String {
        self.0.keys_url()
    }

    fn __repr__(&self) -> String {
        format!("<AccessPolicy of {}, {} audiences>", self.0.team(), self.0.audiences().len())
    }
}

/// The keys of a team of Cloudflare Access, held while they change: feed it what `AccessPolicy.keys_url` answers, or let an
/// `AccessKeysClient` do so. A set that is refused changes nothing. Threads may share it.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct AccessKeys(pub(crate) core::AccessKeys);

#[pymethods]
impl AccessKeys {
    /// The keys of a JSON Web Key Set; without one there are none yet, and every token is refused.
    #[new]
    #[pyo3(signature = (jwks = None))]
    fn new(jwks: Option<Document>) -> Result<Self, Raise> {
        Ok(Self(match jwks {
            Some(jwks) => core::AccessKeys::from_jwks(jwks.as_ref())?,
            None => core::AccessKeys::new(),
        }))
    }

    /// Takes a new set in the place of the old one; True if it is another. Raises OriginError, and what was there stays.
    fn replace(&self, py: Python<'_>, jwks: Document) -> Result<bool, Raise> {
        Ok(py.detach(|| self.0.replace(jwks.as_ref()))?)
    }

    /// The names of the keys (`kid`).
    #[getter]
    fn key_ids(&self) -> Vec<String> {
        self.0.key_ids()
    }

    /// Which keys of the set were passed over, and why.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(&self.0.findings())
    }

    fn __repr__(&self) -> String {
        format!("<AccessKeys {}>", self.0.key_ids().join(", "))
    }
}

/// Fetches a team's keys over HTTPS: when they are old, and when a token names one that is not there, but never more often than it
/// may. What was fetched last stays when a fetch fails.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct AccessKeysClient(core::AccessKeysClient);

#[pymethods]
impl AccessKeysClient {
    /// `web` may vouch for Cloudflare's server (the machine's `ca-certificates.crt`). `timeout` is for a whole fetch (10 s by
    /// default), `minimum_interval` lies between two (60 s), `maximum_age` is when keys are fetched anew (an hour).
    #[new]
    #[pyo3(signature = (policy, web, *, url = None, timeout = None, minimum_interval = None, maximum_age = None))]
    fn new(
        policy: &AccessPolicy,
        web: AnchorsArgument<'_>,
        url: Option<&str>,
        timeout: Option<Span>,
        minimum_interval: Option<Span>,
        maximum_age: Option<Span>,
    ) -> Result<Self, Raise> {
        let mut client = core::AccessKeysClient::new(&policy.0, web.get())?;
        if let Some(url) = url {
            client = client.url(EndpointUrl::parse(url)?);
        }
        if let Some(timeout) = timeout {
            client = client.timeout(timeout.0);
        }
        if let Some(interval) = minimum_interval {
            client = client.minimum_interval(interval.0);
        }
        if let Some(age) = maximum_age {
            client = client.maximum_age(age.0);
        }
        Ok(Self(client))
    }

    /// The keys that it feeds.
    #[getter]
    fn keys(&self) -> AccessKeys {
        AccessKeys(self.0.keys().clone())
    }

    /// When keys were fetched last.
    #[getter]
    fn fetched_at<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        self.0.fetched_at().map(|at| datetime(py, at)).transpose()
    }

    /// Fetches the keys now; True if they are others than before. Raises OriginError, and the last good ones stay.
    #[pyo3(signature = (*, at = None))]
    fn refresh(&self, py: Python<'_>, at: Option<Moment>) -> Result<bool, Raise> {
        let at = Moment::or_now(at);
        Ok(py.detach(|| self.0.refresh(at))?)
    }

    /// Fetches the keys if this token needs it; True if they are others than before.
    #[pyo3(signature = (token, *, at = None))]
    fn refresh_for(&self, py: Python<'_>, token: &str, at: Option<Moment>) -> Result<bool, Raise> {
        let at = Moment::or_now(at);
        Ok(py.detach(|| self.0.refresh_for(token, at))?)
    }

    fn __repr__(&self) -> &'static str {
        "<AccessKeysClient>"
    }
}

/// A token of Cloudflare Access that was checked: given out for a person or for a service.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct AccessToken(pub(crate) core::AccessToken);

#[pymethods]
impl AccessToken {
    #[getter]
    fn issuer(&self) -> &str {
        self.0.issuer()
    }

    #[getter]
    fn audiences(&self) -> Vec<String> {
        self.0.audiences().to_vec()
    }

    /// The person, as an identifier that stays.
    #[getter]
    fn subject(&self) -> Option<&str> {
        self.0.subject()
    }

    #[getter]
    fn email(&self) -> Option<&str> {
        self.0.email()
    }

    /// The client ID of the service token that it was given out for.
    #[getter]
    fn service(&self) -> Option<&str> {
        self.0.service()
    }

    #[getter]
    fn country(&self) -> Option<&str> {
        self.0.country()
    }

    #[getter]
    fn issued_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.issued_at())
    }

    #[getter]
    fn expires_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.expires_at())
    }

    /// The key that signed it.
    #[getter]
    fn key_id(&self) -> &str {
        self.0.key_id()
    }

    /// All of it as a plain dict, times in seconds.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        format!("<AccessToken {}>", self.0)
    }
}

impl fmt::Display for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

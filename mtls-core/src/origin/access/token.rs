//! What a token says, once its signature is checked.

use std::fmt;
use std::time::Duration;

use rustls_pki_types::UnixTime;
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::AccessPolicy;
use super::jws::{claims, malformed};
use crate::finding::excerpt;
use crate::origin::{AccessRefusal, OriginError};
use crate::pki::time::rfc3339;

/// 9999-12-31T23:59:59Z: not every language has a later date.
const LAST: u64 = 253_402_300_799;

/// A token of Cloudflare Access that was checked. It is given out for a person or for a service, never both.
///
/// Serializes as `{issuer, audiences, subject, email, service, country, issued_at, expires_at, key_id}`, times in seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    issuer: String,
    audiences: Vec<String>,
    subject: Option<String>,
    email: Option<String>,
    service: Option<String>,
    country: Option<String>,
    issued_at: UnixTime,
    expires_at: UnixTime,
    key_id: String,
}

impl AccessToken {
    /// The team that issued it.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The AUD tags of the applications that it is for.
    #[must_use]
    pub fn audiences(&self) -> &[String] {
        &self.audiences
    }

    /// The person, as an identifier that stays.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// The person's e-mail address. A one-time PIN proves the control of that mailbox, and no more.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.email.as_deref()
    }

    /// The client ID of the service token that it was given out for.
    #[must_use]
    pub fn service(&self) -> Option<&str> {
        self.service.as_deref()
    }

    /// The country that the visitor came from.
    #[must_use]
    pub fn country(&self) -> Option<&str> {
        self.country.as_deref()
    }

    /// When it was given out.
    #[must_use]
    pub fn issued_at(&self) -> UnixTime {
        self.issued_at
    }

    /// When it ends.
    #[must_use]
    pub fn expires_at(&self) -> UnixTime {
        self.expires_at
    }

    /// The key that signed it.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Reads and judges the claims.
    pub(super) fn read(
        payload: &[u8],
        key_id: &str,
        policy: &AccessPolicy,
        at: UnixTime,
    ) -> Result<Self, OriginError> {
        let claims = claims(payload)?;
        let issuer = text(&claims, "iss")?.unwrap_or_default();
        if issuer != policy.issuer() {
            let reason = format!("it is issued by `{}`, not by {}", excerpt(&issuer), policy.issuer());
            return Err(OriginError::access(AccessRefusal::Issuer, reason));
        }
        let audiences = audiences(&claims)?;
        if !audiences.iter().any(|tag| policy.audiences.iter().any(|wanted| wanted.eq_ignore_ascii_case(tag)))
        {
            let tags = audiences.iter().take(4).map(|tag| excerpt(tag)).collect::<Vec<_>>().join(", ");
            let reason = format!("it is for other applications: {tags}");
            return Err(OriginError::access(AccessRefusal::Audience, reason));
        }
        match text(&claims, "type")?.as_deref() {
            Some("app") => {}
            Some("org") => {
                let reason = "it is the token of the team's global session, not one of an application";
                return Err(OriginError::access(AccessRefusal::Type, reason));
            }
            other => {
                let reason = format!("its type is `{}`, not `app`", excerpt(other.unwrap_or_default()));
                return Err(OriginError::access(AccessRefusal::Type, reason));
            }
        }
        let (issued_at, expires_at) = times(&claims, policy.leeway, at)?;
        let some = |text: Option<String>| text.filter(|text| !text.is_empty());
        let (subject, email) = (some(text(&claims, "sub")?), some(text(&claims, "email")?));
        let service = if subject.is_some() { None } else { some(text(&claims, "common_name")?) };
        match (&subject, &service) {
            (Some(_), _) => {}
            (None, Some(id)) if policy.services.contains(id) => {}
            (None, Some(id)) => {
                let reason = format!("the service token `{}` is not let in", excerpt(id));
                return Err(OriginError::access(AccessRefusal::Subject, reason));
            }
            (None, None) => {
                let reason = "it names neither a person (`sub`) nor a service (`common_name`)";
                return Err(OriginError::access(AccessRefusal::Subject, reason));
            }
        }
        Ok(Self {
            issuer,
            audiences,
            email: email.filter(|_| subject.is_some()),
            subject,
            service,
            country: some(text(&claims, "country")?),
            issued_at,
            expires_at,
            key_id: key_id.to_owned(),
        })
    }
}

fn text(claims: &Map<String, Value>, name: &str) -> Result<Option<String>, OriginError> {
    match claims.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(malformed(&format!("its `{name}` is no text"))),
    }
}

/// A list of texts, or one (RFC 7519 section 4.1.3).
fn audiences(claims: &Map<String, Value>) -> Result<Vec<String>, OriginError> {
    let wrong = || malformed("its `aud` is no list of texts");
    match claims.get("aud") {
        Some(Value::String(one)) => Ok(vec![one.clone()]),
        Some(Value::Array(list)) => {
            list.iter().map(|one| one.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
        }
        None => Err(OriginError::access(AccessRefusal::Audience, "it is for no application (`aud`)")),
        Some(_) => Err(wrong()),
    }
}

/// When it was given out and when it ends, if that is now. Fractions of seconds, which RFC 7519 would allow, Access has none of.
fn times(
    claims: &Map<String, Value>,
    leeway: Duration,
    at: UnixTime,
) -> Result<(UnixTime, UnixTime), OriginError> {
    let seconds = |name: &str| match claims.get(name) {
        None => Ok(None),
        Some(value) => match value.as_u64() {
            Some(seconds) if seconds <= LAST => Ok(Some(seconds)),
            _ => Err(malformed(&format!("its `{name}` is no time in seconds"))),
        },
    };
    let needed = |name: &str| seconds(name)?.ok_or_else(|| malformed(&format!("it has no `{name}`")));
    let (expires, issued) = (needed("exp")?, needed("iat")?);
    let begins = seconds("nbf")?.unwrap_or(issued).max(issued);
    let (now, leeway) = (at.as_secs(), leeway.as_secs());
    let unix = |seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    if now >= expires.saturating_add(leeway) {
        let reason = format!("it ended at {}", rfc3339(unix(expires)));
        return Err(OriginError::access(AccessRefusal::Expired, reason));
    }
    if begins > now.saturating_add(leeway) {
        let reason = format!("it begins at {}", rfc3339(unix(begins)));
        return Err(OriginError::access(AccessRefusal::NotYetValid, reason));
    }
    Ok((unix(issued), unix(expires)))
}

/// `somebody@shop.example (https://shop.cloudflareaccess.com, until …)`.
impl fmt::Display for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = self.email().or(self.subject()).or(self.service()).unwrap_or_default();
        write!(f, "{} ({}, until {})", excerpt(who), self.issuer, rfc3339(self.expires_at))
    }
}

impl Serialize for AccessToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_struct("AccessToken", 9)?;
        record.serialize_field("issuer", &self.issuer)?;
        record.serialize_field("audiences", &self.audiences)?;
        record.serialize_field("subject", &self.subject)?;
        record.serialize_field("email", &self.email)?;
        record.serialize_field("service", &self.service)?;
        record.serialize_field("country", &self.country)?;
        record.serialize_field("issued_at", &self.issued_at.as_secs())?;
        record.serialize_field("expires_at", &self.expires_at.as_secs())?;
        record.serialize_field("key_id", &self.key_id)?;
        record.end()
    }
}

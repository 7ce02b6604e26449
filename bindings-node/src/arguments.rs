//! What JavaScript hands in: text or bytes, dates, whole numbers, names as objects or text.

use std::net::IpAddr;
use std::time::Duration;

use mtls_core::identity as core;
use napi::bindgen_prelude::{ClassInstance, Either, FromNapiValue, Object, Uint8Array, Unknown};
use napi::{Env, JsDate, JsValue as _, Result, ValueType};
use napi_derive::napi;
use rustls_pki_types::UnixTime;
use zeroize::Zeroizing;

use crate::identity::{SpiffeId, TrustDomain};
use crate::raise::Raise;

type Checked<T> = std::result::Result<T, Raise>;

/// A document: PEM or JSON as text, or anything as bytes.
#[napi]
pub type Document = Either<String, Uint8Array>;

// Not `&SpiffeId`: napi lends one to arguments alone, not to the fields of options.
/// A SPIFFE ID, or its text.
#[napi]
pub type SpiffeIdLike<'a> = Either<ClassInstance<'a, SpiffeId>, String>;

/// A trust domain, or its name.
#[napi]
pub type TrustDomainLike<'a> = Either<ClassInstance<'a, TrustDomain>, String>;

/// The document's bytes; text is wiped after use, as it may be a key's.
pub(crate) enum Bytes {
    Text(Zeroizing<String>),
    Binary(Uint8Array),
}

impl From<Document> for Bytes {
    fn from(document: Document) -> Self {
        match document {
            Either::A(text) => Self::Text(Zeroizing::new(text)),
            Either::B(bytes) => Self::Binary(bytes),
        }
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Binary(bytes) => bytes,
        }
    }
}

pub(crate) fn spiffe_id(id: SpiffeIdLike<'_>) -> Checked<core::SpiffeId> {
    Ok(match id {
        Either::A(id) => id.0.clone(),
        Either::B(text) => core::SpiffeId::parse(&text)?,
    })
}

pub(crate) fn trust_domain(domain: TrustDomainLike<'_>) -> Checked<core::TrustDomain> {
    Ok(match domain {
        Either::A(domain) => domain.0.clone(),
        Either::B(name) => core::TrustDomain::parse(&name)?,
    })
}

pub(crate) fn ip_addresses(texts: Vec<String>) -> Checked<Vec<IpAddr>> {
    let read =
        |text: String| text.parse().map_err(|_| Raise::value(format!("{text:?} is not an IP address")));
    texts.into_iter().map(read).collect()
}

/// The largest integer that a JavaScript number holds exactly.
pub(crate) const MAX_WHOLE: u64 = 9_007_199_254_740_991;
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// A whole number from 0 on. napi's own integers take -1, 1.5 and 2^33 for others.
pub(crate) fn whole(what: &str, number: f64, most: u64) -> Checked<u64> {
    if number.fract() == 0.0 && (0.0..=MAX_SAFE).contains(&number) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked above")]
        let whole = number as u64;
        if whole <= most {
            return Ok(whole);
        }
    }
    Err(Raise::range(format!("{what} is a whole number from 0 to {most}, not {number}")))
}

pub(crate) fn seconds(what: &str, number: f64) -> Checked<Duration> {
    whole(what, number, MAX_WHOLE).map(Duration::from_secs)
}

/// Seconds with a fraction.
pub(crate) fn duration(what: &str, number: f64) -> Checked<Duration> {
    let refuse = |_| Raise::range(format!("{what} is a number of seconds from 0 on, not {number}"));
    Duration::try_from_secs_f64(number).map_err(refuse)
}

/// A point in time; JavaScript's milliseconds are cut to seconds.
pub(crate) fn moment(date: JsDate<'_>) -> Checked<UnixTime> {
    let milliseconds = date.value_of().unwrap_or(f64::NAN);
    let seconds = whole("a date's time", (milliseconds / 1000.0).floor(), MAX_WHOLE)
        .map_err(|_| Raise::range("a date is a valid one, in 1970 or later"))?;
    Ok(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
}

/// The time given, or that of the machine's clock: this package is where the engine meets one.
pub(crate) fn moment_or_now(date: Option<JsDate<'_>>) -> Checked<UnixTime> {
    date.map_or_else(|| Ok(UnixTime::now()), moment)
}

/// A point in time on its way out.
pub(crate) fn date(env: &Env, time: UnixTime) -> Result<JsDate<'_>> {
    // Exact: certificates end with the year 9999. What is past JavaScript's last date becomes an invalid one.
    #[expect(clippy::cast_precision_loss, reason = "see above")]
    let seconds = time.as_secs() as f64;
    env.create_date(seconds * 1000.0)
}

/// Options, none where they are left out. A name that is not known is refused: napi would pass over a misspelt one,
/// and the default would hold in place of what was meant.
pub(crate) fn known<T: FromNapiValue>(given: Option<Unknown<'_>>, names: &[&str]) -> Checked<Option<T>> {
    let Some(given) = given else { return Ok(None) };
    let wrong = |error: napi::Error| Raise::value(error.reason.as_str());
    if given.get_type().map_err(wrong)? != ValueType::Object || given.is_array().map_err(wrong)? {
        return Err(Raise::value("options are an object"));
    }
    let object = Object::from_unknown(given).map_err(wrong)?;
    for name in Object::keys(&object).map_err(wrong)? {
        if !names.contains(&name.as_str()) {
            let name: String = name.chars().take(64).collect();
            return Err(Raise::value(format!("there is no option `{name}`; there are {}", names.join(", "))));
        }
    }
    // `index.js` has checked the types; napi would quote the value, which may be a secret.
    T::from_unknown(given)
        .map(Some)
        .map_err(|_| Raise::value("an option is not of the type that it seems to be"))
}

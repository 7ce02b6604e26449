//! Floor 3, those shut out: `DistrustList`, `Distrusted`.

use mtls_core::trust as core;
use napi::bindgen_prelude::{ClassInstance, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;

use crate::arguments::{Bytes, Document, date, known, moment};
use crate::certificate::Certificate;
use crate::raise::{Raise, call};
use crate::record::{document, parse};

type Checked<T> = std::result::Result<T, Raise>;

/// What of a certificate is shut out.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct DistrustedOptions<'env> {
    /// Default: `certificate`.
    #[napi(ts_type = "DistrustKind")]
    pub kind: Option<String>,
    /// Since when it is held to be bad; told to people, limits nothing.
    pub since: Option<JsDate<'env>>,
}

const DISTRUSTED_OPTIONS: &[&str] = &["kind", "since"];

/// What of the certificates is shut out.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct DistrustPemOptions {
    /// Default: `certificate`.
    #[napi(ts_type = "DistrustKind")]
    pub kind: Option<String>,
}

const DISTRUST_PEM_OPTIONS: &[&str] = &["kind"];

fn kind(name: Option<String>) -> Checked<core::DistrustKind> {
    Ok(name.as_deref().unwrap_or("certificate").parse()?)
}

/// One thing that is trusted no more, and why.
#[napi]
pub struct Distrusted(core::Distrusted);

#[napi]
impl Distrusted {
    /// An entry for a certificate. Throws `TrustError` for a kind that does not exist.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        certificate: &Certificate,
        reason: String,
        #[napi(ts_arg_type = "DistrustedOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let make = || {
            let options: DistrustedOptions<'_> = known(options, DISTRUSTED_OPTIONS)?.unwrap_or_default();
            let entry = core::Distrusted::of(&certificate.0, kind(options.kind)?, reason);
            Ok::<_, Raise>(match options.since {
                Some(since) => entry.since(moment(since)?),
                None => entry,
            })
        };
        call(env, make).map(Self)
    }

    /// What of a certificate it goes by.
    #[napi(getter, ts_return_type = "DistrustKind")]
    pub fn kind(&self) -> &'static str {
        self.0.by().kind().as_str()
    }

    /// Why, in the words of whoever made the list.
    #[napi(getter)]
    pub fn reason(&self) -> String {
        self.0.reason().to_owned()
    }

    /// Since when it is held to be bad; null where that is not said.
    #[napi(getter)]
    pub fn since<'env>(&self, env: &'env Env) -> Result<Option<JsDate<'env>>> {
        self.0.since_date().map(|since| date(env, since)).transpose()
    }

    /// Whether both say the same.
    #[napi]
    pub fn equals(&self, other: &Distrusted) -> bool {
        self.0 == other.0
    }

    /// What is shut out, why, and since when.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// The entry as a plain object.
    #[napi(js_name = "toJSON", ts_return_type = "DistrustedRecord")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        document(env, &self.0)
    }
}

/// Certificates, keys and issuers that are trusted no more, whatever a bundle says.
#[napi]
pub struct DistrustList(pub(crate) core::DistrustList);

#[napi]
impl DistrustList {
    /// A list of these entries; of two for the same thing, the later counts.
    #[napi(constructor)]
    pub fn new(entries: Option<Vec<ClassInstance<'_, Distrusted>>>) -> Self {
        Self(entries.unwrap_or_default().iter().map(|entry| entry.0.clone()).collect())
    }

    /// A list of the certificates of a PEM text, all by one kind and for one reason. Throws `TrustError`.
    #[napi]
    pub fn from_pem(
        env: &Env,
        pem: Document,
        reason: String,
        #[napi(ts_arg_type = "DistrustPemOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let read = || {
            let options: DistrustPemOptions = known(options, DISTRUST_PEM_OPTIONS)?.unwrap_or_default();
            let kind = kind(options.kind)?;
            Ok::<_, Raise>(core::DistrustList::from_pem(Bytes::from(pem).as_ref(), kind, &reason)?)
        };
        call(env, read).map(Self)
    }

    /// Reads what `toJsonText` writes; a field that it does not know refuses the list. Throws `TrustError`.
    #[napi]
    pub fn from_json(env: &Env, json: Document) -> Result<Self> {
        call(env, || core::DistrustList::from_json(Bytes::from(json).as_ref())).map(Self)
    }

    /// The list as JSON text.
    #[napi]
    pub fn to_json_text(&self) -> String {
        self.0.to_json()
    }

    /// The list with one more entry, in place of the one for the same thing.
    #[napi]
    pub fn with_entry(&self, entry: &Distrusted) -> Self {
        let mut list = self.0.clone();
        list.add(entry.0.clone());
        Self(list)
    }

    /// The list without what this entry shuts out.
    #[napi]
    pub fn without(&self, entry: &Distrusted) -> Self {
        let mut list = self.0.clone();
        list.remove(entry.0.by());
        Self(list)
    }

    /// The entry that shuts this certificate out, the narrowest where several do; null if there is none.
    #[napi]
    pub fn find(&self, certificate: &Certificate) -> Option<Distrusted> {
        self.0.find_certificate(&certificate.0).cloned().map(Distrusted)
    }

    /// The entries, ordered by what they shut out.
    #[napi(getter)]
    pub fn entries(&self) -> Vec<Distrusted> {
        self.0.iter().cloned().map(Distrusted).collect()
    }

    /// How many entries.
    #[napi(getter)]
    pub fn size(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// Whether both say the same.
    #[napi]
    pub fn equals(&self, other: &DistrustList) -> bool {
        self.0 == other.0
    }

    /// The number of entries.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        format!("{} entries", self.0.len())
    }

    /// The list as `fromJson` reads it.
    #[napi(js_name = "toJSON", ts_return_type = "unknown")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        parse(env, self.0.to_json())
    }
}

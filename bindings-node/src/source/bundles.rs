//! `BundleSource`, trust bundles from files.

use mtls_core::trust::source as core;
use mtls_core::trust::source::BundleFiles;
use napi::bindgen_prelude::{Object, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

use super::{Checked, set_up, states};
use crate::arguments::duration;
use crate::job::promise_on_thread;
use crate::raise::{Raise, call};
use crate::trust::BundleSet;

fn files(paths: &Object<'_>, options: Option<Unknown<'_>>) -> Checked<BundleFiles> {
    let wrong = |name: &str| Raise::value(format!("the path of {name:?} is a string"));
    let mut files = BundleFiles::new();
    for name in Object::keys(paths).map_err(|e| Raise::internal(&e))? {
        let path: String = paths.get(&name).ok().flatten().ok_or_else(|| wrong(&name))?;
        files = files.file(mtls_core::identity::TrustDomain::parse(&name)?, path);
    }
    Ok(set_up!(files, options))
}

/// Trust bundles in files, one for each trust domain, PEM or a SPIFFE bundle document, read again and again. A file that goes
/// bad leaves the other bundles as they are, and its own as it was. One that is taken away withdraws nothing, since it cannot
/// be told from one that is being replaced; a document with no keys does.
#[napi]
pub struct BundleSource(pub(crate) core::BundleSource);

#[napi]
impl BundleSource {
    /// Reads all files, on a thread of its own; where one is no part of a Kubernetes volume that takes the settling time. It
    /// begins whole or not at all: rejects with `TrustError`.
    #[napi(ts_return_type = "Promise<BundleSource>")]
    pub fn open<'env>(
        env: &'env Env,
        #[napi(ts_arg_type = "Record<string, string>")] paths: Object<'_>,
        #[napi(ts_arg_type = "SourceOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Object<'env>> {
        let files = files(&paths, options);
        promise_on_thread(env, move || Ok(Self(files?.open()?)))
    }

    /// `open`, waiting here.
    #[napi]
    pub fn open_sync(
        env: &Env,
        #[napi(ts_arg_type = "Record<string, string>")] paths: Object<'_>,
        #[napi(ts_arg_type = "SourceOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        call(env, || Ok::<_, Raise>(Self(files(&paths, options)?.open()?)))
    }

    /// The last good bundles.
    #[napi(getter)]
    pub fn bundles(&self) -> BundleSet {
        BundleSet(self.0.bundles())
    }

    /// How the file of each trust domain is doing.
    #[napi(getter, ts_return_type = "Record<string, SourceState>")]
    pub fn states<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        states(env, self.0.states())
    }

    /// Looks at the files now, here. Whether a bundle was new; `states` says what went wrong. A file that is no part of a
    /// Kubernetes volume is taken at the first look after its settling time.
    #[napi]
    pub fn poll(&self, env: &Env) -> Result<bool> {
        call(env, || Ok::<_, Raise>(self.0.poll()))
    }

    /// Looks at the files every so many seconds from now on, on a thread of its own, until `unwatch`. It does not keep the
    /// process alive. Throws `TrustError` where the system has no thread.
    #[napi]
    pub fn watch(&self, env: &Env, interval_seconds: f64) -> Result<()> {
        call(env, || Ok::<_, Raise>(self.0.watch(duration("intervalSeconds", interval_seconds)?)?))
    }

    /// Stops looking.
    #[napi]
    pub fn unwatch(&self, env: &Env) -> Result<()> {
        call(env, || {
            self.0.unwatch();
            Ok::<_, Raise>(())
        })
    }

    /// The files, how often something was taken of each, and what went wrong last.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        let states = self.0.states();
        states.iter().map(|(_, state)| state.to_string()).collect::<Vec<_>>().join("; ")
    }
}

//! `IdentitySource`, an identity from files.

use mtls_core::tls as core;
use mtls_core::tls::IdentityFiles;
use napi::bindgen_prelude::{Object, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

use super::{Checked, set_up, state};
use crate::arguments::duration;
use crate::job::promise_on_thread;
use crate::raise::{Raise, call};
use crate::tls::LiveIdentity;

fn directory(path: String, options: Option<Unknown<'_>>) -> Checked<IdentityFiles> {
    Ok(set_up!(IdentityFiles::directory(path), options))
}

fn files(certificate: String, key: String, options: Option<Unknown<'_>>) -> Checked<IdentityFiles> {
    Ok(set_up!(IdentityFiles::new(certificate, key), options))
}

/// A certificate chain and its key in PEM files, read again and again: a mounted Secret, what cert-manager or an agent
/// writes, files that are copied by hand. The last good pair stays in force; a torn write and a key that is not the
/// certificate's are never served.
#[napi]
pub struct IdentitySource(core::IdentitySource);

#[napi]
impl IdentitySource {
    /// `tls.crt` and `tls.key` in a directory, as in a mounted Secret of type `kubernetes.io/tls`. Reads them, on a thread of
    /// its own; where they are no part of a Kubernetes volume that takes the settling time. Rejects with `TrustError`.
    #[napi(ts_return_type = "Promise<IdentitySource>")]
    pub fn open_directory<'env>(
        env: &'env Env,
        path: String,
        #[napi(ts_arg_type = "SourceOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Object<'env>> {
        let files = directory(path, options);
        promise_on_thread(env, move || Ok(Self(files?.open()?)))
    }

    /// `openDirectory`, waiting here.
    #[napi]
    pub fn open_directory_sync(
        env: &Env,
        path: String,
        #[napi(ts_arg_type = "SourceOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        call(env, || Ok::<_, Raise>(Self(directory(path, options)?.open()?)))
    }

    /// The chain, leaf first, and the leaf's key; both may be one file. As `openDirectory`.
    #[napi(ts_return_type = "Promise<IdentitySource>")]
    pub fn open_files<'env>(
        env: &'env Env,
        certificate: String,
        key: String,
        #[napi(ts_arg_type = "SourceOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Object<'env>> {
        let files = files(certificate, key, options);
        promise_on_thread(env, move || Ok(Self(files?.open()?)))
    }

    /// `openFiles`, waiting here.
    #[napi]
    pub fn open_files_sync(
        env: &Env,
        certificate: String,
        key: String,
        #[napi(ts_arg_type = "SourceOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        call(env, || Ok::<_, Raise>(Self(files(certificate, key, options)?.open()?)))
    }

    /// What `TlsServer` and `TlsClient` present; it follows the files.
    #[napi(getter)]
    pub fn identity(&self) -> LiveIdentity {
        LiveIdentity(self.0.identity())
    }

    /// How the files are doing.
    #[napi(getter, ts_return_type = "SourceState")]
    pub fn state<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        state(env, &self.0.state())
    }

    /// Looks at the files now, here. Whether a new identity was taken; `state` says what went wrong. Files that are no part of
    /// a Kubernetes volume are taken at the first look after their settling time.
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

    /// The files, how often something was taken, and what went wrong last.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.state().to_string()
    }
}

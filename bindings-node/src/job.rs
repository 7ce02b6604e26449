//! Work off the main thread, as promises.

use std::sync::mpsc;
use std::thread;

use napi::bindgen_prelude::{AsyncTask, Either, Object, ToNapiValue, TypeName, Unknown};
use napi::{Env, JsDeferred, Result, Task};
use serde::Serialize;

use crate::raise::{Raise, guarded};
use crate::record::{self, parse};

type Outcome<T> = std::result::Result<T, Raise>;

/// A call of the engine that runs on libuv's pool.
pub struct Job<T>(Option<Box<dyn FnOnce() -> Outcome<T> + Send>>);

/// The promise of what `work` gives; it is rejected with the same errors that a synchronous call throws.
pub(crate) fn promise<T: ToNapiValue + TypeName + Send + 'static>(
    work: impl FnOnce() -> Outcome<T> + Send + 'static,
) -> AsyncTask<Job<T>> {
    AsyncTask::new(Job(Some(Box::new(work))))
}

impl<T: ToNapiValue + TypeName + Send + 'static> Task for Job<T> {
    /// Not an `Err` of `compute`: that would lose everything but the message.
    type Output = Outcome<T>;
    type JsValue = T;

    fn compute(&mut self) -> Result<Self::Output> {
        let cancelled = || napi::Error::from_status(napi::Status::Cancelled);
        self.0.take().map(guarded).ok_or_else(cancelled)
    }

    fn resolve(&mut self, env: Env, output: Self::Output) -> Result<T> {
        output.map_err(|raise| raise.error(&env))
    }
}

/// The promise of what `work` gives on a thread of its own: one that waits for the network would keep files and names
/// waiting on libuv's pool, and the process from ending.
pub(crate) fn promise_on_thread<T: ToNapiValue + Send + 'static>(
    env: &Env,
    work: impl FnOnce() -> Outcome<T> + Send + 'static,
) -> Result<Object<'_>> {
    // The thread comes first: without one there is no promise, which nobody would keep.
    let (sender, receiver) = mpsc::sync_channel(1);
    let run = move || {
        let Ok(deferred) = receiver.recv() else { return };
        let outcome = guarded(work);
        let deferred: JsDeferred<T, _> = deferred;
        deferred.resolve(move |env: Env| outcome.map_err(|raise| raise.error(&env)));
    };
    let thread = thread::Builder::new().name("mtls-core".to_owned()).spawn(run);
    thread.map_err(|error| Raise::system(&error).error(env))?;
    let (deferred, promise) = env.create_deferred()?;
    // It waits there.
    let _ = sender.send(deferred);
    Ok(promise)
}

/// A call of the engine that gives a verdict for each of many.
pub struct BatchJob<T>(Option<Batch<T>>);

type Batch<T> = Box<dyn FnOnce() -> Outcome<Vec<Outcome<T>>> + Send>;

/// The promise of the verdicts that `work` gives: for each its value, or the error itself, not thrown.
pub(crate) fn promise_batch<T: ToNapiValue + TypeName + Send + 'static>(
    work: impl FnOnce() -> Outcome<Vec<Outcome<T>>> + Send + 'static,
) -> AsyncTask<BatchJob<T>> {
    AsyncTask::new(BatchJob(Some(Box::new(work))))
}

impl<T: ToNapiValue + TypeName + Send + 'static> Task for BatchJob<T> {
    type Output = Outcome<Vec<Outcome<T>>>;
    type JsValue = Vec<Either<T, Unknown<'static>>>;

    fn compute(&mut self) -> Result<Self::Output> {
        let cancelled = || napi::Error::from_status(napi::Status::Cancelled);
        self.0.take().map(guarded).ok_or_else(cancelled)
    }

    fn resolve(&mut self, env: Env, output: Self::Output) -> Result<Self::JsValue> {
        let verdicts = output.map_err(|raise| raise.error(&env))?.into_iter();
        let value = |verdict: Outcome<T>| match verdict {
            Ok(value) => Ok(Either::A(value)),
            Err(raise) => raise.value_for(&env).map(Either::B),
        };
        verdicts.map(value).collect()
    }
}

/// A call of the engine that gives a record; its JSON text is made on the pool too, and only parsed on the main thread.
pub struct RecordJob(Option<Box<dyn FnOnce() -> Outcome<String> + Send>>);

/// The promise of the record that `work` gives.
pub(crate) fn promise_record<T: Serialize>(
    work: impl FnOnce() -> Outcome<T> + Send + 'static,
) -> AsyncTask<RecordJob> {
    AsyncTask::new(RecordJob(Some(Box::new(move || record::text(&work()?)))))
}

/// The promise of a document as it is written in files, names untouched.
pub(crate) fn promise_document<T: Serialize>(
    work: impl FnOnce() -> Outcome<T> + Send + 'static,
) -> AsyncTask<RecordJob> {
    AsyncTask::new(RecordJob(Some(Box::new(move || record::document_text(&work()?)))))
}

impl Task for RecordJob {
    type Output = Outcome<String>;
    type JsValue = Unknown<'static>;

    fn compute(&mut self) -> Result<Self::Output> {
        let cancelled = || napi::Error::from_status(napi::Status::Cancelled);
        self.0.take().map(guarded).ok_or_else(cancelled)
    }

    fn resolve(&mut self, env: Env, output: Self::Output) -> Result<Unknown<'static>> {
        parse(&env, output.map_err(|raise| raise.error(&env))?)
    }
}

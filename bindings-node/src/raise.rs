//! The engine's refusals as JavaScript errors: `errors.js` has a class a floor, `attach` hands its maker over.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use mtls_core::finding::Refusal;
use napi::bindgen_prelude::{Either, FnArgs, Function, FunctionRef, Unknown};
use napi::{Env, Error, JsError, Result, Status};
use napi_derive::napi;
use serde_json::{Value, json};

use crate::record::{camel, camel_case};

/// Class, message, code, help, and further properties as JSON.
type Parts = FnArgs<(String, String, String, String, String)>;

/// A tree, whether it is a list of documents, and how many documents, levels, nodes and bytes are taken.
type Bounded = FnArgs<(Unknown<'static>, bool, Vec<u32>)>;

/// JSON text, or the place of the bound that the tree exceeds.
type Text = Either<String, u32>;

/// What JavaScript lends to the native half; one for each thread that loads it.
pub(crate) struct Host {
    make_error: FunctionRef<Parts, Unknown<'static>>,
    pub(crate) parse: FunctionRef<String, Unknown<'static>>,
    pub(crate) stringify: FunctionRef<Bounded, Text>,
}

impl Host {
    pub(crate) fn of(env: &Env) -> Result<&'static mut Self> {
        env.get_instance_data()?.ok_or_else(|| {
            Error::new(Status::GenericFailure, "native.node is loaded by index.js alone; require `mtls-core`")
        })
    }
}

/// Called once by `index.js`.
#[napi(skip_typescript)]
pub fn attach(
    env: &Env,
    make_error: Function<'_, Parts, Unknown<'static>>,
    parse: Function<'_, String, Unknown<'static>>,
    stringify: Function<'_, Bounded, Text>,
) -> Result<()> {
    let host = Host {
        make_error: make_error.create_ref()?,
        parse: parse.create_ref()?,
        stringify: stringify.create_ref()?,
    };
    env.set_instance_data(host, (), |_| {})
}

/// An error on its way to JavaScript; `?` makes one of any floor's error, also off the main thread.
pub struct Raise(Kind);

enum Kind {
    /// `errors.js` makes it.
    Made(Made),
    /// A function of the caller threw it, and it is thrown on as it is.
    Thrown(Error),
}

struct Made {
    class: &'static str,
    message: String,
    code: &'static str,
    help: Cow<'static, str>,
    properties: Value,
}

impl Raise {
    fn refusal(class: &'static str, refusal: &impl Refusal, mut properties: Value) -> Self {
        let (code, help, mut message) = (refusal.code(), refusal.help(), refusal.to_string());
        camel_case(&mut properties);
        if let Some(option) = refusal.option() {
            respell(&mut message, option);
            let findings = properties.get_mut("findings").and_then(Value::as_array_mut);
            for finding in findings.into_iter().flatten() {
                if let Some(Value::String(message)) = finding.get_mut("message") {
                    respell(message, option);
                }
            }
        }
        let findings = properties.get_mut("findings").and_then(Value::as_array_mut);
        for finding in findings.into_iter().flatten() {
            respell_missing(&mut message, finding);
        }
        Self(Kind::Made(Made { class, message, code, help, properties }))
    }

    /// What a function of the caller threw.
    pub(crate) fn thrown(error: Error) -> Self {
        Self(Kind::Thrown(error))
    }

    /// A `RangeError`: a number or date that cannot be meant.
    pub(crate) fn range(message: impl Into<String>) -> Self {
        Self::host("RangeError", message.into(), "ERR_OUT_OF_RANGE")
    }

    /// A `TypeError`: a value of the right JavaScript type that is not what it should be.
    pub(crate) fn value(message: impl Into<String>) -> Self {
        Self::host("TypeError", message.into(), "ERR_INVALID_ARG_VALUE")
    }

    /// An `Error`: a fault of ours.
    pub(crate) fn internal(cause: &impl std::fmt::Display) -> Self {
        Self::host("Error", format!("mtls-core failed; please report it: {cause}"), "ERR_INTERNAL")
    }

    /// An `Error` of the operating system, with the code that Node has for it.
    pub(crate) fn system(error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let code = match error.kind() {
            ErrorKind::AddrInUse => "EADDRINUSE",
            ErrorKind::AddrNotAvailable => "EADDRNOTAVAIL",
            ErrorKind::PermissionDenied => "EACCES",
            ErrorKind::InvalidInput => "EINVAL",
            _ => "ERR_SYSTEM_ERROR",
        };
        Self::host("Error", error.to_string(), code)
    }

    fn host(class: &'static str, message: String, code: &'static str) -> Self {
        Self(Kind::Made(Made { class, message, code, help: Cow::Borrowed(""), properties: Value::Null }))
    }

    /// The JavaScript error, to be thrown or rejected with.
    pub(crate) fn error(self, env: &Env) -> Error {
        match self.0 {
            // It may be no object of class Error.
            Kind::Thrown(error) => error,
            Kind::Made(_) => self.value_for(env).map_or_else(|e| e, Error::from_unknown_without_coercion),
        }
    }

    /// The JavaScript error as a value.
    pub(crate) fn value_for(self, env: &Env) -> Result<Unknown<'static>> {
        let made = match self.0 {
            Kind::Made(made) => made,
            Kind::Thrown(error) => return Ok(JsError::from(error).into_unknown(*env)),
        };
        let parts = (
            made.class.to_owned(),
            made.message,
            made.code.to_owned(),
            made.help.into_owned(),
            made.properties.to_string(),
        );
        Host::of(env)?.make_error.borrow_back(env)?.call(parts.into())
    }
}

/// Durations are numbers here, and their options say of what.
const IN_SECONDS: [&str; 2] = ["leeway", "time_limit"];

/// Spells the option that a message begins with as JavaScript does: `time_limit: …` is about `timeLimitSeconds`.
fn respell(message: &mut String, option: &str) {
    let Some(reason) = message.strip_prefix(option) else { return };
    let unit = if IN_SECONDS.contains(&option) { "Seconds" } else { "" };
    *message = format!("{}{unit}{reason}", camel(option));
}

/// An option that is missing stands nowhere as the caller would spell it: `client_ca` is `clientCa` here, in the finding and in
/// the message of the whole.
fn respell_missing(whole: &mut String, finding: &mut Value) {
    if finding.get("rule").and_then(Value::as_str) != Some("option-missing") {
        return;
    }
    let Some(Value::String(field)) = finding.pointer_mut("/subject/field") else { return };
    let (old, new) = (field.clone(), camel(field));
    field.clone_from(&new);
    let Some(Value::String(message)) = finding.get_mut("message") else { return };
    let spelt = message.replace(&format!("`{old}`"), &format!("`{new}`"));
    // The whole begins each finding with its field.
    *whole = whole.replace(&format!("{old}: {message}"), &format!("{new}: {spelt}"));
    *message = spelt;
}

/// `errors! { mtls_core::identity::IdentityError => IdentityError, … }`
macro_rules! errors {
    ($($error:path => $class:ident),* $(,)?) => {$(
        impl From<$error> for Raise {
            fn from(error: $error) -> Self {
                let findings = json!({ "findings": error.findings() });
                Self::refusal(stringify!($class), &error, findings)
            }
        }
    )*};
}

errors! {
    mtls_core::identity::IdentityError => IdentityError,
    mtls_core::pki::PkiError => PkiError,
    mtls_core::pki::issue::IssueError => IssueError,
    mtls_core::trust::TrustError => TrustError,
    mtls_core::trust::source::SourceError => TrustError,
    mtls_core::verify::VerifierError => VerificationError,
    mtls_core::tls::TlsError => TlsError,
    mtls_core::resources::ResourceError => ResourceError,
    mtls_core::origin::OriginError => OriginError,
    mtls_core::recipes::RecipeError => RecipeError,
}

/// Beside the findings, who the leaf claims to be and what was presented.
impl From<mtls_core::verify::Rejection> for Raise {
    fn from(rejection: mtls_core::verify::Rejection) -> Self {
        let properties = serde_json::to_value(&rejection).unwrap_or_default();
        Self::refusal("VerificationError", &rejection, properties)
    }
}

/// Runs `work`; a panic, which would end the process, becomes an error.
pub(crate) fn guarded<T, E: Into<Raise>>(
    work: impl FnOnce() -> std::result::Result<T, E>,
) -> std::result::Result<T, Raise> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(Into::into),
        Err(_) => {
            Err(Raise::host("Error", "mtls-core panicked; please report it".to_owned(), "ERR_INTERNAL"))
        }
    }
}

/// Calls the engine and throws what it refuses with.
pub(crate) fn call<T, E: Into<Raise>>(
    env: &Env,
    work: impl FnOnce() -> std::result::Result<T, E>,
) -> Result<T> {
    guarded(work).map_err(|raise| raise.error(env))
}

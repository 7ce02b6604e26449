//! Options of builders as plain documents: what Python's keyword arguments and Node's option objects become.

use super::Value;
use super::error::ResourceError;
use super::kind::refuses;
use super::manifest::wipe_value;
use super::model::{Field, Reader};
use crate::finding::rules::resources as rules;
use crate::finding::{DocumentRef, Finding, Subject};

/// Reads the options of a builder.
pub(crate) struct Options<T>(std::marker::PhantomData<T>);

impl<T: Field> Options<T> {
    /// The options in `document`, where nothing is wrong with them; `check` adds what types cannot say.
    ///
    /// Names may be snake_case or camelCase.
    pub(crate) fn read(
        what: &'static str,
        document: &Value,
        check: impl FnOnce(&T, &mut Vec<Finding>),
    ) -> Result<T, ResourceError> {
        let mut reader = Reader::options();
        let options = T::read(document, &mut reader);
        let mut findings = reader.finish();
        if let Some(options) = &options {
            check(options, &mut findings);
        }
        match options {
            Some(options) if !refuses(&findings) => Ok(options),
            _ => Err(ResourceError::Options { what, findings }),
        }
    }
}

/// A finding where an option is missing.
pub(crate) fn required(findings: &mut Vec<Finding>, option: &str, present: bool) {
    let at = DocumentRef::new("", option);
    // One that stands there with a wrong type was reported as such.
    let reported = findings.iter().any(|f| matches!(&f.subject, Subject::Document(d) if d.field == option));
    if !present && !reported {
        findings.push(Finding::new(
            rules::OPTION_MISSING,
            Subject::Document(at),
            format!("the option `{option}` is missing"),
        ));
    }
}

/// A finding about the value of an option.
pub(crate) fn bad_value(findings: &mut Vec<Finding>, option: &str, message: String) {
    findings.push(Finding::new(
        rules::OPTION_VALUE,
        Subject::Document(DocumentRef::new("", option)),
        message,
    ));
}

/// Overwrites every text of options that held a secret.
pub(crate) fn wipe(options: &mut Value) {
    wipe_value(options);
}

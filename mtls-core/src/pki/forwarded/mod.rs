//! The `X-Forwarded-Client-Cert` header (XFCC) of Envoy and Istio: who a proxy says the client is.

mod element;
mod error;
mod json;
mod text;

pub use element::ForwardedElement;
pub use error::ForwardedError;

use serde::Serialize;

use super::PkiError;
use crate::finding::rules::pki as rules;
use crate::finding::{Finding, Subject};
use crate::identity::SpiffeId;

use element::Claims;

/// How a header was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ForwardedForm {
    /// `Hash=…;URI=…,Hash=…`: Envoy's default.
    Text,
    /// A list of objects: Envoy's format `JSON`.
    Json,
}

impl ForwardedForm {
    /// `text` or `json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
        }
    }
}

/// What [`ForwardedClientCert::parse_with`] takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ForwardedOptions {
    /// Whether an element may name several URIs. Off by default: an SVID has exactly one (X509-SVID section 2), and
    /// a second one is what a forged name looks like.
    pub several_uris: bool,
    /// Bytes of the whole header. Default 64 KiB, a little more than Envoy takes for all headers together.
    pub max_bytes: usize,
    /// Elements, one a proxy. Default 16.
    pub max_elements: usize,
    /// Pairs or values of one element. Default 128.
    pub max_pairs: usize,
    /// Bytes of one `Cert` or `Chain` as written. Default 32 KiB.
    pub max_certificate_bytes: usize,
}

impl Default for ForwardedOptions {
    fn default() -> Self {
        Self {
            several_uris: false,
            max_bytes: 64 << 10,
            max_elements: 16,
            max_pairs: 128,
            max_certificate_bytes: 32 << 10,
        }
    }
}

/// The header `X-Forwarded-Client-Cert`, read strictly: one element for each proxy that the request came through, the
/// nearest last.
///
/// Reads the text form and the JSON form, and takes nothing on faith that can be checked: a `Hash` must be that of the
/// `Cert` beside it, the names written must be those of that certificate, and [`ForwardedElement::uris`] gives the
/// certificate's own. Keys that are not known, or stand twice where they may stand once, refuse the header.
///
/// # What the header proves
/// Nothing by itself: whoever can reach the port can send one. Read it only from a proxy that you trust, behind a port
/// that nobody else reaches, and have that proxy set it afresh (Envoy's `SANITIZE_SET`, Istio's default at gateways).
/// `FORWARD_ONLY` and `APPEND_FORWARD` pass on what the client wrote.
///
/// **The text form can be forged by a client's certificate.** Envoy does not quote `URI` and `DNS`, so that a name such as
/// `spiffe://a.example/x,URI=spiffe://a.example/admin` comes out as a second element, which is then the nearest.
/// Such a text is authentic only if the CA constrains the names that it signs, or if each element has a `Cert`: then the
/// cut name is not that of the certificate, and the header is refused. [`warnings`](Self::warnings) says so where an
/// element has none. The JSON form does not have the fault: have Envoy write that
/// (`set_current_client_cert_details.format: JSON`).
///
/// ```
/// # fn main() -> Result<(), mtls_core::pki::PkiError> {
/// use mtls_core::pki::ForwardedClientCert;
///
/// let header = r#"By=spiffe://a.example/ns/shop/sa/till;Subject="CN=cart";URI=spiffe://a.example/ns/shop/sa/cart"#;
/// let forwarded = ForwardedClientCert::parse(header)?;
/// assert_eq!(forwarded.spiffe_id()?.path(), "/ns/shop/sa/cart");
/// assert_eq!(forwarded.warnings()[0].rule, "forwarded-text-unproven");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForwardedClientCert {
    form: ForwardedForm,
    elements: Vec<ForwardedElement>,
    #[serde(skip)]
    nearest: ForwardedElement,
}

impl ForwardedClientCert {
    /// Reads the value of the header, or several such lines joined with `,`. A `[` at its beginning means JSON.
    ///
    /// # Errors
    /// [`PkiError::Forwarded`] with what is wrong and the number of the element, [`PkiError::TooLarge`].
    pub fn parse(header: &str) -> Result<Self, PkiError> {
        Self::parse_with(header, &ForwardedOptions::default())
    }

    /// [`ForwardedClientCert::parse`] with other bounds, or with several URIs an element.
    ///
    /// # Errors
    /// Those of [`ForwardedClientCert::parse`].
    pub fn parse_with(header: &str, options: &ForwardedOptions) -> Result<Self, PkiError> {
        if header.len() > options.max_bytes {
            return Err(PkiError::TooLarge {
                what: "X-Forwarded-Client-Cert header",
                bytes: header.len(),
                limit: options.max_bytes,
            });
        }
        let (form, claims) = read(header, options)?;
        let mut elements = Vec::with_capacity(claims.len());
        for (claims, number) in claims.into_iter().zip(1..) {
            elements.push(ForwardedElement::of(number, claims)?);
        }
        let nearest = elements.last().cloned().ok_or(ForwardedError::Empty)?;
        Ok(Self { form, elements, nearest })
    }

    /// How it was written.
    pub fn form(&self) -> ForwardedForm {
        self.form
    }

    /// One element for each proxy, in the order of the header: the farthest first. At least one.
    pub fn elements(&self) -> &[ForwardedElement] {
        &self.elements
    }

    /// What the nearest proxy says: the last element. Those before it are what its own client sent, unless that was
    /// a proxy that you trust too.
    pub fn nearest(&self) -> &ForwardedElement {
        &self.nearest
    }

    /// The client's SPIFFE ID as the nearest proxy says it.
    ///
    /// # Errors
    /// Those of [`ForwardedElement::spiffe_id`].
    pub fn spiffe_id(&self) -> Result<SpiffeId, PkiError> {
        self.nearest().spiffe_id()
    }

    /// `forwarded-text-unproven` where an element in text has no `Cert`, so that a name in it may be forged.
    pub fn warnings(&self) -> Vec<Finding> {
        let unproven = |element: &&ForwardedElement| element.certificate().is_none();
        let first = match self.form {
            ForwardedForm::Text => self.elements.iter().find(unproven),
            ForwardedForm::Json => None,
        };
        let finding = |element: &ForwardedElement| {
            let number = element.number();
            let subject = Subject::Text { line: None, block: Some(number) };
            let message = format!("element {number} is text without a Cert to hold its names against");
            Finding::new(rules::FORWARDED_TEXT_UNPROVEN, subject, message)
        };
        first.map(finding).into_iter().collect()
    }
}

/// What the elements say, unjudged.
fn read(header: &str, options: &ForwardedOptions) -> Result<(ForwardedForm, Vec<Claims>), ForwardedError> {
    if let Some(at) = header.bytes().position(|byte| byte.is_ascii_control() && byte != b'\t') {
        let column = at.saturating_add(1);
        return Err(ForwardedError::Character { column });
    }
    let header = header.trim_matches(BLANK);
    if header.is_empty() {
        return Err(ForwardedError::Empty);
    }
    Ok(if header.starts_with('[') {
        (ForwardedForm::Json, json::read(header, options)?)
    } else {
        (ForwardedForm::Text, text::read(header, options)?)
    })
}

/// What HTTP allows around the elements of a list (RFC 9110 section 5.6.3).
const BLANK: [char; 2] = [' ', '\t'];

#[cfg(test)]
mod tests;

//! What a CA may vouch for: nameConstraints, RFC 5280 section 4.2.1.10.

use crate::pki::der::{Reader, Reason, SEQUENCE, context};
use crate::pki::strict::{GeneralName, general_names};

/// NameConstraints: the contents of its two lists.
pub(super) struct Constraints<'a> {
    permitted: Option<&'a [u8]>,
    excluded: Option<&'a [u8]>,
}

impl<'a> Constraints<'a> {
    pub(super) fn read(value: &'a [u8]) -> Result<Self, Reason> {
        Self::read_fields(Reader::only(value, SEQUENCE)?)
    }

    /// The same without the outer header.
    pub(super) fn read_content(content: &'a [u8]) -> Result<Self, Reason> {
        Self::read_fields(Reader::new(content))
    }

    fn read_fields(mut fields: Reader<'a>) -> Result<Self, Reason> {
        let permitted = fields.optional(context(0))?;
        let excluded = fields.optional(context(1))?;
        fields.finish()?;
        match (permitted, excluded) {
            (None, None) => Err("it permits and excludes nothing"),
            (Some([]), _) | (_, Some([])) => Err("an empty list"),
            _ => Ok(Self { permitted, excluded }),
        }
    }

    pub(super) fn permitted(&self) -> impl Iterator<Item = Result<GeneralName<'a>, Reason>> + use<'a> {
        bases(self.permitted.unwrap_or_default())
    }

    pub(super) fn excluded(&self) -> impl Iterator<Item = Result<GeneralName<'a>, Reason>> + use<'a> {
        bases(self.excluded.unwrap_or_default())
    }
}

/// The bases of GeneralSubtrees; ends after the first fault.
fn bases(subtrees: &[u8]) -> impl Iterator<Item = Result<GeneralName<'_>, Reason>> {
    let mut list = Reader::new(subtrees);
    std::iter::from_fn(move || {
        if list.is_empty() {
            return None;
        }
        let base = base(&mut list);
        if base.is_err() {
            list = Reader::new(&[]);
        }
        Some(base)
    })
}

fn base<'a>(list: &mut Reader<'a>) -> Result<GeneralName<'a>, Reason> {
    let mut subtree = list.enter(SEQUENCE)?;
    let name = subtree.next()?;
    // RFC 5280: minimum is zero, which DER leaves out, and maximum is absent.
    subtree.finish()?;
    general_names(name.raw).next().unwrap_or(Err("a constraint without a name"))
}

//! Wildcards and the Public Suffix List, as it was when the crate `psl` was released.

use psl::{Psl as _, Type};

use crate::pki::strict::{GeneralName, SubjectAltName};

use super::host::wildcard_base;

/// No host name is longer, RFC 1123 section 2.1.
const LONGEST_NAME: usize = 253;
/// How many domains the owner of a leaf may have shown to own; keeps the search through its names bounded.
const MOST_OWNED: usize = 4;

/// Finds wildcards that stand for names of strangers, name by name through a subjectAltName.
pub(super) struct Wildcards<'a> {
    names: SubjectAltName<'a>,
    /// Domains whose owner the leaf speaks for.
    owned: [Option<Name>; MOST_OWNED],
}

impl<'a> Wildcards<'a> {
    pub(super) fn new(names: SubjectAltName<'a>) -> Self {
        Self { names, owned: [None; MOST_OWNED] }
    }

    /// Whether the names that this one stands for belong to whoever registers them.
    ///
    /// Below a registry's suffix (`com`, `co.uk`) they always do. A suffix of the list's private section
    /// (`s3.amazonaws.com`) has an owner, who may speak for all of it and has shown to be that by a name
    /// under the same domain that no customer could have: one that is not below a suffix.
    pub(super) fn spans_suffix(&mut self, name: &[u8]) -> bool {
        let Some(base) = wildcard_base(name).and_then(Name::lower) else { return false };
        match base.suffix() {
            Some((suffix, Type::Icann)) => suffix == base.bytes(),
            Some((suffix, Type::Private)) => suffix == base.bytes() && !self.owns(&base),
            // In no list: a domain of somebody's own.
            None => false,
        }
    }

    fn owns(&mut self, suffix: &Name) -> bool {
        let Some(domain) = suffix.domain() else { return false };
        if self.owned.iter().flatten().any(|owned| owned.bytes() == domain.bytes()) {
            return true;
        }
        let Some(free) = self.owned.iter_mut().find(|owned| owned.is_none()) else { return false };
        let shown = self.names.names().any(|name| {
            let GeneralName::Dns(host) = name else { return false };
            Name::lower(host).is_some_and(|host| host.is_its_owners() && host.is_within(&domain))
        });
        // A domain whose owner has not shown takes a place, too: nothing is searched for twice.
        *free = Some(if shown { domain } else { Name::EMPTY });
        shown
    }
}

/// A host name in lower case, as the list has them.
#[derive(Clone, Copy)]
struct Name {
    buffer: [u8; LONGEST_NAME],
    length: usize,
}

impl Name {
    const EMPTY: Self = Self { buffer: [0; LONGEST_NAME], length: 0 };

    fn lower(name: &[u8]) -> Option<Self> {
        let mut lower = Self { length: name.len(), ..Self::EMPTY };
        let bytes = lower.buffer.get_mut(..name.len())?;
        bytes.copy_from_slice(name);
        bytes.make_ascii_lowercase();
        Some(lower)
    }

    fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.length).unwrap_or_default()
    }

    /// The listed suffix that the name ends in, or is.
    fn suffix(&self) -> Option<(&[u8], Type)> {
        listed_suffix(self.bytes())
    }

    /// What its owner registered: one label more than the registry's suffix.
    fn domain(&self) -> Option<Self> {
        let mut rest = self.bytes();
        loop {
            match listed_suffix(rest)? {
                // A private suffix is below somebody's domain: look at what it is below.
                (suffix, Type::Private) => rest = parent(suffix)?,
                (suffix, Type::Icann) => {
                    let above = rest.len().checked_sub(suffix.len())?.checked_sub(1)?;
                    let label = rest.get(..above)?.rsplit(|byte| *byte == b'.').next()?;
                    let start = above.checked_sub(label.len())?;
                    return Self::lower(rest.get(start..)?);
                }
            }
        }
    }

    /// Whether only the owner of the domain can have this name: it is not below a private suffix.
    fn is_its_owners(&self) -> bool {
        match self.suffix() {
            Some((suffix, Type::Private)) => suffix == self.bytes(),
            Some((_, Type::Icann)) => true,
            None => false,
        }
    }

    fn is_within(&self, domain: &Self) -> bool {
        let above = self.bytes().strip_suffix(domain.bytes());
        above.is_some_and(|above| above.is_empty() || above.ends_with(b"."))
    }
}

fn listed_suffix(name: &[u8]) -> Option<(&[u8], Type)> {
    let suffix = psl::List.suffix(name)?;
    let kind = suffix.typ()?;
    // As a part of `name`, which outlives the crate's own view.
    let start = name.len().checked_sub(suffix.as_bytes().len())?;
    Some((name.get(start..)?, kind))
}

fn parent(name: &[u8]) -> Option<&[u8]> {
    let dot = name.iter().position(|byte| *byte == b'.')?;
    name.get(dot.checked_add(1)?..)
}

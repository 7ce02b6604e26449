//! The attributes of a distinguished name.

use crate::pki::der::{Element, OID, Reader, Reason, SEQUENCE, SET};

const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const EMAIL_ADDRESS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x01];

/// One attribute of a Name, RFC 5280 section 4.1.2.4.
#[derive(Clone, Copy)]
pub(crate) struct Attribute<'a> {
    oid: &'a [u8],
    /// Its value in the encoding that the element's tag says.
    pub(crate) value: Element<'a>,
}

impl<'a> Attribute<'a> {
    pub(crate) fn is_common_name(&self) -> bool {
        self.oid == COMMON_NAME
    }

    /// emailAddress of PKCS #9.
    pub(crate) fn is_email_address(&self) -> bool {
        self.oid == EMAIL_ADDRESS
    }
}

/// The attributes of a Name in order, through all its relative names; ends after the first fault.
pub(crate) fn attributes(name: &[u8]) -> impl Iterator<Item = Result<Attribute<'_>, Reason>> {
    let mut sets = Reader::only(name, SEQUENCE);
    let mut set = Reader::new(&[]);
    let mut ended = false;
    std::iter::from_fn(move || {
        if ended {
            return None;
        }
        let step = match sets.as_mut() {
            Ok(sets) if set.is_empty() && sets.is_empty() => None,
            Ok(sets) => Some(step(sets, &mut set)),
            Err(reason) => Some(Err(*reason)),
        };
        ended = !matches!(step, Some(Ok(_)));
        step
    })
}

fn step<'a>(sets: &mut Reader<'a>, set: &mut Reader<'a>) -> Result<Attribute<'a>, Reason> {
    if set.is_empty() {
        *set = sets.enter(SET)?;
    }
    let mut fields = set.enter(SEQUENCE)?;
    let oid = fields.content(OID)?;
    let value = fields.next()?;
    fields.finish()?;
    Ok(Attribute { oid, value })
}

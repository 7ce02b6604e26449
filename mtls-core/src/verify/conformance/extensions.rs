//! Extensions that any certificate may have.

use crate::finding::rules::conformance as c;
use crate::pki::der::{OID, Reader, Reason, SEQUENCE};
use crate::pki::strict::{CertificateFields, general_names};
use crate::verify::faults::{At, Faults};

/// Checks what is critical and should not be, or the other way round.
pub(super) fn check(fields: &CertificateFields<'_>, at: At<'_>, faults: &mut Faults<'_>) {
    let extensions = &fields.extensions;
    if extensions.policy_constraints.is_some_and(|policy| !policy.critical) {
        faults.web_duty(c::POLICY_CONSTRAINTS_NOT_CRITICAL, at, "policyConstraints is not critical");
    }
    if let Some(access) = extensions.authority_info_access {
        if access.critical {
            faults.web_duty(c::AUTHORITY_INFO_ACCESS_INVALID, at, "authorityInfoAccess is critical");
        }
        if let Err(reason) = read_access(access.value) {
            let message = format!("authorityInfoAccess: {reason}");
            faults.web_duty(c::AUTHORITY_INFO_ACCESS_INVALID, at, message);
        }
    }
}

/// RFC 5280 section 4.2.2.1: a sequence of at least one method with the place where it answers.
fn read_access(value: &[u8]) -> Result<(), Reason> {
    let mut list = Reader::only(value, SEQUENCE)?;
    if list.is_empty() {
        return Err("an empty list");
    }
    while !list.is_empty() {
        let mut description = list.enter(SEQUENCE)?;
        description.content(OID)?;
        let location = description.next()?;
        description.finish()?;
        general_names(location.raw).try_for_each(|name| name.map(|_| ()))?;
    }
    Ok(())
}

//! nameConstraints: its form, and the names that webpki does not hold against it.

use crate::finding::excerpt;
use crate::finding::rules::{conformance as c, verify as r};
use crate::pki::der::Reason;
use crate::pki::strict::{CertificateFields, GeneralName, attributes};
use crate::verify::constraints::Constraints;
use crate::verify::faults::{At, Faults};
use crate::verify::path::{Link, Path};

use super::host::{host_fault, mailbox_fault};

/// Checks the form of a CA's constraints: RFC 5280 section 4.2.1.10.
pub(super) fn check_form(issuer: &CertificateFields<'_>, at: At<'_>, faults: &mut Faults<'_>) {
    let Some(extension) = issuer.extensions.name_constraints else { return };
    if !extension.critical {
        faults.issuer_duty(c::NAME_CONSTRAINTS_INVALID, at, "nameConstraints is not critical");
    }
    let verdict = Constraints::read(extension.value).and_then(|constraints| {
        let mut bases = constraints.permitted().chain(constraints.excluded());
        bases.try_for_each(|base| base.and_then(|base| base_fault(base).map_or(Ok(()), Err)))
    });
    if let Err(reason) = verdict {
        faults.issuer_duty(c::NAME_CONSTRAINTS_INVALID, at, format!("nameConstraints: {reason}"));
    }
}

/// A CA of the path and its constraints, which bind all that stands below it.
struct Fence<'a> {
    at: At<'a>,
    value: &'a [u8],
}

impl<'a> Fence<'a> {
    fn of(issuer: &CertificateFields<'a>, at: At<'a>) -> Option<Self> {
        issuer.extensions.name_constraints.map(|extension| Self { at, value: extension.value })
    }
}

/// Holds the mailboxes in the subjects of the path against every constraint above them.
pub(super) fn check_subjects<'a>(
    path: &'a Path<'_>,
    authority: &'a CertificateFields<'_>,
    faults: &mut Faults<'_>,
) {
    let mut fences = Vec::new();
    fences.extend(Fence::of(authority, At::Anchor(path.authority)));
    for Link { index, fields, .. } in path.intermediates.iter().rev() {
        // From the trust anchor down. RFC 5280 section 6.1.3 (b): self-issued intermediates are free.
        if !fields.is_self_issued() {
            check_subject(fields, *index, &fences, faults);
        }
        fences.extend(Fence::of(fields, At::Chain(*index)));
    }
    check_subject(&path.leaf.fields, 0, &fences, faults);
}

/// More mailboxes than any real subject has; keeps the comparisons bounded.
const MOST_MAILBOXES: usize = 8;

/// webpki judges the mailboxes of subjectAltName. RFC 5280 section 4.2.1.10 has those of the subject
/// judged where subjectAltName has none. The CA that carries the constraint is blamed.
fn check_subject(
    fields: &CertificateFields<'_>,
    index: usize,
    fences: &[Fence<'_>],
    faults: &mut Faults<'_>,
) {
    let names = fields.extensions.subject_alt_name;
    if names.is_some_and(|names| names.names().any(|name| matches!(name, GeneralName::Email(_)))) {
        return;
    }
    let mailboxes =
        fields.subject_attributes().map_while(Result::ok).filter(|attribute| attribute.is_email_address());
    for (count, mailbox) in mailboxes.enumerate() {
        if count >= MOST_MAILBOXES {
            let message =
                format!("more than {MOST_MAILBOXES} mailboxes in a subject below a name constraint");
            return faults.refuse(r::NAME_CONSTRAINT_VIOLATED, At::Chain(index), message);
        }
        let mailbox = mailbox.value.content;
        for fence in fences {
            if let Err(reason) = Constraints::read(fence.value).and_then(|fence| judge(&fence, mailbox)) {
                let who = if index == 0 { "the leaf".to_owned() } else { format!("certificate {index}") };
                let message = format!(
                    "{reason}: the mailbox `{}` in the subject of {who}",
                    excerpt(&String::from_utf8_lossy(mailbox))
                );
                return faults.refuse(r::NAME_CONSTRAINT_VIOLATED, fence.at, message);
            }
        }
    }
}

/// Whether a mailbox may stand below this.
fn judge(constraints: &Constraints<'_>, mailbox: &[u8]) -> Result<(), Reason> {
    let (mut restricted, mut inside) = (false, false);
    for base in constraints.permitted() {
        if let GeneralName::Email(base) = base? {
            restricted = true;
            inside |= mailbox_is_within(mailbox, base);
        }
    }
    if restricted && !inside {
        return Err("outside what it permits");
    }
    for base in constraints.excluded() {
        if let GeneralName::Email(base) = base?
            && mailbox_is_within(mailbox, base)
        {
            return Err("within what it excludes");
        }
    }
    Ok(())
}

/// What keeps a name from being a constraint.
fn base_fault(base: GeneralName<'_>) -> Option<Reason> {
    match base {
        // Empty stands for every name.
        GeneralName::Dns([]) => None,
        GeneralName::Dns(name) => host_fault(name).map(|_| "a malformed DNS constraint"),
        GeneralName::Ip(range) => {
            (!is_range(range)).then_some("an IP constraint that is no address and mask")
        }
        GeneralName::Email(base) if base.contains(&b'@') => {
            mailbox_fault(base).map(|_| "a malformed mailbox constraint")
        }
        GeneralName::Email(host) | GeneralName::Uri(host) => {
            // A leading dot: what stands below the domain, and not the domain itself.
            let host = host.strip_prefix(b".").unwrap_or(host);
            host_fault(host).map(|_| "a malformed host in a constraint")
        }
        GeneralName::Directory(name) => attributes(name).find_map(Result::err),
        GeneralName::Other(_) => None,
    }
}

/// An address and a mask of as many bytes, whose ones come first: RFC 5280 section 4.2.1.10, RFC 4632.
fn is_range(range: &[u8]) -> bool {
    let (_, mask) = range.split_at(range.len() / 2);
    let ones: u32 = mask.iter().map(|byte| byte.leading_ones()).sum();
    let all: u32 = mask.iter().map(|byte| byte.count_ones()).sum();
    let leading = mask.iter().take_while(|byte| **byte == 0xff).count();
    let tail_is_zero = mask.iter().skip(leading.saturating_add(1)).all(|byte| *byte == 0);
    matches!(range.len(), 8 | 32) && ones == all && tail_is_zero
}

fn mailbox_is_within(mailbox: &[u8], base: &[u8]) -> bool {
    let at = mailbox.iter().rposition(|byte| *byte == b'@');
    // The local part with its `@`, then the host.
    let (local, host) = mailbox.split_at(at.map_or(0, |at| at.saturating_add(1)));
    match base {
        [b'.', ..] => {
            let start = host.len().saturating_sub(base.len());
            host.len() > base.len() && host.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(base))
        }
        base if base.contains(&b'@') => {
            base.strip_prefix(local).is_some_and(|rest| !local.is_empty() && rest.eq_ignore_ascii_case(host))
        }
        base => host.eq_ignore_ascii_case(base),
    }
}

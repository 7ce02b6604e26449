//! The form of host names and mailboxes.

use crate::pki::der::Reason;

const LONGEST_NAME: usize = 253;
const LONGEST_LABEL: usize = 63;

/// What keeps a text from being a host name in the preferred syntax of RFC 1034 section 3.5 as RFC 1123
/// section 2.1 amends it.
pub(super) fn host_fault(name: &[u8]) -> Option<Reason> {
    if name.len() > LONGEST_NAME {
        return Some("it is longer than 253 characters");
    }
    let labels = || name.split(|byte| *byte == b'.');
    if labels().any(<[u8]>::is_empty) {
        return Some("a label is empty");
    }
    if labels().any(|label| label.len() > LONGEST_LABEL) {
        return Some("a label is longer than 63 characters");
    }
    if name.contains(&b'*') {
        return Some("a wildcard that is not the whole leftmost label before a name");
    }
    if name.contains(&b'_') {
        return Some("an underscore");
    }
    if !name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')) {
        return Some("a character that is no letter, digit or hyphen");
    }
    if labels().any(|label| label.starts_with(b"-") || label.ends_with(b"-")) {
        return Some("a label that begins or ends with a hyphen");
    }
    // RFC 1123: the last label is no number, so that the name is never taken for an address.
    if labels().next_back().is_some_and(is_number) {
        return Some("an IP address, or a last label that is a number");
    }
    None
}

/// As inet_aton reads numbers: decimal, octal, or hexadecimal after `0x`.
fn is_number(label: &[u8]) -> bool {
    match label {
        [b'0', b'x' | b'X', hex @ ..] => hex.iter().all(u8::is_ascii_hexdigit),
        digits => digits.iter().all(u8::is_ascii_digit),
    }
}

/// The name behind `*.`, where the whole leftmost label is a wildcard.
pub(super) fn wildcard_base(name: &[u8]) -> Option<&[u8]> {
    name.strip_prefix(b"*.")
}

/// What keeps a text from being a mailbox `local@host`: RFC 5280 section 4.2.1.6, RFC 5321 section 4.1.2.
pub(super) fn mailbox_fault(mailbox: &[u8]) -> Option<Reason> {
    let Some(at) = mailbox.iter().rposition(|byte| *byte == b'@') else { return Some("no `@`") };
    let (local, host) = mailbox.split_at(at);
    if !is_dot_string(local) && !is_quoted(local) {
        return Some("its local part is malformed");
    }
    // The host begins with the `@`.
    host_fault(host.get(1..).unwrap_or_default()).map(|_| "its host is malformed")
}

fn is_dot_string(local: &[u8]) -> bool {
    let is_atom = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(byte);
    local.split(|byte| *byte == b'.').all(|atom| !atom.is_empty() && atom.iter().all(is_atom))
}

fn is_quoted(local: &[u8]) -> bool {
    let [b'"', inner @ .., b'"'] = local else { return false };
    let mut escaped = false;
    for byte in inner {
        match (escaped, byte) {
            (_, byte) if !(b' '..=b'~').contains(byte) => return false,
            (true, _) => escaped = false,
            (false, b'\\') => escaped = true,
            (false, b'"') => return false,
            (false, _) => {}
        }
    }
    !escaped
}

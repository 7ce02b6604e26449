//! Finds the blocks of a text.

use super::base64::Decoder;
use super::{PemBlock, PemKind, guess};
use crate::pki::PkiError;
use crate::pki::error::cut;

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

/// A line without its end and trailing blanks, and its number.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a [u8],
    number: usize,
}

/// A block whose BEGIN line was read.
struct Open {
    label: String,
    line: usize,
    block: usize,
}

pub(super) fn parse(input: &[u8], max_bytes: usize, max_blocks: usize) -> Result<Vec<PemBlock>, PkiError> {
    if input.len() > max_bytes {
        return Err(PkiError::TooLarge { what: "input", bytes: input.len(), limit: max_bytes });
    }
    let text = input.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input);
    let mut lines = lines(text);
    let mut blocks: Vec<PemBlock> = Vec::new();
    while let Some(line) = lines.next() {
        if let Some(rest) = line.text.strip_prefix(BEGIN) {
            let label = label(rest, line)?;
            if blocks.len() >= max_blocks {
                return Err(PkiError::TooManyBlocks { limit: max_blocks });
            }
            let open = Open { label, line: line.number, block: blocks.len().saturating_add(1) };
            blocks.push(body(open, &mut lines)?);
        } else if let Some(rest) = line.text.strip_prefix(END) {
            let label = label(rest, line)?;
            return Err(PkiError::PemUnopened { line: line.number, label: cut(&label) });
        } else if let Some(reason) = guess::broken_boundary(line.text) {
            return Err(PkiError::PemBoundary { line: line.number, reason });
        }
    }
    if blocks.is_empty() {
        return Err(PkiError::NotPem { seen: guess::instead_of_pem(input) });
    }
    Ok(blocks)
}

fn lines(text: &[u8]) -> impl Iterator<Item = Line<'_>> + Clone {
    text.split(|byte| *byte == b'\n')
        .zip(1_usize..)
        .map(|(text, number)| Line { text: text.trim_ascii_end(), number })
}

/// The label before the five dashes that close a boundary line.
fn label(rest: &[u8], line: Line<'_>) -> Result<String, PkiError> {
    let bad = |reason| PkiError::PemBoundary { line: line.number, reason };
    let label = rest.strip_suffix(DASHES).ok_or_else(|| bad(guess::unclosed_boundary(rest)))?;
    // RFC 7468 section 3: printable, no hyphen-minus beside another or at an end.
    let text = std::str::from_utf8(label).ok().filter(|text| text.bytes().all(|b| matches!(b, 0x20..=0x7E)));
    match text {
        Some(text) if text.contains("--") => Err(bad(guess::unclosed_boundary(rest))),
        Some(text)
            if !text.is_empty() && text.trim() == text && !text.starts_with('-') && !text.ends_with('-') =>
        {
            Ok(text.to_owned())
        }
        _ => Err(bad("its label is empty or holds characters that a label cannot have")),
    }
}

/// Reads up to the END line, first to find it, then to decode into a buffer of the right size.
fn body<'a>(open: Open, lines: &mut (impl Iterator<Item = Line<'a>> + Clone)) -> Result<PemBlock, PkiError> {
    let start = lines.clone();
    let mut characters = 0_usize;
    let mut count = 0_usize;
    let closed = loop {
        let Some(line) = lines.next() else { break None };
        if line.text.first() == Some(&b'-') {
            break Some(line);
        }
        characters = characters.saturating_add(line.text.len());
        count = count.saturating_add(1);
        header(&open, line)?;
    };
    let unclosed = |found_line| PkiError::PemUnclosed {
        line: open.line,
        block: open.block,
        label: cut(&open.label),
        found_line,
    };
    let closed = closed.ok_or_else(|| unclosed(None))?;
    let Some(rest) = closed.text.strip_prefix(END) else {
        if closed.text.starts_with(BEGIN) {
            return Err(unclosed(Some(closed.number)));
        }
        let reason = guess::broken_boundary(closed.text)
            .unwrap_or("it begins with `-` inside a block, where only Base64 or the END line may stand");
        return Err(PkiError::PemBoundary { line: closed.number, reason });
    };
    let end = label(rest, closed)?;
    if end != open.label {
        return Err(PkiError::PemLabelMismatch {
            line: closed.number,
            block: open.block,
            begin: cut(&open.label),
            end: cut(&end),
        });
    }
    let mut decoder = Decoder::new(characters);
    let mut last = (open.line, 0);
    for line in start.take(count) {
        decoder.line(line.text).map_err(|fault| PkiError::PemBase64 {
            line: line.number,
            column: fault.column,
            block: open.block,
            reason: fault.reason,
        })?;
        if !line.text.is_empty() {
            last = (line.number, line.text.len());
        }
    }
    let der = decoder.finish().map_err(|reason| PkiError::PemBase64 {
        line: last.0,
        column: last.1,
        block: open.block,
        reason: reason.to_owned(),
    })?;
    if der.is_empty() {
        return Err(PkiError::PemEmptyBlock { line: open.line, block: open.block, label: cut(&open.label) });
    }
    Ok(PemBlock { label: open.label, der, line: open.line, block: open.block })
}

/// Refuses RFC 1421 headers (`Proc-Type: 4,ENCRYPTED`), which say that what follows is not plain DER.
fn header(open: &Open, line: Line<'_>) -> Result<(), PkiError> {
    let Some(colon) = line.text.iter().position(|byte| *byte == b':') else { return Ok(()) };
    let (name, value) = line.text.split_at(colon);
    // Base64 has no colon; only a real header's name is repeated, so that no key material can be.
    let is_name =
        (1..=32).contains(&name.len()) && name.iter().all(|b| b.is_ascii_alphabetic() || *b == b'-');
    if !is_name || !matches!(value, [b':'] | [b':', b' ', ..]) {
        return Ok(());
    }
    let error = if PemKind::of(&open.label).is_secret() && value.ends_with(b"ENCRYPTED") {
        PkiError::InBlock { line: open.line, block: open.block, error: Box::new(PkiError::KeyEncrypted) }
    } else {
        let name = String::from_utf8_lossy(name).into_owned();
        PkiError::PemHeader { line: line.number, block: open.block, name }
    };
    Err(error)
}

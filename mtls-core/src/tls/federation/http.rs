//! As much of HTTP/1.1 (RFC 9112) as bundles need.

use std::io::{self, BufRead, BufReader, Read};

use crate::finding::excerpt;

/// Bytes of a request's head, of an answer's with those that come before it, of a chunk's first line.
const MAX_HEAD: usize = 64 << 10;

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) location: Option<String>,
    pub(super) body: Vec<u8>,
}

/// Reads one answer whose body has at most `most` bytes. Interim ones (RFC 9110 section 15.2) are passed over.
pub(super) fn response(stream: &mut impl Read, most: usize) -> io::Result<Response> {
    let (mut stream, mut budget) = (BufReader::new(stream), MAX_HEAD);
    let (status, head) = loop {
        let head = head(&mut stream, &mut budget)?;
        let status = status(head.first().map_or("", String::as_str))?;
        if !matches!(status, 100 | 102..=199) {
            break (status, head);
        }
    };
    let fields: Vec<(&str, &str)> = head
        .iter()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name, value.trim()))
        .collect();
    let field =
        |name: &str| fields.iter().find(|(one, _)| one.eq_ignore_ascii_case(name)).map(|(_, value)| *value);
    let location = field("location").map(str::to_owned);
    let body = match field("transfer-encoding") {
        Some(coding) if coding.eq_ignore_ascii_case("chunked") => chunked(&mut stream, most)?,
        Some(coding) => return Err(wrong(format!("the transfer coding {} is unknown", excerpt(coding)))),
        None => match length(&fields)? {
            Some(length) if length > most => {
                return Err(wrong(format!("the body has {length} bytes, more than {most}")));
            }
            Some(length) => {
                let mut body = Vec::new();
                exactly(&mut stream, length, &mut body)?;
                body
            }
            None => to_end(&mut stream, most)?,
        },
    };
    Ok(Response { status, location, body })
}

fn status(line: &str) -> io::Result<u16> {
    let version = |version| line.strip_prefix(version);
    version("HTTP/1.1 ")
        .or_else(|| version("HTTP/1.0 "))
        .and_then(|line| line.split(' ').next())
        .filter(|digits| digits.len() == 3 && digits.bytes().all(|digit| digit.is_ascii_digit()))
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| wrong(format!("the answer begins with `{}`", excerpt(line))))
}

/// The body's length, where it is said: in digits alone, and the same each time.
fn length(fields: &[(&str, &str)]) -> io::Result<Option<usize>> {
    let mut said = None;
    for (_, text) in fields.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-length")) {
        let plain = !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
        let length = text.parse().ok().filter(|_| plain);
        let length: usize = length.ok_or_else(|| wrong(format!("a length of `{}`", excerpt(text))))?;
        if said.is_some_and(|said| said != length) {
            return Err(wrong("two lengths of one body".to_owned()));
        }
        said = Some(length);
    }
    Ok(said)
}

/// Reads a request's head: its method.
pub(super) fn method(stream: &mut impl Read) -> io::Result<String> {
    let head = head(&mut BufReader::new(stream), &mut { MAX_HEAD })?;
    let line = head.first().map_or("", String::as_str);
    let mut words = line.split(' ');
    match (words.next(), words.next(), words.next(), words.next()) {
        (Some(method), Some(target), Some("HTTP/1.1" | "HTTP/1.0"), None) if !target.is_empty() => {
            Ok(method.to_owned())
        }
        _ => Err(wrong(format!("the request begins with `{}`", excerpt(line)))),
    }
}

/// The lines before the empty one.
fn head(stream: &mut impl BufRead, budget: &mut usize) -> io::Result<Vec<String>> {
    let mut lines = Vec::new();
    loop {
        let line = line(stream, budget)?;
        if line.is_empty() {
            return Ok(lines);
        }
        lines.push(line);
    }
}

/// One line without its end; it costs its bytes.
fn line(stream: &mut impl BufRead, budget: &mut usize) -> io::Result<String> {
    let mut bytes = Vec::new();
    let read = stream.take(u64::try_from(*budget).unwrap_or(u64::MAX)).read_until(b'\n', &mut bytes)?;
    *budget = budget.saturating_sub(read);
    if let Some(line) = bytes.strip_suffix(b"\r\n") {
        return String::from_utf8(line.to_vec()).map_err(|_| wrong("the head is no text".to_owned()));
    }
    Err(match bytes.last() {
        Some(b'\n') => wrong("a line ends without a carriage return".to_owned()),
        _ if *budget == 0 => wrong(format!("the head has more than {MAX_HEAD} bytes")),
        _ => cut_off(),
    })
}

/// The chunks, one after the other; trailers are not read.
fn chunked(stream: &mut impl BufRead, most: usize) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = line(stream, &mut { MAX_HEAD })?;
        let digits = line.split(';').next().unwrap_or_default().trim();
        let plain = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let size = usize::from_str_radix(digits, 16)
            .ok()
            .filter(|_| plain)
            .ok_or_else(|| wrong(format!("a chunk of `{}` bytes", excerpt(&line))))?;
        if size == 0 {
            return Ok(body);
        }
        if size > most.saturating_sub(body.len()) {
            return Err(wrong(format!("the body has more than {most} bytes")));
        }
        exactly(stream, size, &mut body)?;
        let mut end = [0; 2];
        stream.read_exact(&mut end)?;
        if end != *b"\r\n" {
            return Err(wrong("a chunk is longer than it says".to_owned()));
        }
    }
}

/// Everything till the other side closes.
fn to_end(stream: &mut impl BufRead, most: usize) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    stream.take(limit).read_to_end(&mut body)?;
    if body.len() > most { Err(wrong(format!("the body has more than {most} bytes"))) } else { Ok(body) }
}

/// So many bytes, at the end of `bytes`.
fn exactly(stream: &mut impl BufRead, length: usize, bytes: &mut Vec<u8>) -> io::Result<()> {
    let read = stream.take(u64::try_from(length).unwrap_or(u64::MAX)).read_to_end(bytes)?;
    if read < length { Err(cut_off()) } else { Ok(()) }
}

fn wrong(reason: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

fn cut_off() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the other side closed in the middle")
}

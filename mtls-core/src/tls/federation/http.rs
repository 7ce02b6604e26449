//! As much of HTTP/1.1 (RFC 9112) as bundles need.

use std::io::{self, Read};

use crate::finding::excerpt;

/// Bytes of a request's or answer's head.
const MAX_HEAD: usize = 64 << 10;

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) location: Option<String>,
    pub(super) body: Vec<u8>,
}

/// Reads one answer whose body has at most `most` bytes.
pub(super) fn response(stream: &mut impl Read, most: usize) -> io::Result<Response> {
    let (head, rest) = head(stream)?;
    let mut lines = head.split("\r\n");
    let status_line = lines.next().unwrap_or_default();
    let status = status_line
        .strip_prefix("HTTP/1.1 ")
        .or_else(|| status_line.strip_prefix("HTTP/1.0 "))
        .and_then(|line| line.get(..3))
        .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()))
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| wrong(format!("the answer begins with `{}`", excerpt(status_line))))?;
    let fields: Vec<(&str, &str)> =
        lines.filter_map(|line| line.split_once(':')).map(|(name, value)| (name, value.trim())).collect();
    let field =
        |name: &str| fields.iter().find(|(one, _)| one.eq_ignore_ascii_case(name)).map(|(_, value)| *value);
    let location = field("location").map(str::to_owned);
    let body = match (field("transfer-encoding"), field("content-length")) {
        (Some(coding), _) if coding.eq_ignore_ascii_case("chunked") => chunked(rest, stream, most)?,
        (Some(coding), _) => {
            return Err(wrong(format!("the transfer coding {} is unknown", excerpt(coding))));
        }
        (None, Some(length)) => {
            let length = length.parse().map_err(|_| wrong(format!("a length of `{}`", excerpt(length))))?;
            if length > most {
                return Err(wrong(format!("the body has {length} bytes, more than {most}")));
            }
            let mut body = rest;
            fill(&mut body, stream, length)?;
            body.truncate(length);
            body
        }
        (None, None) => to_end(rest, stream, most)?,
    };
    Ok(Response { status, location, body })
}

/// Reads a request's head: its method.
pub(super) fn method(stream: &mut impl Read) -> io::Result<String> {
    let (head, _) = head(stream)?;
    let line = head.split("\r\n").next().unwrap_or_default();
    let mut words = line.split(' ');
    match (words.next(), words.next(), words.next(), words.next()) {
        (Some(method), Some(target), Some("HTTP/1.1" | "HTTP/1.0"), None) if !target.is_empty() => {
            Ok(method.to_owned())
        }
        _ => Err(wrong(format!("the request begins with `{}`", excerpt(line)))),
    }
}

/// What comes before the empty line, and what has been read behind it.
fn head(stream: &mut impl Read) -> io::Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = bytes.split_off(end.saturating_add(4));
            bytes.truncate(end);
            let head = String::from_utf8(bytes).map_err(|_| wrong("the head is no text".to_owned()))?;
            return Ok((head, rest));
        }
        if bytes.len() > MAX_HEAD {
            return Err(wrong(format!("the head has more than {MAX_HEAD} bytes")));
        }
        if more(&mut bytes, stream)? == 0 {
            return Err(cut_off());
        }
    }
}

/// The chunks, one after the other; trailers are not read.
fn chunked(mut bytes: Vec<u8>, stream: &mut impl Read, most: usize) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = loop {
            if let Some(end) = bytes.windows(2).position(|two| two == b"\r\n") {
                break end;
            }
            if bytes.len() > MAX_HEAD || more(&mut bytes, stream)? == 0 {
                return Err(cut_off());
            }
        };
        let rest = bytes.split_off(end.saturating_add(2));
        let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
        let digits = line.split(';').next().unwrap_or_default().trim();
        let plain = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let size = usize::from_str_radix(digits, 16)
            .ok()
            .filter(|_| plain)
            .ok_or_else(|| wrong(format!("a chunk of `{}` bytes", excerpt(&line))))?;
        bytes = rest;
        if size == 0 {
            return Ok(body);
        }
        if size > most.saturating_sub(body.len()) {
            return Err(wrong(format!("the body has more than {most} bytes")));
        }
        fill(&mut bytes, stream, size.saturating_add(2))?;
        let rest = bytes.split_off(size.saturating_add(2));
        bytes.truncate(size);
        body.append(&mut bytes);
        bytes = rest;
    }
}

/// Everything till the other side closes.
fn to_end(mut bytes: Vec<u8>, stream: &mut impl Read, most: usize) -> io::Result<Vec<u8>> {
    loop {
        if bytes.len() > most {
            return Err(wrong(format!("the body has more than {most} bytes")));
        }
        if more(&mut bytes, stream)? == 0 {
            return Ok(bytes);
        }
    }
}

fn fill(bytes: &mut Vec<u8>, stream: &mut impl Read, length: usize) -> io::Result<()> {
    while bytes.len() < length {
        if more(bytes, stream)? == 0 {
            return Err(cut_off());
        }
    }
    Ok(())
}

fn more(bytes: &mut Vec<u8>, stream: &mut impl Read) -> io::Result<usize> {
    let mut buffer = [0; 8192];
    let read = stream.read(&mut buffer)?;
    bytes.extend_from_slice(buffer.get(..read).unwrap_or_default());
    Ok(read)
}

fn wrong(reason: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

fn cut_off() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the other side closed in the middle")
}

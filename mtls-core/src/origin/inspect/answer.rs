//! The first answer to a request, and no more of it than its head.

use serde::Serialize;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use crate::finding::{NAME, excerpt_of};

/// Bytes of an answer's head, with interim answers before it.
const MAX_HEAD: usize = 16 << 10;
/// Fields of a head.
const MAX_FIELDS: usize = 128;

/// What the server answered first. Redirects are shown and not followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FirstAnswer {
    /// The path that was asked for.
    pub path: String,
    /// The status; none where no answer could be read.
    pub status: Option<u16>,
    /// The words behind the status, cut to 256 characters.
    pub reason: String,
    /// Where a redirect leads, cut to 256 characters.
    pub location: Option<String>,
    /// Why there is no answer.
    pub failure: Option<String>,
}

impl FirstAnswer {
    pub(super) fn failed(path: &str, failure: impl ToString) -> Self {
        Self {
            path: path.to_owned(),
            status: None,
            reason: String::new(),
            location: None,
            failure: Some(excerpt_of(&failure.to_string(), NAME)),
        }
    }
}

/// Sends the request and reads the head of the answer; the caller sets the time limit.
pub(super) async fn ask<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    host: &str,
    path: &str,
) -> std::io::Result<FirstAnswer> {
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: mtls-core\r\nAccept: */*\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    stream.flush().await?;
    let mut head = Vec::new();
    let mut buffer = [0_u8; 2048];
    loop {
        match read_head(&head, path) {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) if head.len() >= MAX_HEAD => {
                return Ok(FirstAnswer::failed(path, "the answer's head is larger than 16 KiB"));
            }
            Ok(None) => {}
            Err(reason) => return Ok(FirstAnswer::failed(path, reason)),
        }
        match stream.read(&mut buffer).await? {
            0 => return Ok(FirstAnswer::failed(path, "the server closed the connection without an answer")),
            read => head.extend(buffer.iter().take(read)),
        }
    }
}

/// The answer in these bytes, as soon as its head is whole; interim ones (RFC 9110 section 15.2) are passed over.
fn read_head(mut bytes: &[u8], path: &str) -> Result<Option<FirstAnswer>, String> {
    loop {
        let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
        let mut response = httparse::Response::new(&mut fields);
        let length = match response.parse(bytes) {
            Ok(httparse::Status::Complete(length)) => length,
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(e) => return Err(format!("the answer is no HTTP/1.1: {e}")),
        };
        let status = response.code.unwrap_or_default();
        if (100..200).contains(&status) && status != 101 {
            bytes = bytes.get(length..).unwrap_or_default();
            continue;
        }
        let location = response.headers.iter().find(|field| field.name.eq_ignore_ascii_case("location"));
        return Ok(Some(FirstAnswer {
            path: path.to_owned(),
            status: Some(status),
            reason: excerpt_of(response.reason.unwrap_or_default(), NAME),
            location: location.map(|field| excerpt_of(&String::from_utf8_lossy(field.value), NAME)),
            failure: None,
        }));
    }
}

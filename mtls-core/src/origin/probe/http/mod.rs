//! One request and its answer, over HTTP/1.1 or HTTP/2, bounded in bytes and in time.
//!
//! A status decides; of a body that drips, hangs or never ends, what came in time counts.

use std::future::Future;
use std::io;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::{Instant, timeout_at};

use super::evidence::Phase;
use crate::pki::name;

/// How much of a body is read and hashed.
pub(super) const BODY: usize = 64 * 1024;
/// How much of a head is read, interim answers with it.
const HEAD: usize = 64 * 1024;
const HEADERS: usize = 128;
/// Who asks.
const AGENT: &str = concat!("mtls-core-probe/", env!("CARGO_PKG_VERSION"));

/// A request of method GET.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) host: String,
    pub(super) path: String,
    /// Beside the usual ones.
    pub(super) headers: Vec<(&'static str, String)>,
}

/// What came back, as far as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) location: Option<String>,
    pub(super) alt_svc: Option<String>,
    /// At most [`BODY`] bytes, without the framing.
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn body_sha256(&self) -> String {
        name::hex(&Sha256::digest(&self.body))
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Fault {
    /// The connection ended before an answer began.
    Closed,
    /// It failed.
    Io(io::Error),
    /// What came is no answer.
    NotHttp(String),
    /// Nothing, or not all of a head, came in time.
    TimedOut,
}

/// Asks over HTTP/1.1 until `deadline`.
pub(super) async fn one<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    request: &Request,
    deadline: Instant,
) -> Result<Answer, (Phase, Fault)> {
    let mut text = format!(
        "GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: {AGENT}\r\nAccept: */*\r\nConnection: close\r\n",
        request.path, request.host
    );
    for (name, value) in &request.headers {
        text.push_str(name);
        text.push_str(": ");
        text.push_str(value);
        text.push_str("\r\n");
    }
    text.push_str("\r\n");
    let write = async {
        stream.write_all(text.as_bytes()).await?;
        stream.flush().await
    };
    // A server that refuses before it reads may still have said why: what it said is read all the same.
    let written = match timeout_at(deadline, write).await {
        Err(_) => return Err((Phase::Request, Fault::TimedOut)),
        Ok(written) => written,
    };
    match (head(stream, deadline).await, written) {
        (Ok((answer, rest, framing)), _) => Ok(body(stream, deadline, answer, rest, framing).await),
        (Err(Fault::Closed), Err(e)) => Err((Phase::Request, Fault::Io(e))),
        (Err(fault), _) => Err((Phase::Response, fault)),
    }
}

/// How the end of a body is told (RFC 9112 section 6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Framing {
    None,
    Length(u64),
    Chunked,
    UntilClosed,
}

/// Reads to the end of the final head. The bytes behind it come with it.
async fn head<S: AsyncRead + Unpin>(
    stream: &mut S,
    deadline: Instant,
) -> Result<(Answer, Vec<u8>, Framing), Fault> {
    let mut bytes: Vec<u8> = Vec::new();
    let mut left = HEAD;
    loop {
        if let Some((answer, length, framing)) = parse(&bytes)? {
            let rest = bytes.get(length..).unwrap_or_default().to_vec();
            if (100..200).contains(&answer.status) && answer.status != 101 {
                bytes = rest;
                continue;
            }
            return Ok((answer, rest, framing));
        }
        let mut buffer = [0_u8; 4096];
        let read = match timeout_at(deadline, stream.read(&mut buffer)).await {
            Err(_) => return Err(Fault::TimedOut),
            Ok(Err(e)) => return Err(Fault::Io(e)),
            Ok(Ok(0)) if bytes.is_empty() => return Err(Fault::Closed),
            Ok(Ok(0)) => return Err(Fault::NotHttp("it ended within the head".to_owned())),
            Ok(Ok(read)) => read,
        };
        left = left.saturating_sub(read);
        if left == 0 {
            return Err(Fault::NotHttp(format!("its head is longer than {HEAD} bytes")));
        }
        bytes.extend(buffer.iter().take(read));
    }
}

/// The answer that a complete head gives, the head's length and how the body ends.
fn parse(bytes: &[u8]) -> Result<Option<(Answer, usize, Framing)>, Fault> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let length = match response.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(e) => return Err(Fault::NotHttp(e.to_string())),
    };
    let status = response.code.unwrap_or_default();
    let value = |name: &str| {
        let found = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.map(|header| String::from_utf8_lossy(header.value).trim().to_owned())
    };
    let chunked = value("transfer-encoding")
        .is_some_and(|coding| coding.to_ascii_lowercase().trim_end().ends_with("chunked"));
    let framing = if matches!(status, 204 | 304) || status < 200 {
        Framing::None
    } else if chunked {
        Framing::Chunked
    } else {
        match value("content-length").map(|length| length.parse()) {
            Some(Ok(length)) => Framing::Length(length),
            _ => Framing::UntilClosed,
        }
    };
    let answer = Answer { status, location: value("location"), alt_svc: value("alt-svc"), body: Vec::new() };
    Ok(Some((answer, length, framing)))
}

/// Reads what comes of the body in time.
async fn body<S: AsyncRead + Unpin>(
    stream: &mut S,
    deadline: Instant,
    mut answer: Answer,
    mut raw: Vec<u8>,
    framing: Framing,
) -> Answer {
    // A chunk of a byte costs six: what is read raw is bounded on its own.
    let most = BODY.saturating_mul(2);
    loop {
        let (body, complete) = unframed(&raw, framing);
        if complete || raw.len() >= most {
            answer.body = body;
            return answer;
        }
        let mut buffer = [0_u8; 8192];
        match timeout_at(deadline, stream.read(&mut buffer)).await {
            Ok(Ok(read)) if read > 0 => raw.extend(buffer.iter().take(read)),
            _ => {
                answer.body = body;
                return answer;
            }
        }
    }
}

/// The body in `raw`, and whether it is whole or as long as is read.
fn unframed(raw: &[u8], framing: Framing) -> (Vec<u8>, bool) {
    let cut = |bytes: &[u8]| bytes.get(..bytes.len().min(BODY)).unwrap_or_default().to_vec();
    match framing {
        Framing::None => (Vec::new(), true),
        Framing::UntilClosed => (cut(raw), raw.len() >= BODY),
        Framing::Length(length) => {
            let wanted = usize::try_from(length).unwrap_or(usize::MAX);
            let body = cut(raw.get(..wanted.min(raw.len())).unwrap_or_default());
            let complete = body.len() >= wanted.min(BODY);
            (body, complete)
        }
        Framing::Chunked => chunks(raw),
    }
}

fn chunks(mut raw: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    loop {
        match httparse::parse_chunk_size(raw) {
            Ok(httparse::Status::Complete((_, 0))) | Err(_) => return (body, true),
            Ok(httparse::Status::Partial) => return (body, false),
            Ok(httparse::Status::Complete((begin, size))) => {
                let size = usize::try_from(size).unwrap_or(usize::MAX);
                let end = begin.saturating_add(size);
                let chunk = raw.get(begin..end.min(raw.len())).unwrap_or_default();
                body.extend(chunk.iter().take(BODY.saturating_sub(body.len())));
                if body.len() >= BODY {
                    return (body, true);
                }
                let Some(rest) = raw.get(end.saturating_add(2)..) else { return (body, false) };
                raw = rest;
            }
        }
    }
}

/// Asks over HTTP/2 until `deadline`.
pub(super) async fn two<S: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    stream: S,
    request: &Request,
    deadline: Instant,
) -> Result<Answer, (Phase, Fault)> {
    let mut builder = h2::client::Builder::new();
    builder
        .max_header_list_size(u32::try_from(HEAD).unwrap_or(u32::MAX))
        .enable_push(false)
        .max_concurrent_streams(1);
    let (sender, connection) = match timeout_at(deadline, builder.handshake::<_, Bytes>(stream)).await {
        Err(_) => return Err((Phase::Request, Fault::TimedOut)),
        Ok(Err(e)) => return Err((Phase::Request, fault_of(e))),
        Ok(Ok(made)) => made,
    };
    // The connection moves as long as the exchange asks, and no longer.
    let mut connection = Box::pin(connection);
    let mut exchange = Box::pin(exchange(sender, request, deadline));
    let mut ended: Option<h2::Error> = None;
    let result = std::future::poll_fn(|context| {
        if ended.is_none()
            && let Poll::Ready(Err(e)) = connection.as_mut().poll(context)
        {
            ended = Some(e);
        }
        exchange.as_mut().poll(context)
    })
    .await;
    match (result, ended) {
        (Ok(answer), _) => Ok(answer),
        // What ended the connection says more than what the stream saw of it.
        (Err((phase, Fault::Closed | Fault::NotHttp(_))), Some(e)) => Err((phase, fault_of(e))),
        (Err(fault), _) => Err(fault),
    }
}

async fn exchange(
    sender: h2::client::SendRequest<Bytes>,
    request: &Request,
    deadline: Instant,
) -> Result<Answer, (Phase, Fault)> {
    let uri = format!("https://{}{}", request.host, request.path);
    let mut head = http::Request::builder().method("GET").uri(uri).header("user-agent", AGENT);
    head = head.header("accept", "*/*");
    for (name, value) in &request.headers {
        head = head.header(*name, value.as_str());
    }
    let head = head.body(()).map_err(|e| (Phase::Request, Fault::NotHttp(e.to_string())))?;
    let asking = async {
        let mut sender = sender.ready().await?;
        let (response, _) = sender.send_request(head, true)?;
        response.await
    };
    let response = match timeout_at(deadline, asking).await {
        Err(_) => return Err((Phase::Response, Fault::TimedOut)),
        Ok(Err(e)) => return Err((Phase::Response, fault_of(e))),
        Ok(Ok(response)) => response,
    };
    let value = |name: &str| {
        let value = response.headers().get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let mut answer = Answer {
        status: response.status().as_u16(),
        location: value("location"),
        alt_svc: value("alt-svc"),
        body: Vec::new(),
    };
    let mut body = response.into_body();
    while answer.body.len() < BODY {
        match timeout_at(deadline, body.data()).await {
            Ok(Some(Ok(data))) => {
                let room = BODY.saturating_sub(answer.body.len());
                answer.body.extend(data.iter().take(room));
                let _ = body.flow_control().release_capacity(data.len());
            }
            _ => break,
        }
    }
    Ok(answer)
}

fn fault_of(e: h2::Error) -> Fault {
    if e.is_io() {
        return match e.into_io() {
            Some(e) => Fault::Io(e),
            None => Fault::Closed,
        };
    }
    Fault::NotHttp(e.to_string())
}

/// The time from now on; a day where there is no limit to speak of.
pub(super) fn within(limit: Duration) -> Instant {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let now = Instant::now();
    now.checked_add(limit.min(DAY)).unwrap_or(now)
}

#[cfg(test)]
mod tests;

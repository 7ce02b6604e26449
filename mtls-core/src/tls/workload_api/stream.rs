//! The call `FetchX509SVID` of the Workload API.
//!
//! The `spiffe` crate connects; the call is made here, on the bytes of each message. Its own client loses a whole answer
//! over one bad federated bundle, makes an object of every entry before it counts them, and copies private keys into
//! memory that is not wiped.

use bytes::Buf as _;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder, Streaming};
use tonic::metadata::MetadataValue;
use tonic::transport::Channel;
use tonic::{Code, Request, Status};
use zeroize::Zeroizing;

use super::address::Address;
use crate::finding::excerpt;
use crate::trust::source::SourceError;

/// Bytes of one answer.
pub(super) const MOST_BYTES: usize = 4 << 20;
/// Answers that are read and skipped at a time.
const MOST_SKIPPED: usize = 4096;
const CALL: &str = "/SpiffeWorkloadAPI/FetchX509SVID";
/// Keeps those out who can make a process send a request, and not with metadata (SPIFFE Workload Endpoint section 3).
const HEADER: &str = "workload.spiffe.io";

/// One answer, not read yet. It holds a private key.
pub(super) type Message = Zeroizing<Vec<u8>>;

/// The answers to one call.
pub(super) struct Answers {
    stream: Streaming<Message>,
    address: String,
    /// The connection lives as long as the call.
    _client: tonic::client::Grpc<Channel>,
}

impl Answers {
    /// Connects and calls.
    pub(super) async fn open(address: &Address) -> Result<Self, SourceError> {
        let name = address.to_string();
        let unreachable =
            |e: &dyn std::error::Error| SourceError::Unreachable { address: name.clone(), reason: cause(e) };
        let channel = match spiffe::transport::connect(&address.endpoint()).await {
            Ok(channel) => channel,
            Err(e @ spiffe::transport::TransportError::UnsupportedEndpointTransport { .. }) => {
                return Err(SourceError::Refused { address: name, reason: cause(&e) });
            }
            Err(e) => return Err(unreachable(&e)),
        };
        let mut client = tonic::client::Grpc::new(channel).max_decoding_message_size(MOST_BYTES);
        client.ready().await.map_err(|e| unreachable(&e))?;
        let mut request = Request::new(());
        request.metadata_mut().insert(HEADER, MetadataValue::from_static("true"));
        let path = tonic::codegen::http::uri::PathAndQuery::from_static(CALL);
        let answered = client.server_streaming(request, path, Bytes).await;
        let stream = answered.map_err(|status| of_status(&status, &name))?.into_inner();
        Ok(Self { stream, address: name, _client: client })
    }

    /// The next answer; None when the server has ended the call in good order.
    pub(super) async fn next(&mut self) -> Result<Option<Message>, SourceError> {
        self.stream.message().await.map_err(|status| of_status(&status, &self.address))
    }

    /// Takes what comes until the caller gives up or the call ends, and keeps the last. More than a few thousand answers
    /// are left where they are, in the server's way.
    pub(super) async fn skip_to_last(&mut self, last: &mut Option<Message>) -> Result<(), SourceError> {
        for _ in 0..MOST_SKIPPED {
            match self.next().await? {
                Some(message) => *last = Some(message),
                None => return Ok(()),
            }
        }
        std::future::pending().await
    }
}

/// SPIFFE Workload Endpoint section 6.
fn of_status(status: &Status, address: &str) -> SourceError {
    let address = address.to_owned();
    let reason = match status.message() {
        "" => format!("{:?}", status.code()),
        message => format!("{:?}: {}", status.code(), excerpt(message)),
    };
    match status.code() {
        Code::PermissionDenied => SourceError::Denied { address, reason },
        Code::InvalidArgument | Code::Unimplemented => SourceError::Refused { address, reason },
        // The client's own word for a message over the limit.
        Code::OutOfRange if status.message().contains("too large") => {
            SourceError::TooLarge { path: address, limit: MOST_BYTES }
        }
        _ => SourceError::Unreachable { address, reason },
    }
}

/// What lies at the bottom of an error: "transport error" tells nobody that a file is missing.
fn cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    excerpt(&cause.to_string())
}

/// Messages as they are on the wire: nothing is sent, since the request has no fields, and what comes is wiped after use.
struct Bytes;

impl Codec for Bytes {
    type Encode = ();
    type Decode = Message;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Bytes {
    type Item = ();
    type Error = Status;

    fn encode(&mut self, (): (), _: &mut EncodeBuf<'_>) -> Result<(), Status> {
        Ok(())
    }
}

impl Decoder for Bytes {
    type Item = Message;
    type Error = Status;

    fn decode(&mut self, source: &mut DecodeBuf<'_>) -> Result<Option<Message>, Status> {
        let mut message = Zeroizing::new(vec![0; source.remaining()]);
        source.copy_to_slice(&mut message);
        Ok(Some(message))
    }
}

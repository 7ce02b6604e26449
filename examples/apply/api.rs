//! As much of the Kubernetes API as an apply takes: where a kind lives, and the request.

use std::fmt;

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Method, Request, StatusCode, Uri, header};
use hyper_util::rt::TokioIo;
use mtls_core::resources::{Manifest, ResourceError, write_json};
use serde_json::Value;
use tokio::net::TcpStream;

/// An API server, by plain HTTP: `kubectl proxy`, or one of a test.
pub(crate) struct Api {
    authority: String,
}

/// Why nothing was asked or answered.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ResourceError> for Failure {
    fn from(error: ResourceError) -> Self {
        Self(error.to_string())
    }
}

fn failed(what: &str) -> impl Fn(&dyn fmt::Display) -> Failure {
    move |error| Failure(format!("{what}: {error}"))
}

fn text<'a>(record: &'a Value, field: &str) -> &'a str {
    record.get(field).and_then(Value::as_str).unwrap_or_default()
}

impl Api {
    pub(crate) fn new(url: &str) -> Result<Self, Failure> {
        let uri: Uri = url.parse().map_err(|e| failed(url)(&e))?;
        match (uri.scheme_str(), uri.authority()) {
            (Some("http"), Some(authority)) => Ok(Self { authority: authority.to_string() }),
            _ => Err(Failure(format!("{url}: expected http://host:port"))),
        }
    }

    /// Applies the manifest in the name of `manager`, who owns its fields from then on. Fields that another one owns are
    /// a conflict unless `force` takes them over.
    pub(crate) async fn apply(
        &self,
        manifest: &Manifest,
        manager: &str,
        force: bool,
    ) -> Result<StatusCode, Failure> {
        let path = format!(
            "{}/{}?fieldManager={manager}&force={force}",
            self.collection(manifest).await?,
            manifest.name()
        );
        // JSON is YAML too.
        let (status, _) = self.call(Method::PATCH, &path, write_json(manifest)?).await?;
        Ok(status)
    }

    /// The path of the manifest's kind; its plural is the server's to tell.
    async fn collection(&self, manifest: &Manifest) -> Result<String, Failure> {
        let version = manifest.api_version();
        let root = if manifest.group().is_empty() { "/api" } else { "/apis" };
        let path = format!("{root}/{version}");
        let (status, body) = self.call(Method::GET, &path, String::new()).await?;
        let kinds: Value = serde_json::from_slice(&body).map_err(|e| failed(&path)(&e))?;
        let is_kind = |kind: &&Value| {
            // `destinationrules/status` has the same kind.
            text(kind, "kind") == manifest.kind() && !text(kind, "name").contains('/')
        };
        let kinds = kinds.get("resources").and_then(Value::as_array);
        let Some(kind) = kinds.into_iter().flatten().find(is_kind) else {
            return Err(Failure(format!("{path}: {status}, no {} there", manifest.kind())));
        };
        let plural = text(kind, "name");
        Ok(if kind.get("namespaced").and_then(Value::as_bool) == Some(true) {
            format!("{path}/namespaces/{}/{plural}", manifest.namespace())
        } else {
            format!("{path}/{plural}")
        })
    }

    async fn call(&self, method: Method, path: &str, body: String) -> Result<(StatusCode, Bytes), Failure> {
        let stream = TcpStream::connect(&self.authority).await.map_err(|e| failed(&self.authority)(&e))?;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|e| failed(path)(&e))?;
        tokio::spawn(connection);
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, &self.authority)
            .header(header::CONTENT_TYPE, "application/apply-patch+yaml")
            .body(Full::new(Bytes::from(body)))
            .map_err(|e| failed(path)(&e))?;
        let answer = sender.send_request(request).await.map_err(|e| failed(path)(&e))?;
        let status = answer.status();
        let body = answer.into_body().collect().await.map_err(|e| failed(path)(&e))?;
        Ok((status, body.to_bytes()))
    }
}

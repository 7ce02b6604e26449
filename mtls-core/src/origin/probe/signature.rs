//! Pages by which known servers refuse a client for its certificate.
//!
//! A page is taken for one only with the status that the server sends it with.

use super::evidence::Signature;

/// How much of a page is looked at: these are short, and a longer one is somebody else's.
const PAGE: usize = 4096;

/// Which refusal this answer is, if it is one.
pub(super) fn recognize(status: u16, body: &[u8]) -> Option<Signature> {
    let page = String::from_utf8_lossy(body.get(..body.len().min(PAGE)).unwrap_or_default());
    let says = |words: &str| page.contains(words);
    match status {
        // nginx uses 495, 496 and 497 within itself, and sends 400 unless an error page keeps them.
        400 | 495 | 496 | 497 => {
            if says("No required SSL certificate was sent") {
                Some(Signature::NginxNoCertificate)
            } else if says("The SSL certificate error") || says("SSL Certificate Error") {
                Some(Signature::NginxCertificateError)
            } else if says("SSL Certificate Required") {
                Some(Signature::NginxNoCertificate)
            } else if plain_to_tls(&page) {
                Some(Signature::PlainToTls)
            } else {
                None
            }
        }
        403 if says("Cannot perform Post-Handshake Authentication") => Some(Signature::ApachePostHandshake),
        _ => None,
    }
}

/// What nginx, Apache and Go say to HTTP where TLS is spoken.
fn plain_to_tls(page: &str) -> bool {
    [
        "The plain HTTP request was sent to HTTPS port",
        "speaking plain HTTP to an SSL-enabled server port",
        "Client sent an HTTP request to an HTTPS server",
    ]
    .iter()
    .any(|words| page.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_known_by_their_words_and_status() {
        let nginx = |words: &str| {
            format!(
                "<html>\r\n<head><title>400 {words}</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<center>{words}</center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n"
            )
        };
        for (status, body, expected) in [
            (400, nginx("No required SSL certificate was sent"), Some(Signature::NginxNoCertificate)),
            (400, nginx("The SSL certificate error"), Some(Signature::NginxCertificateError)),
            (400, nginx("The plain HTTP request was sent to HTTPS port"), Some(Signature::PlainToTls)),
            (
                400,
                "Client sent an HTTP request to an HTTPS server.\n".to_owned(),
                Some(Signature::PlainToTls),
            ),
            (
                400,
                "Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />".to_owned(),
                Some(Signature::PlainToTls),
            ),
            (
                403,
                "Reason: Cannot perform Post-Handshake Authentication.<br />".to_owned(),
                Some(Signature::ApachePostHandshake),
            ),
            (403, "Forbidden".to_owned(), None),
            (400, "bad request".to_owned(), None),
            // A page that quotes the words and is served is a page.
            (200, nginx("No required SSL certificate was sent"), None),
            (400, " ".repeat(PAGE) + &nginx("No required SSL certificate was sent"), None),
        ] {
            assert_eq!(recognize(status, body.as_bytes()), expected, "{status} {body}");
        }
    }
}

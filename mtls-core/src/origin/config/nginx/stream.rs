//! `stream`: TLS without HTTP.

use super::super::{ClientAuth, Listener, OriginError, Serves, limit};
use super::listen::listens;
use super::tree::{Directive, named};
use super::{around, files_of, setting};

/// The listeners of a `stream` block.
pub(super) fn listeners(
    stream: &[Directive],
    most: usize,
    found: &mut Vec<Listener>,
) -> Result<(), OriginError> {
    let around = around(stream);
    for server in named(stream, "server") {
        let verify = setting(server, &around, "ssl_verify_client");
        // `return` gives a text; anything else that answers may give more.
        let texts = named(server.children(), "return").next().is_some();
        let passes = !texts || server.children().iter().any(|one| one.name.ends_with("pass"));
        for listen in listens(server, most)? {
            if listen.udp && listen.port != 443 {
                continue;
            }
            let mut one = Listener::new(&listen.place.file, listen.place.line, &listen.address, listen.port);
            (one.tls, one.quic, one.default) = (true, listen.udp, true);
            one.anchors = files_of(server, &around, &["ssl_client_certificate", "ssl_trusted_certificate"]);
            one.certificates = files_of(server, &around, &["ssl_certificate"]);
            one.crls = files_of(server, &around, &["ssl_crl"]);
            one.revocation = !one.crls.is_empty();
            one.decided = verify.map(|verify| verify.place.pair());
            one.serves = if passes { Serves::Content } else { Serves::Refusal };
            let says =
                |modes: &[&str]| verify.is_some_and(|verify| modes.iter().any(|mode| verify.says(mode)));
            one.client_auth = match () {
                // What stands behind speaks TLS itself, or does not.
                () if !listen.tls => ClientAuth::Unknown,
                () if says(&["on"]) => ClientAuth::Required,
                () if says(&["optional", "optional_no_ca"]) => ClientAuth::Optional,
                () => ClientAuth::Off,
            };
            found.push(one);
        }
        limit(&server.place.file, "listeners", found.len(), most)?;
    }
    Ok(())
}

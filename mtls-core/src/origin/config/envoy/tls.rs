//! Transport sockets: TLS or none, and what is asked of the client.

use base64::Engine as _;

use super::{Flag, Sheet, flag, number, type_of, typed};
use crate::finding::excerpt;
use crate::finding::rules::origin_config as rules;
use crate::origin::config::ClientAuth;
use crate::resources::Cursor;

/// What a filter chain does with TLS.
pub(super) struct Tls {
    pub(super) on: bool,
    pub(super) client_auth: ClientAuth,
    /// Certificates that nobody trusts pass the handshake.
    pub(super) accepts_untrusted: bool,
    pub(super) anchors: Vec<String>,
    pub(super) crls: Vec<String>,
    pub(super) certificates: Vec<String>,
    pub(super) revocation: bool,
    pub(super) http2: bool,
    /// The path of what decides.
    pub(super) decided: String,
}

impl Tls {
    fn new(on: bool, client_auth: ClientAuth, decided: &Cursor<'_>) -> Self {
        Self {
            on,
            client_auth,
            accepts_untrusted: false,
            anchors: Vec::new(),
            crls: Vec::new(),
            certificates: Vec::new(),
            revocation: false,
            http2: false,
            decided: decided.path().to_owned(),
        }
    }
}

/// The transport socket of a filter chain.
pub(super) fn read<'v>(chain: &Cursor<'v>, quic: bool, sheet: &mut Sheet<'_, 'v>) -> Tls {
    // As versions before 1.14 have it.
    if let Some(context) = chain.get("tls_context") {
        return downstream(&context, false, sheet);
    }
    let Some(mut socket) = chain.get("transport_socket") else {
        return Tls::new(false, ClientAuth::Off, chain);
    };
    // Sockets around others.
    for _ in 0..4 {
        match typed(&socket).and_then(|config| config.get("transport_socket")) {
            Some(inner) => socket = inner,
            None => break,
        }
    }
    let config = typed(&socket);
    match (type_of(&socket), config) {
        ("DownstreamTlsContext", Some(context)) => downstream(&context, quic, sheet),
        ("QuicDownstreamTransport", Some(config)) => match config.get("downstream_tls_context") {
            Some(context) => downstream(&context, true, sheet),
            None => unknown(&socket, "the transport socket has no TLS context", sheet),
        },
        ("RawBuffer", _) => Tls::new(false, ClientAuth::Off, &socket),
        ("", _) if socket.text("name").is_some_and(|name| name.ends_with("raw_buffer")) => {
            Tls::new(false, ClientAuth::Off, &socket)
        }
        (other, _) => {
            let name = if other.is_empty() { socket.text("name").unwrap_or_default() } else { other };
            let message = format!("the transport socket `{}` is not known", excerpt(name));
            unknown(&socket, &message, sheet)
        }
    }
}

fn unknown(at: &Cursor<'_>, message: &str, sheet: &mut Sheet<'_, '_>) -> Tls {
    sheet.say(rules::UNRESOLVED, at, message);
    Tls::new(true, ClientAuth::Unknown, at)
}

fn downstream<'v>(context: &Cursor<'v>, quic: bool, sheet: &mut Sheet<'_, 'v>) -> Tls {
    let decided = context.get("require_client_certificate");
    let mut tls = Tls::new(true, ClientAuth::Off, decided.as_ref().unwrap_or(context));
    let common = context.get("common_tls_context");
    if let Some(common) = &common {
        tls.http2 = common.texts("alpn_protocols").contains(&"h2");
        let files = common.list("tls_certificates").into_iter().filter_map(|one| {
            one.at(&["certificate_chain", "filename"])?.value().as_str().map(str::to_owned)
        });
        let secrets = common.list("tls_certificate_sds_secret_configs").into_iter();
        let secrets = secrets.filter_map(|one| one.text("name").map(|name| format!("@{name}")));
        tls.certificates = files.chain(secrets).collect();
    }
    let trust = common.map(|common| Trust::of(&common, sheet)).unwrap_or_default();
    let required = flag(context, "require_client_certificate");
    if quic && required == Flag::Yes {
        return Tls {
            client_auth: ClientAuth::Unknown,
            ..unknown(context, "Envoy takes no client certificates over QUIC, and refuses this", sheet)
        };
    }
    tls.client_auth = trust.client_auth(required, decided.as_ref().unwrap_or(context), sheet);
    tls.accepts_untrusted = trust.accepts_untrusted;
    tls.anchors = trust.anchors;
    tls.revocation = trust.revocation;
    tls.crls = trust.crls;
    tls
}

/// By what clients are verified.
#[derive(Default)]
struct Trust {
    /// A CA, or a custom validator that has some.
    authority: bool,
    /// Pins of keys or certificates.
    pins: bool,
    /// Names that the certificate must have.
    names: bool,
    accepts_untrusted: bool,
    /// What decides is not in the configuration.
    unknown: bool,
    anchors: Vec<String>,
    crls: Vec<String>,
    revocation: bool,
}

impl Trust {
    fn of<'v>(common: &Cursor<'v>, sheet: &mut Sheet<'_, 'v>) -> Self {
        let mut trust = Self::default();
        let combined = common.get("combined_validation_context");
        let fixed = common
            .get("validation_context")
            .or_else(|| combined.as_ref().and_then(|combined| combined.get("default_validation_context")));
        let secret = common.get("validation_context_sds_secret_config").or_else(|| {
            combined.as_ref().and_then(|combined| combined.get("validation_context_sds_secret_config"))
        });
        let mut contexts: Vec<Cursor<'v>> = fixed.into_iter().collect();
        if let Some(secret) = secret {
            let name = secret.text("name").unwrap_or_default();
            let known = sheet.secrets.get(name).filter(|_| secret.get("sds_config").is_none());
            match known.and_then(|secret| secret.get("validation_context")) {
                Some(context) => contexts.push(context),
                None => {
                    trust.unknowable(&secret, &format!("the secret `{}` comes by SDS", excerpt(name)), sheet)
                }
            }
        }
        for source in
            ["validation_context_certificate_provider", "validation_context_certificate_provider_instance"]
        {
            for around in [Some(common), combined.as_ref()].into_iter().flatten() {
                if let Some(provider) = around.get(source) {
                    trust.unknowable(&provider, "a certificate provider gives the CA", sheet);
                }
            }
        }
        for context in contexts {
            trust.add(&context, sheet);
        }
        trust
    }

    fn unknowable(&mut self, at: &Cursor<'_>, message: &str, sheet: &mut Sheet<'_, '_>) {
        self.unknown = true;
        sheet.say(rules::UNRESOLVED, at, message);
    }

    fn add(&mut self, context: &Cursor<'_>, sheet: &mut Sheet<'_, '_>) {
        if let Some(source) = context.get("trusted_ca") {
            match self.text_of(&source, sheet) {
                Some(name) => {
                    self.authority = true;
                    self.anchors.push(name);
                }
                None => self.authority |= source.get("environment_variable").is_some(),
            }
        }
        if let Some(provider) = context.get("ca_certificate_provider_instance") {
            self.unknowable(&provider, "a certificate provider gives the CA", sheet);
        }
        if let Some(roots) = context.get("system_root_certs") {
            self.authority = true;
            sheet.say(rules::CA_TOO_WIDE, &roots, "every CA of the system is trusted for clients");
        }
        if let Some(validator) = context.get("custom_validator_config") {
            self.custom(&validator, sheet);
        }
        self.pins |= ["verify_certificate_spki", "verify_certificate_hash"]
            .iter()
            .any(|name| !context.list(name).is_empty());
        self.names |= ["match_typed_subject_alt_names", "match_subject_alt_names"]
            .iter()
            .any(|name| !context.list(name).is_empty());
        if let Some(source) = context.get("crl") {
            self.revocation = true;
            if let Some(name) = self.text_of(&source, sheet) {
                self.crls.push(name);
            }
        }
        let verification = context.get("trust_chain_verification");
        match number(context, "trust_chain_verification", &["VERIFY_TRUST_CHAIN", "ACCEPT_UNTRUSTED"]) {
            Some(0) => {}
            Some(_) => self.accepts_untrusted = true,
            None => self.unknowable(
                verification.as_ref().unwrap_or(context),
                "`trust_chain_verification` has a value that is not known",
                sheet,
            ),
        }
        if flag(context, "allow_expired_certificate") != Flag::No {
            let at = context.get("allow_expired_certificate");
            sheet.say(
                rules::EXPIRED_ACCEPTED,
                at.as_ref().unwrap_or(context),
                "client certificates that have ended are taken",
            );
        }
    }

    /// A validator of its own kind; the one for SPIFFE IDs verifies by the bundles of its trust domains.
    fn custom(&mut self, validator: &Cursor<'_>, sheet: &mut Sheet<'_, '_>) {
        let domains = typed(validator).map(|config| config.list("trust_domains")).unwrap_or_default();
        if !type_of(validator).ends_with("SPIFFECertValidatorConfig") || domains.is_empty() {
            return self.unknowable(validator, "a validator that is not known judges clients", sheet);
        }
        self.authority = true;
        for bundle in domains.iter().filter_map(|domain| domain.get("trust_bundle")) {
            if let Some(name) = self.text_of(&bundle, sheet) {
                self.anchors.push(name);
            }
        }
    }

    /// The name under which the text of a data source is looked for; none where it is empty or not in a file.
    fn text_of(&mut self, source: &Cursor<'_>, sheet: &mut Sheet<'_, '_>) -> Option<String> {
        if let Some(file) = source.text("filename") {
            return Some(file.to_owned()).filter(|file| !file.is_empty());
        }
        let text = match (source.text("inline_string"), source.text("inline_bytes")) {
            (Some(text), _) => text.to_owned(),
            (None, Some(encoded)) => {
                let bytes = base64::engine::general_purpose::STANDARD.decode(encoded).unwrap_or_default();
                String::from_utf8_lossy(&bytes).into_owned()
            }
            (None, None) => {
                if let Some(variable) = source.get("environment_variable") {
                    self.unknowable(&variable, "a variable of the environment has the text", sheet);
                }
                return None;
            }
        };
        if text.is_empty() {
            return None;
        }
        let known = sheet.inline.iter().find(|(_, other)| *other == text).map(|(name, _)| name.clone());
        Some(known.unwrap_or_else(|| {
            let name = format!("inline-{}.pem", sheet.inline.len().saturating_add(1));
            sheet.inline.push((name.clone(), text));
            name
        }))
    }

    fn client_auth(&self, required: Flag, at: &Cursor<'_>, sheet: &mut Sheet<'_, '_>) -> ClientAuth {
        let verifies = self.authority || self.pins || self.accepts_untrusted;
        match required {
            Flag::Odd => {
                sheet.say(rules::UNRESOLVED, at, "`require_client_certificate` is neither true nor false");
                ClientAuth::Unknown
            }
            Flag::No if verifies || self.names || self.unknown => ClientAuth::Optional,
            Flag::No => ClientAuth::Off,
            Flag::Yes if self.unknown => ClientAuth::Unknown,
            Flag::Yes if self.accepts_untrusted => ClientAuth::AnyCertificate,
            Flag::Yes if verifies => ClientAuth::Required,
            Flag::Yes if self.names => {
                sheet.say(
                    rules::CA_MISSING,
                    at,
                    "names are asked of the client's certificate, and no CA verifies it: Envoy refuses this",
                );
                ClientAuth::Unknown
            }
            Flag::Yes => ClientAuth::RequiredWithoutAnchors,
        }
    }
}

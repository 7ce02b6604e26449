//! One shape for the listeners of all servers.

use serde::Serialize;

use crate::finding::{DocumentRef, Subject};

/// What a listener does with client certificates, after inheritance and with the guards behind it. In JSON in kebab case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ClientAuth {
    /// None is asked for.
    Off,
    /// One is asked for; who has none is served.
    Optional,
    /// One must be there, but by whom it was issued does not matter.
    AnyCertificate,
    /// One under a trusted CA must be there, or nothing is served.
    Required,
    /// One is required, but without a CA the server ignores that.
    RequiredWithoutAnchors,
    /// The configuration does not tell.
    Unknown,
}

impl ClientAuth {
    /// Its name in kebab case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Optional => "optional",
            Self::AnyCertificate => "any-certificate",
            Self::Required => "required",
            Self::RequiredWithoutAnchors => "required-without-anchors",
            Self::Unknown => "unknown",
        }
    }
}

/// What a listener answers a request with that it lets in. In JSON in kebab case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Serves {
    /// With content, or it passes the request on.
    #[default]
    Content,
    /// With redirects alone.
    Redirect,
    /// With refusals alone.
    Refusal,
}

/// Why it is not proved that a listener turns clients away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Doubt {
    /// The file and the line.
    pub(crate) place: (String, usize),
    pub(crate) message: String,
}

/// A socket and one virtual host on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Listener {
    /// The file that it stands in, as the configuration names it.
    pub file: String,
    /// The line of the directive or section that opens it, counted from 1.
    pub line: usize,
    /// The address: `*`, an IP address without brackets, a host name, or `unix:…`.
    pub address: String,
    /// The port; 0 for a Unix socket.
    pub port: u16,
    /// Whether it speaks TLS.
    pub tls: bool,
    /// Whether this is HTTP/3, over UDP.
    pub quic: bool,
    /// Whether requests without a name, or with an unknown one, come to this virtual host.
    pub default: bool,
    /// Its names in lower case, wildcards as they stand; a regular expression begins with `~`. None: all names.
    pub names: Vec<String>,
    /// What it does with client certificates.
    pub client_auth: ClientAuth,
    /// What it answers with.
    pub serves: Serves,
    /// Whether a request for this host over a connection with another's name (SNI) is refused.
    pub checks_sni: bool,
    /// Whether a session that began at another virtual host of the socket may be resumed here, as far as the configuration
    /// tells; builds differ.
    pub shares_sessions: bool,
    /// Whether HTTP/2 is spoken.
    pub http2: bool,
    /// The files, Secrets or ConfigMaps with the CAs that clients are trusted under.
    pub anchors: Vec<String>,
    /// The files or Secrets with the server's certificates.
    pub certificates: Vec<String>,
    /// Whether revocation lists are looked at.
    pub revocation: bool,
    /// A number for what stands in the files of `anchors`, the same for the same CAs.
    #[serde(skip)]
    pub(crate) trusted: Option<usize>,
    /// The files with revocation lists.
    #[serde(skip)]
    pub(crate) crls: Vec<String>,
    /// The hosts that another virtual host of the socket takes, though a name here means them too.
    #[serde(skip)]
    pub(crate) elsewhere: Vec<String>,
    /// The line that decides about client certificates, where it is not that of the listener.
    #[serde(skip)]
    pub(crate) decided: Option<(String, usize)>,
    /// Why it is not known what it does with client certificates.
    #[serde(skip)]
    pub(crate) doubt: Option<String>,
    /// The manifest that it stands in.
    #[serde(skip)]
    pub(crate) document: Option<DocumentRef>,
}

impl Listener {
    /// A plaintext listener for all names.
    pub(crate) fn new(file: &str, line: usize, address: &str, port: u16) -> Self {
        Self {
            file: file.to_owned(),
            line,
            address: address.to_owned(),
            port,
            tls: false,
            quic: false,
            default: false,
            names: Vec::new(),
            client_auth: ClientAuth::Off,
            serves: Serves::Content,
            checks_sni: false,
            shares_sessions: false,
            http2: false,
            anchors: Vec::new(),
            certificates: Vec::new(),
            revocation: false,
            trusted: None,
            crls: Vec::new(),
            elsewhere: Vec::new(),
            decided: None,
            doubt: None,
            document: None,
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn subject(&self) -> Subject {
        match &self.document {
            Some(document) => Subject::Document(document.clone()),
            None => Subject::Line { file: self.file.clone(), line: self.line },
        }
    }

    /// Where it is decided what it does with client certificates.
    pub(crate) fn decision(&self) -> Subject {
        match &self.decided {
            Some((file, line)) => Subject::Line { file: file.clone(), line: *line },
            None => self.subject(),
        }
    }

    /// `address:port`, as in URLs.
    #[must_use]
    pub fn socket(&self) -> String {
        match () {
            () if self.address.starts_with("unix:") => self.address.clone(),
            () if self.address.contains(':') => format!("[{}]:{}", self.address, self.port),
            () => format!("{}:{}", self.address, self.port),
        }
    }

    /// What it shares with the others on its socket.
    pub(crate) fn socket_key(&self) -> (&str, u16, bool) {
        (&self.address, self.port, self.quic)
    }

    /// Whether CAs decide who gets in.
    pub(crate) fn asks_under_cas(&self) -> bool {
        self.tls && self.client_auth != ClientAuth::Off
    }

    /// Whether it is reached from this machine alone.
    pub(crate) fn is_local(&self) -> bool {
        self.address.starts_with("unix:")
            || self.address == "localhost"
            || self.address.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback())
    }

    /// Whether it takes requests for every name.
    pub(crate) fn takes_all_names(&self) -> bool {
        self.names.iter().all(|name| matches!(name.as_str(), "" | "_" | "*"))
    }

    /// Whether a request for this host comes here, by its names. Of regular expressions it is not known.
    pub(crate) fn takes(&self, host: &str) -> Option<bool> {
        if self.elsewhere.iter().any(|other| other.eq_ignore_ascii_case(host)) {
            return Some(false);
        }
        self.has_name(host)
    }

    /// Whether one of its names is `host` (which may be a wildcard itself). Of regular expressions it is not known.
    pub(crate) fn has_name(&self, host: &str) -> Option<bool> {
        if self.names.iter().any(|name| name_covers(name, host) || name_covers(host, name)) {
            return Some(true);
        }
        if self.names.iter().any(|name| name.starts_with('~')) { None } else { Some(false) }
    }

    /// Notes why it is not proved to turn clients away, if there is a reason.
    pub(crate) fn doubted(&mut self, doubt: Option<Doubt>) {
        if let Some(doubt) = doubt {
            (self.client_auth, self.serves) = (ClientAuth::Unknown, Serves::Content);
            (self.decided, self.doubt) = (Some(doubt.place), Some(doubt.message));
        }
    }

    /// What people call it: its names, or its socket.
    pub(crate) fn title(&self) -> String {
        let names: Vec<_> = self.names.iter().filter(|name| !name.is_empty()).take(3).cloned().collect();
        match (names.is_empty(), self.names.len() > 3) {
            (true, _) => self.socket(),
            (false, more) => {
                format!("{}{} on {}", names.join(", "), if more { ", …" } else { "" }, self.socket())
            }
        }
    }
}

/// Whether a name of a virtual host takes a host: itself, `*.suffix`, `.suffix` (nginx: itself and below), or `prefix.*`.
fn name_covers(name: &str, host: &str) -> bool {
    if name.eq_ignore_ascii_case(host) {
        return true;
    }
    let host = host.to_ascii_lowercase();
    if let Some(suffix) = name.strip_prefix("*.").or_else(|| name.strip_prefix('.')) {
        let below = host.strip_suffix(suffix).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'));
        return below || name.starts_with('.') && host == suffix;
    }
    name.strip_suffix(".*").is_some_and(|prefix| {
        host.strip_prefix(prefix).is_some_and(|rest| rest.len() > 1 && rest.starts_with('.'))
    })
}

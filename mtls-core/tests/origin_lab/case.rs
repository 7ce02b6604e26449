//! A configuration of a server, and what is to be said of it.

/// One row of the table.
#[derive(Debug)]
pub(crate) struct Case {
    /// What is special about it.
    pub(crate) name: &'static str,
    /// The verdict of the probe; what leads around the check stands behind `bypass`. Several, with ` | ` between them, where
    /// builds of the server differ.
    pub(crate) live: &'static str,
    /// The verdict of the static check; empty for servers that are programs, not configurations.
    pub(crate) read: &'static str,
    /// The rules that the static check names, in alphabetical order.
    pub(crate) rules: &'static [&'static str],
    /// What stands in the frame of its stack. `@TLS@` and `@PLAIN@` are ports on 127.0.0.1; `[::1]:@TLS@` is the second
    /// address.
    pub(crate) config: &'static str,
    /// Whether the probe is given a certificate of the edge's CA that was revoked: the one in `former.crl`.
    pub(crate) revoked: bool,
}

/// A row for a server with a configuration file.
pub(crate) const fn case(
    name: &'static str,
    live: &'static str,
    read: &'static str,
    rules: &'static [&'static str],
    config: &'static str,
) -> Case {
    Case { name, live, read, rules, config, revoked: false }
}

/// A row for a server that is a program.
pub(crate) const fn program(name: &'static str, live: &'static str, config: &'static str) -> Case {
    Case { name, live, read: "", rules: &[], config, revoked: false }
}

impl Case {
    /// The same, asked for somebody whose certificate was revoked, too.
    pub(crate) const fn shown_revoked(self) -> Self {
        Self { revoked: true, ..self }
    }

    /// It serves without TLS on a port of its own.
    pub(crate) fn has_plain(&self) -> bool {
        self.config.contains("@PLAIN")
    }

    /// It listens on `::1` too.
    pub(crate) fn has_ipv6(&self) -> bool {
        self.config.contains("::1")
    }
}

pub(crate) const ENFORCED: &str = "enforced";
pub(crate) const OPEN: &str = "open";
pub(crate) const OPEN_TO_ANY_CERT: &str = "open-to-any-cert";
pub(crate) const EDGE_NETWORK_ONLY: &str = "edge-network-only";
pub(crate) const BROKEN: &str = "broken";
/// Certificates of the edge's CA are taken that are expired, revoked or for something else.
pub(crate) const UNFIT: &str = "bypass unfit-certificate";

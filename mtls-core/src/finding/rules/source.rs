//! Rules of `trust::source`: material that is read again and again.

rules! {
    /// Every rule of sources.

    SOURCE_UNREADABLE = Error "source-unreadable" {
        trigger: "A file that a source reads is missing, cannot be read, or is no regular file.",
        why: "Nothing new can be taken; what was taken last stays in force until it expires.",
        help: "Put the file back or mend its permissions; the source takes it at its next look.",
        source: "mtls-core sources",
    }
    SOURCE_TOO_LARGE = Error "source-too-large" {
        trigger: "A file that a source reads, or an answer of the Workload API, is larger than the limit.",
        why: "A limit keeps a broken or hostile source from filling the memory.",
        help: "Name the right file; a bundle or an answer may have 4 MiB, a certificate chain or a key 1 MiB.",
        source: "mtls-core limits",
    }
    SOURCE_CHANGING = Error "source-changing" {
        trigger: "A file changes while it is read, at every attempt.",
        why: "What was read may be half of the old and half of the new.",
        help: "Write a new file beside it and rename it into place.",
        source: "mtls-core sources",
    }
    SOURCE_WITHOUT_THREAD = Error "source-without-thread" {
        trigger: "The system has no thread for watching a source.",
        why: "Nobody would look for new ones.",
        help: "Raise the limit on threads, or call `poll` from a thread of your own.",
        source: "mtls-core sources",
    }
    SOURCE_WITHOUT_FILE = Error "source-without-file" {
        trigger: "A source is opened and no file was named for it.",
        why: "There is nothing to read.",
        help: "Name a file for every trust domain.",
        source: "mtls-core sources",
    }
    SOURCE_ADDRESS = Error "source-address" {
        trigger: "The Workload API has no address, or one in another form than `unix:///path` or `tcp://IP:port`.",
        why: "A socket that is guessed may be somebody else's, and who answers there says who this process is.",
        help: "Give the address, or set SPIFFE_ENDPOINT_SOCKET; a path is absolute and not percent-encoded, a host is an IP address, and neither has a query or a fragment.",
        source: "SPIFFE Workload Endpoint section 4",
    }
    SOURCE_UNREACHABLE = Error "source-unreachable" {
        trigger: "The Workload API cannot be connected to, ends the call with an error, or is gone in the middle of it.",
        why: "Nothing new comes meanwhile; what was taken last stays in force until it expires. It is tried again, at growing intervals.",
        help: "Look whether the agent runs, and whether its socket is mounted where the address says.",
        source: "SPIFFE Workload Endpoint section 6",
    }
    SOURCE_SILENT = Error "source-silent" {
        trigger: "The Workload API takes the call and sends no answer in time.",
        why: "The first answer must come at once; an agent that keeps silent hangs, or is none.",
        help: "Look at the agent's log; give it more time if it is slow to attest the process.",
        source: "SPIFFE Workload API section 4.3",
    }
    SOURCE_DENIED = Error "source-denied" {
        trigger: "The Workload API says PermissionDenied: it has no identity for this process.",
        why: "Nobody registered the process, or its registration was taken away; then the identity that it had must not be used any longer.",
        help: "Register the workload with selectors that match it; a new registration reaches the agent after some seconds.",
        source: "SPIFFE Workload Endpoint section 6; SPIFFE Workload API section 5.2",
    }
    SOURCE_REFUSED = Error "source-refused" {
        trigger: "What answers at the address says Unimplemented or InvalidArgument.",
        why: "It would say so again, so it is not asked again.",
        help: "Name the socket of the Workload API, not another one of the agent or of something else.",
        source: "SPIFFE Workload Endpoint section 6",
    }
    SOURCE_ANSWER = Error "source-answer" {
        trigger: "An answer of the Workload API cannot be read, lacks a mandatory field, or holds more entries than the limit.",
        why: "Half of an answer may be the wrong half: it is discarded, and what was taken last stays in force.",
        help: "Look at the agent's version and log; the limits are 4 MiB, 64 identities and 1,024 federated bundles.",
        source: "SPIFFE Workload API section 4.5",
    }
    SOURCE_NOT_OFFERED = Error "source-not-offered" {
        trigger: "No identity in the answer of the Workload API has the hint or the SPIFFE ID that was asked for.",
        why: "Another identity would be the wrong one.",
        help: "Compare with what the message lists; mend the registration, or the hint or ID that is asked for.",
        source: "SPIFFE Workload API section 5.2.1",
    }
    SOURCE_EXPIRING = Warning "source-expiring" {
        trigger: "What a source holds expires soon, and the source has nothing newer.",
        why: "Handshakes fail from the expiry on.",
        help: "Look whether whatever writes the files (cert-manager, an agent, a job) still does, or whether the SPIFFE agent runs.",
        source: "mtls-core sources",
    }
    SOURCE_EXPIRED = Error "source-expired" {
        trigger: "What a source holds has expired.",
        why: "Peers refuse an expired certificate, and an expired authority vouches for nobody.",
        help: "Renew it; the source takes the new one at its next look.",
        source: "RFC 5280 section 6.1.3",
    }
}

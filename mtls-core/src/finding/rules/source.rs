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
        trigger: "A file that a source reads is larger than the limit.",
        why: "A limit keeps a broken or hostile file from filling the memory.",
        help: "Name the right file; a bundle may have 4 MiB, a certificate chain or a key 1 MiB.",
        source: "mtls-core limits",
    }
    SOURCE_CHANGING = Error "source-changing" {
        trigger: "A file changes while it is read, at every attempt.",
        why: "What was read may be half of the old and half of the new.",
        help: "Write a new file beside it and rename it into place.",
        source: "mtls-core sources",
    }
    SOURCE_WITHOUT_THREAD = Error "source-without-thread" {
        trigger: "The system has no thread for watching the files of a source.",
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
    SOURCE_EXPIRING = Warning "source-expiring" {
        trigger: "What a source holds expires soon, and the source has nothing newer.",
        why: "Handshakes fail from the expiry on.",
        help: "Look whether whatever writes the files (cert-manager, an agent, a job) still does.",
        source: "mtls-core sources",
    }
    SOURCE_EXPIRED = Error "source-expired" {
        trigger: "What a source holds has expired.",
        why: "Peers refuse an expired certificate, and an expired authority vouches for nobody.",
        help: "Renew it; the source takes the new one at its next look.",
        source: "RFC 5280 section 6.1.3",
    }
}

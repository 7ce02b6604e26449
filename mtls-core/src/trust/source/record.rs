//! What is told of a source.

use rustls_pki_types::UnixTime;

use super::{SourceError, SourceEvent, SourceState};

/// The state of a source, what happened to it, and what of that was told.
#[derive(Debug)]
pub(crate) struct Record {
    /// The expiry that was told of last, and how.
    told: Option<(UnixTime, &'static str)>,
    /// What happened and nobody was told of yet.
    events: Vec<SourceEvent>,
    state: SourceState,
}

impl Record {
    pub(crate) fn new(name: String) -> Self {
        Self { told: None, events: Vec::new(), state: SourceState::new(name) }
    }

    pub(crate) fn state(&self) -> &SourceState {
        &self.state
    }

    /// What happened since the last call. To be told when no lock is held: a listener may ask for the state.
    pub(crate) fn take_events(&mut self) -> Vec<SourceEvent> {
        std::mem::take(&mut self.events)
    }

    /// What is in force is what the source has.
    pub(crate) fn unchanged(&mut self, at: UnixTime) {
        self.state.checked_at = Some(at);
        (self.state.last_error, self.state.failures) = (None, 0);
        self.note_expiry(at);
    }

    /// What happened elsewhere is to be told with what happened here.
    #[cfg(feature = "workload-api")]
    pub(crate) fn tell_too(&mut self, events: Vec<SourceEvent>) {
        self.events.extend(events);
    }

    /// Something new is in force; when it expires, and from when on to warn of it.
    pub(crate) fn taken(
        &mut self,
        at: UnixTime,
        (expires_at, warn_at): (Option<UnixTime>, Option<UnixTime>),
    ) {
        self.state.checked_at = Some(at);
        (self.state.last_error, self.state.failures) = (None, 0);
        (self.state.expires_at, self.state.warn_at) = (expires_at, warn_at);
        self.state.loaded_at = Some(at);
        self.state.loads = self.state.loads.saturating_add(1);
        self.events.push(SourceEvent::Loaded(self.state.clone()));
        self.note_expiry(at);
    }

    /// A look brought nothing.
    pub(crate) fn failed(&mut self, at: UnixTime, error: SourceError) {
        if self.fails(at, error) {
            self.events.push(SourceEvent::Failed(self.state.clone()));
        }
        self.note_expiry(at);
    }

    /// What was in force is to be used no more, for this reason.
    #[cfg(feature = "workload-api")]
    pub(crate) fn withdrawn(&mut self, at: UnixTime, error: Option<SourceError>) {
        self.state.checked_at = Some(at);
        if let Some(error) = error {
            self.fails(at, error);
        }
        self.events.push(SourceEvent::Withdrawn(self.state.clone()));
    }

    /// Whether it is another error than the one before.
    fn fails(&mut self, at: UnixTime, error: SourceError) -> bool {
        self.state.checked_at = Some(at);
        let news = self.state.last_error.as_ref() != Some(&error);
        self.state.last_error = Some(error);
        self.state.failures = self.state.failures.saturating_add(1);
        news
    }

    /// Tells of an expiry once ahead of time and once when it is past.
    pub(crate) fn note_expiry(&mut self, at: UnixTime) {
        let (Some(expires), Some(finding)) = (self.state.expires_at, self.state.expiry(at)) else {
            return;
        };
        let news = (expires, finding.rule);
        if self.told != Some(news) {
            self.told = Some(news);
            self.events.push(SourceEvent::Expiring(finding));
        }
    }
}

//! What may become of a request.

use super::Serves;

/// What may become of a request, on all of the ways that it can take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) served: bool,
    pub(super) redirected: bool,
    pub(super) refused: bool,
    /// It may be served, and that is not to be told.
    pub(super) unsure: bool,
}

impl Outcome {
    pub(super) fn join(self, other: Self) -> Self {
        Self {
            served: self.served || other.served,
            redirected: self.redirected || other.redirected,
            refused: self.refused || other.refused,
            unsure: self.unsure || other.unsure,
        }
    }

    /// The same for a request that may never come there.
    pub(super) fn perhaps(self) -> Self {
        Self { served: false, unsure: self.unsure || self.served, ..self }
    }

    const NOTHING: Self = Self { served: false, redirected: false, refused: false, unsure: false };
    pub(super) const SERVED: Self = Self { served: true, ..Self::NOTHING };
    pub(super) const REDIRECTED: Self = Self { redirected: true, ..Self::NOTHING };
    pub(super) const REFUSED: Self = Self { refused: true, ..Self::NOTHING };
    pub(super) const UNSURE: Self = Self { unsure: true, ..Self::NOTHING };

    /// What a listener answers with whose requests come to this. What is not to be told counts as content.
    pub(super) fn serves(self) -> Serves {
        match (self.served || self.unsure, self.redirected) {
            (true, _) => Serves::Content,
            (false, true) => Serves::Redirect,
            (false, false) => Serves::Refusal,
        }
    }
}

//! Keeps the call to the Workload API open.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::source::Inner;
use super::stream::Answers;
use crate::trust::source::{SourceError, now};

/// How fast things go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// For the connection and the first answer.
    pub(super) answer: Duration,
    /// Between two answers that are put in force; of those in between the last counts.
    pub(super) pause: Duration,
    /// Between two looks at the expiry while nothing comes.
    pub(super) wake: Duration,
    /// The first pause after a failure, and the longest.
    pub(super) backoff: (Duration, Duration),
    /// A call that answered and lasted so long was in order: it is made again at once when it ends.
    pub(super) in_order: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(10),
            pause: Duration::from_millis(200),
            wake: Duration::from_secs(30),
            backoff: (Duration::from_millis(250), Duration::from_secs(30)),
            in_order: Duration::from_secs(2),
        }
    }
}

/// Why a call is over.
enum End {
    /// It was ended in good order.
    Closed,
    Failed(SourceError),
    /// Something newer is overdue: perhaps the other side has forgotten the call.
    Overdue,
}

/// Calls time and again.
pub(super) async fn keep(inner: Arc<Inner>) {
    let pace = inner.pace();
    let mut failures = 0_u32;
    loop {
        let begun = now().0;
        let (end, answered) = listen(&inner).await;
        let in_order = answered && now().0.saturating_duration_since(begun) >= pace.in_order;
        failures = if in_order { 0 } else { failures.saturating_add(1) };
        match end {
            End::Overdue => failures = 0,
            End::Failed(e @ SourceError::Refused { .. }) => {
                inner.fail(e);
                inner.give_up();
                break;
            }
            // An agent that is restarted; whether it comes back shows at once.
            End::Closed | End::Failed(SourceError::Unreachable { .. }) if in_order => {}
            End::Closed => inner.fail(inner.unreachable("it ended the call")),
            End::Failed(e) => inner.fail(e),
        }
        if failures > 0 {
            sleep(backoff(pace.backoff, failures)).await;
        }
    }
    loop {
        sleep(pace.wake).await;
        inner.note_expiry();
    }
}

/// Makes one call and takes its answers, to the end. Whether there was one.
async fn listen(inner: &Inner) -> (End, bool) {
    let pace = inner.pace();
    let first = async {
        let mut answers = Answers::open(inner.address()).await?;
        Ok((answers.next().await?, answers))
    };
    let (mut message, mut answers) = match timeout(pace.answer, first).await {
        Err(_) => return (End::Failed(inner.silent(pace.answer)), false),
        Ok(Err(e)) => return (End::Failed(e), false),
        Ok(Ok((None, _))) => return (End::Closed, false),
        Ok(Ok((Some(message), answers))) => (message, answers),
    };
    loop {
        let begun = now().0;
        inner.take(&message);
        drop(message);
        // An answer that takes long to judge, as one full of certificates does, must not fill all the time.
        let pause = pace.pause.max(now().0.saturating_duration_since(begun));
        let mut last = None;
        let ended = timeout(pause, answers.skip_to_last(&mut last)).await;
        message = match (ended, last) {
            (Ok(ended), last) => {
                if let Some(last) = last {
                    inner.take(&last);
                }
                return (ended.map_or_else(End::Failed, |()| End::Closed), true);
            }
            (Err(_), Some(last)) => last,
            (Err(_), None) => match wait(inner, &mut answers).await {
                Ok(message) => message,
                Err(end) => return (end, true),
            },
        };
    }
}

/// The next answer, whenever it comes.
async fn wait(inner: &Inner, answers: &mut Answers) -> Result<super::stream::Message, End> {
    loop {
        match timeout(inner.pace().wake, answers.next()).await {
            Ok(Ok(Some(message))) => return Ok(message),
            Ok(Ok(None)) => return Err(End::Closed),
            Ok(Err(e)) => return Err(End::Failed(e)),
            Err(_) if inner.note_expiry() => return Err(End::Overdue),
            Err(_) => {}
        }
    }
}

/// Twice as long after every failure, and up to half less by chance, so that the clients of an agent that was restarted do not
/// all come back together.
pub(super) fn backoff((first, longest): (Duration, Duration), failures: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(failures.saturating_sub(1).min(16));
    let most = first.saturating_mul(doubled).min(longest);
    let half = most.checked_div(2).unwrap_or(most);
    // Each has keys of its own, which the system's random numbers seed.
    let chance = u32::try_from(RandomState::new().hash_one(failures) >> 40).unwrap_or_default();
    // 24 bits of chance.
    half.saturating_add(half.saturating_mul(chance).checked_div(1 << 24).unwrap_or_default())
}

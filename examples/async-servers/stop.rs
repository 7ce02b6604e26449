//! An end without a cut: what is being served is finished, within a time.

use std::pin::pin;
use std::time::Duration;

use tokio::select;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::Outcome;

/// What is being served when the end comes may take so long.
const GRACE: Duration = Duration::from_secs(10);

/// Says when no more is to be served.
#[derive(Clone)]
pub(crate) struct Stop(watch::Receiver<()>);

impl Stop {
    pub(crate) async fn wait(mut self) {
        // Nothing is ever sent: that the sender is gone is the signal.
        while self.0.changed().await.is_ok() {}
    }
}

/// Runs a server until `stop`, and then until it has finished what it was at.
pub(crate) async fn until<F: Future<Output = Outcome<()>>>(
    stop: impl Future<Output = ()>,
    serve: impl FnOnce(Stop) -> F,
) -> Outcome<()> {
    let (tell, told) = watch::channel(());
    let mut serving = pin!(serve(Stop(told)));
    select! {
        ended = &mut serving => return ended,
        () = stop => drop(tell),
    }
    match timeout(GRACE, serving).await {
        Ok(ended) => ended,
        Err(_) => Err("cut off what was not finished in time".into()),
    }
}

//! Many verdicts at once, over the processors at hand.

use std::num::NonZeroUsize;
use std::thread;

/// Judges every item, in slices of equal length, one a thread. The verdicts stand in the items' order.
pub(super) fn judge<T: Sync, V: Send>(items: &[T], verdict: impl Fn(&T) -> V + Sync) -> Vec<V> {
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get).min(items.len());
    if threads < 2 {
        return items.iter().map(verdict).collect();
    }
    thread::scope(|scope| {
        let verdict = &verdict;
        let slices: Vec<_> = items
            .chunks(items.len().div_ceil(threads))
            .map(|slice| scope.spawn(move || slice.iter().map(verdict).collect::<Vec<_>>()))
            .collect();
        let mut verdicts = Vec::with_capacity(items.len());
        for slice in slices {
            match slice.join() {
                Ok(slice) => verdicts.extend(slice),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        verdicts
    })
}

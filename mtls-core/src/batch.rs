//! Many items at once, over the processors at hand.
//!
//! The threads end with the call: a pool would not outlive a `fork` of the program that loaded us.

use std::num::NonZeroUsize;
use std::thread;

/// As much as the main thread of a program has on most systems: whoever calls from there may nest as deep here.
const STACK: usize = 8 << 20;

/// What `work` makes of every item, in the items' order. The items are shared out in slices, one a thread, of about equal
/// length and of `least` items or more: beginning a thread costs some tens of microseconds.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], least: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let slices = items.len().checked_div(least).unwrap_or(items.len());
    // To count the processors takes reading files.
    let threads =
        if slices < 2 { 1 } else { thread::available_parallelism().map_or(1, NonZeroUsize::get).min(slices) };
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let length = items.len().div_ceil(threads);
    let (own, others) = items.split_at(length.min(items.len()));
    let run = &|slice: &[T]| slice.iter().map(&work).collect::<Vec<_>>();
    thread::scope(|scope| {
        let others: Vec<_> = others
            .chunks(length)
            .map(|slice| {
                (slice, thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || run(slice)))
            })
            .collect();
        let mut results = Vec::with_capacity(items.len());
        results.extend(run(own));
        for (slice, thread) in others {
            match thread.map(thread::ScopedJoinHandle::join) {
                Ok(Ok(made)) => results.extend(made),
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                // Where no more threads may be had, this one does the work.
                Err(_) => results.extend(run(slice)),
            }
        }
        results
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::thread::{self, ThreadId};

    use super::map;

    #[test]
    fn results_stand_in_the_order_of_the_items() {
        for length in [0, 1, 2, 3, 63, 64, 65, 1000] {
            for least in [0, 1, 7, 64, 5000] {
                let items: Vec<usize> = (0..length).collect();
                let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
                assert_eq!(map(&items, least, |item| item * 2), doubled, "{length} in slices of {least}");
            }
        }
    }

    #[test]
    fn many_items_go_to_other_threads_too() {
        let threads: HashSet<ThreadId> = map(&[0; 128], 64, |_| thread::current().id()).into_iter().collect();
        let processors = thread::available_parallelism().unwrap().get();
        assert_eq!(threads.len(), processors.min(2));
        assert!(threads.contains(&thread::current().id()));
    }

    #[test]
    fn few_items_stay_on_the_thread_of_the_caller() {
        let threads: HashSet<ThreadId> = map(&[0; 127], 64, |_| thread::current().id()).into_iter().collect();
        assert_eq!(threads, HashSet::from([thread::current().id()]));
    }

    #[test]
    fn a_panic_reaches_the_caller() {
        let caught = std::panic::catch_unwind(|| map(&[1, 2, 3, 4], 1, |item| assert_ne!(*item, 4)));
        assert!(caught.is_err());
    }
}

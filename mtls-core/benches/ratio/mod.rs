//! Paired timing: ours and the other's, turn by turn in one run, so that both meet the same machine.
//!
//! [`compare`] prints `ratio NAME VALUE`: the other's time divided by ours, more is better. Only that line is
//! meant for machines; the times themselves go to standard error. Without `--bench`, as under `cargo test`,
//! everything runs once and nothing is measured.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How often the two take turns.
const ROUNDS: usize = 400;
/// The same for what is slow.
const SLOW_ROUNDS: usize = 5;
/// How long one turn lasts: long against the clock's own cost, short against the scheduler's slice.
const TURN: Duration = Duration::from_micros(250);

/// Something to time; its result is kept from being optimised away.
pub(crate) struct Timed<'a> {
    name: &'a str,
    turn: Box<dyn FnMut(u32) -> Duration + 'a>,
}

impl<'a> Timed<'a> {
    pub(crate) fn new<T>(name: &'a str, mut work: impl FnMut() -> T + 'a) -> Self {
        let turn = move |repeats: u32| {
            let start = now();
            for _ in 0..repeats {
                black_box(work());
            }
            start.elapsed()
        };
        Self { name, turn: Box::new(turn) }
    }

    /// The shortest turn, in nanoseconds a repeat; None when nothing is measured.
    #[allow(dead_code, reason = "not every benchmark asks")]
    pub(crate) fn best(mut self) -> Option<f64> {
        if !is_measuring() {
            (self.turn)(1);
            return None;
        }
        let repeats = self.repeats();
        let times = (0..ROUNDS).map(|_| (self.turn)(repeats).as_secs_f64() / f64::from(repeats));
        Some(times.fold(f64::INFINITY, f64::min) * 1e9)
    }

    /// How often to repeat so that a turn lasts [`TURN`].
    fn repeats(&mut self) -> u32 {
        let mut repeats = 1_u32;
        while (self.turn)(repeats) < TURN && repeats < 1 << 24 {
            repeats *= 2;
        }
        repeats
    }
}

/// Times both and prints `ratio NAME VALUE`; of several pairs, the worst.
///
/// The value is the quotient of the shortest turns: what both take when nothing disturbs them. Gives ours of the last
/// pair, in nanoseconds.
#[allow(dead_code, reason = "not every benchmark is quick")]
pub(crate) fn compare<'a>(
    name: &str,
    pairs: impl IntoIterator<Item = (Timed<'a>, Timed<'a>)>,
) -> Option<f64> {
    compare_rounds(name, ROUNDS, pairs)
}

/// [`compare`] for what takes a good part of a second each time, in fewer turns.
#[allow(dead_code, reason = "not every benchmark is slow")]
pub(crate) fn compare_slow<'a>(
    name: &str,
    pairs: impl IntoIterator<Item = (Timed<'a>, Timed<'a>)>,
) -> Option<f64> {
    compare_rounds(name, SLOW_ROUNDS, pairs)
}

fn compare_rounds<'a>(
    name: &str,
    rounds: usize,
    pairs: impl IntoIterator<Item = (Timed<'a>, Timed<'a>)>,
) -> Option<f64> {
    let mut worst = f64::INFINITY;
    let mut last = None;
    for (mut other, mut ours) in pairs {
        if !is_measuring() {
            (other.turn)(1);
            (ours.turn)(1);
            continue;
        }
        let repeats = [other.repeats(), ours.repeats()];
        let mut best = [f64::INFINITY; 2];
        for _ in 0..rounds {
            for (side, (timed, repeats)) in [&mut other, &mut ours].into_iter().zip(repeats).enumerate() {
                let each = (timed.turn)(repeats).as_secs_f64() / f64::from(repeats);
                best[side] = best[side].min(each);
            }
        }
        let [theirs_ns, ours_ns] = best.map(|seconds| seconds * 1e9);
        eprintln!("{name}: {} {theirs_ns:.1} ns, {} {ours_ns:.1} ns", other.name, ours.name);
        worst = worst.min(theirs_ns / ours_ns);
        last = Some(ours_ns);
    }
    if is_measuring() {
        println!("ratio {name} {worst:.2}");
    }
    last
}

/// `cargo bench` passes `--bench`.
fn is_measuring() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

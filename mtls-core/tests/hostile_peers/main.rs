//! Peers that mean harm before they are known, and one that does after it was let in: they stall, send without end, or ask
//! for work again and again. What they cost in memory and time is bounded, they are refused with a typed error, and others
//! are served meanwhile.
#![cfg(all(feature = "tls", feature = "issue", feature = "aws-lc-rs"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and sockets live in real time"
)]

mod attacker;
mod flood;
mod large;
mod server;
mod slow;

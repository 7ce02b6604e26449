#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod callers;
mod hostile;
mod names;
mod policies;
mod setting;
mod through_curl;

use std::path::PathBuf;

use super::log::Form;
use super::{Task, task};

#[test]
fn the_command_line_says_what_to_do() {
    let read = |words: &str| task(words.split_whitespace().map(Into::into));
    assert_eq!(read("demo"), Ok((Task::Demo, Form::Text)));
    assert_eq!(read("mesh"), Ok((Task::Mesh, Form::Text)));
    assert_eq!(read("--log json x.yaml"), Ok((Task::Serve(PathBuf::from("x.yaml")), Form::Json)));
    for wrong in ["", "--log", "--log xml demo", "--verbose demo", "demo demo", "a.yaml b.yaml"] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

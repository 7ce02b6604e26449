#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use mtls_core::resources::check_yaml;

use super::{certificates, gateway, tell};

/// The Python and Node programs are held to the same file.
#[test]
fn the_story_is_the_one_written_down() {
    assert_eq!(tell().unwrap().0, include_str!("story.txt"));
}

#[test]
fn the_manifests_leave_nothing_to_say() {
    let yaml = gateway(&certificates().unwrap()).build().unwrap().to_yaml().unwrap();
    assert_eq!(check_yaml(&yaml, None), []);
}

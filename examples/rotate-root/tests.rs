#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use mtls_core::trust::RotationStepKind as Kind;

use super::mesh::Mesh;
use super::{is_as_foretold, tell};

/// The Python and Node programs are held to the same file.
#[test]
fn the_story_is_the_one_written_down() {
    assert_eq!(tell().unwrap(), include_str!("story.txt"));
}

#[test]
fn every_chain_is_accepted_all_the_while() {
    let report = Mesh::new().unwrap().rotate(None).unwrap();
    assert_eq!(report.refused.len(), 0);
    assert!(report.judged > 1000, "{}", report.judged);
    assert!(report.safe && !report.forged);
}

#[test]
fn every_step_is_needed_for_what_it_says() {
    let mesh = Mesh::new().unwrap();
    for step in mesh.plan().unwrap().steps() {
        let report = mesh.rotate(Some(step.kind)).unwrap();
        assert!(is_as_foretold(step, &report), "{step}");
        for refused in &report.refused {
            assert!(step.if_skipped.contains(refused.root.subject()), "{step}");
        }
        // Had anyone asked, the old root would have stayed.
        let asked = !matches!(step.kind, Kind::Switch | Kind::AwaitSvids | Kind::Retire);
        assert_eq!(report.safe, asked, "{step}");
    }
}

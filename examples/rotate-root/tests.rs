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
    assert!(report.safe);
}

/// What a thief with the old root's key makes after the rotation: six workloads' chains in three clusters.
#[test]
fn the_old_key_is_worth_nothing_once_it_is_retired() {
    let mesh = Mesh::new().unwrap();
    let whole = mesh.rotate(None).unwrap();
    assert_eq!((whole.taken_in, whole.forged), (0, 18));
    for step in mesh.plan().unwrap().steps() {
        let report = mesh.rotate(Some(step.kind)).unwrap();
        let accepted = if step.kind == Kind::Retire { 18 } else { 0 };
        assert_eq!((report.taken_in, report.forged), (accepted, 18), "{step}");
    }
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
        let asked = !matches!(step.kind, Kind::Publish | Kind::Switch | Kind::AwaitSvids | Kind::Retire);
        assert_eq!(report.safe, asked, "{step}");
    }
}

//! How much is compared.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::finding::DocumentRef;
use crate::resources::istio::VirtualService;
use crate::resources::{read_yaml, validate};

static COMPARED: AtomicUsize = AtomicUsize::new(0);

fn differs(before: &usize, one: &usize) -> bool {
    COMPARED.fetch_add(*before, Ordering::Relaxed);
    before > one
}

#[test]
fn a_hostile_manifest_is_compared_for_so_long() {
    for (weight, many) in [(1, 10_000), (WORK / 50, 1_000), (WORK, 1_000)] {
        COMPARED.store(0, Ordering::Relaxed);
        let matches = vec![weight; many];
        let routes = matches.chunks(1).map(|matches| Route { matches, passes_on: false });
        let mut check = Checker::at(DocumentRef::new("", ""), Vec::new());
        check_routes(routes, "spec.http", differs, |weight| *weight, &mut check);
        let compared = COMPARED.load(Ordering::Relaxed);
        assert!((WORK - weight..=WORK).contains(&compared), "{weight} {compared}");
    }
}

#[test]
fn a_match_weighs_what_it_holds() {
    let text = |matches: &str| {
        format!(
            "{{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {{name: v, namespace: shop}}, spec: {{hosts: [a], http: [{{match: [{matches}], route: [{{destination: {{host: a}}}}]}}]}}}}"
        )
    };
    let weigh = |matches: &str| {
        let read = VirtualService::try_from(&read_yaml(&text(matches)).remove(0).unwrap()).unwrap();
        weight(&read.spec.unwrap().http.unwrap()[0].matches.as_ref().unwrap()[0])
    };
    assert!(weigh("{uri: {exact: /a}}") < 5);
    let headers: Vec<String> = (0..500).map(|i| format!("h{i}: {{exact: a}}")).collect();
    assert!(weigh(&format!("{{headers: {{{}}}}}", headers.join(", "))) >= 500);
    assert!(weigh(&format!("{{uri: {{exact: /{}}}}}", "a".repeat(6_400))) >= 100);
    assert!(validate(&read_yaml(&text("{uri: {exact: /a}}")).remove(0).unwrap()).is_empty());
}

//! Operations of the subject `federation`.

use std::time::Duration;

use mtls_core::finding::{Finding, Refusal as _};
use mtls_core::identity::{SpiffeId, TrustDomain};
use mtls_core::pki::Certificate;
use mtls_core::trust::federation::{
    BundleAnswer, BundleEndpoint, BundlePublisher, BundleRequest, FederatedBundle, FetchStep, ServerProof,
};
use mtls_core::trust::{TrustBundle, TrustError};
use rustls_pki_types::UnixTime;
use serde_json::{Value, json};

use super::verify::texts;
use super::{Answer, Args, answer};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    let all = || Value::Object(args.0.clone());
    Some(match op {
        "bundle_endpoint.https_web" | "bundle_endpoint.https_spiffe" => {
            answer(endpoint(&all()).map(|endpoint| {
                let request = FederatedBundle::new(endpoint.clone(), None, time(0)).unwrap().request();
                json!({
                    "trust_domain": endpoint.trust_domain(), "url": endpoint.url().as_str(),
                    "profile": endpoint.profile().as_str(), "is_self_serving": endpoint.is_self_serving(),
                    "request": asked(&request),
                })
            }))
        }
        "federated_bundle.run" => {
            let stored = args.0.get("stored").map(bundle);
            let endpoint = endpoint(&args.0["endpoint"]).unwrap();
            answer(FederatedBundle::new(endpoint, stored, args.at()).map(|partner| fetches(partner, args)))
        }
        "bundle_publisher.run" => {
            answer(BundlePublisher::new(bundle(&args.0["bundle"])).map(|publisher| answers(publisher, args)))
        }
        _ => return None,
    })
}

fn text<'a>(of: &'a Value, key: &str) -> &'a str {
    of[key].as_str().unwrap_or_else(|| panic!("no text `{key}`"))
}

fn time(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn bundle(of: &Value) -> TrustBundle {
    let authorities = texts(&of["authorities"]).into_iter();
    let authorities = authorities.map(|pem| Certificate::from_pem(pem.as_bytes()).unwrap());
    let bundle = TrustBundle::new(TrustDomain::parse(text(of, "trust_domain")).unwrap(), authorities);
    match of["sequence"].as_str() {
        Some(sequence) => bundle.with_sequence(sequence.parse().unwrap()).unwrap(),
        None => bundle,
    }
}

fn told(bundle: &TrustBundle) -> Value {
    let authorities: Vec<_> = bundle.authorities().iter().map(Certificate::fingerprint_sha256).collect();
    json!({"sequence": bundle.sequence().map(|number| number.to_string()), "authorities": authorities})
}

fn endpoint(of: &Value) -> Result<BundleEndpoint, TrustError> {
    let (trust_domain, url) = (TrustDomain::parse(text(of, "trust_domain")).unwrap(), text(of, "url"));
    match of["endpoint_id"].as_str() {
        Some(id) => {
            let id = SpiffeId::parse(id).unwrap();
            BundleEndpoint::https_spiffe(trust_domain, url, id, bundle(&of["bundle"]))
        }
        None => BundleEndpoint::https_web(trust_domain, url),
    }
}

fn asked(request: &BundleRequest) -> Value {
    let (name, id, bundle) = match request.proof() {
        ServerProof::Web { host } => (Some(host), None, None),
        ServerProof::Spiffe { id, bundle } => (None, Some(id), Some(told(bundle))),
        _ => panic!("another proof"),
    };
    let url = request.url();
    json!({
        "url": url.as_str(), "host": url.host(), "port": url.port(), "target": url.target(),
        "server_name": name, "endpoint_id": id, "endpoint_bundle": bundle,
    })
}

fn found(findings: &[Finding]) -> impl Iterator<Item = Value> {
    findings.iter().map(|finding| json!([finding.rule, finding.severity]))
}

fn fetches(mut partner: FederatedBundle, args: &Args) -> Value {
    let (mut states, mut findings, mut pending) = (Vec::new(), Vec::new(), None);
    for event in args.0["events"].as_array().unwrap() {
        if let Some(at) = event["due"].as_u64() {
            states.push(json!({"due": partner.is_due(time(at))}));
            continue;
        }
        let mut state = if event["endpoint_bundle"].is_object() {
            match partner.replace_endpoint_bundle(bundle(&event["endpoint_bundle"])) {
                Ok(()) => json!({"got": "replaced"}),
                Err(error) => refused(&error, &mut findings),
            }
        } else {
            let at = time(event["at"].as_u64().unwrap());
            let request = pending.take().unwrap_or_else(|| partner.request());
            let step = match event["fail"].as_str() {
                Some(reason) => Err(partner.fail(reason, at)),
                None => {
                    let status = event["status"].as_u64().unwrap().try_into().unwrap();
                    let (location, body) = (event["location"].as_str(), text(event, "body").as_bytes());
                    partner.answer(request, status, location, body, at)
                }
            };
            match step {
                Ok(FetchStep::Done(fetch)) => {
                    findings.extend(found(&fetch.findings));
                    json!({
                        "got": fetch.outcome.as_str(), "sequence": fetch.sequence.map(|number| number.to_string()),
                        "log": fetch.to_string().lines().next(),
                    })
                }
                Ok(FetchStep::Redirected(next)) => {
                    let request = asked(&next);
                    pending = Some(*next);
                    json!({"got": "redirected", "request": request})
                }
                Ok(other) => panic!("{other:?}"),
                Err(_) if event["fail"].is_string() => json!({"got": "failed"}),
                Err(error) => refused(&error, &mut findings),
            }
        };
        state["next_at"] = json!(partner.next_at().as_secs());
        state["failures"] = json!(partner.failures());
        state["failure"] = json!(partner.failure().map(TrustError::code));
        state["bundle"] = json!(partner.bundle().map(told));
        states.push(state);
    }
    json!({"events": states, "next_request": asked(&partner.request()), "findings": findings})
}

fn refused(error: &TrustError, findings: &mut Vec<Value>) -> Value {
    findings.extend(found(&error.findings()));
    json!({"got": error.code()})
}

fn answers(mut publisher: BundlePublisher, args: &Args) -> Value {
    let (mut states, mut findings) = (Vec::new(), Vec::new());
    for event in args.0["events"].as_array().unwrap() {
        states.push(match event["method"].as_str() {
            Some(method) => {
                let mut state = answered(&publisher.answer(method));
                let of_get = publisher.answer("GET").body.len() == publisher.answer(method).length;
                state["length_of_get"] = json!(of_get);
                state
            }
            None => match publisher.publish(bundle(&event["publish"])) {
                Ok(()) => json!({"got": "published"}),
                Err(error) => refused(&error, &mut findings),
            },
        });
    }
    json!({"events": states, "findings": findings})
}

fn answered(answer: &BundleAnswer) -> Value {
    let body = (!answer.body.is_empty()).then(|| {
        let document: Value = serde_json::from_str(&answer.body).unwrap();
        let keys = document["keys"].as_array().unwrap().iter();
        let x5c: Vec<_> = keys.map(|key| key["x5c"][0].clone()).collect();
        // JSON readers differ on numbers beyond 2^53.
        let sequence = answer.body.split("\"spiffe_sequence\": ").nth(1).unwrap();
        let sequence: String = sequence.chars().take_while(char::is_ascii_digit).collect();
        json!({"sequence": sequence, "x5c": x5c})
    });
    json!({"status": answer.status, "headers": answer.headers, "body": body})
}

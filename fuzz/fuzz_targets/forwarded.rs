//! The header X-Forwarded-Client-Cert: read or refused, the text form as its JSON says the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtls_core::finding::Refusal;
use mtls_core::pki::{ForwardedClientCert, ForwardedElement, ForwardedOptions};

fuzz_target!(|header: &str| {
    let forwarded = match ForwardedClientCert::parse(header) {
        Ok(forwarded) => forwarded,
        Err(refused) => {
            assert!(!refused.findings().is_empty());
            assert!(refused.to_string().len() < 4096);
            return;
        }
    };
    let nearest = forwarded.nearest();
    assert_eq!(forwarded.elements().last(), Some(nearest));
    if let Ok(id) = forwarded.spiffe_id() {
        assert_eq!(nearest.uris(), [id.as_str()]);
    }
    for element in forwarded.elements() {
        assert!(element.uris().len() <= 1, "several URIs were not asked for");
        if let (Some(hash), Some(certificate)) = (element.hash(), element.certificate()) {
            assert_eq!(hash, certificate.fingerprint_sha256());
        }
    }
    // The names come from the certificate, and PEM may take more bytes when it is written again.
    let mut options = ForwardedOptions::default();
    options.max_bytes = usize::MAX;
    options.max_certificate_bytes = usize::MAX;
    let json = json(forwarded.elements());
    let again = ForwardedClientCert::parse_with(&json, &options);
    assert!(
        again.is_ok_and(|again| again.elements() == forwarded.elements()),
        "the JSON form reads differently"
    );
});

/// The elements as Envoy writes them in JSON.
fn json(elements: &[ForwardedElement]) -> String {
    let objects = elements.iter().map(|element| {
        let mut members = Vec::new();
        let mut put = |key: &str, value: String| members.push(format!("{}:{value}", quoted(key)));
        put("by", list(element.by()));
        if element.certificate().is_none() {
            put("uri", list(element.uris()));
            put("dns", list(element.dns_names()));
        }
        let texts = [
            ("hash", element.hash().map(str::to_owned)),
            ("subject", element.subject().map(str::to_owned)),
            ("issuer", element.issuer().map(str::to_owned)),
            ("cert", element.certificate().map(|certificate| certificate.to_pem())),
            ("chain", element.chain().map(|chain| chain.to_pem())),
        ];
        for (key, value) in texts {
            if let Some(value) = value {
                put(key, quoted(&value));
            }
        }
        format!("{{{}}}", members.join(","))
    });
    format!("[{}]", objects.collect::<Vec<_>>().join(","))
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(","))
}

fn quoted(text: &str) -> String {
    format!(
        "\"{}\"",
        text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t")
    )
}

//! What a trust anchor's own certificate says it is not for, where webpki does not look.

use rcgen::{CertificateParams, ExtendedKeyUsagePurpose};

use crate::finding::{Refusal as _, Subject};
use crate::verify::{ChainVerifier, Profile, Purpose};

use super::forge::{Forge, ca_params, extension, leaf_params};
use super::{NOW, at};

/// The code that a client's chain of leaf, intermediate and this root is refused with, the authority blamed.
fn refusal(purpose: Purpose, change: impl FnOnce(&mut CertificateParams)) -> Option<&'static str> {
    let mut params = ca_params("root");
    change(&mut params);
    let root = Forge::new(params);
    let intermediate = root.below(ca_params("i"));
    let chain = [intermediate.sign(&leaf_params(&["spiffe://td/w"])), intermediate.root.clone()];
    let verifier = ChainVerifier::builder(root.bundles()).profile(Profile::SpiffeInterop).build().unwrap();
    let rejection = verifier.verify_for(purpose, &chain, at(NOW)).err()?;
    let Some(Subject::Certificate(blamed)) = rejection.cause().map(|cause| &cause.subject) else {
        panic!("{rejection}")
    };
    assert_eq!((blamed.index, blamed.subject.as_str()), (None, "CN=root"), "{rejection}");
    Some(rejection.code())
}

#[test]
fn an_authority_is_used_for_what_it_is_for() {
    use ExtendedKeyUsagePurpose::{Any, ClientAuth, CodeSigning, ServerAuth};
    let only = |usages: &[ExtendedKeyUsagePurpose], purpose| {
        refusal(purpose, |params| params.extended_key_usages = usages.to_vec())
    };
    for usages in [&[][..], &[ClientAuth], &[ServerAuth, ClientAuth], &[Any]] {
        assert_eq!(only(usages, Purpose::Client), None, "{usages:?}");
    }
    assert_eq!(only(&[ServerAuth], Purpose::Client), Some("purpose-mismatch"));
    assert_eq!(only(&[CodeSigning], Purpose::Client), Some("purpose-mismatch"));
    assert_eq!(only(&[CodeSigning], Purpose::Either), Some("purpose-mismatch"));
    assert_eq!(only(&[ServerAuth], Purpose::Either), None);
    assert_eq!(only(&[ServerAuth], Purpose::Server), None);
}

#[test]
fn what_an_authority_calls_critical_is_not_passed_over() {
    let with = |critical| {
        refusal(Purpose::Client, |params| {
            params.custom_extensions.push(extension(&[1, 2, 3, 4], critical, &[5, 0]))
        })
    };
    assert_eq!(with(true), Some("critical-extension-unknown"));
    assert_eq!(with(false), None);
}

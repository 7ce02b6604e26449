//! Providers other than the built-in one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustls::crypto::{CryptoProvider, KeyProvider};
use rustls::sign::SigningKey;
use rustls_pki_types::PrivateKeyDer;

use crate::finding::Refusal as _;
use crate::tls::{TlsError, provider};

use super::{ca, client_of, identity, server_of};

/// Loads no key.
#[derive(Debug)]
struct NoKeys;

impl KeyProvider for NoKeys {
    fn load_private_key(&self, _: PrivateKeyDer<'static>) -> Result<Arc<dyn SigningKey>, rustls::Error> {
        Err(rustls::Error::General("keys of this kind are kept elsewhere".to_owned()))
    }
}

fn spoilt(spoil: impl FnOnce(&mut CryptoProvider)) -> Arc<CryptoProvider> {
    let mut provider = CryptoProvider::clone(&provider::built_in().unwrap());
    spoil(&mut provider);
    Arc::new(provider)
}

#[test]
fn a_provider_that_cannot_use_the_key_is_told_with_its_reason() {
    let ca = ca("root");
    let provider = spoilt(|provider| provider.key_provider = &NoKeys);
    for refused in [
        server_of(&ca).provider(provider.clone()).build().unwrap_err(),
        client_of(&ca, "cart").provider(provider).build().unwrap_err(),
    ] {
        assert_eq!(refused.code(), "tls-key-unusable");
        assert!(refused.to_string().contains("kept elsewhere"), "{refused}");
    }
}

static LOADED: AtomicUsize = AtomicUsize::new(0);

/// Counts the keys that it loads.
#[derive(Debug)]
struct Counting;

impl KeyProvider for Counting {
    fn load_private_key(&self, key: PrivateKeyDer<'static>) -> Result<Arc<dyn SigningKey>, rustls::Error> {
        LOADED.fetch_add(1, Ordering::Relaxed);
        provider::built_in().unwrap().key_provider.load_private_key(key)
    }
}

/// Whichever provider saw the key first: the others neither get what it made nor load the key for each handshake.
#[test]
fn each_provider_loads_the_key_itself_and_once() {
    let identity = identity(&ca("root"), "cart");
    identity.check_key().unwrap();
    assert!(identity.certified(&spoilt(|provider| provider.key_provider = &NoKeys)).is_err());
    let counting = spoilt(|provider| provider.key_provider = &Counting);
    for _ in 0..3 {
        identity.certified(&counting).unwrap();
    }
    assert_eq!(LOADED.load(Ordering::Relaxed), 1);
    assert!(identity.certified(&spoilt(|provider| provider.key_provider = &NoKeys)).is_err());
}

#[test]
fn a_provider_without_cipher_suites_makes_no_configuration() {
    let ca = ca("root");
    let provider = spoilt(|provider| provider.cipher_suites.clear());
    for refused in [
        server_of(&ca).provider(provider.clone()).build().unwrap_err(),
        client_of(&ca, "cart").provider(provider).build().unwrap_err(),
    ] {
        assert_eq!(refused.code(), "tls-configuration");
        assert!(refused.to_string().starts_with("rustls refuses the configuration: "), "{refused}");
    }
}

/// Builds without a backend answer with it where no provider is passed in.
#[test]
fn the_lack_of_any_provider_has_a_code_of_its_own() {
    assert_eq!(TlsError::NoProvider.code(), "tls-no-provider");
    assert!(TlsError::NoProvider.help().contains("aws-lc-rs"), "{}", TlsError::NoProvider.help());
}

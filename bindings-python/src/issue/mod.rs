//! Floor 2, issuing: `CertificateAuthority` and what it gives out.

/// Calls the builder's method for each keyword argument that was given: plain values, then times and durations.
macro_rules! set {
    ($builder:ident; $($plain:ident),*; $($wrapped:ident),*) => {
        $(if let Some(value) = $plain {
            $builder = $builder.$plain(value);
        })*
        $(if let Some(value) = $wrapped {
            $builder = $builder.$wrapped(value.0);
        })*
    };
}

mod policy;

use std::collections::BTreeMap;

use mtls_core::pki::issue as core;
use mtls_core::pki::{KeyAlgorithm, RevocationReason};
use pyo3::prelude::*;

pub(crate) use self::policy::CsrPolicy;
use crate::arguments::{
    Address, Entries, FilePath, IdArgument, List, Moment, Span, TrustDomainArgument, Whole,
};
use crate::certificate::{Certificate, CertificateChain, known_as};
use crate::identity::TrustDomain;
use crate::pki::{CertificateRequest, Crl, PrivateKey};
use crate::raise::Raise;

/// A CA that can issue: a root, or an intermediate below one. It holds its key; `repr` does not show it.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct CertificateAuthority(pub(crate) core::CertificateAuthority);

fn algorithm(name: Option<&str>) -> Result<Option<KeyAlgorithm>, Raise> {
    Ok(name.map(str::parse).transpose()?)
}

#[pymethods]
impl CertificateAuthority {
    /// A new root CA. Ten years, P-256, no limit on the path length unless told otherwise.
    ///
    /// `key_algorithm`: `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`.
    #[staticmethod]
    #[pyo3(signature = (common_name, *, trust_domain = None, organization = None, at = None, not_before = None,
        backdate = None, valid_for = None, key_algorithm = None, key = None, path_len = None,
        permitted_dns_names = List::default(), excluded_dns_names = List::default()))]
    fn root(
        py: Python<'_>,
        common_name: &str,
        trust_domain: Option<TrustDomainArgument<'_>>,
        organization: Option<&str>,
        at: Option<Moment>,
        not_before: Option<Moment>,
        backdate: Option<Span>,
        valid_for: Option<Span>,
        key_algorithm: Option<&str>,
        key: Option<PyRef<'_, PrivateKey>>,
        path_len: Option<Whole<u8>>,
        permitted_dns_names: List<String>,
        excluded_dns_names: List<String>,
    ) -> Result<Self, Raise> {
        let mut builder = core::CertificateAuthority::root(common_name)
            .permitted_dns_names(permitted_dns_names)
            .excluded_dns_names(excluded_dns_names);
        let trust_domain = trust_domain.map(TrustDomainArgument::get).transpose()?;
        let (key_algorithm, key) = (algorithm(key_algorithm)?, key.map(|key| key.0.clone_key()));
        let path_len = path_len.map(|levels| levels.0);
        set!(builder; trust_domain, organization, key_algorithm, key, path_len; at, not_before, backdate, valid_for);
        Ok(Self(py.detach(|| builder.build())?))
    }

    /// A new CA signed by this one, in its trust domain. A year, and leaves only, unless told otherwise.
    ///
    /// `key_algorithm`: `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`.
    #[pyo3(signature = (common_name, *, trust_domain = None, organization = None, at = None, not_before = None,
        backdate = None, valid_for = None, clip_to_issuer = false, key_algorithm = None, key = None, path_len = None,
        permitted_dns_names = List::default(), excluded_dns_names = List::default()))]
    fn intermediate(
        &self,
        py: Python<'_>,
        common_name: &str,
        trust_domain: Option<TrustDomainArgument<'_>>,
        organization: Option<&str>,
        at: Option<Moment>,
        not_before: Option<Moment>,
        backdate: Option<Span>,
        valid_for: Option<Span>,
        clip_to_issuer: bool,
        key_algorithm: Option<&str>,
        key: Option<PyRef<'_, PrivateKey>>,
        path_len: Option<Whole<u8>>,
        permitted_dns_names: List<String>,
        excluded_dns_names: List<String>,
    ) -> Result<Self, Raise> {
        let mut builder = self
            .0
            .intermediate(common_name)
            .permitted_dns_names(permitted_dns_names)
            .excluded_dns_names(excluded_dns_names);
        let trust_domain = trust_domain.map(TrustDomainArgument::get).transpose()?;
        let (key_algorithm, key) = (algorithm(key_algorithm)?, key.map(|key| key.0.clone_key()));
        let path_len = path_len.map(|levels| levels.0);
        set!(builder; trust_domain, organization, key_algorithm, key, path_len; at, not_before, backdate, valid_for);
        if clip_to_issuer {
            builder = builder.clip_to_issuer();
        }
        Ok(Self(py.detach(|| builder.build())?))
    }

    /// A CA out of its parts; `pool` holds the certificates between it and one of the roots, in any order.
    #[staticmethod]
    fn from_parts(
        certificate: &Certificate,
        key: &PrivateKey,
        pool: List<PyRef<'_, Certificate>>,
        roots: List<PyRef<'_, Certificate>>,
    ) -> Result<Self, Raise> {
        let clones =
            |list: List<PyRef<'_, Certificate>>| list.iter().map(|c| c.0.clone()).collect::<Vec<_>>();
        let certificate = certificate.0.clone();
        Ok(Self(core::CertificateAuthority::from_parts(
            certificate,
            key.0.clone_key(),
            clones(pool),
            clones(roots),
        )?))
    }

    /// Loads a CA that `save` wrote, or the files of an Istio `cacerts` Secret.
    #[staticmethod]
    fn load(py: Python<'_>, directory: FilePath) -> Result<Self, Raise> {
        Ok(Self(py.detach(|| core::CertificateAuthority::load(directory))?))
    }

    /// Reads the entries of an Istio `cacerts` Secret, decoded from Base64.
    #[staticmethod]
    fn from_cacerts(entries: Entries) -> Result<Self, Raise> {
        Ok(Self(core::CertificateAuthority::from_cacerts(&entries.0)?))
    }

    /// The entries of an Istio `cacerts` Secret. `ca-key.pem` among them is the CA's private key.
    fn secret_cacerts(&self) -> BTreeMap<String, String> {
        let entries = self.0.secret_cacerts();
        entries.iter().map(|(name, pem)| (name.to_owned(), pem.to_owned())).collect()
    }

    /// Saves the CA in the layout of Istio's `cacerts`, readable by its owner alone. Refuses to write over another CA.
    fn save(&self, py: Python<'_>, directory: FilePath) -> Result<(), Raise> {
        Ok(py.detach(|| self.0.save(directory))?)
    }

    /// `save`, over whatever CA is there.
    fn replace(&self, py: Python<'_>, directory: FilePath) -> Result<(), Raise> {
        Ok(py.detach(|| self.0.replace(directory))?)
    }

    /// An X509-SVID for a workload, with a new key. A day unless told otherwise.
    ///
    /// `key_algorithm`: `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`.
    #[pyo3(signature = (id, *, dns_names = List::default(), ip_addresses = List::default(), common_name = None,
        organization = None, at = None, not_before = None, backdate = None, valid_for = None, clip_to_issuer = false,
        key_algorithm = None))]
    fn svid(
        &self,
        py: Python<'_>,
        id: IdArgument<'_>,
        dns_names: List<String>,
        ip_addresses: List<Address>,
        common_name: Option<&str>,
        organization: Option<&str>,
        at: Option<Moment>,
        not_before: Option<Moment>,
        backdate: Option<Span>,
        valid_for: Option<Span>,
        clip_to_issuer: bool,
        key_algorithm: Option<&str>,
    ) -> Result<IssuedCertificate, Raise> {
        let mut builder = self
            .0
            .svid(&id.get()?)
            .dns_names(dns_names)
            .ip_addresses(ip_addresses.into_iter().map(Address::get));
        set!(builder; common_name; );
        let options =
            Options { organization, at, not_before, backdate, valid_for, clip_to_issuer, key_algorithm };
        options.issue(py, builder)
    }

    /// A server certificate for DNS names and IP addresses, with a new key. 45 days unless told otherwise.
    ///
    /// `key_algorithm`: `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`.
    #[pyo3(signature = (names, *, common_name = None, organization = None, at = None, not_before = None,
        backdate = None, valid_for = None, clip_to_issuer = false, key_algorithm = None))]
    fn server(
        &self,
        py: Python<'_>,
        names: List<String>,
        common_name: Option<&str>,
        organization: Option<&str>,
        at: Option<Moment>,
        not_before: Option<Moment>,
        backdate: Option<Span>,
        valid_for: Option<Span>,
        clip_to_issuer: bool,
        key_algorithm: Option<&str>,
    ) -> Result<IssuedCertificate, Raise> {
        let mut builder = self.0.server(names);
        set!(builder; common_name; );
        let options =
            Options { organization, at, not_before, backdate, valid_for, clip_to_issuer, key_algorithm };
        options.issue(py, builder)
    }

    /// A client certificate known by its common name, with a new key. 45 days unless told otherwise.
    ///
    /// `key_algorithm`: `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`.
    #[pyo3(signature = (common_name, *, dns_names = List::default(), ip_addresses = List::default(), organization = None,
        at = None, not_before = None, backdate = None, valid_for = None, clip_to_issuer = false, key_algorithm = None))]
    fn client(
        &self,
        py: Python<'_>,
        common_name: &str,
        dns_names: List<String>,
        ip_addresses: List<Address>,
        organization: Option<&str>,
        at: Option<Moment>,
        not_before: Option<Moment>,
        backdate: Option<Span>,
        valid_for: Option<Span>,
        clip_to_issuer: bool,
        key_algorithm: Option<&str>,
    ) -> Result<IssuedCertificate, Raise> {
        let builder = self
            .0
            .client(common_name)
            .dns_names(dns_names)
            .ip_addresses(ip_addresses.into_iter().map(Address::get));
        let options =
            Options { organization, at, not_before, backdate, valid_for, clip_to_issuer, key_algorithm };
        options.issue(py, builder)
    }

    /// Signs a request if the policy grants all that it asks for, and gives the leaf with its chain.
    #[pyo3(signature = (request, policy, *, at = None))]
    fn sign_csr(
        &self,
        py: Python<'_>,
        request: &CertificateRequest,
        policy: &CsrPolicy,
        at: Option<Moment>,
    ) -> Result<CertificateChain, Raise> {
        let at = Moment::or_now(at);
        Ok(CertificateChain(py.detach(|| self.0.sign_csr_at(&request.0, &policy.0, at))?))
    }

    /// Signs a revocation list. `revoked` holds certificates of this CA with a reason (`keyCompromise`, `superseded`,
    /// …), `revoked_serials` serial numbers in hex with reason and time; `carry_over` takes the last list's entries.
    #[pyo3(signature = (number, *, revoked = List::default(), revoked_serials = List::default(), carry_over = None, at = None,
        valid_for = None))]
    fn crl(
        &self,
        py: Python<'_>,
        number: Whole<u64>,
        revoked: List<(PyRef<'_, Certificate>, String)>,
        revoked_serials: List<(String, String, Moment)>,
        carry_over: Option<PyRef<'_, Crl>>,
        at: Option<Moment>,
        valid_for: Option<Span>,
    ) -> Result<Crl, Raise> {
        let mut builder = self.0.crl(number.0);
        if let Some(last) = carry_over {
            builder = builder.carry_over(&last.0);
        }
        for (certificate, reason) in revoked {
            builder = builder.revoke(&certificate.0, reason.parse::<RevocationReason>()?);
        }
        for (serial, reason, when) in revoked_serials {
            builder = builder.revoke_serial(&serial, reason.parse::<RevocationReason>()?, when.0);
        }
        set!(builder; ; at, valid_for);
        Ok(Crl(py.detach(|| builder.build())?))
    }

    #[getter]
    fn certificate(&self) -> Certificate {
        Certificate(self.0.certificate().clone())
    }

    /// The certificates between this CA and its root, nearest first.
    #[getter]
    fn intermediates(&self) -> Vec<Certificate> {
        self.0.intermediates().iter().cloned().map(Certificate).collect()
    }

    /// The root that it leads to first, then any that were saved with it.
    #[getter]
    fn roots(&self) -> Vec<Certificate> {
        self.0.roots().iter().cloned().map(Certificate).collect()
    }

    #[getter]
    fn is_root(&self) -> bool {
        self.0.is_root()
    }

    #[getter]
    fn trust_domain(&self) -> Option<TrustDomain> {
        self.0.trust_domain().cloned().map(TrustDomain)
    }

    #[getter]
    fn path_len(&self) -> Option<u8> {
        self.0.path_len()
    }

    /// The CA's private key, for storing it elsewhere than `save` does.
    fn private_key(&self) -> PrivateKey {
        PrivateKey(self.0.private_key().clone_key())
    }

    fn __repr__(&self) -> String {
        format!("<CertificateAuthority {:?}>", self.0.certificate().subject())
    }
}

/// What every leaf can be told.
struct Options<'a> {
    organization: Option<&'a str>,
    at: Option<Moment>,
    not_before: Option<Moment>,
    backdate: Option<Span>,
    valid_for: Option<Span>,
    clip_to_issuer: bool,
    key_algorithm: Option<&'a str>,
}

impl Options<'_> {
    fn issue(self, py: Python<'_>, mut builder: core::LeafBuilder<'_>) -> Result<IssuedCertificate, Raise> {
        let Self { organization, at, not_before, backdate, valid_for, clip_to_issuer, key_algorithm } = self;
        let key_algorithm = algorithm(key_algorithm)?;
        set!(builder; organization, key_algorithm; at, not_before, backdate, valid_for);
        if clip_to_issuer {
            builder = builder.clip_to_issuer();
        }
        let issued = py.detach(|| builder.issue())?;
        Ok(IssuedCertificate { chain: issued.chain, key: issued.key })
    }
}

/// A leaf with its chain, and the key made for it.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct IssuedCertificate {
    pub(crate) chain: mtls_core::pki::CertificateChain,
    pub(crate) key: mtls_core::pki::PrivateKey,
}

#[pymethods]
impl IssuedCertificate {
    /// The leaf and the intermediates, as TLS sends them; never the root.
    #[getter]
    fn chain(&self) -> CertificateChain {
        CertificateChain(self.chain.clone())
    }

    #[getter]
    fn key(&self) -> PrivateKey {
        PrivateKey(self.key.clone_key())
    }

    fn __repr__(&self) -> String {
        format!("<IssuedCertificate {:?}>", known_as(self.chain.leaf()))
    }
}

//! The issuers of aws-privateca-issuer: certificates from AWS Private CA.

use crate::finding::rules::cert_manager as rules;
use crate::resources::builder::built;
use crate::resources::kind::{Checker, kind};
use crate::resources::model::model;
use crate::resources::{Builder, Specified, cut};

kind! {
    /// An `AWSPCAIssuer`: AWS Private CA for the Certificates of one namespace.
    pub struct AwsPcaIssuer as "AWSPCAIssuer": "awspca.cert-manager.io" ["awspca.cert-manager.io/v1beta1"], check {
        /// Which CA.
        spec: AwsPcaIssuerSpec = "spec",
    }
}

built!(AwsPcaIssuer, spec: AwsPcaIssuerSpec);

kind! {
    /// An `AWSPCAClusterIssuer`: AWS Private CA for the Certificates of all namespaces.
    ///
    /// ```
    /// use mtls_core::resources::cert_manager::AwsPcaClusterIssuer;
    ///
    /// let arn = "arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/12345678-1234-1234-1234-123456789012";
    /// let issuer = AwsPcaClusterIssuer::new("mesh-root").arn(arn).build()?;
    /// assert_eq!(issuer.spec.unwrap().region.as_deref(), Some("eu-central-1"));
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct AwsPcaClusterIssuer as "AWSPCAClusterIssuer": cluster "awspca.cert-manager.io" [
        "awspca.cert-manager.io/v1beta1"
    ], check_cluster {
        /// Which CA.
        spec: AwsPcaIssuerSpec = "spec",
    }
}

built!(AwsPcaClusterIssuer cluster, spec: AwsPcaIssuerSpec);

model! {
    /// Which CA of AWS issues, and as whom it is called.
    pub struct AwsPcaIssuerSpec {
        /// The ARN of the CA.
        arn: String = "arn",
        /// The region; absent leaves it to where the issuer runs.
        region: String = "region",
        /// An access key, where the issuer does not have a role of its own.
        secret_ref: AwsCredentials = "secretRef",
        /// The ARN of the role that the issuer takes.
        role: String = "role",
        /// The template of the certificates.
        pca_template: AwsPcaTemplate = "pcaTemplate",
    }
}

model! {
    /// A Secret with an access key.
    pub struct AwsCredentials {
        /// The Secret.
        name: String = "name",
        /// Its namespace.
        namespace: String = "namespace",
        /// Where the ID of the key is; absent is the entry `AWS_ACCESS_KEY_ID`.
        access_key_id_selector: AwsSecretKey = "accessKeyIDSelector",
        /// Where the key is; absent is the entry `AWS_SECRET_ACCESS_KEY`.
        secret_access_key_selector: AwsSecretKey = "secretAccessKeySelector",
    }
}

model! {
    /// An entry of the Secret.
    pub struct AwsSecretKey {
        /// The Secret; not read.
        name: String = "name",
        /// The entry.
        key: String = "key",
        /// Whether it may be missing.
        optional: bool = "optional",
    }
}

model! {
    /// The template of the certificates.
    pub struct AwsPcaTemplate {
        /// Its name, such as `SubordinateCACertificate_PathLen0/V1`; absent lets the usages of each request decide.
        default_template_name: String = "defaultTemplateName",
    }
}

impl<K: Specified<Spec = AwsPcaIssuerSpec>> Builder<K> {
    /// Names the CA, and its region as the ARN says it.
    pub fn arn(self, arn: impl Into<String>) -> Self {
        let arn = arn.into();
        self.with_spec(|spec| {
            spec.region = region_of(&arn).map(str::to_owned);
            spec.arn = Some(arn);
        })
    }

    /// Names the role that the issuer takes.
    pub fn role(self, arn: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.role = Some(arn.into()))
    }
}

/// The region of the ARN of a CA: `arn:aws:acm-pca:REGION:ACCOUNT:certificate-authority/ID`.
fn region_of(arn: &str) -> Option<&str> {
    let mut parts = arn.splitn(6, ':');
    let (scheme, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
    let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = scheme == "arn"
        && partition.starts_with("aws")
        && service == "acm-pca"
        && !account.is_empty()
        && resource.strip_prefix("certificate-authority/").is_some_and(|id| !id.is_empty());
    (whole && !region.is_empty()).then_some(region)
}

fn check(issuer: &AwsPcaIssuer, check: &mut Checker) {
    check_spec(issuer.spec.as_ref(), check);
}

fn check_cluster(issuer: &AwsPcaClusterIssuer, check: &mut Checker) {
    check_spec(issuer.spec.as_ref(), check);
}

fn check_spec(spec: Option<&AwsPcaIssuerSpec>, check: &mut Checker) {
    let empty = AwsPcaIssuerSpec::default();
    let spec = spec.unwrap_or(&empty);
    let arn = spec.arn.as_deref().unwrap_or_default();
    match region_of(arn) {
        None => check.report(
            rules::AWS_PCA_ARN,
            "spec.arn",
            if arn.is_empty() {
                "no CA is named".to_owned()
            } else {
                format!("`{}` is no ARN of a private CA", cut(arn))
            },
        ),
        Some(region) => {
            if let Some(other) = spec.region.as_deref().filter(|other| !other.is_empty() && *other != region)
            {
                check.report(
                    rules::AWS_PCA_REGION,
                    "spec.region",
                    format!("the CA is in {}, not in {}", cut(region), cut(other)),
                );
            }
        }
    }
}

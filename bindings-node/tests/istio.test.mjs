// Bundles and CAs in the entries of Istio's ConfigMap and Secrets: the shared cases.
import { Certificate, CertificateAuthority, MtlsError, TrustBundle } from '../index.js'
import { run } from './vectors.mjs'

const hashes = (certificates) => certificates.map(({ fingerprintSha256 }) => fingerprintSha256)

function entries({ values }) {
  const encoded = Object.entries(values.entries_b64 ?? {})
  const decoded = Object.fromEntries(encoded.map(([name, value]) => [name, Buffer.from(value, 'base64')]))
  return { ...values.entries, ...decoded }
}

run(
  'istio',
  {
    'trust_bundle.from_istio_entries': (args) => {
      const { trustDomain, authorities, findings } = TrustBundle.fromIstioEntries(args.values.trust_domain, entries(args))
      const briefs = findings.map(({ rule, severity }) => [rule, severity])
      return { trust_domain: trustDomain, authorities: hashes(authorities), findings: briefs }
    },
    'trust_bundle.to_istio_root_cert': ({ values }) => {
      const authorities = values.authorities.map((text) => Certificate.fromPem(text))
      return new TrustBundle(values.trust_domain, authorities).toIstioRootCert()
    },
    'ca.from_cacerts': (args) => {
      const { certificate, isRoot, intermediates, roots, trustDomain } = CertificateAuthority.fromCacerts(entries(args))
      return {
        subject: certificate.subject,
        is_root: isRoot,
        intermediates: hashes(intermediates),
        roots: hashes(roots),
        trust_domain: trustDomain,
      }
    },
    'ca.secret_cacerts': (args) => CertificateAuthority.fromCacerts(entries(args)).secretCacerts(),
  },
  MtlsError,
)

'use strict'
// Generated from the declarations: `npm run types:write`.
module.exports = {
  "classes": {
    "Connection": {
      "constructor": null,
      "statics": {
        "connect": [["options", "object"], ["client", "TlsClient"]],
        "accept": [["socket", "object"], ["server", "TlsServer"], ["options?", "object"]]
      },
      "methods": {}
    },
    "AccessKeys": {
      "constructor": [["jwks?", "string | Uint8Array | null"]],
      "statics": {},
      "methods": {
        "replace": [["jwks", "string | Uint8Array"]],
        "toString": []
      }
    },
    "AccessKeysClient": {
      "constructor": [["policy", "AccessPolicy"], ["web", "TrustAnchors | Certificate[]"], ["options?", "AccessKeysClientOptions | null"]],
      "statics": {},
      "methods": {
        "refresh": [["options?", "AccessOptions | null"]],
        "refreshFor": [["token", "string"], ["options?", "AccessOptions | null"]]
      }
    },
    "AccessPolicy": {
      "constructor": [["team", "string"], ["audiences", "string[]"], ["options?", "AccessPolicyOptions | null"]],
      "statics": {},
      "methods": {
        "verify": [["token", "string"], ["keys", "AccessKeys"], ["options?", "AccessOptions | null"]],
        "equals": [["other", "AccessPolicy"]],
        "toString": []
      }
    },
    "AccessToken": {
      "constructor": null,
      "statics": {},
      "methods": {
        "equals": [["other", "AccessToken"]],
        "toString": [],
        "toJSON": []
      }
    },
    "AddressRanges": {
      "constructor": [["ranges", "string[]"]],
      "statics": {
        "parse": [["data", "string | Uint8Array"]]
      },
      "methods": {
        "contains": [["address", "string"]],
        "equals": [["other", "AddressRanges"]],
        "toString": [],
        "toJSON": []
      }
    },
    "Admission": {
      "constructor": null,
      "statics": {},
      "methods": {
        "equals": [["other", "Admission"]],
        "toString": [],
        "toJSON": []
      }
    },
    "BundleClient": {
      "constructor": [["web", "TrustAnchors | Certificate[]"], ["options?", "BundleClientOptions | null"]],
      "statics": {},
      "methods": {
        "fetch": [["bundle", "FederatedBundle"], ["options?", "BundleFetchOptions | null"]]
      }
    },
    "BundleDiff": {
      "constructor": null,
      "statics": {},
      "methods": {
        "toString": [],
        "toJSON": []
      }
    },
    "BundleEndpoint": {
      "constructor": null,
      "statics": {
        "httpsWeb": [["domain", "TrustDomain | string"], ["url", "string"]],
        "httpsSpiffe": [["domain", "TrustDomain | string"], ["url", "string"], ["endpointId", "SpiffeId | string"], ["endpointBundle", "TrustBundle"]]
      },
      "methods": {
        "equals": [["other", "BundleEndpoint"]],
        "toString": []
      }
    },
    "BundleFetch": {
      "constructor": null,
      "statics": {},
      "methods": {
        "equals": [["other", "BundleFetch"]],
        "toJSON": [],
        "toString": []
      }
    },
    "BundleKeeper": {
      "constructor": null,
      "statics": {
        "start": [["client", "BundleClient"], ["bundles", "FederatedBundle[]"], ["verifier", "LiveVerifier"]]
      },
      "methods": {
        "toString": [],
        "close": []
      }
    },
    "BundleListener": {
      "constructor": null,
      "statics": {},
      "methods": {
        "close": [],
        "toString": []
      }
    },
    "BundlePublisher": {
      "constructor": [["bundle", "TrustBundle"]],
      "statics": {},
      "methods": {
        "publish": [["bundle", "TrustBundle"]],
        "answer": [["method", "string"]]
      }
    },
    "BundleRequest": {
      "constructor": null,
      "statics": {},
      "methods": {
        "equals": [["other", "BundleRequest"]],
        "toString": []
      }
    },
    "BundleServer": {
      "constructor": [["bundle", "TrustBundle"], ["identity", "TlsIdentity"], ["options?", "BundleServerOptions | null"]],
      "statics": {},
      "methods": {
        "publish": [["bundle", "TrustBundle"]],
        "present": [["identity", "TlsIdentity"]],
        "listen": [["host", "string"], ["port", "number"]]
      }
    },
    "BundleSet": {
      "constructor": [["bundles", "TrustBundle[]"], ["options?", "BundleSetOptions | null"]],
      "statics": {
        "fromSpiffeJson": [["json", "string | Uint8Array"], ["options?", "BundleMapOptions | null"]]
      },
      "methods": {
        "get": [["domain", "TrustDomain | string"]],
        "diff": [["newer", "BundleSet"]],
        "withBundle": [["bundle", "TrustBundle"]],
        "without": [["domain", "TrustDomain | string"]],
        "toSpiffeJson": [],
        "toString": [],
        "toJSON": []
      }
    },
    "BundleSetDiff": {
      "constructor": null,
      "statics": {},
      "methods": {
        "toString": [],
        "toJSON": []
      }
    },
    "BundleSource": {
      "constructor": null,
      "statics": {
        "open": [["paths", "object"], ["options?", "SourceOptions | null"]],
        "openSync": [["paths", "object"], ["options?", "SourceOptions | null"]]
      },
      "methods": {
        "poll": [],
        "watch": [["intervalSeconds", "number"]],
        "unwatch": [],
        "toString": []
      }
    },
    "Certificate": {
      "constructor": [["data", "string | Uint8Array"]],
      "statics": {
        "fromPem": [["pem", "string | Uint8Array"]],
        "fromDer": [["der", "Uint8Array"]]
      },
      "methods": {
        "toPem": [],
        "isValidAt": [["at", "Date"]],
        "namesAsIssuer": [["issuer", "Certificate"]],
        "info": [],
        "describe": [],
        "verifySignedBy": [["issuer", "Certificate"]],
        "equals": [["other", "Certificate"]],
        "toString": [],
        "toJSON": []
      }
    },
    "CertificateAuthority": {
      "constructor": null,
      "statics": {
        "root": [["commonName", "string"], ["options?", "AuthorityOptions | null"]],
        "fromParts": [["certificate", "Certificate"], ["key", "PrivateKey"], ["pool", "Certificate[]"], ["roots", "Certificate[]"]],
        "load": [["directory", "string"]],
        "fromCacerts": [["entries", "object"]]
      },
      "methods": {
        "intermediate": [["commonName", "string"], ["options?", "AuthorityOptions | null"]],
        "secretCacerts": [],
        "save": [["directory", "string"]],
        "replace": [["directory", "string"]],
        "svid": [["id", "SpiffeId | string"], ["options?", "LeafOptions | null"]],
        "server": [["names", "string[]"], ["options?", "LeafOptions | null"]],
        "client": [["commonName", "string"], ["options?", "LeafOptions | null"]],
        "signCsr": [["request", "CertificateRequest"], ["policy", "CsrPolicy"], ["options?", "SignOptions | null"]],
        "crl": [["number", "number"], ["options?", "CrlOptions | null"]],
        "privateKey": [],
        "toString": [],
        "toJSON": []
      }
    },
    "CertificateChain": {
      "constructor": [["data", "string | Uint8Array"]],
      "statics": {
        "fromCertificates": [["certificates", "Certificate[]"]],
        "fromPem": [["pem", "string | Uint8Array"]],
        "fromDer": [["certificates", "Uint8Array[]"]]
      },
      "methods": {
        "toDer": [],
        "toPem": [],
        "checkOrder": [],
        "sorted": [],
        "equals": [["other", "CertificateChain"]],
        "toString": [],
        "toJSON": []
      }
    },
    "CertificateRequest": {
      "constructor": [["data", "string | Uint8Array"]],
      "statics": {
        "fromPem": [["pem", "string | Uint8Array"]],
        "fromDer": [["der", "Uint8Array"]]
      },
      "methods": {
        "toPem": [],
        "verify": [],
        "info": [],
        "toString": [],
        "toJSON": []
      }
    },
    "ChainReport": {
      "constructor": null,
      "statics": {},
      "methods": {
        "withKey": [["key", "PrivateKey"]],
        "toString": [],
        "toJSON": []
      }
    },
    "ChainVerifier": {
      "constructor": [["bundles", "BundleSet | TrustBundle[]"], ["options?", "VerifierOptions | null"]],
      "statics": {},
      "methods": {
        "verify": [["chain", "CertificateChain | string | Uint8Array | Uint8Array[]"], ["options?", "VerifyOptions | null"]],
        "verifySync": [["chain", "CertificateChain | string | Uint8Array | Uint8Array[]"], ["options?", "VerifyOptions | null"]],
        "verifyBatch": [["chains", "(CertificateChain | string | Uint8Array | Uint8Array[])[]"], ["options?", "ExplainOptions | null"]],
        "withBundles": [["bundles", "BundleSet | TrustBundle[]"]],
        "explain": [["chain", "CertificateChain | string | Uint8Array | Uint8Array[]"], ["options?", "VerifyOptions | null"]],
        "explainSync": [["chain", "CertificateChain | string | Uint8Array | Uint8Array[]"], ["options?", "VerifyOptions | null"]],
        "toString": []
      }
    },
    "ClusterOutput": {
      "constructor": null,
      "statics": {},
      "methods": {
        "toString": [],
        "toJSON": []
      }
    },
    "ConfigFiles": {
      "constructor": [["texts", "object"], ["options?", "ConfigFilesOptions | null"]],
      "statics": {
        "load": [["path", "string"], ["options?", "ConfigLoadOptions | null"]],
        "loadSync": [["path", "string"], ["options?", "ConfigLoadOptions | null"]]
      },
      "methods": {
        "toString": []
      }
    },
    "ConfigReport": {
      "constructor": null,
      "statics": {},
      "methods": {
        "equals": [["other", "ConfigReport"]],
        "toText": [],
        "toString": [],
        "toSarif": [],
        "toJSON": []
      }
    },
    "Crl": {
      "constructor": [["data", "string | Uint8Array"]],
      "statics": {
        "read": [["data", "string | Uint8Array"]],
        "fromPem": [["pem", "string | Uint8Array"]],
        "fromDer": [["der", "Uint8Array"]]
      },
      "methods": {
        "toPem": [],
        "isCurrentAt": [["at", "Date"]],
        "entries": [],
        "entriesSync": [],
        "entryOf": [["certificate", "Certificate"]],
        "verifySignedBy": [["issuer", "Certificate"]],
        "info": [],
        "toString": [],
        "toJSON": []
      }
    },
    "CsrPolicy": {
      "constructor": null,
      "statics": {
        "exact": [["id", "SpiffeId | string"], ["options?", "CsrPolicyOptions | null"]],
        "matching": [["pattern", "IdentityPattern"], ["options?", "CsrPolicyOptions | null"]],
        "server": [["names", "string[]"], ["options?", "CsrPolicyOptions | null"]],
        "client": [["commonName", "string"], ["options?", "CsrPolicyOptions | null"]]
      },
      "methods": {
        "toString": []
      }
    },
    "Distrusted": {
      "constructor": [["certificate", "Certificate"], ["reason", "string"], ["options?", "DistrustedOptions | null"]],
      "statics": {},
      "methods": {
        "equals": [["other", "Distrusted"]],
        "toString": [],
        "toJSON": []
      }
    },
    "DistrustList": {
      "constructor": [["entries?", "Distrusted[] | null"]],
      "statics": {
        "fromPem": [["pem", "string | Uint8Array"], ["reason", "string"], ["options?", "DistrustPemOptions | null"]],
        "fromJson": [["json", "string | Uint8Array"]]
      },
      "methods": {
        "toJsonText": [],
        "withEntry": [["entry", "Distrusted"]],
        "without": [["entry", "Distrusted"]],
        "find": [["certificate", "Certificate"]],
        "equals": [["other", "DistrustList"]],
        "toString": [],
        "toJSON": []
      }
    },
    "EdgeProvider": {
      "constructor": [["name", "string"]],
      "statics": {
        "custom": [["name", "string"], ["presents", "string"], ["options?", "CustomProviderOptions | null"]],
        "all": []
      },
      "methods": {
        "equals": [["other", "EdgeProvider"]],
        "toString": [],
        "toJSON": []
      }
    },
    "EdgeVerifier": {
      "constructor": [["authorities", "TrustAnchors | Certificate[]"], ["options", "EdgeVerifierOptions"]],
      "statics": {},
      "methods": {
        "verify": [["chain", "CertificateChain | string | Uint8Array | Uint8Array[]"], ["name", "string | string[] | null"], ["options?", "ExplainOptions | null"]],
        "verifySync": [["chain", "CertificateChain | string | Uint8Array | Uint8Array[]"], ["name", "string | string[] | null"], ["options?", "ExplainOptions | null"]],
        "verifyBatch": [["chains", "(CertificateChain | string | Uint8Array | Uint8Array[])[]"], ["names", "(string | string[] | null)[]"], ["options?", "ExplainOptions | null"]],
        "explain": [["chain", "CertificateChain | string | Uint8Array | Uint8Array[]"], ["name", "string | string[] | null"], ["options?", "ExplainOptions | null"]],
        "explainSync": [["chain", "CertificateChain | string | Uint8Array | Uint8Array[]"], ["name", "string | string[] | null"], ["options?", "ExplainOptions | null"]],
        "toString": []
      }
    },
    "FederatedBundle": {
      "constructor": [["endpoint", "BundleEndpoint"], ["options?", "FederatedBundleOptions | null"]],
      "statics": {},
      "methods": {
        "isDue": [["at?", "Date | null"]],
        "request": [],
        "answer": [["request", "BundleRequest"], ["status", "number"], ["body", "string | Uint8Array"], ["options?", "BundleAnswerOptions | null"]],
        "fail": [["reason", "string"], ["at?", "Date | null"]],
        "replaceEndpointBundle": [["bundle", "TrustBundle"]]
      }
    },
    "ForwardedClientCert": {
      "constructor": null,
      "statics": {
        "parse": [["header", "string"], ["options?", "ForwardedOptions | null"]]
      },
      "methods": {
        "spiffeId": [],
        "equals": [["other", "ForwardedClientCert"]],
        "toString": []
      }
    },
    "ForwardedElement": {
      "constructor": null,
      "statics": {},
      "methods": {
        "spiffeId": [],
        "info": [],
        "equals": [["other", "ForwardedElement"]],
        "toString": [],
        "toJSON": []
      }
    },
    "IdentityPattern": {
      "constructor": [["json", "string"]],
      "statics": {
        "exact": [["id", "SpiffeId | string"]],
        "anyIn": [["domain", "TrustDomain | string"]],
        "pathPrefix": [["domain", "TrustDomain | string"], ["path", "string"]],
        "istioPrincipal": [["pattern", "string"]],
        "anyOf": [["patterns", "IdentityPattern[]"]],
        "allOf": [["patterns", "IdentityPattern[]"]],
        "not": [["pattern", "IdentityPattern"]]
      },
      "methods": {
        "matches": [["id", "SpiffeId | string"]],
        "mismatch": [["id", "SpiffeId | string"]],
        "cautions": [],
        "equals": [["other", "IdentityPattern"]],
        "toString": [],
        "toJSON": []
      }
    },
    "IdentitySource": {
      "constructor": null,
      "statics": {
        "openDirectory": [["path", "string"], ["options?", "SourceOptions | null"]],
        "openDirectorySync": [["path", "string"], ["options?", "SourceOptions | null"]],
        "openFiles": [["certificate", "string"], ["key", "string"], ["options?", "SourceOptions | null"]],
        "openFilesSync": [["certificate", "string"], ["key", "string"], ["options?", "SourceOptions | null"]]
      },
      "methods": {
        "poll": [],
        "watch": [["intervalSeconds", "number"]],
        "unwatch": [],
        "toString": []
      }
    },
    "IssuedCertificate": {
      "constructor": null,
      "statics": {},
      "methods": {
        "toString": [],
        "toJSON": []
      }
    },
    "LiveIdentity": {
      "constructor": [["identity", "TlsIdentity"]],
      "statics": {},
      "methods": {
        "replace": [["identity", "TlsIdentity"]],
        "withdraw": [],
        "toString": []
      }
    },
    "LiveVerifier": {
      "constructor": [["verifier", "ChainVerifier"]],
      "statics": {},
      "methods": {
        "replace": [["verifier", "ChainVerifier"]],
        "reload": [["bundles", "BundleSet | TrustBundle[]"]],
        "follow": [["source", "BundleSource | WorkloadApi"]],
        "toString": []
      }
    },
    "OriginPolicy": {
      "constructor": [["provider", "EdgeProvider | string"], ["options?", "OriginPolicyOptions | null"]],
      "statics": {},
      "methods": {
        "admit": [["request", "EdgeRequestOptions"]],
        "findingsAt": [["options?", "FindingsOptions | null"]],
        "toString": []
      }
    },
    "PrivateKey": {
      "constructor": [["data", "string | Uint8Array"]],
      "statics": {
        "fromPem": [["pem", "string | Uint8Array"]],
        "fromDer": [["der", "Uint8Array"]]
      },
      "methods": {
        "publicKey": [],
        "matches": [["certificate", "Certificate"]],
        "secretPkcs8Pem": [],
        "secretPkcs8Der": [],
        "writePem": [["path", "string"]],
        "toString": [],
        "toJSON": []
      }
    },
    "ProbeReport": {
      "constructor": null,
      "statics": {},
      "methods": {
        "equals": [["other", "ProbeReport"]],
        "toText": [],
        "toString": [],
        "toSarif": [],
        "toJSON": []
      }
    },
    "PublicKey": {
      "constructor": null,
      "statics": {},
      "methods": {
        "toPem": [],
        "equals": [["other", "PublicKey"]],
        "toString": []
      }
    },
    "RecipeOutput": {
      "constructor": null,
      "statics": {},
      "methods": {
        "toYaml": [],
        "toString": [],
        "toJSON": []
      }
    },
    "RemovalCheck": {
      "constructor": null,
      "statics": {},
      "methods": {
        "equals": [["other", "RemovalCheck"]],
        "toString": [],
        "toJSON": []
      }
    },
    "RolloutPlan": {
      "constructor": [["provider", "EdgeProvider | string"], ["kind", "string"]],
      "statics": {},
      "methods": {
        "equals": [["other", "RolloutPlan"]],
        "toString": [],
        "toJSON": []
      }
    },
    "RotationPlan": {
      "constructor": [["old", "TrustBundle"], ["authorities", "Certificate[]"], ["options", "RotationOptions"]],
      "statics": {},
      "methods": {
        "equals": [["other", "RotationPlan"]],
        "toString": [],
        "toJSON": []
      }
    },
    "RotationStage": {
      "constructor": null,
      "statics": {},
      "methods": {
        "toString": [],
        "toJSON": []
      }
    },
    "RotationStep": {
      "constructor": null,
      "statics": {},
      "methods": {
        "equals": [["other", "RotationStep"]],
        "toString": []
      }
    },
    "ServerReport": {
      "constructor": null,
      "statics": {},
      "methods": {
        "equals": [["other", "ServerReport"]],
        "toText": [],
        "toString": [],
        "toJSON": []
      }
    },
    "Session": {
      "constructor": null,
      "statics": {},
      "methods": {
        "receiveTls": [["bytes", "Uint8Array"]],
        "sendTls": [],
        "write": [["plaintext", "string | Uint8Array"]],
        "read": [],
        "close": []
      }
    },
    "SpiffeId": {
      "constructor": [["text", "string"]],
      "statics": {
        "parseLenient": [["text", "string"]]
      },
      "methods": {
        "isMemberOf": [["domain", "TrustDomain | string"]],
        "join": [["path", "string"]],
        "appendSegment": [["segment", "string"]],
        "equals": [["other", "SpiffeId | string"]],
        "toString": [],
        "toJSON": []
      }
    },
    "TlsClient": {
      "constructor": [["identity", "TlsIdentity | LiveIdentity"], ["verifier", "ChainVerifier | LiveVerifier | EdgeVerifier"], ["options", "TlsOptions"]],
      "statics": {},
      "methods": {
        "session": [["serverName", "string"]],
        "judge": [["chain", "CertificateChain | string | Uint8Array | Uint8Array[]"], ["options?", "ExplainOptions | null"]],
        "judgeCertificate": [["chain", "CertificateChain | string | Uint8Array | Uint8Array[]"], ["serverName", "string"], ["options?", "ExplainOptions | null"]]
      }
    },
    "TlsIdentity": {
      "constructor": [["chain", "CertificateChain"], ["key", "PrivateKey"]],
      "statics": {},
      "methods": {
        "toString": [],
        "toJSON": []
      }
    },
    "TlsServer": {
      "constructor": [["identity", "TlsIdentity | LiveIdentity"], ["verifier", "ChainVerifier | LiveVerifier | EdgeVerifier"], ["options", "TlsServerOptions"]],
      "statics": {},
      "methods": {
        "session": [],
        "judge": [["chain", "CertificateChain | string | Uint8Array | Uint8Array[]"], ["options?", "ExplainOptions | null"]],
        "judgeCertificate": [["chain", "CertificateChain | string | Uint8Array | Uint8Array[]"], ["options?", "ExplainOptions | null"]]
      }
    },
    "TrustAnchors": {
      "constructor": [["authorities", "Certificate[]"]],
      "statics": {
        "fromPem": [["pem", "string | Uint8Array"], ["options?", "AnchorsOptions | null"]]
      },
      "methods": {
        "equals": [["other", "TrustAnchors"]],
        "toString": []
      }
    },
    "TrustBundle": {
      "constructor": [["domain", "TrustDomain | string"], ["authorities", "Certificate[]"]],
      "statics": {
        "fromPem": [["domain", "TrustDomain | string"], ["pem", "string | Uint8Array"], ["options?", "BundleOptions | null"]],
        "fromDer": [["domain", "TrustDomain | string"], ["der", "Uint8Array"], ["options?", "BundleOptions | null"]],
        "fromSpiffeJson": [["domain", "TrustDomain | string"], ["json", "string | Uint8Array"], ["options?", "BundleOptions | null"]],
        "fromIstioEntries": [["domain", "TrustDomain | string"], ["entries", "object"]]
      },
      "methods": {
        "toIstioRootCert": [],
        "safeToRemove": [["authority", "Certificate"], ["chains", "CertificateChain[]"], ["at?", "Date | null"]],
        "diff": [["newer", "TrustBundle"]],
        "withAuthorities": [["authorities", "Certificate[]"]],
        "withSequence": [["sequence", "bigint"]],
        "withRefreshHint": [["refreshSeconds", "number"]],
        "toSpiffeJson": [],
        "toPem": [],
        "equals": [["other", "TrustBundle"]],
        "toString": [],
        "toJSON": []
      }
    },
    "TrustDomain": {
      "constructor": [["name", "string"]],
      "statics": {
        "parseLenient": [["text", "string"]]
      },
      "methods": {
        "id": [],
        "join": [["path", "string"]],
        "equals": [["other", "TrustDomain | string"]],
        "toString": [],
        "toJSON": []
      }
    },
    "VerifiedCertificate": {
      "constructor": null,
      "statics": {},
      "methods": {
        "toJSON": [],
        "toString": []
      }
    },
    "VerifiedPeer": {
      "constructor": null,
      "statics": {},
      "methods": {
        "toJSON": [],
        "toString": []
      }
    },
    "WorkloadApi": {
      "constructor": null,
      "statics": {
        "open": [["address?", "string | null"], ["options?", "WorkloadOptions | null"]]
      },
      "methods": {
        "close": [],
        "toString": []
      }
    },
    "WorkloadIdentity": {
      "constructor": [["domain", "TrustDomain | string"], ["namespace", "string"], ["serviceAccount", "string"]],
      "statics": {
        "fromSpiffeId": [["id", "SpiffeId | string"]],
        "fromPrincipal": [["principal", "string"]]
      },
      "methods": {
        "equals": [["other", "WorkloadIdentity"]],
        "toString": [],
        "toJSON": []
      }
    }
  },
  "functions": {
    "createHttpsServer": [["options", "object"], ["listener?", "function"]],
    "createTlsServer": [["options", "object"], ["listener?", "function"]],
    "clientOptions": [["options", "object"]],
    "verifyPeer": [["socket", "object"], ["options?", "object"]],
    "verifyCertificate": [["socket", "object"], ["options?", "object"]],
    "catalog": [],
    "checkClientAuthorities": [["authorities", "Certificate[]"], ["options?", "ClientAuthoritiesOptions | null"]],
    "checkConfig": [["kind", "string"], ["files", "ConfigFiles"], ["options?", "ConfigOptions | null"]],
    "checkConfigSync": [["kind", "string"], ["files", "ConfigFiles"], ["options?", "ConfigOptions | null"]],
    "inspectServer": [["target", "string"], ["options?", "InspectOptions | null"]],
    "parsePem": [["text", "string | Uint8Array"]],
    "probeOrigin": [["target", "string"], ["options?", "ProbeOptions | null"]],
    "resources.authorizationPolicy": [["options", "object"]],
    "resources.awsPcaClusterIssuer": [["options", "object"]],
    "resources.awsPcaIssuer": [["options", "object"]],
    "resources.backendTlsPolicy": [["options", "object"]],
    "resources.bundle": [["options", "BundleOptions"]],
    "resources.certificateRequest": [["options", "object"]],
    "resources.certificate": [["options", "object"]],
    "resources.clusterBundle": [["options", "object"]],
    "resources.clusterIssuer": [["options", "object"]],
    "resources.configMap": [["options", "object"]],
    "resources.cronJob": [["options", "object"]],
    "resources.daemonSet": [["options", "object"]],
    "resources.deployment": [["options", "object"]],
    "resources.destinationRule": [["options", "object"]],
    "resources.gatewayClass": [["options", "object"]],
    "resources.gateway": [["options", "object"]],
    "resources.grpcRoute": [["options", "object"]],
    "resources.httpRoute": [["options", "object"]],
    "resources.issuer": [["options", "object"]],
    "resources.job": [["options", "object"]],
    "resources.kubernetesGateway": [["options", "object"]],
    "resources.namespace": [["options", "object"]],
    "resources.peerAuthentication": [["options", "object"]],
    "resources.pod": [["options", "object"]],
    "resources.proxyConfig": [["options", "object"]],
    "resources.referenceGrant": [["options", "object"]],
    "resources.requestAuthentication": [["options", "object"]],
    "resources.secret": [["options", "object"]],
    "resources.serviceAccount": [["options", "object"]],
    "resources.serviceEntry": [["options", "object"]],
    "resources.service": [["options", "object"]],
    "resources.sidecar": [["options", "object"]],
    "resources.statefulSet": [["options", "object"]],
    "resources.telemetry": [["options", "object"]],
    "resources.tlsRoute": [["options", "object"]],
    "resources.virtualService": [["options", "object"]],
    "resources.workloadEntry": [["options", "object"]],
    "resources.workloadGroup": [["options", "object"]],
    "recipes.cloudflareOrigin": [["options", "object"]],
    "recipes.cloudflareOriginSync": [["options", "object"]],
    "recipes.egressMtls": [["options", "object"]],
    "recipes.egressMtlsSync": [["options", "object"]],
    "recipes.egressProxy": [["options", "object"]],
    "recipes.egressProxySync": [["options", "object"]],
    "recipes.multiClusterMesh": [["options", "object"]],
    "recipes.multiClusterMeshSync": [["options", "object"]],
    "recipes.rootRotation": [["plan", "RotationPlan"], ["options", "object"]],
    "recipes.rootRotationSync": [["plan", "RotationPlan"], ["options", "object"]],
    "recipes.virtualClusters": [["options", "object"]],
    "recipes.virtualClustersSync": [["options", "object"]],
    "resources.build": [["kind", "string"], ["options", "object"]],
    "resources.checkFiles": [["path", "string"]],
    "resources.checkFilesSync": [["path", "string"]],
    "resources.checkYaml": [["text", "string | Uint8Array"], ["file?", "string | null"]],
    "resources.checkYamlSync": [["text", "string | Uint8Array"], ["file?", "string | null"]],
    "resources.migrate": [["manifests", "object[]"]],
    "resources.readJson": [["text", "string"]],
    "resources.readMeshConfig": [["document", "object"]],
    "resources.readYaml": [["text", "string | Uint8Array"]],
    "resources.readYamlSync": [["text", "string | Uint8Array"]],
    "resources.schema": [],
    "resources.validate": [["manifests", "object[]"]],
    "resources.writeJson": [["manifest", "object"]],
    "resources.writeYaml": [["manifests", "object[]"]],
    "resources.writeYamlValue": [["value", "any"]]
  },
  "interfaces": {
    "AccessKeysClientOptions": [["url?", "string"], ["timeoutSeconds?", "number"], ["minimumIntervalSeconds?", "number"], ["maximumAgeSeconds?", "number"]],
    "AccessOptions": [["at?", "Date"]],
    "AccessPolicyOptions": [["serviceTokens?", "string[]"], ["leewaySeconds?", "number"]],
    "BundleClientOptions": [["timeoutSeconds?", "number"]],
    "BundleFetchOptions": [["at?", "Date"]],
    "BundleServerOptions": [["timeoutSeconds?", "number"]],
    "BundleSetOptions": [["maxTrustDomains?", "number"]],
    "BundleMapOptions": [["maxBytes?", "number"], ["maxAuthorities?", "number"], ["maxTrustDomains?", "number"], ["maxKeys?", "number"], ["maxFindings?", "number"]],
    "SourceOptions": [["settleSeconds?", "number"], ["warnBeforeSeconds?", "number"], ["onEvent?", "function"]],
    "AuthorityOptions": [["trustDomain?", "TrustDomain | string"], ["organization?", "string"], ["at?", "Date"], ["notBefore?", "Date"], ["backdateSeconds?", "number"], ["validForSeconds?", "number"], ["clipToIssuer?", "boolean"], ["keyAlgorithm?", "string"], ["key?", "PrivateKey"], ["pathLen?", "number"], ["permittedDnsNames?", "string[]"], ["excludedDnsNames?", "string[]"]],
    "LeafOptions": [["dnsNames?", "string[]"], ["ipAddresses?", "string[]"], ["commonName?", "string"], ["organization?", "string"], ["at?", "Date"], ["notBefore?", "Date"], ["backdateSeconds?", "number"], ["validForSeconds?", "number"], ["clipToIssuer?", "boolean"], ["keyAlgorithm?", "string"]],
    "SignOptions": [["at?", "Date"]],
    "CrlOptions": [["revoked?", "Revoked[]"], ["revokedSerials?", "RevokedSerial[]"], ["carryOver?", "Crl"], ["at?", "Date"], ["validForSeconds?", "number"]],
    "Revoked": [["certificate", "Certificate"], ["reason", "string"]],
    "RevokedSerial": [["serial", "string"], ["reason", "string"], ["when", "Date"]],
    "VerifierOptions": [["profile?", "string"], ["purpose?", "string"], ["crls?", "(Crl | string | Uint8Array)[]"], ["revocationDepth?", "string"], ["acceptUnknownStatus?", "boolean"], ["acceptExpiredCrls?", "boolean"], ["distrust?", "DistrustList"], ["maxCertificates?", "number"], ["maxBytes?", "number"], ["maxIntermediates?", "number"], ["peerCacheBytes?", "number"], ["issuerCacheBytes?", "number"]],
    "VerifyOptions": [["at?", "Date"], ["purpose?", "string"]],
    "ExplainOptions": [["at?", "Date"]],
    "ConfigFilesOptions": [["complete?", "boolean"]],
    "ConfigLoadOptions": [["allow?", "string[]"]],
    "CsrPolicyOptions": [["allowDns?", "string[]"], ["allowIps?", "string[]"], ["ignoreSubject?", "boolean"], ["maxValiditySeconds?", "number"]],
    "DistrustedOptions": [["kind?", "string"], ["since?", "Date"]],
    "DistrustPemOptions": [["kind?", "string"]],
    "CustomProviderOptions": [["clientAuthRequired?", "boolean"]],
    "EdgeVerifierOptions": [["profile", "string"], ["purpose?", "string"], ["crls?", "(Crl | string | Uint8Array)[]"], ["revocationDepth?", "string"], ["acceptUnknownStatus?", "boolean"], ["acceptExpiredCrls?", "boolean"], ["distrust?", "DistrustList"], ["maxCertificates?", "number"], ["maxBytes?", "number"], ["maxIntermediates?", "number"], ["peerCacheBytes?", "number"], ["issuerCacheBytes?", "number"]],
    "FederatedBundleOptions": [["stored?", "TrustBundle"], ["at?", "Date"]],
    "BundleAnswerOptions": [["location?", "string"], ["at?", "Date"]],
    "ForwardedOptions": [["severalUris?", "boolean"]],
    "OriginPolicyOptions": [["anchors?", "TrustAnchors"], ["crls?", "(Crl | string | Uint8Array)[]"], ["names?", "string[]"], ["pins?", "string[]"], ["hosts?", "string[]"], ["serverNames?", "string[]"], ["addresses?", "AddressRanges"], ["headers?", "object"], ["access?", "AccessPolicy"], ["accessKeys?", "AccessKeys"]],
    "EdgeRequestOptions": [["chain?", "CertificateChain | string | Uint8Array | Uint8Array[]"], ["serverName?", "string"], ["host?", "string"], ["source?", "string"], ["headers?", "object"], ["at?", "Date"]],
    "FindingsOptions": [["at?", "Date"]],
    "RotationOptions": [["start", "Date"], ["svidLifetimeSeconds", "number"], ["refreshHintSeconds?", "number"], ["publishLead?", "number"], ["switchWindowSeconds?", "number"]],
    "TlsOptions": [["expectPeer?", "SpiffeId | string"], ["expectName?", "string"], ["authorize?", "IdentityPattern"], ["allowAnyVerifiedPeer?", "boolean"], ["alpn?", "string[]"], ["tls13Only?", "boolean"]],
    "TlsServerOptions": [["expectPeer?", "SpiffeId | string"], ["expectName?", "string"], ["authorize?", "IdentityPattern"], ["allowAnyVerifiedPeer?", "boolean"], ["alpn?", "string[]"], ["tls13Only?", "boolean"], ["peerOptional?", "boolean"]],
    "AnchorsOptions": [["maxBytes?", "number"], ["maxAuthorities?", "number"]],
    "BundleOptions": [["maxBytes?", "number"], ["maxAuthorities?", "number"], ["maxFindings?", "number"]],
    "WorkloadOptions": [["hint?", "string"], ["spiffeId?", "SpiffeId | string"], ["timeoutSeconds?", "number"], ["warnBeforeSeconds?", "number"], ["withdrawAfterSeconds?", "number"], ["keepWhenDenied?", "boolean"], ["onEvent?", "function"]],
    "ClientAuthoritiesOptions": [["provider?", "string"], ["at?", "Date"]],
    "ConfigOptions": [["hosts?", "string[]"], ["publicPorts?", "number[]"], ["tenantChecked?", "boolean"], ["edgeCa?", "string"], ["sharedCa?", "boolean"], ["at?", "Date"], ["maxFileBytes?", "number"], ["maxBytes?", "number"], ["maxFiles?", "number"], ["maxIncludeDepth?", "number"], ["maxNesting?", "number"], ["maxDirectives?", "number"], ["maxListeners?", "number"], ["maxFindings?", "number"]],
    "InspectOptions": [["serverName?", "string"], ["withoutServerName?", "boolean"], ["anchors?", "TrustAnchors | Certificate[]"], ["at?", "Date"], ["timeLimitSeconds?", "number"], ["alpn?", "string[]"], ["eachVersion?", "boolean"], ["request?", "string"]],
    "ProbeOptions": [["serverName?", "string"], ["path?", "string"], ["edgeCertificate?", "TlsIdentity"], ["edgeCa?", "TrustAnchors | Certificate[]"], ["provider?", "EdgeProvider | string"], ["unfitFrom?", "CertificateAuthority"], ["revokedCertificate?", "TlsIdentity"], ["sharedCa?", "boolean"], ["sibling?", "string"], ["also?", "string[]"], ["plaintext?", "boolean"], ["plaintextPort?", "number"], ["ignoreQuic?", "boolean"], ["timeoutSeconds?", "number"], ["stepTimeoutSeconds?", "number"], ["at?", "Date"], ["onProgress?", "function"]]
  }
}

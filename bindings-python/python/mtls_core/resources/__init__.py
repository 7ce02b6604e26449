"""Kubernetes and Istio resources: builders, canonical YAML, validation. A manifest is a plain dict.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from mtls_core._native import (
    build,
    check_files,
    check_yaml,
    migrate,
    read_json,
    read_mesh_config,
    read_yaml,
    schema,
    validate,
    write_json,
    write_yaml,
    write_yaml_value,
)
from mtls_core.resources._manifest import Manifest, MeshReading, MeshSettings, Migration
from mtls_core.resources.kinds.authorization_policy import AuthorizationPolicyOptions, authorization_policy
from mtls_core.resources.kinds.aws_pca_cluster_issuer import (
    AwsPcaClusterIssuerOptions,
    aws_pca_cluster_issuer,
)
from mtls_core.resources.kinds.aws_pca_issuer import AwsPcaIssuerOptions, aws_pca_issuer
from mtls_core.resources.kinds.backend_tls_policy import BackendTlsPolicyOptions, backend_tls_policy
from mtls_core.resources.kinds.bundle import BundleOptions, bundle
from mtls_core.resources.kinds.certificate import CertificateOptions, certificate
from mtls_core.resources.kinds.certificate_request import CertificateRequestOptions, certificate_request
from mtls_core.resources.kinds.cluster_bundle import ClusterBundleOptions, cluster_bundle
from mtls_core.resources.kinds.cluster_issuer import ClusterIssuerOptions, cluster_issuer
from mtls_core.resources.kinds.config_map import ConfigMapOptions, config_map
from mtls_core.resources.kinds.cron_job import CronJobOptions, cron_job
from mtls_core.resources.kinds.daemon_set import DaemonSetOptions, daemon_set
from mtls_core.resources.kinds.deployment import DeploymentOptions, deployment
from mtls_core.resources.kinds.destination_rule import DestinationRuleOptions, destination_rule
from mtls_core.resources.kinds.gateway import GatewayOptions, gateway
from mtls_core.resources.kinds.gateway_class import GatewayClassOptions, gateway_class
from mtls_core.resources.kinds.grpc_route import GrpcRouteOptions, grpc_route
from mtls_core.resources.kinds.http_route import HttpRouteOptions, http_route
from mtls_core.resources.kinds.issuer import IssuerOptions, issuer
from mtls_core.resources.kinds.job import JobOptions, job
from mtls_core.resources.kinds.kubernetes_gateway import KubernetesGatewayOptions, kubernetes_gateway
from mtls_core.resources.kinds.namespace import NamespaceOptions, namespace
from mtls_core.resources.kinds.peer_authentication import PeerAuthenticationOptions, peer_authentication
from mtls_core.resources.kinds.pod import PodOptions, pod
from mtls_core.resources.kinds.proxy_config import ProxyConfigOptions, proxy_config
from mtls_core.resources.kinds.reference_grant import ReferenceGrantOptions, reference_grant
from mtls_core.resources.kinds.request_authentication import (
    RequestAuthenticationOptions,
    request_authentication,
)
from mtls_core.resources.kinds.secret import SecretOptions, secret
from mtls_core.resources.kinds.service import ServiceOptions, service
from mtls_core.resources.kinds.service_account import ServiceAccountOptions, service_account
from mtls_core.resources.kinds.service_entry import ServiceEntryOptions, service_entry
from mtls_core.resources.kinds.sidecar import SidecarOptions, sidecar
from mtls_core.resources.kinds.stateful_set import StatefulSetOptions, stateful_set
from mtls_core.resources.kinds.telemetry import TelemetryOptions, telemetry
from mtls_core.resources.kinds.tls_route import TlsRouteOptions, tls_route
from mtls_core.resources.kinds.virtual_service import VirtualServiceOptions, virtual_service
from mtls_core.resources.kinds.workload_entry import WorkloadEntryOptions, workload_entry
from mtls_core.resources.kinds.workload_group import WorkloadGroupOptions, workload_group

__all__ = [
    "AuthorizationPolicyOptions",
    "AwsPcaClusterIssuerOptions",
    "AwsPcaIssuerOptions",
    "BackendTlsPolicyOptions",
    "BundleOptions",
    "CertificateOptions",
    "CertificateRequestOptions",
    "ClusterBundleOptions",
    "ClusterIssuerOptions",
    "ConfigMapOptions",
    "CronJobOptions",
    "DaemonSetOptions",
    "DeploymentOptions",
    "DestinationRuleOptions",
    "GatewayClassOptions",
    "GatewayOptions",
    "GrpcRouteOptions",
    "HttpRouteOptions",
    "IssuerOptions",
    "JobOptions",
    "KubernetesGatewayOptions",
    "Manifest",
    "MeshReading",
    "MeshSettings",
    "Migration",
    "NamespaceOptions",
    "PeerAuthenticationOptions",
    "PodOptions",
    "ProxyConfigOptions",
    "ReferenceGrantOptions",
    "RequestAuthenticationOptions",
    "SecretOptions",
    "ServiceAccountOptions",
    "ServiceEntryOptions",
    "ServiceOptions",
    "SidecarOptions",
    "StatefulSetOptions",
    "TelemetryOptions",
    "TlsRouteOptions",
    "VirtualServiceOptions",
    "WorkloadEntryOptions",
    "WorkloadGroupOptions",
    "authorization_policy",
    "aws_pca_cluster_issuer",
    "aws_pca_issuer",
    "backend_tls_policy",
    "build",
    "bundle",
    "certificate",
    "certificate_request",
    "check_files",
    "check_yaml",
    "cluster_bundle",
    "cluster_issuer",
    "config_map",
    "cron_job",
    "daemon_set",
    "deployment",
    "destination_rule",
    "gateway",
    "gateway_class",
    "grpc_route",
    "http_route",
    "issuer",
    "job",
    "kubernetes_gateway",
    "migrate",
    "namespace",
    "peer_authentication",
    "pod",
    "proxy_config",
    "read_json",
    "read_mesh_config",
    "read_yaml",
    "reference_grant",
    "request_authentication",
    "schema",
    "secret",
    "service",
    "service_account",
    "service_entry",
    "sidecar",
    "stateful_set",
    "telemetry",
    "tls_route",
    "validate",
    "virtual_service",
    "workload_entry",
    "workload_group",
    "write_json",
    "write_yaml",
    "write_yaml_value",
]

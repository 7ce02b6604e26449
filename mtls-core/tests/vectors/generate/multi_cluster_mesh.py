"""The recipe of a mesh over several clusters."""

from cases import AT, case, golden, pem

ARN = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/11112222-3333-4444-5555-666677778888"
CALLER = "cluster-a.ew.bp/ns/app-a/sa/sa-a"


def cacerts(name, root="root"):
    files = {"ca-cert.pem": name, "cert-chain.pem": name, "root-cert.pem": root}
    entries = {entry: pem(f"mesh/{file}.pem") for entry, file in files.items()}
    return {**entries, "ca-key.pem": pem(f"mesh/{name}.key")}


def member(letter, **more):
    server = {
        "server": f"https://{letter}.eks.example:443",
        "ca": pem("mesh/root.pem"),
        "token": f"reader-of-{letter}",
    }
    return {
        "name": f"cluster-{letter}",
        "trust_domain": f"cluster-{letter}.ew.bp",
        "network": f"vpc-{letter}",
        "api_server": server,
        **more,
    }


def mesh(name, change=None, own=True, **expected):
    members = [
        member(letter, **({"cacerts": cacerts(f"cluster-{letter}")} if own else {})) for letter in "ab"
    ]
    access = {
        "cluster": "cluster-b",
        "namespace": "app-b",
        "name": "app-b-authz-rw",
        "labels": {"app.kubernetes.io/instance": "app-b", "app.kubernetes.io/name": "app-b"},
        "principals": ["cluster-a.ew.bp/ns/app-a/sa/sa-a"],
    }
    options = {"mesh": "bitpanda", "clusters": members, "access": [access], "at": AT, **(change or {})}
    return case(name, "recipes.multi_cluster_mesh", {"options": options}, **expected)


def clusters(directory, *files):
    return [
        {
            "cluster": name,
            "manifests": golden(directory, f"{name}.yaml"),
            "files": {file: pem(f"{directory}/{name}-{file}") for file in files},
            "rules": [],
        }
        for name in ("cluster-a", "cluster-b")
    ]


INGRESS = {
    "cluster": "cluster-b",
    "hosts": ["api.ew.example"],
    "certificate": pem("mesh/gateway.pem"),
    "key": pem("mesh/gateway.key"),
    "client_ca": pem("mesh/customers.pem"),
}

MULTI_CLUSTER_MESH = [
    mesh(
        "a mesh over two clusters with CAs of their own",
        {"permissive_namespaces": ["legacy"], "ingress": [INGRESS]},
        ok=clusters("multi_cluster_mesh", "istiod-values.yaml"),
    ),
    mesh(
        "a mesh under AWS Private CA",
        {
            "aws_pca": {
                "arn": ARN,
                "root": pem("mesh/root.pem"),
                "role": "arn:aws:iam::123456789012:role/mesh-ca",
            }
        },
        own=False,
        ok=clusters("multi_cluster_mesh/aws", "istiod-values.yaml", "istio-csr-values.yaml"),
    ),
    mesh(
        "two policies of one name",
        {
            "access": [
                {"cluster": "cluster-b", "namespace": "app-b", "labels": {"app": app}, "principals": [CALLER]}
                for app in ("one", "two")
            ]
        },
        error="recipe-material-refused",
    ),
    mesh(
        "a policy in the root namespace",
        {"access": [{"cluster": "cluster-b", "namespace": "istio-system", "principals": [CALLER]}]},
        error="recipe-material-refused",
    ),
    mesh("clusters without a CA", own=False, error="recipe-material-refused"),
    mesh(
        "a trust domain with an underscore",
        {"clusters": [member("a", trust_domain="cluster_a.ew.bp", cacerts=cacerts("cluster-a"))]},
        error="recipe-material-refused",
    ),
    mesh(
        "a cluster under another root",
        {
            "clusters": [
                member("a", cacerts=cacerts("next-cluster-a", "next-root")),
                member("b", cacerts=cacerts("cluster-b")),
            ]
        },
        error="recipe-material-refused",
    ),
    mesh("a mesh without clusters", {"clusters": None}, error="options-invalid"),
]

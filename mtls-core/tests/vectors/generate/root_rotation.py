"""The recipe of a mesh's next root."""

from cases import AT, DATA, case, golden, pem
from multi_cluster_mesh import ARN, cacerts


def moving(letter):
    return {
        "name": f"cluster-{letter}",
        "current": cacerts(f"cluster-{letter}"),
        "next": cacerts(f"next-cluster-{letter}", "next-root"),
    }


def rotation(name, options, before=("root",), after=("next-root",), **more):
    """`more` is of the plan, or what is expected."""
    expected = {key: more.pop(key) for key in ("ok", "error") if key in more}
    plan = {
        "trust_domain": "cluster-a.ew.bp",
        "old": [pem(f"mesh/{root}.pem") for root in before],
        "new": [pem(f"mesh/{root}.pem") for root in after],
        "start": AT,
        "svid_lifetime": 86_400,
        "switch_window": 600,
        **more,
    }
    return case(name, "recipes.root_rotation", {"plan": plan, "options": options}, **expected)


ISTIOD = "kubectl rollout restart deployment/istiod -n istio-system"
ZTUNNEL = "kubectl rollout restart daemonset/ztunnel -n istio-system  # ambient mode alone"
CSR = "kubectl rollout restart deployment/cert-manager-istio-csr -n cert-manager"


def stages(directory, names, *steps, rules=()):
    """`steps` are kind, begin and end in seconds after the first, what restarts; `rules` of each output."""
    told = []
    for kind, begins, ends, restarts in steps:
        outputs = []
        for name in names:
            manifests = golden(directory, f"{kind}-{name}.yaml") if restarts else []
            values = "istiod-values.yaml"
            first = not told and (DATA / directory / values).exists()
            files = {values: pem(f"{directory}/{values}")} if first else {}
            outputs.append({"cluster": name, "manifests": manifests, "files": files, "rules": list(rules)})
        told.append(
            {
                "kind": kind,
                "not_before": AT + begins,
                "until": AT + ends,
                "restarts": restarts,
                "clusters": outputs,
            }
        )
    return told


ROOT_ROTATION = [
    rotation(
        "a mesh gets another root",
        {"clusters": [moving("a"), moving("b")], "bundle": "mesh-roots"},
        switch_window=3600,
        ok=stages(
            "root_rotation",
            ("cluster-a", "cluster-b"),
            ("publish", 0, 0, [ISTIOD, ZTUNNEL]),
            ("await-bundles", 0, 1500, []),
            ("switch", 1500, 5100, [ISTIOD]),
            ("await-svids", 5100, 91_500, []),
            ("retire", 91_500, 91_500, [ISTIOD, ZTUNNEL]),
        ),
    ),
    rotation(
        "a root goes without a successor",
        {"clusters": [moving("a")]},
        before=("root", "next-root"),
        ok=stages(
            "root_rotation/goes",
            ("cluster-a",),
            ("switch", 0, 600, [ISTIOD]),
            ("await-svids", 600, 87_000, []),
            ("retire", 87_000, 87_000, [ISTIOD, ZTUNNEL]),
        ),
    ),
    rotation(
        "another root in AWS Private CA",
        {"clusters": [{"name": "cluster-a"}], "aws_pca": {"arn": ARN, "root": pem("mesh/next-root.pem")}},
        svid_lifetime=3600,
        refresh_hint=3600,
        ok=stages(
            "root_rotation/aws",
            ("cluster-a",),
            ("publish", 0, 0, [CSR, ISTIOD, ZTUNNEL]),
            ("await-bundles", 0, 18_000, []),
            ("switch", 18_000, 18_600, ["cmctl renew istio-ca -n istio-system", CSR]),
            ("await-svids", 18_600, 22_200, []),
            ("retire", 22_200, 22_200, [CSR, ISTIOD, ZTUNNEL]),
        ),
    ),
    rotation(
        "one istiod switches at once, without a window",
        {"clusters": [moving("a")]},
        before=("root", "next-root"),
        switch_window=0,
        ok=stages(
            "root_rotation/goes",
            ("cluster-a",),
            ("switch", 0, 0, [ISTIOD]),
            ("await-svids", 0, 86_400, []),
            ("retire", 86_400, 86_400, [ISTIOD, ZTUNNEL]),
            rules=["rotation-window-short"],
        ),
    ),
    rotation(
        "cert-manager has no window to issue in",
        {"clusters": [{"name": "cluster-a"}], "aws_pca": {"arn": ARN, "root": pem("mesh/next-root.pem")}},
        svid_lifetime=3600,
        refresh_hint=3600,
        switch_window=0,
        error="recipe-material-refused",
    ),
    rotation(
        "two clusters have no window to switch in",
        {"clusters": [moving("a"), moving("b")]},
        switch_window=0,
        error="recipe-material-refused",
    ),
    rotation(
        "a switch before the proxies of istio-csr know the new root",
        {"clusters": [{"name": "cluster-a"}], "aws_pca": {"arn": ARN, "root": pem("mesh/next-root.pem")}},
        error="recipe-material-refused",
    ),
    rotation(
        "a next CA under the root that goes",
        {"clusters": [{**moving("a"), "next": cacerts("cluster-a")}]},
        before=("root", "next-root"),
        error="recipe-material-refused",
    ),
    rotation(
        "a cluster's CA under a root that the plan does not have",
        {"clusters": [{**moving("a"), "current": cacerts("next-cluster-a", "next-root")}]},
        error="recipe-material-refused",
    ),
    rotation(
        "CAs that end before the switch",
        {"clusters": [moving("a")]},
        start=4_948_884_419,  # 20 minutes before they end, 5 before the switch
        error="recipe-material-refused",
    ),
    rotation(
        "nobody to issue the next CA",
        {"clusters": [{"name": "cluster-a", "current": cacerts("cluster-a")}]},
        error="recipe-material-refused",
    ),
    rotation("a rotation without clusters", {}, error="options-invalid"),
]

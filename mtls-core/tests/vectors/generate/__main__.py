"""Writes resources.json and recipes.json anew, or with --check says whether that would change them.

What is expected is written here by hand; the manifests that a recipe gives come from its golden files,
read by PyYAML.
"""

import argparse
import json
import pathlib
import sys

from building import BUILDING
from cloudflare_origin import CLOUDFLARE_ORIGIN
from egress_mtls import EGRESS_MTLS
from egress_proxy import EGRESS_PROXY
from multi_cluster_mesh import MULTI_CLUSTER_MESH
from reading import READING
from root_rotation import ROOT_ROTATION
from validating import VALIDATING
from virtual_clusters import VIRTUAL_CLUSTERS

FILES = {
    "resources": {
        "about": "Manifests read, written, built and validated. "
        "A finding is reduced to severity, rule, field (and line).",
        "cases": READING + BUILDING + VALIDATING,
    },
    "recipes": {
        "about": "Whole set-ups. An output is reduced to manifests, values and the rules of its findings.",
        "cases": CLOUDFLARE_ORIGIN
        + EGRESS_MTLS
        + VIRTUAL_CLUSTERS
        + MULTI_CLUSTER_MESH
        + ROOT_ROTATION
        + EGRESS_PROXY,
    },
}

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--check", action="store_true", help="write nothing")
check = parser.parse_args().check

stale = []
for name, document in FILES.items():
    file = pathlib.Path(__file__).parents[1] / f"{name}.json"
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    if not check:
        file.write_text(text)
    elif file.read_text() != text:
        stale.append(file.name)
if stale:
    sys.exit(f"{' and '.join(stale)}: not as written by mtls-core/tests/vectors/generate; run it and commit")

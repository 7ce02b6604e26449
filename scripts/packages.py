"""Install both packages from a clean checkout, every way that their READMEs name, and use them.

The checkout is a repository of its own in `target/packages`, with the files of the working tree that git
knows or would add. The builds share a target directory there and are not optimised: what is tested is the way
in.
"""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
AREA = ROOT / "target" / "packages"
SOURCE = AREA / "source"

BUILD = {
    "CARGO_TARGET_DIR": str(AREA / "cargo"),
    "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "16",
    "CARGO_PROFILE_RELEASE_LTO": "off",
    "CARGO_PROFILE_RELEASE_OPT_LEVEL": "0",
}

IN_PYTHON = """
import mtls_core
bundle = mtls_core.TrustBundle("a.example", [mtls_core.CertificateAuthority.root("A").certificate])
print("python", mtls_core.__version__, len(bundle), mtls_core.__file__)
"""
IN_NODE = """
import { CertificateAuthority, TrustBundle } from 'mtls-core'
const { certificate } = await CertificateAuthority.root('A')
console.log('node', `${new TrustBundle('a.example', [certificate])}`, import.meta.resolve('mtls-core'))
"""
# Not with `skipLibCheck`, which takes what is missing from the package for `any`.
IN_TYPESCRIPT = """
import { ResourceError, TrustBundle, resources, type Finding } from 'mtls-core'
const servers = [{ port: 443, hosts: ['a.example'], mode: 'MUTUAL' as const }]
const options: resources.GatewayOptions = { name: 'a', servers }
const findings: Finding[] = resources.validate([resources.gateway(options)])
console.log(findings, String(new TrustBundle('a.example', []).trustDomain), new ResourceError('why').code)
// @ts-expect-error: there is no such mode
resources.gateway({ name: 'a', servers: [{ port: 443, hosts: ['a.example'], mode: 'MUTAUL' }] })
"""
MODULES = ROOT / "bindings-node/node_modules"
TSC = [MODULES / "typescript/bin/tsc", "--noEmit", "--strict", "--target", "es2022", "--module", "nodenext"]
BUNDLED = ["--module", "esnext", "--moduleResolution", "bundler"]
TSC += ["--typeRoots", MODULES / "@types", "--types", "node"]


def run(*command: str | Path, cwd: Path = AREA, quiet: bool = True, **variables: str) -> None:
    began = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **BUILD, **variables},
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    shown = " ".join(str(part).replace(str(AREA), "…") for part in command if "\n" not in str(part))
    print(f"{time.monotonic() - began:6.1f} s  {shown}", flush=True)
    if done.returncode:
        print(done.stdout or "", file=sys.stderr)
        sys.exit(f"failed: {shown}")


def check_out() -> None:
    """Makes SOURCE what a clone of the working tree would be; what is unchanged keeps its time."""
    listed = subprocess.check_output(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, text=True
    )
    names = {name for name in listed.split("\0") if (ROOT / name).is_file()}
    if SOURCE.exists():
        # Also what was built inside: a clone has none of it.
        subprocess.run(["git", "clean", "-qfdx"], cwd=SOURCE, check=True)
        for path in SOURCE.rglob("*"):
            name = path.relative_to(SOURCE)
            if path.is_file() and name.parts[0] != ".git" and name.as_posix() not in names:
                path.unlink()
    for name in names:
        target = SOURCE / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or not filecmp.cmp(ROOT / name, target, shallow=False):
            shutil.copy(ROOT / name, target)
    git = [
        "git",
        "-c",
        "user.name=packages",
        "-c",
        "user.email=packages@localhost",
        "-c",
        "core.autocrlf=false",
    ]
    subprocess.run([*git, "init", "-q"], cwd=SOURCE, check=True)
    subprocess.run([*git, "add", "--all"], cwd=SOURCE, check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "A clean checkout"], cwd=SOURCE, check=True)


def prune() -> None:
    """Each install from git is built in a directory of its own, and leaves its crates behind."""
    release = AREA / "cargo" / "release"
    if len(list(release.glob("deps/libmtls_core-*.rlib"))) > 6:
        for pattern in ("deps/*mtls_core*", "deps/lib_native*", ".fingerprint/mtls-core*"):
            for path in release.glob(pattern):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def python() -> None:
    venv = AREA / "venv"
    shutil.rmtree(venv, ignore_errors=True)
    run(sys.executable, "-m", "venv", venv)
    binary = venv / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [binary, "-m", "pip", "--disable-pip-version-check"]
    for place in ("./bindings-python", f"git+{SOURCE.as_uri()}#subdirectory=bindings-python"):
        run(*pip, "install", place, cwd=SOURCE)
        run(binary, "-c", IN_PYTHON, quiet=False)
        run(*pip, "uninstall", "--yes", "mtls-core")


def node() -> None:
    npm = ["npm", "--no-fund", "--no-audit", "--no-update-notifier"]
    major = int(subprocess.check_output(["npm", "--version"], text=True).split(".")[0])
    # npm 12 asks before it clones, and before it runs a package's scripts.
    allow = ["--allow-git=root", "--dangerously-allow-all-scripts"] if major >= 12 else []
    for name, place in [
        ("folder", SOURCE / "bindings-node"),
        ("root", SOURCE),
        ("git", f"git+{SOURCE.as_uri()}"),
    ]:
        # What another way has built does not count.
        subprocess.run(["git", "clean", "-qfdx"], cwd=SOURCE, check=True)
        project = AREA / f"npm-{name}"
        shutil.rmtree(project, ignore_errors=True)
        project.mkdir()
        project.joinpath("package.json").write_text(json.dumps({"name": f"uses-{name}", "private": True}))
        project.joinpath("main.mjs").write_text(IN_NODE)
        run(*npm, "install", *allow, place, cwd=project)
        run("node", "main.mjs", cwd=project, quiet=False)
        project.joinpath("main.mts").write_text(IN_TYPESCRIPT)
        run("node", *TSC, "main.mts", cwd=project)
    packed()


def packed() -> None:
    """What would be published: the declarations that are in it must be all that it has need of."""
    project = AREA / "npm-packed"
    shutil.rmtree(project, ignore_errors=True)
    project.mkdir()
    folder = SOURCE / "bindings-node"
    run("npm", "pack", "--ignore-scripts", "--pack-destination", project, cwd=folder)
    with tarfile.open(next(project.glob("*.tgz"))) as archive:
        archive.extractall(project)
    (project / "node_modules").mkdir()
    (project / "package").rename(project / "node_modules/mtls-core")
    for name, way in [("main.mts", []), ("main.cts", []), ("bundled.ts", BUNDLED)]:
        project.joinpath(name).write_text(IN_TYPESCRIPT)
        run("node", *TSC, *way, name, cwd=project)


def main() -> None:
    AREA.mkdir(parents=True, exist_ok=True)
    check_out()
    prune()
    python()
    node()


main()

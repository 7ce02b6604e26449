# The front door: `make demo` shows what it does, `make test` checks all of it. CONTRIBUTING.md explains the targets.
# A fresh machine needs Rust, Python, Node, a C/C++ compiler, the commands openssl and curl, and make; the rest is installed here,
# the servers of the origin lab by root alone.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
NPM := npm --prefix bindings-node --no-fund --no-audit --no-update-notifier
# Wall-clock seconds that each fuzz target runs for.
FUZZ_SECONDS ?= 3
# The stream that the benchmark of the core leaves for those of the packages.
MANIFESTS := $(or $(CARGO_TARGET_DIR),target)/tmp/manifests.yaml
PYTHON_FILES := bindings-python examples scripts mtls-core/tests/vectors/generate
# A directory of PEM files of your own for `make demo` to judge.
export CERTS ?=

.PHONY: help demo test test-rust lab features test-python test-node test-examples parity packages bench lint fuzz docs msrv deny stubs kinds interop python node clean

help:
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 16

demo: python node ## issue, verify, explain and shake hands in three languages; CERTS=dir judges your own files
	cargo run --locked --quiet -p mtls-core-examples --bin main-job -- demo-out "$$CERTS"
	$(PY) examples/main-job/story.py demo-out "$$CERTS"
	node examples/main-job/story.mjs demo-out "$$CERTS"
	$(PY) examples/main-job/agree.py demo-out "$$CERTS"

test: test-rust features test-python test-node test-examples packages fuzz msrv lint ## everything that must hold before a change lands

# --- Rust ---

test-rust: $(VENV)/.ready ## unit, integration and documentation tests of the core and the examples
	@scripts/need rust cc openssl curl python node
	@scripts/servers
	cargo test --locked --no-fail-fast -p mtls-core -p mtls-core-examples --all-features

lab: $(VENV)/.ready ## real servers, closed and open in every way, judged by the live probe and the static check
	@scripts/need rust cc
	@scripts/servers
	cargo test --locked -p mtls-core --all-features --test origin_lab

features: ## the core compiles without features, with each alone, and with all
	@scripts/need rust cc
	$(PYTHON) scripts/features.py

msrv: ## the declared Rust version is what the dependencies ask for
	@scripts/need rust
	$(PYTHON) scripts/msrv.py

docs: ## the crate's documentation, in target/doc
	@scripts/need rust cc
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps -p mtls-core --all-features

lint: ## formatting, clippy, documentation and names, warnings are errors
	@scripts/need rust cc
	cargo fmt --all --check
	cargo clippy --locked --workspace --exclude mtls-core-node --all-targets --all-features -- -D warnings
	@# napi's macros leave the exports out of a test build, which would then be dead code.
	cargo clippy --locked -p mtls-core-node --lib -- -D warnings
	$(PYTHON) scripts/parity.py --check
	$(MAKE) docs

# The packages built for release stay where they are until `make python` and `make node` put the usual ones there.
bench: $(VENV)/.ready bindings-node/node_modules/.ready ## benchmarks; `ratio NAME VALUE` is the other's time divided by ours
	@scripts/need rust cc python node
	cargo bench --locked -p mtls-core --all-features
	@rm -f bindings-python/python/mtls_core/_native*.so
	cd bindings-python && VIRTUAL_ENV=$(CURDIR)/$(VENV) ../$(VENV)/bin/maturin develop --release --quiet
	$(PY) bindings-python/benches/chain.py
	$(PY) bindings-python/benches/manifests.py $(MANIFESTS)
	$(NPM) run --silent build
	node bindings-node/benches/manifests.mjs $(MANIFESTS)

fuzz: ## build the fuzz targets and run each for a few seconds
	@scripts/need rust cc
	cargo build --locked -p mtls-core-fuzz
	$(PYTHON) scripts/fuzz_smoke.py $(FUZZ_SECONDS)

deny: ## licences, sources and banned crates
	@scripts/need rust cargo-deny
	cargo deny --locked check licenses bans sources

interop: ## our workloads among real SPIRE's and go-spiffe's; takes Go, and some minutes the first time
	@scripts/need rust cc go
	scripts/interop
	cargo test --locked -p mtls-core --all-features --test spire -- --ignored --nocapture

# --- Python ---

$(VENV)/.ready: bindings-python/requirements-dev.txt
	@scripts/need rust cc python
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# The feature `stubs` lets one build serve the tests and the stub check.
python: $(VENV)/.ready ## build the Python package into .venv
	@rm -f bindings-python/python/mtls_core/_native*.so
	cd bindings-python && VIRTUAL_ENV=$(CURDIR)/$(VENV) ../$(VENV)/bin/maturin develop --features stubs --quiet

test-python: python ## pytest, types, stubs and style of the Python package
	$(PY) -m pytest bindings-python
	cd bindings-python && ../$(VENV)/bin/maturin generate-stubs --quiet --features stubs --out ../target/stubs
	diff -u bindings-python/python/mtls_core/_native.pyi target/stubs/mtls_core/_native.pyi \
		|| { echo "the Python stubs are not those of the binding: run 'make stubs' and commit"; exit 1; }
	$(PY) scripts/kinds.py --check
	$(PY) mtls-core/tests/vectors/generate --check
	cd bindings-python && ../$(PY) -m mypy
	cd bindings-python && ../$(PY) -m mypy.stubtest --allowlist stubtest-allowlist.txt mtls_core._native
	$(PY) -m ruff format --quiet --check $(PYTHON_FILES)
	$(PY) -m ruff check --quiet $(PYTHON_FILES)

stubs: python ## write the Python stubs anew
	cd bindings-python && ../$(VENV)/bin/maturin generate-stubs --quiet --features stubs --out python

kinds: python ## write the functions and types of every kind of resource anew, in Python and Node
	$(PY) scripts/kinds.py

# --- Node ---

bindings-node/node_modules/.ready: bindings-node/package-lock.json
	@scripts/need rust cc node
	@# Not `npm ci`: it wants every platform's optional packages in the lock, also those that a registry does not serve.
	$(NPM) install --no-save --ignore-scripts
	@touch $@

node: bindings-node/node_modules/.ready ## build the Node package
	$(NPM) run --silent build:debug

test-node: node ## tests and types of the Node package
	$(NPM) test
	$(NPM) run --silent types

# --- Both ---

parity: ## write API.md: the names in the three languages; fails where the packages differ unexplained
	$(PYTHON) scripts/parity.py

packages: bindings-node/node_modules/.ready ## install both packages from a clean checkout, every way that their READMEs name, and use them
	@scripts/need rust cc python node
	$(PYTHON) scripts/packages.py

# --- All three ---

test-examples: python node ## programs that exist in Rust, Python and Node answer alike
	@scripts/need rust node
	$(PY) -m pytest -p no:cacheprovider examples/apply examples/check-chain examples/cloudflare-origin examples/egress-mtls examples/egress-proxy \
		examples/https-spiffe examples/multi-cluster-mesh examples/root-rotation examples/rotate-root examples/virtual-clusters

clean: ## remove what was built or installed, except Cargo's target
	rm -rf $(VENV) bindings-node/node_modules demo-out bindings-python/python/mtls_core/_native*.so bindings-node/*.node

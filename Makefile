# What can be done with Driftscope. Every target sets up what it needs (scripts/setup.sh) and installs
# only what is missing, so each of them also works first thing on a new machine that has Rust (rustup)
# and Node.js.

SHELL := bash
.DEFAULT_GOAL := help

# make serve PORT=9000
PORT ?= 8080
# make fuzz CASES=100000 SEED=7 ONLY=saga
CASES ?= 2000
SEED ?=
ONLY ?=
# make shots LINK='#v=1&pattern=saga' AT=0,2,5
LINK ?=
AT ?= 1,5
# make lighthouse RUNS=1
RUNS ?= 5

RUN := . scripts/env.sh && set -euo pipefail &&
WASM := --target wasm32-unknown-unknown
# What shows a run is tested as it comes from the compiler: it takes a third of the time, and the model, which
# does the work, stays optimised.
QUICK := --config profile.dev.package.driftscope.opt-level=0
RELEASE := --release --offline --locked

.PHONY: help
help:
	@echo "make serve   build the page and serve it at http://127.0.0.1:$(PORT) (PORT=9000 for another port)"
	@echo "make dev     the same, quicker to build and slower to run; builds again whenever a source changes"
	@echo "make build   the release page in dist/, for any folder of any static host"
	@echo "make test    formatting, lints, tests natively and in WebAssembly, end-to-end tests in browsers"
	@echo "make bench   events per second natively and in WebAssembly, and their ratio"
	@echo "make oracles the model against the closed forms of theory, row by row"
	@echo "make fuzz    property tests from random seeds (CASES=2000 SEED=7 ONLY=name)"
	@echo "make shots   pictures of the page in artifacts/ (LINK='#v=1&pattern=saga' AT=0,2,5)"
	@echo "make weigh   what a visitor downloads, in KB"
	@echo "make lighthouse  how soon the page is there, and for whom: the median of five runs (RUNS=3)"
	@echo "make clean   remove everything that was built, keep what was installed"

# --- the page ----------------------------------------------------------------------------------

.PHONY: setup-page
setup-page:
	@scripts/setup.sh rust crates bindgen node trunk

.PHONY: serve
serve: setup-page
	@echo "serve: compiles the page as visitors get it and serves it at http://127.0.0.1:$(PORT); 3 to 5 minutes the first time, then seconds unless a source changed. Ctrl-C stops."
	@$(RUN) RUST_BACKTRACE=0 trunk serve $(RELEASE) --no-autoreload true --address 127.0.0.1 --port $(PORT)

.PHONY: dev
dev: setup-page
	@echo "dev: serves a debug page at http://127.0.0.1:$(PORT) that builds again and reloads when a source changes; 2 to 4 minutes the first time. Ctrl-C stops."
	@$(RUN) RUST_BACKTRACE=0 trunk serve --offline --locked --address 127.0.0.1 --port $(PORT) --dist target/dev-dist

.PHONY: build
build: setup-page
	@echo "build: compiles the release page into dist/; 2 to 4 minutes the first time, about 2 minutes after a change."
	@$(RUN) RUST_BACKTRACE=0 trunk build $(RELEASE)

.PHONY: weigh
weigh: build
	@$(RUN) node scripts/weigh.mjs dist

.PHONY: lighthouse
lighthouse: build
	@scripts/setup.sh lighthouse browser
	@echo "lighthouse: loads the page $(RUNS) times as a phone and $(RUNS) times as a desktop; about four minutes. Other work on this machine makes it worse."
	@$(RUN) node scripts/lighthouse.mjs dist $(RUNS)

# --- checks, cheapest first --------------------------------------------------------------------

.PHONY: test
test: lint test-native test-wasm test-e2e
	@echo "test: everything passed."

.PHONY: lint
lint:
	@scripts/setup.sh rust crates
	@echo "lint: formatting, and clippy with warnings denied for both targets; 2 to 3 minutes the first time."
	@$(RUN) cargo fmt --check
	@$(RUN) cargo clippy --quiet --offline --locked --all-targets -- -D warnings
	@$(RUN) cargo clippy --quiet --offline --locked --test e2e -- -D warnings
	@$(RUN) cargo clippy --quiet --offline --locked --all-targets $(WASM) -- -D warnings

.PHONY: test-native
test-native:
	@scripts/setup.sh rust crates
	@echo "test-native: unit, property, golden and house-rule tests; 1 to 2 minutes the first time."
	@$(RUN) cargo test --offline --locked

.PHONY: test-wasm
test-wasm:
	@scripts/setup.sh rust crates bindgen browser
	@echo "test-wasm: the same tests compiled to WebAssembly, in headless Chromium, since both must give the same run; 3 to 5 minutes the first time."
	@$(RUN) cargo test --offline --locked $(QUICK) $(WASM)

.PHONY: test-e2e
test-e2e: build
	@scripts/setup.sh node browser firefox
	@echo "test-e2e: the release page in Chromium and, where it is installed, in Firefox; compiling takes half a minute the first time, the tests six to eight minutes in Chromium and five in Firefox, where ALL=1 runs those too that are the same in every browser."
	@scripts/e2e.sh

.PHONY: fuzz
fuzz:
	@scripts/setup.sh rust crates
	@scripts/fuzz.sh "$(CASES)" "$(SEED)" "$(ONLY)"

.PHONY: bench
bench:
	@scripts/setup.sh rust crates bindgen node browser
	@echo "bench: measures the kernel natively and in WebAssembly, and prints how they compare; compiling takes 3 to 5 minutes the first time, measuring about one."
	@$(RUN) node scripts/bench.mjs

.PHONY: oracles
oracles:
	@scripts/setup.sh rust crates
	@echo "oracles: runs the scenarios that theory has an answer for; compiling takes 1 to 2 minutes the first time, running less than one."
	@$(RUN) cargo run --quiet --release --offline --locked -- oracles

.PHONY: shots
shots: build
	@scripts/setup.sh node browser
	@echo "shots: takes pictures of the page in three sizes and both themes into artifacts/; about a minute."
	@$(RUN) LINK='$(LINK)' AT='$(AT)' cargo test --quiet --offline --locked --test e2e -- --ignored --nocapture shots

.PHONY: clean
clean:
	@$(RUN) cargo clean --quiet && rm -rf dist artifacts

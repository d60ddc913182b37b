# What people type. `make run` and `make test` need nothing but Rust and Node; the rest they install (apt) or name.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := target/debug
SAMPLE := target/sample
NEXTEST := $(shell command -v cargo-nextest >/dev/null && echo 'cargo nextest run --no-fail-fast' || echo 'cargo test --no-fail-fast')
SHELL_FLAGS := --features custom-protocol

.PHONY: help run test check bench power wipe-test corpora package core window ui sample test-core test-ui test-desktop look clean-sample

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: core sample ## open the app on the sample case; without a screen, do the main job in the terminal
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
	  $(MAKE) window && exec $(BIN)/vouchsafe-desktop --sample "$(SAMPLE)/Sample case.locker"; \
	else \
	  echo; echo "There is no screen here, so the window was not opened: the main job was done in the terminal instead (above)."; \
	  echo "With a screen, 'make run' opens the window on the same sample case."; \
	fi

core: ## build the command line and the worker
	@packaging/setup.sh core
	@echo "== building the command line and the worker (a few minutes the first time)"
	@cargo build -p vouchsafe-cli -p vouchsafe-intake

ui/node_modules: ui/package-lock.json
	@echo "== installing the window's parts"
	@cd ui && npm ci --no-audit --no-fund --loglevel=error && touch node_modules

ui: ui/node_modules ## build the window's page
	@cd ui && npm run --silent build

window: ui ## build the desktop shell
	@packaging/setup.sh window
	@echo "== building the window (several minutes the first time)"
	@cargo build -p vouchsafe-desktop $(SHELL_FLAGS)

sample: core ## make the sample case's locker, anew
	@rm -rf $(SAMPLE); mkdir -p $(SAMPLE)
	@$(BIN)/vouchsafe demo $(SAMPLE)

test: ## everything: core, window's parts, the real app under Xvfb
	@packaging/setup.sh desktop-test
	@$(MAKE) test-core
	@$(MAKE) test-ui
	@$(MAKE) test-desktop

test-core: core ## the crates, whole flows, house rules
	@$(NEXTEST)
	@tests/wipe/possible.sh || echo "== NOT looked at: raw disks after a wipe (make wipe-test, as root)"

test-ui: ui ## the page: types, lint, unit tests
	@cd ui && npm run --silent check && npm run --silent lint && npm run --silent test

test-desktop: ui core ## the real app under Xvfb, driven through WebDriver
	@packaging/setup.sh desktop-test
	@tests/desktop/run.sh

look: ui core ## every screen in every theme with axe, a chat of 100,000 messages, a trace of sockets and files
	@tests/desktop/run.sh --all

check: ui ## formatting, lints, licences, house rules
	@cargo fmt --all --check
	@cargo clippy --all-targets --quiet -- -D warnings
	@packaging/setup.sh window
	@cargo clippy -p vouchsafe-desktop --all-targets --quiet $(SHELL_FLAGS) -- -D warnings
	@if command -v cargo-deny >/dev/null; then cargo deny check bans licenses sources; else echo "cargo-deny is not here: cargo install cargo-deny --locked"; fi
	@cd ui && npm run --silent check && npm run --silent lint && npm run --silent check:viewer
	@cargo test --quiet -p vouchsafe-tidy

bench: ## ratios against named peers, interleaved runs, medians; BENCH=--quick for a trial
	@packaging/setup.sh test
	@cargo build --release -p vouchsafe-cli -p vouchsafe-intake -p vouchsafe-bench
	@target/release/vouchsafe-bench $(BENCH)

power: core ## power cuts and kills in full: thousands of disks, a kill after every act, 500 at random (about 10 minutes)
	@POWER=full cargo test -p vouchsafe-power -- --nocapture

wipe-test: core ## as root: raw disks read from end to end after a wipe killed at every act; 10,000 altered lockers (about 20 minutes)
	@packaging/setup.sh wipe-test
	@tests/wipe/possible.sh
	@WIPE=full cargo test -p vouchsafe-wipe-tests -- --nocapture

corpora: ## run every file under CORPORA=DIR through the worker and print a table
	@test -n "$(CORPORA)" || { echo "usage: make corpora CORPORA=DIR" >&2; exit 2; }
	@cargo build --release --quiet -p vouchsafe-intake -p vouchsafe-corpora
	@target/release/vouchsafe-corpora "$(CORPORA)"

package: ui ## a .deb of the window, the command line and the worker
	@packaging/setup.sh window
	@packaging/package.sh

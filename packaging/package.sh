#!/usr/bin/env bash
# A .deb of the window, the command line, the worker and the sample case, in target/release/bundle/deb. Built without
# features: never the build that tests drive. Called by `make package`, which has built the page (ui/dist) before.
#
# Each program is built in a call of its own: Cargo unites the features of packages built together, and the parsers
# belong into the worker alone.
#
# Written by the documentation of Tauri 2.12 and not yet run from start to end: who runs it first corrects this line.
#
# Deliberately absent: AppImage (its bundler fetches tools from the network), signing, reproducible builds.
set -euo pipefail
cd "$(dirname "$0")/.."

tauri_cli=2.12.5 # prebuilt inside its npm package
triple=$(rustc -vV | sed -n 's/^host: //p')
built=${CARGO_TARGET_DIR:-target}/release
beside=target/package # the bundler wants programs named after the system they run on

test -f ui/dist/index.html || { echo "ui/dist is missing: run 'make package', which builds the page first" >&2; exit 1; }

echo "== building the worker"
cargo build --release --locked -p vouchsafe-intake --bin vouchsafe-worker
echo "== building the command line"
cargo build --release --locked -p vouchsafe-cli

mkdir -p "$beside"
for program in vouchsafe vouchsafe-worker; do
  install -m 0755 "$built/$program" "$beside/$program-$triple"
done

# Over src-tauri/tauri.conf.json (paths are relative to it). The worker and the command line go beside the window in
# /usr/bin; the sample case where `locker::sample_case` looks. libssl3 holds SQLCipher's AES.
settings=$beside/settings.json
cat >"$settings" <<'JSON'
{
  "build": { "beforeBuildCommand": null },
  "bundle": {
    "targets": ["deb"],
    "resources": null,
    "externalBin": ["../target/package/vouchsafe", "../target/package/vouchsafe-worker"],
    "linux": {
      "deb": {
        "depends": ["libssl3"],
        "files": {
          "/usr/share/vouchsafe/sample-case": "../assets/sample-case",
          "/usr/share/doc/vouchsafe/copyright": "../LICENSE",
          "/usr/share/doc/vouchsafe/SECURITY.md": "../SECURITY.md"
        }
      }
    }
  }
}
JSON

echo "== building the window and the package"
npx --yes --package="@tauri-apps/cli@$tauri_cli" tauri build --bundles deb --config "$PWD/$settings"
ls -l "$built"/bundle/deb/*.deb

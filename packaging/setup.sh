#!/usr/bin/env bash
# Installs what a step needs on Debian or Ubuntu: packaging/setup.sh core|window|test|wipe-test|desktop-test. Quiet when all is there.
# As root or with sudo it installs; otherwise it names the packages and stops.
set -euo pipefail

core=(build-essential pkg-config libssl-dev)
window=("${core[@]}" libwebkit2gtk-4.1-dev)
desktop=("${window[@]}" webkit2gtk-driver xvfb xauth dbus xdotool poppler-utils)
checkers=(age openssh-client openssl unzip jq strace python3-venv python3-cryptography python3-argon2)

disks=(e2fsprogs btrfs-progs mount) # file systems in a file, read raw after a wipe

case "${1:-core}" in
  core) wanted=("${core[@]}") ;;
  window) wanted=("${window[@]}") ;;
  test) wanted=("${core[@]}" "${checkers[@]}") ;;
  wipe-test) wanted=("${core[@]}" "${disks[@]}") ;;
  desktop-test) wanted=("${desktop[@]}" "${checkers[@]}" "${disks[@]}") ;;
  *) echo "usage: $0 core|window|test|wipe-test|desktop-test" >&2; exit 2 ;;
esac

command -v dpkg-query >/dev/null || { echo "This is not Debian or Ubuntu. Needed here are the likes of: ${wanted[*]}" >&2; exit 0; }
missing=()
for package in "${wanted[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ]; then as=(); elif sudo -n true 2>/dev/null || { [ -t 0 ] && command -v sudo >/dev/null; }; then as=(sudo); else
    echo "Missing packages, and no right to install them. Somebody who may: apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  echo "== installing ${missing[*]}"
  "${as[@]}" apt-get update -qq
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

need() { command -v "$1" >/dev/null || { echo "$1 is missing: $2" >&2; exit 1; }; }
need cargo "install Rust 1.95 or newer (rustup.rs)"
case "${1:-core}" in window | desktop-test) need node "install Node 20 or newer"; need npm "install Node 20 or newer" ;; esac

#!/usr/bin/env bash
# Whether file systems in a file can be mounted here; says why where they cannot.
set -euo pipefail
why() { echo "raw disks cannot be read here: $1" >&2; exit 1; }
[ "$(id -u)" = 0 ] || why "this is not root"
for program in mkfs.ext4 mkfs.btrfs mount umount; do command -v "$program" >/dev/null || why "$program is missing (packaging/setup.sh wipe-test)"; done
place=$(mktemp -d)
trap 'umount "$place/mounted" 2>/dev/null || true; rm -rf "$place"' EXIT
mkdir "$place/mounted"
truncate -s 16M "$place/disk"
mkfs.ext4 -q -F "$place/disk" || why "mkfs.ext4 fails"
mount -o loop "$place/disk" "$place/mounted" 2>/dev/null || why "loop devices cannot be mounted"

//! What the disk under a locker means for a wipe, as codes. Said before the day it is needed.
//!
//! - `fs-…`: the file system. `keeps-old-blocks`: it writes elsewhere instead of in place (copy-on-write, log-structured).
//!   `journals-data`: what is written is also in the journal for a while. `in-memory`, `remote`: what they say.
//! - `flash` keeps worn cells beyond any program's reach; `rotational` does not; `device-unknown`.
//! - `encrypted-below`: an encrypted disk; what remains is unreadable without its key.
//! - `swap-present`, `swap-compressed-only` (in memory), `hibernation-possible`.
//!
//! Deliberately absent: Windows and macOS, where the answer is `device-unknown`; any promise.

use rustix::fs::statfs;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// What the disk and file system under this folder mean.
pub fn disk_meaning(folder: &Path) -> Vec<&'static str> {
    let mut codes = file_system(folder);
    let mount = mount_of(folder);
    if mount
        .as_ref()
        .is_some_and(|mount| mount.options.split(',').any(|option| option == "data=journal"))
    {
        codes.push("journals-data");
    }
    let device = mount.and_then(|mount| block_device(&mount.source));
    if device.as_deref().is_some_and(journals_data) {
        codes.push("journals-data");
    }
    codes.extend(
        device
            .as_deref()
            .map_or(vec!["device-unknown"], |device| device_codes(device, DEEPEST)),
    );
    codes.extend(memory_codes());
    codes.sort_unstable();
    codes.dedup();
    codes
}

const DEEPEST: u32 = 6; // a partition on LVM on an encrypted volume on RAID

fn file_system(folder: &Path) -> Vec<&'static str> {
    let Ok(stat) = statfs(folder) else {
        return vec!["fs-unknown"];
    };
    match stat.f_type as u64 & 0xffff_ffff {
        0xef53 => vec!["fs-ext4"],
        0x9123_683e => vec!["fs-btrfs", "keeps-old-blocks"],
        0x5846_5342 => vec!["fs-xfs"],
        0xf2f5_2010 => vec!["fs-f2fs", "keeps-old-blocks"],
        0x2fc1_2fc1 => vec!["fs-zfs", "keeps-old-blocks"],
        0xca45_1a4e => vec!["fs-bcachefs", "keeps-old-blocks"],
        0x794c_7630 => vec!["fs-overlay"],
        0x0102_1994 | 0x8584_58f6 => vec!["fs-tmpfs", "in-memory"],
        0x2011_bab0 => vec!["fs-exfat"],
        0x4d44 => vec!["fs-vfat"],
        0x5346_544e | 0x7366_746e => vec!["fs-ntfs"],
        0x6969 | 0xff53_4d42 | 0xfe53_4d42 | 0x517b => vec!["fs-network", "remote"],
        0x6573_5546 => vec!["fs-fuse"],
        _ => vec!["fs-unknown"],
    }
}

struct Mount {
    source: PathBuf,
    options: String,
}

/// The mount that a folder lies on: the one with the longest mount point above it (proc(5), mountinfo).
fn mount_of(folder: &Path) -> Option<Mount> {
    let folder = folder.canonicalize().ok()?;
    let table = fs::read_to_string("/proc/self/mountinfo").ok()?;
    let mounts = table.lines().filter_map(|line| {
        let (before, after) = line.split_once(" - ")?;
        let point = unescape(before.split(' ').nth(4)?);
        let mut after = after.split(' ').skip(1);
        let mount = Mount {
            source: unescape(after.next()?),
            options: after.next()?.to_string(),
        };
        folder
            .starts_with(&point)
            .then_some((point.components().count(), mount))
    });
    mounts.max_by_key(|(depth, _)| *depth).map(|(_, mount)| mount)
}

/// What ext4 says of itself, defaults that stand in the file system included; the table of mounts leaves those out.
fn journals_data(device: &Path) -> bool {
    let name = device.file_name().unwrap_or_default();
    let said = fs::read_to_string(Path::new("/proc/fs/ext4").join(name).join("options"));
    said.is_ok_and(|options| options.lines().any(|line| line.trim() == "data=journal"))
}

/// Blanks are `\040` there.
fn unescape(field: &str) -> PathBuf {
    field.replace("\\040", " ").replace("\\011", "\t").into()
}

fn block_device(source: &Path) -> Option<PathBuf> {
    let number = fs::metadata(source).ok().filter(|_| source.starts_with("/dev"))?.rdev();
    let (major, minor) = (rustix::fs::major(number), rustix::fs::minor(number));
    fs::canonicalize(format!("/sys/dev/block/{major}:{minor}")).ok()
}

fn device_codes(device: &Path, deeper: u32) -> Vec<&'static str> {
    let mut codes = Vec::new();
    let read = |name: &str| fs::read_to_string(device.join(name)).unwrap_or_default();
    if read("dm/uuid").starts_with("CRYPT-") {
        codes.push("encrypted-below");
    }
    let below: Vec<_> = fs::read_dir(device.join("slaves"))
        .into_iter()
        .flatten()
        .flatten()
        .collect();
    if !below.is_empty() && deeper > 0 {
        let below = below.iter().filter_map(|entry| fs::canonicalize(entry.path()).ok());
        codes.extend(below.flat_map(|device| device_codes(&device, deeper - 1)));
        return codes;
    }
    let rotational = [read("queue/rotational"), read("../queue/rotational")].concat();
    codes.push(match rotational.trim().chars().next() {
        Some('0') => "flash",
        Some('1') => "rotational",
        _ => "device-unknown",
    });
    codes
}

fn memory_codes() -> Vec<&'static str> {
    let mut codes = Vec::new();
    let swaps = fs::read_to_string("/proc/swaps").unwrap_or_default();
    let areas: Vec<_> = swaps.lines().skip(1).collect();
    if areas.iter().any(|area| !area.contains("zram")) {
        codes.push("swap-present");
    } else if !areas.is_empty() {
        codes.push("swap-compressed-only");
    }
    let resume = fs::read_to_string("/sys/power/resume").unwrap_or_default();
    if !matches!(resume.trim(), "" | "0:0") {
        codes.push("hibernation-possible");
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_has_a_file_system_and_a_device_or_says_that_it_does_not_know() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let codes = disk_meaning(folder.path());
        assert!(codes.iter().any(|code| code.starts_with("fs-")), "{codes:?}");
        assert!(
            codes
                .iter()
                .any(|code| ["flash", "rotational", "device-unknown"].contains(code)),
            "{codes:?}"
        );
    }

    #[test]
    fn memory_is_told_from_disk() {
        if file_system(Path::new("/dev/shm")).contains(&"fs-tmpfs") {
            assert!(disk_meaning(Path::new("/dev/shm")).contains(&"in-memory"));
        }
        assert!(disk_meaning(Path::new("/nowhere/at/all")).contains(&"fs-unknown"));
    }
}

//! Destroying a locker. Needs nothing: no passphrase, no open database.

use crate::Env;
use crate::views::WipeView;
use seal::SystemRandomness;
use std::path::Path;

/// Destroys the locker in `folder`, keys first. Cannot fail: what is left is in the answer.
pub fn wipe(folder: &Path, _env: &Env) -> WipeView {
    let meaning = store::disk_meaning(folder);
    let report = store::wipe(folder, &SystemRandomness, &model::Quiet);
    let mut left: Vec<String> = report.left.iter().map(|code| (*code).to_owned()).collect();
    if !report.left.contains(&"not-a-locker") {
        left.extend(beyond(&meaning).into_iter().map(str::to_owned));
    }
    WipeView {
        keys_destroyed_ms: report.keys_destroyed_ms,
        total_ms: report.total_ms,
        left,
    }
}

/// What no program can reach on this disk.
fn beyond(meaning: &[&str]) -> Vec<&'static str> {
    const SAID: [(&str, &str); 5] = [
        ("flash", "flash-spare-blocks"),
        ("keeps-old-blocks", "snapshots"),
        ("journals-data", "journal"),
        ("swap-present", "swap"),
        ("hibernation-possible", "hibernation"),
    ];
    let said = SAID.into_iter().filter(|(code, _)| meaning.contains(code));
    said.map(|(_, left)| left).collect()
}

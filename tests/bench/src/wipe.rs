//! From the command to wipe until nothing can be opened any more, beside what the disk itself takes to put as many bytes
//! in place and sync them, twice. The slowest of a hundred wipes count, not the middle one: see the note below the table.

use crate::place::{Place, timed};
use crate::table::{Table, Times};
use crate::{Outcome, Wish};
use locker::Cost;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::time::Duration;

const SLOTS: usize = 1_056_768;
const WIPES: usize = 100;
const TRIAL: usize = 20;

/// Measures and writes the row.
pub fn measure(place: &Place, wish: &Wish, table: &mut Table) -> Outcome<()> {
    let env = place.env(Cost::OfATest)?;
    let (mut ours, mut disk) = (Times::default(), Times::default());
    let wipes = if wish.runs < Wish::usual().runs { TRIAL } else { WIPES };
    let path = place.at("as-large-as-slots");
    for i in 0..wipes {
        drop(place.locker("wipe.locker", &env)?);
        let report = locker::wipe(&place.at("wipe.locker"), &env);
        ours.add(Duration::from_secs_f64(report.keys_destroyed_ms / 1e3));
        if report.left.iter().any(|code| code.ends_with("-overwritten")) {
            return Err("the slots could not be overwritten".into());
        }
        let file = prepared(&path)?;
        let noise = vec![i as u8; SLOTS];
        disk.add(timed(|| twice(&file, &noise))?.0);
    }
    fs::remove_file(path)?;
    if let Some((ours, disk)) = ours.p99().zip(disk.p99()) {
        let (ours, disk) = (ours * 1e3, disk * 1e3);
        table.note(format!(
            "99th percentile of the wipes: {ours:.1} ms; of the disk's own: {disk:.1} ms."
        ));
    }
    table.against(
        "keys destroyed by a wipe",
        &ours,
        "the disk's own writes and syncs",
        disk,
    );
    Ok(())
}

fn prepared(path: &std::path::Path) -> Outcome<File> {
    fs::write(path, vec![0xa5; SLOTS])?;
    let file = File::options().write(true).open(path)?;
    file.sync_all()?;
    Ok(file)
}

fn twice(file: &File, noise: &[u8]) -> Outcome<()> {
    for _ in 0..2 {
        file.write_all_at(noise, 0)?;
        file.sync_data()?;
    }
    Ok(())
}

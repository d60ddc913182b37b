//! Unlocking over Argon2id alone: what everything around the one deliberate cost adds.

use crate::place::{PASSPHRASE, Place, timed};
use crate::table::{Table, Times};
use crate::{Outcome, Wish};
use argon2::{Algorithm, Argon2, Params, Version};
use locker::{Cost, Passphrase};
use std::fs;
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Measures and writes the row.
pub fn measure(place: &Place, wish: &Wish, table: &mut Table) -> Outcome<()> {
    let env = place.env(Cost::OneSecond)?;
    drop(place.locker("unlock.locker", &env)?);
    let folder = place.at("unlock.locker");
    let (memory, passes, lanes) = asked_for(&folder)?;
    let argon = Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(memory, passes, lanes, Some(32)).map_err(|_| "the slots ask for the impossible")?,
    );
    let passphrase = Passphrase::new(PASSPHRASE);
    let (mut ours, mut bare, mut reference) = (Times::default(), Times::default(), Times::default());
    let cost = [format!("{memory}"), format!("{passes}"), format!("{lanes}")];
    let has_reference = run_reference(&["1024".to_owned(), "1".to_owned(), "1".to_owned()]).is_ok();
    for _ in 0..wish.runs {
        let (time, open) = timed(|| Ok(locker::unlock(&folder, &passphrase, None, &env)?))?;
        ours.add(time);
        drop(open); // one locker, one holder
        bare.add(timed(|| run_bare(&argon))?.0);
        if has_reference {
            reference.add(timed(|| run_reference(&cost))?.0);
        }
    }
    let name = format!("unlock ({} MiB, {passes} passes, {lanes} lanes)", memory >> 10);
    table.against(&name, &ours, "bare Argon2id", bare);
    if has_reference {
        table.against(&name, &ours, "argon2, the C reference", reference);
    } else {
        table.note("argon2 is not installed: no row beside the C reference.".to_owned());
    }
    Ok(fs::remove_dir_all(folder)?)
}

fn run_bare(argon: &Argon2<'_>) -> Outcome<()> {
    let mut out = [0; 32];
    argon
        .hash_password_into(PASSPHRASE, &[7; 32], &mut out)
        .map_err(|error| error.to_string())?;
    black_box(out);
    Ok(())
}

/// The C reference's program: a lane a thread.
fn run_reference([memory, passes, lanes]: &[String; 3]) -> Outcome<()> {
    let mut child = Command::new("argon2")
        .args(["saltsaltsaltsalt", "-id", "-r", "-k", memory, "-t", passes, "-p", lanes])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    child.stdin.take().ok_or("no way in")?.write_all(PASSPHRASE)?;
    if child.wait()?.success() {
        Ok(())
    } else {
        Err("argon2 failed".into())
    }
}

/// Memory in KiB, passes and lanes, from byte 32 of the slots file (the store's FORMAT.md).
fn asked_for(locker: &Path) -> Outcome<(u32, u32, u32)> {
    let slots = fs::read(locker.join("slots"))?;
    let number = |n: usize| {
        slots
            .get(32 + n * 4..36 + n * 4)
            .and_then(|bytes| bytes.try_into().ok())
            .map(u32::from_le_bytes)
    };
    match (number(0), number(1), number(2)) {
        (Some(memory), Some(passes), Some(lanes)) => Ok((memory, passes, lanes)),
        _ => Err("the slots file is cut off".into()),
    }
}

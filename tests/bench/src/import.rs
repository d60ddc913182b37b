//! One large file into a locker, against programs that read, encrypt or copy the same file.

use crate::place::{Place, SOURCE, run, settle, text, timed};
use crate::synthetic::Dice;
use crate::table::{Table, Times};
use crate::{Outcome, Wish};
use locker::views::ImportRequest;
use locker::{Cost, Quiet};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

/// Measures and writes the rows.
pub fn measure(place: &Place, wish: &Wish, table: &mut Table) -> Outcome<()> {
    let file = place.at("large.bin");
    write_random(&file, wish.bytes)?;
    let recipient = make_recipient(place)?;
    let digest = sha256sum(&file)?; // also the warming up
    let (mut ours, mut hash, mut age, mut copy) =
        (Times::default(), Times::default(), Times::default(), Times::default());
    let (mut openssl, mut restic) = (Times::default(), Times::default());
    let has_restic = run("restic", &["version"], &[0]).is_ok();
    for n in 0..wish.runs {
        ours.add(import(place, &file, &digest, n)?);
        hash.add(timed(|| sha256sum(&file))?.0);
        openssl.add(timed(|| run("openssl", &["dgst", "-sha256", text(&file)?], &[0]))?.0);
        if has_restic {
            restic.add(restic_backup(place, &file)?);
        }
        age.add(against(place, |out| {
            run("age", &["-r", &recipient, "-o", out, text(&file)?], &[0]).map(|_| ())
        })?);
        copy.add(against(place, |out| {
            run("cp", &[text(&file)?, out], &[0])?;
            run("sync", &[out], &[0]).map(|_| ())
        })?);
    }
    let name = format!("import of {} MiB", wish.bytes >> 20);
    table.against(&name, &ours, "sha256sum", hash);
    table.against(&name, &ours, "openssl dgst -sha256", openssl);
    table.against(&name, &ours, "age -r", age);
    if has_restic {
        table.against(&name, &ours, "restic backup", restic);
    } else {
        table.note("restic is not installed: no row beside it.".to_owned());
    }
    table.against(&name, &ours, "cp, sync", copy);
    fs::remove_file(&file)?;
    Ok(())
}

pub(crate) fn write_random(path: &Path, bytes: u64) -> Outcome<()> {
    let (mut file, mut dice) = (File::create(path)?, Dice::new(11));
    let mut piece = vec![0; 1 << 20];
    for _ in 0..bytes >> 20 {
        piece
            .chunks_exact_mut(8)
            .for_each(|eight| eight.copy_from_slice(&dice.next().to_le_bytes()));
        file.write_all(&piece)?;
    }
    Ok(file.sync_all()?)
}

fn make_recipient(place: &Place) -> Outcome<String> {
    let identity = place.at("identity.txt");
    run("age-keygen", &["-o", text(&identity)?], &[0])?;
    Ok(run("age-keygen", &["-y", text(&identity)?], &[0])?.trim().to_owned())
}

pub(crate) fn sha256sum(file: &Path) -> Outcome<String> {
    let said = run("sha256sum", &[text(file)?], &[0])?;
    Ok(said.split_whitespace().next().unwrap_or_default().to_owned())
}

fn import(place: &Place, file: &Path, digest: &str, n: usize) -> Outcome<std::time::Duration> {
    let env = place.env(Cost::OfATest)?;
    let name = format!("import-{n}.locker");
    let open = place.locker(&name, &env)?;
    settle()?;
    let request = ImportRequest {
        source: SOURCE.to_owned(),
        timezone: None,
        date_order: None,
    };
    let (time, report) = timed(|| Ok(open.import(&request, &[file.to_owned()], &env, &Quiet)?))?;
    let found = report.items.first().and_then(|item| item.sha256.clone());
    if report.totals.added != 1 || found.as_deref() != Some(digest) {
        return Err("the import did not take in what sha256sum read".into());
    }
    drop(open);
    fs::remove_dir_all(place.at(&name))?;
    Ok(time)
}

fn restic_backup(place: &Place, file: &Path) -> Outcome<std::time::Duration> {
    let (repository, pass) = (place.at("restic"), place.at("restic-pass"));
    fs::write(&pass, "a repository that is removed again")?;
    let common = ["-q", "--no-cache", "-r", text(&repository)?, "-p", text(&pass)?];
    run("restic", &[&common[..], &["init"]].concat(), &[0])?;
    settle()?;
    let (time, _) = timed(|| run("restic", &[&common[..], &["backup", text(file)?]].concat(), &[0]))?;
    fs::remove_dir_all(&repository)?;
    Ok(time)
}

/// Times something that writes one file, which is removed again.
fn against(place: &Place, work: impl FnOnce(&str) -> Outcome<()>) -> Outcome<std::time::Duration> {
    let out = place.at("out");
    settle()?;
    let (time, ()) = timed(|| work(text(&out)?))?;
    fs::remove_file(&out)?;
    Ok(time)
}

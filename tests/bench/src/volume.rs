//! What a locker does with much: many small files, one very large one, a check of everything, a backup. Peers copy, hash or
//! back up the same files.

use crate::import::{sha256sum, write_random};
use crate::place::{PASSPHRASE, Place, SOURCE, run, settle, text, timed};
use crate::synthetic::Dice;
use crate::table::{Table, Times};
use crate::{Outcome, Wish};
use locker::views::ImportRequest;
use locker::{Cost, Env, OpenLocker, Quiet};
use seal::{BlobKey, OpenReader, SystemRandomness, seal_stream};
use std::fs::{self, File};
use std::io::{BufWriter, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

const MIB: u64 = 1 << 20;

/// Measures and writes the rows.
pub fn measure(place: &Place, wish: &Wish, table: &mut Table) -> Outcome<()> {
    small_files(place, wish, table)?;
    check_and_backup(place, wish, table)?;
    random_reads(place, wish, table)?;
    very_large(place, wish, table)
}

pub(crate) fn take_in(open: &OpenLocker, env: &Env, files: &[PathBuf], most: u32) -> Outcome<()> {
    let request = ImportRequest {
        source: SOURCE.to_owned(),
        timezone: None,
        date_order: None,
    };
    let report = open.import(&request, files, env, &Quiet)?;
    if report.totals.added == most {
        Ok(())
    } else {
        Err(format!("{} of {most} files were taken in", report.totals.added).into())
    }
}

fn small_files(place: &Place, wish: &Wish, table: &mut Table) -> Outcome<()> {
    let count = if wish.is_trial() { 1_000 } else { 20_000 };
    let folder = place.at("small");
    let mut dice = Dice::new(5);
    for i in 0..count {
        let sub = folder.join(format!("{:02}", i % 50));
        fs::create_dir_all(&sub)?;
        let bytes: Vec<u8> = (0..512 + i % 4_096).map(|_| dice.next() as u8).collect();
        fs::write(sub.join(format!("{i}.bin")), bytes)?;
    }
    let (mut ours, mut copy) = (Times::default(), Times::default());
    for n in 0..wish.runs {
        let env = place.env(Cost::OfATest)?;
        let name = format!("small-{n}.locker");
        let open = place.locker(&name, &env)?;
        settle()?;
        ours.add(timed(|| take_in(&open, &env, &[folder.clone()], count))?.0);
        drop(open);
        fs::remove_dir_all(place.at(&name))?;
        let out = place.at("copy");
        settle()?;
        copy.add(timed(|| copied(&folder, &out))?.0);
        fs::remove_dir_all(&out)?;
    }
    fs::remove_dir_all(&folder)?;
    table.against(&format!("{count} small files taken in"), &ours, "cp -r, sync", copy);
    Ok(())
}

fn copied(from: &Path, to: &Path) -> Outcome<()> {
    run("cp", &["-r", text(from)?, text(to)?], &[0])?;
    run("sync", &["-f", text(to)?], &[0]).map(|_| ())
}

fn check_and_backup(place: &Place, wish: &Wish, table: &mut Table) -> Outcome<()> {
    let file = place.at("large.bin");
    write_random(&file, wish.bytes)?;
    let env = place.env(Cost::OfATest)?;
    let open = place.locker("checked.locker", &env)?;
    take_in(&open, &env, &[file.clone()], 1)?;
    let (mut check, mut hash) = (Times::default(), Times::default());
    let (mut first, mut copy, mut second) = (Times::default(), Times::default(), Times::default());
    for n in 0..wish.runs {
        let (time, report) = timed(|| Ok(open.check(&Quiet)?))?;
        if !report.is_sound() {
            return Err("the check found damage".into());
        }
        check.add(time);
        hash.add(timed(|| sha256sum(&file))?.0);
        let (there, out) = (place.at(&format!("backup-{n}")), place.at("copy"));
        fs::create_dir_all(&there)?;
        settle()?;
        first.add(timed(|| Ok(open.back_up(&there, false, &Quiet)?))?.0);
        second.add(timed(|| Ok(open.back_up(&there, false, &Quiet)?))?.0);
        fs::remove_dir_all(&there)?;
        settle()?;
        copy.add(timed(|| copied(open.folder(), &out))?.0);
        fs::remove_dir_all(&out)?;
    }
    drop(open);
    let size = format!("{} MiB", wish.bytes / MIB);
    table.against(&format!("check of everything, {size}"), &check, "sha256sum", hash);
    table.against(
        &format!("backup with what is new read back, {size}"),
        &first,
        "cp -r, sync",
        copy,
    );
    table.alone(&format!("backup with nothing new, {size}"), second);
    fs::remove_dir_all(place.at("checked.locker"))?;
    Ok(fs::remove_file(file)?)
}

/// A sealed file is read anywhere: the place is looked for and one mebibyte opened, from the page cache where it is.
fn random_reads(place: &Place, wish: &Wish, table: &mut Table) -> Outcome<()> {
    let bytes = if wish.is_trial() { 256 * MIB } else { 4 << 30 };
    let (path, key) = (place.at("sealed"), BlobKey::make(&SystemRandomness)?);
    let mut to = BufWriter::new(File::create(&path)?);
    seal_stream(
        &mut std::io::repeat(7).take(bytes),
        &mut to,
        &key,
        &SystemRandomness,
        &Quiet,
        0,
    )?;
    to.into_inner().map_err(|error| error.into_error())?.sync_all()?;
    let mut reader = OpenReader::new(File::open(&path)?, &key)?;
    let (mut dice, mut piece, mut times) = (Dice::new(3), vec![0; MIB as usize], Times::default());
    for _ in 0..500 {
        let at = dice.next() % (bytes - MIB);
        times.add(
            timed(|| {
                reader.seek(SeekFrom::Start(at))?;
                Ok(reader.read_exact(&mut piece)?)
            })?
            .0,
        );
    }
    table.alone(&format!("random 1 MiB of a sealed {} MiB", bytes / MIB), times);
    Ok(fs::remove_file(path)?)
}

/// Memory and the wipe must not grow with the size. The file is a hole, so that the disk holds it once only: sealed.
fn very_large(place: &Place, wish: &Wish, table: &mut Table) -> Outcome<()> {
    let bytes: u64 = if wish.is_trial() { 256 * MIB } else { 10 << 30 };
    let file = place.at("hole.bin");
    File::create(&file)?.set_len(bytes)?;
    let env = place.env(Cost::OfATest)?;
    drop(place.locker("very-large.locker", &env)?);
    let (folder, pass) = (place.at("very-large.locker"), place.at("pass"));
    fs::write(&pass, PASSPHRASE)?;
    let idle = peak_of(&cli(place, &["source", "list", text(&folder)?], &pass)?)?;
    let peak = peak_of(&cli(
        place,
        &["import", text(&folder)?, "--source", SOURCE, text(&file)?],
        &pass,
    )?)?;
    table.note(format!(
        "Peak memory of an import of {} MiB: {} MiB, of a program that only unlocks and tells: {} MiB.",
        bytes / MIB,
        peak >> 10,
        idle >> 10
    ));
    fs::remove_file(file)?;
    wipes_of(place, &env, &folder, bytes, table)
}

/// A command of the terminal's program beside this one.
fn cli(place: &Place, arguments: &[&str], pass: &Path) -> Outcome<Vec<String>> {
    let program = std::env::current_exe()?.with_file_name("vouchsafe");
    if !program.is_file() {
        return Err("vouchsafe is not beside this program: cargo build --release -p vouchsafe-cli".into());
    }
    let _ = place;
    let mut all = vec![
        text(&program)?.to_owned(),
        "--passphrase-file".to_owned(),
        text(pass)?.to_owned(),
    ];
    all.extend(arguments.iter().map(|&one| one.to_owned()));
    Ok(all)
}

/// The most memory a program had at once, in KiB, as the kernel counts it (proc(5), VmHWM). Its worker is a process of its own.
fn peak_of(command: &[String]) -> Outcome<u64> {
    let mut child: Child = Command::new(&command[0])
        .args(&command[1..])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(now.unwrap_or(0));
        sleep(Duration::from_millis(5));
    }
    if child.wait()?.success() {
        Ok(peak)
    } else {
        Err(format!("{} failed", command[3..].join(" ")).into())
    }
}

/// Each wipe has all of it to destroy: a second name keeps the large files for the next.
fn wipes_of(place: &Place, env: &Env, folder: &Path, bytes: u64, table: &mut Table) -> Outcome<()> {
    let kept = place.at("kept");
    run("cp", &["-rl", text(folder)?, text(&kept)?], &[0])?;
    let (slots, mut times) = (fs::read(folder.join("slots"))?, Times::default());
    let _ = fs::remove_dir_all(folder);
    for _ in 0..20 {
        run("cp", &["-rl", text(&kept)?, text(folder)?], &[0])?;
        fs::remove_file(folder.join("slots"))?;
        fs::write(folder.join("slots"), &slots)?;
        settle()?;
        times.add(Duration::from_secs_f64(
            locker::wipe(folder, env).keys_destroyed_ms / 1e3,
        ));
    }
    table.alone(&format!("keys destroyed by a wipe, {} MiB within", bytes / MIB), times);
    Ok(fs::remove_dir_all(kept)?)
}

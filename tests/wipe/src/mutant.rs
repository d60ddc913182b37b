//! Ways to alter a closed locker, each with a number that gives the same alteration at every run.

use power::seed::Seed;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of a locker by their paths below it.
pub type Files = BTreeMap<PathBuf, Vec<u8>>;

/// What alterations are made from: a locker, and the same locker at an earlier time.
pub struct Stock {
    /// As it is.
    pub now: Files,
    /// As it was.
    pub earlier: Files,
}

const COPY: usize = 4_096 + 8 * 65_536;
const CHECKSUM: usize = 4_064;
const DATABASE_PAGE: usize = 16_384;

/// Reads all files below a folder.
pub fn read(folder: &Path) -> Files {
    let mut files = Files::new();
    read_into(folder, Path::new(""), &mut files);
    files
}

fn read_into(folder: &Path, below: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let below = below.join(entry.file_name());
        if entry.path().is_dir() {
            read_into(&entry.path(), &below, files);
        } else {
            files.insert(below, fs::read(entry.path()).expect("a file"));
        }
    }
}

/// Writes them into a new folder.
pub fn write(files: &Files, folder: &Path) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("room");
        fs::write(path, bytes).expect("room");
    }
}

/// The alteration of this number, and its name. Now and then two at once: `a bit + cut`.
pub fn alter(stock: &Stock, number: u64) -> (Files, String) {
    let mut seed = Seed::new(number);
    let mut files = stock.now.clone();
    let mut name = once(&mut files, stock, &mut seed).to_owned();
    if seed.one_in(5) {
        name = format!("{name} + {}", once(&mut files, stock, &mut seed));
    }
    (files, name)
}

fn once(files: &mut Files, stock: &Stock, seed: &mut Seed) -> &'static str {
    let path = any_file(files, seed);
    match seed.below(14) {
        0 => change(files, &path, "a bit", |bytes| flip(bytes, seed)),
        1 => change(files, &path, "bytes", |bytes| {
            (0..=seed.below(64)).for_each(|_| put(bytes, seed))
        }),
        2 => change(files, &path, "cut", |bytes| bytes.truncate(seed.below(bytes.len()))),
        3 => change(files, &path, "drawn out", |bytes| bytes.extend(noise(seed, 5_000))),
        4 => change(files, &path, "a sector", |bytes| sector(bytes, seed)),
        5 => change(files, &path, "parts swapped", |bytes| swap(bytes, 512, seed)),
        6 => change(files, Path::new("db"), "pages swapped", |bytes| {
            swap(bytes, DATABASE_PAGE, seed)
        }),
        7 => blobs_swapped(files, seed),
        8 => change(files, Path::new("slots"), "copies swapped", |bytes| {
            let half = bytes.len() / 2;
            bytes.rotate_left(half);
        }),
        9 => an_earlier_file(files, stock, seed),
        10 => an_earlier_page(files, stock, seed),
        11 => {
            files.remove(&path);
            "gone"
        }
        12 => change(files, Path::new("slots"), "slots with a checksum", |bytes| {
            forge(bytes, seed)
        }),
        _ => {
            files.insert("db-wal".into(), noise(seed, 70_000));
            "a log of noise"
        }
    }
}

fn change(files: &mut Files, path: &Path, name: &'static str, alter: impl FnOnce(&mut Vec<u8>)) -> &'static str {
    if let Some(bytes) = files.get_mut(path).filter(|bytes| !bytes.is_empty()) {
        alter(bytes);
    }
    name
}

/// Slots, database and blobs alike often, whatever the number of blobs.
fn any_file(files: &Files, seed: &mut Seed) -> PathBuf {
    match seed.below(3) {
        0 => "slots".into(),
        1 => "db".into(),
        _ => any_blob(files, seed),
    }
}

fn any_blob(files: &Files, seed: &mut Seed) -> PathBuf {
    let blobs: Vec<_> = files.keys().filter(|path| path.starts_with("blobs")).collect();
    blobs
        .get(seed.below(blobs.len()))
        .map_or("db".into(), |path| path.to_path_buf())
}

fn flip(bytes: &mut [u8], seed: &mut Seed) {
    // the first bytes say most; half of the time it is one of them
    let bound = if seed.one_in(2) {
        bytes.len().min(700)
    } else {
        bytes.len()
    };
    bytes[seed.below(bound)] ^= 1 << seed.below(8);
}

fn put(bytes: &mut [u8], seed: &mut Seed) {
    bytes[seed.below(bytes.len())] = seed.below(256) as u8;
}

fn noise(seed: &mut Seed, most: usize) -> Vec<u8> {
    (0..=seed.below(most)).map(|_| seed.below(256) as u8).collect()
}

fn sector(bytes: &mut [u8], seed: &mut Seed) {
    let at = seed.below(bytes.len()) / 512 * 512;
    let (end, zeros) = (bytes.len().min(at + 512), seed.one_in(2));
    bytes[at..end]
        .iter_mut()
        .for_each(|byte| *byte = if zeros { 0 } else { seed.below(256) as u8 });
}

fn swap(bytes: &mut [u8], unit: usize, seed: &mut Seed) {
    let units = bytes.len() / unit;
    let (a, b) = (seed.below(units) * unit, seed.below(units) * unit);
    for i in 0..unit.min(bytes.len()) {
        bytes.swap(a + i, b + i);
    }
}

fn blobs_swapped(files: &mut Files, seed: &mut Seed) -> &'static str {
    let (a, b) = (any_blob(files, seed), any_blob(files, seed));
    let contents = (files.get(&a).cloned(), files.get(&b).cloned());
    if let (Some(of_a), Some(of_b)) = contents {
        files.insert(a, of_b);
        files.insert(b, of_a);
    }
    "blobs swapped"
}

fn an_earlier_file(files: &mut Files, stock: &Stock, seed: &mut Seed) -> &'static str {
    let (file, name) = if seed.one_in(2) {
        ("db", "an earlier database")
    } else {
        ("slots", "earlier slots")
    };
    files.insert(file.into(), stock.earlier[Path::new(file)].clone());
    name
}

fn an_earlier_page(files: &mut Files, stock: &Stock, seed: &mut Seed) -> &'static str {
    let earlier = &stock.earlier[Path::new("db")];
    change(files, Path::new("db"), "an earlier page", |bytes| {
        let at = seed.below(bytes.len().min(earlier.len()) / DATABASE_PAGE) * DATABASE_PAGE;
        bytes[at..at + DATABASE_PAGE].copy_from_slice(&earlier[at..at + DATABASE_PAGE]);
    })
}

/// One or both copies changed by somebody who knows how the checksum is made.
fn forge(bytes: &mut [u8], seed: &mut Seed) {
    let both = seed.one_in(2);
    let place = seed.below(2);
    let mut one = Seed::new(seed.number());
    for (i, copy) in bytes.chunks_mut(COPY).enumerate() {
        if copy.len() < COPY || !(both || i == place) {
            continue;
        }
        if one.one_in(2) {
            copy[32 + one.below(16)] ^= 1 << one.below(8); // what the derivation costs
        } else {
            flip(copy, &mut one);
        }
        let sum = seal::sha256(&[&copy[..CHECKSUM], &copy[4_096..]].concat());
        copy[CHECKSUM..4_096].copy_from_slice(&sum.0);
    }
}

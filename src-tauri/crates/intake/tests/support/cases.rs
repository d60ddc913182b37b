//! The cases below `exports/`.

use intake::draft::{DateOrder, Hints};
use serde_json::Value;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

pub struct Case {
    path: PathBuf,
    pub is_valid: bool,
}

/// All cases, in the order of their paths.
pub fn all_cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports");
    let mut cases = Vec::new();
    for format in below(&root) {
        for (folder, is_valid) in [("valid", true), ("invalid", false)] {
            let paths = below(&format.join(folder)).into_iter().filter(|path| !is_beside(path));
            cases.extend(paths.map(|path| Case { path, is_valid }));
        }
    }
    cases
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    paths
}

fn is_beside(path: &Path) -> bool {
    let name = path.to_string_lossy();
    name.ends_with(".expected.json") || name.ends_with(".hints.json")
}

impl Case {
    pub fn name(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    pub fn is_packed(&self) -> bool {
        self.path.is_dir()
    }

    pub fn bytes(&self) -> Vec<u8> {
        if self.is_packed() {
            return pack(&self.path);
        }
        fs::read(&self.path).expect("a case")
    }

    pub fn hints(&self) -> Hints {
        let file = self.path.file_name().expect("a name").to_string_lossy().into_owned();
        // A case may be named for what it shows and for what its file is called: `account=result.json`.
        let name = file.rsplit('=').next().unwrap_or(&file).to_owned();
        let said = fs::read_to_string(self.beside("hints")).unwrap_or_else(|_| "{}".to_owned());
        let said: Value = serde_json::from_str(&said).expect("hints are JSON");
        Hints {
            name,
            timezone: said["timezone"].as_str().map(str::to_owned),
            date_order: match said["date_order"].as_str() {
                Some("dmy") => Some(DateOrder::Dmy),
                Some("mdy") => Some(DateOrder::Mdy),
                Some("ymd") => Some(DateOrder::Ymd),
                _ => None,
            },
        }
    }

    pub fn expected_path(&self) -> PathBuf {
        self.beside("expected")
    }

    pub fn expected(&self) -> String {
        let text = fs::read_to_string(self.expected_path()).unwrap_or_default();
        text.trim_end().to_owned()
    }

    fn beside(&self, what: &str) -> PathBuf {
        PathBuf::from(format!("{}.{what}.json", self.path.display()))
    }
}

/// A folder as an archive, without compression and with one fixed time, so that it is the same each time.
fn pack(folder: &Path) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut files = Vec::new();
    collect(folder, &mut files);
    for file in files {
        let name = file.strip_prefix(folder).expect("below the folder").to_string_lossy();
        archive
            .start_file(name.replace('\\', "/"), options)
            .expect("a plain name");
        archive
            .write_all(&fs::read(&file).expect("a file of the case"))
            .expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in below(folder) {
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

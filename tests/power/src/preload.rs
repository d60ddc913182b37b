//! Small libraries in C that stand between a program and libc, compiled when a test needs them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{fs, ops::Deref};
use tempfile::TempDir;

/// A compiled library; its path. Gone when dropped.
pub struct Preload {
    _folder: TempDir,
    library: PathBuf,
}

impl Preload {
    /// Compiles it with `CC`, or `cc`.
    ///
    /// # Panics
    /// Where there is no C compiler, or the source is none.
    pub fn compile(source: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (file, library) = (folder.path().join("preload.c"), folder.path().join("preload.so"));
        fs::write(&file, source).expect("room");
        let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
        let compiled = Command::new(compiler)
            .args(["-O1", "-shared", "-fPIC", "-o"])
            .args([&library, &file])
            .args(["-ldl", "-lpthread"])
            .status();
        assert!(
            compiled.is_ok_and(|status| status.success()),
            "a C compiler is needed here"
        );
        Self {
            _folder: folder,
            library,
        }
    }
}

impl Deref for Preload {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.library
    }
}

/// Makes a program's disk bad at the places that `BAD_DISK` names: lines of `PATH:OFFSET`, which cannot be read there, or of
/// `PATH`, which cannot be opened. Compiled once for each run of the tests.
pub fn bad_disk() -> &'static Path {
    static LIBRARY: OnceLock<Preload> = OnceLock::new();
    LIBRARY.get_or_init(|| Preload::compile(include_str!("../bad_disk.c")))
}

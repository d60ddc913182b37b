//! A file system in a file, mounted while it is used and taken away again whatever happens.

use crate::scan::{Found, Patterns};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};
use tempfile::TempDir;

/// Which file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// ext4 as it comes: metadata is journaled, data is written in place.
    Ext4,
    /// ext4 that journals data too, by a mount option.
    Ext4Journal,
    /// The same, by a default that stands in the file system.
    Ext4JournalByDefault,
    /// btrfs: nothing is written in place, as it comes.
    Btrfs,
}

/// A mounted image.
pub struct Image {
    folder: TempDir,
    kind: Kind,
}

impl Image {
    /// A new file system. Nothing where it cannot be mounted here; why is said then, and `WIPE=full` fails.
    pub fn new(kind: Kind) -> Option<Self> {
        match Self::make(kind) {
            Ok(image) => Some(image),
            Err(why) => {
                assert!(!crate::full(), "no {kind:?} can be mounted here: {why}");
                eprintln!("skipped: no {kind:?} can be mounted here: {why}");
                None
            }
        }
    }

    fn make(kind: Kind) -> Result<Self, String> {
        if !rustix::process::geteuid().is_root() {
            return Err("this is not root".to_owned());
        }
        let image = Self::place(kind);
        let file = fs::File::create(image.file()).map_err(|error| error.to_string())?;
        let mebibytes: u64 = if kind == Kind::Btrfs { 256 } else { 96 };
        file.set_len(mebibytes << 20).map_err(|error| error.to_string())?;
        match kind {
            Kind::Ext4 | Kind::Ext4Journal => run("mkfs.ext4", &["-q", "-F"], &image.file()),
            Kind::Ext4JournalByDefault => run("mkfs.ext4", &["-q", "-F"], &image.file())
                .and_then(|()| run("tune2fs", &["-o", "journal_data"], &image.file())),
            Kind::Btrfs => run("mkfs.btrfs", &["-q", "-f", "-M"], &image.file()),
        }?;
        image.mount()?;
        Ok(image)
    }

    fn place(kind: Kind) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("vouchsafe-raw-")
            .tempdir()
            .expect("room");
        fs::create_dir(folder.path().join("mounted")).expect("room");
        Self { folder, kind }
    }

    /// The same disk once more, as it is after everything was written.
    pub fn copy(&self) -> Self {
        self.unmounted(|file| {
            let copy = Self::place(self.kind);
            let copied = Command::new("cp")
                .arg("--sparse=always")
                .args([file, &copy.file()])
                .status();
            assert!(copied.is_ok_and(|status| status.success()), "room for a second disk");
            copy.mount().expect("it was mounted before");
            copy
        })
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("disk")
    }

    /// Where it is mounted.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("mounted")
    }

    /// Where its locker lies.
    pub fn locker(&self) -> PathBuf {
        self.root().join("x.locker")
    }

    /// Everything is written, and the raw disk read from end to end.
    pub fn scan(&self, patterns: &Patterns) -> Found {
        self.unmounted(|file| patterns.search(file).expect("the image is there"))
    }

    /// The raw disk as it is now, with nothing more written than was synced.
    pub fn scan_as_it_is(&self, patterns: &Patterns) -> Found {
        patterns.search(&self.file()).expect("the image is there")
    }

    fn unmounted<T>(&self, look: impl FnOnce(&Path) -> T) -> T {
        rustix::fs::sync();
        run("umount", &[], &self.root()).expect("nothing is open there");
        let answer = look(&self.file());
        self.mount().expect("it was mounted before");
        answer
    }

    fn mount(&self) -> Result<(), String> {
        let options = if self.kind == Kind::Ext4Journal {
            "loop,data=journal"
        } else {
            "loop"
        };
        let output = Command::new("mount")
            .args(["-o", options])
            .args([self.file(), self.root()])
            .output();
        ended(output)
    }
}

impl Drop for Image {
    fn drop(&mut self) {
        if run("umount", &[], &self.root()).is_err() {
            let _ = run("umount", &["--lazy"], &self.root()); // a test failed and left something open
        }
    }
}

fn run(program: &str, arguments: &[&str], path: &Path) -> Result<(), String> {
    ended(Command::new(program).args(arguments).arg(path).output()).map_err(|why| format!("{program}: {why}"))
}

fn ended(output: io::Result<std::process::Output>) -> Result<(), String> {
    match output {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

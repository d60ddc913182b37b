//! Runs the child under the shim, or plainly to be killed.

use crate::record::{Act, read};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The shim, compiled once for each run of the tests.
fn shim() -> &'static Path {
    static SHIM: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = SHIM.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (source, library) = (folder.path().join("shim.c"), folder.path().join("shim.so"));
        fs::write(&source, include_str!("../shim.c")).expect("room");
        let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
        let compiled = Command::new(compiler)
            .args(["-O1", "-shared", "-fPIC", "-o"])
            .args([&library, &source])
            .args(["-ldl", "-lpthread"])
            .status();
        assert!(
            compiled.is_ok_and(|status| status.success()),
            "a C compiler is needed here"
        );
        (folder, library)
    });
    path
}

/// Runs the child with these arguments, and answers what it did to `root`.
pub fn recorded(child: &Path, root: &Path, arguments: &[&str]) -> Vec<Act> {
    let aside = tempfile::tempdir().expect("a temporary folder");
    let (log, notes) = (aside.path().join("log"), aside.path().join("notes"));
    let ended = Command::new(child)
        .args(arguments)
        .env("LD_PRELOAD", shim())
        .env("POWER_ROOT", root)
        .env("POWER_LOG", &log)
        .env("POWER_NOTES", &notes)
        .status()
        .expect("the child starts");
    assert!(ended.success(), "{arguments:?} ends well");
    read(&fs::read(log).expect("a record"))
}

/// The child with these arguments, not yet started; its notes come from its standard output.
pub fn plain(child: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(child);
    command.args(arguments).stdout(Stdio::piped()).env_remove("POWER_NOTES");
    command
}

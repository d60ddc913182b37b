//! Runs the child under the shim, or plainly to be killed.

use crate::preload::Preload;
use crate::record::{Act, read};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The shim, compiled once for each run of the tests.
fn shim() -> &'static Path {
    static SHIM: OnceLock<Preload> = OnceLock::new();
    SHIM.get_or_init(|| Preload::compile(include_str!("../shim.c")))
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

//! The views as TypeScript, for the window. A test writes `ui/src/ipc/types/`; it fails when what is committed there is
//! not what the views say, and leaves the right files to be committed.
//!
//! Deliberately absent: anything that ships.

use crate::views::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use ts_rs::{Config, TS};

/// Exports each type with everything inside it.
macro_rules! export {
    ($config:expr, $($view:ty),+ $(,)?) => {
        $(<$view as TS>::export_all($config).expect("a temporary folder takes the types");)+
    };
}

fn written_to(folder: &Path) -> BTreeMap<String, String> {
    let config = Config::default().with_out_dir(folder).with_large_int("number");
    export!(
        &config,
        LockerRef,
        NewPlace,
        Strength,
        LockerView,
        SourceView,
        SourceDraft,
        EvidenceView,
        MessagesPage,
        ChatDay,
        TextView,
        PageRuns,
        ClaimView,
        ClaimDraft,
        LinkView,
        LinkDraft,
        MatrixView,
        SearchRequest,
        SearchView,
        ImportRequest,
        ImportReport,
        JobView,
        ErrorView,
        DossierPlan,
        DossierRequest,
        DossierMade,
        DossierRow,
        ReviewView,
        LogPage,
        LogCheck,
        CheckReport,
        crate::QuarantineReport,
        BackupPlace,
        LastBackup,
        BackupMade,
        crate::BackupFound,
        RestoreMade,
        SharesTyped,
        ShareSheet,
        crate::ShareSet,
        SomeChecked,
        model::Message,
        Safeguards,
        Settings,
        WipeView,
        IdentityKeys,
        IdentityView,
    );
    let mut files = read(folder);
    let index = files
        .keys()
        .map(|name| format!("export type * from \"./{}\";\n", name.trim_end_matches(".ts")));
    let index = format!("{HEADER}{}", index.collect::<String>());
    for text in files.values_mut() {
        let lines = text.lines().skip(1).map(str::trim_end);
        *text = format!("{HEADER}{}\n", lines.collect::<Vec<_>>().join("\n"));
    }
    files.insert("index.ts".to_owned(), index);
    files
}

fn read(folder: &Path) -> BTreeMap<String, String> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .filter(|file| file.path().extension().is_some_and(|end| end == "ts"))
        .filter_map(|file| {
            Some((
                file.file_name().into_string().ok()?,
                fs::read_to_string(file.path()).ok()?,
            ))
        })
        .collect()
}

fn write(folder: &Path, files: &BTreeMap<String, String>) {
    fs::create_dir_all(folder).expect("the checkout can be written");
    for stale in read(folder).keys().filter(|name| !files.contains_key(*name)) {
        fs::remove_file(folder.join(stale)).expect("the checkout can be written");
    }
    for (name, text) in files {
        fs::write(folder.join(name), text).expect("the checkout can be written");
    }
}

const HEADER: &str = "// Written by a test of the locker crate from its views. Do not edit.\n";

#[test]
fn the_windows_types_are_the_views_types() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/ipc/types");
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let (right, committed) = (written_to(scratch.path()), read(&folder));
    if right != committed {
        write(&folder, &right);
    }
    assert!(
        right == committed,
        "ui/src/ipc/types was not what the views say; it is now: commit it"
    );
}

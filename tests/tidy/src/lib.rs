//! House rules as a test: who may import whom, which lists are equal, what never stands in a file. The rules are those of
//! `src-tauri/ARCHITECTURE.md`; what they forbid is forbidden here.

use std::path::{Path, PathBuf};

/// The project's top folder.
pub fn top() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    // not `../..`: a path through tests/ would make every file below look like a test's
    here.ancestors()
        .nth(2)
        .expect("this crate lies two folders down")
        .to_owned()
}

/// The text of a file below the top folder; empty where there is none.
pub fn text_of(path: &str) -> String {
    std::fs::read_to_string(top().join(path)).unwrap_or_default()
}

/// All files below a folder with one of these endings, without what was built or installed.
pub fn files_below(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(&top().join(folder), endings, &mut found);
    found.sort();
    found
}

fn walk(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    const PASSED_OVER: [&str; 7] = [
        "target",
        "node_modules",
        "dist",
        "gen",
        ".git",
        "artefacts",
        "__pycache__",
    ];
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if path.is_dir() && !PASSED_OVER.contains(&name.as_ref()) {
            walk(&path, endings, found);
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(path);
        }
    }
}

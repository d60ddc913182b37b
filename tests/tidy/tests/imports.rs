//! Who may import whom. A crate can be forbidden an import; a module cannot: that is why these are crates.

use std::collections::BTreeSet;
use vouchsafe_tidy::text_of;

/// Crate, the siblings it may import, and what it must never import.
const TABLE: &[(&str, &[&str], &[&str])] = &[
    (
        "model",
        &[],
        &["ring", "rusqlite", "tauri", "age", "zip", "image", "tokio"],
    ),
    (
        "seal",
        &["model"],
        &["rusqlite", "tauri", "log", "tracing", "tokio", "image", "zip"],
    ),
    (
        "intake",
        &["model"],
        &["ring", "age", "rusqlite", "tauri", "tokio", "argon2"],
    ),
    (
        "store",
        &["model", "seal"],
        &["image", "zip", "age", "ring", "tauri", "tokio", "hayro"],
    ),
    ("dossier", &["model", "seal"], &["rusqlite", "tauri", "tokio", "image"]),
    (
        "locker",
        &["model", "seal", "store", "intake", "dossier"],
        &["tauri", "tokio", "ring", "rusqlite", "image"],
    ),
    (
        "cli",
        &["locker", "dossier"],
        &[
            "tauri", "tokio", "ring", "rusqlite", "image", "model", "seal", "store", "intake",
        ],
    ),
];

const SIBLINGS: [&str; 6] = ["model", "seal", "store", "intake", "dossier", "locker"];

/// Names of the ordinary dependencies in a manifest.
fn imports(manifest: &str) -> BTreeSet<String> {
    let text = text_of(manifest);
    assert!(!text.is_empty(), "{manifest} is there");
    let table: toml::Table = text.parse().expect("a manifest is TOML");
    table
        .get("dependencies")
        .and_then(toml::Value::as_table)
        .into_iter()
        .flat_map(|of| of.keys().cloned())
        .collect()
}

#[test]
fn each_crate_imports_only_what_the_table_allows() {
    for (name, allowed, forbidden) in TABLE {
        let imports = imports(&format!("src-tauri/crates/{name}/Cargo.toml"));
        for sibling in SIBLINGS {
            let may = allowed.contains(&sibling);
            assert!(may || !imports.contains(sibling), "{name} must not import {sibling}");
        }
        for library in *forbidden {
            assert!(!imports.contains(*library), "{name} must not import {library}");
        }
    }
}

#[test]
fn the_shell_imports_nothing_below_the_verbs() {
    let imports = imports("src-tauri/Cargo.toml");
    for below in [
        "model", "seal", "store", "intake", "dossier", "ring", "rusqlite", "image",
    ] {
        assert!(!imports.contains(below), "the shell must not import {below}");
    }
}

/// What is really built here: the lock file also names what only other systems would build.
#[test]
fn nothing_that_is_built_has_network_code() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments = [
        "tree",
        "--workspace",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}",
        "--locked",
    ];
    let output = std::process::Command::new(cargo)
        .args(arguments)
        .current_dir(vouchsafe_tidy::top())
        .output()
        .expect("cargo is here");
    let tree = String::from_utf8_lossy(&output.stdout);
    assert!(tree.contains("vouchsafe-desktop"), "the tree was printed");
    for library in [
        "reqwest",
        "hyper",
        "ureq",
        "curl",
        "rustls",
        "native-tls",
        "tungstenite",
        "quinn",
    ] {
        assert!(
            !tree.lines().any(|line| line.starts_with(&format!("{library} "))),
            "{library} must not be built"
        );
    }
}

#[test]
fn each_dependency_line_carries_its_reason() {
    let text = text_of("Cargo.toml");
    let start = text
        .find("# Data and errors")
        .expect("the table of dependencies begins there");
    let end = text.find("[profile.dev]").expect("and ends here");
    for line in text[start..end]
        .lines()
        .filter(|line| line.contains('=') && !line.trim_start().starts_with('#'))
    {
        assert!(line.contains('#'), "no reason beside: {line}");
    }
}

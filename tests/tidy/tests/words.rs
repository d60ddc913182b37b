//! What never stands in our files.

use std::path::Path;
use vouchsafe_tidy::{files_below, top};

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// Code before its tests: what follows `#[cfg(test)] mod` is not a person's risk.
fn shipped(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or(text)
}

fn is_test(path: &Path) -> bool {
    let path = path.to_string_lossy();
    [
        "/tests/",
        "tests.rs",
        "/examples/",
        "testing",
        "misbehaving",
        "build.rs",
    ]
    .iter()
    .any(|part| path.contains(part))
}

#[test]
fn nothing_shipped_unwraps_or_leaves_a_gap() {
    for path in files_below("src-tauri", &[".rs"]).iter().filter(|path| !is_test(path)) {
        for (number, line) in shipped(&read(path)).lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for banned in [".unwrap()", "todo!(", "unimplemented!(", "dbg!("] {
                assert!(!code.contains(banned), "{}:{}: {banned}", path.display(), number + 1);
            }
        }
    }
}

#[test]
fn unsafe_stands_only_where_the_house_allows_it() {
    const ALLOWED: [&str; 5] = [
        "seal/src/arena",
        "store/src/db/watch",
        "store/src/memory",
        "store/src/search/",
        "intake/src/worker/",
    ];
    for path in files_below("src-tauri", &[".rs"]) {
        let name = path.to_string_lossy().replace('\\', "/");
        let uses = read(&path).lines().any(|line| {
            let code = line.split("//").next().unwrap_or_default();
            code.contains("unsafe {") || code.contains("unsafe fn") || code.contains("unsafe impl")
        });
        assert!(
            !uses || is_test(&path) || ALLOWED.iter().any(|part| name.contains(part)),
            "{name} uses unsafe"
        );
    }
}

#[test]
fn secrets_have_no_debug_clone_or_serde() {
    let text = read(&top().join("src-tauri/crates/seal/src/secret.rs"));
    assert!(text.contains("Passphrase"), "the secrets are there");
    let code: String = shipped(&text)
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    for banned in [
        "derive(Debug",
        "derive(Clone",
        "Serialize",
        "impl Deref",
        "impl fmt::Debug",
        "impl Clone",
    ] {
        assert!(!code.contains(banned), "seal/src/secret.rs: {banned}");
    }
}

#[test]
fn no_parser_opens_a_file() {
    for path in files_below("src-tauri/crates/intake/src", &[".rs"]) {
        if is_test(&path) {
            continue;
        }
        let text = read(&path);
        for banned in ["std::fs", "std::net", "File::open", "TcpStream", "UdpSocket"] {
            let found = shipped(&text)
                .lines()
                .any(|line| line.split("//").next().unwrap_or_default().contains(banned));
            assert!(
                !found || path.to_string_lossy().contains("checks"),
                "{}: {banned}",
                path.display()
            );
        }
    }
}

#[test]
fn the_page_has_no_inline_style_and_no_address_of_the_network() {
    for path in files_below("ui/src", &[".svelte", ".ts"]) {
        let text = read(&path);
        assert!(!text.contains(" style=\""), "{}: an inline style", path.display());
        assert!(!text.contains("{@html"), "{}: raw HTML", path.display());
        for (number, line) in text.lines().enumerate() {
            let address = line.contains("http://") || line.contains("https://");
            let harmless = line.contains("www.w3.org")
                || line.trim_start().starts_with("//")
                || line.trim_start().starts_with('*');
            assert!(
                !address || harmless,
                "{}:{}: an address of the network",
                path.display(),
                number + 1
            );
        }
    }
}

#[test]
fn files_are_of_a_size_that_can_be_read() {
    let mut long = Vec::new();
    for path in files_below("src-tauri", &[".rs"]) {
        let text = read(&path);
        let says_why = text
            .lines()
            .take(12)
            .any(|line| line.starts_with("//!") && line.to_lowercase().contains("long"));
        let lines = shipped(&text).lines().count();
        if lines > 500 && !says_why && !path.ends_with("views.rs") && !is_test(&path) {
            long.push(format!("{} ({lines})", path.display()));
        }
    }
    assert!(long.is_empty(), "longer than 500 lines without a word why: {long:?}");
}

#[test]
fn the_project_speaks_of_itself_alone() {
    const FORBIDDEN: [&str; 4] = ["/work/", "corpora/chat/", "../shared", "crates.io mirror"];
    let endings = [
        ".rs", ".md", ".ts", ".svelte", ".toml", ".sh", ".json", ".py", "Makefile", "run",
    ];
    for folder in [
        "src-tauri",
        "ui/src",
        "ui/viewer",
        "tests",
        "packaging",
        "assets",
        ".ci",
    ] {
        for path in files_below(folder, &endings) {
            if path.ends_with("tests/tidy/tests/words.rs") {
                continue;
            }
            let text = read(&path);
            for word in FORBIDDEN {
                assert!(!text.contains(word), "{}: {word}", path.display());
            }
        }
    }
}

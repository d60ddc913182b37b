//! Paths that a file names inside or beside itself, made safe: the one place where hostile paths are judged.
//!
//! A safe path is relative, has `/` between its parts, no `.` or `..`, no control or invisible direction marks, no name
//! that Windows reserves, and is in NFC (Mac exports of `й` and `ї` are not). Nothing is repaired silently: a path that
//! would have to change its meaning to be safe is refused.

use unicode_normalization::UnicodeNormalization;

/// A path that must not be followed. What it says stays in the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unsafe-path")]
pub struct UnsafePath;

/// Longest path in bytes.
pub const LONGEST_PATH: usize = 1024;
/// Longest part of a path in bytes, as most file systems have it.
pub const LONGEST_PART: usize = 255;
/// Most parts of a path.
pub const DEEPEST_PATH: usize = 32;

/// The safe form of a path, or a refusal. Back slashes separate parts too: on Windows they do.
pub fn safe_path(path: &str) -> Result<String, UnsafePath> {
    if path.len() > LONGEST_PATH || path.starts_with(['/', '\\']) {
        return Err(UnsafePath);
    }
    let mut safe: Vec<String> = Vec::new();
    for part in path.split(['/', '\\']).filter(|part| !matches!(*part, "" | ".")) {
        let part: String = part.nfc().collect();
        if !is_safe_part(&part) || safe.len() == DEEPEST_PATH {
            return Err(UnsafePath);
        }
        safe.push(part);
    }
    if safe.is_empty() {
        Err(UnsafePath)
    } else {
        Ok(safe.join("/"))
    }
}

/// What two paths have in common on a file system that ignores case and normal forms.
pub fn folded(path: &str) -> String {
    path.nfkc().flat_map(char::to_lowercase).nfc().collect()
}

fn is_safe_part(part: &str) -> bool {
    part != ".."
        && part.len() <= LONGEST_PART
        && !part.ends_with(['.', ' '])
        && !part.chars().any(is_unsafe_char)
        && !is_reserved(part)
}

/// Control characters, what Windows forbids in names (a `:` also hides a drive or a stream), and marks that turn the
/// direction of text so that `cod.exe` reads `exe.doc`.
fn is_unsafe_char(c: char) -> bool {
    c.is_control()
        || matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// `NUL.txt` is the device `NUL` on Windows, wherever it stands.
fn is_reserved(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_uppercase();
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") || is_numbered_device(&stem)
}

fn is_numbered_device(stem: &str) -> bool {
    ["COM", "LPT"].iter().any(|device| {
        stem.strip_prefix(device).is_some_and(|number| {
            matches!(
                number,
                "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_path_stays_as_it_is() {
        assert_eq!(
            safe_path("photos/photo_1@03-12-2025_19-08-10.jpg").as_deref(),
            Ok("photos/photo_1@03-12-2025_19-08-10.jpg")
        );
        assert_eq!(
            safe_path("files/Протокол (2).pdf").as_deref(),
            Ok("files/Протокол (2).pdf")
        );
        assert_eq!(safe_path("./a//b.txt").as_deref(), Ok("a/b.txt"));
        assert_eq!(
            safe_path("a\\b.txt").as_deref(),
            Ok("a/b.txt"),
            "a Windows separator is one"
        );
    }

    #[test]
    fn a_path_that_leaves_its_folder_is_refused() {
        for path in [
            "../a",
            "a/../../b",
            "a\\..\\..\\b",
            "/etc/passwd",
            "\\\\host\\share",
            "C:\\a",
            "c:a",
            "file:///a",
            "https://example.org/a",
        ] {
            assert_eq!(safe_path(path), Err(UnsafePath), "{path}");
        }
    }

    #[test]
    fn names_that_no_file_may_have_are_refused() {
        for path in [
            "",
            ".",
            "/",
            "a/\0b",
            "NUL",
            "nul.txt",
            "a/COM1.log",
            "a. ",
            "a.",
            "photo\u{202e}gpj.exe",
            "a\nb",
            &"a/".repeat(33),
            &"a".repeat(256),
        ] {
            assert_eq!(safe_path(path), Err(UnsafePath), "{path:?}");
        }
        assert!(safe_path("console.txt").is_ok(), "only the device itself is reserved");
        assert!(safe_path("...hidden").is_ok());
    }

    #[test]
    fn a_path_in_parts_of_letters_becomes_whole() {
        assert_eq!(safe_path("и\u{306}од.txt").as_deref(), Ok("йод.txt"));
        assert_eq!(folded("Йод.TXT"), folded("и\u{306}од.txt"));
    }
}

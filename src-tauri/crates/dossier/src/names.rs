//! Paths inside a bag. What this program writes is plain ASCII, so that it means the same on every system, in every
//! locale and to `sha256sum`; what it reads is refused unless it stays inside the bag.

use crate::archive::PATH_LIMIT;

/// Whether a path stays inside the folder it is unpacked to, on any system: no absolute path, no drive, no `..`, no `~`,
/// no backslash, no control character.
pub(crate) fn is_inside(path: &str) -> bool {
    let clean = !path.chars().any(|c| c.is_control() || c == '\\' || c == ':');
    let short = !path.is_empty() && path.len() <= PATH_LIMIT;
    let segments_fit = path
        .split('/')
        .all(|part| !matches!(part, "" | "." | "..") && !part.starts_with('~'));
    clean && short && segments_fit
}

/// Whether a path is one that this program could have written.
pub(crate) fn is_portable(path: &str) -> bool {
    let plain = path.bytes().all(|b| is_plain(b) || b == b'/');
    plain
        && is_inside(path)
        && path
            .split('/')
            .all(|part| !part.starts_with('.') && !part.ends_with('.') && !is_device(part))
}

/// A file name that is safe everywhere: ASCII letters, digits, `.`, `-`, `_`, at most 80 characters, extension kept.
/// `original` where nothing readable is left; the name as it came is in `dossier.json`.
pub(crate) fn safe_name(name: &str) -> String {
    let is_extension = |text: &str| text.len() <= 10 && text.bytes().all(|b| b.is_ascii_alphanumeric());
    let parts = name.rsplit_once('.').filter(|(_, extension)| is_extension(extension));
    let (stem, extension) = parts.unwrap_or((name, ""));
    let extension = extension.to_ascii_lowercase();
    let mut safe: String = stem
        .chars()
        .map(|c| if is_ascii_plain(c) { c } else { '_' })
        .take(64)
        .collect();
    safe = safe.trim_matches(['.', '_', '-']).replace("..", "_");
    let readable = safe.bytes().filter(u8::is_ascii_alphanumeric).count() * 2 >= stem.chars().take(64).count();
    if safe.is_empty() || !readable || is_device(&safe) || is_reserved(&safe, &extension) {
        safe = "original".to_owned();
    }
    if extension.is_empty() {
        safe
    } else {
        format!("{safe}.{extension}")
    }
}

fn is_ascii_plain(c: char) -> bool {
    u8::try_from(c).is_ok_and(is_plain)
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')
}

/// Names that this program gives to files beside the original.
fn is_reserved(stem: &str, extension: &str) -> bool {
    matches!(
        (stem.to_ascii_lowercase().as_str(), extension),
        ("messages", "json") | ("text", "txt")
    )
}

/// Names that Windows keeps for devices, with any extension.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).to_ascii_lowercase();
    let numbered = |name: &str| {
        stem.strip_prefix(name)
            .is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_safe_name_says_what_it_can_and_no_more() {
        for (name, safe) in [
            ("IMG_0001.JPG", "IMG_0001.jpg"),
            ("наказ №118.pdf", "original.pdf"),
            ("../../etc/passwd", "etc_passwd"),
            ("CON.txt", "original.txt"),
            ("messages.json", "original.json"),
            ("", "original"),
            (".bashrc", "original.bashrc"),
            ("a\u{202e}gpj.exe", "a_gpj.exe"),
        ] {
            assert_eq!(safe_name(name), safe, "{name:?}");
        }
    }

    #[test]
    fn what_leads_outside_is_not_inside() {
        for path in [
            "",
            "/etc/passwd",
            "../x",
            "data/../../x",
            "C:/x",
            "C:\\x",
            "\\\\host\\x",
            "~/x",
            "~root/x",
            "data//x",
            "./x",
            "a\nb",
        ] {
            assert!(!is_inside(path), "{path:?}");
        }
        assert!(is_inside("data/evidence/E-001/a b.txt"));
    }

    proptest! {
        #[test]
        fn every_safe_name_is_portable(name in ".{0,200}") {
            let safe = safe_name(&name);
            prop_assert!(is_portable(&safe), "{}", safe);
        }
    }
}

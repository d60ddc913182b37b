//! Formats that are told by bytes at fixed places. Order matters: the first that fits is asked first.

use super::{Candidate, Look};
use crate::formats::{Parse, image, pdf};
use model::Kind;

/// What these bytes say.
pub fn looks_like(look: &Look<'_>) -> Option<Candidate> {
    pdf_with_a_prefix(look)
        .or_else(|| iso_media(look))
        .or_else(|| riff(look))
        .or_else(|| by_table(look))
}

/// Readers accept the header of a PDF anywhere in the first KiB.
fn pdf_with_a_prefix(look: &Look<'_>) -> Option<Candidate> {
    let start = &look.head[..look.head.len().min(1_024)];
    let found = start.windows(5).any(|window| window == b"%PDF-");
    found.then(|| parsed(Kind::Pdf, "application/pdf", "pdf", pdf::parse))
}

/// ISO base media (ISO/IEC 14496-12): photos, films and sound share one container and differ by brand.
fn iso_media(look: &Look<'_>) -> Option<Candidate> {
    if !look.has(4, b"ftyp") {
        let old_film = [&b"moov"[..], b"mdat", b"wide", b"free"]
            .iter()
            .any(|name| look.has(4, name));
        return (old_film && matches!(look.extension.as_str(), "mov" | "mp4" | "qt"))
            .then(|| kept(Kind::Video, "video/quicktime", "mov"));
    }
    let brand = look.head.get(8..12)?;
    Some(match brand {
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" | b"mif2" => {
            if names_brand(look, b"avif") || names_brand(look, b"avis") {
                kept(Kind::Image, "image/avif", "avif")
            } else {
                parsed(Kind::Image, "image/heic", "heic", image::parse)
            }
        }
        b"avif" | b"avis" => kept(Kind::Image, "image/avif", "avif"),
        b"crx " => kept(Kind::Image, "image/x-canon-cr3", "cr3"),
        b"M4A " | b"M4B " | b"M4P " => kept(Kind::Audio, "audio/mp4", "m4a"),
        b"qt  " => kept(Kind::Video, "video/quicktime", "mov"),
        [b'3', b'g', b'p' | b'r' | b's', _] => kept(Kind::Video, "video/3gpp", "3gp"),
        [b'3', b'g', b'2', _] => kept(Kind::Video, "video/3gpp2", "3g2"),
        _ if look.extension == "m4a" => kept(Kind::Audio, "audio/mp4", "m4a"),
        _ => kept(Kind::Video, "video/mp4", "mp4"),
    })
}

fn names_brand(look: &Look<'_>, brand: &[u8; 4]) -> bool {
    let end = look.head.get(..4).map_or(0, |size| {
        u32::from_be_bytes([size[0], size[1], size[2], size[3]]) as usize
    });
    let brands = look.head.get(8..end.min(look.head.len()).min(256)).unwrap_or_default();
    brands.chunks_exact(4).any(|one| one == brand)
}

fn riff(look: &Look<'_>) -> Option<Candidate> {
    if !look.has(0, b"RIFF") && !look.has(0, b"RF64") {
        return None;
    }
    match look.head.get(8..12)? {
        b"WEBP" => Some(parsed(Kind::Image, "image/webp", "webp", image::parse)),
        b"WAVE" => Some(kept(Kind::Audio, "audio/wav", "wav")),
        b"AVI " => Some(kept(Kind::Video, "video/x-msvideo", "avi")),
        _ => None,
    }
}

fn by_table(look: &Look<'_>) -> Option<Candidate> {
    if look.has(0, b"OggS") {
        let first = &look.head[..look.head.len().min(512)];
        let opus = first.windows(8).any(|window| window == b"OpusHead");
        let film = first.windows(6).any(|window| window == b"theora");
        return Some(match (opus, film) {
            (true, _) => kept(Kind::Audio, "audio/ogg", "opus"),
            (false, true) => kept(Kind::Video, "video/ogg", "ogv"),
            (false, false) => kept(Kind::Audio, "audio/ogg", "ogg"),
        });
    }
    if look.has(0, b"\x1a\x45\xdf\xa3") {
        let first = &look.head[..look.head.len().min(128)];
        let webm = first.windows(4).any(|window| window == b"webm");
        let (media_type, format) = if webm {
            ("video/webm", "webm")
        } else {
            ("video/x-matroska", "mkv")
        };
        return Some(kept(Kind::Video, media_type, format));
    }
    if look.has(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(compound(look));
    }
    let row = TABLE.iter().find(|(at, bytes, ..)| look.has(*at, bytes));
    let found = row.map(|(_, _, kind, media_type, format, parse)| Candidate {
        kind: *kind,
        media_type,
        format,
        parse: *parse,
    });
    found.or_else(|| mpeg_audio(look))
}

/// Microsoft's compound file: which program wrote it shows in the names of its streams (UTF-16), or in the file's name.
fn compound(look: &Look<'_>) -> Candidate {
    let names = |word: &str| {
        let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let holds = |bytes: &[u8]| bytes.windows(wide.len()).any(|window| window == wide);
        holds(&look.head) || holds(&look.tail)
    };
    let extension = look.extension.as_str();
    if names("__properties_version1.0") || extension == "msg" {
        kept(Kind::Mail, "application/vnd.ms-outlook", "msg")
    } else if names("WordDocument") || extension == "doc" {
        kept(Kind::Document, "application/msword", "doc")
    } else if names("Workbook") || extension == "xls" {
        kept(Kind::Sheet, "application/vnd.ms-excel", "xls")
    } else if names("PowerPoint Document") || extension == "ppt" {
        kept(Kind::Document, "application/vnd.ms-powerpoint", "ppt")
    } else if names("EncryptedPackage") {
        kept(Kind::Document, "application/x-ole-storage", "office-encrypted")
    } else {
        kept(Kind::Other, "application/x-ole-storage", "compound")
    }
}

/// MPEG audio without a tag, and AAC in ADTS: a frame header, and a second one where the first says it ends would be surer;
/// the name has to agree instead.
fn mpeg_audio(look: &Look<'_>) -> Option<Candidate> {
    match (look.head.get(..2)?, look.extension.as_str()) {
        ([0xff, second], "mp3") if second & 0xe0 == 0xe0 => Some(kept(Kind::Audio, "audio/mpeg", "mp3")),
        ([0xff, second], "aac") if second & 0xf6 == 0xf0 => Some(kept(Kind::Audio, "audio/aac", "aac")),
        _ => None,
    }
}

fn kept(kind: Kind, media_type: &'static str, format: &'static str) -> Candidate {
    Candidate {
        kind,
        media_type,
        format,
        parse: None,
    }
}

fn parsed(kind: Kind, media_type: &'static str, format: &'static str, parse: Parse) -> Candidate {
    Candidate {
        kind,
        media_type,
        format,
        parse: Some(parse),
    }
}

type Row = (usize, &'static [u8], Kind, &'static str, &'static str, Option<Parse>);

const TABLE: &[Row] = &[
    (
        0,
        b"\xff\xd8\xff",
        Kind::Image,
        "image/jpeg",
        "jpeg",
        Some(image::parse),
    ),
    (
        0,
        b"\x89PNG\r\n\x1a\n",
        Kind::Image,
        "image/png",
        "png",
        Some(image::parse),
    ),
    (0, b"GIF87a", Kind::Image, "image/gif", "gif", Some(image::parse)),
    (0, b"GIF89a", Kind::Image, "image/gif", "gif", Some(image::parse)),
    (8, b"CR\x02\x00", Kind::Image, "image/x-canon-cr2", "cr2", None),
    (0, b"II*\0", Kind::Image, "image/tiff", "tiff", Some(image::parse)),
    (0, b"MM\0*", Kind::Image, "image/tiff", "tiff", Some(image::parse)),
    (0, b"II+\0", Kind::Image, "image/tiff", "tiff", Some(image::parse)),
    (0, b"MM\0+", Kind::Image, "image/tiff", "tiff", Some(image::parse)),
    (0, b"8BPS", Kind::Image, "image/vnd.adobe.photoshop", "psd", None),
    (0, b"\0\0\0\x0cJXL \r\n\x87\n", Kind::Image, "image/jxl", "jxl", None),
    (0, b"\xff\x0a", Kind::Image, "image/jxl", "jxl", None),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", Kind::Image, "image/jp2", "jp2", None),
    (0, b"\xff\x4f\xff\x51", Kind::Image, "image/j2c", "j2k", None),
    (0, b"\0\0\x01\0", Kind::Image, "image/vnd.microsoft.icon", "ico", None),
    (0, b"icns", Kind::Image, "image/icns", "icns", None),
    (0, b"ID3", Kind::Audio, "audio/mpeg", "mp3", None),
    (0, b"fLaC", Kind::Audio, "audio/flac", "flac", None),
    (0, b"#!AMR", Kind::Audio, "audio/amr", "amr", None),
    (0, b"FORM", Kind::Audio, "audio/aiff", "aiff", None),
    (0, b"caff", Kind::Audio, "audio/x-caf", "caf", None),
    (0, b"FLV\x01", Kind::Video, "video/x-flv", "flv", None),
    (0, b"{\\rtf", Kind::Document, "application/rtf", "rtf", None),
    (
        0,
        b"7z\xbc\xaf\x27\x1c",
        Kind::Archive,
        "application/x-7z-compressed",
        "7z",
        None,
    ),
    (0, b"Rar!\x1a\x07", Kind::Archive, "application/vnd.rar", "rar", None),
    (0, b"\x1f\x8b", Kind::Archive, "application/gzip", "gzip", None),
    (0, b"BZh", Kind::Archive, "application/x-bzip2", "bzip2", None),
    (0, b"\xfd7zXZ\0", Kind::Archive, "application/x-xz", "xz", None),
    (0, b"\x28\xb5\x2f\xfd", Kind::Archive, "application/zstd", "zstd", None),
    (257, b"ustar", Kind::Archive, "application/x-tar", "tar", None),
    (
        0,
        b"age-encryption.org/v1\n",
        Kind::Other,
        "application/x-age-encryption",
        "age",
        None,
    ),
    (
        0,
        b"-----BEGIN AGE ENCRYPTED FILE-----",
        Kind::Other,
        "application/x-age-encryption",
        "age-armored",
        None,
    ),
    (
        0,
        b"-----BEGIN PGP MESSAGE-----",
        Kind::Other,
        "application/pgp-encrypted",
        "pgp-message",
        None,
    ),
    (
        0,
        b"-----BEGIN PGP SIGNATURE-----",
        Kind::Other,
        "application/pgp-signature",
        "pgp-signature",
        None,
    ),
    (
        0,
        b"-----BEGIN PGP PUBLIC KEY BLOCK-----",
        Kind::Other,
        "application/pgp-keys",
        "pgp-keys",
        None,
    ),
    (
        0,
        b"-----BEGIN SSH SIGNATURE-----",
        Kind::Other,
        "application/x-ssh-signature",
        "ssh-signature",
        None,
    ),
    (0, b"-----BEGIN ", Kind::Other, "application/x-pem-file", "pem", None),
    (
        0,
        b"SQLite format 3\0",
        Kind::Other,
        "application/vnd.sqlite3",
        "sqlite",
        None,
    ),
    (0, b"\x7fELF", Kind::Other, "application/x-executable", "program", None),
    (
        0,
        b"MZ",
        Kind::Other,
        "application/vnd.microsoft.portable-executable",
        "program",
        None,
    ),
    (0, b"BM", Kind::Image, "image/bmp", "bmp", Some(image::parse)),
];

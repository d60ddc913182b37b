//! The words of a mail: plain ones where there are any, else those of its page. Nothing is fetched, and words that a page
//! hides are left out and counted.

use super::Tally;
use super::transfer::decode;
use super::tree::{Leaf, Tree};
use crate::formats::markup::tree::pick_whole;
use crate::formats::markup::{Markup, Tag};
use crate::formats::text::charset;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::cell::Cell;
use std::collections::HashSet;

/// Whether a part is words to be read and not a file.
pub fn is_words(leaf: &Leaf) -> bool {
    let is_text = matches!(leaf.content.kind.as_str(), "text/plain" | "text/html");
    is_text && leaf.disposition != "attachment" && (leaf.name.is_none() || leaf.alternative.is_some())
}

/// The parts that are files, in the order of the mail.
pub fn files(tree: &Tree) -> impl Iterator<Item = &Leaf> {
    tree.leaves.iter().filter(|leaf| !is_words(leaf))
}

/// All words of a mail.
pub fn words(bytes: &[u8], tree: &Tree, tally: &mut Tally) -> String {
    let told: Vec<&Leaf> = tree.leaves.iter().filter(|leaf| is_words(leaf)).collect();
    let mut plain = HashSet::new();
    let mut texts: Vec<(&Leaf, String)> = Vec::new();
    for leaf in told.iter().filter(|leaf| leaf.content.kind == "text/plain") {
        let text = of_plain(bytes, leaf, tally);
        if !text.trim().is_empty() {
            plain.extend(leaf.alternative);
        }
        texts.push((leaf, text));
    }
    for leaf in told.iter().filter(|leaf| leaf.content.kind == "text/html") {
        if leaf.alternative.is_some_and(|set| plain.contains(&set)) {
            continue;
        }
        let text = of_page(bytes, leaf, tally);
        tally.add("mail-html-only", 1);
        texts.push((leaf, text));
    }
    texts.retain(|(_, text)| !text.trim().is_empty());
    texts.sort_by_key(|(leaf, _)| leaf.body.start);
    let texts: Vec<&str> = texts.iter().map(|(_, text)| text.trim_end()).collect();
    texts.join("\n\n")
}

fn of_plain(bytes: &[u8], leaf: &Leaf, tally: &mut Tally) -> String {
    let (decoded, broken) = decode(&leaf.coding, &bytes[leaf.body.clone()]);
    tally.add("mail-coding-broken", usize::from(broken));
    let text = read(&decoded, leaf.content.parameter("charset"), tally);
    let text = text.replace("\r\n", "\n").replace('\0', "\u{fffd}");
    match leaf.content.parameter("format") {
        Some(format) if format.eq_ignore_ascii_case("flowed") => {
            let joins = leaf
                .content
                .parameter("delsp")
                .is_some_and(|said| said.eq_ignore_ascii_case("yes"));
            unflowed(&text, joins)
        }
        _ => text,
    }
}

/// RFC 3676: a line that ends in a blank goes on in the next.
fn unflowed(text: &str, joins: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let words = &line[depth..];
        let words = words.strip_prefix(' ').unwrap_or(words);
        match open {
            Some(before) if before == depth && words != "-- " => {}
            Some(_) => {
                out.push('\n');
                quote(&mut out, depth);
            }
            None => quote(&mut out, depth),
        }
        let flows = words.ends_with(' ') && words != "-- ";
        out.push_str(if flows && joins {
            &words[..words.len() - 1]
        } else {
            words
        });
        open = flows.then_some(depth);
        if !flows {
            out.push('\n');
        }
    }
    out
}

fn quote(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n('>', depth));
    if depth > 0 {
        out.push(' ');
    }
}

/// Words in the code page that is named, or in the one that they look like where that cannot be.
fn read(bytes: &[u8], named: Option<&str>, tally: &mut Tally) -> String {
    if let Some(decoder) = named.filter(|name| name.to_ascii_lowercase().contains("utf-7")) {
        let found = mail_parser::decoders::charsets::map::charset_decoder(decoder.as_bytes());
        return found.map_or_else(|| String::from_utf8_lossy(bytes).into_owned(), |decode| decode(bytes));
    }
    let named = named.and_then(|name| Encoding::for_label(name.trim().as_bytes()));
    let sure = named.filter(|encoding| *encoding != WINDOWS_1252 && *encoding != UTF_8);
    if let Some(text) = sure.and_then(|encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes)) {
        return text.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
    }
    let guessed = charset::detect(bytes).map(|charset| charset.encoding);
    let encoding = guessed.or(named).unwrap_or(WINDOWS_1252);
    if Some(encoding) != named {
        tally.guessed(encoding.name());
    }
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    tally.add("charset-damaged", usize::from(damaged));
    text.into_owned()
}

fn of_page(bytes: &[u8], leaf: &Leaf, tally: &mut Tally) -> String {
    let (decoded, broken) = decode(&leaf.coding, &bytes[leaf.body.clone()]);
    tally.add("mail-coding-broken", usize::from(broken));
    let inside = in_page(&decoded);
    let page = read(&decoded, leaf.content.parameter("charset").or(inside.as_deref()), tally);
    page_words(&page, tally)
}

/// The code page that the page names in itself.
fn in_page(page: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&page[..page.len().min(2_048)]).to_lowercase();
    let (_, after) = start.split_once("charset=")?;
    let name = after.trim_start_matches(['"', '\'']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))?;
    Some(name[..end].to_owned())
}

/// The words of a page as a person sees them.
pub fn page_words(page: &str, tally: &mut Tally) -> String {
    // One element around all of it; it is never closed.
    let whole = format!("<x-mail>{page}");
    let mut reader = whole.as_bytes();
    let mut markup = Markup::html(&mut reader);
    let Ok(Some(tree)) = pick_whole(&mut markup, &|tag: &Tag| tag.name == "x-mail") else {
        return String::new();
    };
    let hidden = Cell::new(0);
    let text = tree.words(tree.root(), UTF_8, &|tag| {
        let hides = is_hidden(tag);
        hidden.set(hidden.get() + usize::from(hides));
        hides || matches!(tag.name.as_str(), "head" | "title" | "style" | "script" | "template")
    });
    let remote = tree
        .inside(tree.root())
        .filter_map(|at| tree.tag(at))
        .filter(|tag| is_remote(tag));
    tally.add("mail-remote", remote.count());
    tally.add("mail-hidden-words", hidden.get());
    tally.add("mail-page-cut", usize::from(tree.cut));
    text
}

/// Whether a page hides this element from its reader.
fn is_hidden(tag: &Tag) -> bool {
    let style = tag.raw("style").unwrap_or_default().to_ascii_lowercase();
    let style: Vec<u8> = style.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let styled = |word: &[u8]| style.windows(word.len()).any(|window| window == word);
    tag.raw("hidden").is_some()
        || styled(b"display:none")
        || styled(b"visibility:hidden")
        || styled(b"font-size:0;")
        || styled(b"font-size:0px")
        || style.ends_with(b"font-size:0")
}

/// Whether a mail program would fetch something for it: by that, the sender learns that the mail was read.
fn is_remote(tag: &Tag) -> bool {
    let loads = matches!(
        tag.name.as_str(),
        "img" | "link" | "iframe" | "source" | "video" | "audio" | "script" | "embed" | "input" | "image"
    );
    let far = |value: &[u8]| {
        let value = value.trim_ascii().to_ascii_lowercase();
        value.starts_with(b"http:") || value.starts_with(b"https:") || value.starts_with(b"//")
    };
    loads && ["src", "href"].iter().any(|name| tag.raw(name).is_some_and(far)) || tag.raw("background").is_some_and(far)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flowed_text_has_its_lines_back() {
        let text = "one \ntwo\n> quoted \n> on\n-- \nname\n";
        assert_eq!(unflowed(text, false), "one two\n> quoted on\n-- \nname\n");
        assert_eq!(unflowed("ab \ncd", true), "abcd\n");
    }

    #[test]
    fn what_a_page_hides_or_would_fetch_is_counted() {
        let mut tally = Tally::default();
        let page = "<head><title>t</title></head><p>seen<br>too</p><div style='Display: None'>hidden</div><img src=https://a.example/x.gif>";
        assert_eq!(page_words(page, &mut tally), "seen\ntoo");
        assert_eq!((tally.get("mail-hidden-words"), tally.get("mail-remote")), (1, 1));
    }
}

//! One element of a page with everything in it, flat: each node says where its last descendant ends, so that no depth of
//! nesting costs a stack. Elements are picked out of the stream one after the other; the page is never held.

use super::words;
use super::{Markup, Tag, Token};
use crate::draft::Unparsed;
use encoding_rs::Encoding;

/// Most nodes of one element; what is more is passed over and said.
const MOST_NODES: usize = 20_000;
/// Most bytes of text and attributes of one element.
const MOST_BYTES: usize = 4 << 20;

/// An element or a text.
struct Node {
    what: What,
    /// The place after its last descendant.
    end: usize,
}

enum What {
    Element(Tag),
    Text(Vec<u8>),
}

/// An element that was picked.
pub struct Tree {
    nodes: Vec<Node>,
    /// Offset of its first byte in the original.
    pub start: u64,
    /// Offset after its last byte.
    pub end: u64,
    /// Whether something of it was left out, because it was too much.
    pub cut: bool,
    /// Whether the file ended before it did.
    pub broken: bool,
}

/// A node of a tree.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct At(usize);

/// The next element whose tag `wanted` names, with all that is in it; none at the end of the file. Tags that are not
/// wanted are looked into. One that is wanted inside another that is not closed ends that other: a page that forgot an
/// end loses no message.
pub fn pick(markup: &mut Markup<'_>, wanted: &dyn Fn(&Tag) -> bool) -> Result<Option<Tree>, Unparsed> {
    loop {
        let start = markup.token_start();
        let Some(token) = markup.next_token()? else {
            return Ok(None);
        };
        if let Token::Open(tag) = token
            && wanted(&tag)
        {
            return grow(markup, tag, start, wanted).map(Some);
        }
    }
}

/// The same, where elements that are wanted stand in each other: the outermost is picked whole.
pub fn pick_whole(markup: &mut Markup<'_>, wanted: &dyn Fn(&Tag) -> bool) -> Result<Option<Tree>, Unparsed> {
    loop {
        let start = markup.token_start();
        match markup.next_token()? {
            None => return Ok(None),
            Some(Token::Open(tag)) if wanted(&tag) => return grow(markup, tag, start, &|_| false).map(Some),
            Some(_) => {}
        }
    }
}

fn grow(markup: &mut Markup<'_>, tag: Tag, start: u64, ends: &dyn Fn(&Tag) -> bool) -> Result<Tree, Unparsed> {
    let mut growing = Growing::default();
    growing.open(tag);
    let mut end = markup.offset();
    while !growing.open.is_empty() {
        match markup.next_token()? {
            Some(Token::Open(tag)) if ends(&tag) => {
                markup.put_back(tag, end);
                growing.close_to(0);
                break;
            }
            Some(Token::Open(tag)) => growing.open(tag),
            Some(Token::Close(name)) => growing.close(&name),
            Some(Token::Text(text)) => growing.text(text),
            None => {
                growing.broken = true;
                growing.close_to(0);
            }
        }
        end = markup.offset();
    }
    Ok(Tree {
        nodes: growing.nodes,
        start,
        end,
        cut: growing.cut,
        broken: growing.broken,
    })
}

#[derive(Default)]
struct Growing {
    nodes: Vec<Node>,
    /// Places of the elements that are open, and the names of those that were passed over.
    open: Vec<(String, Option<usize>)>,
    bytes: usize,
    cut: bool,
    broken: bool,
}

impl Growing {
    fn open(&mut self, tag: Tag) {
        let ends_at_once = tag.closed || is_void(&tag.name);
        let name = tag.name.clone();
        let size: usize = tag
            .attributes
            .iter()
            .map(|(name, value)| name.len() + value.len())
            .sum();
        self.cut |= tag.cut;
        let at = self.add(What::Element(tag), size);
        if !ends_at_once && self.open.len() < MOST_NODES {
            self.open.push((name, at));
        }
    }

    fn text(&mut self, text: Vec<u8>) {
        let size = text.len();
        self.add(What::Text(text), size);
    }

    fn add(&mut self, what: What, size: usize) -> Option<usize> {
        if self.nodes.len() >= MOST_NODES || self.bytes + size > MOST_BYTES {
            self.cut = true;
            return None;
        }
        self.bytes += size;
        let end = self.nodes.len() + 1;
        self.nodes.push(Node { what, end });
        Some(end - 1)
    }

    /// A tag closes the innermost element of its name, and what was left open in it; one that fits none is passed over.
    fn close(&mut self, name: &str) {
        let near = self.open.len().saturating_sub(100);
        if let Some(at) = self.open[near..].iter().rposition(|(open, _)| open == name) {
            self.close_to(near + at);
        }
    }

    fn close_to(&mut self, depth: usize) {
        let end = self.nodes.len();
        for (_, at) in self.open.drain(depth..) {
            if let Some(at) = at {
                self.nodes[at].end = end;
            }
        }
    }
}

/// Elements that have no end (WHATWG HTML, 13.1.2).
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

impl Tree {
    /// The element itself.
    pub fn root(&self) -> At {
        At(0)
    }

    /// The tag of a node; none of a text.
    pub fn tag(&self, at: At) -> Option<&Tag> {
        match &self.nodes.get(at.0)?.what {
            What::Element(tag) => Some(tag),
            What::Text(_) => None,
        }
    }

    /// The elements right in this one.
    pub fn children(&self, of: At) -> impl Iterator<Item = At> + '_ {
        let end = self.nodes.get(of.0).map_or(0, |node| node.end);
        let mut next = of.0 + 1;
        std::iter::from_fn(move || {
            while next < end {
                let at = next;
                next = self.nodes[at].end;
                if matches!(self.nodes[at].what, What::Element(_)) {
                    return Some(At(at));
                }
            }
            None
        })
    }

    /// All elements in this one, in the order of the file.
    pub fn inside(&self, of: At) -> impl Iterator<Item = At> + '_ {
        let end = self.nodes.get(of.0).map_or(0, |node| node.end);
        (of.0 + 1..end)
            .filter(|at| matches!(self.nodes[*at].what, What::Element(_)))
            .map(At)
    }

    /// Visits the elements in this one, in the order of the file; `visit` says whether to look inside each.
    pub fn walk(&self, of: At, visit: &mut dyn FnMut(At) -> bool) {
        let end = self.nodes.get(of.0).map_or(0, |node| node.end);
        let mut next = of.0 + 1;
        while next < end {
            let at = next;
            let is_element = matches!(self.nodes[at].what, What::Element(_));
            next = if is_element && !visit(At(at)) {
                self.nodes[at].end
            } else {
                at + 1
            };
        }
    }

    /// The first element in this one that is of this class.
    pub fn find(&self, of: At, class: &str) -> Option<At> {
        self.inside(of).find(|at| self.has_class(*at, class))
    }

    /// The first element right in this one that is of this class.
    pub fn child(&self, of: At, class: &str) -> Option<At> {
        self.children(of).find(|at| self.has_class(*at, class))
    }

    /// Whether an element is of this class.
    pub fn has_class(&self, at: At, class: &str) -> bool {
        self.tag(at).is_some_and(|tag| tag.has_class(class))
    }

    /// An attribute, decoded.
    pub fn attribute(&self, at: At, name: &str, encoding: &'static Encoding) -> Option<String> {
        self.tag(at)?.raw(name).map(|raw| words::of(raw, encoding))
    }

    /// The words in this element as a person sees them: spaces in a row are one, `<br>` and blocks make lines. What stands
    /// in elements that `left_out` names is left out.
    pub fn words(&self, of: At, encoding: &'static Encoding, left_out: &dyn Fn(&Tag) -> bool) -> String {
        let mut seen = Seen::default();
        let end = self.nodes.get(of.0).map_or(0, |node| node.end);
        let mut at = of.0 + 1;
        let mut blocks: Vec<usize> = Vec::new();
        while at < end {
            while blocks.last().is_some_and(|block| *block <= at) {
                blocks.pop();
                seen.line();
            }
            match &self.nodes[at].what {
                What::Element(tag) if left_out(tag) => {
                    if is_block(&tag.name) {
                        seen.line();
                    }
                    at = self.nodes[at].end;
                    continue;
                }
                What::Element(tag) if tag.name == "br" => seen.line_break(),
                What::Element(tag) if matches!(tag.name.as_str(), "td" | "th") => seen.space = true,
                What::Element(tag) if is_block(&tag.name) => {
                    seen.line();
                    blocks.push(self.nodes[at].end);
                }
                What::Element(_) => {}
                What::Text(text) => seen.text(text),
            }
            at += 1;
        }
        words::of(&seen.done(), encoding)
    }

    /// All words in this element.
    pub fn all_words(&self, of: At, encoding: &'static Encoding) -> String {
        self.words(of, encoding, &|_| false)
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "div" | "p" | "li" | "ul" | "ol" | "tr" | "table" | "blockquote" | "pre" | "h1" | "h2" | "h3" | "h4"
    )
}

/// Words as they are put together, not yet decoded. White space here is ASCII, which all code pages of such pages share.
#[derive(Default)]
struct Seen {
    bytes: Vec<u8>,
    space: bool,
}

impl Seen {
    fn text(&mut self, text: &[u8]) {
        for &byte in text {
            if byte.is_ascii_whitespace() {
                self.space = true;
                continue;
            }
            let at_start = self.bytes.last().is_none_or(|last| *last == b'\n');
            if self.space && !at_start {
                self.bytes.push(b' ');
            }
            self.space = false;
            self.bytes.push(byte);
        }
    }

    fn line_break(&mut self) {
        self.space = false;
        self.bytes.push(b'\n');
    }

    fn line(&mut self) {
        if self.bytes.last().is_some_and(|last| *last != b'\n') {
            self.line_break();
        }
    }

    fn done(mut self) -> Vec<u8> {
        while self.bytes.last() == Some(&b'\n') {
            self.bytes.pop();
        }
        let start = self.bytes.iter().position(|byte| *byte != b'\n').unwrap_or(0);
        self.bytes.split_off(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::UTF_8;

    fn picked(text: &str, class: &str) -> Vec<Tree> {
        let mut bytes = text.as_bytes();
        let mut markup = Markup::html(&mut bytes);
        let mut trees = Vec::new();
        while let Some(tree) = pick(&mut markup, &|tag| tag.has_class(class)).expect("readable") {
            trees.push(tree);
        }
        trees
    }

    #[test]
    fn an_element_is_picked_with_its_place_and_its_words() {
        let page = "<div><p class=m>one <b>two</b><br>three</p> <p class='x m'>four</p></div>";
        let trees = picked(page, "m");
        let all: Vec<String> = trees.iter().map(|tree| tree.all_words(tree.root(), UTF_8)).collect();
        assert_eq!(all, ["one two\nthree", "four"]);
        let place = &page[trees[1].start as usize..trees[1].end as usize];
        assert_eq!(place, "<p class='x m'>four</p>");
    }

    #[test]
    fn an_element_that_was_not_closed_ends_where_the_next_begins() {
        let page = "<p class=m><b>one<p class=m>two</p>";
        let trees = picked(page, "m");
        let places: Vec<&str> = trees
            .iter()
            .map(|tree| &page[tree.start as usize..tree.end as usize])
            .collect();
        assert_eq!(places, ["<p class=m><b>one", "<p class=m>two</p>"]);
    }

    #[test]
    fn blocks_make_lines_and_spaces_are_one() {
        let page = "<div class=m> a\n  b<div>c</div>d &amp; e <div><div>f</div></div></div>";
        let tree = &picked(page, "m")[0];
        assert_eq!(tree.all_words(tree.root(), UTF_8), "a b\nc\nd & e\nf");
        assert_eq!(
            tree.words(tree.root(), UTF_8, &|tag| tag.name == "div"),
            "a b\nd & e",
            "what is left out is gone"
        );
    }

    #[test]
    fn a_hundred_thousand_elements_in_each_other_end_well() {
        let page = format!("<p class=m>{}x", "<div>".repeat(100_000));
        let tree = &picked(&page, "m")[0];
        assert!(tree.cut && tree.broken);
        assert_eq!(tree.all_words(tree.root(), UTF_8), "");
        let stray = format!("<p class=m>{}</p>y", "</div>".repeat(100_000));
        assert_eq!(picked(&stray, "m").len(), 1);
    }
}

//! HTML and XML as a stream of tags and words, with the place of each in the original. Written like a browser's tokenizer
//! (WHATWG HTML, 13.2.5): nothing is refused, and memory does not grow with the file.
//!
//! Long attributes are cut (pictures in base64 stand in some), and the bytes are not decoded here: references and code
//! page are undone by [`words`] when the whole text of something is there.
//!
//! Deliberately absent: a document, styles, scripts, and anything that would be shown. Scripts and styles are passed over.

pub mod tree;
pub mod words;

use crate::draft::Unparsed;
use std::io::Read;

const BLOCK: usize = 256 << 10;
/// Longest piece of text between tags; a longer one comes in pieces.
const LONGEST_TEXT: usize = 256 << 10;
/// Longest value of an attribute that is kept.
pub const LONGEST_VALUE: usize = 256 << 10;
const LONGEST_NAME: usize = 128;
/// Most attributes of a tag.
const MOST_ATTRIBUTES: usize = 200;

/// A tag that opens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tag {
    /// In lower case.
    pub name: String,
    /// Names in lower case, values as they stand.
    pub attributes: Vec<(String, Vec<u8>)>,
    /// Whether it ends at once: `/>`.
    pub closed: bool,
    /// Whether a value was longer than is kept.
    pub cut: bool,
    /// The value that was passed over, if the tag has one.
    pub passed: Option<Passed>,
}

/// A value that is not kept: a file in base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// Offset of its first byte in the original.
    pub at: u64,
    /// Its length in bytes.
    pub len: u64,
    /// How many signs of base64 it has, those at its end that only fill up not counted.
    pub signs: u64,
}

impl Tag {
    /// The value of an attribute as it stands.
    pub fn raw(&self, name: &str) -> Option<&[u8]> {
        let (_, value) = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(value)
    }

    /// Whether it is of this class.
    pub fn has_class(&self, class: &str) -> bool {
        let classes = self.raw("class").unwrap_or_default();
        classes
            .split(u8::is_ascii_whitespace)
            .any(|one| one == class.as_bytes())
    }
}

/// A piece of the stream.
#[derive(Debug, PartialEq, Eq)]
pub enum Token {
    /// `<name …>`
    Open(Tag),
    /// `</name>`
    Close(String),
    /// What stands between tags.
    Text(Vec<u8>),
}

/// The stream.
pub struct Markup<'a> {
    input: &'a mut dyn Read,
    held: Vec<u8>,
    pos: usize,
    base: u64,
    /// The element whose text holds no tags: a script, a style.
    raw: Option<String>,
    is_xml: bool,
    put_back: Option<(Tag, u64)>,
    /// The attribute whose value is passed over.
    passing: Option<&'static str>,
    closed_last: Option<String>,
}

impl<'a> Markup<'a> {
    /// HTML, from where `input` stands, which is byte 0 of the original.
    pub fn html(input: &'a mut dyn Read) -> Self {
        Self {
            input,
            held: Vec::new(),
            pos: 0,
            base: 0,
            raw: None,
            is_xml: false,
            put_back: None,
            passing: None,
            closed_last: None,
        }
    }

    /// XML: no element hides its tags.
    pub fn xml(input: &'a mut dyn Read) -> Self {
        Self {
            is_xml: true,
            ..Self::html(input)
        }
    }

    /// Passes over the values of this attribute: where they are is told, what they are is not kept.
    pub fn passing(mut self, attribute: &'static str) -> Self {
        self.passing = Some(attribute);
        self
    }

    /// Where the stream is, in bytes of the original.
    pub fn offset(&self) -> u64 {
        self.base + self.pos as u64
    }

    /// The name of the element that closed last.
    pub fn closed_last(&self) -> Option<&str> {
        self.closed_last.as_deref()
    }

    /// Gives back a tag that was taken last and belongs to what comes next; `at` is where it begins.
    fn put_back(&mut self, tag: Tag, at: u64) {
        self.put_back = Some((tag, at));
    }

    /// Where the next piece begins.
    fn token_start(&self) -> u64 {
        self.put_back.as_ref().map_or(self.offset(), |(_, at)| *at)
    }

    /// The next piece; none at the end. A tag that the end of the file cuts is passed over.
    pub fn next_token(&mut self) -> Result<Option<Token>, Unparsed> {
        if let Some((tag, _)) = self.put_back.take() {
            return Ok(Some(Token::Open(tag)));
        }
        loop {
            let Some(byte) = self.peek()? else { return Ok(None) };
            if let Some(name) = self.raw.take() {
                self.pass_raw(&name)?;
            } else if byte != b'<' || !self.is_markup()? {
                return self.text().map(Some);
            } else if let Some(token) = self.markup()? {
                return Ok(Some(token));
            }
        }
    }

    /// Whether the `<` here begins something: a tag, a comment, a declaration.
    fn is_markup(&mut self) -> Result<bool, Unparsed> {
        let second = self.look(1)?;
        Ok(match second {
            Some(b'/') => self.look(2)?.is_some_and(|byte| byte.is_ascii_alphabetic()),
            Some(byte) => byte.is_ascii_alphabetic() || matches!(byte, b'!' | b'?'),
            None => false,
        })
    }

    fn markup(&mut self) -> Result<Option<Token>, Unparsed> {
        self.pos += 1;
        match self.peek()? {
            Some(b'!') if self.starts_with(b"!--")? => self.pass_beyond(b"-->").map(|()| None),
            Some(b'!') if self.starts_with(b"![CDATA[")? => {
                self.pos += 8;
                self.raw_text().map(Some)
            }
            Some(b'!' | b'?') => self.pass_beyond(b">").map(|()| None),
            Some(b'/') => {
                self.pos += 1;
                let name = self.name()?;
                self.pass_beyond(b">")?;
                self.closed_last = Some(name.clone());
                Ok(Some(Token::Close(name)))
            }
            _ => self.open(),
        }
    }

    fn open(&mut self) -> Result<Option<Token>, Unparsed> {
        let mut tag = Tag {
            name: self.name()?,
            ..Tag::default()
        };
        loop {
            match self.peek_beyond_space()? {
                None => return Ok(None),
                Some(b'>') => break,
                Some(b'/') => {
                    self.pos += 1;
                    tag.closed = self.peek()? == Some(b'>');
                }
                Some(_) => self.attribute(&mut tag)?,
            }
        }
        self.pos += 1;
        let hides = matches!(tag.name.as_str(), "script" | "style") && !self.is_xml && !tag.closed;
        self.raw = hides.then(|| tag.name.clone());
        Ok(Some(Token::Open(tag)))
    }

    fn attribute(&mut self, tag: &mut Tag) -> Result<(), Unparsed> {
        let name = self.name()?;
        if name.is_empty() {
            self.pos += 1; // a stray sign such as `=` or a quote
            return Ok(());
        }
        let mut value = Vec::new();
        if self.peek_beyond_space()? == Some(b'=') {
            self.pos += 1;
            let cut = match self.peek_beyond_space()? {
                Some(quote @ (b'"' | b'\'')) if self.passing == Some(name.as_str()) => {
                    self.pos += 1;
                    tag.passed = Some(self.pass_value(quote)?);
                    false
                }
                Some(quote @ (b'"' | b'\'')) => {
                    self.pos += 1;
                    let cut = self.until(&mut value, LONGEST_VALUE, |byte| byte == quote)?;
                    self.pos += usize::from(self.peek()?.is_some());
                    cut
                }
                _ => self.until(&mut value, LONGEST_VALUE, |byte| {
                    byte.is_ascii_whitespace() || byte == b'>'
                })?,
            };
            tag.cut |= cut;
        }
        if tag.attributes.len() < MOST_ATTRIBUTES && tag.raw(&name).is_none() {
            tag.attributes.push((name, value));
        }
        Ok(())
    }

    fn pass_value(&mut self, quote: u8) -> Result<Passed, Unparsed> {
        let (at, mut signs) = (self.offset(), 0);
        loop {
            let rest = &self.held[self.pos..];
            let end = rest.iter().position(|byte| *byte == quote);
            let taken = &rest[..end.unwrap_or(rest.len())];
            let counts = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
            signs += taken.iter().filter(counts).count() as u64;
            self.pos += taken.len();
            if end.is_some() || !self.fill()? {
                let len = self.offset() - at;
                self.pos += usize::from(self.peek()?.is_some());
                return Ok(Passed { at, len, signs });
            }
        }
    }

    /// A name in lower case, from here to a sign that ends names.
    fn name(&mut self) -> Result<String, Unparsed> {
        let mut name = Vec::new();
        self.until(&mut name, LONGEST_NAME, |byte| {
            byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'=' | b'"' | b'\'')
        })?;
        Ok(String::from_utf8_lossy(&name).to_ascii_lowercase())
    }

    fn text(&mut self) -> Result<Token, Unparsed> {
        let mut text = vec![b'<'; usize::from(self.held.get(self.pos) == Some(&b'<'))];
        self.pos += text.len();
        loop {
            let rest = &self.held[self.pos..];
            let end = rest.iter().position(|byte| *byte == b'<');
            let taken = end.unwrap_or(rest.len());
            text.extend_from_slice(&rest[..taken]);
            self.pos += taken;
            if end.is_some() || text.len() >= LONGEST_TEXT || !self.fill()? {
                return Ok(Token::Text(text));
            }
        }
    }

    /// Text up to the end of a section in which signs mean nothing, which is passed over. Its signs are made references,
    /// so that it reads like other text.
    fn raw_text(&mut self) -> Result<Token, Unparsed> {
        let mut text = Vec::new();
        while text.len() < LONGEST_TEXT && !self.starts_with(b"]]>")? {
            match self.peek()? {
                Some(b'&') => text.extend_from_slice(b"&amp;"),
                Some(byte) => text.push(byte),
                None => return Ok(Token::Text(text)),
            }
            self.pos += 1;
        }
        if self.starts_with(b"]]>")? {
            self.pos += 3;
        }
        Ok(Token::Text(text))
    }

    /// Keeps bytes up to one that `ends` them, at most `most`; true if there were more.
    fn until(&mut self, kept: &mut Vec<u8>, most: usize, ends: impl Fn(u8) -> bool) -> Result<bool, Unparsed> {
        let mut cut = false;
        loop {
            let rest = &self.held[self.pos..];
            let end = rest.iter().position(|byte| ends(*byte));
            let taken = end.unwrap_or(rest.len());
            let room = most - kept.len();
            kept.extend_from_slice(&rest[..taken.min(room)]);
            cut |= taken > room;
            self.pos += taken;
            if end.is_some() || !self.fill()? {
                return Ok(cut);
            }
        }
    }

    /// Passes over the text of a script or a style, up to the tag that ends it.
    fn pass_raw(&mut self, name: &str) -> Result<(), Unparsed> {
        let end = [b"</", name.as_bytes()].concat();
        while self.peek()?.is_some() {
            let rest = &self.held[self.pos..];
            self.pos += rest.iter().position(|byte| *byte == b'<').unwrap_or(rest.len());
            self.need(end.len())?;
            let here = self.held.get(self.pos..self.pos + end.len());
            if here.is_some_and(|here| here.eq_ignore_ascii_case(&end)) {
                return Ok(());
            }
            self.pos += usize::from(self.pos < self.held.len());
        }
        Ok(())
    }

    fn pass_beyond(&mut self, end: &[u8]) -> Result<(), Unparsed> {
        while self.peek()?.is_some() {
            let rest = &self.held[self.pos..];
            self.pos += rest.iter().position(|byte| *byte == end[0]).unwrap_or(rest.len());
            if self.starts_with(end)? {
                self.pos += end.len();
                return Ok(());
            }
            self.pos += usize::from(self.pos < self.held.len());
        }
        Ok(())
    }

    fn peek_beyond_space(&mut self) -> Result<Option<u8>, Unparsed> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.pos += 1;
        }
        Ok(None)
    }

    fn peek(&mut self) -> Result<Option<u8>, Unparsed> {
        self.look(0)
    }

    fn look(&mut self, ahead: usize) -> Result<Option<u8>, Unparsed> {
        if self.pos + ahead >= self.held.len() {
            self.need(ahead + 1)?;
        }
        Ok(self.held.get(self.pos + ahead).copied())
    }

    fn starts_with(&mut self, bytes: &[u8]) -> Result<bool, Unparsed> {
        self.need(bytes.len())?;
        Ok(self.held[self.pos..].starts_with(bytes))
    }

    fn need(&mut self, bytes: usize) -> Result<(), Unparsed> {
        while self.held.len() - self.pos < bytes && self.fill()? {}
        Ok(())
    }

    /// Reads another block, letting go of what was read. False at the end of the file.
    fn fill(&mut self) -> Result<bool, Unparsed> {
        self.held.drain(..self.pos);
        self.base += self.pos as u64;
        self.pos = 0;
        let before = self.held.len();
        Read::take(&mut *self.input, BLOCK as u64)
            .read_to_end(&mut self.held)
            .map_err(|_| Unparsed::Unreadable)?;
        Ok(self.held.len() > before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        let mut bytes = text.as_bytes();
        let mut markup = Markup::html(&mut bytes);
        let mut all = Vec::new();
        while let Some(token) = markup.next_token().expect("readable") {
            all.push(match token {
                Token::Open(tag) => {
                    let attributes: String = tag
                        .attributes
                        .iter()
                        .map(|(name, value)| format!(" {name}={}", String::from_utf8_lossy(value)))
                        .collect();
                    format!("<{}{attributes}{}>", tag.name, if tag.closed { "/" } else { "" })
                }
                Token::Close(name) => format!("</{name}>"),
                Token::Text(text) => String::from_utf8_lossy(&text).into_owned(),
            });
        }
        all
    }

    #[test]
    fn tags_and_words_come_in_turn() {
        assert_eq!(
            tokens("<!DOCTYPE html><DIV Class=a id='b c' hidden data-x=\"<>\">one<br/>two</div >"),
            [
                "<div class=a id=b c hidden= data-x=<>>",
                "one",
                "<br/>",
                "two",
                "</div>"
            ]
        );
    }

    #[test]
    fn what_looks_like_a_tag_in_a_script_or_a_comment_is_none() {
        assert_eq!(
            tokens("a<!-- <b> --><script>if (a<b) '</div>'</SCRIPT>c< d <3"),
            ["a", "<script>", "</script>", "c", "< d ", "<3"]
        );
    }

    #[test]
    fn whatever_is_broken_off_ends_the_stream_and_nothing_else() {
        let whole = "<div a='b' c=d>x<!-- y --></div><![CDATA[ & ]]>";
        for cut in 0..whole.len() {
            tokens(&whole[..cut]);
        }
        assert_eq!(tokens("<a b=\"c"), Vec::<String>::new());
        assert_eq!(tokens("<a =\"' / b>"), ["<a b=>"]);
        assert_eq!(tokens("x<![CDATA[ <&]]>y"), ["x", " <&amp;", "y"]);
    }

    #[test]
    fn a_long_value_is_cut_and_said_to_be() {
        let text = format!("<part data=\"{}\" name=a>", "A".repeat(LONGEST_VALUE * 3));
        let mut bytes = text.as_bytes();
        let mut markup = Markup::xml(&mut bytes);
        let Some(Token::Open(tag)) = markup.next_token().expect("readable") else {
            panic!("a tag");
        };
        assert_eq!(tag.raw("data").map(<[u8]>::len), Some(LONGEST_VALUE));
        assert_eq!((tag.raw("name"), tag.cut), (Some(&b"a"[..]), true));
        assert_eq!(markup.offset(), text.len() as u64);
    }
}

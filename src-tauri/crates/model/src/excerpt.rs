//! An excerpt: the exact place in an item that a link points at. Written as the fragments of W3C Web Annotation and
//! Media Fragments, in the grammar of the command line:
//!
//! `message=12-20` · `page=3` · `page=3&xywh=percent:10,20,30,5` · `xywh=percent:…` · `t=12.5,31` · `quote=exact text` ·
//! `page=2&char=120&quote=exact text`. An empty text is the whole item. `quote` comes last and takes the rest as it is.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Where in an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
pub enum Selector {
    /// All of it.
    Whole,
    /// Messages by their place `n`, both ends included.
    Messages {
        /// The first.
        from: u32,
        /// The last.
        to: u32,
    },
    /// A page, or a rectangle on it.
    Page {
        /// From 1.
        page: u32,
        /// Part of the page.
        region: Option<Region>,
    },
    /// A rectangle of an image.
    Image(Region),
    /// A stretch of a recording, in milliseconds.
    Time {
        /// Start, inclusive.
        from: u32,
        /// End, exclusive.
        to: u32,
    },
    /// Exact words (TextQuoteSelector), with their page and start where known (TextPositionSelector).
    Quote {
        /// Page from 1, for items with pages.
        page: Option<u32>,
        /// Start in characters (Unicode scalar values) from the start of the page's or the item's text.
        start: Option<u32>,
        /// The words.
        exact: String,
    },
}

/// A rectangle in hundredths of a percent of the width and height, after orientation is applied; inside the image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Region {
    x: u16,
    y: u16,
    w: u16,
    h: u16,
}

/// A text that is no selector, or one that points outside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("bad-selector")]
pub struct BadSelector;

/// Longest quotation a selector holds, in characters.
pub const QUOTE_LIMIT: usize = 5_000;

impl Region {
    /// A rectangle in hundredths of a percent: left, top, width, height.
    pub fn new(x: u16, y: u16, w: u16, h: u16) -> Result<Self, BadSelector> {
        let inside = |start: u16, length: u16| length > 0 && u32::from(start) + u32::from(length) <= 10_000;
        if inside(x, w) && inside(y, h) {
            Ok(Self { x, y, w, h })
        } else {
            Err(BadSelector)
        }
    }

    /// Left, top, width, height in hundredths of a percent.
    pub fn parts(self) -> [u16; 4] {
        [self.x, self.y, self.w, self.h]
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("xywh=percent:")?;
        for (i, part) in self.parts().into_iter().enumerate() {
            let comma = if i == 0 { "" } else { "," };
            write!(f, "{comma}{}", f64::from(part) / 100.0)?;
        }
        Ok(())
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Selector::Whole => Ok(()),
            Selector::Messages { from, to } if from == to => write!(f, "message={from}"),
            Selector::Messages { from, to } => write!(f, "message={from}-{to}"),
            Selector::Page { page, region: None } => write!(f, "page={page}"),
            Selector::Page {
                page,
                region: Some(region),
            } => write!(f, "page={page}&{region}"),
            Selector::Image(region) => write!(f, "{region}"),
            Selector::Time { from, to } => write!(f, "t={},{}", seconds(*from), seconds(*to)),
            Selector::Quote { page, start, exact } => {
                page.map_or(Ok(()), |page| write!(f, "page={page}&"))?;
                start.map_or(Ok(()), |start| write!(f, "char={start}&"))?;
                write!(f, "quote={exact}")
            }
        }
    }
}

fn seconds(millis: u32) -> f64 {
    f64::from(millis) / 1000.0
}

impl FromStr for Selector {
    type Err = BadSelector;

    fn from_str(text: &str) -> Result<Self, BadSelector> {
        if text.is_empty() {
            return Ok(Selector::Whole);
        }
        let (places, quote) = split_quote(text);
        let mut parts = Parts::default();
        for place in places.split('&').filter(|part| !part.is_empty()) {
            parts.read(place)?;
        }
        parts.quote = quote.map(read_quote).transpose()?;
        parts.into_selector()
    }
}

fn split_quote(text: &str) -> (&str, Option<&str>) {
    if let Some(quote) = text.strip_prefix("quote=") {
        return ("", Some(quote));
    }
    match text.split_once("&quote=") {
        Some((places, quote)) => (places, Some(quote)),
        None => (text, None),
    }
}

fn read_quote(text: &str) -> Result<String, BadSelector> {
    let length = text.chars().count();
    if length == 0 || length > QUOTE_LIMIT {
        Err(BadSelector)
    } else {
        Ok(text.to_owned())
    }
}

#[derive(Default)]
struct Parts {
    messages: Option<(u32, u32)>,
    page: Option<u32>,
    region: Option<Region>,
    time: Option<(u32, u32)>,
    start: Option<u32>,
    quote: Option<String>,
}

impl Parts {
    fn read(&mut self, part: &str) -> Result<(), BadSelector> {
        let (key, value) = part.split_once('=').ok_or(BadSelector)?;
        match key {
            "message" => set(&mut self.messages, read_range(value)?),
            "page" => set(&mut self.page, read_count(value)?),
            "xywh" => set(&mut self.region, read_region(value)?),
            "t" => set(&mut self.time, read_times(value)?),
            "char" => set(&mut self.start, value.parse().map_err(|_| BadSelector)?),
            _ => Err(BadSelector),
        }
    }

    fn into_selector(self) -> Result<Selector, BadSelector> {
        match self {
            Parts {
                messages: Some((from, to)),
                page: None,
                region: None,
                time: None,
                start: None,
                quote: None,
            } => Ok(Selector::Messages { from, to }),
            Parts {
                messages: None,
                page: Some(page),
                region,
                time: None,
                start: None,
                quote: None,
            } => Ok(Selector::Page { page, region }),
            Parts {
                messages: None,
                page: None,
                region: Some(region),
                time: None,
                start: None,
                quote: None,
            } => Ok(Selector::Image(region)),
            Parts {
                messages: None,
                page: None,
                region: None,
                time: Some((from, to)),
                start: None,
                quote: None,
            } => Ok(Selector::Time { from, to }),
            Parts {
                messages: None,
                page,
                region: None,
                time: None,
                start,
                quote: Some(exact),
            } => Ok(Selector::Quote { page, start, exact }),
            _ => Err(BadSelector),
        }
    }
}

fn set<T>(place: &mut Option<T>, value: T) -> Result<(), BadSelector> {
    if place.replace(value).is_some() {
        Err(BadSelector)
    } else {
        Ok(())
    }
}

fn read_count(text: &str) -> Result<u32, BadSelector> {
    text.parse().ok().filter(|count| *count > 0).ok_or(BadSelector)
}

fn read_range(text: &str) -> Result<(u32, u32), BadSelector> {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let (from, to) = (read_count(from)?, read_count(to)?);
    if from <= to { Ok((from, to)) } else { Err(BadSelector) }
}

fn read_times(text: &str) -> Result<(u32, u32), BadSelector> {
    let (from, to) = text.split_once(',').ok_or(BadSelector)?;
    let (from, to) = (read_scaled(from, 1000.0)?, read_scaled(to, 1000.0)?);
    if from < to { Ok((from, to)) } else { Err(BadSelector) }
}

fn read_region(text: &str) -> Result<Region, BadSelector> {
    let mut numbers = text.strip_prefix("percent:").ok_or(BadSelector)?.split(',');
    let mut next = || {
        let number = read_scaled(numbers.next().ok_or(BadSelector)?, 100.0)?;
        u16::try_from(number).map_err(|_| BadSelector)
    };
    let region = Region::new(next()?, next()?, next()?, next()?)?;
    if numbers.next().is_some() {
        Err(BadSelector)
    } else {
        Ok(region)
    }
}

fn read_scaled(text: &str, scale: f64) -> Result<u32, BadSelector> {
    let number = text.parse::<f64>().map_err(|_| BadSelector)? * scale;
    let fits = number.is_finite() && (0.0..=f64::from(u32::MAX)).contains(&number);
    if fits {
        Ok(number.round() as u32)
    } else {
        Err(BadSelector)
    }
}

impl Serialize for Selector {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Selector {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_selectors_of_the_command_line_read_and_print_alike() {
        for text in [
            "",
            "message=12",
            "message=12-20",
            "page=3",
            "page=3&xywh=percent:10,20,30,5",
            "xywh=percent:10.25,20,30.5,5",
            "t=12.5,31",
            "quote=точные слова & ещё",
            "page=2&char=120&quote=точные слова",
        ] {
            let selector: Selector = text.parse().expect(text);
            assert_eq!(selector.to_string(), text);
        }
    }

    #[test]
    fn what_points_nowhere_is_refused() {
        for text in [
            "message=0",
            "message=9-3",
            "page=0",
            "page=1&page=2",
            "xywh=10,20,30,5",
            "xywh=percent:90,0,20,5",
            "xywh=percent:1,1,0,5",
            "xywh=percent:NaN,1,1,1",
            "xywh=percent:1,1,1,1,1",
            "t=31,12",
            "t=inf,inf",
            "quote=",
            "message=1&page=2",
            "path=/etc",
            "nonsense",
        ] {
            assert_eq!(text.parse::<Selector>(), Err(BadSelector), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_never_panics(text in ".{0,80}") {
            if let Ok(selector) = text.parse::<Selector>() {
                prop_assert_eq!(selector.to_string().parse::<Selector>(), Ok(selector));
            }
        }
    }
}

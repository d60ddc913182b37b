//! The first pass over a chat: which order its dates have, who speaks, how its headers usually look. Nothing is guessed
//! silently: an order that the file does not prove is either said to be inferred or left to a person.

use super::header::{Header, Look, Shape};
use super::sender;
use crate::draft::DateOrder;
use crate::formats::chat::dates::{Dates, Known};
use std::collections::{BTreeMap, HashMap};

/// Most different shapes and looks of headers that are told apart.
const MOST_LOOKS: usize = 64;
/// Most names that are remembered.
const MOST_NAMES: usize = 5000;
/// Lines that must all go on alike before a name is taken to run over its first `: `.
const ENOUGH_LINES: usize = 10;

/// What the first pass saw.
#[derive(Default)]
pub struct Survey {
    shapes: BTreeMap<Shape, Dates>,
    looks: HashMap<Look, usize>,
    names: HashMap<String, Name>,
    /// Headers seen.
    pub headers: usize,
    after_crlf: usize,
    of_two: bool,
}

#[derive(Default)]
struct Name {
    count: usize,
    /// What stands between the first and the second `: `, while it is the same in all lines.
    second: Option<String>,
    same: bool,
}

impl Survey {
    /// Counts a header; `after_crlf` says how the line before it ended.
    pub fn see(&mut self, header: &Header<'_>, after_crlf: bool) {
        self.headers += 1;
        self.after_crlf += usize::from(after_crlf);
        let (looks, shapes) = (self.looks.len(), self.shapes.len());
        if looks < MOST_LOOKS || self.looks.contains_key(&header.look) {
            *self.looks.entry(header.look).or_default() += 1;
        }
        if shapes < MOST_LOOKS || self.shapes.contains_key(&header.look.shape) {
            self.shapes.entry(header.look.shape).or_default().see(header.date);
        }
        if let Some((name, rest)) = sender::split(header.body) {
            self.see_name(name, rest);
        }
    }

    fn see_name(&mut self, name: &str, rest: &str) {
        if self.names.len() >= MOST_NAMES && !self.names.contains_key(name) {
            return;
        }
        let second = rest
            .split_once(": ")
            .map(|(second, _)| second)
            .filter(|second| second.len() <= 60);
        let known = self.names.entry(name.to_owned()).or_insert_with(|| Name {
            count: 0,
            second: second.map(str::to_owned),
            same: true,
        });
        known.count += 1;
        known.same &= known.second.as_deref() == second;
    }

    /// The order of dates in headers of this shape.
    pub fn order(&self, shape: Shape, said: Option<DateOrder>) -> Known {
        self.shapes.get(&shape).map_or(Known::Ambiguous, |dates| {
            dates.order(shape.year_first, shape.separator, said)
        })
    }

    /// How the orders of all shapes are known, with the number of headers of each.
    pub fn orders(&self, said: Option<DateOrder>) -> impl Iterator<Item = (Known, usize)> + '_ {
        self.shapes
            .iter()
            .map(move |(shape, dates)| (dates.order(shape.year_first, shape.separator, said), dates.count))
    }

    /// Whether headers look like this so rarely that one among others is strange.
    pub fn is_rare(&self, look: &Look) -> bool {
        let count = self.looks.get(look).copied().unwrap_or(0);
        self.headers >= 6 && count * 20 <= self.headers.max(40)
    }

    /// Whether this file ends its messages with CR and LF, and breaks lines inside them with LF alone.
    pub fn ends_with_crlf(&self) -> bool {
        self.after_crlf > 3 && self.after_crlf * 10 >= self.headers.saturating_sub(1) * 9
    }

    /// The author that a body begins with, and the rest.
    pub fn author<'a>(&self, body: &'a str) -> Option<(&'a str, &'a str)> {
        if let Some((name, rest)) = sender::split(body) {
            return Some(self.longer_name(body, name).unwrap_or((name, rest)));
        }
        let (name, rest) = body.split_once(':')?;
        self.names.contains_key(name).then_some((name, rest))
    }

    /// `Dr: Anna` is one name if every one of many lines that begin with `Dr: ` goes on with `Anna: `.
    fn longer_name<'a>(&self, body: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
        let known = self
            .names
            .get(name)
            .filter(|known| known.same && known.count >= ENOUGH_LINES)?;
        let end = name.len() + 2 + known.second.as_ref()?.len();
        Some((body.get(..end)?, body.get(end..)?.strip_prefix(": ")?))
    }

    /// Whether a person speaks next to never in what is otherwise a talk of two.
    pub fn is_stranger(&self, name: &str) -> bool {
        self.of_two && self.names.get(name).map_or(0, |known| known.count) <= 2
    }

    /// To be said when all headers were seen.
    pub fn end(&mut self) {
        let mut counts: Vec<usize> = self.names.values().map(|known| known.count).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let all: usize = counts.iter().sum();
        let two: usize = counts.iter().take(2).sum();
        self.of_two = all >= 20 && two * 20 >= all * 19;
    }

    /// Names that lines begin with.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }
}

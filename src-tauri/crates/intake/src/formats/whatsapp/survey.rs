//! The first pass over a chat: which order its dates have, who speaks, how its headers usually look. Nothing is guessed
//! silently: an order that the file does not prove is either said to be inferred or left to a person.

use super::header::{Header, Look, Shape, date_in};
use super::sender;
use crate::draft::DateOrder;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};

/// Most different shapes and looks of headers that are told apart.
const MOST_LOOKS: usize = 64;
/// Most names that are remembered.
const MOST_NAMES: usize = 5000;
/// Lines that must all go on alike before a name is taken to run over its first `: `.
const ENOUGH_LINES: usize = 10;
const ORDERS: [DateOrder; 3] = [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd];

/// How the order of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// The dates allow no other, or make no difference.
    Certain(DateOrder),
    /// A person said so.
    Said(DateOrder),
    /// By how dates with points are written, or because only so the days follow each other.
    Inferred(DateOrder, &'static str),
    /// Several orders fit.
    Ambiguous,
}

impl Known {
    /// The order, where there is one.
    pub fn order(self) -> Option<DateOrder> {
        match self {
            Known::Certain(order) | Known::Said(order) | Known::Inferred(order, _) => Some(order),
            Known::Ambiguous => None,
        }
    }
}

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
        self.shapes
            .get(&shape)
            .map_or(Known::Ambiguous, |dates| dates.order(shape, said))
    }

    /// How the orders of all shapes are known, with the number of headers of each.
    pub fn orders(&self, said: Option<DateOrder>) -> impl Iterator<Item = (Known, usize)> + '_ {
        self.shapes
            .iter()
            .map(move |(shape, dates)| (dates.order(*shape, said), dates.count))
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

/// The dates of one shape, read in every order at once.
#[derive(Default)]
struct Dates {
    count: usize,
    impossible: [usize; 3],
    backwards: [usize; 3],
    last: [Option<Date>; 3],
    differ: bool,
}

impl Dates {
    fn see(&mut self, numbers: [i16; 3]) {
        self.count += 1;
        self.differ |= numbers[0] != numbers[1];
        for (at, order) in ORDERS.into_iter().enumerate() {
            match date_in(numbers, order) {
                Some(date) => {
                    self.backwards[at] += usize::from(self.last[at].is_some_and(|last| date < last));
                    self.last[at] = Some(date);
                }
                None => self.impossible[at] += 1,
            }
        }
    }

    fn order(&self, shape: Shape, said: Option<DateOrder>) -> Known {
        if shape.year_first {
            return Known::Certain(DateOrder::Ymd);
        }
        let fits = |order: DateOrder| self.impossible[place(order)] == 0;
        if let Some(said) = said.filter(|said| fits(*said)) {
            return Known::Said(said);
        }
        match (fits(DateOrder::Dmy), fits(DateOrder::Mdy), fits(DateOrder::Ymd)) {
            (true, false, _) => Known::Certain(DateOrder::Dmy),
            (false, true, _) => Known::Certain(DateOrder::Mdy),
            (false, false, true) => Known::Certain(DateOrder::Ymd),
            (false, false, false) => self.most_possible(),
            (true, true, _) => self.day_or_month(shape),
        }
    }

    fn day_or_month(&self, shape: Shape) -> Known {
        if !self.differ {
            return Known::Certain(DateOrder::Dmy);
        }
        let [day, month, _] = self.backwards;
        if day == 0 && month > 0 {
            return Known::Inferred(DateOrder::Dmy, "monotonic");
        }
        if month == 0 && day > 0 {
            return Known::Inferred(DateOrder::Mdy, "monotonic");
        }
        // No region writes month, day, year with points.
        match shape.separator {
            '.' => Known::Inferred(DateOrder::Dmy, "separator"),
            _ => Known::Ambiguous,
        }
    }

    /// No order fits all: a forged or foreign line is among them. The one that fits nearly all is inferred.
    fn most_possible(&self) -> Known {
        let fewest = ORDERS.into_iter().min_by_key(|order| self.impossible[place(*order)]);
        match fewest {
            Some(order) if self.impossible[place(order)] * 20 < self.count => Known::Inferred(order, "most"),
            _ => Known::Ambiguous,
        }
    }
}

fn place(order: DateOrder) -> usize {
    match order {
        DateOrder::Dmy => 0,
        DateOrder::Mdy => 1,
        DateOrder::Ymd => 2,
    }
}

//! Which order the days, months and years of a file have. Nothing is guessed silently: an order that the dates do not
//! prove is either said to be inferred or left to a person.

use crate::draft::DateOrder;
use jiff::civil::Date;

const ORDERS: [DateOrder; 3] = [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd];
/// First and last year that a date of a chat may have: WhatsApp is of 2009.
const YEARS: std::ops::RangeInclusive<i16> = 2009..=2100;

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

/// The dates of a file that are written alike: which orders they allow.
#[derive(Default)]
pub struct Dates {
    /// Dates seen.
    pub count: usize,
    impossible: [usize; 3],
    backwards: [usize; 3],
    last: [Option<Date>; 3],
    differ: bool,
}

impl Dates {
    /// Looks at three numbers.
    pub fn see(&mut self, numbers: [i16; 3]) {
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

    /// The order; `separator` is what stands between the numbers.
    pub fn order(&self, year_first: bool, separator: char, said: Option<DateOrder>) -> Known {
        if year_first {
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
            (true, true, _) => self.day_or_month(separator),
        }
    }

    fn day_or_month(&self, separator: char) -> Known {
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
        match separator {
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

/// The date of three numbers in this order; none if it is none.
pub fn date_in([a, b, c]: [i16; 3], order: DateOrder) -> Option<Date> {
    let (day, month, year) = match order {
        DateOrder::Dmy => (a, b, c),
        DateOrder::Mdy => (b, a, c),
        DateOrder::Ymd => (c, b, a),
    };
    let year = match year {
        0..=99 => year + 2000,
        // The Buddhist calendar counts 543 years more.
        2400..=2700 => year - 543,
        _ => year,
    };
    let small = |number: i16| i8::try_from(number).ok();
    YEARS
        .contains(&year)
        .then(|| Date::new(year, small(month)?, small(day)?).ok())
        .flatten()
}

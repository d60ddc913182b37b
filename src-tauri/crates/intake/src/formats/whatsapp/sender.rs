//! Who a body is from. A name stands before the first `: `; a line without one is the messenger's own.

use super::header::is_mark;

/// Longest name in bytes.
const LONGEST: usize = 200;

/// Splits a body into name and words, if it has a name. A name that holds a quotation or runs over a mark of the
/// messenger (`Anna changed the subject to "A: B"`) is none.
pub fn split(body: &str) -> Option<(&str, &str)> {
    let (name, rest) = body.split_once(": ")?;
    let shown = clean(name);
    let sound = !shown.is_empty() && name.len() <= LONGEST && !name.contains(['"', '“', '«', '„']);
    sound.then_some((name, rest))
}

/// A name without invisible marks. The `~ ` of people who are not among the contacts is kept: it says so.
pub fn clean(name: &str) -> String {
    let shown: String = name.chars().filter(|c| !is_mark(*c)).collect();
    shown.trim().to_owned()
}

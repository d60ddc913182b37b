//! What the parsers of JSON exports share: a walk over the stream, the fields of one object, and the mending of escapes
//! that are no JSON.
//!
//! Deliberately absent: any one export's meaning; each format is a module of its own.

pub mod fields;
pub mod flat;
pub mod lines;
pub mod repair;
pub mod scan;

use super::chat::desk::{At, Desk};
use super::chat::{Stop, unread};
use fields::Fields;
use model::Message;
use scan::Scanner;
use serde_json::Value;

/// Longest message in bytes of JSON.
const LONGEST_MESSAGE: usize = 4 << 20;

/// Takes the next value of a walk as a message. One that cannot be read is a message all the same, with its place.
pub fn one_message(
    scan: &mut Scanner<'_>,
    desk: &mut Desk<'_>,
    read: &mut dyn FnMut(Fields, &mut Desk<'_>) -> Message,
) -> Result<(), Stop> {
    let span = scan.value(LONGEST_MESSAGE)?;
    let at = At::Bytes(span.start, span.end);
    let message = match span.bytes.and_then(repair::read::<Fields>) {
        Some((fields, mended)) => {
            desk.add("json-mended", usize::from(mended));
            read(fields, desk)
        }
        None => {
            desk.add("messages-unparsed", 1);
            unread()
        }
    };
    Ok(desk.push(at, message)?)
}

/// Counts what nobody took of a message, unless it holds nothing.
pub fn count_rest(mut fields: Fields, desk: &mut Desk<'_>) {
    for (key, value) in fields.rest() {
        if !is_nothing(&value) {
            desk.unknown_field(&key);
        }
    }
}

/// Whether a value says nothing: null, false, an empty text or list.
pub fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(set) => !set,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Number(_) => false,
    }
}

/// A text of an object, empty where there is none.
pub fn said<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

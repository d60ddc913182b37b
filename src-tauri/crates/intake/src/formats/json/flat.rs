//! A JSON value in one line of words, for what has no place of its own in a message.

use crate::formats::chat::clip;
use serde_json::Value;

/// Longest line of one value in bytes.
pub const LONGEST: usize = 4096;
/// Deepest nesting that is told.
const DEEPEST: usize = 6;

/// Texts as they are, lists by commas, objects as `key: value`.
pub fn flat(value: &Value) -> String {
    told(value, 0, &|_| None)
}

/// The same, with another way to tell some values.
pub fn told(value: &Value, depth: usize, otherwise: &dyn Fn(&Value) -> Option<String>) -> String {
    if depth == DEEPEST {
        return "…".to_owned();
    }
    let inner = |value: &Value| told(value, depth + 1, otherwise);
    let text = match otherwise(value) {
        Some(text) => text,
        None => match value {
            Value::Null => "?".to_owned(),
            Value::String(text) => text.clone(),
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::Array(parts) => parts.iter().take(500).map(inner).collect::<Vec<_>>().join(", "),
            Value::Object(fields) => fields
                .iter()
                .take(100)
                .map(|(key, part)| format!("{key}: {}", inner(part)))
                .collect::<Vec<_>>()
                .join(", "),
        },
    };
    clip(&text, LONGEST).to_owned()
}

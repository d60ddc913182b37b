//! What a parse says, as text for people: one line for each fact, note, file and field of a message.

use intake::draft::{Found, Hints};
use intake::formats;
use model::Message;
use serde_json::{Map, Value, json};
use std::io::Cursor;

/// Everything that is said of some bytes.
pub fn found(bytes: &[u8], hints: &Hints) -> (Vec<Found>, String) {
    let mut found = Vec::new();
    let result = match formats::parse(&mut Cursor::new(bytes), hints, &mut found) {
        Ok(()) => "ok".to_owned(),
        Err(unparsed) => format!("{unparsed:?}"),
    };
    (found, result)
}

/// The messages alone.
pub fn messages(bytes: &[u8], hints: &Hints) -> Vec<Message> {
    let (found, _) = found(bytes, hints);
    let batches = found.into_iter().filter_map(|found| match found {
        Found::Messages(messages) => Some(messages),
        _ => None,
    });
    batches.flatten().collect()
}

/// As JSON, in a fixed order.
pub fn told(bytes: &[u8], hints: &Hints) -> String {
    let (found, result) = found(bytes, hints);
    let mut lines: Map<String, Value> = Map::new();
    lines.insert("result".to_owned(), json!(result));
    for one in found {
        let (list, value) = match one {
            Found::Format {
                kind,
                media_type,
                format,
            } => ("formats", json!(format!("{} {media_type} {format}", kind.code()))),
            Found::Fact(fact) => ("facts", json!(format!("{}: {}", fact.key, fact.value))),
            Found::Note(note) => {
                let count = note.count.map_or(String::new(), |count| format!(" {count}"));
                let detail = note.detail.map_or(String::new(), |detail| format!(": {detail}"));
                ("notes", json!(format!("{}{count}{detail}", note.code)))
            }
            Found::Messages(messages) => {
                let all = lines.entry("messages").or_insert_with(|| json!([]));
                all.as_array_mut().expect("a list").extend(messages.iter().map(message));
                continue;
            }
            Found::Text { page, text } => ("text", json!(format!("{page}: {text}"))),
            Found::Part { index: _, path, bytes } => ("parts", json!(format!("{path} {bytes}"))),
            Found::Beside { path } => ("beside", json!(path)),
        };
        let list = lines.entry(list).or_insert_with(|| json!([]));
        list.as_array_mut().expect("a list").push(value);
    }
    serde_json::to_string_pretty(&lines).expect("JSON")
}

/// A message without what is empty in it; its times as one line each.
fn message(message: &Message) -> Value {
    let mut value = serde_json::to_value(message).expect("JSON");
    let fields = value.as_object_mut().expect("an object");
    for (key, time) in [("time", Some(&message.time)), ("edited", message.edited.as_ref())] {
        if let Some(time) = time {
            let utc = time.utc.map_or("-".to_owned(), |utc| utc.to_string());
            let wall = time
                .wall
                .and_then(|wall| model::Timestamp::from_millis(wall).ok())
                .map_or("-".to_owned(), |wall| wall.to_string().replace('Z', ""));
            let line = format!("{utc} | {wall} | {:?} | {}", time.zone, time.raw);
            fields.insert(key.to_owned(), json!(line));
        }
    }
    if let Some(Value::Array(files)) = fields.get_mut("attachments") {
        for file in files.iter_mut().filter_map(Value::as_object_mut) {
            file.retain(|_, value| !value.is_null());
        }
    }
    fields.retain(|_, value| !matches!(value, Value::Null | Value::Bool(false)) && value != "" && *value != json!([]));
    value
}

//! What a message holds besides words: service lines, polls, places, contacts, and everything that has no place of its
//! own, as `code: details`.

use super::text::words;
use crate::formats::chat::clip;
use crate::formats::json::fields::Fields;
use crate::formats::json::flat;
use model::MessageKind;
use serde_json::Value;

/// Fields that are told as they are, as lines `code: details`.
const TOLD: &[&str] = &[
    "todo_list",
    "giveaway_information",
    "giveaway_results",
    "invoice_information",
    "game_title",
    "game_description",
    "game_link",
    "game_message_id",
    "paid_stars_amount",
];

/// The text of a service line: its code, then what it says. A line of the program's own words has no code.
pub fn service(fields: &mut Fields) -> (MessageKind, String) {
    let action = fields.text("action");
    let details: Vec<(String, Value)> = fields.rest().collect();
    let told = match details.as_slice() {
        [(_, only)] => flat(only, 0),
        several => several
            .iter()
            .map(|(key, value)| format!("{key}: {}", flat(value, 0)))
            .collect::<Vec<_>>()
            .join(", "),
    };
    let kind = match action.as_deref() {
        Some("phone_call" | "conference_call" | "group_call" | "group_call_scheduled") => MessageKind::Call,
        _ => MessageKind::Service,
    };
    let text = match (action, told.is_empty()) {
        (Some(action), true) => action,
        (Some(action), false) => format!("{action}: {told}"),
        (None, _) => told,
    };
    (kind, text)
}

/// Takes the one thing that makes a message more than words, and adds what it says to the text.
pub fn take(fields: &mut Fields, text: &mut String) -> MessageKind {
    let mut kind = MessageKind::Text;
    if let Some(contact) = fields.take("contact_information") {
        kind = MessageKind::Contact;
        add(text, &contact_lines(&contact));
    }
    if fields.has("location_information") || fields.has("place_name") {
        kind = MessageKind::Location;
        add(text, &place_lines(fields));
    }
    if let Some(poll) = fields.take("poll") {
        kind = MessageKind::Poll;
        add(text, &poll_lines(&poll));
    }
    for key in TOLD {
        if let Some(value) = fields.take(key) {
            add(text, &format!("{key}: {}", flat(&value, 0)));
        }
    }
    kind
}

fn add(text: &mut String, lines: &str) {
    if !text.is_empty() && !lines.is_empty() {
        text.push('\n');
    }
    text.push_str(lines);
}

fn contact_lines(contact: &Value) -> String {
    let said = |key: &str| contact.get(key).and_then(Value::as_str).unwrap_or_default();
    let name = format!("{} {}", said("first_name"), said("last_name"));
    lines(&[name.trim(), said("phone_number")])
}

fn place_lines(fields: &mut Fields) -> String {
    let place = fields.take("location_information").unwrap_or_default();
    let number = |key: &str| {
        place
            .get(key)
            .filter(|value| !value.is_null())
            .map(|value| flat(value, 0))
    };
    let at = number("latitude")
        .zip(number("longitude"))
        .map(|(north, east)| format!("{north},{east}"));
    let live = fields
        .take("live_location_period_seconds")
        .map(|seconds| format!("live_location_period_seconds: {}", flat(&seconds, 0)));
    let name = fields.text("place_name").unwrap_or_default();
    let address = fields.text("address").unwrap_or_default();
    lines(&[&at.unwrap_or_default(), &name, &address, &live.unwrap_or_default()])
}

fn poll_lines(poll: &Value) -> String {
    let mut all = vec![poll.get("question").map(words).unwrap_or_default()];
    for answer in poll.get("answers").and_then(Value::as_array).into_iter().flatten() {
        let chosen = if answer.get("chosen").and_then(Value::as_bool) == Some(true) {
            " *"
        } else {
            ""
        };
        let voters = answer
            .get("voters")
            .map(|voters| format!(" ({})", flat(voters, 0)))
            .unwrap_or_default();
        all.push(format!(
            "- {}{voters}{chosen}",
            answer.get("text").map(words).unwrap_or_default()
        ));
    }
    lines(&all.iter().map(String::as_str).collect::<Vec<_>>())
}

fn lines(lines: &[&str]) -> String {
    let said: Vec<&str> = lines.iter().copied().filter(|line| !line.is_empty()).collect();
    clip(&said.join("\n"), 16 * flat::LONGEST).to_owned()
}

/// A value in one line; text with entities as its words.
pub fn flat(value: &Value, depth: usize) -> String {
    flat::told(value, depth, &|value| match value {
        Value::Array(parts) if is_rich_text(parts) => Some(words(value)),
        _ => None,
    })
}

fn is_rich_text(parts: &[Value]) -> bool {
    parts
        .iter()
        .any(|part| part.get("type").is_some() && part.get("text").is_some_and(Value::is_string))
        && parts
            .iter()
            .all(|part| part.is_string() || part.get("text").is_some_and(Value::is_string))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(value: Value) -> Fields {
        serde_json::from_value(value).expect("an object")
    }

    #[test]
    fn a_service_line_is_its_code_and_its_details() {
        let mut line = fields(json!({"action": "invite_members", "members": ["Anna", null]}));
        assert_eq!(
            service(&mut line),
            (MessageKind::Service, "invite_members: Anna, ?".to_owned())
        );
        let text = r#"{"action": "phone_call", "duration_seconds": 35, "discard_reason": "hangup"}"#;
        let mut call: Fields = serde_json::from_str(text).expect("an object");
        assert_eq!(
            service(&mut call),
            (
                MessageKind::Call,
                "phone_call: duration_seconds: 35, discard_reason: hangup".to_owned()
            )
        );
        let mut unknown = fields(json!({"action": "brew_tea"}));
        assert_eq!(service(&mut unknown).1, "brew_tea", "what we do not know is kept");
        let mut own_words = fields(json!({"information_text": "Chat was moved"}));
        assert_eq!(service(&mut own_words).1, "Chat was moved");
    }

    #[test]
    fn a_poll_tells_its_question_and_answers_in_both_forms() {
        let poll = json!({"question": [{"type": "bold", "text": "Who "}, {"type": "plain", "text": "saw it?"}], "closed": false, "total_voters": 3,
            "answers": [{"text": "I", "voters": 2, "chosen": true}, {"text": ["Not ", "I"], "voters": 1, "chosen": false}]});
        let mut message = fields(json!({"poll": poll}));
        let mut text = String::new();
        assert_eq!(take(&mut message, &mut text), MessageKind::Poll);
        assert_eq!(text, "Who saw it?\n- I (2) *\n- Not I (1)");
    }

    #[test]
    fn a_place_without_coordinates_is_a_place_all_the_same() {
        let mut message = fields(json!({"location_information": null, "place_name": "Mill"}));
        let mut text = String::from("here");
        assert_eq!(take(&mut message, &mut text), MessageKind::Location);
        assert_eq!(text, "here\nMill");
    }
}

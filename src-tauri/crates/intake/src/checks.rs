//! What the parent lets pass of what a worker says it found. A worker that was taken over can still only speak, so every
//! word is measured: order, counts, lengths, shapes.

use crate::draft::{Found, Unparsed};
use crate::limits::Limits;
use crate::parent::WorkerFailure;
use crate::wire::is_code;
use model::{Fact, Message, Moment, Note};

/// What one file's worker has said so far.
#[derive(Default)]
pub struct Ledger {
    named: bool,
    messages: u64,
    text_bytes: u64,
    findings: u64,
}

impl Ledger {
    /// Counts this finding and looks at its shape.
    pub fn admit(&mut self, found: &Found, limits: &Limits) -> Result<(), WorkerFailure> {
        let first = !std::mem::replace(&mut self.named, true);
        let fits = first == matches!(found, Found::Format { .. }) && self.fits(found);
        if !fits {
            return Err(WorkerFailure::BrokeProtocol);
        }
        self.text_bytes += text_of(found);
        self.findings += u64::from(!matches!(found, Found::Messages(_) | Found::Text { .. }));
        bound(self.messages, limits.messages, "messages")?;
        bound(self.text_bytes, limits.text_bytes, "text")?;
        bound(self.findings, limits.findings, "findings")
    }

    fn fits(&mut self, found: &Found) -> bool {
        match found {
            Found::Format {
                kind: _,
                media_type,
                format,
            } => is_media_type(media_type) && is_code(format),
            Found::Fact(Fact {
                key,
                value,
                origin: _,
                time,
            }) => is_code(key) && has_at_most(value, 2_000) && time.iter().all(is_short),
            Found::Note(Note { code, count: _, detail }) => {
                is_code(code) && detail.iter().all(|text| has_at_most(text, 200))
            }
            Found::Messages(messages) => messages.len() <= 500 && self.count_on(messages),
            Found::Text { page: _, text } => text.len() <= 1 << 20,
            Found::Part {
                index: _,
                path,
                bytes: _,
            }
            | Found::Beside { path }
                if !is_safe_path(path) =>
            {
                false
            }
            Found::Part { .. } | Found::Beside { .. } => true,
        }
    }

    fn count_on(&mut self, messages: &[Message]) -> bool {
        messages.iter().all(|message| {
            self.messages += 1;
            u64::from(message.n) == self.messages && message_fits(message)
        })
    }
}

fn bound(used: u64, limit: u64, what: &str) -> Result<(), WorkerFailure> {
    if used <= limit {
        Ok(())
    } else {
        Err(WorkerFailure::Unparsed(Unparsed::TooLarge { what: what.to_owned() }))
    }
}

fn text_of(found: &Found) -> u64 {
    let bytes = match found {
        Found::Format { media_type, format, .. } => media_type.len() + format.len(),
        Found::Fact(fact) => fact.value.len(),
        Found::Note(note) => note.detail.as_ref().map_or(0, String::len),
        Found::Messages(messages) => messages.iter().map(|message| message.text.len()).sum(),
        Found::Text { text, .. } => text.len(),
        Found::Part { path, .. } | Found::Beside { path } => path.len(),
    };
    bytes as u64
}

fn message_fits(message: &Message) -> bool {
    message.attachments.len() <= 1_000
        && message.flags.len() <= 1_000
        && message.flags.iter().all(|flag| is_flag(flag))
        && is_short(&message.time)
        && message.edited.iter().all(is_short)
}

/// A code, or a code with a short detail after a colon: `reactions:3`.
fn is_flag(flag: &str) -> bool {
    let (code, detail) = flag.split_once(':').unwrap_or((flag, ""));
    is_code(code) && has_at_most(detail, 2_000)
}

fn is_short(moment: &Moment) -> bool {
    has_at_most(&moment.raw, 2_000)
}

fn has_at_most(text: &str, characters: usize) -> bool {
    text.len() <= characters || text.chars().nth(characters).is_none()
}

/// `type/subtype` of RFC 6838, without parameters.
fn is_media_type(text: &str) -> bool {
    let name = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|c| c.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&c))
    };
    text.len() <= 127 && text.split_once('/').is_some_and(|(kind, sub)| name(kind) && name(sub))
}

/// Relative, `/` between parts, no empty, `.` or `..` part, no backslash and no control character, at most 4,096 bytes.
pub fn is_safe_path(path: &str) -> bool {
    path.len() <= 4_096
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !path.chars().any(|c| c.is_control() || c == '\\')
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Kind;

    fn named() -> Ledger {
        let mut ledger = Ledger::default();
        let format = Found::Format {
            kind: Kind::Chat,
            media_type: "text/plain".into(),
            format: "whatsapp-text".into(),
        };
        ledger.admit(&format, &Limits::default()).expect("a format comes first");
        ledger
    }

    fn note(code: &str) -> Found {
        Found::Note(Note::new(code))
    }

    #[test]
    fn the_format_comes_first_and_once() {
        let limits = Limits::default();
        assert_eq!(
            Ledger::default().admit(&note("a"), &limits),
            Err(WorkerFailure::BrokeProtocol)
        );
        let again = Found::Format {
            kind: Kind::Pdf,
            media_type: "application/pdf".into(),
            format: "pdf".into(),
        };
        assert_eq!(named().admit(&again, &limits), Err(WorkerFailure::BrokeProtocol));
    }

    #[test]
    fn a_code_that_is_a_sentence_is_refused() {
        let failure = named().admit(&note("Click here"), &Limits::default());
        assert_eq!(failure, Err(WorkerFailure::BrokeProtocol));
    }

    #[test]
    fn a_flag_is_a_code_with_a_short_detail_or_none() {
        assert!(is_flag("text-cut") && is_flag("reactions:3") && is_flag("link-to:https://example.org/?a=Б"));
        assert!(!is_flag("Click: here") && !is_flag(":x") && !is_flag(&format!("a:{}", "x".repeat(2_001))));
    }

    #[test]
    fn a_path_that_leaves_the_folder_is_refused() {
        for path in ["../a", "/a", "a//b", "a/./b", "a\\b", "a\0b", "", "a/.."] {
            let failure = named().admit(&Found::Beside { path: path.into() }, &Limits::default());
            assert_eq!(failure, Err(WorkerFailure::BrokeProtocol), "{path:?}");
        }
        assert_eq!(
            named().admit(
                &Found::Beside {
                    path: "фото/1.jpg".into()
                },
                &Limits::default()
            ),
            Ok(())
        );
    }

    #[test]
    fn more_findings_than_allowed_are_too_large() {
        let limits = Limits {
            findings: 2,
            ..Limits::default()
        };
        let mut ledger = named();
        assert_eq!(ledger.admit(&note("a"), &limits), Ok(()));
        let too_large = Unparsed::TooLarge {
            what: "findings".into(),
        };
        assert_eq!(
            ledger.admit(&note("a"), &limits),
            Err(WorkerFailure::Unparsed(too_large))
        );
    }
}

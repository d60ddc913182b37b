//! People, groups and chats by their numbers in the export.

use super::named;
use crate::formats::chat::desk::Desk;
use crate::formats::json::flat::flat;
use model::Message;
use serde_json::Value;
use std::collections::HashMap;

/// Most people and chats that are remembered.
const MOST: usize = 200_000;

/// Who is who.
#[derive(Default)]
pub struct People {
    own_name: Option<String>,
    all: HashMap<String, Person>,
    chats: HashMap<String, String>,
    unknown_chat: Option<String>,
}

#[derive(Default)]
struct Person {
    name: Option<String>,
    id: Option<String>,
    is_self: bool,
}

impl People {
    /// The account that was exported.
    pub fn take_account(&mut self, account: &Value) {
        self.own_name = joined(account, "givenName", "familyName").or_else(|| said(account, "username"));
    }

    /// A person, a group, or another one that messages come from or go to.
    pub fn take_recipient(&mut self, recipient: &Value) {
        let Some(number) = recipient.get("id").map(flat) else {
            return;
        };
        let person = if let Some(contact) = recipient.get("contact") {
            of_contact(contact)
        } else if let Some(group) = recipient.get("group") {
            Person {
                name: group
                    .pointer("/snapshot/title/title")
                    .and_then(Value::as_str)
                    .and_then(named),
                ..Person::default()
            }
        } else {
            let kind = ["self", "releaseNotes", "distributionList", "callLink"]
                .into_iter()
                .find(|kind| recipient.get(*kind).is_some());
            Person {
                id: kind.map(str::to_owned),
                is_self: kind == Some("self"),
                ..Person::default()
            }
        };
        if self.all.len() < MOST {
            self.all.insert(number, person);
        }
    }

    /// A chat with one of them.
    pub fn take_chat(&mut self, chat: &Value, desk: &mut Desk<'_>) {
        let (Some(number), Some(with)) = (chat.get("id").map(flat), chat.get("recipientId").map(flat)) else {
            return;
        };
        let name = self.all.get(&with).and_then(|person| {
            let own = person.is_self.then_some("note-to-self");
            person.name.as_deref().or(own).or(person.id.as_deref())
        });
        desk.begin_chat(name.unwrap_or_default(), Some(&number));
        if self.chats.len() < MOST {
            self.chats.insert(number, desk.chat().to_owned());
        }
    }

    /// What follows belongs to this chat.
    pub fn enter(&mut self, number: &str, desk: &mut Desk<'_>) {
        match self.chats.get(number).or(self.unknown_chat.as_ref()) {
            Some(mark) => desk.go_to_chat(mark),
            None => {
                desk.begin_chat("", Some("unknown"));
                self.unknown_chat = Some(desk.chat().to_owned());
            }
        }
    }

    /// Puts the author's name and id on a message.
    pub fn sign(&self, number: &str, message: &mut Message) {
        let Some(person) = self.all.get(number) else {
            message.author_id = named(&format!("recipient-{number}"));
            return;
        };
        message.author = match person.is_self {
            true => self.own_name.clone(),
            false => person.name.clone(),
        };
        message.author_id.clone_from(&person.id);
    }

    /// The name of a person, for reactions and lists.
    pub fn name(&self, number: &str) -> Option<&str> {
        self.all.get(number)?.name.as_deref()
    }
}

/// Names in the order in which Signal shows them; the account's number is the identity, a telephone number only where
/// there is none.
fn of_contact(contact: &Value) -> Person {
    let nickname = contact
        .get("nickname")
        .and_then(|nickname| joined(nickname, "given", "family"));
    let name = nickname
        .or_else(|| joined(contact, "systemGivenName", "systemFamilyName"))
        .or_else(|| said(contact, "systemNickname"))
        .or_else(|| joined(contact, "profileGivenName", "profileFamilyName"))
        .or_else(|| said(contact, "username"));
    let phone = contact.get("e164").map(flat).filter(|number| !number.is_empty());
    let phone = phone.map(|number| format!("+{}", number.trim_start_matches('+')));
    let id = contact
        .get("aci")
        .or_else(|| contact.get("pni"))
        .and_then(Value::as_str)
        .and_then(uuid)
        .or_else(|| phone.clone());
    Person {
        name: name.or(phone).or_else(|| id.clone()),
        id,
        is_self: false,
    }
}

/// Sixteen bytes in base64 as a UUID; a UUID stays as it is.
fn uuid(text: &str) -> Option<String> {
    if text.len() == 36 {
        return Some(text.to_owned());
    }
    let bytes = super::content::base64(text).filter(|bytes| bytes.len() == 16)?;
    let hex = super::content::hex(&bytes);
    Some(format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    ))
}

fn said(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).and_then(named)
}

fn joined(value: &Value, first: &str, second: &str) -> Option<String> {
    let part = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    named(&format!("{} {}", part(first), part(second)))
}

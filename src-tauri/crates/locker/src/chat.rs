//! Messages of a chat, by place and by day.

use crate::links::covers;
use crate::views::{ChatDay, LinkMark, MessageView, MessagesPage};
use crate::{OpenLocker, Result};
use model::{EvidenceId, Link, Message};
use store::db::Reader;

/// Most messages in one answer.
const PAGE: u32 = 500;

impl OpenLocker {
    /// Messages of an item from place `from` (from 1) on, at most `limit` and at most 500.
    pub fn messages(&self, id: &str, from: u32, limit: u32) -> Result<MessagesPage> {
        let id: EvidenceId = id.parse()?;
        self.read(|reader| {
            reader.evidence(id)?;
            let links = reader.links_of_item(id)?;
            let messages = reader.messages(id, from.max(1), limit.min(PAGE))?;
            Ok(MessagesPage {
                total: reader.message_count(id)?,
                from: messages.first().map_or(from.max(1), |message| message.n),
                messages: messages
                    .into_iter()
                    .map(|message| view(reader, id, message, &links))
                    .collect::<Result<_>>()?,
            })
        })
    }

    /// The days of a chat in the order of the file, for jumping and for the scroll bar.
    pub fn chat_days(&self, id: &str) -> Result<Vec<ChatDay>> {
        let id: EvidenceId = id.parse()?;
        self.read(|reader| {
            reader.evidence(id)?;
            let mut days = reader.days(id)?;
            days.sort_by_key(|day| day.first_n);
            let view = |day: store::db::DayMark| ChatDay {
                day: name_of(day.day),
                from: day.first_n,
                count: day.messages,
            };
            Ok(days.into_iter().map(view).collect())
        })
    }
}

fn view(reader: &Reader, id: EvidenceId, message: Message, links: &[Link]) -> Result<MessageView> {
    let reply_n = match &message.reply_to {
        Some(own_id) => reader.message_with_id(id, own_id, message.n)?,
        None => None,
    };
    let linked = links
        .iter()
        .filter(|link| covers(link, message.n))
        .map(|link| LinkMark {
            link: link.id.to_string(),
            claim: link.claim.to_string(),
            relation: link.relation,
        });
    Ok(MessageView {
        linked: linked.collect(),
        reply_n,
        message,
    })
}

/// `2023-03-14` of days since 1970.
fn name_of(day: i32) -> String {
    let seconds = i64::from(day) * 86_400;
    let name = model::Timestamp::from_seconds(seconds).map(|instant| instant.to_string());
    name.ok()
        .and_then(|text| text.split_once('T').map(|(day, _)| day.to_owned()))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_day_has_its_name_in_the_calendar() {
        assert_eq!(super::name_of(19_430), "2023-03-14");
        assert_eq!(super::name_of(-1), "1969-12-31");
    }
}

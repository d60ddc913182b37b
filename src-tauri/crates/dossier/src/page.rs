//! `open-me.html`: the page that shows an unpacked dossier in a plain browser. It is built from `ui/viewer` into one
//! file; here its data is put inside, because a page opened from a folder may not read its neighbours.
//!
//! Deliberately absent: any markup made from evidence. The data is JSON in a data block, and the page writes text only.

use crate::contents::{Contents, MessagesFile};
use crate::report::SignerFound;
use crate::{Error, Result};
use serde::Serialize;

const TEMPLATE: &str = include_str!("open-me.html");
const PLACE: &str = "<script type=\"application/json\" id=\"dossier\">";

/// What the page is given.
#[derive(Serialize)]
pub(crate) struct PageData<'a> {
    pub(crate) dossier: &'a Contents,
    pub(crate) messages: &'a [MessagesFile],
    pub(crate) signer: &'a SignerFound,
    /// Custody entries that are disclosed and that are withheld.
    pub(crate) custody: Option<[u32; 2]>,
}

/// The page with its data inside.
pub(crate) fn page(data: &PageData) -> Result<Vec<u8>> {
    let json = serde_json::to_string(data).map_err(|_| Error::BadPlan)?;
    let (before, after) = TEMPLATE.split_once(PLACE).ok_or(Error::BadPlan)?;
    Ok([before, PLACE, &escape(&json), after].concat().into_bytes())
}

/// Inside JSON these characters stand in strings only, where an escape means the same; without them no text of
/// evidence can end the data block.
fn escape(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_evidence_can_end_the_data_block() {
        let text = "</script><script>alert(1)</script><!-- & \u{2028}";
        let json = serde_json::to_string(text).expect("a text");
        let escaped = escape(&json);
        assert!(!escaped.contains(['<', '>', '&', '\u{2028}']));
        assert_eq!(serde_json::from_str::<String>(&escaped).expect("still JSON"), text);
    }

    #[test]
    fn the_page_has_one_place_for_its_data_and_forbids_everything_else() {
        assert_eq!(TEMPLATE.matches(PLACE).count(), 1);
        assert!(TEMPLATE.contains("default-src 'none'"));
        assert!(
            !TEMPLATE.contains("http://") || !TEMPLATE.contains("src=\"http"),
            "nothing from elsewhere"
        );
    }
}

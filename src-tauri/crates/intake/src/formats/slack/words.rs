//! Slack's marks in texts: `<@U1>`, `<#C1|name>`, `<https://…|words>`, `&lt;`.

use crate::formats::telegram::say_link;
use std::collections::HashMap;

/// Most links of one message that are said in its flags.
const MOST_LINKS: usize = 20;

/// The text as Slack shows it.
pub fn readable(text: &str, names: &HashMap<String, String>, flags: &mut Vec<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&plain(&rest[..at]));
        let inner = &rest[at + 1..];
        // The first of these signs ends the search: a text of marks that never end costs no more than its length.
        let end = inner.find(['>', '<', '\n']);
        match end.filter(|end| inner[*end..].starts_with('>')) {
            Some(end) => {
                out.push_str(&mark(&inner[..end], names, flags));
                rest = &inner[end + 1..];
            }
            None => {
                out.push('<');
                rest = inner;
            }
        }
    }
    out.push_str(&plain(rest));
    out
}

fn mark(inner: &str, names: &HashMap<String, String>, flags: &mut Vec<String>) -> String {
    let (target, label) = match inner.split_once('|') {
        Some((target, label)) => (target, Some(plain(label))),
        None => (inner, None),
    };
    let named = |id: &str| {
        label
            .clone()
            .or_else(|| names.get(id).cloned())
            .unwrap_or_else(|| id.to_owned())
    };
    if let Some(id) = target.strip_prefix('@') {
        format!("@{}", named(id))
    } else if let Some(id) = target.strip_prefix('#') {
        format!("#{}", named(id))
    } else if let Some(command) = target.strip_prefix('!') {
        label.unwrap_or_else(|| format!("@{command}"))
    } else {
        let target = plain(target);
        match label {
            Some(label) if label != target => {
                if flags.len() < MOST_LINKS {
                    say_link(&label, &target, flags);
                }
                label
            }
            _ => target,
        }
    }
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_what_slack_shows() {
        let names = HashMap::from([("U1".to_owned(), "Ася".to_owned())]);
        let mut flags = Vec::new();
        let text =
            "<@U1> в <#C1|двор>: <https://dobre.example|dobre.example> &lt;3 <!here> <@U9> 1 < 2 <https://a.example>";
        assert_eq!(
            readable(text, &names, &mut flags),
            "@Ася в #двор: dobre.example <3 @here @U9 1 < 2 https://a.example"
        );
        assert_eq!(flags, ["link-to:https://dobre.example"]);
        assert_eq!(readable("<", &names, &mut flags), "<");
    }
}

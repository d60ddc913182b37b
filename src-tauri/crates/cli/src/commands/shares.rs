//! Recovery shares: made, printed, typed back, taken away.

use super::Context;
use crate::args::ShareCommand;
use crate::out::{self, Failure, Outcome};
use crate::words;
use locker::views::ShareSheet;
use locker::{Error, MadeShares, Quorum, Recovered};
use serde_json::json;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

pub fn run(context: &mut Context, command: ShareCommand) -> Result<Outcome, Failure> {
    match command {
        ShareCommand::Make {
            locker,
            need,
            of,
            to,
            pdf,
        } => make(context, &locker, (need, of), to.as_deref(), pdf),
        ShareCommand::Join { locker } => join(context, &locker),
        ShareCommand::List { locker } => list(context, &locker),
        ShareCommand::Remove { locker, set } => remove(context, &locker, set.as_deref()),
    }
}

fn make(
    context: &mut Context,
    folder: &Path,
    (need, of): (u8, u8),
    to: Option<&Path>,
    pdf: bool,
) -> Result<Outcome, Failure> {
    let open = context.unlock(folder)?;
    if let Some(to) = to {
        std::fs::create_dir_all(to).map_err(Error::from)?;
    }
    let made = open.make_shares(need, of)?;
    let given = match to {
        Some(to) => hand_over(context, &made, to, pdf),
        None => show(context, &made),
    };
    if given.is_err() {
        let _ = open.remove_shares(Some(&made.set.set)); // nobody has them whole
    }
    given.map(|()| Outcome::Done)
}

fn hand_over(context: &Context, made: &MadeShares, to: &Path, pdf: bool) -> Result<(), Failure> {
    let mut paths = Vec::new();
    for place in 1..=made.set.of {
        let words = made.of(place)?;
        let page = to.join(made.file_name(place));
        let path = if pdf { page } else { page.with_extension("txt") };
        match pdf {
            true => locker::write_share(&path, &locker::share_page(words, &page_words(made, place))?)?,
            false => locker::write_share(&path, sheet(made, usize::from(place - 1), words).as_bytes())?,
        }
        paths.push(path);
    }
    if context.json {
        return out::json(&json!({ "set": made.set.set, "need": made.set.need, "of": made.set.of, "paths": paths }));
    }
    paths
        .iter()
        .for_each(|path: &PathBuf| out::line(&path.display().to_string()));
    out::line(words::now().shares_on_disk);
    Ok(())
}

/// The sentences around the words of a page.
fn page_words(made: &MadeShares, place: u8) -> ShareSheet {
    let words = words::now();
    let figures = [
        place.to_string(),
        made.set.of.to_string(),
        made.set.set.clone(),
        made.set.need.to_string(),
    ];
    ShareSheet {
        title: words.page_title.to_owned(),
        which: filled(words.page_which, &figures),
        lead: filled(words.page_lead, &figures),
        code: words.page_code.to_owned(),
        notes: words.page_notes.map(str::to_owned).to_vec(),
    }
}

/// `{0}` share, `{1}` of how many, `{2}` set, `{3}` needed.
fn filled(text: &str, figures: &[String; 4]) -> String {
    let whole = text.to_owned();
    let numbered = figures.iter().enumerate();
    numbered.fold(whole, |text, (n, figure)| text.replace(&format!("{{{n}}}"), figure))
}

fn show(context: &Context, made: &MadeShares) -> Result<(), Failure> {
    if context.json {
        let shares: Vec<&str> = made.words.iter().map(|share| share.as_str()).collect();
        return out::json(&json!({ "set": made.set.set, "need": made.set.need, "of": made.set.of, "shares": shares }));
    }
    for (i, share) in made.words.iter().enumerate() {
        out::line(&sheet(made, i, share));
    }
    Ok(())
}

/// A page for one person: what it is, which one, thirty numbered words, what to do.
fn sheet(made: &MadeShares, i: usize, share: &str) -> Zeroizing<String> {
    const COLUMNS: usize = 3;
    let words = words::now();
    let list: Vec<&str> = share.split(' ').collect();
    let rows = list.len().div_ceil(COLUMNS);
    let mut page = Zeroizing::new(String::with_capacity(4_096));
    let rule = "─".repeat(60);
    page.push_str(&format!(
        "{rule}\n{}\n{}\n{rule}\n\n",
        words.share_title, words.share_which
    ));
    let figures = [
        (i + 1).to_string(),
        made.set.of.to_string(),
        made.set.set.clone(),
        made.set.need.to_string(),
    ];
    let whole = filled(&page, &figures);
    *page = whole;
    for row in 0..rows {
        for column in 0..COLUMNS {
            let at = column * rows + row;
            page.push_str(&format!("  {:>2}. {:<10}", at + 1, list.get(at).unwrap_or(&"")));
        }
        page.push('\n');
    }
    page.push_str(&format!("\n{}\n{rule}\n", words.share_use));
    page
}

fn join(context: &mut Context, folder: &Path) -> Result<Outcome, Failure> {
    let words = words::now();
    let mut quorum = Quorum::default();
    while !quorum.is_enough() {
        let prompt = format!("{} {}: ", words.share_prompt, quorum.have() + 1);
        let typed = match context.answers.next(&prompt) {
            Ok(typed) => typed,
            Err(_) if quorum.have() > 0 => return Err(Error::SharesTooFew(quorum.have(), quorum.need()).into()),
            Err(failure) => return Err(failure),
        };
        match quorum.add(&typed) {
            Ok(()) => {}
            Err(error) if context.answers.asks_again() && !typed.is_empty() => out::failure(&error.into(), false),
            Err(error) => return Err(error.into()),
        }
    }
    let new = context.answers.next_new(words.passphrase_new)?;
    let done = locker::recover(folder, &quorum, &new, context.key_file.as_ref(), &context.env)?;
    if context.json {
        out::json(&json!({ "recovered": done }))?;
    } else {
        out::line(match done {
            Recovered::Locker => words.recovered_locker,
            Recovered::Backup => words.recovered_backup,
        });
    }
    Ok(Outcome::Done)
}

fn list(context: &mut Context, folder: &Path) -> Result<Outcome, Failure> {
    let sets = context.unlock(folder)?.share_sets()?;
    if context.json {
        out::json(&sets)?;
    } else if sets.is_empty() {
        out::line(words::now().no_shares);
    } else {
        let rows: Vec<Vec<String>> = sets
            .iter()
            .map(|set| vec![set.set.clone(), format!("{}/{}", set.need, set.of)])
            .collect();
        out::table(&rows);
    }
    Ok(Outcome::Done)
}

fn remove(context: &mut Context, folder: &Path, set: Option<&str>) -> Result<Outcome, Failure> {
    let removed = context.unlock(folder)?.remove_shares(set)?;
    if context.json {
        out::json(&json!({ "removed": removed }))?;
    } else {
        out::line(words::now().shares_removed);
    }
    Ok(Outcome::Done)
}

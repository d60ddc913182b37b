//! Making, checking and destroying a locker, and the demonstration.

use super::Context;
use crate::out::{self, Failure, Outcome};
use crate::progress::Line;
use crate::words;
use locker::NewLocker;
use locker::views::CheckReport;
use serde_json::json;
use std::path::Path;

pub fn create(context: &mut Context, folder: &Path) -> Result<Outcome, Failure> {
    let folder = with_ending(folder)?;
    let passphrase = context.answers.next_new(words::now().passphrase_new)?;
    let new = NewLocker {
        folder: &folder,
        passphrase: &passphrase,
        key_file: context.key_file.as_ref(),
    };
    let made = locker::create(new, &context.env)?;
    let head = made.view()?.head;
    if context.json {
        out::json(&json!({ "path": folder, "head": head }))?;
    } else {
        out::line(&format!("{} {}", words::now().created, folder.display()));
        out::line(words::now().no_reset);
    }
    Ok(Outcome::Done)
}

/// A locker is a folder NAME.locker; the ending is added where it was not typed.
pub(super) fn with_ending(folder: &Path) -> Result<std::path::PathBuf, Failure> {
    if folder.extension().is_some_and(|end| end == "locker") {
        return Ok(folder.to_owned());
    }
    let mut name = folder.file_name().ok_or(locker::Error::BadName)?.to_owned();
    name.push(".locker");
    Ok(folder.with_file_name(name))
}

pub fn demo(context: &mut Context, dir: &Path) -> Result<Outcome, Failure> {
    let done = locker::demo(dir, words::language_code(), &context.env, &Line::new())?;
    if context.json {
        out::json(&done)?
    } else {
        tell_of_demo(&done)
    }
    Ok(if done.verified.outcome == "intact" && done.log.broken.is_empty() {
        Outcome::Done
    } else {
        Outcome::Altered
    })
}

fn tell_of_demo(done: &locker::Demo) {
    let words = words::now();
    out::line(words.demo_intro);
    let totals = &done.imported.totals;
    let mut rows = vec![
        vec![words.demo_locker.to_owned(), done.locker.display().to_string()],
        vec![words.demo_passphrase.to_owned(), done.passphrase.clone()],
        vec![
            words.demo_imported.to_owned(),
            format!(
                "{} {}, {} {}, {} {}",
                totals.added, words.added, totals.already_here, words.already_here, totals.messages, words.messages
            ),
        ],
    ];
    for (query, found) in &done.searched {
        rows.push(vec![
            words.demo_search.to_owned(),
            format!("«{query}»: {} {} ({:.1} ms)", found.total, words.hits, found.took_ms),
        ]);
    }
    rows.push(vec![words.demo_claims.to_owned(), statuses(&done.claims)]);
    rows.push(vec![
        words.demo_dossier.to_owned(),
        format!("{} ({} B)", done.dossier.display(), done.made.bytes),
    ]);
    let verdict = words::pick(&words.outcome, &done.verified.outcome);
    rows.push(vec![
        words.demo_verified.to_owned(),
        format!("{verdict} {}: {}", words.files_checked, done.verified.files.checked),
    ]);
    rows.push(vec![
        words.log_holds.trim_end_matches(':').to_owned(),
        format!("{} · {}", done.log.head.line, done.log.entries),
    ]);
    out::table(&rows);
    out::line(&format!(
        "{} vouchsafe claim list '{}'",
        words.demo_outro,
        done.locker.display()
    ));
}

/// `12 = Corroborated: 6, …`
fn statuses(claims: &[locker::views::ClaimView]) -> String {
    let count = |code: &str| {
        claims
            .iter()
            .filter(|claim| serde_json::to_value(claim.status).is_ok_and(|status| status == code))
            .count()
    };
    let counted = words::now()
        .status
        .iter()
        .map(|(code, word)| (word, count(code)))
        .filter(|(_, number)| *number > 0);
    let parts: Vec<String> = counted.map(|(word, number)| format!("{word}: {number}")).collect();
    format!("{} = {}", claims.len(), parts.join(", "))
}

pub fn check(context: &mut Context, folder: &Path) -> Result<Outcome, Failure> {
    let open = context.unlock(folder)?;
    let report = open.check(&Line::new())?;
    let sound = report.is_sound();
    if context.json {
        out::json(&report)?;
    } else {
        out::line(if sound {
            words::now().check_ok
        } else {
            words::now().check_bad
        });
        tell_of_check(&report);
    }
    Ok(if sound { Outcome::Done } else { Outcome::Altered })
}

pub fn check_some(context: &mut Context, folder: &Path) -> Result<Outcome, Failure> {
    let open = context.unlock(folder)?;
    let report = open.check_some(&Line::new())?;
    let sound = report.damaged.is_empty() && report.missing.is_empty();
    if context.json {
        out::json(&report)?;
    } else {
        let words = words::now();
        out::line(if sound { words.check_ok } else { words.check_bad });
        out::line(&format!("{}: {} ({} B)", words.blobs, report.checked, report.bytes));
        tell_of_items(&report.damaged, &report.unreadable, &report.missing);
    }
    Ok(if sound { Outcome::Done } else { Outcome::Altered })
}

pub fn quarantine(context: &mut Context, folder: &Path) -> Result<Outcome, Failure> {
    let open = context.unlock(folder)?;
    let report = open.check_and_set_apart(&Line::new())?;
    let sound = report.check.is_sound();
    let words = words::now();
    if context.json {
        out::json(&report)?;
    } else {
        out::line(if sound { words.check_ok } else { words.check_bad });
        tell_of_check(&report.check);
        for item in &report.set_apart {
            out::line(&format!(
                "{}: {} {}/{} B",
                words.set_apart, item.id, item.readable, item.bytes
            ));
        }
        for id in &report.whole_again {
            out::line(&format!("{}: {id}", words.whole_again));
        }
    }
    Ok(if sound { Outcome::Done } else { Outcome::Altered })
}

pub(super) fn tell_of_check(report: &CheckReport) {
    let words = words::now();
    out::line(&format!("{}: {}", words.blobs, report.blobs));
    tell_of_items(&report.damaged, &report.unreadable, &report.missing);
    if !report.database {
        out::line(words.database_damaged);
    }
    if report.rows_altered {
        out::line(words::of_error("rows-altered").0);
    }
    if report.strays > 0 {
        out::line(&format!("{}: {}", words.strays, report.strays));
    }
    if !report.log_broken.is_empty() {
        out::line(&format!("{} {:?}", words.log_broken, report.log_broken));
    }
}

fn tell_of_items(damaged: &[String], unreadable: &[String], missing: &[String]) {
    let words = words::now();
    for id in damaged {
        let how = match unreadable.contains(id) {
            true => words.unreadable_files,
            false => words.altered_files,
        };
        out::line(&format!("{how}: {id}"));
    }
    for id in missing {
        out::line(&format!("{}: {id}", words.missing_files));
    }
}

pub fn wipe(context: &Context, folder: &Path, yes: bool) -> Result<Outcome, Failure> {
    if !yes {
        return Err(Failure::usage("say-yes"));
    }
    let wiped = locker::wipe(folder, &context.env);
    if wiped.left.iter().any(|code| code == "not-a-locker") {
        return Err(locker::Error::NotALocker.into());
    }
    if wiped.left.iter().any(|code| code == "slots-not-overwritten") {
        return Err(Failure::failed("slots-not-overwritten"));
    }
    if context.json {
        out::json(&wiped)?;
    } else {
        let words = words::now();
        out::line(&format!("{} {:.1}", words.wiped, wiped.keys_destroyed_ms));
        out::line(&format!("{} {:.1}", words.rest_removed, wiped.total_ms));
        if !wiped.left.is_empty() {
            out::line(&format!("{} {}", words.may_remain, wiped.left.join(", ")));
        }
    }
    Ok(Outcome::Done)
}

//! Making, looking at, unpacking and verifying dossiers.

use super::Context;
use crate::args::{DossierCommand, ExportArgs, KeyArgs, VerifyArgs};
use crate::out::{self, Failure, Outcome};
use crate::progress::Line;
use crate::secret::Answers;
use crate::words;
use locker::views::{DossierRequest, ReviewView, VerifyView};
use locker::{Error, HowSealed, Passphrase, Review, ReviewKey};
use serde_json::json;
use std::path::{Path, PathBuf};

pub fn run(context: &mut Context, command: DossierCommand, passphrase_given: bool) -> Result<Outcome, Failure> {
    match command {
        DossierCommand::Export(export) => make(context, export),
        DossierCommand::Inspect { file, key } => {
            let key = Key::find(context, &file, &key, passphrase_given)?;
            let review = Review::open(&file, key.as_review_key(), &context.env)?.view_anyway()?;
            if context.json {
                out::json(&review)?
            } else {
                tell_of(&review)
            }
            Ok(outcome_of(&review.report))
        }
        DossierCommand::Open { file, to, key } => {
            let key = Key::find(context, &file, &key, passphrase_given)?;
            let review = Review::open(&file, key.as_review_key(), &context.env)?;
            let files = review.unpack(&to, &Line::new())?;
            if context.json {
                out::json(&json!({ "path": to, "files": files }))?
            } else {
                out::line(&format!("{} {files}", words::now().unpacked))
            }
            Ok(outcome_of(&review.report()?)) // what is as it was signed is there; what is not must not pass for it
        }
    }
}

/// What opens a dossier: a key file, a passphrase, or nothing for an unsealed one.
enum Key {
    Identity(PathBuf),
    Passphrase(Passphrase),
    None,
}

impl Key {
    fn find(context: &mut Context, file: &Path, args: &KeyArgs, passphrase_given: bool) -> Result<Self, Failure> {
        if let Some(identity) = &args.identity {
            return Ok(Key::Identity(identity.clone()));
        }
        let sealed = locker::how_sealed(file)?;
        if sealed == HowSealed::Passphrase || (passphrase_given && sealed != HowSealed::Not) {
            return context
                .answers
                .next(words::now().passphrase_dossier)
                .map(Key::Passphrase);
        }
        Ok(Key::None)
    }

    fn as_review_key(&self) -> ReviewKey<'_> {
        match self {
            Key::Identity(path) => ReviewKey::Identity(path),
            Key::Passphrase(passphrase) => ReviewKey::Passphrase(passphrase),
            Key::None => ReviewKey::None,
        }
    }
}

fn make(context: &mut Context, args: ExportArgs) -> Result<Outcome, Failure> {
    let open = context.unlock(&args.locker)?;
    let seal_with = args
        .passphrase_file2
        .as_deref()
        .map(|path| Answers::from(Some(path)).and_then(|mut lines| lines.next("")))
        .transpose()?;
    if seal_with.is_none() && args.recipients.is_empty() && !args.unsealed {
        return Err(Error::NoRecipient.into());
    }
    let request = DossierRequest {
        title: args.title,
        questions: args.questions,
        claims: args.claims,
        all: args.all,
        leave_out: args.leave_out,
        whole_chats: args.whole_chats,
        recipients: args.recipients,
        unsealed: args.unsealed,
    };
    let made = open.export_dossier(&request, seal_with.as_ref(), &args.out, &context.env, &Line::new())?;
    if context.json {
        out::json(
            &json!({ "path": args.out, "name": made.name, "bytes": made.bytes, "digest": made.digest, "fingerprint": made.fingerprint, "words": made.words }),
        )?;
    } else {
        let words = words::now();
        out::line(&format!("{} {} ({} B)", words.exported, args.out.display(), made.bytes));
        out::line(&format!("{} {}", words.digest, made.digest));
        out::line(&format!("{} {}", words.signed_by, made.fingerprint));
        out::line(&format!("{}: {}", words.read_words, made.words.join(" · ")));
        if request.unsealed {
            out::line(words.unsealed_warning);
        }
    }
    Ok(Outcome::Done)
}

pub fn verify(context: &mut Context, args: &VerifyArgs, passphrase_given: bool) -> Result<Outcome, Failure> {
    let key = Key::find(context, &args.file, &args.key, passphrase_given)?;
    let report = locker::verify(&args.file, key.as_review_key(), args.signer.as_deref(), &Line::new())?;
    if context.json {
        out::json(&report)?
    } else {
        tell(&report)
    }
    Ok(outcome_of(&report))
}

/// Anything but intact ends with the code for altered or damaged. Without `--signer` any signer is as expected.
fn outcome_of(report: &VerifyView) -> Outcome {
    if report.outcome == "intact" {
        Outcome::Done
    } else {
        Outcome::Altered
    }
}

/// Which sentence a person reads. Whoever made a file can sign it: without an expected signer none is known.
fn said(outcome: &str, signer_known: bool) -> &str {
    if outcome == "intact" && !signer_known {
        "unknown-signer"
    } else {
        outcome
    }
}

fn tell(report: &VerifyView) {
    let words = words::now();
    let known = report.signer.as_ref().is_some_and(|signer| signer.known);
    out::line(words::pick(&words.outcome, said(&report.outcome, known)));
    if let Some(signer) = &report.signer {
        out::line(&format!("{}: {}", words.signed_by, signer.fingerprint));
        out::line(&format!("{}: {}", words.read_words, signer.words.join(" · ")));
    }
    out::line(&format!("{}: {}", words.files_checked, report.files.checked));
    for (word, files) in [
        (words.altered_files, &report.files.altered),
        (words.missing_files, &report.files.missing),
        (words.extra_files, &report.files.extra),
    ] {
        files.iter().for_each(|file| out::line(&format!("{word}: {file}")));
    }
    out::line(&format!("{}: {}", words.proofs, report.custody.proofs_checked));
    if report.custody.failed > 0 {
        out::line(&format!("{}: {}", words.proofs_failed, report.custody.failed));
    }
    out::line(&format!("{}: {}", words.withheld, report.custody.withheld));
}

fn tell_of(review: &ReviewView) {
    out::line(&out::name(&review.title));
    review
        .questions
        .iter()
        .for_each(|question| out::line(&format!("? {question}")));
    tell(&review.report);
    for claim in &review.claims {
        out::line(&format!("{}  {}", claim.id, claim.statement));
        for link in &claim.links {
            out::line(&format!(
                "  {}  {} {}  {}",
                words::pick(&words::now().relation, link.relation.code()),
                link.evidence,
                link.at,
                out::name(&link.title)
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signer_whom_nobody_expected_is_not_called_known() {
        assert_eq!(said("intact", false), "unknown-signer");
        assert_eq!(said("intact", true), "intact");
        assert_eq!(said("altered", true), "altered");
    }
}

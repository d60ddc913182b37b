//! Every sentence of the terminal, in English, Russian and Ukrainian. The language is that of LC_ALL, LC_MESSAGES or
//! LANG; English otherwise. Help texts of arguments are English only.

mod en;
mod errors;
mod notes;
mod ru;
mod uk;

use std::sync::OnceLock;

/// The fixed words of one language.
pub struct Words {
    pub passphrase: &'static str,
    pub passphrase_new: &'static str,
    pub passphrase_again: &'static str,
    pub passphrase_dossier: &'static str,
    pub created: &'static str,
    pub no_reset: &'static str,
    pub source_added: &'static str,
    pub source_forgotten: &'static str,
    pub no_sources: &'static str,
    pub protected: &'static str,
    pub notes: &'static str,
    pub added: &'static str,
    pub already_here: &'static str,
    pub healed: &'static str,
    pub refused: &'static str,
    pub messages: &'static str,
    pub attachments: &'static str,
    pub missing: &'static str,
    pub part_of: &'static str,
    pub ask_date_order: &'static str,
    pub ask_timezone: &'static str,
    pub stopped: &'static str,
    pub no_evidence: &'static str,
    pub claimed: &'static str,
    pub proved: &'static str,
    pub nothing_proved: &'static str,
    pub nothing_found: &'static str,
    pub hits: &'static str,
    pub claim_added: &'static str,
    pub linked: &'static str,
    pub unlinked: &'static str,
    pub no_claims: &'static str,
    pub exported: &'static str,
    pub digest: &'static str,
    pub signed_by: &'static str,
    pub read_words: &'static str,
    pub unsealed_warning: &'static str,
    pub unpacked: &'static str,
    pub files_checked: &'static str,
    pub altered_files: &'static str,
    pub missing_files: &'static str,
    pub unreadable_files: &'static str,
    pub damaged_items: &'static str,
    pub database_damaged: &'static str,
    pub incomplete: &'static str,
    pub backup_of: &'static str,
    pub log_entries: &'static str,
    pub extra_files: &'static str,
    pub proofs: &'static str,
    pub proofs_failed: &'static str,
    pub withheld: &'static str,
    pub log_holds: &'static str,
    pub log_broken: &'static str,
    pub head: &'static str,
    pub check_ok: &'static str,
    pub check_bad: &'static str,
    pub blobs: &'static str,
    pub strays: &'static str,
    pub passphrase_added: &'static str,
    pub passphrase_changed: &'static str,
    pub passphrase_removed: &'static str,
    pub passphrase_decoy: &'static str,
    pub passphrase_duress: &'static str,
    pub decoy_set: &'static str,
    pub decoy_removed: &'static str,
    pub limit_tries: &'static str,
    pub limit_days: &'static str,
    pub signing_key: &'static str,
    pub age_key: &'static str,
    pub words_label: &'static str,
    pub backed_up: &'static str,
    pub copied: &'static str,
    pub kept: &'static str,
    pub removed: &'static str,
    pub read_back_all: &'static str,
    pub read_back_new: &'static str,
    pub restored: &'static str,
    pub restored_partly: &'static str,
    pub not_checked: &'static str,
    pub share_prompt: &'static str,
    pub share_title: &'static str,
    pub share_which: &'static str,
    pub share_use: &'static str,
    pub page_title: &'static str,
    pub page_which: &'static str,
    pub page_lead: &'static str,
    pub page_code: &'static str,
    pub page_notes: [&'static str; 3],
    pub shares_on_disk: &'static str,
    pub recovered_locker: &'static str,
    pub recovered_backup: &'static str,
    pub no_shares: &'static str,
    pub shares_removed: &'static str,
    pub set_apart: &'static str,
    pub whole_again: &'static str,
    pub wiped: &'static str,
    pub rest_removed: &'static str,
    pub may_remain: &'static str,
    pub outcome: [(&'static str, &'static str); 5],
    pub status: [(&'static str, &'static str); 5],
    pub relation: [(&'static str, &'static str); 3],
    pub demo_intro: &'static str,
    pub demo_locker: &'static str,
    pub demo_imported: &'static str,
    pub demo_search: &'static str,
    pub demo_claims: &'static str,
    pub demo_dossier: &'static str,
    pub demo_verified: &'static str,
    pub demo_passphrase: &'static str,
    pub demo_outro: &'static str,
}

/// A language with words of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    En,
    Ru,
    Uk,
}

/// The words of the language spoken now.
pub fn now() -> &'static Words {
    match language() {
        Language::En => &en::WORDS,
        Language::Ru => &ru::WORDS,
        Language::Uk => &uk::WORDS,
    }
}

/// `en`, `ru` or `uk`.
pub fn language_code() -> &'static str {
    match language() {
        Language::En => "en",
        Language::Ru => "ru",
        Language::Uk => "uk",
    }
}

/// What happened (with what is safe), and what to do.
pub fn of_error(code: &str) -> (&'static str, &'static str) {
    errors::of(code, language())
}

/// What a note says; the code itself where there is no sentence yet.
pub fn of_note(code: &str) -> &str {
    let known = |code| notes::of(code, language());
    let of_its_kind = code.starts_with("account-part-").then_some("account-part-other");
    known(code).or_else(|| known(of_its_kind?)).unwrap_or(code)
}

/// The word for a code, or the code itself where there is none.
pub fn pick<'a>(words: &'a [(&'a str, &'a str)], code: &'a str) -> &'a str {
    words
        .iter()
        .find(|(known, _)| *known == code)
        .map_or(code, |(_, word)| word)
}

fn language() -> Language {
    static SPOKEN: OnceLock<Language> = OnceLock::new();
    *SPOKEN.get_or_init(|| {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        spoken(&set.unwrap_or_default())
    })
}

fn spoken(locale: &str) -> Language {
    match locale.split(['_', '.', '@']).next() {
        Some("ru") => Language::Ru,
        Some("uk") => Language::Uk,
        _ => Language::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_decides_the_language() {
        assert!(spoken("uk_UA.UTF-8") == Language::Uk);
        assert!(spoken("ru") == Language::Ru);
        assert!(spoken("C.UTF-8") == Language::En);
    }

    #[test]
    fn outcomes_and_statuses_have_a_word_in_every_language() {
        for words in [&en::WORDS, &ru::WORDS, &uk::WORDS] {
            for code in ["intact", "altered", "incomplete", "unsigned", "unknown-signer"] {
                assert!(words.outcome.iter().any(|(known, _)| *known == code), "{code}");
            }
            for code in [
                "corroborated",
                "single-witness",
                "contested",
                "contradicted",
                "untested",
            ] {
                assert!(words.status.iter().any(|(known, _)| *known == code), "{code}");
            }
        }
    }
}

use super::*;

fn words(text: &str) -> Vec<(String, &str)> {
    let mut found = Vec::new();
    words_of(text, |word, place| {
        found.push((word.to_owned(), &text[place]));
        true
    });
    found
}

#[test]
fn a_word_keeps_its_place_in_the_original() {
    let found = words("Ёлка, «об’єкт» БТР-80 naïve й\u{306}");
    let expected = [
        ("елка", "Ёлка"),
        ("обєкт", "об’єкт"),
        ("бтр", "БТР"),
        ("80", "80"),
        ("naive", "naïve"),
        ("й", "й\u{306}"),
    ];
    let found: Vec<(&str, &str)> = found.iter().map(|(word, place)| (word.as_str(), *place)).collect();
    assert_eq!(found, expected);
}

#[test]
fn letters_that_come_in_two_pieces_are_one_letter() {
    assert_eq!(words("Киї\u{301}в Ки\u{456}\u{308}в")[0].0, words("Київ")[0].0);
    assert_eq!(words("Ки\u{456}\u{308}в")[0].0, "київ");
    assert_eq!(words("при\u{301}каз")[0].0, "приказ", "a stress mark is no letter");
}

#[test]
fn a_run_without_end_is_cut() {
    let endless = "я".repeat(100_000);
    let found = words(&endless);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0.chars().count(), WORD_LIMIT);
}

#[test]
fn a_word_that_is_only_an_apostrophe_letter_has_no_empty_form() {
    for (word, _) in words("ʼ ʹʹ a") {
        assert!(!word.is_empty());
    }
}

//! What WhatsApp writes in words, by language, as data. Ground truth: the app's own string tables of about 2022 and
//! real exports; strings change over the years, so old and new ones stand side by side. `since` is the year in which a
//! string was first seen by us, 0 where unknown.

/// A phrase in one language. Language and year are for the people who keep this table.
#[allow(dead_code, reason = "read by the tests and by people")]
pub struct Phrase {
    /// ISO 639-1.
    pub language: &'static str,
    /// As it is written, without invisible marks.
    pub words: &'static str,
    /// Year first seen, 0 if unknown.
    pub since: u16,
}

const fn p(language: &'static str, words: &'static str, since: u16) -> Phrase {
    Phrase { language, words, since }
}

/// The whole line where media are left out (Android).
pub const MEDIA_OMITTED: &[Phrase] = &[
    p("en", "<Media omitted>", 0),
    p("ru", "<Без медиафайлов>", 2022),
    p("ru", "<Файл пропущен>", 2022),
    p("uk", "<Медіа пропущено>", 2022),
    p("de", "<Medien ausgeschlossen>", 0),
    p("de", "<Medien weggelassen>", 2022),
    p("es", "<Archivo omitido>", 2022),
    p("es", "<Multimedia omitido>", 0),
    p("tr", "<Medya atlanmış>", 2022),
    p("tr", "<Medya dahil edilmedi>", 0),
    p("pl", "<pliki pominięto>", 2022),
    p("fr", "<Fichier omis>", 2022),
    p("fr", "<Médias omis>", 0),
    p("kk", "<Файл қосылған жоқ>", 2022),
    p("cs", "<Média vynechány>", 2022),
    p("nl", "<Media weggelaten>", 2022),
    p("it", "<Media omessi>", 0),
    p("pt", "<Mídia oculta>", 0),
    p("pt", "<Arquivo de mídia oculto>", 0),
];

/// What stands in brackets after the name of a file (Android).
pub const FILE_ATTACHED: &[Phrase] = &[
    p("en", "file attached", 0),
    p("ru", "файл добавлен", 2022),
    p("uk", "файл додано", 2022),
    p("de", "Datei angehängt", 2022),
    p("es", "archivo adjunto", 2022),
    p("es", "archivo adjuntado", 2022),
    p("tr", "dosya ekli", 2022),
    p("pl", "załączony plik", 2022),
    p("fr", "fichier joint", 2022),
    p("kk", "қосымша файл", 2022),
    p("cs", "soubor byl přiložen", 2022),
    p("nl", "bestand bijgevoegd", 2022),
    p("it", "file allegato", 0),
    p("pt", "arquivo anexado", 0),
];

/// The word beside a file's name in angle brackets (iOS).
pub const ATTACHED: &[Phrase] = &[
    p("en", "attached", 0),
    p("ru", "прикреплено", 2022),
    p("uk", "додано", 2022),
    p("de", "Anhang", 0),
    p("de", "angehängt", 0),
    p("es", "adjunto", 0),
    p("fr", "pièce jointe", 0),
    p("it", "allegato", 0),
    p("tr", "eklendi", 0),
    p("ar", "المُرفق", 0),
];

/// The words for one omitted thing (iOS), and what kind of thing it is, in `language`.
pub const TYPED_OMITTED: &[(&str, &str, &str)] = &[
    ("en", "image omitted", "photo"),
    ("en", "video omitted", "video"),
    ("en", "video note omitted", "video-message"),
    ("en", "audio omitted", "audio"),
    ("en", "GIF omitted", "animation"),
    ("en", "sticker omitted", "sticker"),
    ("en", "document omitted", "document"),
    ("en", "Contact card omitted", "contact-card"),
    ("ru", "изображение отсутствует", "photo"),
    ("ru", "видео отсутствует", "video"),
    ("ru", "аудиофайл отсутствует", "audio"),
    ("ru", "GIF отсутствует", "animation"),
    ("ru", "стикер не добавлен", "sticker"),
    ("ru", "документ отсутствует", "document"),
    ("ru", "Карточка контакта отсутствует", "contact-card"),
    ("uk", "зображення відсутнє", "photo"),
    ("uk", "відео відсутнє", "video"),
    ("uk", "аудіо відсутнє", "audio"),
    ("uk", "GIF-анімацію пропущено", "animation"),
    ("uk", "Наклейку не додано", "sticker"),
    ("uk", "документ пропущено", "document"),
    ("uk", "Картка контакту відсутня", "contact-card"),
    ("de", "Bild weggelassen", "photo"),
    ("de", "Video weggelassen", "video"),
    ("de", "Audio weggelassen", "audio"),
    ("de", "Sticker weggelassen", "sticker"),
    ("de", "Dokument weggelassen", "document"),
    ("es", "imagen omitida", "photo"),
    ("es", "video omitido", "video"),
    ("es", "audio omitido", "audio"),
    ("es", "sticker omitido", "sticker"),
    ("es", "documento omitido", "document"),
    ("fr", "image absente", "photo"),
    ("fr", "vidéo absente", "video"),
    ("fr", "audio omis", "audio"),
    ("fr", "document absent", "document"),
];

/// A message that was taken back, by somebody else or by the owner.
pub const DELETED: &[Phrase] = &[
    p("en", "This message was deleted", 0),
    p("en", "You deleted this message", 0),
    p("ru", "Данное сообщение удалено", 2022),
    p("ru", "Вы удалили данное сообщение", 2022),
    p("ru", "Это сообщение удалено", 0),
    p("ru", "Вы удалили это сообщение", 0),
    p("uk", "Це повідомлення було видалено", 2022),
    p("uk", "Це повідомлення видалено", 0),
    p("uk", "Ви видалили це повідомлення", 2022),
    p("de", "Diese Nachricht wurde gelöscht", 2022),
    p("de", "Du hast diese Nachricht gelöscht", 2022),
    p("es", "Este mensaje fue eliminado", 2022),
    p("es", "Se eliminó este mensaje", 2022),
    p("es", "Eliminaste este mensaje", 2022),
    p("tr", "Bu mesaj silindi", 2022),
    p("tr", "Bu mesajı sildiniz", 2022),
    p("pl", "Ta wiadomość została usunięta", 2022),
    p("pl", "Usunąłeś tę wiadomość", 2022),
    p("pl", "Usunęłaś tę wiadomość", 0),
    p("pl", "Usunąłeś(aś) tę wiadomość", 2022),
    p("fr", "Ce message a été supprimé", 2022),
    p("fr", "Vous avez supprimé ce message", 2022),
    p("kk", "Бұл хат жойылды", 2022),
    p("kk", "Сіз бұл хатты жойдыңыз", 2022),
    p("cs", "Tato zpráva byla smazána", 2022),
    p("nl", "Dit bericht is verwijderd", 2022),
    p("nl", "U hebt dit bericht verwijderd", 2022),
];

/// How a message begins that an admin deleted; his name follows.
pub const DELETED_BY_ADMIN: &[Phrase] = &[
    p("en", "This message was deleted by admin", 0),
    p("ru", "Данное сообщение удалено админом", 2022),
    p("uk", "Це повідомлення видалив адмін", 0),
];

/// What follows an edited message.
pub const EDITED: &[Phrase] = &[
    p("en", "<This message was edited>", 2023),
    p("ru", "<Сообщение изменено>", 2025),
    p("uk", "<Повідомлення змінено>", 0),
    p("uk", "<Це повідомлення було відредаговано>", 0),
    p("it", "<Questo messaggio è stato modificato>", 0),
    p("de", "<Diese Nachricht wurde bearbeitet>", 0),
];

/// What a place begins with.
pub const LOCATION: &[Phrase] = &[
    p("en", "location: ", 0),
    p("ru", "местоположение: ", 2022),
    p("uk", "місцезнаходження: ", 2022),
    p("de", "Standort: ", 2022),
    p("es", "ubicación: ", 2022),
    p("tr", "konum: ", 2022),
    p("pl", "położenie: ", 2022),
    p("fr", "localisation : ", 2022),
    p("kk", "орналасуы: ", 2022),
    p("cs", "poloha: ", 2022),
    p("nl", "locatie: ", 2022),
];

/// What a poll begins with.
pub const POLL: &[Phrase] = &[p("en", "POLL:", 0), p("ru", "ОПРОС:", 0), p("uk", "ОПИТУВАННЯ:", 0)];

/// What a call begins with.
pub const CALL: &[Phrase] = &[
    p("en", "Missed voice call", 0),
    p("en", "Missed video call", 0),
    p("en", "Missed group voice call", 0),
    p("en", "Missed group video call", 0),
    p("en", "Voice call,", 0),
    p("en", "Video call,", 0),
    p("ru", "Пропущенный аудиозвонок", 0),
    p("ru", "Пропущенный видеозвонок", 0),
    p("ru", "Аудиозвонок", 0),
    p("ru", "Видеозвонок", 0),
    p("uk", "Пропущений голосовий дзвінок", 0),
    p("uk", "Пропущений аудіодзвінок", 0),
    p("uk", "Пропущений відеодзвінок", 0),
];

/// Parts of the lines that WhatsApp itself writes, which iOS writes as if a person did.
pub const SYSTEM: &[Phrase] = &[
    p("en", "end-to-end encrypted", 0),
    p("en", "created this group", 0),
    p("en", "created group", 0),
    p("en", "changed this group's icon", 0),
    p("en", "changed the subject", 0),
    p("en", "changed the group", 0),
    p("en", "changed the settings", 0),
    p("en", "changed their phone number", 0),
    p("en", "joined using", 0),
    p("en", "security code", 0),
    p("en", "disappearing messages", 0),
    p("en", "pinned a message", 0),
    p("en", "are now an admin", 0),
    p("en", "is a contact", 0),
    p("en", "You blocked this contact", 0),
    p("en", "You unblocked this contact", 0),
    p("en", " added ", 0),
    p("en", " removed ", 0),
    p("en", " left", 0),
    p("en", "were added", 0),
    p("ru", "сквозным шифрованием", 0),
    p("ru", "создал", 0),
    p("ru", "изменил", 0),
    p("ru", "добавил", 0),
    p("ru", "вступил", 0),
    p("ru", "покинул", 0),
    p("ru", "вышел", 0),
    p("ru", "вышла", 0),
    p("ru", "удалил(-а) ", 0),
    p("ru", "исчезающие сообщения", 0),
    p("ru", "Код безопасности", 0),
    p("ru", "код безопасности", 0),
    p("uk", "наскрізним шифруванням", 0),
    p("uk", "наскрізне шифрування", 0),
    p("uk", "створив", 0),
    p("uk", "змінив", 0),
    p("uk", "змінено", 0),
    p("uk", "додав", 0),
    p("uk", "приєдна", 0),
    p("uk", "вийшов", 0),
    p("uk", "вийшла", 0),
    p("uk", "код безпеки", 0),
    p("uk", "зникають", 0),
    p("de", "Ende-zu-Ende-verschlüsselt", 0),
    p("es", "cifrados de extremo a extremo", 0),
    p("fr", "chiffrés de bout en bout", 0),
    p("tr", "uçtan uca şifreli", 0),
    p("pl", "szyfrowane", 0),
    p("nl", "end-to-end versleuteld", 0),
];

/// What the name of an export begins with before the chat's name.
pub const NAME_PREFIXES: &[Phrase] = &[
    p("en", "WhatsApp Chat - ", 0),
    p("en", "WhatsApp Chat with ", 0),
    p("ru", "Чат WhatsApp с контактом ", 0),
    p("ru", "Чат WhatsApp с ", 0),
    p("uk", "Бесіда WhatsApp з ", 0),
    p("uk", "Чат WhatsApp з ", 0),
    p("de", "WhatsApp Chat mit ", 0),
    p("es", "Chat de WhatsApp con ", 0),
    p("pl", "Czat WhatsApp z ", 0),
    p("cs", "Chat WhatsApp s uživatelem ", 0),
];

/// What the name of an export ends with after the chat's name.
pub const NAME_SUFFIXES: &[Phrase] = &[p("tr", " ile WhatsApp Sohbeti", 0)];

/// Words for the first (`false`) and the second (`true`) half of the day; longer ones before those they begin with.
pub const HALVES: &[(&str, bool)] = &[
    ("a. m.", false),
    ("p. m.", true),
    ("a.m.", false),
    ("p.m.", true),
    ("a.\u{a0}m.", false),
    ("p.\u{a0}m.", true),
    ("a.\u{202f}m.", false),
    ("p.\u{202f}m.", true),
    ("am", false),
    ("pm", true),
    ("上午", false),
    ("下午", true),
    ("凌晨", false),
    ("清晨", false),
    ("早上", false),
    ("中午", true),
    ("晚上", true),
    ("午前", false),
    ("午後", true),
    ("오전", false),
    ("오후", true),
    ("ص", false),
    ("م", true),
    ("ق.ظ.", false),
    ("ب.ظ.", true),
    ("sa", false),
    ("ch", true),
    ("öö", false),
    ("ös", true),
    ("π.μ.", false),
    ("μ.μ.", true),
    ("дп", false),
    ("пп", true),
    ("de.", false),
    ("du.", true),
    ("पूर्वाह्न", false),
    ("अपराह्न", true),
];

/// Zeros of the systems of digits in which dates are written.
pub const ZEROS: &[char] = &['0', '٠', '۰', '०', '০'];

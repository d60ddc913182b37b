//! What an import says of a file, by the code of the note: English, Russian, Ukrainian. A figure stands after the sentence.

use super::Language;

/// The sentence of a note, where it has one.
pub fn of(code: &str, language: Language) -> Option<&'static str> {
    let (_, en, ru, uk) = NOTES.iter().find(|(known, ..)| *known == code)?;
    Some(match language {
        Language::En => en,
        Language::Ru => ru,
        Language::Uk => uk,
    })
}

const NOTES: &[(&str, &str, &str, &str)] = &[
    (
        "original-damaged",
        "The stored original is damaged: it is not what was taken in. Import the same file again, or restore a backup.",
        "Хранимый оригинал повреждён: это не то, что было принято. Импортируйте тот же файл снова или восстановите копию.",
        "Збережений оригінал пошкоджено: це не те, що було прийнято. Імпортуйте той самий файл знову або відновіть копію.",
    ),
    (
        "original-missing",
        "The stored original is missing. Import the same file again, or restore a backup.",
        "Хранимого оригинала нет. Импортируйте тот же файл снова или восстановите копию.",
        "Збереженого оригіналу немає. Імпортуйте той самий файл знову або відновіть копію.",
    ),
    (
        "date-order-ambiguous",
        "Day and month could be read two ways.",
        "День и месяц можно прочесть двояко.",
        "День і місяць можна прочитати двояко.",
    ),
    (
        "date-order-assumed",
        "The order of day and month is assumed.",
        "Порядок дня и месяца предположен.",
        "Порядок дня й місяця припущено.",
    ),
    (
        "timezone-unknown",
        "Times carry no zone. They are shown as written.",
        "Время без пояса. Показано как записано.",
        "Час без поясу. Показано як записано.",
    ),
    (
        "timezone-assumed",
        "The time zone is assumed.",
        "Часовой пояс предположен.",
        "Часовий пояс припущено.",
    ),
    (
        "kept-not-parsed",
        "Kept sealed. Its contents cannot be shown.",
        "Сохранено запечатанным. Содержимое показать нельзя.",
        "Збережено запечатаним. Вміст показати не можна.",
    ),
    (
        "kept-with-note",
        "Kept. It could be read only in part.",
        "Сохранено. Прочитать удалось лишь отчасти.",
        "Збережено. Прочитати вдалося лише частково.",
    ),
    (
        "unreadable",
        "Kept. Could not be read.",
        "Сохранено. Прочитать не удалось.",
        "Збережено. Прочитати не вдалося.",
    ),
    (
        "encrypted",
        "Kept. It is encrypted and cannot be read.",
        "Сохранено. Файл зашифрован, прочитать нельзя.",
        "Збережено. Файл зашифровано, прочитати не можна.",
    ),
    (
        "malformed",
        "Kept. It is damaged and could not be read.",
        "Сохранено. Файл повреждён, прочитать не удалось.",
        "Збережено. Файл пошкоджено, прочитати не вдалося.",
    ),
    (
        "unsupported",
        "Kept. This format cannot be shown yet.",
        "Сохранено. Этот формат пока нельзя показать.",
        "Збережено. Цей формат поки не можна показати.",
    ),
    (
        "worker-crashed",
        "Kept. The reading process stopped on it.",
        "Сохранено. Процесс чтения на нём остановился.",
        "Збережено. Процес читання на ньому зупинився.",
    ),
    (
        "worker-timed-out",
        "Kept. Reading it took too long.",
        "Сохранено. Чтение заняло слишком много времени.",
        "Збережено. Читання тривало надто довго.",
    ),
    (
        "too-large",
        "Kept. Too large to be read.",
        "Сохранено. Слишком велико для чтения.",
        "Збережено. Завелике для читання.",
    ),
    (
        "leaves-out-others-messages",
        "The export leaves out messages of other people.",
        "В выгрузке нет сообщений других людей.",
        "У вивантаженні немає повідомлень інших людей.",
    ),
    (
        "leaves-out-attachments",
        "The export leaves out attachments:",
        "В выгрузке нет вложений:",
        "У вивантаженні немає вкладень:",
    ),
    (
        "attachments-missing",
        "Attachments named by the export that are missing:",
        "Названные в выгрузке, но отсутствующие вложения:",
        "Названі у вивантаженні, але відсутні вкладення:",
    ),
    (
        "leaves-out-secret-chats",
        "The export leaves out secret chats.",
        "В выгрузке нет секретных чатов.",
        "У вивантаженні немає секретних чатів.",
    ),
    (
        "leaves-out-deleted",
        "The export leaves out deleted messages.",
        "В выгрузке нет удалённых сообщений.",
        "У вивантаженні немає видалених повідомлень.",
    ),
    (
        "cut-short",
        "The file ends before its end.",
        "Файл обрывается раньше конца.",
        "Файл обривається раніше за кінець.",
    ),
    (
        "broken-after-byte",
        "The file is broken from one place on. What stands before it was read.",
        "С одного места файл испорчен. Всё до него прочитано.",
        "З одного місця файл зіпсовано. Усе до нього прочитано.",
    ),
    (
        "fields-unknown",
        "It has fields this program does not know. They are kept.",
        "Есть поля, которых программа не знает. Они сохранены.",
        "Є поля, яких програма не знає. Їх збережено.",
    ),
    (
        "account-part-other",
        "The export of a whole account has other parts. They are kept.",
        "В выгрузке всей учётной записи есть другие части. Они сохранены.",
        "У вивантаженні всього облікового запису є інші частини. Їх збережено.",
    ),
    (
        "already-here",
        "The same bytes were in the locker already.",
        "Те же байты уже были в сейфе.",
        "Ті самі байти вже були в сейфі.",
    ),
    (
        "date-order-contradicted",
        "Some dates contradict the order of day and month.",
        "Некоторые даты противоречат порядку дня и месяца.",
        "Деякі дати суперечать порядку дня й місяця.",
    ),
    (
        "date-order-inferred",
        "The order of day and month follows from the dates themselves.",
        "Порядок дня и месяца следует из самих дат.",
        "Порядок дня й місяця випливає із самих дат.",
    ),
    (
        "date-ambiguous",
        "A date could be read two ways.",
        "Дату можно прочесть двояко.",
        "Дату можна прочитати двояко.",
    ),
    (
        "times-without-zone",
        "Times carry no zone. They are shown as written.",
        "Время без пояса. Показано как записано.",
        "Час без поясу. Показано як записано.",
    ),
    (
        "charset-guessed",
        "The code page of the text is guessed.",
        "Кодировка текста определена предположительно.",
        "Кодування тексту визначено припущенням.",
    ),
    (
        "charset-damaged",
        "Some letters could not be decoded.",
        "Некоторые буквы не удалось расшифровать из кодировки.",
        "Деякі літери не вдалося прочитати з кодування.",
    ),
    (
        "names-guessed",
        "The code page of file names is guessed.",
        "Кодировка имён файлов определена предположительно.",
        "Кодування назв файлів визначено припущенням.",
    ),
    (
        "entries-over-limit",
        "It holds more entries than are read.",
        "Внутри больше записей, чем читается.",
        "Усередині більше записів, ніж читається.",
    ),
    (
        "text-cut",
        "Only the beginning of the text was read.",
        "Прочитано только начало текста.",
        "Прочитано лише початок тексту.",
    ),
    (
        "trailing-data",
        "There are bytes after its end. They are kept.",
        "После конца есть ещё байты. Они сохранены.",
        "Після кінця є ще байти. Їх збережено.",
    ),
    (
        "too-large-to-read",
        "Kept. Too large to be read.",
        "Сохранено. Слишком велико для чтения.",
        "Збережено. Завелике для читання.",
    ),
    (
        "exif-damaged",
        "Its camera data is damaged.",
        "Данные камеры повреждены.",
        "Дані камери пошкоджено.",
    ),
    (
        "gps-unreadable",
        "Its place could not be read.",
        "Место съёмки прочесть не удалось.",
        "Місце зйомки прочитати не вдалося.",
    ),
    (
        "no-exif",
        "The photo carries no camera data.",
        "В фотографии нет данных камеры.",
        "У фотографії немає даних камери.",
    ),
    (
        "motion-photo",
        "A short film is attached to the photo. It is kept.",
        "К фотографии приложен короткий ролик. Он сохранён.",
        "До фотографії додано короткий ролик. Його збережено.",
    ),
    (
        "export-nearly-empty",
        "The export is nearly empty.",
        "Выгрузка почти пуста.",
        "Вивантаження майже порожнє.",
    ),
    (
        "same-as-other-source",
        "Another source gave the same bytes.",
        "Те же байты дал другой источник.",
        "Ті самі байти дало інше джерело.",
    ),
    (
        "incremental-updates",
        "The PDF was changed after it was first saved. Earlier revisions are inside.",
        "PDF меняли после первого сохранения. Прежние версии внутри.",
        "PDF змінювали після першого збереження. Попередні версії всередині.",
    ),
    (
        "leaves-out-edit-history",
        "The export leaves out what edited messages said before.",
        "В выгрузке нет прежнего текста изменённых сообщений.",
        "У вивантаженні немає попереднього тексту змінених повідомлень.",
    ),
    (
        "leaves-out-forwards",
        "The export leaves out from where messages were forwarded.",
        "В выгрузке не сказано, откуда пересланы сообщения.",
        "У вивантаженні не сказано, звідки переслано повідомлення.",
    ),
    (
        "leaves-out-ids",
        "The export leaves out account numbers.",
        "В выгрузке нет номеров учётных записей.",
        "У вивантаженні немає номерів облікових записів.",
    ),
    (
        "leaves-out-reactions",
        "The export leaves out reactions.",
        "В выгрузке нет реакций.",
        "У вивантаженні немає реакцій.",
    ),
    (
        "leaves-out-replies",
        "The export leaves out which message answers which.",
        "В выгрузке не сказано, какое сообщение на какое отвечает.",
        "У вивантаженні не сказано, яке повідомлення на яке відповідає.",
    ),
    (
        "leaves-out-view-once",
        "The export leaves out photos to be seen once.",
        "В выгрузке нет фотографий для одного просмотра.",
        "У вивантаженні немає фотографій для одного перегляду.",
    ),
    (
        "not-in-order",
        "Messages are not in the order of their times.",
        "Сообщения стоят не по порядку времени.",
        "Повідомлення стоять не за порядком часу.",
    ),
    (
        "not-in-folder",
        "Attachments were not in the folder.",
        "Вложений в папке не было.",
        "Вкладень у папці не було.",
    ),
    (
        "gps-in-photo",
        "The photo carries the place where it was taken.",
        "В фотографии записано место съёмки.",
        "У фотографії записано місце зйомки.",
    ),
];

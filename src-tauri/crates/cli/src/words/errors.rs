//! What happened and what to do, for every code. What is safe is said with what happened. Long, because it is one table.

use super::Language;

/// What happened, and what to do.
type Said = (&'static str, &'static str);

/// The sentences for a code; those of `internal` for a code without sentences of its own.
pub fn of(code: &str, language: Language) -> Said {
    let known = TABLE
        .iter()
        .find(|(known, _)| *known == code)
        .unwrap_or(&TABLE[TABLE.len() - 1]);
    match language {
        Language::En => known.1[0],
        Language::Ru => known.1[1],
        Language::Uk => known.1[2],
    }
}

/// English, Russian, Ukrainian. `internal` stands last.
const TABLE: &[(&str, [Said; 3])] = &[
    (
        "wrong-passphrase",
        [
            (
                "The passphrase opens nothing here. Nothing was changed.",
                "Check the keyboard layout and Caps Lock; with a key file, add --key-file.",
            ),
            (
                "Фраза здесь ничего не открывает. Ничего не изменено.",
                "Проверьте раскладку и Caps Lock; если есть ключевой файл, добавьте --key-file.",
            ),
            (
                "Фраза тут нічого не відкриває. Нічого не змінено.",
                "Перевірте розкладку й Caps Lock; якщо є ключовий файл, додайте --key-file.",
            ),
        ],
    ),
    (
        "already-open",
        [
            (
                "Another process has this locker open. Nothing was changed.",
                "Close it there, then try again.",
            ),
            (
                "Этот сейф открыт в другом процессе. Ничего не изменено.",
                "Закройте его там и повторите.",
            ),
            (
                "Цей сейф відкрито в іншому процесі. Нічого не змінено.",
                "Закрийте його там і повторіть.",
            ),
        ],
    ),
    (
        "not-a-locker",
        [
            (
                "This folder is no locker. Nothing in it was touched.",
                "Give the folder whose name ends in .locker.",
            ),
            (
                "Эта папка не сейф. В ней ничего не тронуто.",
                "Укажите папку, имя которой кончается на .locker.",
            ),
            (
                "Ця тека не сейф. У ній нічого не зачеплено.",
                "Вкажіть теку, назва якої кінчається на .locker.",
            ),
        ],
    ),
    (
        "exists",
        [
            (
                "There is already something of this name. It was not touched.",
                "Choose another name.",
            ),
            ("Такое имя уже есть. Оно не тронуто.", "Выберите другое имя."),
            ("Таке ім’я вже є. Його не зачеплено.", "Виберіть інше ім’я."),
        ],
    ),
    (
        "bad-name",
        [
            (
                "This name cannot be used. Nothing was made.",
                "Use 1 to 64 letters, digits, spaces or hyphens.",
            ),
            (
                "Такое имя не годится. Ничего не создано.",
                "От 1 до 64 букв, цифр, пробелов или дефисов.",
            ),
            (
                "Таке ім’я не годиться. Нічого не створено.",
                "Від 1 до 64 літер, цифр, пробілів чи дефісів.",
            ),
        ],
    ),
    (
        "bad-codename",
        [
            (
                "This codename cannot be used. Nothing was added.",
                "Use one line of 1 to 40 characters without slashes.",
            ),
            (
                "Такой псевдоним не годится. Ничего не добавлено.",
                "Одна строка от 1 до 40 знаков без косых черт.",
            ),
            (
                "Такий псевдонім не годиться. Нічого не додано.",
                "Один рядок від 1 до 40 знаків без скісних рисок.",
            ),
        ],
    ),
    (
        "codename-taken",
        [
            (
                "Another source has this codename. Nothing was added.",
                "Choose another one.",
            ),
            ("Такой псевдоним уже есть. Ничего не добавлено.", "Выберите другой."),
            ("Такий псевдонім уже є. Нічого не додано.", "Виберіть інший."),
        ],
    ),
    (
        "passphrase-too-short",
        [
            (
                "An empty passphrase protects nothing. Nothing was made.",
                "Use five or more words by chance.",
            ),
            (
                "Пустая фраза ничего не защищает. Ничего не создано.",
                "Возьмите пять или больше случайных слов.",
            ),
            (
                "Порожня фраза нічого не захищає. Нічого не створено.",
                "Візьміть п’ять чи більше випадкових слів.",
            ),
        ],
    ),
    (
        "passphrases-differ",
        [
            (
                "The two entries differ. Nothing was changed.",
                "Type the new passphrase twice the same.",
            ),
            (
                "Введённое не совпало. Ничего не изменено.",
                "Введите новую фразу дважды одинаково.",
            ),
            (
                "Введене не збіглося. Нічого не змінено.",
                "Введіть нову фразу двічі однаково.",
            ),
        ],
    ),
    (
        "passphrase-needed",
        [
            (
                "A passphrase is needed and there is nobody to ask. Nothing was changed.",
                "Give --passphrase-file PATH, or - for standard input; each prompt takes the next line.",
            ),
            (
                "Нужна фраза, а спросить некого. Ничего не изменено.",
                "Укажите --passphrase-file PATH или - для стандартного ввода; каждый вопрос берёт следующую строку.",
            ),
            (
                "Потрібна фраза, а спитати нікого. Нічого не змінено.",
                "Вкажіть --passphrase-file PATH або - для стандартного вводу; кожне запитання бере наступний рядок.",
            ),
        ],
    ),
    (
        "passphrase-file-unreadable",
        [
            (
                "The passphrase file could not be read. Nothing was changed.",
                "Check that it is there, is UTF-8 and its line is shorter than 4,096 bytes.",
            ),
            (
                "Файл с фразой не прочитать. Ничего не изменено.",
                "Проверьте, что он есть, в UTF-8 и строка короче 4096 байт.",
            ),
            (
                "Файл із фразою не прочитати. Нічого не змінено.",
                "Перевірте, що він є, в UTF-8 і рядок коротший за 4096 байт.",
            ),
        ],
    ),
    (
        "slots-full",
        [
            (
                "All eight passphrases are taken. Nothing was changed.",
                "Remove one first.",
            ),
            ("Все восемь фраз заняты. Ничего не изменено.", "Сначала удалите одну."),
            ("Усі вісім фраз зайнято. Нічого не змінено.", "Спершу приберіть одну."),
        ],
    ),
    (
        "passphrase-in-use",
        [
            (
                "This passphrase opens the locker already. Nothing was changed.",
                "Choose another one.",
            ),
            ("Эта фраза уже открывает сейф. Ничего не изменено.", "Выберите другую."),
            ("Ця фраза вже відкриває сейф. Нічого не змінено.", "Виберіть іншу."),
        ],
    ),
    (
        "last-passphrase",
        [
            ("This is the only passphrase. It was kept.", "Add another one first."),
            ("Это единственная фраза. Она оставлена.", "Сначала добавьте другую."),
            ("Це єдина фраза. Її залишено.", "Спершу додайте іншу."),
        ],
    ),
    (
        "disk-full",
        [
            (
                "The disk is full. What was taken in before is safe; this was not added.",
                "Free some space, then import the same again: what is there is found, not stored twice.",
            ),
            (
                "Диск заполнен. Принятое раньше цело; это не добавлено.",
                "Освободите место и повторите: уже принятое будет найдено, а не записано второй раз.",
            ),
            (
                "Диск заповнено. Прийняте раніше ціле; це не додано.",
                "Звільніть місце й повторіть: уже прийняте буде знайдено, а не записано вдруге.",
            ),
        ],
    ),
    (
        "read-only",
        [
            (
                "This folder cannot be written to. Nothing was changed.",
                "Check its permissions, or whether the disk is write-protected.",
            ),
            (
                "В эту папку нельзя писать. Ничего не изменено.",
                "Проверьте права и защиту диска от записи.",
            ),
            (
                "У цю теку не можна писати. Нічого не змінено.",
                "Перевірте права й захист диска від запису.",
            ),
        ],
    ),
    (
        "disk-failed",
        [
            (
                "The disk did not answer as it should. What was acknowledged before is stored.",
                "Copy the locker to another disk, then run check.",
            ),
            (
                "Диск ответил не так, как должен. Подтверждённое раньше сохранено.",
                "Скопируйте сейф на другой диск и выполните check.",
            ),
            (
                "Диск відповів не так, як мав. Підтверджене раніше збережено.",
                "Скопіюйте сейф на інший диск і виконайте check.",
            ),
        ],
    ),
    (
        "database-older",
        [
            (
                "The database of this locker is older than its key slots: an earlier copy was put back. No sealed file was deleted.",
                "Put the newer db back if you have it; until then what came in later is kept but not shown. Run check.",
            ),
            (
                "База этого сейфа старше его слотов ключей: вернули прежнюю копию. Ни один запечатанный файл не удалён.",
                "Верните более новый файл db, если он есть; до тех пор принятое позже сохраняется, но не видно. Выполните check.",
            ),
            (
                "База цього сейфа старша за його слоти ключів: повернуто попередню копію. Жодного запечатаного файлу не видалено.",
                "Поверніть новіший файл db, якщо він є; доти прийняте пізніше зберігається, але його не видно. Виконайте check.",
            ),
        ],
    ),
    (
        "slots-older",
        [
            (
                "The key slots of this locker are older than its database: an earlier copy was put back. Nothing was deleted.",
                "A passphrase that was changed or removed may open it again: change yours, and remove what should not be there.",
            ),
            (
                "Слоты ключей этого сейфа старше его базы: вернули прежнюю копию. Ничего не удалено.",
                "Изменённая или удалённая фраза может снова его открыть: смените свою и удалите лишние.",
            ),
            (
                "Слоти ключів цього сейфа старші за його базу: повернуто попередню копію. Нічого не видалено.",
                "Змінена чи прибрана фраза може знову його відкрити: змініть свою та приберіть зайві.",
            ),
        ],
    ),
    (
        "limits-altered",
        [
            (
                "The limits of this locker (wrong passphrases, days) were changed without its passphrase. They are as you set them again.",
                "Somebody can write to this folder: look at `vouchsafe limits`, and keep the locker where nobody else can.",
            ),
            (
                "Пределы этого сейфа (неверные фразы, дни) изменили без его фразы. Они снова такие, как вы задали.",
                "Кто-то может писать в эту папку: посмотрите `vouchsafe limits` и держите сейф там, где никто другой не может.",
            ),
            (
                "Межі цього сейфа (хибні фрази, дні) змінили без його фрази. Вони знову такі, як ви задали.",
                "Хтось може писати в цю теку: погляньте `vouchsafe limits` і тримайте сейф там, де ніхто інший не може.",
            ),
        ],
    ),
    (
        "rows-altered",
        [
            (
                "Rows of this locker's database were put back, taken out or changed from outside. Nothing was deleted.",
                "Restore the locker from a backup if you have one. check looks at all tables.",
            ),
            (
                "Строки базы этого сейфа вернули, убрали или изменили извне. Ничего не удалено.",
                "Восстановите сейф из резервной копии, если она есть. check смотрит все таблицы.",
            ),
            (
                "Рядки бази цього сейфа повернуто, прибрано чи змінено ззовні. Нічого не видалено.",
                "Відновіть сейф із резервної копії, якщо вона є. check дивиться всі таблиці.",
            ),
        ],
    ),
    (
        "slots-damaged",
        [
            (
                "The key slots are not what was written. The sealed files were not touched.",
                "Restore the locker from a backup: without its slots nobody can open it.",
            ),
            (
                "Слоты ключей не такие, какими были записаны. Запечатанные файлы не тронуты.",
                "Восстановите сейф из копии: без слотов его не откроет никто.",
            ),
            (
                "Слоти ключів не такі, якими були записані. Запечатані файли не зачеплено.",
                "Відновіть сейф з копії: без слотів його не відкриє ніхто.",
            ),
        ],
    ),
    (
        "damaged",
        [
            (
                "A part of this locker is not what was written. The rest was not touched.",
                "Run check to see what is damaged; restore it from a backup.",
            ),
            (
                "Часть сейфа не такая, какой была записана. Остальное не тронуто.",
                "Выполните check, чтобы узнать, что повреждено; восстановите из копии.",
            ),
            (
                "Частина сейфа не така, якою була записана. Решту не зачеплено.",
                "Виконайте check, щоб дізнатися, що пошкоджено; відновіть із копії.",
            ),
        ],
    ),
    (
        "too-costly",
        [
            (
                "The file asks for more memory or time than this program spends on it. Nothing was spent.",
                "It was probably altered. Restore it from a copy you trust.",
            ),
            (
                "Файл требует больше памяти или времени, чем программа тратит. Ничего не потрачено.",
                "Вероятно, его изменили. Возьмите копию, которой доверяете.",
            ),
            (
                "Файл вимагає більше пам’яті чи часу, ніж програма витрачає. Нічого не витрачено.",
                "Імовірно, його змінили. Візьміть копію, якій довіряєте.",
            ),
        ],
    ),
    (
        "too-new",
        [
            (
                "A later version of the program made this. Nothing was changed.",
                "Use that version.",
            ),
            (
                "Это сделано более новой версией программы. Ничего не изменено.",
                "Возьмите ту версию.",
            ),
            (
                "Це зроблено новішою версією програми. Нічого не змінено.",
                "Візьміть ту версію.",
            ),
        ],
    ),
    (
        "wiped",
        [
            (
                "This locker was wiped. Nobody can open it.",
                "There is nothing to do here. A backup, if there is one, can be restored.",
            ),
            (
                "Этот сейф стёрт. Его не откроет никто.",
                "Здесь делать нечего. Если есть копия, восстановите её.",
            ),
            (
                "Цей сейф стерто. Його не відкриє ніхто.",
                "Тут робити нічого. Якщо є копія, відновіть її.",
            ),
        ],
    ),
    (
        "not-found",
        [
            (
                "There is no such thing in this locker. Nothing was changed.",
                "List what is there: source list, evidence list, claim list.",
            ),
            (
                "Такого здесь нет. Ничего не изменено.",
                "Посмотрите, что есть: source list, evidence list, claim list.",
            ),
            (
                "Такого тут немає. Нічого не змінено.",
                "Подивіться, що є: source list, evidence list, claim list.",
            ),
        ],
    ),
    (
        "too-large",
        [
            (
                "This is larger than the program takes. Nothing was added.",
                "Split it, or import a part of it.",
            ),
            (
                "Это больше, чем программа принимает. Ничего не добавлено.",
                "Разделите или импортируйте часть.",
            ),
            (
                "Це більше, ніж програма приймає. Нічого не додано.",
                "Розділіть або імпортуйте частину.",
            ),
        ],
    ),
    (
        "stopped",
        [
            (
                "Stopped. What was done before stays.",
                "Run the same again to go on: nothing is stored twice.",
            ),
            (
                "Остановлено. Сделанное остаётся.",
                "Повторите ту же команду, чтобы продолжить: ничего не запишется второй раз.",
            ),
            (
                "Зупинено. Зроблене лишається.",
                "Повторіть ту саму команду, щоб продовжити: нічого не запишеться вдруге.",
            ),
        ],
    ),
    (
        "worker-failed",
        [
            (
                "The reading process gave up on this file. The original is sealed and safe.",
                "It can be copied out with evidence cat and looked at on a computer that may be lost.",
            ),
            (
                "Процесс чтения не справился с этим файлом. Оригинал запечатан и цел.",
                "Его можно достать через evidence cat и посмотреть на компьютере, которого не жаль.",
            ),
            (
                "Процес читання не впорався з цим файлом. Оригінал запечатано, він цілий.",
                "Його можна дістати через evidence cat і переглянути на комп’ютері, якого не шкода.",
            ),
        ],
    ),
    (
        "worker-missing",
        [
            (
                "The reading process vouchsafe-worker is not beside this program. Nothing was changed.",
                "Install both, or build both: cargo build -p vouchsafe-cli -p vouchsafe-intake.",
            ),
            (
                "Рядом с программой нет процесса чтения vouchsafe-worker. Ничего не изменено.",
                "Установите или соберите оба: cargo build -p vouchsafe-cli -p vouchsafe-intake.",
            ),
            (
                "Поруч із програмою немає процесу читання vouchsafe-worker. Нічого не змінено.",
                "Установіть або зберіть обидва: cargo build -p vouchsafe-cli -p vouchsafe-intake.",
            ),
        ],
    ),
    (
        "bad-selector",
        [
            (
                "This place is not in the item, or is not written as places are. Nothing was linked.",
                "Places: message=12-20, page=3, page=3&xywh=percent:10,20,30,5, xywh=percent:…, t=12.5,31, quote=exact text.",
            ),
            (
                "Такого места в предмете нет, или оно записано не так. Ничего не связано.",
                "Места: message=12-20, page=3, page=3&xywh=percent:10,20,30,5, xywh=percent:…, t=12.5,31, quote=точные слова.",
            ),
            (
                "Такого місця в предметі немає, або його записано не так. Нічого не пов’язано.",
                "Місця: message=12-20, page=3, page=3&xywh=percent:10,20,30,5, xywh=percent:…, t=12.5,31, quote=точні слова.",
            ),
        ],
    ),
    (
        "quote-not-found",
        [
            (
                "The item does not have these words. Nothing was linked.",
                "Copy them from evidence text, to the letter.",
            ),
            (
                "Таких слов в предмете нет. Ничего не связано.",
                "Скопируйте их из evidence text буква в букву.",
            ),
            (
                "Таких слів у предметі немає. Нічого не пов’язано.",
                "Скопіюйте їх з evidence text літера в літеру.",
            ),
        ],
    ),
    (
        "bad-request",
        [
            (
                "This was not understood. Nothing was changed.",
                "See --help of the command.",
            ),
            ("Запрос не понят. Ничего не изменено.", "См. --help этой команды."),
            ("Запит не зрозуміло. Нічого не змінено.", "Див. --help цієї команди."),
        ],
    ),
    (
        "bad-timezone",
        [
            (
                "There is no such time zone. Nothing was imported.",
                "Use a name such as Europe/Kyiv.",
            ),
            (
                "Такого часового пояса нет. Ничего не импортировано.",
                "Укажите имя вроде Europe/Kyiv.",
            ),
            (
                "Такого часового поясу немає. Нічого не імпортовано.",
                "Вкажіть назву на зразок Europe/Kyiv.",
            ),
        ],
    ),
    (
        "query-empty",
        [
            ("There is nothing to look for.", "Give at least one word."),
            ("Искать нечего.", "Укажите хотя бы одно слово."),
            ("Шукати нічого.", "Вкажіть хоча б одне слово."),
        ],
    ),
    (
        "unreadable",
        [
            (
                "This file is not there, or may not be read. The others were not affected.",
                "Check the path and its permissions.",
            ),
            (
                "Файла нет, или его нельзя прочесть. Остальные не затронуты.",
                "Проверьте путь и права.",
            ),
            (
                "Файла немає, або його не можна прочитати. Решту не зачеплено.",
                "Перевірте шлях і права.",
            ),
        ],
    ),
    (
        "not-a-file",
        [
            (
                "This is neither file nor folder. It was left alone.",
                "Give files and folders.",
            ),
            ("Это не файл и не папка. Оставлено как есть.", "Укажите файлы и папки."),
            ("Це не файл і не тека. Залишено як є.", "Вкажіть файли й теки."),
        ],
    ),
    (
        "symbolic-link",
        [
            (
                "Symbolic links are not followed. It was left alone.",
                "Give the file it points to.",
            ),
            (
                "По символическим ссылкам программа не ходит. Оставлено как есть.",
                "Укажите сам файл.",
            ),
            (
                "За символічними посиланнями програма не ходить. Залишено як є.",
                "Вкажіть сам файл.",
            ),
        ],
    ),
    (
        "too-deep",
        [
            (
                "Folders are nested too deeply here. What lies above was taken in.",
                "Import the inner folder by itself.",
            ),
            (
                "Слишком глубоко вложенные папки. То, что выше, принято.",
                "Импортируйте внутреннюю папку отдельно.",
            ),
            (
                "Надто глибоко вкладені теки. Те, що вище, прийнято.",
                "Імпортуйте внутрішню теку окремо.",
            ),
        ],
    ),
    (
        "too-many-files",
        [
            ("More files than one import takes.", "Import the folders one by one."),
            (
                "Слишком много файлов для одного импорта.",
                "Импортируйте папки по одной.",
            ),
            ("Забагато файлів для одного імпорту.", "Імпортуйте теки по одній."),
        ],
    ),
    (
        "nothing-chosen",
        [
            ("No claim is chosen. Nothing was written.", "Give --claim ID or --all."),
            (
                "Не выбрано ни одного утверждения. Ничего не записано.",
                "Укажите --claim ID или --all.",
            ),
            (
                "Не вибрано жодного твердження. Нічого не записано.",
                "Вкажіть --claim ID або --all.",
            ),
        ],
    ),
    (
        "no-recipient",
        [
            (
                "It is not said to whom the dossier is sealed. Nothing was written.",
                "Give --recipient age1…, --passphrase-file2 PATH, or --unsealed.",
            ),
            (
                "Не сказано, для кого запечатать досье. Ничего не записано.",
                "Укажите --recipient age1…, --passphrase-file2 PATH или --unsealed.",
            ),
            (
                "Не сказано, для кого запечатати досьє. Нічого не записано.",
                "Вкажіть --recipient age1…, --passphrase-file2 PATH або --unsealed.",
            ),
        ],
    ),
    (
        "bad-recipient",
        [
            (
                "This is no age public key. Nothing was written.",
                "It begins with age1 and comes from age-keygen or vouchsafe identity.",
            ),
            (
                "Это не открытый ключ age. Ничего не записано.",
                "Он начинается с age1 и берётся из age-keygen или vouchsafe identity.",
            ),
            (
                "Це не відкритий ключ age. Нічого не записано.",
                "Він починається з age1 і береться з age-keygen або vouchsafe identity.",
            ),
        ],
    ),
    (
        "bad-identity",
        [
            (
                "There is no age secret key in this file.",
                "Give the file that age-keygen made.",
            ),
            (
                "В этом файле нет секретного ключа age.",
                "Укажите файл, который сделал age-keygen.",
            ),
            (
                "У цьому файлі немає таємного ключа age.",
                "Вкажіть файл, який зробив age-keygen.",
            ),
        ],
    ),
    (
        "not-a-dossier",
        [
            (
                "This file is no dossier. Nothing was opened.",
                "Check which file was sent.",
            ),
            (
                "Этот файл не досье. Ничего не открыто.",
                "Проверьте, какой файл прислали.",
            ),
            (
                "Цей файл не досьє. Нічого не відкрито.",
                "Перевірте, який файл надіслали.",
            ),
        ],
    ),
    (
        "key-needed",
        [
            (
                "The dossier is sealed and no key was given.",
                "Give --identity AGE_KEY_FILE or --passphrase-file PATH.",
            ),
            (
                "Досье запечатано, а ключ не дан.",
                "Укажите --identity AGE_KEY_FILE или --passphrase-file PATH.",
            ),
            (
                "Досьє запечатано, а ключа не дано.",
                "Вкажіть --identity AGE_KEY_FILE або --passphrase-file PATH.",
            ),
        ],
    ),
    (
        "wrong-key",
        [
            (
                "This key or passphrase does not open the dossier. Nothing was opened.",
                "Ask the reporter to which key it was sealed.",
            ),
            (
                "Этот ключ или фраза досье не открывает. Ничего не открыто.",
                "Спросите журналиста, для какого ключа оно запечатано.",
            ),
            (
                "Цей ключ чи фраза досьє не відкриває. Нічого не відкрито.",
                "Спитайте журналіста, для якого ключа його запечатано.",
            ),
        ],
    ),
    (
        "dossier-damaged",
        [
            (
                "The dossier is not what was written, or it is cut short. Nothing of it was trusted.",
                "Ask for it again; compare the digest by phone.",
            ),
            (
                "Досье не такое, каким было записано, или обрезано. Ничему в нём не поверено.",
                "Попросите прислать ещё раз; сверьте отпечаток по телефону.",
            ),
            (
                "Досьє не таке, яким було записано, або обрізане. Нічому в ньому не довірено.",
                "Попросіть надіслати ще раз; звірте відбиток телефоном.",
            ),
        ],
    ),
    (
        "not-verified",
        [
            (
                "The dossier is not intact. Nothing was unpacked.",
                "Run verify to see what differs.",
            ),
            (
                "Досье изменено или неполно. Ничего не распаковано.",
                "Выполните verify, чтобы увидеть различия.",
            ),
            (
                "Досьє змінено або неповне. Нічого не розпаковано.",
                "Виконайте verify, щоб побачити відмінності.",
            ),
        ],
    ),
    (
        "sample-missing",
        [
            (
                "The sample case is not where it should be. Nothing was made.",
                "Run from the project's folder, or install the package whole.",
            ),
            (
                "Учебного дела нет на месте. Ничего не создано.",
                "Запустите из папки проекта или установите пакет целиком.",
            ),
            (
                "Навчальної справи немає на місці. Нічого не створено.",
                "Запустіть із теки проєкту або встановіть пакунок цілком.",
            ),
        ],
    ),
    (
        "say-yes",
        [
            (
                "This cannot be undone, so it asks for a word. Nothing was touched.",
                "Add --yes.",
            ),
            (
                "Это нельзя отменить, поэтому нужно подтверждение. Ничего не тронуто.",
                "Добавьте --yes.",
            ),
            (
                "Цього не скасувати, тож потрібне підтвердження. Нічого не зачеплено.",
                "Додайте --yes.",
            ),
        ],
    ),
    (
        "output-failed",
        [
            (
                "The answer could not be written to standard output. The work itself is done.",
                "Check where the output goes.",
            ),
            (
                "Ответ не удалось записать в стандартный вывод. Сама работа сделана.",
                "Проверьте, куда идёт вывод.",
            ),
            (
                "Відповідь не вдалося записати в стандартний вивід. Саму роботу зроблено.",
                "Перевірте, куди йде вивід.",
            ),
        ],
    ),
    (
        "locked",
        [
            (
                "The locker was locked meanwhile. What was acknowledged is stored.",
                "Open it again.",
            ),
            (
                "Сейф тем временем закрыли. Подтверждённое сохранено.",
                "Откройте его снова.",
            ),
            (
                "Сейф тим часом закрили. Підтверджене збережено.",
                "Відкрийте його знову.",
            ),
        ],
    ),
    (
        "slots-not-overwritten",
        [
            (
                "The keys could not be overwritten: the disk refused. The locker may still open.",
                "Make the folder writable and wipe again; else destroy the disk.",
            ),
            (
                "Ключи не удалось перезаписать: диск отказал. Сейф, возможно, ещё открывается.",
                "Разрешите запись в папку и повторите; иначе уничтожьте диск.",
            ),
            (
                "Ключі не вдалося перезаписати: диск відмовив. Сейф, можливо, ще відкривається.",
                "Дозвольте запис у теку й повторіть; інакше знищіть диск.",
            ),
        ],
    ),
    (
        "backup-gone",
        [
            (
                "The folder of the backup went away, or does not read or write as it should. The locker, and a backup that was whole before, are as they were.",
                "Connect the disk again and run the same command: it goes on where it ended.",
            ),
            (
                "Папка копии пропала, либо диск не читает или не пишет как надо. Сейф и прежняя целая копия не изменились.",
                "Подключите диск снова и повторите команду: она продолжит с того же места.",
            ),
            (
                "Тека копії зникла, або диск не читає чи не пише як слід. Сейф і попередня ціла копія не змінилися.",
                "Під’єднайте диск знову й повторіть команду: вона продовжить з того ж місця.",
            ),
        ],
    ),
    (
        "too-large-there",
        [
            (
                "One of the files is larger than the file system there takes. A backup that was whole before is as it was.",
                "Use a disk formatted as exFAT: FAT32 ends at 4 GiB for each file.",
            ),
            (
                "Один из файлов больше, чем принимает та файловая система. Прежняя целая копия не изменилась.",
                "Возьмите диск с exFAT: на FAT32 файл не больше 4 ГиБ.",
            ),
            (
                "Один із файлів більший, ніж приймає та файлова система. Попередня ціла копія не змінилася.",
                "Візьміть диск з exFAT: на FAT32 файл не більший за 4 ГіБ.",
            ),
        ],
    ),
    (
        "not-a-backup",
        [
            (
                "There is no backup in this folder. Nothing was made or changed.",
                "Give the folder in which the file vouchsafe-backup lies.",
            ),
            (
                "В этой папке нет резервной копии. Ничего не создано и не изменено.",
                "Укажите папку, в которой лежит файл vouchsafe-backup.",
            ),
            (
                "У цій теці немає резервної копії. Нічого не створено й не змінено.",
                "Вкажіть теку, де лежить файл vouchsafe-backup.",
            ),
        ],
    ),
    (
        "backup-of-another",
        [
            (
                "This folder holds the backup of another locker, or one whose list is lost. Nothing in it was touched.",
                "Choose another folder.",
            ),
            (
                "В этой папке копия другого сейфа или копия без списка. В ней ничего не тронуто.",
                "Выберите другую папку.",
            ),
            (
                "У цій теці копія іншого сейфа або копія без переліку. У ній нічого не зачеплено.",
                "Виберіть іншу теку.",
            ),
        ],
    ),
    (
        "backup-newer",
        [
            (
                "The backup there knows acts that this locker does not: it was made of a newer state. Nothing in it was touched.",
                "Choose another folder, or restore that backup and work in it.",
            ),
            (
                "Копия там знает действия, которых в этом сейфе нет: она новее. В ней ничего не тронуто.",
                "Выберите другую папку или восстановите ту копию и работайте в ней.",
            ),
            (
                "Копія там знає дії, яких у цьому сейфі немає: вона новіша. У ній нічого не зачеплено.",
                "Виберіть іншу теку або відновіть ту копію й працюйте в ній.",
            ),
        ],
    ),
    (
        "backup-unfinished",
        [
            (
                "The first run of this backup did not come to its end: it is not a whole locker. Nothing was made.",
                "Run the backup again from the locker: it goes on where it ended.",
            ),
            (
                "Первое копирование в эту папку не дошло до конца: это не целый сейф. Ничего не создано.",
                "Запустите копирование из сейфа снова: оно продолжит с того же места.",
            ),
            (
                "Перше копіювання в цю теку не дійшло до кінця: це не цілий сейф. Нічого не створено.",
                "Запустіть копіювання із сейфа знову: воно продовжить з того ж місця.",
            ),
        ],
    ),
    (
        "backup-damaged",
        [
            (
                "A part of the backup without which nothing can be restored is damaged or missing. Nothing was changed there.",
                "Try another backup, or another reader for the disk.",
            ),
            (
                "Повреждена или отсутствует та часть копии, без которой ничего не восстановить. Там ничего не изменено.",
                "Попробуйте другую копию или подключите диск иначе.",
            ),
            (
                "Пошкоджено або бракує тієї частини копії, без якої нічого не відновити. Там нічого не змінено.",
                "Спробуйте іншу копію або під’єднайте диск інакше.",
            ),
        ],
    ),
    (
        "backup-not-verified",
        [
            (
                "What was read back from the disk, twice, is not what was written. This run is not a backup; one that was whole before may be.",
                "Do not rely on this disk. Use another one.",
            ),
            (
                "Прочитанное с диска, дважды, не совпало с записанным. Это копирование не в счёт; прежняя целая копия могла уцелеть.",
                "Не полагайтесь на этот диск. Возьмите другой.",
            ),
            (
                "Прочитане з диска, двічі, не збіглося із записаним. Це копіювання не зараховано; попередня ціла копія могла вціліти.",
                "Не покладайтеся на цей диск. Візьміть інший.",
            ),
        ],
    ),
    (
        "share-length",
        [
            (
                "Share {0}: words given: {1}, and a share has thirty. Nothing was opened.",
                "Type all thirty words of the page on one line.",
            ),
            (
                "В доле {0} слов: {1}, а должно быть тридцать. Ничего не открыто.",
                "Введите все тридцать слов листа в одну строку.",
            ),
            (
                "У частці {0} слів: {1}, а має бути тридцять. Нічого не відкрито.",
                "Введіть усі тридцять слів аркуша в один рядок.",
            ),
        ],
    ),
    (
        "share-word-unknown",
        [
            (
                "In share {0}, word {1} is not in the list of words. Nothing was opened.",
                "Look at that word on the page again: letters may have changed places.",
            ),
            (
                "В доле {0} слова {1} нет в списке слов. Ничего не открыто.",
                "Посмотрите это слово на листе ещё раз: буквы могли поменяться местами.",
            ),
            (
                "У частці {0} слова {1} немає в переліку слів. Нічого не відкрито.",
                "Погляньте на це слово на аркуші ще раз: літери могли помінятися місцями.",
            ),
        ],
    ),
    (
        "share-word-wrong",
        [
            (
                "In share {0}, word {1} does not fit the others. Nothing was opened.",
                "Look at that word on the page again; if it is right there, compare the others.",
            ),
            (
                "В доле {0} слово {1} не подходит к остальным. Ничего не открыто.",
                "Посмотрите это слово на листе ещё раз; если оно верно, сверьте остальные.",
            ),
            (
                "У частці {0} слово {1} не пасує до решти. Нічого не відкрито.",
                "Погляньте на це слово на аркуші ще раз; якщо воно правильне, звірте решту.",
            ),
        ],
    ),
    (
        "share-wrong",
        [
            (
                "In share {0}, more than one word is wrong, or words changed places. Nothing was opened.",
                "Compare all thirty words with the page, in the order of their numbers.",
            ),
            (
                "В доле {0} неверно больше одного слова, или слова поменялись местами. Ничего не открыто.",
                "Сверьте все тридцать слов с листом, по номерам.",
            ),
            (
                "У частці {0} хибне більш ніж одне слово, або слова помінялися місцями. Нічого не відкрито.",
                "Звірте всі тридцять слів з аркушем, за номерами.",
            ),
        ],
    ),
    (
        "share-of-another-set",
        [
            (
                "Share {0} belongs to another set than those before it. Nothing was opened.",
                "Compare the eight characters at the top of the pages: they must be the same.",
            ),
            (
                "Доля {0} из другого набора, чем прежние. Ничего не открыто.",
                "Сверьте восемь знаков вверху листов: они должны совпадать.",
            ),
            (
                "Частка {0} з іншого набору, ніж попередні. Нічого не відкрито.",
                "Звірте вісім знаків угорі аркушів: вони мають збігатися.",
            ),
        ],
    ),
    (
        "share-twice",
        [
            (
                "Share {0} was given before. Nothing was opened.",
                "Type the share of another person.",
            ),
            (
                "Доля {0} уже введена. Ничего не открыто.",
                "Введите долю другого человека.",
            ),
            (
                "Частку {0} вже введено. Нічого не відкрито.",
                "Введіть частку іншої людини.",
            ),
        ],
    ),
    (
        "shares-too-few",
        [
            (
                "Shares given: {0}; needed: {1}. Nothing was opened.",
                "Find more people who keep a share of this set.",
            ),
            (
                "Введено долей: {0}, а нужно: {1}. Ничего не открыто.",
                "Найдите ещё людей, у которых есть доли этого набора.",
            ),
            (
                "Уведено часток: {0}, а потрібно: {1}. Нічого не відкрито.",
                "Знайдіть ще людей, які мають частки цього набору.",
            ),
        ],
    ),
    (
        "shares-open-nothing",
        [
            (
                "The shares fit each other, and open nothing here: they belong to another locker, or were taken away. Nothing was changed.",
                "Try the backup that was made while they were valid.",
            ),
            (
                "Доли подходят друг к другу, но здесь ничего не открывают: они от другого сейфа или были отменены. Ничего не изменено.",
                "Попробуйте копию, сделанную, пока они действовали.",
            ),
            (
                "Частки пасують одна до одної, але тут нічого не відкривають: вони від іншого сейфа або були скасовані. Нічого не змінено.",
                "Спробуйте копію, зроблену, поки вони діяли.",
            ),
        ],
    ),
    (
        "internal",
        [
            (
                "Something failed that should not. What was acknowledged is stored.",
                "Try again. If it fails again, it is a mistake of the program: tell its makers the code.",
            ),
            (
                "Случился сбой, которого быть не должно. Подтверждённое сохранено.",
                "Повторите. Если снова, это ошибка программы: сообщите код её авторам.",
            ),
            (
                "Стався збій, якого не мало бути. Підтверджене збережено.",
                "Повторіть. Якщо знову, це помилка програми: повідомте код її авторам.",
            ),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_without_sentences_is_said_to_be_our_mistake() {
        assert_eq!(of("no-such-code", Language::En), of("internal", Language::En));
        assert_ne!(of("wrong-passphrase", Language::Uk), of("internal", Language::Uk));
    }

    #[test]
    fn every_situation_of_the_verbs_has_its_own_sentences() {
        let source = include_str!("../../../locker/src/error.rs");
        let codes: Vec<&str> = source
            .split("#[error(\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(codes.len() > 30, "the codes were found");
        for code in codes {
            assert!(TABLE.iter().any(|(known, _)| *known == code), "{code} has no sentences");
        }
    }
}

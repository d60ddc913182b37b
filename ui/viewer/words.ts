// Every sentence of the page, in three languages. One key, three times: a missing one does not compile.

const plural = (language: string, n: number, forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }): string =>
  (forms[new Intl.PluralRules(language).select(n)] ?? forms.other).replace("#", new Intl.NumberFormat(language).format(n));

const en = {
  dossier: "Dossier", claims: "Claims", items: "Evidence", print: "Print", theme: "Light or dark", language: "Language",
  unchecked: "Not checked by this page",
  vouch: "A page that came with the file cannot vouch for itself.",
  how: "How to check", signer: "Signer", ask: "Ask the reporter to read these words to you by phone.",
  steps: [
    "With Vouchsafe: vouchsafe verify NAME.dossier",
    "Without it: sha256sum, then ssh-keygen -Y verify, as HOW-TO-CHECK.txt beside the data folder says.",
    "The fingerprint of the key must be the one that the person you know reads to you:",
  ],
  made: "Made", files: (n: number) => plural("en", n, { one: "# item", other: "# items" }),
  custody: (n: number) => plural("en", n, { one: "# custody entry", other: "# custody entries" }),
  withheld: (n: number) => `${n} withheld, counted`,
  excerpts: (n: number) => plural("en", n, { one: "# excerpt", other: "# excerpts" }),
  about: (who: string) => `About ${who}.`, scope: "What it is about", questions: "Questions to the panel", open: "Open",
  groups: (s: number, c: number) => `Independent groups: ${s} support, ${c} contradict.`,
  relation: { supports: "Supports", contradicts: "Contradicts", context: "Context" },
  status: { corroborated: "Corroborated", "single-witness": "Single witness", contested: "Contested", contradicted: "Contradicted", untested: "Untested" },
  sourceGrade: "Source", infoGrade: "information",
  whole: "whole item", page: (n: string) => `page ${n}`, part: "marked part", words: "exact words",
  message: (n: string) => `message ${n}`, messages: (a: string, b: string) => `messages ${a}–${b}`,
  claimed: "Claimed:", proved: "Proved:", nothing: "nothing", same: "that these bytes were signed, once checked as above. Nothing else.",
  openItem: "Open", notHere: "The original is not in this dossier.", byHand: "Opens only by hand:", withText: "Text", reason: "Reason:",
  gap: (n: number) => plural("en", n, { one: "# message withheld", other: "# messages withheld" }),
  ofAll: (n: string) => `of ${n} in the chat`, rest: "The rest of the chat is withheld", deleted: "Deleted", edited: "edited", unknownAuthor: "Unknown author", missing: "missing",
  from: "From", group: "Group", takenIn: "Taken in", size: "Size", zone: "zone unknown", assumed: "zone assumed", quote: ["“", "”"],
  noClaims: "This dossier has no claims.", empty: "This page has no dossier in it. It is filled when a dossier is made.",
  fact: { "date-taken": "date taken", gps: "place", camera: "camera", width: "width", height: "height", orientation: "orientation", author: "author", producer: "made with", created: "created", modified: "changed", pages: "pages", charset: "code page", participants: "participants", "chat-name": "chat name" } as Record<string, string>,
  kind: { chat: "Chat", image: "Image", pdf: "PDF", document: "Document", sheet: "Sheet", mail: "Mail", audio: "Audio", video: "Video", text: "Text", transcript: "Transcript", archive: "Archive", other: "Other" } as Record<string, string>,
};

type Words = typeof en;

const ru: Words = {
  dossier: "Досье", claims: "Утверждения", items: "Доказательства", print: "Печать", theme: "Светлая или тёмная", language: "Язык",
  unchecked: "Не проверено этой страницей",
  vouch: "Страница, пришедшая вместе с файлом, не может поручиться сама за себя.",
  how: "Как проверить", signer: "Подпись", ask: "Попросите журналиста прочитать вам эти слова по телефону.",
  steps: [
    "С Vouchsafe: vouchsafe verify NAME.dossier",
    "Без неё: sha256sum, затем ssh-keygen -Y verify, как сказано в HOW-TO-CHECK.txt рядом с папкой data.",
    "Отпечаток ключа должен совпасть с тем, который вам прочитает человек, которого вы знаете:",
  ],
  made: "Составлено", files: (n) => plural("ru", n, { one: "# предмет", few: "# предмета", other: "# предметов" }),
  custody: (n) => plural("ru", n, { one: "# запись хранения", few: "# записи хранения", other: "# записей хранения" }),
  withheld: (n) => `не раскрыто и учтено: ${n}`,
  excerpts: (n) => plural("ru", n, { one: "# отрывок", few: "# отрывка", other: "# отрывков" }),
  about: (who) => `О ком: ${who}.`, scope: "О чём это досье", questions: "Вопросы к экспертам", open: "Открыто",
  groups: (s, c) => `Независимые группы: подтверждают ${s}, опровергают ${c}.`,
  relation: { supports: "Подтверждает", contradicts: "Опровергает", context: "Контекст" },
  status: { corroborated: "Подтверждено", "single-witness": "Один свидетель", contested: "Спорно", contradicted: "Опровергнуто", untested: "Не проверено" },
  sourceGrade: "Источник", infoGrade: "сведения",
  whole: "целиком", page: (n) => `страница ${n}`, part: "отмеченная часть", words: "точные слова",
  message: (n) => `сообщение ${n}`, messages: (a, b) => `сообщения ${a}–${b}`,
  claimed: "Заявлено:", proved: "Доказано:", nothing: "ничего", same: "что подписаны именно эти байты, если это проверено как сказано выше. Больше ничего.",
  openItem: "Открыть", notHere: "Оригинала в этом досье нет.", byHand: "Открывается только вручную:", withText: "Текст", reason: "Почему:",
  gap: (n) => plural("ru", n, { one: "# сообщение не раскрыто", few: "# сообщения не раскрыты", other: "# сообщений не раскрыто" }),
  ofAll: (n) => `всего в чате: ${n}`, rest: "Остальная часть чата не раскрыта", deleted: "Удалено", edited: "изменено", unknownAuthor: "Автор неизвестен", missing: "нет в выгрузке",
  from: "Источник", group: "Группа", takenIn: "Принято", size: "Размер", zone: "пояс неизвестен", assumed: "пояс предположен", quote: ["«", "»"],
  noClaims: "В этом досье нет утверждений.", empty: "На этой странице нет досье. Она заполняется, когда досье составляют.",
  fact: { "date-taken": "дата съёмки", gps: "место", camera: "камера", width: "ширина", height: "высота", orientation: "поворот", author: "автор", producer: "программа", created: "создано", modified: "изменено", pages: "страниц", charset: "кодировка", participants: "участники", "chat-name": "название чата" },
  kind: { chat: "Чат", image: "Снимок", pdf: "PDF", document: "Документ", sheet: "Таблица", mail: "Письмо", audio: "Звук", video: "Видео", text: "Текст", transcript: "Расшифровка", archive: "Архив", other: "Другое" },
};

const uk: Words = {
  dossier: "Досьє", claims: "Твердження", items: "Докази", print: "Друк", theme: "Світла або темна", language: "Мова",
  unchecked: "Не перевірено цією сторінкою",
  vouch: "Сторінка, що прийшла разом із файлом, не може ручитися сама за себе.",
  how: "Як перевірити", signer: "Підпис", ask: "Попросіть журналіста прочитати вам ці слова телефоном.",
  steps: [
    "З Vouchsafe: vouchsafe verify NAME.dossier",
    "Без неї: sha256sum, далі ssh-keygen -Y verify, як сказано в HOW-TO-CHECK.txt поруч із текою data.",
    "Відбиток ключа має збігтися з тим, який вам прочитає людина, яку ви знаєте:",
  ],
  made: "Складено", files: (n) => plural("uk", n, { one: "# предмет", few: "# предмети", other: "# предметів" }),
  custody: (n) => plural("uk", n, { one: "# запис зберігання", few: "# записи зберігання", other: "# записів зберігання" }),
  withheld: (n) => `не розкрито й пораховано: ${n}`,
  excerpts: (n) => plural("uk", n, { one: "# уривок", few: "# уривки", other: "# уривків" }),
  about: (who) => `Про кого: ${who}.`, scope: "Про що це досьє", questions: "Запитання до експертів", open: "Відкрито",
  groups: (s, c) => `Незалежні групи: підтверджують ${s}, спростовують ${c}.`,
  relation: { supports: "Підтверджує", contradicts: "Спростовує", context: "Контекст" },
  status: { corroborated: "Підтверджено", "single-witness": "Один свідок", contested: "Спірно", contradicted: "Спростовано", untested: "Не перевірено" },
  sourceGrade: "Джерело", infoGrade: "відомості",
  whole: "цілком", page: (n) => `сторінка ${n}`, part: "позначена частина", words: "точні слова",
  message: (n) => `повідомлення ${n}`, messages: (a, b) => `повідомлення ${a}–${b}`,
  claimed: "Заявлено:", proved: "Доведено:", nothing: "нічого", same: "що підписано саме ці байти, якщо це перевірено, як сказано вище. Більше нічого.",
  openItem: "Відкрити", notHere: "Оригіналу в цьому досьє немає.", byHand: "Відкривається лише вручну:", withText: "Текст", reason: "Чому:",
  gap: (n) => plural("uk", n, { one: "# повідомлення не розкрито", few: "# повідомлення не розкрито", other: "# повідомлень не розкрито" }),
  ofAll: (n) => `усього в чаті: ${n}`, rest: "Решту чату не розкрито", deleted: "Видалено", edited: "змінено", unknownAuthor: "Автор невідомий", missing: "немає у вивантаженні",
  from: "Джерело", group: "Група", takenIn: "Прийнято", size: "Розмір", zone: "пояс невідомий", assumed: "пояс припущено", quote: ["«", "»"],
  noClaims: "У цьому досьє немає тверджень.", empty: "На цій сторінці немає досьє. Вона заповнюється, коли досьє складають.",
  fact: { "date-taken": "дата знімання", gps: "місце", camera: "камера", width: "ширина", height: "висота", orientation: "поворот", author: "автор", producer: "програма", created: "створено", modified: "змінено", pages: "сторінок", charset: "кодування", participants: "учасники", "chat-name": "назва чату" },
  kind: { chat: "Чат", image: "Знімок", pdf: "PDF", document: "Документ", sheet: "Таблиця", mail: "Лист", audio: "Звук", video: "Відео", text: "Текст", transcript: "Розшифровка", archive: "Архів", other: "Інше" },
};

export const languages = { en, ru, uk };
export type Language = keyof typeof languages;
export type { Words };

/** The browser's first language that the page speaks. */
export function preferred(): Language {
  const codes = navigator.languages.map((tag) => tag.slice(0, 2));
  return codes.find((code): code is Language => code in languages) ?? "en";
}

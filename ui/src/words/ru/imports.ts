import type { Words } from "../index.svelte";
import { ru as plural } from "../plural";

export const imports: Words["imports"] = {
  title: (codename) => `Импорт: ${codename}`,
  dropHere: (codename) => `Отпустите, чтобы импортировать: ${codename}`,
  dropAnywhere: "Отпустите, чтобы импортировать",
  whose: "Чьи это файлы?",
  whoseMore: (files, folders) =>
    [files > 0 && plural(files, { one: "# файл", few: "# файла", many: "# файлов" }), folders > 0 && plural(folders, { one: "# папка", few: "# папки", many: "# папок" })].filter(Boolean).join(", "),
  importAct: "Импортировать",
  noSourceYet: "Сначала добавьте источник: файлы принадлежат тому, кто их доверил.",
  reading: "Файлы принимаются в сейф",
  amount: (done, total) => `${done} из ${total}`,
  sealedFirst: "Каждый оригинал запечатывается раньше, чем его что-либо читает. При остановке запечатанное остаётся.",
  report: "Отчёт об импорте",
  stopped: "Остановлено. Принятое раньше остаётся.",
  totals: {
    added: (n) => plural(n, { one: "# предмет добавлен", few: "# предмета добавлено", many: "# предметов добавлено" }),
    already: (n) => plural(n, { one: "# уже был здесь", few: "# уже были здесь", many: "# уже были здесь" }),
    refused: (n) => plural(n, { one: "отказано: #", few: "отказано: #", many: "отказано: #" }),
    messages: (n) => plural(n, { one: "# сообщение", few: "# сообщения", many: "# сообщений" }),
  },
  outcome: { added: "Добавлено", healed: "Сохранено заново: прежнее было повреждено", "already-here": "Уже здесь", refused: "Отказано" },
  pages: (n) => plural(n, { one: "# страница", few: "# страницы", many: "# страниц" }),
  messages: (n) => plural(n, { one: "# сообщение", few: "# сообщения", many: "# сообщений" }),
  attachments: (found, missing) => [plural(found, { one: "# вложение", few: "# вложения", many: "# вложений" }), missing > 0 && `нет: ${missing}`].filter(Boolean).join(", "),
  unparsed: (n) => plural(n, { one: "# место не понято, сохранено", few: "# места не поняты, сохранены", many: "# мест не поняты, сохранены" }),
  part: (of) => `Часть ${of}`,
  ask: {
    dates: "Даты здесь можно прочесть двояко",
    datesMore: "День и месяц записаны цифрами, и нигде не сказано, что идёт первым. Спросите источник или найдите день больше 12.",
    order: "Порядок в дате",
    orders: { dmy: "День, месяц, год", mdy: "Месяц, день, год", ymd: "Год, месяц, день" },
    zone: "Часовой пояс телефона",
    zoneMore: "В файле время по часам, без пояса. Названный здесь пояс помечается как предположение; без него время остаётся как записано.",
    zoneHint: "Например, Europe/Kyiv",
    again: "Прочесть заново",
    reading: "Чтение заново",
  },
  done: "Готово",
};

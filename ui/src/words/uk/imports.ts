import type { Words } from "../index.svelte";
import { uk as plural } from "../plural";

export const imports: Words["imports"] = {
  title: (codename) => `Імпорт: ${codename}`,
  dropHere: (codename) => `Відпустіть, щоб імпортувати: ${codename}`,
  dropAnywhere: "Відпустіть, щоб імпортувати",
  whose: "Чиї це файли?",
  whoseMore: (files, folders) =>
    [files > 0 && plural(files, { one: "# файл", few: "# файли", many: "# файлів" }), folders > 0 && plural(folders, { one: "# папка", few: "# папки", many: "# папок" })].filter(Boolean).join(", "),
  importAct: "Імпортувати",
  noSourceYet: "Спочатку додайте джерело: файли належать тому, хто їх довірив.",
  reading: "Файли приймаються до сейфа",
  amount: (done, total) => `${done} з ${total}`,
  sealedFirst: "Кожен оригінал запечатується раніше, ніж його щось читає. Після зупинки запечатане лишається.",
  report: "Звіт про імпорт",
  stopped: "Зупинено. Прийняте раніше лишається.",
  totals: {
    added: (n) => plural(n, { one: "# предмет додано", few: "# предмети додано", many: "# предметів додано" }),
    already: (n) => plural(n, { one: "# уже був тут", few: "# уже були тут", many: "# уже були тут" }),
    refused: (n) => plural(n, { one: "відмовлено: #", few: "відмовлено: #", many: "відмовлено: #" }),
    messages: (n) => plural(n, { one: "# повідомлення", few: "# повідомлення", many: "# повідомлень" }),
  },
  outcome: { added: "Додано", healed: "Збережено наново: попереднє було пошкоджено", "already-here": "Уже тут", refused: "Відмовлено" },
  pages: (n) => plural(n, { one: "# сторінка", few: "# сторінки", many: "# сторінок" }),
  messages: (n) => plural(n, { one: "# повідомлення", few: "# повідомлення", many: "# повідомлень" }),
  attachments: (found, missing) => [plural(found, { one: "# вкладення", few: "# вкладення", many: "# вкладень" }), missing > 0 && `немає: ${missing}`].filter(Boolean).join(", "),
  unparsed: (n) => plural(n, { one: "# місце не зрозуміле, збережено", few: "# місця не зрозумілі, збережено", many: "# місць не зрозумілі, збережено" }),
  part: (of) => `Частина ${of}`,
  ask: {
    dates: "Дати тут можна прочитати двояко",
    datesMore: "День і місяць записано цифрами, і ніде не сказано, що йде першим. Запитайте джерело або знайдіть день більший за 12.",
    order: "Порядок у даті",
    orders: { dmy: "День, місяць, рік", mdy: "Місяць, день, рік", ymd: "Рік, місяць, день" },
    zone: "Часовий пояс телефону",
    zoneMore: "У файлі час за годинником, без поясу. Названий тут пояс позначається як припущення; без нього час лишається як записано.",
    zoneHint: "Наприклад, Europe/Kyiv",
    again: "Прочитати знову",
    reading: "Повторне читання",
  },
  done: "Готово",
};

import type { Words } from "../index.svelte";

export const parts: Words["parts"] = {
  relation: { supports: "Підтверджує", contradicts: "Суперечить", context: "Контекст" },
  status: {
    corroborated: "Підтверджено", "single-witness": "Один свідок", contested: "Спірне", contradicted: "Спростовано", untested: "Не перевірено",
  },
  source: "Джерело",
  information: "Відомості",
  sourceGrade: {
    A: "цілком надійне", B: "зазвичай надійне", C: "досить надійне", D: "зазвичай ненадійне", E: "ненадійне", F: "не можна оцінити",
  },
  informationGrade: {
    1: "підтверджені", 2: "імовірно, правдиві", 3: "можливі", 4: "сумнівні", 5: "малоймовірні", 6: "не можна оцінити",
  },
  gradePair: (source, information) => [source && `Джерело ${source}`, information && `відомості ${information}`].filter(Boolean).join(", "),
  kind: {
    chat: "Листування", image: "Фото", pdf: "PDF", document: "Документ", sheet: "Таблиця", mail: "Лист", audio: "Аудіо", video: "Відео",
    text: "Текст", transcript: "Розшифровка", archive: "Архів", other: "Інший файл",
  },
  zone: {
    "explicit-epoch": "UTC", "explicit-offset": "пояс вказано", assumed: "пояс припущено", unknown: "без часового поясу",
  },
  byteUnits: ["Б", "КБ", "МБ", "ГБ", "ТБ"],
  identitySealed: "Особу приховано",
  protectedName: "Захищене ім’я, показано псевдонім",
  close: "Закрити",
  cancel: "Скасувати",
  save: "Зберегти",
  saving: "Збереження",
  back: "Назад",
  retry: "Повторити",
  stop: "Зупинити",
  stopping: "Зупинка",
  more: "Показати ще",
  open: "Відкрити",
  nothingMatches: "Нічого не підходить.",
  missing: "Немає",
  pane: "Панель",
  clear: "Очистити",
};

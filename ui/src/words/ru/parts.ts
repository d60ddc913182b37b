import type { Words } from "../index.svelte";

export const parts: Words["parts"] = {
  relation: { supports: "Подтверждает", contradicts: "Противоречит", context: "Контекст" },
  status: {
    corroborated: "Подтверждено", "single-witness": "Один свидетель", contested: "Спорно", contradicted: "Опровергнуто", untested: "Не проверено",
  },
  source: "Источник",
  information: "Сведения",
  sourceGrade: {
    A: "вполне надёжен", B: "обычно надёжен", C: "довольно надёжен", D: "обычно ненадёжен", E: "ненадёжен", F: "нельзя оценить",
  },
  informationGrade: {
    1: "подтверждены", 2: "вероятно, верны", 3: "возможны", 4: "сомнительны", 5: "маловероятны", 6: "нельзя оценить",
  },
  gradePair: (source, information) => [source && `Источник ${source}`, information && `сведения ${information}`].filter(Boolean).join(", "),
  kind: {
    chat: "Переписка", image: "Фото", pdf: "PDF", document: "Документ", sheet: "Таблица", mail: "Письмо", audio: "Аудио", video: "Видео",
    text: "Текст", transcript: "Расшифровка", archive: "Архив", other: "Другой файл",
  },
  zone: {
    "explicit-epoch": "UTC", "explicit-offset": "пояс указан", assumed: "пояс предположен", unknown: "без часового пояса",
  },
  byteUnits: ["Б", "КБ", "МБ", "ГБ", "ТБ"],
  identitySealed: "Личность скрыта",
  protectedName: "Защищённое имя, показан псевдоним",
  close: "Закрыть",
  cancel: "Отменить",
  save: "Сохранить",
  saving: "Сохранение",
  back: "Назад",
  retry: "Повторить",
  stop: "Остановить",
  stopping: "Остановка",
  more: "Показать ещё",
  open: "Открыть",
  nothingMatches: "Ничего не подходит.",
  missing: "Нет",
  pane: "Панель",
  clear: "Очистить",
};

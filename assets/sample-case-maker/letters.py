"""The two WhatsApp ZIPs: one as a Russian Android telephone writes it, one as a Ukrainian iPhone does."""

import io
import zipfile

from kit import text_of

LRM = "\u200e"


def android(pictures):
    """Alder and his sister: minutes only, LF, files inside. Answers (zip bytes, how many messages)."""
    names, out, count = {"О": "Остап", "Л": "Леся"}, [], 0
    for day, clock, who, text in _lines("sister.txt"):
        text = "<Без медиафайлов>" if text == "<media>" else f"{LRM}{text} (файл добавлен)" if text in pictures else text
        sender = "" if who == "!" else f"{names[who]}: "
        out.append(f"{day[8:]}.{day[5:7]}.{day[:4]}, {clock} - {sender}{text}")
        count += 1
    name = "Чат WhatsApp с контактом Леся.txt"
    return _zip({name: "\n".join(out) + "\n", **pictures}), count


def iphone():
    """The clerk and the pharmacist: seconds, CRLF, invisible marks, media left out. Answers (zip bytes, how many messages)."""
    names, out, count = {"С": "Сірий", "М": "Марта"}, [], 0
    for day, clock, who, text in _lines("clerk.txt"):
        mark = ""
        if who == "!":
            who, text = text.split(" ", 1)
            text = LRM + text
        elif text in ("image", "doc"):
            mark, text = LRM, f"{LRM}зображення відсутнє" if text == "image" else f"наказ.pdf • {LRM}2 сторінки {LRM}документ пропущено"
        out.append(f"{mark}[{day[8:]}.{day[5:7]}.{day[2:4]}, {clock}] {names[who]}: {text}")
        count += 1
    return _zip({"_chat.txt": "\r\n".join(out) + "\r\n"}), count


def _lines(name):
    day = None
    for row in text_of(name).splitlines():
        if row.startswith("= "):
            day = row[2:]
        elif row and not row.startswith("#"):
            clock, who, text = row.split(" ", 2)
            yield day, clock, who, text.replace("\\n", "\n")


def _zip(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bag:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (2026, 2, 14, 9, 12, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED if isinstance(data, str) else zipfile.ZIP_STORED
            bag.writestr(entry, data)
    return out.getvalue()

"""`case.json`: sources, imports, twelve claims with their links, a suggested dossier. And the proof that every link points at something.

Selectors follow the command line's grammar. `message=` counts every record of the export from 1, in the order of the file.
"""

TELEGRAM = "telegram/ChatExport_2026-02-14/result.json"
SISTER, CLERK = "whatsapp/Чат WhatsApp с контактом Леся.zip", "whatsapp/WhatsApp Chat - Марта.zip"
ORDER, HOSPITAL = "papers/order-46.pdf", "papers/hospital-summary.pdf"
NOTEBOOK, XRAY, BANK, PLAN = "papers/notebook-scan.jpg", "photos/xray-2206.tif", "photos/bank-message.png", "photos/plan-of-the-cellar.webp"
ELEVATOR, TRUCK, CELLAR = "photos/IMG_20241015_181204.jpg", "photos/P1022_1340.jpg", "photos/IMG_20241028_074512.jpg"
ORDER_PHOTO, MEDICINES, ROAD = "photos/photo_2024-10-17.jpg", "photos/P1020_1851.jpg", "photos/IMG_20241029_163048.jpg"
OWN_TRUCK = "photos/IMG_20241022_173120.jpg"
ALDER, LARCH, SEDGE = "interviews/alder-2.txt", "interviews/larch-1.windows-1251.txt", "interviews/sedge-statement.koi8-u.txt"
VOICE = "audio/voice-note-2024-10-26.ogg"

SOURCES = [
    {"codename": "Alder", "protected": ["Остап", "Остап В.", "Верболозов", "Остап Верболозов", "Леся", "00417"],
     "notes": {"en": "Driver of lorry no. 4. Never give the unit's number, names or the voice; nothing about the sister.",
               "ru": "Водитель бортовой № 4. Не давать номер части, имена и голос; о сестре ничего.",
               "uk": "Водій вантажівки № 4. Не давати номер частини, імена й голос; про сестру нічого."}},
    {"codename": "Larch", "protected": ["Марта", "Ялинчук", "Марта Ялинчук", "Млинарська"],
     "notes": {"en": "Pharmacist. The town may be named, the surname and the street may not. The notebook may be shown.",
               "ru": "Фармацевт. Город назвать можно, фамилию и улицу нельзя. Тетрадь показать можно.",
               "uk": "Фармацевтка. Місто назвати можна, прізвище й вулицю не можна. Зошит показати можна."}},
    {"codename": "Sedge", "protected": ["Сірий", "Серый", "Осоковець", "писар", "писарь"],
     "notes": {"en": "Kept the second copy of the order. Neither the name nor the post; no handwriting.",
               "ru": "Хранит вторую копию приказа. Ни имени, ни должности; почерк не показывать.",
               "uk": "Зберігає другу копію наказу. Ні імені, ні посади; почерк не показувати."}},
]
KYIV = "Europe/Kyiv"
IMPORTS = [("Alder", path) for path in ("telegram/ChatExport_2026-02-14", SISTER, VOICE, HOSPITAL, ALDER, ELEVATOR, CELLAR, OWN_TRUCK, ROAD, ORDER_PHOTO, XRAY, BANK, PLAN)]
IMPORTS += [("Larch", path) for path in (NOTEBOOK, LARCH, TRUCK, MEDICINES)] + [("Sedge", path) for path in (ORDER, CLERK, SEDGE)]
GROUPS = {"Alder": "Alder", "Larch": "Larch", "papers": "Unit papers", "clinic": "Hospital", "foreman": "Foreman", "bank": "Bank", "Sedge": "Sedge"}


# What lists call an item.
TITLES = {
    "telegram/ChatExport_2026-02-14/result.json": "Drivers’ chat",
    "whatsapp/Чат WhatsApp с контактом Леся.zip": "Alder’s chat with home",
    "whatsapp/WhatsApp Chat - Марта.zip": "Pharmacy chat",
    "audio/voice-note-2024-10-26.ogg": "Voice note of 26 October",
    "papers/hospital-summary.pdf": "Hospital summary",
    "interviews/alder-2.txt": "Alder, interview 2",
    "interviews/larch-1.windows-1251.txt": "Larch, interview 1",
    "interviews/sedge-statement.koi8-u.txt": "Sedge, statement",
    "papers/order-46.pdf": "Order no. 46",
    "papers/notebook-scan.jpg": "Notebook, a page",
    "photos/bank-message.png": "Bank message",
    "photos/xray-2206.tif": "X-ray 2206",
    "photos/plan-of-the-cellar.webp": "Plan of the cellar",
}


def build(chat, regions, voice_times, contents):
    """`chat` gives a message's number by anchor; `regions` the remembered boxes by file and name; `contents` as for `check`."""
    def say(first, last=None, words=""):
        start, end = chat[first], chat[last or first]
        return {"evidence": TELEGRAM, "at": f"message={start}" if start == end else f"message={start}-{end}", "expect": words}

    def find(path, words):
        numbers = [n for n, text in enumerate(contents(path)["messages"], 1) if words in text]
        assert len(numbers) == 1, (words, numbers)
        return {"evidence": path, "at": f"message={numbers[0]}", "expect": words}

    def region(path, name):
        page, box = regions[path][name]
        at = "xywh=percent:" + ",".join(f"{v:g}" for v in box)
        return {"evidence": path, "at": f"page={page}&{at}" if page else at}

    def quote(path, text):
        return {"evidence": path, "at": f"quote={text}"}

    def heard(first, last):
        return {"evidence": VOICE, "at": f"t={voice_times[first][0]:g},{voice_times[last][1]:g}"}

    def link(where, relation, group, source, info, reason):
        return {**where, "relation": relation, "independence": GROUPS[group], "source_grade": source, "info_grade": info, "reason": reason}

    yes, no, near = "supports", "contradicts", "context"
    claims = [
        ("Order no. 46 kept the drivers who had reported sick in the weighing house until they took their reports back.", "Alder", "event", "corroborated", [
            link(region(ORDER, "p1"), yes, "papers", "B", 1, "Point 1 says so, with the list of six."),
            link(say("order1", "order4", "До отзыва рапортов"), yes, "Alder", "B", 2, "The drivers were told the same afternoon, in the same words."),
            link(quote(LARCH, "Їх тримали за рапорти про здоров'я."), yes, "Larch", "B", 2, "Heard from the men themselves three days later."),
            link(region(ORDER_PHOTO, "p1"), near, "papers", "B", 1, "Copy 1 of the same paper, photographed: not a further witness.")]),
        ("Order no. 46 was signed on 17 October 2024.", None, "date", "corroborated", [
            link(region(ORDER, "date"), yes, "papers", "B", 1, "The date on the second copy."),
            link(say("order1", None, "Приказ 46 подписан сегодня в 16:40"), yes, "Alder", "B", 1, "Dates it to the minute, fifteen months before the copy surfaced."),
            link(quote(SEDGE, "Я друкував наказ N 46 від 17 жовтня 2024 р. у двох примірниках."), near, "Sedge", "B", 2, "The one who typed it; the copy itself is counted above.")]),
        ("Alder was held in the cellar for eleven full days, from 18 to 28 October 2024.", "Alder", "event", "corroborated", [
            link(quote(ALDER, "Одиннадцать полных дней. С восемнадцатого по двадцать восьмое."), yes, "Alder", "B", 2, "Told without notes, a year later."),
            link(say("day1", None, "День первый"), yes, "Alder", "B", 2, "Written on the day. The same person as the interview, so one group."),
            link(say("day11", None, "День одиннадцатый"), yes, "Alder", "B", 2, "The last of the daily counts."),
            link(region(NOTEBOOK, "days"), yes, "Larch", "B", 1, "Counted day by day by somebody outside."),
            link(region(CELLAR, "strokes"), near, "Alder", "C", 3, "Eleven strokes on a wall; nothing says who made them or when.")]),
        ("Alder's left hand was broken by a blow from a rifle butt on 22 October.", "Alder", "event", "contested", [
            link(quote(ALDER, "Дверь открыли, ударили прикладом по кисти, левой."), yes, "Alder", "B", 2, "First-hand, and the same as the messages of that night."),
            link(region(HOSPITAL, "age"), yes, "clinic", "A", 2, "Age of the fracture and its kind fit a blow; the cause itself is by his own words."),
            link(region(XRAY, "fracture"), near, "clinic", "A", 1, "Shows the fracture, not the blow."),
            link(say("fell", None, "упал с борта"), no, "foreman", "D", 4, "The foreman's version; the report he names has not been seen.")]),
        ("Alder was paid nothing for October 2024.", "Alder", "fact", "contradicted", [
            link(region(BANK, "october"), no, "bank", "A", 1, "The bank's own message of 15 November."),
            link(say("pay", None, "деньги за октябрь пришли"), no, "Alder", "B", 1, "He says himself that he was paid."),
            link(quote(ALDER, "Пришли. Я сам удивился."), no, "Alder", "B", 1, "And again in the interview.")]),
        ("Larch brought medicines to the cellar four times.", "Larch", "event", "single-witness", [
            link(quote(LARCH, "Чотири рази: двадцятого, двадцять четвертого, двадцять шостого і двадцять восьмого."), yes, "Larch", "B", 2, "First-hand."),
            link(region(NOTEBOOK, "visit4"), yes, "Larch", "B", 2, "Her own note of the fourth visit: the same witness, so one group."),
            link(say("pharm3", None, "Третий раз пришла"), near, "Alder", "B", 2, "He knows of three; he says that he slept through the fourth."),
            link(region(MEDICINES, "boxes"), near, "Larch", "C", 3, "What she took along on 20 October.")]),
        ("The commander read the order out himself.", None, "event", "untested", [
            link(region(ORDER, "signature"), near, "papers", "B", 1, "He signed it; that does not say who read it."),
            link(quote(ALDER, "Говорили, командир. Я не видел."), near, "Alder", "B", 3, "Hearsay, and he says so.")]),
        ("No doctor came to the men between 18 and 29 October.", "Alder", "event", "corroborated", [
            link(heard(1, 4), yes, "Alder", "B", 2, "Said on 26 October, on the spot."),
            link(quote(LARCH, "Лікаря там не було. Я питала щоразу."), yes, "Larch", "B", 2, "Asked at each visit."),
            link(region(ORDER, "p2"), yes, "papers", "B", 1, "Point 2: no examination, no doctor to be sent."),
            link(say("nodoc", None, "Врача на Элеваторе нет и не будет"), near, "foreman", "C", 2, "Announced beforehand; says nothing of the days after.")]),
        ("The drivers' military cards were taken and not given back.", "Alder", "event", "corroborated", [
            link(region(ORDER, "p5"), yes, "papers", "B", 1, "Point 5: take them, keep them until further orders."),
            link(say("cards", None, "Не вернули ни одному из четверых"), yes, "Alder", "B", 2, "Written within minutes of the release."),
            link(quote(SEDGE, "Військові квитки шістьох водіїв лежали в сейфі канцелярії."), yes, "Sedge", "B", 2, "Saw them in the safe.")]),
        ("Lorry no. 4 stood by the silos of the elevator on 22 October 2024.", "Alder", "place", "corroborated", [
            link(region(TRUCK, "door"), yes, "Larch", "B", 2, "Her photo, her telephone: time and place in EXIF."),
            link(region(OWN_TRUCK, "lorry"), yes, "Alder", "B", 2, "His photo of the same day, with a stated offset."),
            link(say("truck", None, "четвёрка так и стоит под силосом"), yes, "Alder", "B", 2, "Sent the same quarter of an hour.")]),
        ("The second copy of the order left the office before the journal was burned.", "Sedge", "event", "single-witness", [
            link(find(CLERK, "другу копію наказу 46"), yes, "Sedge", "B", 2, "Written the day before the burning."),
            link(quote(SEDGE, "Перший підшили в журнал. Другий я забрав."), yes, "Sedge", "B", 2, "The same person, a year later."),
            link(say("burn", None, "Журнал приказов за осень списан и уничтожен"), near, "foreman", "C", 2, "That the journal was destroyed; nothing about a copy.")]),
        ("Larch drove Alder to the hospital in her own car on 29 October.", "Alder", "event", "single-witness", [
            link(quote(ALDER, "Аптекарша ждала у ворот на своей машине."), yes, "Alder", "B", 2, "First-hand."),
            link(find(SISTER, "Меня везёт аптекарша"), yes, "Alder", "B", 2, "Written on the way: the same person, so one group."),
            link(region(ROAD, "car"), near, "Alder", "C", 3, "A white car in fog; it cannot be told whose."),
            link(region(HOSPITAL, "when"), near, "clinic", "A", 1, "That he came that evening, not how.")]),
    ]
    return {
        "about": "A made-up case. No person, unit, town or paper in it exists.",
        "locker": "sample-case", "passphrase": "sample case passphrase",
        "title": {"en": "Order no. 46", "ru": "Приказ № 46", "uk": "Наказ № 46"},
        "sources": SOURCES,
        "titles": TITLES,
        "imports": [{"source": source, "path": path, "timezone": KYIV} for source, path in IMPORTS],
        "claims": [{"statement": statement, **({"about": about} if about else {}), "kind": kind, "status": status, "links": links}
                   for statement, about, kind, status, links in claims],
        "dossier": {"title": "Order no. 46: the cellar of the elevator", "claims": [1, 2, 3, 4, 8, 9],
                    "questions": ["Was the order given, and when?", "Were the men held, and for how long?", "How was the hand broken?"]},
    }


def status_of(links):
    """The rule: context never counts, and each independence group counts once."""
    groups = {relation: {link["independence"] for link in links if link["relation"] == relation} for relation in ("supports", "contradicts")}
    if groups["supports"] and groups["contradicts"]:
        return "contested"
    if groups["contradicts"]:
        return "contradicted"
    return "corroborated" if len(groups["supports"]) > 1 else "single-witness" if groups["supports"] else "untested"


def check(case, contents):
    """`contents` answers, for a path: {"messages": [text]}, {"pages": [text]}, {"text": text}, {"size": (w, h)} or {"seconds": s}."""
    assert len(case["claims"]) == 12
    known = {source["codename"] for source in case["sources"]}
    assert all(i["source"] in known for i in case["imports"])
    for claim in case["claims"]:
        assert claim.get("about", "Alder") in known
        assert status_of(claim["links"]) == claim["status"], claim["statement"]
        for link in claim["links"]:
            _check_link(link, contents(link["evidence"]))
            link.pop("expect", None)
    assert all(1 <= n <= 12 for n in case["dossier"]["claims"])


def _check_link(link, content):
    for part in link["at"].split("&"):
        key, value = part.split("=", 1)
        if key == "message":
            first, last = (int(v) for v in (value.split("-") * 2)[:2])
            text = "\n".join(content["messages"][first - 1 : last])
            assert link["expect"] and link["expect"] in text, (link, text)
        elif key == "page":
            assert 1 <= int(value) <= len(content["pages"]), link
        elif key == "quote":
            assert content["text"].count(value) == 1, link
        elif key == "t":
            start, end = (float(v) for v in value.split(","))
            assert 0 <= start < end <= content["seconds"], link
        else:
            x, y, w, h = (float(v) for v in value.removeprefix("percent:").split(","))
            assert key == "xywh" and min(x, y) >= 0 and min(w, h) > 1 and x + w <= 100 and y + h <= 100, link
            assert "size" in content or "pages" in content, link

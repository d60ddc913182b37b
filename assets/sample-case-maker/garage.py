"""The Telegram export: the authored backbone, small talk around it, and Telegram Desktop's JSON as version 6 writes it for one chat.

The wall clock in `date` is Kyiv's, as the exporting computer had it; `date_unixtime` is the instant. Answers where each anchor stands.
"""

import json
import re
from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kit import rng, text_of

ZONE = ZoneInfo("Europe/Kyiv")
# Ids are beyond what the service gives out, so that they are nobody's.
AUTHORS = {"О": ("Остап В.", "user9900000000101"), "Ж": ("Жека", "user9900000000102"), "Р": ("Рябий", "user9900000000103"),
           "С": ("Старшина", "user9900000000104"), "Л": (None, "user9900000000105"), "Т": ("Тарас Лелека", "user9900000000106")}
JOINED = {"С": (date(2024, 2, 6), date(2025, 1, 19)), "Л": (date(2024, 2, 5), date(2024, 11, 28)), "Т": (date(2025, 3, 3), date(2026, 2, 12))}
SILENT = (date(2024, 10, 16), date(2024, 10, 30))
NOT_INCLUDED = "(File not included. Change data exporting settings to download.)"
TOO_BIG = "(File exceeds maximum size. Change data exporting settings to download.)"
WANTED = 2000
TAG = re.compile(r"\{([^}]*)\}\s*")


def export(files):
    """`files` maps a backbone file name to (bytes, width, height) or (bytes, seconds). Answers (json bytes, attachments, anchors)."""
    lines = _backbone() + _small_talk(WANTED - len(_backbone()))
    lines.sort(key=lambda line: line["at"])
    return _write(lines, files)


def _backbone():
    lines, day, clocks = [], None, Counter()
    for row in text_of("garage.txt").splitlines():
        if row.startswith("= "):
            day = date.fromisoformat(row[2:])
        elif row and not row.startswith("#"):
            clock, who, text = row.split(" ", 2)
            at = datetime.combine(day, datetime.strptime(clock, "%H:%M").time())
            clocks[at] += 1
            seconds = clocks[at] * 13 - rng(f"seconds {at} {text}").randrange(11)
            lines.append(_line(at + timedelta(seconds=seconds), who, text, "backbone"))
    return lines


def _small_talk(wanted):
    pools, state = _pools(), rng("small talk")
    first, last = date(2024, 2, 7), date(2026, 2, 12)
    days = [first + timedelta(n) for n in range((last - first).days)]
    lines, used = [], set()
    while len(lines) < wanted:
        day = state.choices(days, [0 if SILENT[0] <= d <= SILENT[1] else 3 if d < SILENT[0] else 1 for d in days])[0]
        pool = pools["always"] + pools["before" if day < SILENT[0] else "after"]
        talk = state.choice(pool)
        if any(who in JOINED and not JOINED[who][0] <= day <= JOINED[who][1] for who, _ in talk):
            continue
        start = 6 * 60 + state.randrange(15 * 60)
        if (day, start // 40) in used:
            continue
        used.add((day, start // 40))
        at = datetime.combine(day, datetime.min.time()) + timedelta(minutes=start, seconds=state.randrange(60))
        for who, text in talk:
            text = re.sub(r"\[([^\[\]]*)\]", lambda m: state.choice(m[1].split("|")), _inner(text, state))
            lines.append(_line(at, who, text, "talk"))
            at += timedelta(seconds=state.randrange(9, 260))
    return lines[:wanted]


def _inner(text, state):
    """Resolves the choices that stand inside another choice first."""
    return re.sub(r"(\[[^\[\]]*)\[([^\[\]]*)\]", lambda m: m[1] + state.choice(m[2].split("|")), text)


def _pools():
    pools, section = {}, None
    for block in text_of("small-talk.txt").split("\n\n"):
        if block.startswith("== "):
            section = pools.setdefault(block[3:].strip(), [])
        elif section is not None and block.strip():
            section.append([tuple(row.split(" ", 1)) for row in block.strip().splitlines()])
    return pools


def _line(at, who, text, kind):
    tags = [tag.split(" ", 1) for tag in TAG.findall(text)]
    second_pass = 1 if at.date() == date(2024, 10, 27) else 0  # the night on which the clocks went back
    return {"at": at.replace(fold=second_pass), "who": who, "text": TAG.sub("", text).strip(), "tags": tags, "kind": kind}


def _write(lines, files):
    state, number, messages, attachments, anchors, ids, shots = rng("ids"), 41_207, [], {}, {}, {}, 0
    for position, line in enumerate(lines, 1):
        tags = {tag[0]: tag[1] if len(tag) > 1 else "" for tag in line["tags"]}
        number += 1 + (state.randrange(1, 9) if state.random() < 0.12 else 0) + int(tags.get("jump", 0))
        name = next((tag[1:] for tag in tags if tag.startswith("#")), None)
        if name:
            anchors[name], ids[name] = position, number
        message = {"id": number, "type": "service" if line["who"] == "!" else "message", **_clock("date", line["at"])}
        if line["who"] == "!":
            _service(message, line["text"], ids)
        else:
            author, author_id = AUTHORS[line["who"]]
            if "edit" in tags or (line["kind"] == "talk" and state.random() < 0.025):
                message |= _clock("edited", line["at"] + timedelta(minutes=int(tags.get("edit", 1))))
            message |= {"from": author, "from_id": author_id}
            if "fwd" in tags:
                message["forwarded_from"] = None if tags["fwd"] == "null" else tags["fwd"]
            if "reply" in tags:
                message["reply_to_message_id"] = ids.get(tags["reply"], messages[-1]["id"])
            elif line["kind"] == "talk" and messages[-1]["type"] == "message" and state.random() < 0.06:
                message["reply_to_message_id"] = messages[-1]["id"]
            shots = _media(message, tags, line, files, attachments, shots, state)
            _text(message, line["text"], tags, state)
            if line["kind"] == "talk" and state.random() < 0.03:
                _react(message, line, state)
        messages.append(message)
    chat = {"name": "Гараж", "type": "private_group", "id": 9900000000777, "messages": messages}
    return json.dumps(chat, ensure_ascii=False, indent=1).encode(), attachments, anchors


def _clock(key, at):
    return {key: at.replace(fold=0).isoformat(timespec="seconds"), f"{key}_unixtime": str(int(at.replace(tzinfo=ZONE).timestamp()))}


def _service(message, text, ids):
    action, arguments = text.split(" ", 1)
    actor, *rest = arguments.split("|")
    by_name = {name: id_ for name, id_ in AUTHORS.values()}
    actor = None if actor == "null" else actor
    message |= {"actor": actor, "actor_id": by_name[actor], "action": "set_messages_ttl" if action == "messages_ttl" else action}
    if action == "create_group":
        message |= {"title": rest[0], "members": [None if m == "null" else m for m in rest[1].split(";")]}
    elif action in ("invite_members", "remove_members"):
        message["members"] = rest
    elif action == "pin_message":
        message["message_id"] = ids[rest[0]]
    elif action == "messages_ttl":
        message["period"] = int(rest[0])
    message |= {"text": "", "text_entities": []}


def _media(message, tags, line, files, attachments, shots, state):
    stamp = line["at"].strftime("%d-%m-%Y_%H-%M-%S")
    if tags.get("photo", "-") != "-":
        data, width, height = files[tags["photo"]]
        shots += 1
        path = f"photos/photo_{shots}@{stamp}.jpg"
        attachments[path] = data
        message |= {"photo": path, "photo_file_size": len(data), "width": width, "height": height}
    elif "photo" in tags or tags.get("miss") == "photo":
        message |= {"photo": NOT_INCLUDED, "photo_file_size": state.randrange(80_000, 320_000), "width": 960, "height": 1280}
    elif "voice" in tags:
        data, seconds = files[tags["voice"]]
        path = f"voice_messages/audio_1@{stamp}.ogg"
        attachments[path] = data
        message |= {"file": path, "file_size": len(data), "media_type": "voice_message", "mime_type": "audio/ogg", "duration_seconds": round(seconds)}
    elif "file" in tags:
        data = files[tags["file"]][0]
        attachments[f"files/{tags['file']}"] = data
        message |= {"file": f"files/{tags['file']}", "file_name": tags["file"], "file_size": len(data), "mime_type": "text/plain"}
    elif tags.get("miss") == "voice":
        message |= {"file": NOT_INCLUDED, "file_size": state.randrange(9_000, 60_000), "media_type": "voice_message", "mime_type": "audio/ogg", "duration_seconds": state.randrange(3, 28)}
    elif tags.get("miss") == "video":
        message |= {"file": TOO_BIG, "file_name": "VID_0417.mp4", "file_size": state.randrange(30_000_000, 90_000_000), "media_type": "video_file",
                    "mime_type": "video/mp4", "duration_seconds": state.randrange(12, 90), "width": 1280, "height": 720}
    elif tags.get("miss") == "sticker":
        message |= {"file": NOT_INCLUDED, "file_name": "sticker.webp", "file_size": 21_480, "media_type": "sticker", "sticker_emoji": state.choice("😂🚛☕🐈"), "width": 512, "height": 512}
    elif tags.get("miss") == "file":
        message |= {"file": NOT_INCLUDED, "file_name": "Список.docx", "file_size": 14_336, "mime_type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
    return shots


def _text(message, text, tags, state):
    if "link" in tags:
        text += f" https://polezno.example/{state.randrange(100, 999)}"
    pieces = [p for p in re.split(r"(https://\S+|#\w+)", text) if p]
    entities = [{"type": "link" if p.startswith("https://") else "hashtag" if p.startswith("#") else "plain", "text": p} for p in pieces]
    plain = all(e["type"] == "plain" for e in entities)
    message["text"] = text if plain else [e["text"] if e["type"] == "plain" else e for e in entities]
    message["text_entities"] = entities


def _react(message, line, state):
    who = state.choice("ОЖР")
    if who == line["who"]:
        return
    name, id_ = AUTHORS[who]
    at = line["at"] + timedelta(minutes=state.randrange(1, 50))
    message["reactions"] = [{"type": "emoji", "count": 1, "emoji": state.choice("👍❤😁🙏"),
                             "recent": [{"from": name, "from_id": id_, "date": at.isoformat(timespec="seconds")}]}]

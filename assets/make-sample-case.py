#!/usr/bin/env python3
"""Makes assets/sample-case again: the invented case that a newcomer learns from. Same input, same bytes.

Needs (pip) Pillow 13.0.0, numpy 2.4.6, reportlab 5.1.0, fonttools 4.68.0, piexif 1.1.3;
      (apt) fonts-paratype 20181108, poppler-utils, ffmpeg with libopus, espeak-ng 1.51.
Run   python3 assets/make-sample-case.py            writes the folder anew and checks that every link of every claim points at something
      python3 assets/make-sample-case.py --check    makes it in memory and says what differs from the folder
Other versions of these tools may write other bytes; the pictures and texts stay the same. What it makes is committed, so a build needs none of it.
"""

import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ASSETS = Path(__file__).resolve().parent
sys.path.insert(0, str(ASSETS / "sample-case-maker"))

from PIL import Image  # noqa: E402

import case as story  # noqa: E402
import garage  # noqa: E402
import kit  # noqa: E402
import letters  # noqa: E402
import papers  # noqa: E402
import scenes  # noqa: E402
import sheets  # noqa: E402
import voice  # noqa: E402

OUT = ASSETS / "sample-case"
BY_HAND = {"README.md"}
# In the open ocean, so that they are nobody's address. The distances between them fit the story.
AT_ELEVATOR, ON_ROAD, NEAR_GATE = (46.51520, -29.80410, 118), (46.48870, -29.74120, 104), (46.51440, -29.80190, 117)
REFERRAL = "Направление\n\nВ приёмное отделение.\nНаправляется на снимок левой кисти, 30 октября, кабинет 12, к 11:30.\nПри себе иметь это направление.\n"
LIMIT = 8_000_000


def make():
    """Answers every file of the folder as {relative path: bytes}."""
    files, regions = {}, {}
    order, order_regions = papers.order(2)
    hospital, hospital_regions = papers.hospital_paper()
    first_page = _page(papers.order(1)[0])
    files[story.ORDER], files[story.HOSPITAL] = order, hospital
    regions[story.ORDER], regions[story.HOSPITAL] = order_regions, hospital_regions

    dusk, noon, wall, road = scenes.elevator_at_dusk(), scenes.truck_by_the_silo(), scenes.cellar_wall(), scenes.poplar_road()
    order_photo, own_truck = scenes.order_on_table(first_page), scenes.own_truck()
    orchid, tern = ("Lumeo", "Orchid 5"), ("Fennel", "Tern C20")
    files[story.ELEVATOR] = kit.jpeg(dusk, exif=kit.exif(*orchid, "2024:10:15 18:12:04", "+03:00", (*AT_ELEVATOR, "2024:10:15 15:12:01")))
    files[story.OWN_TRUCK] = kit.jpeg(own_truck, exif=kit.exif(*orchid, "2024:10:22 17:31:20", "+03:00", (*AT_ELEVATOR, "2024:10:22 14:31:18")))
    files[story.CELLAR] = kit.jpeg(wall.transpose(Image.Transpose.ROTATE_90), exif=kit.exif(*orchid, "2024:10:28 07:45:12", orientation=6))
    files[story.ROAD] = kit.jpeg(road, exif=kit.exif(*orchid, "2024:10:29 16:30:48", "+02:00", (*ON_ROAD, "2024:10:29 14:30:44")))
    files[story.TRUCK] = kit.jpeg(noon, exif=kit.exif(*tern, "2024:10:22 13:40:02", None, (*NEAR_GATE, "2024:10:22 10:39:58")))
    files[story.MEDICINES] = kit.jpeg(scenes.medicines(), exif=kit.exif(*tern, "2024:10:20 18:51:30"))
    files[story.ORDER_PHOTO] = kit.jpeg(order_photo)
    plate, (bank, october), (notebook, notes) = sheets.xray(), sheets.bank_message(), sheets.notebook_page()
    files[story.XRAY] = _saved(plate, "TIFF", compression="tiff_adobe_deflate", tiffinfo={271: "Fennel", 272: "Plate 2", 306: "2024:10:30 11:42:00"})
    files[story.BANK] = _saved(bank, "PNG", optimize=True)
    files[story.PLAN] = _saved(sheets.plan(), "WEBP", quality=82, method=6)
    files[story.NOTEBOOK] = kit.jpeg(notebook, quality=80)
    regions[story.NOTEBOOK] = {name: (None, box) for name, box in notes.items()}
    regions[story.BANK] = {"october": (None, october)}
    regions[story.XRAY] = {"fracture": (None, [56, 48, 14, 18])}
    regions[story.CELLAR] = {"strokes": (None, [10, 37.5, 35, 15])}
    regions[story.OWN_TRUCK] = {"lorry": (None, [20, 44, 63, 40])}
    regions[story.TRUCK] = {"door": (None, [27.5, 58, 12.5, 24])}
    regions[story.MEDICINES] = {"boxes": (None, [11, 44, 70, 38])}
    regions[story.ORDER_PHOTO] = {"p1": (None, [21, 38, 60, 11])}
    regions[story.ROAD] = {"car": (None, [50, 53.5, 5, 7])}

    spoken, seconds, times = voice.note(voice.DOCTOR)
    files[story.VOICE] = spoken
    hurt, hurt_seconds, _ = voice.note(voice.HAND)
    sent = {name: (*_sent(image, 1280), *_fit(image, 1280)) for name, image in
            (("photo_elevator.jpg", dusk), ("photo_order.jpg", order_photo), ("photo_truck.jpg", own_truck))}
    sent |= {"audio_1@22-10-2024_23-14-02.ogg": (hurt, hurt_seconds), "направление.txt": (REFERRAL.encode(),)}
    chat, attached, anchors = garage.export(sent)
    folder = Path(story.TELEGRAM).parent
    files[story.TELEGRAM] = chat
    files |= {f"{folder}/{path}": data for path, data in attached.items()}
    files[story.SISTER], _ = letters.android({"IMG-20241015-WA0003.jpg": _sent(dusk, 1000)[0], "IMG-20241030-WA0007.jpg": _sent(plate, 1000)[0],
                                              "IMG-20241115-WA0002.jpg": _sent(bank, 1000)[0]})
    files[story.CLERK], _ = letters.iphone()
    files[story.ALDER] = kit.text_of("interview-alder.txt").encode()
    files[story.LARCH] = kit.text_of("interview-larch.txt").encode("cp1251")
    files[story.SEDGE] = kit.text_of("statement-sedge.txt").encode("koi8-u")

    def contents(path):
        return _contents(path, files[path], seconds)

    built = story.build(anchors, regions, times, contents)
    story.check(built, contents)
    assert {i["path"] for i in built["imports"]} | {story.TELEGRAM} >= {link["evidence"] for claim in built["claims"] for link in claim["links"]}
    assert all(any(name == i["path"] or name.startswith(i["path"] + "/") for name in files) for i in built["imports"])
    files["case.json"] = (json.dumps(built, ensure_ascii=False, indent=2) + "\n").encode()
    total = sum(map(len, files.values()))
    assert total < LIMIT, f"{total} bytes are too many"
    return files


def _contents(path, data, seconds):
    """What a link may point at, read back from the bytes just made."""
    if path.endswith(".json"):
        return {"messages": ["".join(e["text"] for e in m["text_entities"]) for m in json.loads(data)["messages"]]}
    if path.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as bag:
            text = bag.read(next(n for n in bag.namelist() if n.endswith(".txt"))).decode().replace("\r\n", "\n")
        return {"messages": re.split(r"^\u200e?\[?\d\d\.\d\d\.\d\d\d?\d?, ", text, flags=re.MULTILINE)[1:]}
    if path.endswith(".pdf"):
        text = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
        return {"pages": text.removesuffix("\f").split("\f"), "text": text}
    if path.endswith(".ogg"):
        return {"seconds": seconds}
    if path.endswith(".txt"):
        charset = next((c for c in ("windows-1251", "koi8-u") if c in path), "utf-8")
        return {"text": data.decode(charset)}
    return {"size": Image.open(io.BytesIO(data)).size}


def _page(pdf):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-png", "-", f"{folder}/page"], input=pdf, check=True)
        return Image.open(next(Path(folder).glob("page*.png"))).convert("RGB")


def _saved(image, kind, **how):
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def _fit(image, longest):
    scale = longest / max(image.size)
    return tuple(round(v * scale) for v in image.size)


def _sent(image, longest):
    """As a messenger sends it: smaller, and without EXIF."""
    return (kit.jpeg(image.resize(_fit(image, longest), Image.Resampling.LANCZOS), quality=72),)


def main():
    files = make()
    if "--check" in sys.argv[1:]:
        there = {str(p.relative_to(OUT)): p.read_bytes() for p in OUT.rglob("*") if p.is_file() and p.name not in BY_HAND}
        differing = sorted(path for path in files.keys() | there.keys() if files.get(path) != there.get(path))
        print("\n".join(["differs:", *differing]) if differing else f"the same: {len(files)} files")
        return 1 if differing else 0
    for old in OUT.iterdir() if OUT.exists() else ():
        if old.name not in BY_HAND:
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    for path, data in files.items():
        (OUT / path).parent.mkdir(parents=True, exist_ok=True)
        (OUT / path).write_bytes(data)
    print(f"{len(files)} files, {sum(map(len, files.values())):,} bytes in {OUT.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

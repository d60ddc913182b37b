"""Papers and screens that are pictures: the X-ray (TIFF), the bank's message (PNG), the plan (WebP) and the notebook page (JPEG)."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from kit import SANS, SANS_BOLD, cloud, film, font, hand, np_rng, perspective, shaded, tint

NOTEBOOK = [
    ("20.10", "19:05", "Р.: від тиску, 10 табл.; бинт; вода 3 л.", "Пустили на 2 хв. Четверо."),
    ("24.10", "20:40", "О.: шина (лінійка), бинт.", "Кисть синя. Лікаря немає."),
    ("26.10", "18:15", "О.: знеболювальне на 3 дні; батарейка.", "Лікаря немає."),
    ("28.10", "09:10", "О.: жарознижувальне, 6 табл. Спить.", "38,9. Не будила."),
]


def xray():
    """A left hand, the fifth metacarpal broken across, as a grey image."""
    scale, width, height = 2, 1000, 1280
    soft, bone = Image.new("L", (width * scale, height * scale)), Image.new("L", (width * scale, height * scale))
    flesh, bones = ImageDraw.Draw(soft), ImageDraw.Draw(bone)

    def limb(points, wide):
        points = [(x * scale, y * scale) for x, y in points]
        flesh.line(points, fill=92, width=wide * scale, joint="curve")
        for x, y in points:
            r = wide * scale / 2
            flesh.ellipse((x - r, y - r, x + r, y + r), fill=92)

    def piece(a, b, wide):
        (ax, ay), (bx, by) = a, b
        along = math.atan2(by - ay, bx - ax)
        nx, ny = -math.sin(along), math.cos(along)
        outline = []
        for side in (1, -1):
            steps = range(21) if side == 1 else range(20, -1, -1)
            for n in steps:
                t = n / 20
                half = wide * (0.34 + 0.26 * abs(2 * t - 1) ** 2.2) * side
                outline.append(((ax + (bx - ax) * t + nx * half) * scale, (ay + (by - ay) * t + ny * half) * scale))
        bones.polygon(outline, fill=205)
        for x, y in (a, b):
            r = wide * 0.54 * scale
            bones.ellipse((x * scale - r, y * scale - r * 0.8, x * scale + r, y * scale + r * 0.8), fill=215)

    fingers = [  # wrist end, knuckle, two joints, tip: index to little finger
        [(420, 830), (372, 600), (350, 440), (342, 330), (338, 250)],
        [(480, 822), (468, 574), (464, 396), (464, 272), (466, 184)],
        [(540, 826), (562, 592), (574, 424), (582, 308), (588, 226)],
        [(594, 842), (642, 636), (674, 510), (694, 420), (708, 350)],
    ]
    flesh.polygon([(x * scale, y * scale) for x, y in ((330, 590), (690, 610), (668, 860), (640, 1280), (390, 1280), (380, 880), (330, 800))], fill=92)
    for joints in fingers:
        limb(joints[1:], 76)
        for n, (a, b) in enumerate(zip(joints, joints[1:])):
            if joints is fingers[3] and n == 0:
                continue
            dx, dy = (b[0] - a[0]) * 0.06, (b[1] - a[1]) * 0.06
            piece((a[0] + dx, a[1] + dy), (b[0] - dx, b[1] - dy), 46 - n * 6)
    piece((597, 830), (622, 746), 42)
    piece((640, 724), (640, 652), 42)
    limb([(360, 840), (262, 700), (222, 600)], 84)
    for a, b, wide in (((392, 852), (306, 742), 50), ((296, 726), (248, 642), 42), ((240, 626), (220, 560), 36)):
        piece(a, b, wide)
    for x, y, rx, ry in ((424, 886, 34, 30), (484, 880, 34, 32), (542, 882, 32, 30), (598, 892, 30, 32), (440, 944, 42, 32), (512, 946, 36, 32), (572, 950, 32, 30)):
        bones.ellipse(((x - rx) * scale, (y - ry) * scale, (x + rx) * scale, (y + ry) * scale), fill=190)
        bones.ellipse(((x - rx + 6) * scale, (y - ry + 6) * scale, (x + rx - 6) * scale, (y + ry - 6) * scale), fill=165)
    bones.polygon([(x * scale, y * scale) for x, y in ((404, 984), (504, 984), (484, 1050), (480, 1290), (420, 1290), (424, 1050))], fill=196)
    bones.polygon([(x * scale, y * scale) for x, y in ((528, 990), (590, 996), (580, 1050), (584, 1290), (540, 1290), (542, 1050))], fill=184)
    size = (width, height)
    soft = np.asarray(soft.resize(size, Image.Resampling.LANCZOS).filter(ImageFilter.GaussianBlur(12)), dtype=float)
    hard = bone.resize(size, Image.Resampling.LANCZOS)
    rim = np.asarray(hard.filter(ImageFilter.GaussianBlur(2)), dtype=float)
    core = np.asarray(hard.filter(ImageFilter.GaussianBlur(11)), dtype=float)
    plate = 14 + soft * 0.52 + rim * 0.82 - core * 0.3 + (cloud("bone", size, 40, 4) - 0.5) * rim * 0.16
    plate += np_rng("x-ray").normal(0, 3.4, plate.shape)
    image = Image.fromarray(np.clip(plate, 0, 255).astype("uint8"))
    draw = ImageDraw.Draw(image)
    draw.text((70, 80), "L", font=font(SANS_BOLD, 84), fill=232)
    for n, line in enumerate(("№ 2206", "30.10.2024", "11:42")):
        draw.text((930, 84 + n * 40), line, font=font(SANS, 30), fill=190, anchor="ra")
    return image


def bank_message():
    """A telephone's screen: the bank says that October's pay has come. Answers (image, region of the message in percent)."""
    width, height = 1080, 1920
    image = Image.new("RGB", (width, height), (241, 243, 245))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, 250), fill=(22, 92, 84))
    draw.text((48, 34), "10:40", font=font(SANS_BOLD, 40), fill="white")
    draw.text((1032, 34), "LTE  71 %", font=font(SANS, 38), fill="white", anchor="ra")
    draw.line((64, 168, 92, 140), fill="white", width=6)
    draw.line((64, 168, 92, 196), fill="white", width=6)
    draw.ellipse((140, 118, 240, 218), fill=(210, 232, 226))
    draw.text((190, 168), "П", font=font(SANS_BOLD, 58), fill=(22, 92, 84), anchor="mm")
    draw.text((276, 116), "Приозёрный банк", font=font(SANS_BOLD, 50), fill="white")
    draw.text((276, 176), "уведомления", font=font(SANS, 36), fill=(190, 222, 216))
    draw.text((540, 310), "15 октября 2024", font=font(SANS, 34), fill=(120, 126, 132), anchor="ma")
    _bubble(draw, 376, ["Зачисление 38 400,00", "Денежное довольствие, сентябрь", "Счёт •• 0417. Остаток 51 206,14"], "09:12")
    draw.text((540, 700), "15 ноября 2024", font=font(SANS, 34), fill=(120, 126, 132), anchor="ma")
    _bubble(draw, 766, ["Зачисление 38 400,00", "Денежное довольствие, октябрь", "Счёт •• 0417. Остаток 84 990,40"], "09:15")
    _bubble(draw, 1086, ["Зачисление 2 150,00", "Доплата за особые условия, октябрь", "Счёт •• 0417. Остаток 87 140,40"], "09:15")
    draw.rounded_rectangle((40, 1750, 1040, 1850), 50, fill="white")
    draw.text((96, 1800), "На это сообщение нельзя ответить", font=font(SANS, 38), fill=(150, 156, 162), anchor="lm")
    draw.rounded_rectangle((400, 1888, 680, 1896), 4, fill=(60, 64, 68))
    region = [3.0, 766 / height * 100 - 0.6, 84.0, 600 / height * 100]
    return image, [round(v, 1) for v in region]


def plan():
    """The plan that the source drew in the second interview, on squared paper."""
    width, height = 1400, 1050
    image = Image.new("RGB", (width, height), (247, 245, 236))
    tint(image, np.clip(cloud("plan paper", image.size, 400, 4) - 0.45, 0, 1) * 0.3, (214, 206, 184))
    draw = ImageDraw.Draw(image)
    for x in range(0, width, 35):
        draw.line((x, 0, x, height), fill=(196, 210, 222), width=1)
    for y in range(0, height, 35):
        draw.line((0, y, width, y), fill=(196, 210, 222), width=1)
    ink = (38, 56, 120)
    state = np_rng("plan hand")

    def stroke(points, wide=5, colour=ink):
        path = []
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            steps = max(2, int(math.hypot(x1 - x0, y1 - y0) / 26))
            for n in range(steps):
                t = n / steps
                path.append((x0 + (x1 - x0) * t + state.normal(0, 1.5), y0 + (y1 - y0) * t + state.normal(0, 1.5)))
        path.append(points[-1])
        draw.line(path, fill=colour, width=wide, joint="curve")

    for n in range(5):
        cx, cy = 250 + n * 138, 260
        stroke([(cx + 64 * math.cos(a / 12 * math.pi), cy + 64 * math.sin(a / 12 * math.pi)) for a in range(25)])
    hand(draw, (420, 160), "силосы", 62, ink, "plan")
    stroke([(110, 180), (110, 345), (176, 345), (176, 180), (110, 180)])
    hand(draw, (62, 150), "башня", 54, ink, "plan")
    stroke([(880, 470), (1280, 470), (1280, 840), (880, 840), (880, 470)], 7)
    hand(draw, (900, 450), "ВЕСОВАЯ, подвал", 66, ink, "plan")
    stroke([(880, 600), (880, 690)], 16, (170, 50, 44))
    hand(draw, (560, 664), "дверь, замок", 58, (170, 50, 44), "plan")
    hand(draw, (610, 716), "снаружи", 58, (170, 50, 44), "plan")
    stroke([(800, 640), (866, 645)], 5, (170, 50, 44))
    stroke([(960, 800), (1220, 800), (1220, 826), (960, 826), (960, 800)])
    hand(draw, (1040, 788), "лавка", 46, ink, "plan")
    stroke([(1240, 540), (1266, 540), (1266, 720), (1240, 720), (1240, 540)])
    hand(draw, (1120, 640), "лавка", 46, ink, "plan")
    stroke([(1058 + 18 * math.cos(a / 6 * math.pi), 600 + 18 * math.sin(a / 6 * math.pi)) for a in range(13)])
    hand(draw, (984, 560), "лампа", 46, ink, "plan")
    stroke([(180, 500), (420, 500), (420, 590), (180, 590), (180, 500)])
    stroke([(180, 500), (140, 545), (180, 590)])
    hand(draw, (262, 566), "№ 4", 60, ink, "plan")
    stroke([(40, 960), (500, 900), (900, 930), (1370, 900)], 4)
    stroke([(40, 1012), (500, 956), (900, 984), (1370, 954)], 4)
    hand(draw, (120, 920), "дорога", 56, ink, "plan")
    hand(draw, (940, 1036), "8.09.25, по памяти", 54, ink, "plan")
    return film(image, "plan", 2.5, 0.1)


def notebook_page():
    """The pharmacist's notebook, scanned a little askew. Answers (image, regions in percent)."""
    width, height = 1240, 1640
    page = Image.new("RGBA", (width, height), (250, 247, 236, 255))
    draw = ImageDraw.Draw(page)
    for y in range(150, height, 62):
        draw.line((0, y, width, y), fill=(176, 196, 216, 255), width=2)
    draw.line((128, 0, 128, height), fill=(214, 130, 126, 255), width=3)
    ink, rows = (34, 44, 104, 255), {}
    hand(draw, (170, 140), "Елеватор, вагова. Жовтень 2024", 82, ink, "notebook")
    y = 264
    for n, (day, clock, given, note) in enumerate(NOTEBOOK, 1):
        rows[f"visit{n}"] = (110, y - 62, 1080, 214)
        hand(draw, (16, y), day, 52, ink, "notebook")
        hand(draw, (154, y), clock, 60, ink, "notebook")
        hand(draw, (290, y), given, 62, ink, "notebook")
        hand(draw, (290, y + 62), note, 62, ink, "notebook")
        y += 248 if n == 1 else 186
    y += 62
    hand(draw, (154, y), "Дні в підвалі:", 66, ink, "notebook")
    rows["days"] = (130, y - 70, 1000, 300)
    state, x = np_rng("notebook strokes"), 500
    for n in range(11):
        top = (x + state.normal(0, 3), y - 58 + state.normal(0, 3))
        if n in (4, 9):
            draw.line((x - 158, y - 8 + state.normal(0, 3), x + 12, y - 44 + state.normal(0, 3)), fill=ink, width=6)
            x += 56
            continue
        draw.line((*top, x - 6 + state.normal(0, 3), y + 4), fill=ink, width=6)
        x += 38
    hand(draw, (154, y + 124), "18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28", 62, ink, "notebook")
    hand(draw, (154, y + 186), "разом 11. Випустили 29-го о 16:00.", 62, ink, "notebook")
    hand(draw, (154, y + 372), "Лінійку не повернули. Хай.", 58, ink, "notebook")
    mottled = cloud("notebook paper", page.size, 500, 5)
    rgb = page.convert("RGB")
    tint(rgb, np.clip(mottled - 0.5, 0, 1) * 0.35, (214, 200, 168))
    shaded(rgb, [(0, 0), (46, 0), (46, height), (0, height)], (150, 140, 120), 26, 150)
    size = (1400, 1800)
    turn, middle = math.radians(-1.4), (size[0] / 2, size[1] / 2)

    def place(x, y):
        dx, dy = x - width / 2, y - height / 2
        return (middle[0] + dx * math.cos(turn) - dy * math.sin(turn), middle[1] + dx * math.sin(turn) + dy * math.cos(turn))

    image = Image.new("RGB", size, (58, 60, 62))
    corners = [place(*c) for c in ((0, 0), (width, 0), (width, height), (0, height))]
    shaded(image, [(a + 10, b + 12) for a, b in corners], (24, 24, 26), 14)
    laid = perspective(rgb.convert("RGBA"), size, corners)
    image.paste(laid, (0, 0), laid.getchannel("A"))
    regions = {}
    for name, (x, y, w, h) in rows.items():
        points = [place(*c) for c in ((x, y), (x + w, y), (x + w, y + h), (x, y + h))]
        left, top = min(p[0] for p in points), min(p[1] for p in points)
        right, foot = max(p[0] for p in points), max(p[1] for p in points)
        regions[name] = [round(v, 1) for v in (left / size[0] * 100, top / size[1] * 100, (right - left) / size[0] * 100, (foot - top) / size[1] * 100)]
    return film(image, "scanner", 4.5, 0.05), regions


def _bubble(draw, y, lines, clock):
    draw.rounded_rectangle((40, y, 940, y + 268), 36, fill="white")
    draw.text((84, y + 34), lines[0], font=font(SANS_BOLD, 54), fill=(24, 30, 34))
    for n, line in enumerate(lines[1:]):
        draw.text((84, y + 112 + n * 56), line, font=font(SANS, 42), fill=(70, 78, 84))
    draw.text((900, y + 220), clock, font=font(SANS, 34), fill=(140, 146, 152), anchor="ra")

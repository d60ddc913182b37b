"""The photographs: six drawn scenes. Nothing here is taken from a picture of a real place.

Each function answers an RGB image. Shapes are drawn at twice the size and brought down; light and grain come last.
"""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from kit import SANS_BOLD, cloud, film, font, glow, gradient, hand, lerp, perspective, rng, shaded, tint

W, H = 1600, 1200


def elevator_at_dusk():
    """The grain elevator from the road, last light, one lamp over the weighing house."""
    image = gradient((W * 2, H * 2), (0, (38, 52, 84)), (0.3, (96, 104, 136)), (0.52, (222, 158, 118)), (0.6, (246, 200, 140)), (1, (246, 200, 140)))
    haze = cloud("dusk sky", image.size, 900, 5)
    fade = np.linspace(1, 0.1, image.height)[:, None]
    tint(image, np.clip(haze - 0.48, 0, 1) * 1.6 * fade, (58, 58, 86))
    tint(image, np.clip(0.42 - haze, 0, 1) * 1.8 * (1 - fade), (255, 226, 176))
    horizon = 1500
    _tree_line(image, horizon, "dusk trees", (66, 58, 66), 60)
    _field(image, horizon, "dusk field", (58, 50, 44), (112, 92, 66))
    _elevator(image, 1080, horizon + 20, 1.0, (132, 120, 122), (64, 60, 76), light_from_left=False)
    _track(image, horizon, (86, 74, 60))
    _truck(image, 640, horizon + 190, 0.62, (58, 62, 58), (74, 72, 60), lit=False)
    shaded(image, [(2300, horizon - 170), (2700, horizon - 170), (2700, horizon + 40), (2300, horizon + 40)], (92, 80, 78))
    shaded(image, [(2270, horizon - 170), (2500, horizon - 262), (2730, horizon - 170)], (58, 50, 54))
    for x in (2350, 2590):
        shaded(image, [(x, horizon - 120), (x + 64, horizon - 120), (x + 64, horizon - 50), (x, horizon - 50)], (255, 206, 122))
    shaded(image, [(2470, horizon - 112), (2540, horizon - 112), (2540, horizon + 40), (2470, horizon + 40)], (38, 34, 38))
    image = image.resize((W, H), Image.Resampling.LANCZOS)
    glow(image, (1252, 640), 210, (255, 190, 100), 0.75)
    glow(image, (1252, 640), 34, (255, 240, 210), 1.0)
    return film(image, "dusk grain", 5.5, 0.3)


def truck_by_the_silo():
    """A lorry with 4 on its door, photographed over the roadside grass on a grey noon."""
    image = gradient((W * 2, H * 2), (0, (168, 178, 188)), (0.55, (212, 214, 212)), (1, (212, 214, 212)))
    tint(image, np.clip(cloud("noon sky", image.size, 1100, 5) - 0.4, 0, 1) * 0.9, (140, 150, 164))
    horizon = 1640
    _elevator(image, 1500, horizon, 1.55, (196, 192, 184), (134, 134, 136), light_from_left=True)
    _field(image, horizon, "noon yard", (128, 122, 110), (158, 150, 134))
    _truck(image, 900, horizon + 330, 1.35, (92, 110, 96), (124, 122, 100), lit=True)
    image = image.filter(ImageFilter.GaussianBlur(1.2))
    _grass(image, 2130, "roadside", (96, 104, 66))
    return film(image.resize((W, H), Image.Resampling.LANCZOS), "noon grain", 4, 0.2)


def own_truck():
    """The same lorry by its driver, half past five, sun low on the right: nearer, from the yard."""
    image = gradient((W * 2, H * 2), (0, (150, 166, 190)), (0.6, (240, 214, 176)), (1, (240, 214, 176)))
    tint(image, np.clip(cloud("yard sky", image.size, 1000, 5) - 0.5, 0, 1) * 0.8, (250, 232, 210))
    horizon = 1560
    for n in range(4):
        _cylinder(image, 330 + n * 850, -60, 430, horizon + 80, (206, 188, 158), (120, 108, 104), False, f"yard silo {n}")
    _field(image, horizon, "yard ground", (104, 92, 78), (150, 130, 104))
    shaded(image, [(500, 2040), (2700, 2040), (2300, 2330), (120, 2330)], (52, 44, 40), 40, 170)
    _truck(image, 700, 2060, 1.85, (104, 112, 90), (140, 128, 96), lit=True)
    image = image.resize((W, H), Image.Resampling.LANCZOS)
    glow(image, (1640, 520), 1100, (255, 196, 120), 0.42)
    return film(image, "yard grain", 5, 0.26)


def cellar_wall():
    """Under the weighing house: bulb, iron door, bench, eleven scratches on the plaster. Upright, 1200 by 1600."""
    width, height = 2400, 3200
    image = gradient((width, height), (0, (92, 86, 74)), (0.72, (120, 112, 96)), (0.721, (70, 64, 56)), (1, (50, 45, 40)))
    plaster = cloud("plaster", image.size, 520, 6)
    tint(image, np.clip(plaster - 0.5, 0, 1) * 1.3, (58, 54, 48))
    tint(image, np.clip(0.42 - plaster, 0, 1) * 1.3, (168, 160, 138))
    damp = cloud("damp", image.size, 900, 4) * np.linspace(0, 1.2, height)[:, None]
    tint(image, np.clip(damp - 0.5, 0, 1) * 0.9, (52, 56, 46))
    draw = ImageDraw.Draw(image)
    shaded(image, [(1290, 930), (2190, 930), (2190, 2340), (1290, 2340)], (30, 28, 26), 14)
    shaded(image, [(1340, 980), (2140, 980), (2140, 2320), (1340, 2320)], (78, 74, 70))
    door = image.crop((1340, 980, 2140, 2320))
    rust = cloud("rust", door.size, 260, 5)
    tint(door, np.clip(rust - 0.52, 0, 1) * 2.2, (122, 66, 36))
    image.paste(door, (1340, 980))
    for y in (1130, 1640, 2160):
        draw.rectangle((1340, y, 2140, y + 54), fill=(62, 58, 55))
        draw.line((1340, y, 2140, y), fill=(122, 116, 106), width=5)
        for x in range(1390, 2130, 120):
            draw.ellipse((x - 13, y + 14, x + 13, y + 40), fill=(46, 43, 40))
            draw.ellipse((x - 10, y + 12, x + 6, y + 28), fill=(124, 116, 104))
    draw.rectangle((1520, 1330, 1960, 1500), fill=(20, 20, 24))
    for x in range(1560, 1960, 76):
        draw.rectangle((x, 1322, x + 22, 1508), fill=(88, 82, 76))
        draw.line((x + 3, 1322, x + 3, 1508), fill=(140, 130, 116), width=4)
    strokes = rng("strokes")
    for n in range(11):
        x, y = 300 + n * 62 + (36 if n >= 5 else 0) + (36 if n >= 10 else 0), 1270
        top, foot = (x + strokes.uniform(-12, 12), y + strokes.uniform(-16, 16)), (x + strokes.uniform(-16, 16), y + 210 + strokes.uniform(-18, 18))
        draw.line((top[0] + 5, top[1] + 4, foot[0] + 5, foot[1] + 4), fill=(56, 51, 44), width=13)
        draw.line((*top, *foot), fill=(206, 196, 172), width=9)
    hand(draw, (330, 1640), "18.10", 150, (198, 188, 164), "wall")
    shaded(image, [(60, 2440), (1240, 2440), (1240, 2520), (60, 2520)], (96, 74, 50))
    shaded(image, [(60, 2520), (1240, 2520), (1240, 2556), (60, 2556)], (52, 39, 28))
    for x in (150, 1060):
        shaded(image, [(x, 2556), (x + 80, 2556), (x + 80, 2960), (x, 2960)], (60, 46, 32))
    shaded(image, [(40, 2950), (1280, 2950), (1380, 3060), (20, 3060)], (20, 17, 15), 40, 170)
    draw.line((860, 0, 860, 470), fill=(24, 22, 20), width=9)
    draw.rectangle((832, 460, 888, 540), fill=(34, 30, 28))
    image = image.resize((1200, 1600), Image.Resampling.LANCZOS)
    image = Image.fromarray((np.asarray(image) * 0.58).astype("uint8"))
    glow(image, (430, 300), 1050, (236, 186, 112), 0.4)
    glow(image, (430, 300), 150, (255, 226, 168), 0.9)
    bulb = ImageDraw.Draw(image)
    bulb.ellipse((404, 266, 456, 334), fill=(255, 250, 232))
    return film(image, "cellar grain", 8, 0.45)


def order_on_table(page):
    """Somebody's photo of the first page of the order, lying on a table. `page` is the page as an image."""
    image = _wood((W, H), "office table", (124, 88, 58), (88, 58, 36))
    corners = [(330, 96), (1186, 150), (1290, 1168), (190, 1096)]
    paper = page.convert("RGBA").resize((1240, 1754), Image.Resampling.LANCZOS)
    shaded(image, [(x + 16, y + 22) for x, y in corners], (24, 14, 8), 18, 190)
    laid = perspective(paper, (W, H), corners)
    edge = Image.new("L", (W * 4, H * 4))
    ImageDraw.Draw(edge).polygon([(x * 4, y * 4) for x, y in corners], fill=255)
    image.paste(laid, (0, 0), edge.resize((W, H), Image.Resampling.LANCZOS).filter(ImageFilter.GaussianBlur(0.8)))
    folds = Image.new("L", (W, H))
    ImageDraw.Draw(folds).line((283, 600, 1238, 652), fill=90, width=7)
    image.paste(Image.new("RGB", (W, H), (120, 112, 100)), (0, 0), folds.filter(ImageFilter.GaussianBlur(5)))
    shaded(image, [(1000, 0), (1600, 0), (1600, 1200), (1360, 1200)], (20, 14, 12), 120, 95)
    _mug(image, 1404, 300)
    glow(image, (420, 260), 900, (255, 228, 180), 0.16)
    return film(image, "order grain", 6, 0.3)


def medicines():
    """What the pharmacist brought, on a window sill by night."""
    image = gradient((W * 2, H * 2), (0, (18, 24, 40)), (0.62, (30, 38, 58)), (1, (30, 38, 58)))
    draw = ImageDraw.Draw(image)
    lights = rng("far lights")
    for _ in range(26):
        x, y, r = lights.uniform(0, 3200), lights.uniform(700, 1200), lights.uniform(14, 46)
        colour = lerp((120, 96, 60), (70, 84, 110), lights.random())
        draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)
    image = image.filter(ImageFilter.GaussianBlur(22))
    draw = ImageDraw.Draw(image)
    for box in ((0, 0, 3200, 90), (1540, 0, 1630, 1480), (0, 0, 90, 1480)):
        draw.rectangle(box, fill=(176, 172, 160))
        draw.rectangle((box[2] - 14, box[1], box[2], box[3]), fill=(120, 118, 112))
    sill = _wood((3200, 960), "sill", (206, 200, 184), (176, 168, 148))
    image.paste(sill, (0, 1440))
    shaded(image, [(0, 1400), (3200, 1400), (3200, 1470), (0, 1470)], (110, 106, 96), 10)
    for x, y, w, h, colour, label, line in ((420, 1180, 620, 420, (232, 236, 238), "Стійкор", (46, 120, 160)),
                                            (860, 1420, 700, 330, (240, 232, 222), "Біль-Ні", (190, 74, 56)),
                                            (1980, 1240, 480, 520, (226, 238, 228), "Бинт 7 м", (62, 130, 84))):
        shaded(image, [(x + 20, y + h - 10), (x + w + 130, y + h - 10), (x + w + 60, y + h + 70), (x - 30, y + h + 70)], (64, 58, 48), 22, 170)
        shaded(image, [(x + w, y), (x + w + 90, y - 70), (x + w + 90, y + h - 80), (x + w, y + h)], tuple(int(c * 0.66) for c in colour))
        shaded(image, [(x, y), (x + 90, y - 70), (x + w + 90, y - 70), (x + w, y)], tuple(int(c * 0.9) for c in colour))
        draw = ImageDraw.Draw(image)
        draw.rectangle((x, y, x + w, y + h), fill=colour)
        draw.rectangle((x, y + h - 96, x + w, y + h - 56), fill=line)
        draw.text((x + 44, y + 50), label, font=font(SANS_BOLD, 104), fill=line)
        for n in range(3):
            draw.rectangle((x + 48, y + 190 + n * 34, x + 48 + w * (0.6 - 0.14 * n), y + 202 + n * 34), fill=tuple(int(c * 0.82) for c in colour))
    shaded(image, [(1520, 1880), (2300, 1840), (2380, 2040), (1580, 2090)], (60, 54, 46), 20, 150)
    shaded(image, [(1500, 1850), (2290, 1810), (2370, 2010), (1570, 2060)], (208, 212, 216))
    draw = ImageDraw.Draw(image)
    for row in range(2):
        for n in range(6):
            x, y = 1610 + n * 116 + row * 28, 1876 + row * 84 - n * 6
            draw.ellipse((x, y, x + 78, y + 58), fill=(182, 188, 194))
            draw.ellipse((x + 8, y + 4, x + 70, y + 46), fill=(246, 246, 244))
    shaded(image, [(560, 1990), (1160, 1960), (1164, 1998), (566, 2030)], (222, 178, 92))
    draw = ImageDraw.Draw(image)
    for n in range(21):
        draw.line((580 + n * 27, 1990 - n * 1.3, 580 + n * 27, (2012 if n % 5 else 2024) - n * 1.3), fill=(90, 64, 24), width=4)
    image = image.resize((W, H), Image.Resampling.LANCZOS)
    glow(image, (1180, 520), 900, (255, 214, 150), 0.3)
    return film(image, "sill grain", 7, 0.4)


def poplar_road():
    """The road to the town in fog, the afternoon of the twenty-ninth."""
    image = gradient((W * 2, H * 2), (0, (196, 202, 204)), (0.56, (224, 222, 212)), (1, (206, 202, 190)))
    horizon = 1360
    for depth in range(9, 0, -1):
        near = 1 / depth
        colour = lerp((198, 200, 196), (74, 76, 68), near**0.75)
        for side in (-1, 1):
            x = 1600 + side * (190 + 1500 * near)
            _poplar(image, x, horizon + 560 * near, 1500 * near + 120, colour, f"poplar {depth} {side}")
        fog = np.zeros((H * 2, W * 2)) + 0.10
        tint(image, fog, (222, 222, 216))
    ground = Image.new("RGB", (W * 2, H * 2 - horizon), (150, 146, 120))
    texture = cloud("verge", ground.size, 160, 5)
    tint(ground, np.clip(texture - 0.4, 0, 1), (104, 102, 78))
    fade = Image.fromarray((np.linspace(0, 1, ground.height)[:, None].repeat(ground.width, 1) ** 0.5 * 255).astype("uint8"))
    image.paste(ground, (0, horizon), fade)
    shaded(image, [(1560, horizon), (1640, horizon), (2700, H * 2), (420, H * 2)], (128, 126, 122), 6, 225)
    for n in range(9):
        near0, near1 = (n / 9) ** 2.2, ((n + 0.45) / 9) ** 2.2
        y0, y1 = horizon + 1040 * near0, horizon + 1040 * near1
        shaded(image, [(1600 - 3 - 22 * near0, y0), (1600 + 3 + 22 * near0, y0), (1600 + 3 + 22 * near1, y1), (1600 - 3 - 22 * near1, y1)], (206, 204, 196), 2, 200)
    shaded(image, [(1652, 1352), (1720, 1352), (1724, 1412), (1648, 1412)], (238, 238, 234), 3)
    shaded(image, [(1662, 1326), (1710, 1326), (1722, 1354), (1650, 1354)], (176, 182, 186), 3)
    image = image.resize((W, H), Image.Resampling.LANCZOS)
    for x in (830, 857):
        glow(image, (x, 694), 16, (255, 70, 50), 0.9)
    return film(image, "fog grain", 5, 0.18)


def _tree_line(image, y, name, colour, height):
    state = rng(name)
    points, x = [(0, y + 40)], 0
    while x < image.width:
        points.append((x, y - state.uniform(0.2, 1) * height))
        x += state.uniform(14, 46)
    shaded(image, points + [(image.width, y + 40)], colour, 3)


def _field(image, horizon, name, dark, light):
    ground = gradient((image.width, image.height - horizon), (0, light), (1, dark))
    texture = cloud(name, ground.size, 300, 6)
    tint(ground, np.clip(texture - 0.45, 0, 1) * 1.1, tuple(int(c * 0.6) for c in dark))
    tint(ground, np.clip(0.4 - texture, 0, 1) * 0.9, tuple(min(255, int(c * 1.25)) for c in light))
    image.paste(ground, (0, horizon))


def _track(image, horizon, colour):
    for left, right in (((560, 700), (0, 420)), ((900, 1010), (900, 1330))):
        shaded(image, [(left[0] + 560, horizon + 60), (left[1] + 540, horizon + 60), (right[1], image.height), (right[0], image.height)], colour, 16, 150)


def _elevator(image, x, ground, scale, light, dark, light_from_left):
    """A row of concrete silos with a gallery above and the head house beside."""
    radius, tall = int(118 * scale), int(760 * scale)
    for n in range(5):
        _cylinder(image, int(x + n * radius * 1.98), ground - tall, radius, tall, light, dark, light_from_left, f"silo {n}")
    gallery = [(x - radius, ground - tall - 96 * scale), (x + radius * 9, ground - tall - 96 * scale), (x + radius * 9, ground - tall + 6), (x - radius, ground - tall + 6)]
    shaded(image, gallery, lerp(light, dark, 0.45))
    for n in range(13):
        gx = x - radius + 50 * scale + n * 84 * scale
        shaded(image, [(gx, ground - tall - 66 * scale), (gx + 38 * scale, ground - tall - 66 * scale), (gx + 38 * scale, ground - tall - 28 * scale), (gx, ground - tall - 28 * scale)], lerp(dark, (20, 22, 30), 0.5))
    head = (x - radius - 250 * scale, ground - tall - 330 * scale, x - radius, ground)
    side = lerp(light, dark, 0.3 if light_from_left else 0.75)
    shaded(image, [(head[0], head[1]), (head[2], head[1]), (head[2], head[3]), (head[0], head[3])], side)
    block = image.crop(tuple(int(v) for v in head))
    stains = cloud("head house", block.size, int(220 * scale), 5)
    tint(block, np.clip(stains - 0.5, 0, 1) * 0.9, tuple(int(c * 0.7) for c in dark))
    image.paste(block, (int(head[0]), int(head[1])))
    for row in range(8):
        for column in range(3):
            wx, wy = head[0] + (38 + 70 * column) * scale, head[1] + (60 + 124 * row) * scale
            shaded(image, [(wx, wy), (wx + 34 * scale, wy), (wx + 34 * scale, wy + 56 * scale), (wx, wy + 56 * scale)], lerp(dark, (16, 18, 26), 0.62))
    shaded(image, [(head[0] - 16 * scale, head[1]), (head[2] + 16 * scale, head[1]), (head[2] + 16 * scale, head[1] - 26 * scale), (head[0] - 16 * scale, head[1] - 26 * scale)], lerp(dark, (20, 20, 26), 0.3))


def _cylinder(image, x, top, radius, tall, light, dark, light_from_left, name):
    across = np.linspace(-1, 1, radius * 2)
    shade = np.clip(0.5 - (across if light_from_left else -across) * 0.62 - np.abs(across) ** 6 * 0.3, 0, 1)
    strip = np.array([lerp(dark, light, s) for s in shade], dtype="uint8")[None].repeat(tall, 0)
    body = Image.fromarray(strip)
    stains = cloud(name, body.size, radius, 5) * np.linspace(1, 0.6, tall)[:, None]
    tint(body, np.clip(stains - 0.42, 0, 1) * 0.8, tuple(int(c * 0.62) for c in dark))
    draw = ImageDraw.Draw(body)
    for y in range(0, tall, max(40, tall // 16)):
        draw.line((0, y, radius * 2, y), fill=lerp(dark, light, 0.42), width=2)
    image.paste(body, (x - radius, top))


def _truck(image, x, ground, scale, cab, tilt, lit):
    """A bonnetless lorry from its left side: cab to the left, canvas over the load."""
    def box(points, colour, blur=0):
        shaded(image, [(x + px * scale, ground + py * scale) for px, py in points], colour, blur)

    def shadow(colour, k):
        return tuple(int(c * k) for c in colour)

    box([(-20, -10), (980, -10), (1010, 26), (-40, 26)], (26, 26, 26), 12)
    box([(0, -120), (960, -120), (960, -62), (0, -62)], (44, 42, 40))
    box([(286, -400), (956, -400), (956, -126), (286, -126)], tilt)
    box([(286, -400), (320, -432), (922, -432), (956, -400)], shadow(tilt, 1.12))
    for n in range(1, 6):
        box([(286 + n * 112, -400), (292 + n * 112, -400), (292 + n * 112, -190), (286 + n * 112, -190)], shadow(tilt, 0.8), 2)
    box([(286, -196), (956, -196), (956, -122), (286, -122)], shadow(cab, 0.86))
    for n in range(7):
        box([(286 + n * 110, -196), (290 + n * 110, -196), (290 + n * 110, -122), (286 + n * 110, -122)], shadow(cab, 0.6))
    box([(6, -86), (6, -230), (40, -396), (262, -396), (262, -86)], cab)
    box([(40, -396), (58, -412), (250, -412), (262, -396)], shadow(cab, 1.18))
    box([(42, -250), (64, -372), (98, -372), (98, -250)], (150, 166, 178) if lit else (120, 100, 92))
    box([(112, -250), (112, -372), (236, -372), (236, -250)], (132, 150, 164) if lit else (104, 92, 90))
    box([(112, -250), (180, -372), (206, -372), (138, -250)], (176, 188, 196) if lit else (130, 112, 102))
    box([(104, -240), (108, -240), (108, -96), (104, -96)], shadow(cab, 0.6))
    box([(244, -386), (248, -386), (248, -96), (244, -96)], shadow(cab, 0.6))
    box([(206, -222), (236, -222), (236, -212), (206, -212)], (30, 30, 30))
    box([(-14, -128), (60, -128), (60, -86), (-14, -86)], (52, 52, 50))
    box([(4, -190), (26, -190), (26, -160), (4, -160)], (240, 232, 200) if lit else (200, 170, 120))
    draw = ImageDraw.Draw(image)
    draw.text((x + 174 * scale, ground - 166 * scale), "4", font=font(SANS_BOLD, int(104 * scale)), fill=(232, 230, 220) if lit else (170, 150, 130), anchor="mm")
    for wx in (150, 690, 850):
        cx, cy, r = x + wx * scale, ground - 52 * scale, 62 * scale
        draw.ellipse((cx - r * 1.16, cy - r * 1.2, cx + r * 1.16, cy + r), fill=(24, 23, 22))
        draw.ellipse((cx - r, cy - r, cx + r, cy + r), fill=(40, 39, 38))
        draw.ellipse((cx - r * 0.55, cy - r * 0.55, cx + r * 0.55, cy + r * 0.55), fill=shadow(cab, 0.9))
        draw.ellipse((cx - r * 0.2, cy - r * 0.2, cx + r * 0.2, cy + r * 0.2), fill=(30, 30, 30))
        for n in range(6):
            bx, by = cx + math.cos(n * math.pi / 3) * r * 0.38, cy + math.sin(n * math.pi / 3) * r * 0.38
            draw.ellipse((bx - r * 0.05, by - r * 0.05, bx + r * 0.05, by + r * 0.05), fill=(28, 28, 28))


def _grass(image, base, name, colour):
    state = rng(name)
    layer = Image.new("RGBA", image.size)
    draw = ImageDraw.Draw(layer)
    for n in range(2600):
        x, tall, bend = state.uniform(-40, image.width), state.uniform(120, 420), state.uniform(-70, 70)
        factor = state.uniform(0.45, 1.35)
        shade = tuple(int(c * factor) for c in colour)
        y = base + state.uniform(60, 330)
        draw.polygon([(x - 7, y), (x + 7, y), (x + bend, y - tall)], fill=(*shade, 255))
    layer = layer.filter(ImageFilter.GaussianBlur(5))
    image.paste(layer, (0, 0), layer.getchannel("A"))


def _poplar(image, x, foot, tall, colour, name):
    state = rng(name)
    left, right = [], []
    steps = 30
    for n in range(steps + 1):
        t = n / steps
        wide = tall * 0.105 * math.sin(math.pi * (0.1 + 0.88 * t)) ** 0.8
        y = foot - tall * 0.08 - tall * 0.92 * t
        left.append((x - wide * state.uniform(0.66, 1.1), y))
        right.append((x + wide * state.uniform(0.66, 1.1), y))
    trunk = tall * 0.016
    shaded(image, [(x - trunk, foot), (x + trunk, foot), (x + trunk, foot - tall * 0.2), (x - trunk, foot - tall * 0.2)], tuple(int(c * 0.8) for c in colour), 1)
    shaded(image, left + right[::-1], colour, max(2, int(tall * 0.006)))


def _wood(size, name, light, dark):
    width, height = size
    grain = cloud(name, (width, height // 6 + 1), 420, 6)
    grain = np.repeat(grain, 6, axis=0)[:height]
    rings = 0.5 + 0.5 * np.sin(grain * 34 + np.linspace(0, 16, height)[:, None])
    pixels = np.array(dark) + (np.array(light) - np.array(dark)) * (0.25 + 0.6 * rings[..., None] * 0.6 + 0.25 * grain[..., None])
    image = Image.fromarray(np.clip(pixels, 0, 255).astype("uint8")).filter(ImageFilter.GaussianBlur(1.4))
    draw = ImageDraw.Draw(image)
    for y in range(height // 3, height, height // 3):
        draw.line((0, y, width, y + 4), fill=tuple(int(c * 0.6) for c in dark), width=4)
    return image


def _mug(image, x, y):
    shaded(image, [(x - 150 + 320 * (i % 2), y - 60 + 260 * (i // 2)) for i in (0, 1, 3, 2)], (22, 14, 10), 50, 110)
    draw = ImageDraw.Draw(image)
    draw.ellipse((x - 130, y - 130, x + 130, y + 130), fill=(206, 206, 200))
    draw.ellipse((x - 112, y - 112, x + 112, y + 112), fill=(156, 156, 150))
    draw.ellipse((x - 106, y - 102, x + 106, y + 110), fill=(70, 36, 18))
    draw.ellipse((x - 80, y - 84, x + 10, y - 30), fill=(104, 58, 30))
    draw.arc((x + 96, y - 60, x + 226, y + 60), -130, 130, fill=(206, 206, 200), width=26)

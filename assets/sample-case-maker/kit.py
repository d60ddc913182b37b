"""What every part of the maker uses: fonts, seeded randomness, grain, and images written with the same bytes each time.

Deliberately absent: the clock, the network, and any randomness that is not seeded.
"""

import io
import random
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).parent
TEXTS = HERE / "texts"
PARATYPE = Path("/usr/share/fonts/truetype/paratype")
SERIF, SERIF_BOLD, SERIF_ITALIC = (PARATYPE / f"PTF{n}F.ttf" for n in (55, 75, 56))
SANS, SANS_BOLD, MONO = PARATYPE / "PTS55F.ttf", PARATYPE / "PTS75F.ttf", PARATYPE / "PTM55F.ttf"
HAND = (HERE / "fonts" / "caveat-cyrillic-500-normal.woff", HERE / "fonts" / "caveat-latin-500-normal.woff")


def rng(name):
    """A generator of its own for each thing, so that changing one picture changes no other."""
    return random.Random(f"vouchsafe sample case: {name}")


def np_rng(name):
    return np.random.RandomState(rng(name).randrange(2**32))


def font(path, size):
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def text_of(name):
    return (TEXTS / name).read_text(encoding="utf-8")


def lerp(a, b, t):
    return tuple(round(x + (y - x) * t) for x, y in zip(a, b))


def gradient(size, *stops):
    """A vertical gradient; stops are (0..1, colour)."""
    width, height = size
    column = Image.new("RGB", (1, height))
    for y in range(height):
        t = y / max(1, height - 1)
        below = max((s for s in stops if s[0] <= t), key=lambda s: s[0])
        above = min((s for s in stops if s[0] >= t), key=lambda s: s[0])
        span = above[0] - below[0]
        column.putpixel((0, y), lerp(below[1], above[1], (t - below[0]) / span if span else 0))
    return column.resize(size)


def cloud(name, size, cell, octaves=4):
    """Soft fractal noise from 0 to 1 as an array: for clouds, plaster, rust, paper."""
    width, height = size
    state, total, weight = np_rng(name), np.zeros((height, width)), 0.0
    for octave in range(octaves):
        step = max(2, cell >> octave)
        grid = (state.rand(height // step + 3, width // step + 3) * 255).astype("uint8")
        layer = Image.fromarray(grid).resize((width + 2 * step, height + 2 * step), Image.Resampling.BICUBIC)
        total += np.asarray(layer, dtype=float)[:height, :width] / 255 * 0.5**octave
        weight += 0.5**octave
    total /= weight
    return (total - total.min()) / (total.max() - total.min())


def tint(image, amount, colour):
    """Lays a colour over an image, by an array of 0..1."""
    mask = Image.fromarray((np.clip(amount, 0, 1) * 255).astype("uint8"))
    image.paste(Image.new("RGB", image.size, colour), (0, 0), mask)


def shaded(image, points, colour, blur=0, alpha=255):
    """A polygon with soft edges."""
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).polygon(points, fill=alpha)
    image.paste(Image.new("RGB", image.size, colour), (0, 0), mask.filter(ImageFilter.GaussianBlur(blur)) if blur else mask)


def glow(image, centre, radius, colour, strength=1.0):
    """Light that falls off from a point."""
    yy, xx = np.mgrid[0 : image.height, 0 : image.width]
    distance = np.hypot(xx - centre[0], yy - centre[1]) / radius
    light = np.exp(-(distance**2) * 2)[..., None] * strength
    pixels = np.asarray(image, dtype=float)
    out = 255 - (255 - pixels) * (1 - light * np.array(colour) / 255)
    image.paste(Image.fromarray(np.clip(out, 0, 255).astype("uint8")))


def film(image, name, grain=5.0, vignette=0.28):
    """What a phone adds: grain and darker corners."""
    pixels = np.asarray(image, dtype=float)
    height, width = pixels.shape[:2]
    noise = np_rng(name).normal(0, grain, (height, width, 1))
    yy, xx = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    shade = 1 - vignette * np.clip(np.hypot(xx, yy)[..., None] - 0.35, 0, 1)
    return Image.fromarray(np.clip(pixels * shade + noise, 0, 255).astype("uint8"))


def hand(draw, at, text, size, fill, name, anchor_baseline=True):
    """Handwriting: two subsets of one font, letters a little restless. Answers the x after the last letter."""
    fonts = [font(path, size) for path in HAND]
    known = [_known(path) for path in HAND]
    jitter, (x, y) = rng(f"hand {name} {text}"), at
    for letter in text:
        face = fonts[0] if ord(letter) in known[0] else fonts[1]
        draw.text((x, y + jitter.uniform(-0.035, 0.035) * size), letter, font=face, fill=fill, anchor="ls")
        x += face.getlength(letter) + jitter.uniform(-0.01, 0.02) * size
    return x


def perspective(image, size, corners):
    """Puts an RGBA image onto a canvas with its corners (clockwise from top left) at the given points."""
    width, height = image.size
    source = [(0, 0), (width, 0), (width, height), (0, height)]
    matrix, right = [], []
    for (x, y), (u, v) in zip(corners, source):
        matrix += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    coefficients = np.linalg.solve(np.array(matrix, dtype=float), np.array(right, dtype=float))
    return image.transform(size, Image.Transform.PERSPECTIVE, tuple(coefficients), Image.Resampling.BICUBIC)


def jpeg(image, quality=84, exif=None):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, subsampling="4:2:0", **({"exif": exif} if exif else {}))
    return out.getvalue()


def exif(make, model, taken, offset=None, gps=None, orientation=1, software=None):
    """EXIF as the invented phones write it. `gps` is (latitude, longitude, metres, UTC "YYYY:MM:DD HH:MM:SS")."""
    import piexif

    zeroth = {piexif.ImageIFD.Make: make, piexif.ImageIFD.Model: model, piexif.ImageIFD.Orientation: orientation,
              piexif.ImageIFD.DateTime: taken, piexif.ImageIFD.XResolution: (72, 1), piexif.ImageIFD.YResolution: (72, 1)}
    if software:
        zeroth[piexif.ImageIFD.Software] = software
    inner = {piexif.ExifIFD.DateTimeOriginal: taken, piexif.ExifIFD.DateTimeDigitized: taken,
             piexif.ExifIFD.ExposureTime: (1, 60), piexif.ExifIFD.FNumber: (18, 10), piexif.ExifIFD.ISOSpeedRatings: 400,
             piexif.ExifIFD.FocalLength: (47, 10), piexif.ExifIFD.ExifVersion: b"0232"}
    if offset:
        inner[piexif.ExifIFD.OffsetTimeOriginal] = inner[piexif.ExifIFD.OffsetTime] = offset
    parts = {"0th": zeroth, "Exif": inner, "GPS": {}, "1st": {}, "thumbnail": None}
    if gps:
        latitude, longitude, metres, utc = gps
        day, clock = utc.split(" ")
        parts["GPS"] = {
            piexif.GPSIFD.GPSVersionID: (2, 3, 0, 0),
            piexif.GPSIFD.GPSLatitudeRef: "N", piexif.GPSIFD.GPSLatitude: _degrees(latitude),
            piexif.GPSIFD.GPSLongitudeRef: "E" if longitude >= 0 else "W", piexif.GPSIFD.GPSLongitude: _degrees(abs(longitude)),
            piexif.GPSIFD.GPSAltitudeRef: 0, piexif.GPSIFD.GPSAltitude: (metres * 10, 10),
            piexif.GPSIFD.GPSDateStamp: day, piexif.GPSIFD.GPSTimeStamp: tuple((int(p), 1) for p in clock.split(":"))}
    return piexif.dump(parts)


def _degrees(value):
    whole = int(value)
    minutes = int((value - whole) * 60)
    seconds = round(((value - whole) * 60 - minutes) * 60 * 100)
    return ((whole, 1), (minutes, 1), (seconds, 100))


_CMAPS = {}


def _known(path):
    if path not in _CMAPS:
        from fontTools.ttLib import TTFont

        _CMAPS[path] = set(TTFont(str(path)).getBestCmap())
    return _CMAPS[path]

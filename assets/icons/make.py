#!/usr/bin/env python3
"""Draws the icon in the sizes that packages want. Needs Pillow. The outline is that of vouchsafe.svg."""
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
INK, GROUND = "#0c5a54", "#fbfaf7"
LINES = [[(3.5, 3.5), (20.5, 3.5), (20.5, 20.5), (3.5, 20.5), (3.5, 3.5)], [(8, 8.2), (12, 16), (16, 8.2)], [(12, 16), (12, 20.5)]]


def draw(size: int) -> Image.Image:
    scale = 4 * size / 24
    image = Image.new("RGBA", (4 * size, 4 * size), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, 4 * size - 1, 4 * size - 1), radius=4 * scale, fill=GROUND)
    for line in LINES:
        points = [(x * scale, y * scale) for x, y in line]
        pen.line(points, fill=INK, width=round(2 * scale), joint="curve")
        for x, y in points:
            pen.ellipse((x - scale, y - scale, x + scale, y + scale), fill=INK)
    return image.resize((size, size), Image.LANCZOS)


for size in (32, 128, 256, 512):
    draw(size).save(HERE / f"{size}.png")

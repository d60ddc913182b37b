"""The two PDFs: the order and the hospital's paper. Real text with an embedded free font; stamps and signatures are drawn.

Every paragraph that a claim points at is remembered as a region of its page, in percent from the top left.
"""

import io
import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas
from reportlab.platypus import Paragraph

from kit import SANS, SANS_BOLD, SERIF, SERIF_BOLD, SERIF_ITALIC, cloud, font

WIDTH, HEIGHT = A4
LEFT, RIGHT = 85, WIDTH - 57
BLUE = (52, 72, 150)

for _name, _path in (("Serif", SERIF), ("SerifBold", SERIF_BOLD), ("SerifItalic", SERIF_ITALIC), ("Sans", SANS), ("SansBold", SANS_BOLD)):
    pdfmetrics.registerFont(TTFont(_name, str(_path)))

ORDER_1 = [
    ("p1", "1. Водителей автомобильного взвода, подавших рапорта о невозможности управлять транспортом по состоянию здоровья "
           "(список в приложении 1), с 19 часов 17 октября 2024 г. разместить отдельно от личного состава, в помещении весовой объекта "
           "«Элеватор», под охраной, до отзыва рапортов."),
    ("p2", "2. Медицинский осмотр указанных лиц до отзыва рапортов не проводить. Освобождений от работ по состоянию здоровья не "
           "предоставлять. Прибытие врача на объект не планировать."),
    ("p3", "3. Охрану помещения весовой организовать силами дежурного взвода. Вход и выход только с разрешения старшины взвода."),
]
ORDER_2 = [
    ("p4", "4. Средства связи указанных лиц сдать старшине взвода под роспись до 18.30 17 октября 2024 г."),
    ("p5", "5. Военные билеты указанных лиц изъять и хранить в канцелярии до особого распоряжения."),
    ("p6", "6. Приказ довести до личного состава перед строем 17 октября 2024 г."),
    ("p7", "7. Контроль за исполнением приказа оставляю за собой."),
]
COMMANDER = [[(0, 8), (18, 54, 34, 50, 22, 14), (16, -8, 6, 4, 22, 18), (38, 32, 44, 34, 42, 16), (46, 30, 56, 34, 56, 18),
              (62, 28, 70, 28, 70, 16), (86, 30, 74, -10, 64, -14), (60, 2, 92, 20, 124, 22)], [(12, -4), (40, -2, 80, 2, 104, 6)]]
CLERK = [[(0, 10), (8, 26, 22, 30, 14, 12), (10, 0, 2, 8, 16, 14), (30, 20, 34, 6, 28, 2), (40, 16, 52, 14, 66, 10)]]
DOCTOR = [[(18, 26), (2, 34, -6, 12, 10, 6), (24, 0, 34, 14, 24, 22), (18, 28, 16, 10, 34, 8), (48, 6, 44, 24, 50, 22), (56, 18, 52, 4, 62, 8), (72, 12, 96, 14, 118, 2)],
          [(30, -6), (60, -2, 90, -2, 128, 12)]]
LISTED = [("1", "Верболозов О. Г.", "бортовой № 4", "02.05.2024"), ("2", "Рябоконь М. С.", "бортовой № 6", "20.05.2024"),
          ("3", "Мостиков Е. П.", "бортовой № 2", "29.08.2024"), ("4", "Ленчицкий Л. А.", "бензовоз", "11.07.2024"),
          ("5", "Лелека Т. И.", "ремонтный взвод", "12.08.2024"), ("6", "Гончарик В. В.", "ремонтный взвод", "30.08.2024")]


class Sheet:
    """A PDF being written from the top down, which remembers where its named parts are."""

    def __init__(self, title, language):
        self.out, self.regions, self.number = io.BytesIO(), {}, 1
        self.canvas = canvas.Canvas(self.out, pagesize=A4, invariant=1, pageCompression=1, lang=language, initialFontName="Serif")
        self.canvas.setTitle(title)
        self.canvas.setAuthor("канцелярия" if language == "ru" else "приймальне відділення")
        self.canvas.setCreator("Sample case of Vouchsafe: an invented paper")
        self.y = HEIGHT - 62

    def centred(self, text, face, size, gap):
        self.y -= size
        self.canvas.setFont(face, size)
        self.canvas.drawCentredString((LEFT + RIGHT) / 2, self.y, text)
        self.y -= gap

    def pair(self, left, right, face, size, gap, name=None):
        self.y -= size
        self.canvas.setFont(face, size)
        self.canvas.drawString(LEFT, self.y, left)
        self.canvas.drawRightString(RIGHT, self.y, right)
        if name:
            self._remember(name, self.y + size, self.y - size * 0.35)
        self.y -= gap

    def paragraph(self, text, name=None, face="Serif", size=11.5, indent=0, gap=9, left=LEFT, right=RIGHT):
        style = ParagraphStyle("body", fontName=face, fontSize=size, leading=size * 1.46, firstLineIndent=indent)
        block = Paragraph(text, style)
        _, tall = block.wrap(right - left, HEIGHT)
        block.drawOn(self.canvas, left, self.y - tall)
        if name:
            self._remember(name, self.y, self.y - tall - 2)
        self.y -= tall + gap

    def picture(self, image, x, y, width):
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        buffer.seek(0)
        self.canvas.drawImage(ImageReader(buffer), x, y, width, width * image.height / image.width, mask="auto")

    def next_page(self):
        self.canvas.showPage()
        self.number, self.y = self.number + 1, HEIGHT - 62

    def bytes(self):
        self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()

    def _remember(self, name, top, foot):
        pad = 5
        box = (LEFT - pad, HEIGHT - top - pad, RIGHT - LEFT + 2 * pad, top - foot + 2 * pad)
        self.regions[name] = (self.number, [round(v, 1) for v in (box[0] / WIDTH * 100, box[1] / HEIGHT * 100, box[2] / WIDTH * 100, box[3] / HEIGHT * 100)])


def order(copy):
    """The order of 17 October: two pages, Russian; the number of the copy is at its head. Answers (bytes, regions)."""
    sheet = Sheet("Приказ № 46", "ru")
    sheet.pair(f"Экз. № {copy}", "Для служебного пользования", "Serif", 10, 26)
    sheet.centred("ВОЙСКОВАЯ ЧАСТЬ 00417", "SerifBold", 13, 24)
    sheet.centred("ПРИКАЗ", "SerifBold", 17, 7)
    sheet.centred("командира войсковой части 00417", "Serif", 11.5, 20)
    sheet.pair("17 октября 2024 г.", "№ 46", "SerifBold", 12, 6, "date")
    sheet.centred("объект «Элеватор»", "Serif", 10.5, 20)
    sheet.paragraph("О порядке размещения водителей, подавших рапорта<br/>по состоянию здоровья", "title", "SerifBold", 12.5, gap=16)
    sheet.paragraph("В целях сохранения количества исправных экипажей и недопущения необоснованных отказов от выполнения задач по подвозу", indent=24, gap=4)
    sheet.paragraph("ПРИКАЗЫВАЮ:", face="SerifBold", gap=12)
    for name, text in ORDER_1:
        sheet.paragraph(text, name, indent=24, gap=11)
    sheet.canvas.setFont("Serif", 9)
    sheet.canvas.drawCentredString((LEFT + RIGHT) / 2, 40, "1")
    sheet.next_page()
    for name, text in ORDER_2:
        sheet.paragraph(text, name, indent=24, gap=11)
    sheet.y -= 26
    sheet.canvas.setFont("Serif", 11.5)
    sheet.canvas.drawString(LEFT, sheet.y, "Командир войсковой части 00417")
    sheet.canvas.drawString(LEFT, sheet.y - 17, "майор")
    sheet.canvas.drawRightString(RIGHT, sheet.y - 17, "А. Кремнищев")
    sheet._remember("signature", sheet.y + 12, sheet.y - 24)
    _signature(sheet.canvas, LEFT + 232, sheet.y - 26, 1.0)
    sheet.picture(stamp("ВОЙСКОВАЯ ЧАСТЬ 00417", "ДЛЯ", "ПРИКАЗОВ", "order stamp", -9), LEFT + 122, sheet.y - 104, 112)
    sheet.y -= 132
    sheet.canvas.setFont("Serif", 11.5)
    sheet.canvas.drawString(LEFT, sheet.y, "Верно: писарь канцелярии")
    _signature(sheet.canvas, LEFT + 226, sheet.y - 4, 0.8, CLERK)
    sheet.y -= 46
    sheet.pair("Приложение 1", "к приказу от 17 октября 2024 г. № 46", "SerifItalic", 10.5, 10)
    _table(sheet, ("№", "Фамилия, инициалы", "Машина", "Рапорт от"), LISTED, (0, 34, 210, 350))
    sheet.canvas.setFont("Serif", 9)
    sheet.canvas.drawCentredString((LEFT + RIGHT) / 2, 40, "2")
    return sheet.bytes(), sheet.regions


def hospital_paper():
    """The hospital's summary of 30 October: one page, Ukrainian. Answers (bytes, regions)."""
    sheet = Sheet("Виписка № 1187", "uk")
    sheet.canvas.setFillColorRGB(0.17, 0.35, 0.42)
    sheet.canvas.rect(LEFT, HEIGHT - 70, RIGHT - LEFT, 2.2, stroke=0, fill=1)
    sheet.canvas.setFillColorRGB(0, 0, 0)
    sheet.y = HEIGHT - 76
    sheet.pair("Солоноводська міська лікарня", "приймальне відділення", "Sans", 10, 28)
    sheet.centred("ВИПИСКА № 1187", "SansBold", 16, 6)
    sheet.centred("із медичної карти амбулаторного хворого", "Sans", 11, 22)
    for name, label, text in (
            (None, "Пацієнт", "Верболозов О. Г., 1987 р. н."),
            ("when", "Звернувся", "29 жовтня 2024 р., 18:20. Знімок зроблено 30 жовтня 2024 р."),
            ("complaint", "Скарги", "Біль, набряк і синюшність лівої кисті, п’ятий палець не згинається. Температура 38,4 °C."),
            ("told", "Обставини", "Зі слів: удар прикладом по кисті 22 жовтня 2024 р. близько 21:30. Лікарської допомоги не отримував, "
                     "шину з лінійки наклала фармацевтка 24 жовтня."),
            ("state", "Об’єктивно", "Набряк тилу лівої кисті, гематома жовто-зеленого кольору по краях. На тильній поверхні смугаста садна 4 см, вкрита кіркою."),
            ("xray", "Рентгенограма", "№ 2206: поперечний перелом п’ятої п’ясткової кістки зі зміщенням, без ознак зрощення.")):
        top, start = sheet.y, sheet.number
        sheet.canvas.setFont("SansBold", 10.5)
        sheet.canvas.drawString(LEFT, sheet.y - 11.6, label)
        sheet.paragraph(text, None, "Sans", 11, gap=10, left=LEFT + 104)
        if name:
            sheet._remember(name, top, sheet.y + 8)
        assert start == sheet.number
    sheet.y -= 4
    sheet.canvas.setLineWidth(0.6)
    sheet.canvas.line(LEFT, sheet.y, RIGHT, sheet.y)
    sheet.y -= 12
    sheet.paragraph("Діагноз: закритий перелом п’ятої п’ясткової кістки лівої кисті.", "diagnosis", "SansBold", 12.5, gap=8)
    sheet.paragraph("Давність ушкодження 7–10 діб. Характер ушкодження відповідає прямому удару твердим предметом з обмеженою поверхнею; "
                    "падіння на розкриту долоню для такого перелому нехарактерне.", "age", "Sans", 11.5, gap=12)
    sheet.paragraph("Рекомендовано: гіпсова пов’язка на чотири тижні, знеболювальне, контрольний знімок 13 листопада. Керування транспортом протипоказане.", "advice", "Sans", 11.5, gap=36)
    sheet.canvas.setFont("Sans", 11)
    sheet.canvas.drawString(LEFT, sheet.y, "Лікар-травматолог")
    sheet.canvas.drawRightString(RIGHT, sheet.y, "С. Ожинко")
    _signature(sheet.canvas, LEFT + 226, sheet.y - 6, 1.0, DOCTOR)
    sheet.canvas.drawString(LEFT, sheet.y - 24, "30 жовтня 2024 р.")
    sheet.picture(stamp("СОЛОНОВОДСЬКА МІСЬКА ЛІКАРНЯ", "ДЛЯ", "ДОВІДОК", "hospital stamp", 7), LEFT + 112, sheet.y - 100, 104)
    sheet.canvas.setFont("Sans", 8.5)
    sheet.canvas.setFillColorRGB(0.35, 0.35, 0.35)
    sheet.canvas.drawString(LEFT, 44, "Виписку видано на руки пацієнтові. Копія зберігається в архіві відділення.")
    return sheet.bytes(), sheet.regions


def stamp(around, top, foot, name, turn):
    """A round stamp with worn ink, as an image, so that its letters stay out of the text layer."""
    size = 700
    ink = Image.new("L", (size, size))
    draw, middle = ImageDraw.Draw(ink), size / 2
    for radius, width in ((336, 12), (318, 4), (206, 5)):
        draw.ellipse((middle - radius, middle - radius, middle + radius, middle + radius), outline=255, width=width)
    face, text = font(SANS_BOLD, 54), f"{around} ✱ ".replace("✱", "*")
    for n, letter in enumerate(text):
        angle = 2 * math.pi * n / len(text)
        tile = Image.new("L", (90, 90))
        ImageDraw.Draw(tile).text((45, 45), letter, font=face, fill=255, anchor="mm")
        tile = tile.rotate(-math.degrees(angle), Image.Resampling.BICUBIC)
        at = (int(middle + math.sin(angle) * 262 - 45), int(middle - math.cos(angle) * 262 - 45))
        ink.paste(255, at, tile)
    draw.text((middle, middle - 38), top, font=font(SANS_BOLD, 62), fill=255, anchor="mm")
    draw.text((middle, middle + 34), foot, font=font(SANS_BOLD, 62), fill=255, anchor="mm")
    ink = ink.rotate(turn, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(1.1))
    wear = np.clip(0.25 + cloud(name, ink.size, 240, 6) * 1.15, 0, 0.92)
    out = Image.new("RGBA", ink.size, (*BLUE, 255))
    out.putalpha(Image.fromarray((np.asarray(ink) * wear).astype("uint8")))
    return out


def _signature(paper, x, y, scale, strokes=None):
    """Pen strokes: a start, then Bézier curves that follow on each other."""
    paper.saveState()
    paper.translate(x, y)
    paper.scale(scale, scale)
    paper.setStrokeColorRGB(0.13, 0.2, 0.5)
    paper.setLineWidth(1.5)
    paper.setLineCap(1)
    for start, *curves in strokes or COMMANDER:
        path = paper.beginPath()
        path.moveTo(*start)
        for curve in curves:
            path.curveTo(*curve)
        paper.drawPath(path)
    paper.restoreState()


def _table(sheet, heads, rows, columns):
    paper, step, width = sheet.canvas, 20, RIGHT - LEFT
    top = sheet.y
    for n, row in enumerate([heads, *rows]):
        base = top - n * step
        paper.setFont("SerifBold" if n == 0 else "Serif", 10)
        for x, cell in zip(columns, row):
            paper.drawString(LEFT + x + 6, base - 14, cell)
        paper.setLineWidth(0.9 if n < 2 else 0.4)
        paper.line(LEFT, base, RIGHT, base)
    foot = top - (len(rows) + 1) * step
    paper.line(LEFT, foot, RIGHT, foot)
    paper.setLineWidth(0.4)
    for x in (*columns, width):
        paper.line(LEFT + x, top, LEFT + x, foot)
    sheet._remember("list", top, foot)
    sheet.y = foot

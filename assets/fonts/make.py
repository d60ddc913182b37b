import sys
from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
text = "".join(chr(c) for c in range(0x20,0x7f)) + "".join(chr(c) for c in range(0x410,0x450)) + "ЁёІіЇїЄєҐґ«»„“”’‘–—…·№×−\u00a0ʼ"
for name in ("Regular","SemiBold"):
    f = TTFont(f"x/usr/share/fonts/opentype/inter/Inter-{name}.otf")
    o = subset.Options(); o.layout_features=[]; o.name_IDs=[0,1,2,3,4,5,6,13,14]; o.notdef_outline=True; o.hinting=False; o.desubroutinize=True; o.legacy_kern=False
    s = subset.Subsetter(o); s.populate(text=text); s.subset(f)
    order=f.getGlyphOrder(); gs=f.getGlyphSet(); glyphs={}
    for g in order:
        p=TTGlyphPen(gs); gs[g].draw(Cu2QuPen(p,1.0,reverse_direction=True)); glyphs[g]=p.glyph()
    f["loca"]=newTable("loca"); f["glyf"]=glyf=newTable("glyf"); glyf.glyphOrder=order; glyf.glyphs=glyphs
    hm=f["hmtx"]
    del f["CFF "]
    if "VORG" in f: del f["VORG"]
    for g in order:
        glyphs[g].recalcBounds(glyf); a,_=hm[g]; hm[g]=(a, getattr(glyphs[g],"xMin",0) or 0)
    m=f["maxp"]=newTable("maxp"); m.tableVersion=0x00010000
    for k in "maxZones maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements maxSizeOfInstructions maxComponentElements".split(): setattr(m,k,0)
    m.maxZones=1; m.numGlyphs=len(order)
    for k in "maxPoints maxContours maxCompositePoints maxCompositeContours maxComponentDepth".split(): setattr(m,k,0)
    m.recalc(f)
    f["post"].formatType=3.0
    f.sfntVersion="\0\1\0\0"
    for t in ("GSUB","GPOS","GDEF","DSIG","STAT"):
        if t in f: del f[t]
    f.save(f"inter-{name.lower()}.ttf")

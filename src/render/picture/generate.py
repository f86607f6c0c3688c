"""Writes what the pictures are drawn with: shapes.tsv (the countries' outlines), regular.ttf, semibold.ttf, letters.tsv (the
width of each letter) and LICENSE-FONT.

Fetch the inputs (any folder will do), then run it from anywhere:

    mkdir inputs && cd inputs
    npm pack world-atlas@2.0.2 @expo-google-fonts/source-sans-3@0.4.1
    for package in *.tgz; do tar xzf $package --one-top-level; done
    pip install fonttools==4.68.0
    cd .. && python3 src/render/picture/generate.py inputs

The same inputs give the same bytes.

Inputs: Natural Earth 4.1 (public domain, https://www.naturalearthdata.com), countries at 1:50 million, as packaged by
world-atlas 2.0.2; Source Sans 3 by Adobe (SIL Open Font License 1.1), as packaged by @expo-google-fonts/source-sans-3. The
licence reserves the name "Source" for the unchanged font: the cut-down one is called "Dateline Sans".

Borders are Natural Earth's, contested ones among them: drawing a line is no statement about whose it should be. Where
Natural Earth has an area apart or with another state than ../../places/tables/contested.tsv counts its news for, the area is
shaded with the state of that table, and its line stays (`MOVED`, `NAMELESS`).
"""

import argparse
import heapq
import json
import math
from pathlib import Path

HERE = Path(__file__).parent
COUNTRIES = HERE / "../../places/tables/countries.tsv"

# The numeric codes of ISO 3166-1, as the outlines have them, for the alpha-2 codes as the program has them.
NUMERIC = """
004AF 008AL 010AQ 012DZ 016AS 020AD 024AO 028AG 031AZ 032AR 036AU 040AT 044BS 048BH 050BD 051AM 052BB 056BE 060BM 064BT 068BO
070BA 072BW 076BR 084BZ 086IO 090SB 092VG 096BN 100BG 104MM 108BI 112BY 116KH 120CM 124CA 132CV 136KY 140CF 144LK 148TD 152CL
156CN 158TW 170CO 174KM 178CG 180CD 184CK 188CR 191HR 192CU 196CY 203CZ 204BJ 208DK 212DM 214DO 218EC 222SV 226GQ 231ET 232ER
233EE 234FO 238FK 239GS 242FJ 246FI 248AX 250FR 258PF 260TF 262DJ 266GA 268GE 270GM 275PS 276DE 288GH 296KI 300GR 304GL 308GD
316GU 320GT 324GN 328GY 332HT 334HM 336VA 340HN 344HK 348HU 352IS 356IN 360ID 364IR 368IQ 372IE 376IL 380IT 384CI 388JM 392JP
398KZ 400JO 404KE 408KP 410KR 414KW 417KG 418LA 422LB 426LS 428LV 430LR 434LY 438LI 440LT 442LU 446MO 450MG 454MW 458MY 462MV
466ML 470MT 478MR 480MU 484MX 492MC 496MN 498MD 499ME 500MS 504MA 508MZ 512OM 516NA 520NR 524NP 528NL 531CW 533AW 534SX 540NC
548VU 554NZ 558NI 562NE 566NG 570NU 574NF 578NO 580MP 583FM 584MH 585PW 586PK 591PA 598PG 600PY 604PE 608PH 612PN 616PL 620PT
624GW 626TL 630PR 634QA 642RO 643RU 646RW 652BL 654SH 659KN 660AI 662LC 663MF 666PM 670VC 674SM 678ST 682SA 686SN 688RS 690SC
694SL 702SG 703SK 704VN 705SI 706SO 710ZA 716ZW 724ES 728SS 729SD 732EH 740SR 748SZ 752SE 756CH 760SY 762TJ 764TH 768TG 776TO
780TT 784AE 788TN 792TR 795TM 796TC 798TV 800UG 804UA 807MK 818EG 826GB 831GG 832JE 833IM 834TZ 840US 850VI 854BF 858UY 860UZ
862VE 876WF 882WS 887YE 894ZM
""".split()

# Areas that Natural Earth has without a code.
NAMELESS = {
    "Somaliland": "SO",
    "N. Cyprus": "CY",
    "Kosovo": "XK",
    # Contested between India and Pakistan: land of neither here.
    "Siachen Glacier": "-",
    # Christmas Island and the Cocos Islands: parted below.
    "Indian Ocean Ter.": "CX",
}

# Parts that have a code of their own, or are another's: from, to, and the box (west, south, east, north) they lie in.
MOVED = [
    ("FR", "GF", (-55, 2, -51, 6)),
    ("FR", "GP", (-62, 15.8, -61, 16.6)),
    ("FR", "MQ", (-61.3, 14.3, -60.7, 15)),
    ("FR", "RE", (55, -21.5, 56, -20.8)),
    ("FR", "YT", (44.9, -13.1, 45.4, -12.5)),
    ("NO", "SJ", (-10, 70.5, 36, 81)),
    ("NL", "BQ", (-69, 12, -62, 18)),
    ("CX", "CC", (96, -13, 98, -11)),
    ("RU", "UA", (32.4, 44.2, 36.7, 46.3)),
]

# Where those lie that are too small for the outlines, and where the dot or name of others belongs, by hand: longitude, latitude.
POINTS = {
    "BQ": (-68.27, 12.18), "BV": (3.36, -54.42), "CC": (96.83, -12.17), "CX": (105.64, -10.48), "GI": (-5.35, 36.14),
    "TK": (-171.8, -9.17), "TV": (179.2, -8.52), "UM": (166.65, 19.28),
    "AQ": (20, -80), "CA": (-106, 57), "CL": (-70.8, -31), "CY": (33.2, 34.95), "FJ": (177.97, -17.8), "GL": (-41, 70),
    "HR": (16.2, 45.5), "ID": (113.5, -0.5), "KI": (173.0, 1.4), "MY": (102.4, 4.1), "NO": (9, 61.2), "NZ": (171.8, -42.6), "PF": (-149.4, -17.65),
    "PH": (121.0, 16.6), "RU": (45, 57), "US": (-98.5, 39.5), "VN": (105.6, 20.9), "FR": (2.4, 46.8), "IT": (12.6, 42.8), "SE": (15.5, 62.3),
}  # fmt: skip

# What a map of a region must show of a country whose parts lie far apart: west, south, east, north. Elsewhere, all that is
# larger than a seventh of the largest part.
HEARTS = {
    "AU": (112, -44, 154, -10), "CA": (-136, 42, -52, 68), "CL": (-76, -56, -66, -17), "CN": (73, 18, 135, 54), "EC": (-81.5, -5.1, -75, 1.5), "ES": (-9.5, 35.9, 3.4, 43.9),
    "FM": (138, 5, 163, 10), "FR": (-5, 41.3, 9.7, 51.2), "GL": (-55, 59.5, -38, 70), "IN": (68, 6, 97.5, 36), "KI": (172, -1, 174, 3),
    "NO": (4.5, 57.9, 31.2, 71.3), "NZ": (166, -47.5, 179, -34), "PF": (-152, -18.5, -148, -16), "PT": (-9.6, 36.9, -6.1, 42.2), "RU": (28, 44, 56, 68),
    "SC": (55, -5, 56, -4), "SJ": (10, 76, 28, 80.5), "US": (-125, 24.5, -66.9, 49.5), "ZA": (16, -35, 33, -22), "MU": (57, -21, 58, -19.9),
    "ID": (95, -11, 141.1, 6), "JP": (129, 31, 146, 46), "TT": (-62, 10, -60, 11.5), "PH": (117, 5, 127, 21),
    "MY": (99.6, 0.8, 119.5, 7.5), "DK": (8, 54.5, 15.3, 57.8), "CK": (-160, -22, -159, -21), "AQ": (-180, -90, 180, -65),
}  # fmt: skip

# So far from where their region is that a map of it need not show them unless there is news of them.
REMOTE = "AQ BV CC CX GL GS HM IO PN SH SJ TF UM".split()

# Points are left out while the triangle that is cut off is no larger than this, in square degrees.
CUT_OFF = 0.0015
# Islands below this, in square degrees, are left out, unless they are all there is of their country, or nearly so.
SMALLEST = 0.004
# Units per degree.
SCALE = 100

LETTERS = (
    "U+20-7E,U+A0-17F,U+18F,U+192,U+1A0-1A1,U+1AF-1B0,U+218-21B,U+259,U+384-3CE,U+400-45F,U+490-493,U+49A-49B,U+4A2-4A3,"
    "U+4AE-4B1,U+4BA-4BB,U+4D8-4D9,U+4E8-4E9,U+1EA0-1EF9,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032-2033,"
    "U+2039-203A,U+20AC,U+2116,U+2122,U+2212"
)
WEIGHTS = {"regular": ("400Regular", 400), "semibold": ("600SemiBold", 600)}


# --------------------------------------------------------------------------------------------------------- outlines


def simplified(line):
    """The line without the points that cut off least (Visvalingam's method), its ends kept."""
    n = len(line)
    if n < 3:
        return line
    before, after, alive = list(range(-1, n - 1)), list(range(1, n + 1)), [True] * n

    def area(i):
        (ax, ay), (bx, by), (cx, cy) = line[before[i]], line[i], line[after[i]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2 * math.cos(math.radians(by))

    heap = [(area(i), i) for i in range(1, n - 1)]
    heapq.heapify(heap)
    current = {i: a for a, i in heap}
    left = n
    while heap:
        smallest, i = heapq.heappop(heap)
        if not alive[i] or current[i] != smallest:
            continue
        # A closed line stays a ring.
        if smallest > CUT_OFF or (line[0] == line[-1] and left <= 6):
            break
        alive[i] = False
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if 0 < j < n - 1:
                current[j] = max(area(j), smallest)
                heapq.heappush(heap, (current[j], j))
    return [p for i, p in enumerate(line) if alive[i]]


def area(ring):
    """In square degrees as they are at the equator, positive or negative by direction."""
    flat = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1])) / 2
    return flat * math.cos(math.radians(sum(y for _, y in ring) / len(ring)))


def unwrapped(ring):
    """The ring without jumps from 180 degrees east to 180 west: it goes on beyond. One around the pole is led over it."""
    out = []
    turn = 0
    for x, y in ring:
        if out:
            step = x + turn - out[-1][0]
            turn -= 360 * round(step / 360)
        out.append((x + turn, y))
    closing = ring[0][0] + turn - 360 * round((ring[0][0] + turn - out[-1][0]) / 360)
    if abs(closing - out[0][0]) > 180:
        out += [(closing, out[0][1]), (closing, -90.0), (out[0][0], -90.0)]
    shift = -360 * round((max(x for x, _ in out) + min(x for x, _ in out)) / 2 / 360)
    return [(round(x + shift, 6), y) for x, y in out]


def inside(box, x, y):
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def middle(ring):
    return (min(x for x, _ in ring) + max(x for x, _ in ring)) / 2, (min(y for _, y in ring) + max(y for _, y in ring)) / 2


def deepest(ring):
    """The point of a grid that is farthest from the edge: where a name stands best."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    flat = math.cos(math.radians(sum(ys) / len(ys)))

    def distance(px, py):
        least, odd = 1e9, False
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
            if (ay > py) != (by > py) and px < (bx - ax) * (py - ay) / (by - ay) + ax:
                odd = not odd
            dx, dy = (bx - ax) * flat, by - ay
            t = 0 if dx == dy == 0 else max(0, min(1, ((px - ax) * flat * dx + (py - ay) * dy) / (dx * dx + dy * dy)))
            # Names are wide: room to the sides counts for less.
            least = min(least, math.hypot(((px - ax) * flat - t * dx) * 0.6, (py - ay) - t * dy))
        return least if odd else -least

    steps = 24
    grid = [
        (min(xs) + (max(xs) - min(xs)) * (i + 0.5) / steps, min(ys) + (max(ys) - min(ys)) * (j + 0.5) / steps)
        for i in range(steps)
        for j in range(steps)
    ]
    return max(grid, key=lambda p: distance(*p))


def outlines(atlas):
    """The rings of each country by alpha-2 code, in degrees, borders shared by neighbours simplified alike."""
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((round(x * sx + tx, 6), round(y * sy + ty, 6)))
        arcs.append(simplified(line))
    numeric = {code[:3]: code[3:] for code in NUMERIC}
    found = {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        code = numeric.get(shape.get("id")) or NAMELESS.get(shape["properties"]["name"])
        if code is None:
            raise SystemExit(f"no code for {shape}")
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            points = []
            for index in ring:
                points += (arcs[index] if index >= 0 else arcs[~index][::-1])[: -1]
            found.setdefault(code, []).append(unwrapped(points))
    for source, target, box in MOVED:
        moving = [r for r in found[source] if inside(box, *middle(r))]
        if moving:
            found[source] = [r for r in found[source] if r not in moving]
            found.setdefault(target, []).extend(moving)
        elif target not in POINTS:
            raise SystemExit(f"nothing of {source} lies where {target} is")
    return found


def written(ring):
    """A ring as text: each point as the step from the one before, each number in base 32, low digits first, from "?" on, the
    sign in the lowest bit and a mark in the highest of each digit but the last (the way of encoded polylines)."""
    text, last = "", (0, 0)
    points = []
    for x, y in ring:
        point = (round(x * SCALE), round(y * SCALE))
        if not points or point != points[-1]:
            points.append(point)
    for point in points:
        for number in (point[0] - last[0], point[1] - last[1]):
            number = ~(number << 1) if number < 0 else number << 1
            while number >= 32:
                text += chr((number & 31 | 32) + 63)
                number >>= 5
            text += chr(number + 63)
        last = point
    return text


def write_shapes(atlas):
    found = outlines(atlas)
    codes = [line.split("\t")[0] for line in COUNTRIES.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    lines, points = [], 0
    for code in [*codes, "-"]:
        rings = sorted(found.get(code, []), key=lambda r: -abs(area(r)))
        total = abs(area(rings[0])) if rings else 0
        rings = [r for r in rings if abs(area(r)) >= min(SMALLEST, total / 3)]
        if not rings and code not in POINTS:
            raise SystemExit(f"{code} has neither an outline nor a point")
        point = POINTS.get(code) or deepest(rings[0])
        large = [p for r in rings if abs(area(r)) > total / 7 for p in r] or [point]
        heart = HEARTS.get(code) or (
            min(x for x, _ in large), min(y for _, y in large), max(x for x, _ in large), max(y for _, y in large)
        )  # fmt: skip
        numbers = [f"{n:.2f}".rstrip("0").rstrip(".") for n in (*point, *heart)]
        kind = "remote" if code in REMOTE else "near"
        lines.append("\t".join([code, kind, " ".join(numbers), " ".join(map(written, rings))]))
        points += sum(map(len, rings))
    head = [
        "# Made by generate.py from Natural Earth 4.1 (public domain, https://www.naturalearthdata.com), countries at 1:50 million,",
        "# as packaged by world-atlas 2.0.2 (ISC). Columns, separated by tabs: alpha-2 code (-: of no country); near, or remote",
        "# (a map of its region need not show it); longitude and latitude of its dot or name, then west, south, east and north of",
        "# what a map of its region shows of it; its rings as encoded polylines (longitude first, hundredths of a degree).",
    ]
    (HERE / "shapes.tsv").write_text("\n".join(head + lines) + "\n", encoding="utf-8")
    print(f"shapes.tsv: {len(lines)} lines, {points} points, {(HERE / 'shapes.tsv').stat().st_size} bytes")


# ------------------------------------------------------------------------------------------------------------- font


def write_font(folder):
    from fontTools import subset, ttLib

    rows = {}
    for name, (style, weight) in WEIGHTS.items():
        options = subset.Options()
        # Kerning and the like are left out, so that a text is as wide as its letters together.
        options.layout_features = []
        options.hinting = False
        options.drop_tables += ["GPOS", "GSUB", "GDEF", "STAT", "DSIG"]
        options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
        font = ttLib.TTFont(folder / style / f"SourceSans3_{style}.ttf", recalcTimestamp=False)
        cut = subset.Subsetter(options)
        cut.populate(unicodes=subset.parse_unicodes(LETTERS.replace("U+", "")))
        cut.subset(font)
        names = {1: "Dateline Sans", 2: "Regular", 4: f"Dateline Sans {weight}", 6: f"DatelineSans-{weight}"}
        font["name"].names = [r for r in font["name"].names if r.nameID in (0, 13, 14)]
        for key, value in names.items():
            font["name"].setName(value, key, 3, 1, 0x409)
        font["OS/2"].usWeightClass = weight
        font.save(HERE / f"{name}.ttf", reorderTables=False)
        unit = 1000 / font["head"].unitsPerEm
        for letter, glyph in font.getBestCmap().items():
            rows.setdefault(letter, []).append(str(round(font["hmtx"][glyph][0] * unit)))
    lines = [
        "# Made by generate.py from Source Sans 3 (see LICENSE-FONT): each letter that can be drawn, as its code point in base 16,",
        "# and its width in regular and in semibold, in thousandths of the type size.",
    ]
    lines += ["\t".join([f"{letter:04X}", *widths]) for letter, widths in sorted(rows.items()) if len(widths) == 2]
    (HERE / "letters.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (HERE / "LICENSE-FONT").write_text((folder / "LICENSE_FONT").read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("inputs", type=Path, help="the folder with the unpacked packages")
    inputs = arguments.parse_args().inputs
    file = next(inputs.glob("world-atlas*/package/countries-50m.json"))
    write_shapes(json.loads(file.read_text(encoding="utf-8")))
    write_font(next(inputs.glob("expo-google-fonts-source-sans-3*/package")))

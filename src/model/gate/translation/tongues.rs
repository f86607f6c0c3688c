//! The languages that translations can be checked from, and the words of each that say "not" or who says so.

use super::super::words::{self, Word};

/// A language that the gate has tables of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// Spanish.
    Spanish,
    /// French.
    French,
    /// Portuguese.
    Portuguese,
    /// German.
    German,
    /// Italian.
    Italian,
}

/// The words of a language, in small letters; without accents unless an accent tells two words apart.
struct Table {
    tongue: Tongue,
    code: &'static str,
    /// What holds its sentences together.
    function: &'static str,
    negations: &'static str,
    /// What says who claims something, besides what `digest::says_who` knows.
    reporting: &'static str,
}

const TABLES: &[Table] = &[
    Table {
        tongue: Tongue::Spanish,
        code: "es",
        function: "a el la los las un una de del al en y que por para con su sus se lo como mas pero fue es ha han desde \
            hasta entre sobre este esta tras no sin cuando segun antes otras otros",
        negations: "no nunca jamas tampoco ni sin ningun* nadie nada falta",
        reporting: "dijeron explico explicó agrego agregó añadió indicó indico sostuvo comunicó reportó reportaron confirmó \
            confirmaron negó reconoció anunciaron informaron afirmaron denunciaron cuenta contó dicen aseguran calcula \
            estima estiman prevé acusa acusó pidió reveló",
    },
    Table {
        tongue: Tongue::French,
        code: "fr",
        function: "a le la les un une des du de d l et en au aux que qui dans pour par sur avec est ont a ete son sa ses ce \
            cette il elle ils ne pas plus mais",
        negations: "ne n sans ni aucun* jamais non personne manque",
        reporting: "dit disent explique expliqué ajouté précisé assuré rapporté prévenu confirmé nié reconnu communiqué \
            accuse accusé estime averti révélé",
    },
    Table {
        tongue: Tongue::Portuguese,
        code: "pt",
        function: "o a os as um uma de do da dos das no na nos nas em e que por para com seu sua se foi ao pelo pela mais \
            mas como entre sobre este esta apos nao",
        negations: "nao nunca jamais sem nem nenhum* ninguem nada falta",
        reporting: "diz dizem disseram explicou acrescentou comunicou confirmou negou reconheceu anunciaram informaram \
            afirmaram acusa acusou estima alertou revelou",
    },
    Table {
        tongue: Tongue::German,
        code: "de",
        function: "der die das den dem des ein eine einen einem einer eines und in im am an auf aus bei mit nach von vom zu \
            zum zur fur uber ist sind war wurde wurden wird werden hat haben sich nicht dass als auch",
        negations: "nicht kein* nie niemals niemand* nichts ohne weder kaum nirgends mangel",
        reporting: "mitteilte mitgeteilt sagten meldete meldet betonte bekannt angaben erklärten hieß schätzt bestätigte \
            bestritt räumte warf wirft fügte nannte",
    },
    Table {
        tongue: Tongue::Italian,
        code: "it",
        function: "a il lo la i gli le un una di del dello della dei degli delle da dal dalla in nel nella e che per con su \
            sul sulla si ha hanno stato stata sono anche tra al alla ai non",
        negations: "non mai senza né nessun* nulla niente manca mancanza",
        reporting: "dice dicono ha_detto affermato spiegato sapere riferito comunicato noto aggiunto confermato negato \
            precisato avvertito accusa accusato stima riferisce",
    },
];

impl Tongue {
    /// The language of a text, where its words tell it and what it is said to be in does not contradict.
    pub fn of(text: &str, said: Option<&str>) -> Option<Self> {
        let text = plain(text);
        let words = words::words(&text);
        let share = |table: &&Table| {
            let known = |word: &&Word<'_>| table.function.split_whitespace().any(|one| one == word.folded);
            words.iter().filter(known).count()
        };
        let counts: Vec<(usize, &Table)> = TABLES.iter().map(|table| (share(&table), table)).collect();
        let most = counts.iter().map(|(count, _)| *count).max()?;
        let (count, table) = match said {
            // A tenth of the words, and no other language with more, where the article is said to be in the language.
            Some(tag) => {
                let code = tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
                let said = counts.iter().find(|(_, table)| table.code == code)?;
                (if said.0 == most { said.0 * 2 } else { 0 }, said.1)
            }
            // A fifth where it is not, and half as much again as any other: neighbours such as Spanish and Portuguese share
            // many of theirs.
            None => {
                let best = counts.iter().find(|(count, _)| *count == most)?;
                let clear = |other: &&(usize, &Table)| other.1.code == best.1.code || best.0 * 2 >= other.0 * 3;
                (best.0, counts.iter().all(|other| clear(&other)).then_some(best.1)?)
            }
        };
        (count >= most && count * 5 >= words.len() && count > 1).then_some(table.tongue)
    }

    /// ISO 639-1.
    pub fn code(self) -> &'static str {
        self.table().map_or("", |table| table.code)
    }

    /// Its column in the table of pairs.
    pub(super) fn column(self) -> usize {
        TABLES.iter().position(|table| table.tongue == self).unwrap_or(0)
    }

    /// True for a word that only holds sentences together.
    pub(super) fn is_function(self, word: &Word<'_>) -> bool {
        self.table()
            .is_some_and(|table| table.function.split_whitespace().any(|one| one == word.folded))
    }

    pub(super) fn is_negation(self, word: &Word<'_>) -> bool {
        self.table().is_some_and(|table| has(table.negations, word))
    }

    pub(super) fn is_reporting(self, word: &Word<'_>) -> bool {
        self.table().is_some_and(|table| has(table.reporting, word))
    }

    fn table(self) -> Option<&'static Table> {
        TABLES.iter().find(|table| table.tongue == self)
    }
}

/// A text with its elisions apart: "l'armée" is two words.
pub(super) fn plain(text: &str) -> String {
    text.replace(['\'', '’'], " ")
}

fn has(list: &str, word: &Word<'_>) -> bool {
    list.split_whitespace().any(|pattern| matches(pattern, word))
}

/// True for a word that a pattern means: a star stands for any letters, a capital must be one, a dot in front forbids one,
/// and accents count where the pattern has some.
pub(super) fn matches(pattern: &str, word: &Word<'_>) -> bool {
    let (small_only, pattern) = match pattern.strip_prefix('.') {
        Some(rest) => (true, rest),
        None => (false, pattern),
    };
    if (small_only && word.is_capitalised() && !word.opens)
        || (pattern.starts_with(char::is_uppercase) && !word.is_capitalised())
    {
        return false;
    }
    if pattern.is_ascii() {
        star(&pattern.to_ascii_lowercase(), &word.folded)
    } else {
        star(&pattern.to_lowercase(), &word.text.to_lowercase())
    }
}

fn star(pattern: &str, word: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(end), None) => word.ends_with(end),
        (None, Some(start)) => word.starts_with(start),
        (Some(_), Some(_)) => word.contains(pattern.trim_matches('*')),
        (None, None) => match pattern.split_once('*') {
            Some((start, end)) => word.starts_with(start) && word.ends_with(end),
            None => word == pattern,
        },
    }
}

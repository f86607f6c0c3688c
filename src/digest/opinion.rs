//! Pieces that argue rather than report, and sentences that say whose claim they are.

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use url::Url;

use super::first_person::said_of_oneself;
use crate::article::Article;

/// Words for opinion in front of a headline, behind it, or in an address, in the languages that most sources are written
/// in; folded to small letters.
const SECTIONS: &[&str] = &[
    "opinion",
    "opinions",
    "op-ed",
    "oped",
    "editorial",
    "editorials",
    "commentary",
    "commentaries",
    "comment",
    "commentisfree",
    "column",
    "columns",
    "columnist",
    "columnists",
    "viewpoint",
    "viewpoints",
    "views",
    "letters",
    "perspective",
    "perspectives",
    "opinión",
    "columna",
    "columnas",
    "tribuna",
    "opinião",
    "opiniao",
    "opinioni",
    "editoriale",
    "tribune",
    "tribunes",
    "éditorial",
    "kommentar",
    "kommentare",
    "meinung",
    "leitartikel",
    "мнение",
    "мнения",
];

/// Words that say so in front of a headline or behind it; in an address they may be a paper's name.
const KINDS: &[&str] = &["letter", "letter to the editor", "review", "book review", "film review"];

/// How a letter to a paper opens.
const LETTERS: &[&str] = &[
    "sir, ",
    "sir – ",
    "sir — ",
    "sir: ",
    "madam, ",
    "dear sir",
    "dear editor",
    "to the editor",
    "señor director",
    "sr. director",
    "monsieur le directeur",
    "sehr geehrte redaktion",
];

/// Words by which a headline says what ought to be, in the languages that most sources are written in.
const VERDICTS: &str = "must should ought needn't mustn't shouldn't debe deben debería deberían doit doivent devrait \
    devraient muss müssen sollte sollten deve devem deveria deveriam devono dovrebbe dovrebbero";

/// How a by-line begins.
const BYLINES: &[&str] = &["By ", "Por ", "Par ", "Von "];

/// How a piece opens that hands somebody's view on, or that speaks of itself as one.
const OPENINGS: &[&str] = &[
    "the following article by ",
    "the following article, by ",
    "the following article, written ",
    "the following is the text of an interview",
    "the following is an interview",
    "the following interview",
    "the following op-ed",
    "the following opinion",
    "the following piece",
    "the following essay",
    "the following commentary",
    "the following editorial",
    "this opinion piece",
    "this op-ed",
    "this article argues",
    "the article argues",
    "the author argues",
    "the writer argues",
    "in this article,",
    "in this essay,",
    "el siguiente artículo",
    "en este artículo de opinión",
    "l'article suivant",
];

/// A reprint that is announced with one of these hands on what somebody thinks.
const REPRINT: &str = "the following article";
const THINKS: &[&str] = &[
    " argues",
    " contends",
    " frames ",
    " makes the case",
    " asserts that",
    " calls for",
];

/// What such a piece says of itself, at its start or its end.
const NOTES: &[&str] = &[
    "views expressed",
    "opinions expressed",
    "views are the author's own",
    "is an opinion columnist",
    "is a columnist",
    "las opiniones expresadas",
    "esta es una columna de opinión",
    "les opinions exprimées",
    "as opiniões expressas",
];

/// Letters of a text in which it opens, and in which it may end with a note on its author.
const OPENING: usize = 500;
const ENDING: usize = 500;

/// True for a piece that can be recognised as opinion: by the section that its headline or address names, by what it says
/// of itself, or by a writer with a name who speaks of himself.
pub fn is_opinion(article: &Article) -> bool {
    let in_address = || {
        let address = article.url.as_deref().and_then(|url| Url::parse(url).ok());
        address.is_some_and(|url| {
            // The last part is the article's own name, in which any word may stand.
            let parts: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
            let sections = parts.split_last().map_or(&[][..], |(_, sections)| sections);
            sections.iter().any(|part| is_section(part))
        })
    };
    is_marked(&article.title) || in_address() || says_so(&article.text) || is_somebodys(article)
}

/// A named writer who speaks of himself: twice, or once below a headline that says what ought to be.
fn is_somebodys(article: &Article) -> bool {
    if article.author.is_none() && !has_byline(&article.text) {
        return false;
    }
    match said_of_oneself(&article.text, article.language.as_deref()) {
        0 => false,
        1 => is_verdict(&article.title),
        _ => true,
    }
}

/// "Why Peru must save its glaciers"; not what somebody else says must be.
fn is_verdict(title: &str) -> bool {
    let words = title.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    let mut words = words.map(|word| word.to_lowercase().replace('’', "'"));
    words.any(|word| VERDICTS.split_whitespace().any(|verdict| verdict == word)) && !says_who(title)
}

/// "By Ana Ruiz".
fn has_byline(text: &str) -> bool {
    let Some(behind) = BYLINES.iter().find_map(|by| text.strip_prefix(by)) else {
        return false;
    };
    let mut names = behind.split_whitespace();
    let mut is_name = || {
        let name = names.next().unwrap_or_default();
        name.starts_with(char::is_uppercase)
    };
    is_name() && is_name()
}

/// "Opinion: …", "… | Editorial".
fn is_marked(title: &str) -> bool {
    let mut parts = title.split([':', '|', '–', '—', '·']).map(str::trim).peekable();
    let several = title.contains([':', '|', '–', '—', '·']);
    let first = parts.next().unwrap_or_default();
    let says = |part: &str| is_section(part) || KINDS.contains(&part.to_lowercase().as_str());
    several && (says(first) || parts.last().is_some_and(says))
}

fn is_section(word: &str) -> bool {
    SECTIONS.contains(&word.to_lowercase().as_str())
}

fn says_so(text: &str) -> bool {
    let small = |letters: String| letters.to_lowercase().replace('’', "'");
    let opening = small(text.chars().take(OPENING).collect());
    let start = text.char_indices().nth_back(ENDING).map_or(0, |(at, _)| at);
    let ending = small(text.get(start..).unwrap_or_default().to_owned());
    let holds = |text: &str, words: &[&str]| words.iter().any(|words| text.contains(words));
    LETTERS.iter().any(|letter| opening.starts_with(letter))
        || holds(&opening, OPENINGS)
        || opening.contains(REPRINT) && holds(&opening, THINKS)
        || holds(&opening, NOTES)
        || holds(&ending, NOTES)
}

/// Words by which a sentence says who claims what it says, in the languages that most sources are written in.
static REPORTING: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "said says told tells announced announces reported reportedly stated warned warns claimed \
     accused accuses argued argues wrote confirmed confirms denied denies insisted noted acknowledged \
     alleged allegedly estimated declared predicted expects \
     testified replied \
     dijo dice afirmó afirma anunció anuncia informó informa aseguró asegura declaró señaló advirtió denunció según \
     déclaré déclare annoncé annonce affirmé affirme selon indiqué estimé \
     sagte sagt teilte erklärte laut zufolge kündigte warnte berichtete \
     disse afirmou anunciou informou segundo declarou \
     detto annunciato secondo dichiarato riferito \
     сообщил сообщила сообщили заявил заявила заявили словам"
        .split_whitespace()
        .collect()
});

/// The same in several words. Building cannot fail with so few and short ones.
static PHRASES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::new([
        "according to",
        "de acuerdo con",
        "de acordo com",
        "d'après",
        "по данным",
    ])
    .ok()
});

/// True for a sentence that says who claims what it says: "the ministry said", "according to doctors".
pub fn says_who(sentence: &str) -> bool {
    let lower = sentence.to_lowercase().replace('’', "'");
    lower
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| REPORTING.contains(word))
        || PHRASES.as_ref().is_some_and(|phrases| phrases.is_match(&lower))
}

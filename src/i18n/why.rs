//! What Dateline says of the words and rules behind a tag.

use super::digest::in_sentence;
use crate::places::{Aside, Country, Mention, Part, Rule, Weight};
use crate::reply::shortened;

/// Words of an article are shown up to this many letters.
const LETTERS: usize = 60;

/// The button that asks why.
pub const BUTTON: &str = "Why?";
/// The button that leads back to the articles.
pub const ARTICLES: &str = "Articles";
/// /why without a name.
pub fn which(example: &str) -> String {
    format!("Why what? Write a country's or region's name behind the command, such as /why {example}.")
}
/// The title over the articles of a country or region.
pub fn title(name: &str, articles: &str) -> String {
    format!("Why {}? · {articles}", in_sentence(name))
}
/// The title over the newest articles.
pub fn title_of_all(articles: &str) -> String {
    format!("Why these countries? · {articles}")
}
/// What follows the words that are shown of an article.
pub fn also(more: usize) -> String {
    match more {
        1 => "Also 1 more name.".to_owned(),
        n => format!("Also {n} more names."),
    }
}
/// The countries behind those that are explained, at most so many of them.
pub fn also_names(countries: &[Country], most: usize) -> String {
    let names: Vec<String> = countries
        .iter()
        .take(most)
        .map(|country| in_sentence(country.name()))
        .collect();
    match countries.len().saturating_sub(most) {
        0 => format!("also names {}", names.join(", ")),
        more => format!("also names {} and {more} more", names.join(", ")),
    }
}
/// "1 article mentions it", "9 articles mention it".
pub fn mentioning(articles: usize) -> String {
    match articles {
        1 => "1 article mentions it".to_owned(),
        n => format!("{n} articles mention it"),
    }
}
/// An article whose countries were worked out without a mention to show.
pub const NO_WORDS: &str = "No words are kept for this.";
/// Heading over names that are no mentions.
pub const SET_ASIDE: &str = "Set aside";
/// An article in which nothing is named.
pub const NOTHING: &str = "No country is named.";

/// A sentence that holds for a name so many times.
pub fn repeated(sentence: &str, n: usize) -> String {
    match n {
        1 => sentence.to_owned(),
        n => format!("{sentence} ({})", times(n)),
    }
}

/// The languages in which an article was read, as BCP 47 tags.
pub fn languages(tags: &[&str]) -> String {
    let names: Vec<&str> = tags.iter().map(|tag| language(tag)).collect();
    match &names[..] {
        [] => "Its language could not be told: names in every language were looked for.".to_owned(),
        [one] => format!("Read in {one}."),
        several => format!("Read in {}.", several.join(" or ")),
    }
}

fn language(tag: &str) -> &str {
    match tag {
        "en" => "English",
        "es" => "Spanish",
        "fr" => "French",
        "pt" => "Portuguese",
        "de" => "German",
        "it" => "Italian",
        "id" => "Indonesian",
        "tr" => "Turkish",
        "ru" => "Russian",
        "uk" => "Ukrainian",
        "ar" => "Arabic",
        "zh" => "Chinese",
        "hi" => "Hindi",
        other => other,
    }
}

/// Why a mention counts as its country. `beside` are the words of an address that settle it.
pub fn rule(mention: &Mention, beside: Option<&str>) -> String {
    let words = quoted(&mention.words);
    let place = in_sentence(mention.country.name());
    match mention.rule {
        None => format!("{words} counts as {place}."),
        Some(Rule::Name) if mention.words.eq_ignore_ascii_case(mention.country.name()) => {
            format!("{words} is the country's name.")
        }
        Some(Rule::Name) => format!("{words} is a name of {place}."),
        Some(Rule::People) => format!("{words} is said of the people of {place} and of what is theirs."),
        Some(Rule::Seat) => format!("{words} stands for the government of {place}."),
        Some(Rule::Leader) => format!("{words} is one of those who lead {place}."),
        Some(Rule::Capital) => format!("{words} is the capital of {place}."),
        Some(Rule::Own) => format!("{words} means {place} by the configuration of this bot (places.toml)."),
        Some(Rule::Province) => format!("{words} is a state, province or other part of {place}."),
        Some(Rule::Town) => {
            format!("{words} is a town in {place}, known well enough to be meant without further words.")
        }
        Some(Rule::Abbreviation) => format!("{words} behind a town is short for a part of {place}."),
        Some(Rule::Address) => match beside {
            Some(beside) => format!("{words} lies in {place} here: {} stands behind it.", quoted(beside)),
            None => format!("{words} lies in {place} here: the name behind it says so."),
        },
        Some(Rule::AddressEnd) => match beside {
            Some(beside) => format!("{words} is {place} here: {} stands before it.", quoted(beside)),
            None => format!("{words} is {place} here: the place before it says so."),
        },
        Some(Rule::Repeated) => {
            format!("{words} lies in {place}, where this article places it by another name beside it.")
        }
        Some(Rule::All) => format!("{words} means several countries together, with {place} among them."),
        Some(Rule::Shared) => {
            format!("{words} is a name of several countries; the rest of the article speaks for {place}.")
        }
        Some(Rule::Supported) => {
            format!("{words} alone would say too little; the rest of the article speaks for {place}.")
        }
        Some(Rule::Together) => {
            format!("{words} lies in {place}, as do other places that the article names, and it names no country.")
        }
        Some(Rule::Likeliest) => {
            format!("{words} has other meanings, too; nothing in the article decides, and {place} is the likeliest.")
        }
    }
}

/// Why words that can name a country do not here.
pub fn aside(words: &str, reason: Aside) -> String {
    let words = quoted(words);
    match reason {
        Aside::Person => format!("{words} is a person's name here."),
        Aside::Phrase => format!("{words} is a phrase that names no country, whatever names stand in it."),
        Aside::Street => format!("{words} is part of a street's name here."),
        Aside::Newspaper => format!("{words} is part of a newspaper's name here."),
        Aside::Language => format!("{words} is a language here."),
        Aside::Word => format!("{words} is an ordinary word here."),
        Aside::Abbreviation => format!("{words} counts only behind a town and a comma."),
        Aside::InDoubt => format!("{words} is a person's name, too, and nothing shows that the place is meant."),
        Aside::NoEvidence => {
            format!("{words} is a name of places in several countries, and nothing shows which is meant.")
        }
        Aside::Small => {
            format!("{words} is too small a town to be meant where the article does not speak of its country.")
        }
    }
}

/// Whether an article is about a country, or which others it is about instead, and what that rests on.
pub fn weight(weight: &Weight, about: &[Country]) -> String {
    let place = in_sentence(weight.country.name());
    let places = [
        (weight.title > 0).then_some("in the headline"),
        (weight.lead > 0).then_some("at the start of the text"),
        (weight.title + weight.lead == 0).then_some("further down"),
    ];
    let places: Vec<&str> = places.into_iter().flatten().collect();
    let named = match weight.mentions() {
        0 => "named nowhere".to_owned(),
        n => format!("named {}, {}", times(n), places.join(" and ")),
    };
    if weight.score.is_some() {
        return format!("About {place}: {named}");
    }
    let others: Vec<String> = about
        .iter()
        .take(3)
        .map(|country| in_sentence(country.name()))
        .collect();
    if others.is_empty() {
        format!("Only mentions {place}: {named}")
    } else {
        format!("Only mentions {place}: {named}; it is about {}", others.join(", "))
    }
}

/// An article's share of attention: "62 %".
pub fn share(score: f64) -> String {
    format!("{:.0} %", score * 100.0)
}

/// Where words stand.
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Title => "headline",
        Part::Text => "text",
    }
}

fn times(n: usize) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}

/// Words of an article in quotation marks, on one line.
fn quoted(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("\"{}\"", shortened(&words, LETTERS))
}

//! `dateline tag --explain`: the words and the rule behind each country, for a person or as JSON.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::jsonl::{FieldLetters, MentionAnswer, PlaceAnswer, TagLine, each_line, names};
use super::{Common, Failure, print, print_json};
use crate::i18n::why as words;
use crate::places::{Aside, Country, Explanation, Untagged};
use crate::render;
use crate::reply::{Block, Reply, Text, shortened};

/// A title is shown up to this many letters.
const TITLE_LETTERS: usize = 200;

#[derive(Serialize)]
struct ExplainAnswer<'a> {
    id: &'a Value,
    /// The article's language, where it is one.
    language: Option<&'a str>,
    /// The languages in which names were looked for; empty: all.
    languages: &'a [&'a str],
    mentions: Vec<MentionAnswer<'a>>,
    set_aside: Vec<AsideAnswer<'a>>,
    focus: Vec<Value>,
    /// Countries that are named without being in the focus.
    mentioned: Vec<Value>,
}

#[derive(Serialize)]
struct AsideAnswer<'a> {
    words: &'a str,
    #[serde(flatten)]
    place: PlaceAnswer,
    countries: &'a [Country],
    reason: Aside,
}

pub(super) fn explain(common: &Common) -> Result<(), Failure> {
    let (_, places) = names(common);
    each_line(|line: TagLine| {
        let article = line.article();
        let explanation = places.explain(&article);
        if common.json {
            print_json(&answer(&line, &article, &explanation))
        } else {
            let text = render::terminal::text(&told(&line.id, &article, &explanation));
            print(&format!("{text}\n"))
        }
    })
}

fn answer<'a>(line: &'a TagLine, article: &Untagged<'_>, explanation: &'a Explanation) -> ExplainAnswer<'a> {
    let mut letters = FieldLetters::of(line, article);
    let set_aside = explanation.set_aside.iter().map(|aside| AsideAnswer {
        words: &aside.words,
        place: letters.place(aside.part, aside.start, aside.end),
        countries: &aside.countries,
        reason: aside.reason,
    });
    let (mut focus, mut mentioned) = (Vec::new(), Vec::new());
    for weight in explanation.tags.weights() {
        let mut value = json!({
            "country": weight.country,
            "title": weight.title,
            "lead": weight.lead,
            "text": weight.text,
        });
        match weight.score {
            Some(score) => {
                value["score"] = score.into();
                focus.push(value);
            }
            None => mentioned.push(value),
        }
    }
    ExplainAnswer {
        id: &line.id,
        language: match explanation.languages[..] {
            [one] => Some(one),
            _ => None,
        },
        languages: &explanation.languages,
        mentions: line.mentions(article, &explanation.tags.mentions),
        set_aside: set_aside.collect(),
        focus,
        mentioned,
    }
}

/// The explanation as a person reads it.
fn told(id: &Value, article: &Untagged<'_>, explanation: &Explanation) -> Reply {
    let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    let title = match article.title {
        "" => id,
        title => format!("{id} · {}", shortened(title, TITLE_LETTERS)),
    };
    let tags = &explanation.tags;
    let about: Vec<Country> = tags.focus.iter().map(|focus| focus.country).collect();
    let mut reply = Reply::default()
        .block(Block::Title(title.into()))
        .block(Block::Paragraph(words::languages(&explanation.languages).into()));
    let weights = tags.weights();
    let weights = weights.iter().map(|weight| match weight.score {
        Some(score) => format!("{} · {}", words::weight(weight, &about), words::share(score)),
        None => words::weight(weight, &about),
    });
    if tags.mentions.is_empty() {
        reply = reply.block(Block::Paragraph(words::NOTHING.into()));
    } else {
        let mentions = tags.mentions.iter().enumerate().map(|(index, mention)| {
            let beside = tags.beside(index).map(|beside| beside.words.as_str());
            format!("{}: {}", words::part(mention.part), words::rule(mention, beside))
        });
        reply = reply.block(list(weights)).block(list(mentions));
    }
    if !explanation.set_aside.is_empty() {
        let lines = explanation.set_aside.iter().map(|aside| {
            let sentence = words::aside(&aside.words, aside.reason);
            format!("{}: {sentence}", words::part(aside.part))
        });
        reply = reply.block(Block::Heading(words::SET_ASIDE.into())).block(list(lines));
    }
    reply
}

/// Each line once, with how often it comes.
fn list(lines: impl Iterator<Item = String>) -> Block {
    let mut told: Vec<(String, usize)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for line in lines {
        match places.get(&line).and_then(|place| told.get_mut(*place)) {
            Some((_, n)) => *n += 1,
            None => {
                places.insert(line.clone(), told.len());
                told.push((line, 1));
            }
        }
    }
    let lines = told.iter().map(|(line, n)| Text::plain(words::repeated(line, *n)));
    Block::List(lines.collect())
}

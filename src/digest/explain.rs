//! Why a digest's stories stand in their order, in words.

use super::{Digest, Rank, Story};
use crate::i18n::ranking as words;
use crate::reply::{Block, Entry, Reply};

/// Each story with what its place is worked out from.
pub fn explain(digest: &Digest) -> Reply {
    let reply = Reply::default().block(Block::Title(
        words::title(&digest.title, digest.edition.local.date()).into(),
    ));
    let updates = digest.updates.iter().map(|update| &update.story);
    let stories: Vec<&Story> = digest.stories.iter().chain(updates).collect();
    if stories.is_empty() {
        return reply.block(Block::Paragraph(words::NOTHING.into()));
    }
    (1..).zip(stories).fold(reply, |reply, (number, story)| {
        reply.block(Block::Entry(Entry {
            number: Some(number),
            headline: story.headline.clone(),
            url: story.url.clone(),
            body: score(&story.rank, story.countries.first().map(|country| country.name())).into(),
            facts: words::ranked_by(
                &story
                    .links
                    .iter()
                    .map(|link| link.publisher.as_str())
                    .collect::<Vec<_>>(),
            )
            .into(),
        }))
    })
}

/// "1.24 = 0.83 about the region × 1.5 for 2 publishers × …": the factors that change something.
fn score(rank: &Rank, country: Option<&str>) -> String {
    let mut factors = vec![words::relevance(rank.relevance)];
    let mut push = |factor: f64, words: String| {
        if (factor - 1.0).abs() > 0.005 {
            factors.push(format!("{factor:.2} {words}"));
        }
    };
    push(rank.houses.1, words::publishers(rank.houses.0));
    push(rank.articles.1, words::articles(rank.articles.0));
    push(rank.age_hours.1, words::age(rank.age_hours.0));
    push(rank.weight, words::WEIGHT.to_owned());
    push(rank.opinion.unwrap_or(1.0), words::OPINION.to_owned());
    push(
        rank.same_country.1,
        words::same_country(rank.same_country.0, country.unwrap_or_default()),
    );
    format!("{:.2} = {}", rank.score, factors.join(" × "))
}

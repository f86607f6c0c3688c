//! A digest never states what no source says: every word in it that is not Dateline's own stands in an article.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use dateline::article::Tagged;
use dateline::digest::{Digest, Form, Link, Story, point_elsewhere, to_reply};
use dateline::reply::Block;
use dateline::store::Store;

use super::newsroom::{Desk, at};

/// Every article that comes with the program, and of the front page where it is there.
async fn articles() -> Vec<Tagged> {
    let mut files = vec!["config/samples".to_owned()];
    let corpus = "../shared/corpus/front-page.txt";
    if Path::new(corpus).exists() {
        files.push(corpus.to_owned());
    } else {
        eprintln!("skipped: {corpus} is not here; the samples alone are looked at");
    }
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let mut import = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"));
    import.args([
        "--now",
        "2026-01-07T23:00:00Z",
        "--data",
        data,
        "import",
        "--date",
        "2026-01-06",
    ]);
    let done = import.args(&files).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let store = Store::open(&format!("sqlite:{data}/dateline.db")).await.unwrap();
    store
        .window(None, at("2025-12-01T00:00:00Z"), at("2026-01-08T00:00:00Z"))
        .await
        .unwrap()
}

/// Everything that a digest says, checked against the articles.
fn holds(digest: &Digest, articles: &HashMap<String, &Tagged>) {
    let article = |id: &dateline::article::ArticleId| *articles.get(id.as_str()).expect("a known article");
    let holds_link = |link: &Link| {
        let own = &article(&link.article).article;
        assert_eq!(
            (&link.title, &link.publisher, &link.url),
            (&own.title, &own.publisher, &own.url)
        );
    };
    let links = |story: &Story| story.links.iter().for_each(holds_link);
    let updates = digest.updates.iter().map(|update| &update.story);
    for story in digest.stories.iter().chain(updates) {
        links(story);
        let linked: BTreeSet<&str> = story.links.iter().map(|link| link.article.as_str()).collect();
        let first = &article(&story.links[0].article).article;
        assert_eq!((&story.headline, &story.url), (&first.title, &first.url));
        assert_eq!(
            (story.published_at, story.date_kind),
            (first.published_at, first.date_kind)
        );
        for sentence in &story.sentences {
            assert!(
                linked.contains(sentence.article.as_str()),
                "a sentence's article is linked"
            );
            let text = &article(&sentence.article).article.text;
            let there: String = text
                .chars()
                .skip(sentence.start)
                .take(sentence.text.chars().count())
                .collect();
            assert_eq!(
                there, sentence.text,
                "a sentence stands in its article, letter by letter, where it is said to"
            );
        }
        for country in &story.countries {
            let about = story.links.iter().any(|link| {
                let focus = &article(&link.article).tags.focus;
                focus.iter().any(|focus| focus.country == *country)
            });
            // An article without a link of its own is a reprint under the same headline.
            let reprint = || {
                articles.values().any(|tagged| {
                    let same = tagged.article.title.eq_ignore_ascii_case(&story.headline);
                    same && tagged.tags.focus.iter().any(|focus| focus.country == *country)
                })
            };
            assert!(about || reprint(), "{} in {}", country.name(), story.headline);
        }
    }
    for (country, count) in &digest.counts {
        let told = digest.stories.iter().filter(|story| story.countries.contains(country));
        let told = told.count();
        if digest.more.is_empty() {
            assert_eq!(told, *count, "stories about {}", country.name());
        }
        // A headline stands for a story, of which other articles may be about further countries.
        let others = digest.more.len();
        assert!(
            (told..=told + others).contains(count),
            "stories about {}",
            country.name()
        );
    }
    let counted = |country| digest.counts.iter().any(|(known, _)| *known == country);
    let covered = |country| digest.covers.is_empty() || digest.covers.contains(&country);
    let about = digest.stories.iter().flat_map(|story| &story.countries);
    assert!(
        about.copied().filter(|country| covered(*country)).all(counted),
        "every country is counted"
    );
    digest.more.iter().for_each(holds_link);
    digest.elsewhere.iter().for_each(|pointer| holds_link(&pointer.link));
}

/// Each story's body in the message is its sentences and the names of its publishers, and nothing else.
fn says_nothing_more(digest: &Digest, form: Form) {
    let entries: Vec<String> = to_reply(digest, form)
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Entry(entry) => Some(entry.body.words()),
            _ => None,
        })
        .collect();
    assert!(form == Form::Headlines || entries.len() == digest.stories.len());
    for (body, story) in entries.iter().zip(&digest.stories) {
        let mut rest = body.clone();
        for sentence in &story.sentences {
            rest = rest.replacen(&sentence.text, "", 1);
        }
        for link in &story.links {
            rest = rest
                .replace(&format!("({})", link.publisher), "")
                .replace(&format!("({}, “{}”)", link.publisher, link.title), "");
        }
        assert!(rest.trim().is_empty(), "{rest:?} in {body:?}");
    }
}

#[tokio::test]
async fn a_digest_says_only_what_its_articles_say() {
    let articles = articles().await;
    let known: HashMap<String, &Tagged> = articles
        .iter()
        .map(|tagged| (tagged.article.id.as_str().to_owned(), tagged))
        .collect();
    assert!(known.len() >= 77, "{}", known.len());
    let mut desk = Desk::with(articles.clone());
    let countries = ["VE", "CN", "US", "JP", "EG"];
    let regions = ["latin-america", "oceania", "middle-east", "all"];
    let mut others = Desk::with(articles.clone());
    others.scope = "oceania";
    let mut sentences = 0;
    // Each day is written with what the days before have shown, so that there are updates as well.
    for scope in regions.iter().chain(&countries) {
        desk.scope = scope;
        desk.delivered.clear();
        for day in 1..=7 {
            desk.due = at(&format!("2026-01-{day:02}T23:00:00Z"));
            desk.now = desk.due;
            (others.due, others.now) = (desk.due, desk.due);
            let mut digests = [desk.digest(), others.digest()];
            point_elsewhere(&mut digests);
            let [digest, _] = digests;
            holds(&digest, &known);
            for form in [Form::Full, Form::Brief, Form::Headlines] {
                says_nothing_more(&digest, form);
            }
            sentences += digest.stories.iter().map(|story| story.sentences.len()).sum::<usize>();
            let date = digest.edition.local.date();
            desk.delivered
                .extend(digest.articles().map(|article| (article.clone(), date)));
        }
    }
    assert!(sentences > 100, "{sentences} sentences were looked at");
}

//! Whether a writer speaks of himself: "I believe", "in my view", outside of what he quotes.

/// Letters of a text that are read: what a columnist says of himself stands in there.
const READ: usize = 20_000;

/// Words that stand behind an English "I". The letter alone may be a number: "World War I".
const ENGLISH_VERBS: &str = "have had am was do did believe think thought feel felt know knew see saw say said would \
    will can could cannot must should may might hope fear want wanted went grew came live lived wrote write read \
    remember suspect doubt wonder understand agree disagree argue love met heard spoke asked don't can't couldn't \
    didn't won't wouldn't wasn't haven't";
/// What a writer says of his own in English: "my view".
const ENGLISH_OWN: &str = "view opinion country colleague colleagues friend friends family father mother life mind \
    experience own work generation hope fear argument point answer guess hometown";
/// Words that stand before an English "I" and may begin a sentence.
const ENGLISH_JOINTS: &str = "and but or as when where what why how if since because although though while until \
    before after so yet then that which still once now here today perhaps maybe first also nor than";
/// Words for "I", and for "I think" where "I" is mostly left out, by language.
const OTHERS: &[(&str, &str)] = &[
    ("es", "yo creo pienso opino considero"),
    ("fr", "je j'ai j'étais j'avais"),
    ("pt", "eu creio acho penso"),
    ("it", "io credo penso ritengo"),
    ("de", "ich"),
    ("ru", "я"),
];

/// How often the writer speaks of himself outside quotation marks.
pub(super) fn said_of_oneself(text: &str, language: Option<&str>) -> usize {
    let end = text.char_indices().nth(READ).map_or(text.len(), |(at, _)| at);
    let read = text.get(..end).unwrap_or_default().replace('\u{2019}', "'");
    read.split('\n')
        .map(|paragraph| said_in(&unquoted(paragraph), language))
        .sum()
}

/// The same in a paragraph without its quotations.
fn said_in(own: &str, language: Option<&str>) -> usize {
    // What stands in front of a full stop or comma is no part of "World War I".
    let parts = own.split(['.', '!', '?', ';', ':', ',', '(', '–', '—']);
    let counts = parts.map(|part| {
        let words: Vec<&str> = part
            .split(|c: char| !c.is_alphanumeric() && c != '\'')
            .filter(|word| !word.is_empty())
            .collect();
        match language {
            None | Some("en") => english(&words),
            Some(language) => OTHERS
                .iter()
                .filter(|(of, _)| *of == language)
                .map(|(_, own)| words.iter().filter(|word| holds(own, &word.to_lowercase())).count())
                .sum(),
        }
    });
    counts.sum()
}

fn english(words: &[&str]) -> usize {
    let places = 0..words.len();
    let said = places.filter(|at| {
        let before = at.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or("and");
        let behind = words.get(at + 1).copied().unwrap_or_default();
        match words.get(*at).copied().unwrap_or_default() {
            "I'm" | "I've" | "I'd" | "I'll" => true,
            "my" | "My" => holds(ENGLISH_OWN, behind),
            "I" => holds(ENGLISH_VERBS, behind) && !is_numbered(before),
            _ => false,
        }
    });
    said.count()
}

/// True for what a number may follow: "World War I", "Charles I". Words that join sentences begin some of them.
fn is_numbered(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && !holds(ENGLISH_JOINTS, &word.to_lowercase())
}

fn holds(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|one| one == word)
}

/// A paragraph without what stands in quotation marks. A mark that is not closed quotes up to its end, as one does whose
/// quotation goes on in the next paragraph.
fn unquoted(paragraph: &str) -> String {
    let mut own = String::with_capacity(paragraph.len());
    let mut until: Option<&[char]> = None;
    let mut before = ' ';
    let mut letters = paragraph.chars().peekable();
    while let Some(c) = letters.next() {
        let behind = letters.peek().copied().unwrap_or(' ');
        match until {
            // An apostrophe inside a word closes nothing.
            Some(marks) if marks.contains(&c) && (c != '\'' || !behind.is_alphanumeric()) => until = None,
            Some(_) => {}
            None => {
                until = match c {
                    '"' => Some(&['"']),
                    '“' => Some(&['”']),
                    '„' => Some(&['“', '”']),
                    '«' => Some(&['»']),
                    '»' => Some(&['«']),
                    '‘' => Some(&['\'']),
                    '\'' if !before.is_alphanumeric() && behind.is_alphanumeric() => Some(&['\'']),
                    _ => None,
                };
                own.push(if until.is_some() { ' ' } else { c });
            }
        }
        before = c;
    }
    own
}

//! The dateline of a piece: the place it was sent from, at the very start of its text, as in "LONDON (Reuters) -".
//! That is where a correspondent sits, and often not what the piece is about.

/// How far a dateline reaches at most, in bytes: a town, its state or country, a date, an agency.
const LONGEST: usize = 120;

/// How many words may stand before the agency: "SANTA CRUZ DE LA SIERRA, Bolivia, Jan. 5".
const MOST_WORDS: usize = 9;

/// How many words a town and its country have where no agency is named: "RIO DE JANEIRO, Brazil —".
const MOST_WORDS_OF_TOWN: usize = 5;

/// Agencies and stations that send datelines, in small letters: with one of them no dash need follow.
const AGENCIES: &[&str] = &[
    "aap",
    "afp",
    "agência brasil",
    "ani",
    "anp",
    "ansa",
    "ap",
    "associated press",
    "bloomberg",
    "cnn",
    "dpa",
    "efe",
    "europa press",
    "ians",
    "interfax",
    "interfax-ukraine",
    "irna",
    "kyodo",
    "lusa",
    "notimex",
    "prensa latina",
    "pti",
    "reuter",
    "reuters",
    "tass",
    "telam",
    "upi",
    "xinhua",
    "интерфакс",
    "риа новости",
    "тасс",
    "укринформ",
    "укрінформ",
];

/// Agencies of Chinese texts, which run agency, place and date together and end them in 电.
const CHINESE_AGENCIES: &[&str] = &["新华社", "中新社", "中新网", "路透社", "法新社", "美联社", "共同社"];

/// Where the dateline that begins a text ends, in bytes; nothing where there is none. A place and a date with no agency
/// ("LONDON, March 3 -") are none: in the labelled wire that has them, their place is a subject in 19 pieces of 20.
pub(super) fn end(text: &str) -> Option<usize> {
    let (start, head) = head(text);
    Some(start + of_agency(head).or_else(|| of_town(head))?)
}

/// The same for a title, which may be the first line of a text without one: only with an agency, since "SUDAN — what we
/// know" is a headline.
pub(super) fn end_in_title(title: &str) -> Option<usize> {
    let (start, head) = head(title);
    Some(start + of_agency(head)?)
}

/// The first line as far as a dateline may reach, and where it starts behind white space.
fn head(text: &str) -> (usize, &str) {
    let line = text.trim_start();
    let end = line.floor_char_boundary(LONGEST);
    let head = line.get(..end).unwrap_or_default();
    (text.len() - line.len(), head.lines().next().unwrap_or_default())
}

/// The end of a dateline that names its agency.
fn of_agency(head: &str) -> Option<usize> {
    bracketed(head).or_else(|| dashed(head)).or_else(|| chinese(head))
}

/// "BEIJING, Jan. 5 (Xinhua) --", "MOSCOW, January 5. /TASS/.", "(ANSA) - ROMA, 5 GEN -".
fn bracketed(head: &str) -> Option<usize> {
    let open = head.find(['(', '/'])?;
    let before = head.get(..open)?;
    let inner = head.get(open + 1..)?;
    let close = inner.find([')', '/'])?;
    let name = inner.get(..close)?;
    let end = open + close + 2;
    let behind = head.get(end..)?;
    let dash = dash(behind).filter(|(start, _)| behind.get(..*start).is_some_and(|gap| gap.trim().is_empty()));
    match dash {
        // The agency stands first: its place reaches to the next dash.
        Some((_, first)) if before.is_empty() && is_agency(name) => {
            let place = behind.get(first..)?;
            Some(end + first + self::dash(place).map_or(0, |(_, second)| second))
        }
        // A station or paper that is not listed shows itself by the dash.
        Some((_, first)) if is_agency(name) || begins_with_capitals(before) => Some(end + first),
        None if is_agency(name) => Some(end),
        _ => None,
    }
    .filter(|_| before.split_whitespace().count() <= MOST_WORDS)
}

/// "TOKYO, Jan. 5, KYODO -", "КИЕВ, 5 янв — РИА Новости.".
fn dashed(head: &str) -> Option<usize> {
    let (start, end) = dash(head)?;
    let (before, behind) = (head.get(..start)?, head.get(end..)?);
    if before.split_whitespace().count() > MOST_WORDS {
        return None;
    }
    if before.rsplit(',').next().is_some_and(is_agency) {
        return Some(end);
    }
    let name = behind.split(['.', '—', '–', '-']).next()?;
    is_agency(name).then_some(end + name.len())
}

/// "新华社北京1月5日电".
fn chinese(head: &str) -> Option<usize> {
    let name = head.trim_start_matches(['（', '(', '【']);
    if !CHINESE_AGENCIES.iter().any(|agency| name.starts_with(agency)) {
        return None;
    }
    Some(head.find('电')? + '电'.len_utf8())
}

/// "PARIS —", "BEIRUT, Lebanon —": a town in capitals and a dash.
fn of_town(head: &str) -> Option<usize> {
    let (start, end) = dash(head)?;
    let before = head.get(..start)?.trim_end();
    let town = before.split(',').next()?;
    let capitals = town.chars().filter(|c| c.is_uppercase()).count() > 2 && !town.chars().any(char::is_lowercase);
    let dated = before.contains(|c: char| c.is_ascii_digit());
    (capitals && !dated && begins_with_capitals(before) && before.split_whitespace().count() <= MOST_WORDS_OF_TOWN)
        .then_some(end)
}

/// The first dash that parts a dateline from its text: where it stands and where it ends.
fn dash(text: &str) -> Option<(usize, usize)> {
    let around = |at: usize, mark: &str| text.get(at..).is_some_and(|rest| rest.starts_with(mark));
    text.char_indices().find_map(|(at, c)| match c {
        '—' | '–' => Some((at, at + c.len_utf8())),
        '-' if around(at, "--") => Some((at, at + 2)),
        '.' if around(at, ".-") => Some((at, at + 2)),
        ' ' if around(at, " - ") => Some((at, at + 3)),
        _ => None,
    })
}

fn is_agency(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    AGENCIES.contains(&name.as_str())
}

/// True for words that each begin with a capital or a digit.
fn begins_with_capitals(text: &str) -> bool {
    let mut words = text.split_whitespace().peekable();
    words.peek().is_some() && words.all(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
}

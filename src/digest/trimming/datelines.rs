//! Datelines: the place, the date and the agency that stand before a report's first word.

use crate::digest::sentences::{is_opener, is_unspaced};

/// Who signs datelines without capital letters enough to tell.
const AGENCIES: &[&str] = &[
    "AP",
    "AFP",
    "CNN",
    "Reuters",
    "Xinhua",
    "dpa",
    "EFE",
    "ANSA",
    "PTI",
    "ANI",
    "TASS",
    "UPI",
    "MENA",
    "共同",
    "共同通信",
    "時事",
    "時事通信",
    "ロイター",
    "新华社",
    "路透社",
    "法新社",
    "美联社",
    "中央社",
];

/// Months as they stand in datelines of languages that write them small.
const MONTHS: &[&str] = &[
    "ene",
    "feb",
    "mar",
    "abr",
    "may",
    "jun",
    "jul",
    "ago",
    "sep",
    "set",
    "oct",
    "nov",
    "dic",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "janv",
    "janvier",
    "févr",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juil",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "déc",
    "décembre",
];

/// Datelines are short; what stands behind a later dash is part of the sentence.
const LONGEST_PLACE: usize = 70;

/// Words before a colon that are no place.
const LABELS: &[&str] = &[
    "WATCH",
    "VIDEO",
    "PHOTOS",
    "PHOTO",
    "OPINION",
    "LIVE",
    "READ",
    "READ MORE",
    "ALSO READ",
    "MORE",
    "UPDATE",
    "UPDATED",
    "PUBLISHED",
    "BREAKING",
    "EXCLUSIVE",
    "RELATED",
    "NOTE",
    "WARNING",
    "SPOILER ALERT",
    "LISTEN",
    "SEE ALSO",
];

/// Cuts "CARACAS, Jan. 5 (Agency) — " and the like off.
pub(super) fn trim_dateline(sentence: &str) -> &str {
    let mut rest = trim_agency(sentence);
    while let Some((head, tail)) = cut_at_dash(rest).filter(|(head, _)| head.chars().count() <= LONGEST_PLACE) {
        if is_dateline(head) && tail.chars().any(char::is_alphanumeric) {
            rest = tail;
        } else {
            break;
        }
    }
    trim_place(trim_signature(trim_caseless(trim_before_colon(rest))))
}

/// Cuts "TARMA (Agency): " off; behind a name with small letters a colon may mean that somebody speaks.
fn trim_before_colon(sentence: &str) -> &str {
    let place = sentence.split_once(':').filter(|(head, rest)| {
        head.ends_with(')')
            && head.chars().count() <= LONGEST_PLACE
            && !head.split('(').next().unwrap_or_default().contains(char::is_lowercase)
            && is_dateline(head)
            && rest.contains(char::is_alphanumeric)
    });
    place.map_or(sentence, |(_, rest)| rest.trim_start())
}

/// Cuts off "(Tarma=Agency) Ana Ruiz reporter = " in Korean, and "Tarma, 6 January (Agency) " where a script has no capital
/// letters, with no dash.
fn trim_caseless(sentence: &str) -> &str {
    const REPORTER: &str = "기자 = ";
    let is_short = |head: &str| head.chars().count() <= 40;
    let Some((head, rest)) = sentence.split_once(") ").filter(|(head, _)| is_short(head)) else {
        return sentence;
    };
    if head.starts_with('(') && head.contains('=') {
        let signed = rest.split_once(REPORTER).filter(|(reporter, _)| is_short(reporter));
        return signed.map_or(rest, |(_, rest)| rest).trim_start();
    }
    let is_dateline = head.split_once(" (").is_some_and(|(place, agency)| {
        place.contains([',', '،'])
            && place.ends_with(|c: char| c.is_alphanumeric())
            && place.contains(char::is_numeric)
            && !place.contains(|c: char| c.is_lowercase() || c.is_uppercase())
            && place.split(' ').count() <= 5
            && !agency.contains(' ')
    });
    if is_dateline { rest.trim_start() } else { sentence }
}

/// Cuts off what Chinese and Japanese agencies write before the first word: "【Tarma】", "(Agency 6th, wired)", "Agency
/// Tarma 6th, wired (reporter)", "Tarma (Agency)".
pub(super) fn trim_wire(sentence: &str) -> &str {
    const WIRED: &[char] = &['电', '電', '讯', '訊'];
    const LONGEST: usize = 25;
    let behind = |rest: &'_ str| rest.contains(char::is_alphanumeric);
    let short = |head: &str| head.chars().count() <= LONGEST;
    let bracketed = sentence.strip_prefix('【').and_then(|rest| rest.split_once('】'));
    if let Some((_, rest)) = bracketed.filter(|(head, rest)| short(head) && behind(rest)) {
        return rest.trim_start();
    }
    if let Some((head, rest)) = sentence
        .strip_prefix(['(', '（'])
        .and_then(|rest| rest.split_once([')', '）']))
        && short(head)
        && head.ends_with(WIRED)
        && behind(rest)
    {
        return rest.trim_start();
    }
    if let Some((head, rest)) = sentence.split_once(WIRED)
        && short(head)
        && is_unspaced(head)
        && head.contains(['社', '报', '報', '网', '網'])
        && head.ends_with(['日', '社', '报', '報', '网', '網'])
    {
        let reporter = rest
            .trim_start()
            .strip_prefix(['(', '（'])
            .and_then(|rest| rest.split_once([')', '）']))
            .filter(|(reporter, _)| short(reporter));
        let rest = reporter.map_or(rest, |(_, rest)| rest);
        return Some(rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | ',' | '，')))
            .filter(|rest| behind(rest))
            .unwrap_or(sentence);
    }
    sentence
        .split_once(['(', '（'])
        .and_then(|(place, rest)| Some((place, rest.split_once([')', '）'])?)))
        .filter(|(place, (agency, rest))| {
            is_unspaced(place) && place.chars().count() <= 10 && AGENCIES.contains(agency) && behind(rest)
        })
        .map_or(sentence, |(_, (_, rest))| {
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '—' | '–' | ':' | '：'))
        })
}

/// Cuts "TARMA: " off.
fn trim_place(sentence: &str) -> &str {
    let place = sentence.split_once(": ").filter(|(place, rest)| {
        let letters = place.chars().filter(|c| c.is_alphabetic()).count();
        letters >= 4
            && place
                .chars()
                .all(|c| c.is_uppercase() || matches!(c, ' ' | '-' | '.' | '\''))
            && place.split_whitespace().count() <= 3
            && !LABELS.contains(place)
            && rest
                .trim_start()
                .starts_with(|c: char| is_opener(c) || c.is_uppercase())
    });
    place.map_or(sentence, |(_, rest)| rest.trim_start())
}

/// Cuts "By Ana Ruiz Tarma, Jul 27 (AGENCY) " off: a date and an agency right before the first word, with no dash.
fn trim_signature(sentence: &str) -> &str {
    let signed = sentence.split_once(") ").filter(|(head, rest)| {
        let Some((front, agency)) = head.rsplit_once('(') else {
            return false;
        };
        let front = front.trim();
        let is_dated = front.rsplit_once(' ').is_some_and(|(month, day)| {
            let month = month.rsplit(' ').next().unwrap_or_default();
            day.len() <= 2
                && day.chars().all(|c| c.is_ascii_digit())
                && month.starts_with(char::is_uppercase)
                && month.trim_end_matches('.').len() <= 9
        });
        front.chars().count() <= 60
            && is_dated
            && agency.chars().all(char::is_alphabetic)
            && agency.len() <= 12
            && rest
                .trim_start()
                .starts_with(|c: char| is_opener(c) || c.is_uppercase())
    });
    signed.map_or(sentence, |(_, rest)| rest.trim_start())
}

/// Cuts "(AGENCY)" off that stands right before the first word.
fn trim_agency(sentence: &str) -> &str {
    sentence
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
        .filter(|(agency, rest)| {
            agency.len() <= 12
                && agency.chars().all(char::is_uppercase)
                && rest.trim_start().starts_with(char::is_uppercase)
        })
        .map_or(sentence, |(_, rest)| rest.trim_start())
}

/// What stands before and behind the first dash.
pub(in crate::digest) fn cut_at_dash(sentence: &str) -> Option<(&str, &str)> {
    let found = sentence.char_indices().find_map(|(at, c)| {
        let before = sentence.get(..at)?;
        let after = sentence.get(at + c.len_utf8()..)?;
        let dash = match c {
            '—' | '–' => true,
            '-' => {
                before.ends_with([')', '）'])
                    || after.starts_with('-')
                    || (after.starts_with(' ') && before.ends_with([' ', '.']))
            }
            _ => false,
        };
        dash.then(|| (before, after.trim_start_matches('-')))
    });
    let (head, tail) = found?;
    Some((head.trim(), tail.trim_start()))
}

/// True for a place and perhaps a date and an agency: capitals in front, an agency in parentheses at the end, or both.
pub(in crate::digest) fn is_dateline(head: &str) -> bool {
    // Spanish agencies write "TARMA, 6 ene (AGENCY).-".
    let head = head.strip_suffix('.').unwrap_or(head);
    let signed = head.strip_suffix([')', '）']);
    let (place, agency) = match signed.and_then(|head| head.rsplit_once(['(', '（'])) {
        Some((place, agency)) => (place.trim(), agency),
        None => (head, ""),
    };
    let is_agency = !agency.is_empty() && agency.split_whitespace().count() <= 4;
    if place.is_empty() {
        return is_agency;
    }
    let words: Vec<&str> = place
        .split([' ', ',', '/', '،'])
        .filter(|word| !word.is_empty())
        .collect();
    let named = words.iter().all(|word| {
        // Many scripts have no capital letters.
        word.starts_with(|c: char| {
            c.is_uppercase() || c.is_numeric() || (is_agency && c.is_alphabetic() && !c.is_lowercase())
        }) || MONTHS.contains(&word.trim_end_matches('.'))
            || matches!(
                *word,
                "de" | "da" | "do" | "del" | "la" | "of" | "and" | "the" | "am" | "al"
            )
    });
    if AGENCIES.contains(&place) {
        return true;
    }
    let first = place.split([' ', ',']).next().unwrap_or_default();
    let loud = first.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && !first.chars().any(char::is_lowercase)
        && first.chars().any(char::is_uppercase);
    // Many languages write months small: "TARMA, 6 janvier (AGENCY)".
    let dated = is_agency
        && words.len() <= 8
        && words.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        && (loud || (place.contains(',') && !agency.contains(|c: char| c.is_lowercase() || c == ' ')));
    let is_short = words.len() <= 5 || place.contains(char::is_uppercase);
    dated
        || named
            && is_short
            && (is_agency || loud || (place.contains(',') && place.ends_with(|c: char| c.is_ascii_digit())))
}

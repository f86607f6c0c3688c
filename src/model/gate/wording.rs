//! English wording that changes what a sentence says or does, whatever else it is made of.

use std::collections::HashSet;

use super::words::{Word, stem};

/// Words that turn a statement around, soften it, or make it the worst or the best of news: none comes from anywhere but
/// the story's own sentences. A rewrite may paraphrase the rest.
const WEIGHTY: &str = "\
    accept accuse acquit admit afraid agree allow apologise apologize approve arrest assassinate assault attack ban \
    bankrupt because before better bomb break broke bribe cancel cause charge close collapse confirm convict corrupt \
    corruption coup crash crime criminal crisis cut dead deadly death declare decline decrease defeat demand deny denial \
    destroy die died dies disappear disaster discover down due dying elect election emergency end epidemic escape evacuate \
    execute expel expand explode explosion fail fall fallen fatal fell few fewer fire fired fraud free gain genocide grew \
    grow guilty gun halt harm higher hijack hostage illegal illness impose impeach imprison increase injure injury innocent \
    invade invasion jail join kidnap kill killer launch lead leave led left less lie lied lift liar lose loss lost lower \
    massacre missile murder oppose outbreak overthrow pandemic poison postpone prison prove proof quit racist raise rape \
    recover reduce refuse reject release rescue resign resist resolve restore result resume retire reveal revoke riot rise \
    risen rose rob robbery sack scandal shoot shot shrink shut sick slump soar stab start steal stole stop suicide sue \
    support surge surrender survive suspend terror terrorism terrorist theft threat threaten torture toxic treason tsunami \
    unlikely veto victim victory violate violence violent virus war win winner won worse worst wound withdraw \
    after until since against without more less above below under over up off \
    always all every everyone everybody entire only sole first last largest biggest highest lowest smallest best most \
    majority minority nobody none never unanimous \
    today yesterday tomorrow tonight morning evening afternoon week month year decade hour minute day weekend \
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september \
    october november december spring summer autumn winter \
    half third quarter double twice triple hundreds thousands millions billions dozens second fourth fifth sixth \
    seventh eighth ninth tenth \
    should must ought need needs needed never please subscribe click download newsletter website link reader viewer \
    follower dear donate donation password login offer discount free sale buy investor invest bitcoin crypto giveaway \
    instruction instructions prompt assistant model summary rewrite rewritten translation translated article sentence \
    headline json system user sorry unfortunately fortunately obviously clearly surely certainly undoubtedly shameful \
    heroic tragic evil liar idiot stupid brave truth true false fake hoax propaganda";

/// What an order to the reader begins with.
const ORDERS: &[&str] = &[
    "act",
    "apply",
    "ask",
    "avoid",
    "be",
    "beware",
    "book",
    "browse",
    "buy",
    "call",
    "check",
    "choose",
    "click",
    "come",
    "consider",
    "contact",
    "copy",
    "dial",
    "disregard",
    "do",
    "don't",
    "donate",
    "download",
    "email",
    "enjoy",
    "enter",
    "find",
    "follow",
    "forget",
    "forward",
    "get",
    "give",
    "go",
    "help",
    "ignore",
    "imagine",
    "install",
    "join",
    "keep",
    "learn",
    "let",
    "let's",
    "like",
    "listen",
    "look",
    "make",
    "message",
    "note",
    "open",
    "order",
    "pay",
    "phone",
    "please",
    "post",
    "press",
    "read",
    "register",
    "remember",
    "reply",
    "report",
    "repost",
    "run",
    "scan",
    "search",
    "see",
    "sell",
    "send",
    "share",
    "sign",
    "spread",
    "start",
    "stay",
    "stop",
    "subscribe",
    "support",
    "take",
    "tap",
    "tell",
    "text",
    "trust",
    "try",
    "tune",
    "turn",
    "type",
    "use",
    "view",
    "visit",
    "vote",
    "wait",
    "warn",
    "watch",
    "write",
];

/// Who speaks or is spoken to, where news has neither.
const PERSONS: &[&str] = &[
    "i",
    "i'm",
    "i've",
    "i'll",
    "i'd",
    "me",
    "my",
    "mine",
    "myself",
    "we",
    "we're",
    "we've",
    "we'll",
    "us",
    "our",
    "ours",
    "ourselves",
    "you",
    "you're",
    "you've",
    "you'll",
    "your",
    "yours",
    "yourself",
    "yourselves",
];

const NEGATIONS: &[&str] = &[
    "not", "no", "never", "nor", "neither", "none", "nobody", "nothing", "nowhere", "without", "cannot", "unable",
    "hardly", "barely", "scarcely", "lack", "lacks", "lacked",
];

/// What tells that something is not certain.
const DOUBTS: &[&str] = &[
    "may",
    "might",
    "could",
    "if",
    "unless",
    "whether",
    "possible",
    "possibly",
    "perhaps",
    "probable",
    "probably",
    "likely",
    "unlikely",
    "alleged",
    "allegedly",
    "alleges",
    "suspected",
    "suspects",
    "suspect",
    "reportedly",
    "apparently",
    "seem",
    "seems",
    "seemed",
    "appear",
    "appears",
    "appeared",
    "accused",
    "accuses",
    "believed",
    "believes",
    "thought",
    "rumoured",
    "rumored",
    "claims",
    "claimed",
    "supposed",
    "purported",
    "estimated",
    "about",
    "around",
    "nearly",
    "almost",
    "least",
];

/// What tells that something has not happened yet.
const YET_TO_BE: &[&str] = &[
    "will",
    "would",
    "shall",
    "plan",
    "plans",
    "planned",
    "planning",
    "expect",
    "expects",
    "expected",
    "propose",
    "proposes",
    "proposed",
    "proposal",
    "consider",
    "considers",
    "considering",
    "hope",
    "hopes",
    "hoped",
    "aim",
    "aims",
    "intend",
    "intends",
    "want",
    "wants",
    "wanted",
    "threatened",
    "threatens",
    "promised",
    "promises",
    "vowed",
    "vows",
    "scheduled",
    "due",
    "set",
    "may",
    "might",
    "could",
    "can",
];

/// What tells who says so.
const ATTRIBUTIONS: &[&str] = &[
    "said",
    "say",
    "says",
    "saying",
    "told",
    "tells",
    "according",
    "announced",
    "announces",
    "claimed",
    "claims",
    "alleged",
    "alleges",
    "allegedly",
    "reported",
    "reports",
    "reportedly",
    "stated",
    "states",
    "added",
    "adds",
    "argued",
    "argues",
    "accused",
    "accuses",
    "warned",
    "warns",
    "denied",
    "denies",
    "confirmed",
    "confirms",
    "insisted",
    "insists",
    "urged",
    "urges",
    "wrote",
    "writes",
    "described",
    "describes",
    "called",
    "believes",
    "believed",
    "suggested",
    "suggests",
    "explained",
    "noted",
    "declared",
    "declares",
    "testified",
];

/// A word that would have to stand in the story's sentences and does not.
pub(super) fn foreign_weight<'a>(rewrite: &[Word<'a>], own: &HashSet<&str>) -> Option<&'a str> {
    let weighty: HashSet<&str> = WEIGHTY.split_whitespace().map(stem).collect();
    let found = rewrite
        .iter()
        .find(|word| weighty.contains(word.stem.as_str()) && !own.contains(word.stem.as_str()));
    found.map(|word| word.text)
}

/// The first word of an order to the reader.
pub(super) fn order<'a>(sentence: &[Word<'a>]) -> Option<&'a str> {
    let mut opening = sentence.iter().filter(|word| word.opens);
    opening
        .find(|word| ORDERS.contains(&word.folded.as_str()))
        .map(|word| word.text)
}

/// The first word of an order in the middle of a sentence: ", so buy", "and share".
pub(super) fn order_within<'a>(text: &str, sentence: &[Word<'a>]) -> Option<&'a str> {
    const BEFORE: &[&str] = &["and", "so", "then", "now", "or", "therefore", "just", "always"];
    let mut pairs = sentence.iter().zip(sentence.iter().skip(1));
    let found = pairs.find(|(first, second)| {
        let comma = text
            .get(first.end..second.start)
            .is_some_and(|gap| gap.contains([',', '–', '—', '(', '-']));
        (comma || BEFORE.contains(&first.folded.as_str())) && ORDERS.contains(&second.folded.as_str())
    });
    found.map(|(_, second)| second.text)
}

/// A word by which somebody speaks of himself or to the reader.
pub(super) fn person<'a>(sentence: &[Word<'a>]) -> Option<&'a str> {
    sentence
        .iter()
        // "US" is a country.
        .find(|word| PERSONS.contains(&word.folded.as_str()) && !(word.folded == "us" && word.is_capitalised()))
        .map(|word| word.text)
}

/// How often a sentence says that something is not certain.
pub(super) fn doubts(sentence: &[Word<'_>]) -> usize {
    let doubtful = sentence.iter().filter(|word| DOUBTS.contains(&word.folded.as_str()));
    doubtful.count()
}

/// True when a sentence speaks of what is to come.
pub(super) fn is_yet_to_be(sentence: &[Word<'_>]) -> bool {
    sentence.iter().any(|word| YET_TO_BE.contains(&word.folded.as_str()))
}

/// True when a sentence names who says so.
pub(super) fn is_attributed(sentence: &[Word<'_>]) -> bool {
    sentence.iter().any(|word| ATTRIBUTIONS.contains(&word.folded.as_str()))
}

/// True for "not" and its like.
pub(super) fn is_negation(word: &Word<'_>) -> bool {
    NEGATIONS.contains(&word.folded.as_str()) || word.folded.ends_with("n't")
}

/// What each negation of a text is about: the telling words behind it.
pub(super) fn negated<'a>(words: &'a [Word<'_>], reach: usize) -> Vec<Vec<&'a str>> {
    let mut found = Vec::new();
    for (at, _) in words.iter().enumerate().filter(|(_, word)| is_negation(word)) {
        let behind = words
            .iter()
            .skip(at + 1)
            .filter(|word| word.is_telling() && !is_negation(word));
        found.push(behind.take(reach).map(|word| word.stem.as_str()).collect());
    }
    found
}

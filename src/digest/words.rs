//! Words as numbers: what summaries and grouping compare texts by.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

/// Words that say nothing about what a text is about, in the languages that most sources are written in.
static STOP: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "a about above after again against all also am an and any are as at be because been before being below between both \
     but by can could did do does doing don down during each even ever few for from further get go going got had has have \
     having he her here hers herself him himself his how however i if in into is isn it its itself just last like made \
     make many may me might more most mr mrs ms much must my myself new no nor not now of off on once one only or other \
     our ours ourselves out over own per put said same say saying says see set she should since so some still such take \
     than that the their theirs them themselves then there these they this those though through to told too two under \
     until up upon us use used very via was wasn way we well went were what when where whether which while who whom whose \
     why will with within without won would yet you your yours yourself \
     de la el los las un una unos unas y en que del al por para con se su sus lo como mas pero es son fue ha han sin \
     sobre este esta entre desde hasta tambien le les des du et est sont dans pour par sur avec qui que ne pas au aux une \
     ce cette ces il elle ils a ete der die das und den dem des ein eine einer eines einem einen ist sind war im mit von \
     zu zur zum auf fur nicht auch sich als an aus bei nach wird werden hat haben os as dos das do da em um uma nao mais \
     foi ser ao pelo pela di il lo gli che non della delle dei nel con per una sono stato"
        .split_whitespace()
        .collect()
});

/// Words that stand in every other news article: they tell events apart less well than the rest.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "according add agency agree announce another area around ask back become begin believe big bring call case change \
     child city close come community concern conference continue country day deal decision despite director early \
     effort end expect face fact family far father fear find first five follow force former found four friend friday \
     give good government great group hand head help high hold home hope hour house include increase interview \
     issue job keep key know late lead leader leave left let level life line little live local long look lot major man \
     march media meet meeting member mile million minister moment monday money month morning mother move name nation \
     national near need news next night number office officer official open order part party past pay people percent \
     person place plan play point police policy power present president problem program public question reach read real \
     reason release report reporter right run saturday school second service seven show side small social source speak \
     spokesman spokeswoman staff start state statement stop story student sunday support system talk team tell ten thing \
     think third thousand three thursday time today top town try tuesday turn video view visit want wednesday week \
     weekend white woman word work world year young"
        .split_whitespace()
        .map(stem_ascii)
        .collect::<HashSet<_>>()
});

/// True for a folded, stemmed word that most news articles use.
pub(super) fn is_common(term: &str) -> bool {
    COMMON.contains(term)
}

/// Calls `each` with every telling word of a text, folded and stemmed, and whether it is written like a name or number.
pub(super) fn each_term(text: &str, mut each: impl FnMut(&str, bool)) {
    let mut word = String::new();
    let mut chars = text.chars().peekable();
    let mut previous_ideograph: Option<char> = None;
    while let Some(c) = chars.next() {
        if is_ideograph(c) {
            finish(&mut word, &mut each);
            // Pairs: single characters say too little, and word borders are not written.
            if let Some(previous) = previous_ideograph {
                each(&[previous, c].iter().collect::<String>(), false);
            }
            previous_ideograph = Some(c);
            continue;
        }
        previous_ideograph = None;
        let inside = c.is_alphanumeric() || is_mark(c);
        let joins = !word.is_empty()
            && match c {
                '\'' | '’' => chars.peek().is_some_and(|next| next.is_alphabetic()),
                '.' | ',' => {
                    word.ends_with(|last: char| last.is_ascii_digit()) && chars.peek().is_some_and(char::is_ascii_digit)
                }
                _ => false,
            };
        if inside || joins {
            word.push(c);
        } else {
            finish(&mut word, &mut each);
        }
    }
    finish(&mut word, &mut each);
}

fn finish(word: &mut String, each: &mut impl FnMut(&str, bool)) {
    if word.is_empty() {
        return;
    }
    let name = word.starts_with(|first: char| first.is_uppercase() || first.is_numeric());
    let folded = fold(word);
    word.clear();
    let base = folded.split(['\'', '’']).next().unwrap_or_default();
    let long_enough = base.chars().nth(1).is_some() || base.starts_with(|c: char| c.is_numeric());
    if long_enough && !STOP.contains(base) {
        each(stem(base), name);
    }
}

/// Lower case without diacritics.
fn fold(word: &str) -> String {
    if word.is_ascii() {
        word.to_ascii_lowercase()
    } else {
        word.to_lowercase()
            .nfd()
            .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
            .collect()
    }
}

fn stem(word: &str) -> &str {
    if word.is_ascii() { stem_ascii(word) } else { word }
}

/// Cuts the commonest English endings, so that "killed" and "killing" meet. Harmless where it hits another language:
/// both sides of every comparison are cut alike.
fn stem_ascii(word: &str) -> &str {
    let cut = |ending: &str| word.strip_suffix(ending).filter(|rest| rest.len() >= 4);
    if let Some(rest) = cut("ing").or_else(|| cut("ed")) {
        rest
    } else if word.ends_with("ss") || word.ends_with("us") || word.len() < 4 {
        word
    } else if let Some(rest) = cut("es") {
        rest
    } else if let Some(rest) = word.strip_suffix('s') {
        rest
    } else if let Some(rest) = cut("e") {
        rest
    } else {
        word
    }
}

/// True for characters of scripts that write no spaces between words.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{2ffff}' | '\u{e00}'..='\u{e7f}')
}

/// Vowel signs and joiners that belong to the word they stand in.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{64b}'..='\u{65f}' | '\u{200c}' | '\u{200d}')
}

/// How many words a text has; two characters of a script without spaces count as a word.
pub(super) fn count(text: &str) -> usize {
    text.split_whitespace()
        .map(|token| match token.chars().filter(|c| is_ideograph(*c)).count() {
            0 => 1,
            ideographs => ideographs.div_ceil(2),
        })
        .sum()
}

/// Gives every distinct word a number, in the order of first use, so that nothing depends on hashing.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    ids: HashMap<String, u32>,
    common: Vec<bool>,
}

impl Vocabulary {
    /// The number of a word.
    pub(super) fn id(&mut self, term: &str) -> u32 {
        if let Some(id) = self.ids.get(term) {
            return *id;
        }
        let id = u32::try_from(self.common.len()).unwrap_or(u32::MAX);
        self.ids.insert(term.to_owned(), id);
        self.common.push(is_common(term));
        id
    }

    /// How many distinct words there are.
    pub(super) fn len(&self) -> usize {
        self.common.len()
    }

    /// True for a word that most news articles use.
    pub(super) fn common(&self, id: u32) -> bool {
        self.common.get(id as usize).copied().unwrap_or(false)
    }

    /// The telling words of a text, in reading order.
    pub(super) fn terms(&mut self, text: &str) -> Vec<u32> {
        let mut ids = Vec::new();
        each_term(text, |term, _| ids.push(self.id(term)));
        ids
    }
}

/// A sparse vector: numbers of words in ascending order, each with its weight.
pub(super) type Vector = Vec<(u32, f32)>;

/// Adds up weights of equal words.
pub(super) fn gather(mut parts: Vector) -> Vector {
    parts.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut out: Vector = Vec::with_capacity(parts.len());
    for (id, weight) in parts {
        match out.last_mut() {
            Some(last) if last.0 == id => last.1 += weight,
            _ => out.push((id, weight)),
        }
    }
    out
}

/// Calls `each` with the product of the weights of every word that both have.
pub(super) fn each_shared(a: &[(u32, f32)], b: &[(u32, f32)], mut each: impl FnMut(f32)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.0.cmp(&y.0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                each(x.1 * y.1);
                i += 1;
                j += 1;
            }
        }
    }
}

/// The sum of products.
pub(super) fn dot(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let mut sum = 0.0;
    each_shared(a, b, |product| sum += product);
    sum
}

/// The vector's length.
pub(super) fn norm(a: &[(u32, f32)]) -> f32 {
    a.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt()
}

/// How alike two vectors are, from 0 to 1.
pub(super) fn cosine(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let size = norm(a) * norm(b);
    if size > 0.0 { dot(a, b) / size } else { 0.0 }
}

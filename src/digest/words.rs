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
    "above academic accept access accord according accuse achieve across act action active activity actual \
     add address administration adopt advance affair affect afternoon age agency agenda agree agreement aim \
     air allow almost alone alongside already although always ambassador among amount analysis analyst \
     announce annual another appeal appear application approach approve april area argue arm army around \
     arrest arrive article ask aspect assembly assess asset assist associate association assure attack \
     attempt attend attention attitude august author authority available average avoid award aware back \
     background balance ban bank base basic basis battle bear beat become begin beijing believe best big \
     bilateral bill billion block board body boost border brief bring broad build building business buy call \
     campaign candidate capital care carry case cause ceasefire celebrate central century certain chair \
     chairman challenge chance change charge chief child choice choose cite citizen city civil civilian claim \
     class clear climate close coach coast collect college come commerce commercial commission commit \
     commitment committee common communication communique communist community compare compete competition \
     complete comprehensive concept concern condition conduct conference confirm conflict congress consensus \
     consider consultation continue contract contribute control convention cooperate cooperation coordinate \
     coordination core cost council counterpart country court cover create crime criminal crisis critical \
     cultural culture current cut damage danger data date daughter day dead deal death debate debt decade \
     december decision declare deep deepen defence defend defense define delegation deliver demand democracy \
     democratic department deputy describe design despite destroy detail develop development dialogue die \
     difference different difficult dignity diplomacy diplomat diplomatic direct director discuss discussion \
     district document domestic doubt draw drive drop due duty earlier early earn east eastern easy economic \
     economy education effective effort eight election eleven emerge emergency emphasise emphasize employ \
     enable encourage end energy engage english enhance enjoy ensure enter entire environment equal \
     especially essential establish estimate evening event eventually evidence exchange executive exist \
     expand expect experience expert explain export express extend external extreme face fact fail fair faith \
     fall family far father favor favour fear february federal feel field fight figure fill film final \
     finance financial find fire firm firmly first fiscal five focus follow food force former forum forward \
     found foundation four framework free freedom french fresh friday friend friendly friendship fuel full \
     fund fundamental further future gain game gas gather general generation give global goal good govern \
     governance government governor great group grow growth guarantee guard half hand happen hard head hear \
     heart heavy hegemony held help high highlight historic history hit hold home hope hospital host hour \
     house human hundred idea image impact implement import important improve include inclusive income \
     increase independence independent indicate individual industrial industry inform information initial \
     initiative inside institute institution integration integrity interest internal international interview \
     invest investigate investigation investment invite involve island issue january job join joint \
     journalist judge july june just justice keep key kill king know land language large late launch law \
     lawyer lay lead leader learn leave left legal legitimate less let level lie life limit line link list \
     listen little live local long look lose loss lot low main maintain major man management manager march \
     mark market mass matter mayor mean measure mechanism media meet meeting member mention message met \
     method mile military million mind minister ministry mission mobile model modern moment monday money \
     month moral moreover morning mostly mother move multilateral multiple murder museum mutual name nation \
     national nature near necessary need negotiate negotiation neighbor neighbour network news newspaper next \
     night nine nobody norm normal north northern note november nuclear number object objective observe \
     october offer office officer official oil open opportunity oppose opposition option order ordinary \
     organisation organization original outcome outside overall pact page paper parent parliament part \
     participate particular partner partnership party past path pay peace peaceful people percent perform \
     performance period permanent person personal perspective phone photo piece place plan planet platform \
     play point police policy political politician politics popular population position positive possible \
     potential power powerful practical practice prepare presence present preserve president press pressure \
     prevent previous price prime principle prior priority prison private probably problem process produce \
     product production professor profit program programme progress project promise promote property propose \
     prosecutor protect protest prove provide province provincial public publish purpose push put quarter \
     question quick raise range rate reach read reaffirm real reality reason receive recent recognise \
     recognize record recover red reduce refer reform refuse regard region regional register regular reject \
     relate relation relationship release religious remain remark remember remove replace reply report \
     reporter represent representative republic request require research resident resist resolution resolve \
     resource respect respond response responsibility rest restore result return reveal review revolution \
     rich right rise risk road role rule ruling run safe safeguard safety sale saturday save scale scene \
     scholar school science second secretary sector secure security seek sell senior sense sentence separate \
     september series serious serve service session settle settlement seven several severe shape share shift \
     short shot show side significant similar simple single site situation six size small social socialist \
     society solidarity solution somebody son source south southern sovereign sovereignty speak speaker \
     speech spend spirit spokesman spokeswoman stability stable staff stage stand standard start state \
     statement steady step stock stop story strategic strategy strength strengthen stress strike strong \
     structure struggle student study subject success successful suffer suggest summit sunday supply support \
     sure surface suspect sustain sustainable system table talk target task tax teach teacher team technology \
     telephone television tell ten term territorial territory test thing think third thousand threat threaten \
     three thursday time title today together tomorrow tool top topic total tour toward town trade tradition \
     traditional train transform travel treat treaty trial trip troop trust truth try tuesday turn twelve \
     type ultimately unable understand undertake unilateral union unit unite united unity university update \
     urge user usual value various version victim victory video view village violate violation violence visit \
     visitor vital voice vote wait walk wall want war warn warning watch water weapon weather web wednesday \
     week weekend welcome west western white wide widely wife willing win wish witness woman wonder word work \
     worker world worldwide worry worth write writer wrong year yesterday young yuan zone"
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

/// The sum of two vectors.
pub(super) fn added(a: &[(u32, f32)], b: &[(u32, f32)]) -> Vector {
    let mut out = Vector::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    loop {
        match (a.get(i), b.get(j)) {
            (Some(x), Some(y)) if x.0 == y.0 => {
                out.push((x.0, x.1 + y.1));
                i += 1;
                j += 1;
            }
            (Some(x), Some(y)) if x.0 < y.0 => {
                out.push(*x);
                i += 1;
            }
            (Some(x), None) => {
                out.push(*x);
                i += 1;
            }
            (_, Some(y)) => {
                out.push(*y);
                j += 1;
            }
            (None, None) => return out,
        }
    }
}

/// The heaviest words of a vector.
pub(super) fn truncate(mut vector: Vector, words: usize) -> Vector {
    if vector.len() > words {
        vector.select_nth_unstable_by(words, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        vector.truncate(words);
        vector.sort_unstable_by_key(|(id, _)| *id);
        vector.shrink_to_fit();
    }
    vector
}

/// Calls `each` with the product of the weights of every word that both have.
pub(super) fn each_shared(a: &[(u32, f32)], b: &[(u32, f32)], mut each: impl FnMut(f32)) {
    each_pair(a, b, |x, y| each(x * y));
}

/// Calls `each` with the two weights of every word that both have.
pub(super) fn each_pair(a: &[(u32, f32)], b: &[(u32, f32)], mut each: impl FnMut(f32, f32)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.0.cmp(&y.0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                each(x.1, y.1);
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

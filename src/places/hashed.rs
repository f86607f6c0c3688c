//! A hash table in a block of bytes: written once, looked up in where it lies.

/// Slots of a list of beginnings: two for each beginning or more.
pub(super) const BEGINNINGS: usize = 1 << 19;
/// Marks the beginning that is a name by itself, beside how many words the longest name has.
pub(super) const SINGLE: u8 = 0x80;
/// Bits of the set of all beginnings: so many that few other words fall on one.
pub(super) const BITS: usize = 1 << 20;
/// Bits of the set of beginnings in small letters of any language; those of English alone are far fewer.
pub(super) const SMALL_BITS: usize = 1 << 17;
/// Bits of the set of English beginnings in small letters.
pub(super) const SMALL_ENGLISH_BITS: usize = 1 << 16;
/// Slots of the table of the commonest words: several for each.
pub(super) const COMMON: usize = 1 << 12;

/// An odd number of 64 bits without pattern: the golden ratio's, as in Knuth's multiplicative hashing
/// (The Art of Computer Programming, volume 3, section 6.4).
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// A hash of a word, the same on every machine and in every version: eight bytes at a time, since words are short and
/// every word of every article is hashed.
pub(super) fn hash(word: &[u8]) -> u32 {
    let mut chunks = word.chunks_exact(8);
    let mut hash = 0u64;
    for chunk in &mut chunks {
        hash = mixed(hash, chunk.try_into().map_or(0, u64::from_le_bytes));
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let mut last = [0; 8];
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        hash = mixed(hash, u64::from_le_bytes(last));
    }
    low(mixed(hash, 0))
}

/// The same hash of a word of at most eight bytes, given as a number of which the first byte is the lowest.
pub(super) fn hash_packed(word: u64) -> u32 {
    low(mixed(mixed(0, word), 0))
}

/// The hash of a name with a separator and another word behind it.
pub(super) fn joined(name: u64, separator: &[u8], word: u32) -> u64 {
    let mark = separator.iter().fold(0u64, |mark, byte| mark << 8 ^ u64::from(*byte));
    mixed(name, mark << 32 ^ u64::from(word))
}

fn mixed(hash: u64, number: u64) -> u64 {
    let product = (hash.rotate_left(5) ^ number).wrapping_mul(GOLDEN);
    product ^ product >> 32
}

fn low(hash: u64) -> u32 {
    (hash & 0xffff_ffff) as u32
}

/// Where a hash falls among so many slots, a power of two.
pub(super) fn slot(hash: u64, slots: usize) -> usize {
    usize::try_from(hash & 0xffff_ffff).unwrap_or_default() & (slots - 1)
}

/// Puts the hash of a word into a set of bits.
pub(super) fn set(bits: &mut [u8], hash: u32) {
    let at = bit(bits, hash);
    if let Some(byte) = bits.get_mut(at / 8) {
        *byte |= 1 << (at % 8);
    }
}

/// True for the hash of a word in a set of bits, and for a few others.
pub(super) fn is_set(bits: &[u8], hash: u32) -> bool {
    let at = bit(bits, hash);
    bits.get(at / 8).is_some_and(|byte| byte >> (at % 8) & 1 == 1)
}

/// The bit of a hash: by its highest bits, since its lowest choose a slot.
fn bit(bits: &[u8], hash: u32) -> usize {
    (hash >> (29 - bits.len().trailing_zeros().min(29))) as usize
}

/// Writes marks of two bytes by the hash of a word, for few words: each slot holds a piece of the hash and the mark.
pub(super) fn marks(words: impl Iterator<Item = (u32, u16)>) -> Vec<u8> {
    let mut slots = vec![(0u16, 0u16); COMMON];
    // One slot stays empty, at which a search for a word without a mark ends.
    for (hash, mark) in words.take(COMMON - 1) {
        let mut at = slot(u64::from(hash), COMMON);
        while slots[at].1 != 0 {
            at = (at + 1) & (COMMON - 1);
        }
        slots[at] = ((hash >> 16) as u16, mark);
    }
    slots
        .iter()
        .flat_map(|(piece, mark)| [piece.to_le_bytes(), mark.to_le_bytes()].concat())
        .collect()
}

/// The mark of a word with this hash; 0 for one without.
pub(super) fn mark(marks: &[u8], hash: u32) -> u16 {
    let mut at = slot(u64::from(hash), COMMON);
    while let Some([a, b, c, d]) = marks.get(4 * at..4 * at + 4) {
        let mark = u16::from_le_bytes([*c, *d]);
        if mark == 0 || u16::from_le_bytes([*a, *b]) == (hash >> 16) as u16 {
            return mark;
        }
        at = (at + 1) & (COMMON - 1);
    }
    0
}

/// The bits of a slot that are the place of a record: records take less than 16 megabytes.
const PLACE: u32 = 0x00ff_ffff;

/// The other bits of a slot: a piece of the hash, so that most other keys are told apart without reading a record.
fn tag(hash: u64) -> u32 {
    ((hash >> 20) as u32) << 24
}

/// Writes a table of records by key: the number of slots, the slots (0 for an empty one, else the place of a record
/// plus one), the records, each with the length of its key first. A key of more than 255 bytes is left out.
pub(super) fn table(entries: impl Iterator<Item = (String, u64, Vec<u8>)>) -> Vec<u8> {
    let entries: Vec<(String, u64, Vec<u8>)> = entries.filter(|(key, ..)| key.len() <= usize::from(u8::MAX)).collect();
    let count = (entries.len() * 2).next_power_of_two();
    let mut slots = vec![0u32; count];
    let mut records = Vec::new();
    for (key, hash, record) in entries {
        let mut at = slot(hash, count);
        while slots[at] != 0 {
            at = (at + 1) & (count - 1);
        }
        slots[at] = number(records.len() + 1) & PLACE | tag(hash);
        records.push(u8::try_from(key.len()).unwrap_or_default());
        records.extend_from_slice(key.as_bytes());
        records.extend_from_slice(&record);
    }
    let mut out = number(count).to_le_bytes().to_vec();
    out.extend(slots.iter().flat_map(|place| place.to_le_bytes()));
    out.extend(records);
    out
}

/// Writes parts behind each other, each with its length first.
pub(super) fn join(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in parts {
        out.extend(number(part.len()).to_le_bytes());
        out.extend(part);
    }
    out
}

/// The ranges of the parts that were joined.
pub(super) fn parts<const N: usize>(bytes: &[u8]) -> [std::ops::Range<usize>; N] {
    let mut at = 0;
    std::array::from_fn(|_| {
        let start = at + 4;
        at = start + read_u32(bytes, at);
        start..at
    })
}

/// The record of a key with this hash.
pub(super) fn find<'a>(table: &'a [u8], key: &str, hash: u64) -> Option<&'a [u8]> {
    let count = Some(read_u32(table, 0)).filter(|count| *count > 0)?;
    let records = table.get(4 + 4 * count..)?;
    let mut at = slot(hash, count);
    loop {
        let slot = u32::try_from(read_u32(table, 4 + 4 * at)).unwrap_or_default();
        let place = usize::try_from(slot & PLACE).unwrap_or_default().checked_sub(1)?;
        if slot & !PLACE != tag(hash) {
            at = (at + 1) & (count - 1);
            continue;
        }
        let record = records.get(place..)?;
        let (length, rest) = record.split_first()?;
        let (known, rest) = rest.split_at_checked(usize::from(*length))?;
        if known == key.as_bytes() {
            return Some(rest);
        }
        at = (at + 1) & (count - 1);
    }
}

/// A number of four bytes, the lowest first; 0 behind the end.
fn read_u32(bytes: &[u8], at: usize) -> usize {
    bytes
        .get(at..at + 4)
        .and_then(|bytes| bytes.try_into().ok())
        .and_then(|bytes| usize::try_from(u32::from_le_bytes(bytes)).ok())
        .unwrap_or_default()
}

/// The tables are a few megabytes, far below what four bytes count.
fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

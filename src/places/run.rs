//! Letters and digits of ASCII in a row, read eight bytes at a time.

/// A small letter; a word's kinds of letters are added up as bits.
pub(super) const SMALL: u8 = 1;
/// A capital.
pub(super) const CAPITAL: u8 = 2;
/// A digit.
const DIGIT: u8 = 4;

/// The kind of each byte that is a letter or a digit of ASCII; 0 for all others.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0u8;
    while byte < 128 {
        kinds[byte as usize] = match byte {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            b'0'..=b'9' => DIGIT,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

/// What kind of letter a byte is; 0 for none.
pub(super) fn kind(byte: u8) -> u8 {
    KINDS[usize::from(byte)]
}

/// What makes a capital of ASCII small; small letters and digits have it.
pub(super) const SMALL_BIT: u8 = 0x20;

/// Letters and digits of ASCII in a row.
pub(super) struct Run {
    /// How many.
    pub length: usize,
    /// Their kinds.
    pub kinds: u8,
    /// The first eight as small letters, the first of them as the lowest byte.
    pub packed: u64,
}

impl Run {
    /// The run that begins at a byte; eight bytes are looked at in one step, as lanes of one number, since this is where
    /// most of the time goes.
    #[inline]
    pub fn of(bytes: &[u8], start: usize) -> Self {
        let first = Lanes::at(bytes, start);
        let mut run = Self {
            length: first.length(),
            kinds: first.kinds(),
            packed: first.small(),
        };
        if run.length == 8 {
            while let Some(kind) = bytes
                .get(start + run.length)
                .map(|byte| kind(*byte))
                .filter(|kind| *kind != 0)
            {
                run.kinds |= kind;
                run.length += 1;
            }
        }
        run
    }
}

/// Eight bytes, and which of them are letters or digits of ASCII: the highest bit of each lane is set for one.
struct Lanes {
    bytes: u64,
    letters: u64,
    digits: u64,
}

impl Lanes {
    const HIGH: u64 = every(0x80);

    #[inline]
    fn at(bytes: &[u8], start: usize) -> Self {
        let bytes = match bytes.get(start..start + 8).and_then(|eight| eight.try_into().ok()) {
            Some(eight) => u64::from_le_bytes(eight),
            None => {
                let rest = bytes.get(start..).unwrap_or_default().iter().rev();
                rest.fold(0, |number, byte| number << 8 | u64::from(*byte))
            }
        };
        // Adding what a lane lacks up to 0x80 sets its highest bit from that byte on.
        let from = |lanes: u64, least: u8| (lanes & !Self::HIGH) + every(0x80 - least);
        let small = bytes | every(SMALL_BIT);
        Self {
            bytes,
            letters: from(small, b'a') & !from(small, b'z' + 1) & !bytes & Self::HIGH,
            digits: from(bytes, b'0') & !from(bytes, b'9' + 1) & !bytes & Self::HIGH,
        }
    }

    /// How many letters and digits there are before anything else.
    fn length(&self) -> usize {
        (!(self.letters | self.digits) & Self::HIGH).trailing_zeros() as usize / 8
    }

    /// The lanes of the run.
    fn used(&self) -> u64 {
        match self.length() {
            8 => u64::MAX,
            length => (1 << (8 * length)) - 1,
        }
    }

    fn kinds(&self) -> u8 {
        let letters = self.letters & self.used();
        // The bit that makes a letter small, moved to the highest of its lane.
        let small = self.bytes << 2;
        (u8::from(letters & small != 0) * SMALL) | (u8::from(letters & !small != 0) * CAPITAL)
    }

    fn small(&self) -> u64 {
        (self.bytes | every(SMALL_BIT)) & self.used()
    }
}

/// A number with this byte in every lane.
const fn every(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

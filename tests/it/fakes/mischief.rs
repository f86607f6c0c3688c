//! Random trouble with what is sent, the same for the same seed.

use std::time::Duration;

/// Knuth's linear congruential generator (MMIX).
#[derive(Clone, Debug)]
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }
}

/// What happens to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// 429, for this chat: a second.
    Wait,
    /// A gateway's 502, before or after the message was taken.
    Broken { taken: bool },
    /// The connection ends without an answer, before or after the message was taken.
    Cut { taken: bool },
    /// The message is taken, the answer takes its time.
    Slow(Duration),
}

/// Lets a share of all messages go wrong, and counts what it did.
#[derive(Clone, Debug)]
pub struct Mischief {
    dice: Dice,
    /// Of a thousand messages.
    share: usize,
    /// How many went wrong.
    pub done: usize,
    /// How many were taken and answered with an error or not at all: the sender cannot know.
    pub unanswered: usize,
}

impl Mischief {
    pub fn new(seed: u64, share: usize) -> Self {
        Self {
            dice: Dice(seed),
            share,
            done: 0,
            unanswered: 0,
        }
    }

    /// What happens to the next message.
    pub fn draw(&mut self) -> Option<Mishap> {
        if self.dice.below(1000) >= self.share {
            return None;
        }
        self.done += 1;
        let mishap = match self.dice.below(11) {
            0 => Mishap::Wait,
            1 | 2 => Mishap::Broken { taken: false },
            3 | 4 => Mishap::Broken { taken: true },
            5 | 6 => Mishap::Cut { taken: false },
            7 | 8 => Mishap::Cut { taken: true },
            _ => Mishap::Slow(Duration::from_millis(
                u64::try_from(100 + self.dice.below(900)).unwrap(),
            )),
        };
        if matches!(mishap, Mishap::Broken { taken: true } | Mishap::Cut { taken: true }) {
            self.unanswered += 1;
        }
        Some(mishap)
    }
}

/// Ends the connection that is being served, without an answer: a panic that nobody is told of.
pub fn cut() -> ! {
    std::panic::resume_unwind(Box::new("cut off"))
}

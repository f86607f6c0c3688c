//! Articles grouped by event.

/// What grouping looks at.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// The headline.
    pub title: &'a str,
    /// The text.
    pub text: &'a str,
}

/// Groups pieces by event: for each piece, in order, the index of the first piece of its story.
pub fn group(_pieces: &[Piece<'_>]) -> Vec<usize> {
    todo!()
}

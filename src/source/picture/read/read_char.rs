//! A character as the network read it.

/// A character that was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ReadChar {
    /// The character.
    pub char: char,
    /// The probability, from 0 to 1.
    pub certainty: f32,
    /// Other characters that it may be, the likeliest first.
    pub alternatives: Vec<(char, f32)>,
    /// Where it is in the box: from and to, as shares of the width.
    pub span: [f32; 2],
}

//! Kinds of lines in a word. One is handed on for every line of a log; an enum's parts, which are written one by one and read
//! all at once, would keep the processor waiting each time.

use super::line::{LineFormat, LineKind};

/// A [`LineKind`] in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PackedLineKind(u64);

const WRAPPINGS: [LineFormat; 7] = [
    LineFormat::Devtools,
    LineFormat::Chrome,
    LineFormat::Sdk,
    LineFormat::Safari,
    LineFormat::Firefox,
    LineFormat::Clocked,
    LineFormat::Bare,
];

impl PackedLineKind {
    pub const JSON: Self = Self(1);
    pub const CONTINUATION: Self = Self(2);
    pub const BLANK: Self = Self(3);
    pub const LOOSE: Self = Self(4);
    /// The SDK's prefix at the beginning of a line.
    pub const SDK: Self = Self(Self::FIRST_WRAPPING + 2);
    /// Beginnings have the place of their wrapping in these bits, and their message's place in the upper half.
    const FIRST_WRAPPING: u64 = 8;
    const KIND: u64 = 0xFF;

    /// A beginning of DevTools', whose message stands at this byte.
    #[inline]
    pub fn of_devtools(at: usize) -> Self {
        Self(Self::FIRST_WRAPPING | ((at as u64) << 32))
    }

    pub fn new(kind: LineKind) -> Self {
        match kind {
            LineKind::Json => Self::JSON,
            LineKind::Continuation => Self::CONTINUATION,
            LineKind::Blank => Self::BLANK,
            LineKind::Loose => Self::LOOSE,
            LineKind::Start(line_format, at) => {
                let place = WRAPPINGS.iter().position(|known| *known == line_format).unwrap_or_default();
                Self((Self::FIRST_WRAPPING + place as u64) | (u64::from(at) << 32))
            }
        }
    }

    /// Whether it begins an entry that is no record.
    #[inline]
    pub fn is_start(self) -> bool {
        self.0 & Self::KIND >= Self::FIRST_WRAPPING
    }

    /// Whether it begins an entry of Chromium's.
    #[inline]
    pub fn is_chrome(self) -> bool {
        self.0 & Self::KIND == Self::FIRST_WRAPPING + 1
    }

    #[inline]
    pub fn unpack(self) -> LineKind {
        match self {
            Self::JSON => LineKind::Json,
            Self::CONTINUATION => LineKind::Continuation,
            Self::BLANK => LineKind::Blank,
            Self::LOOSE => LineKind::Loose,
            Self(word) => {
                let place = (word & Self::KIND).saturating_sub(Self::FIRST_WRAPPING) as usize;
                LineKind::Start(WRAPPINGS[place.min(WRAPPINGS.len() - 1)], (word >> 32) as u32)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_can_be_unpacked() {
        let starts = WRAPPINGS.map(|line_format| LineKind::start(line_format, 70_000));
        let others = [LineKind::Json, LineKind::Continuation, LineKind::Blank, LineKind::Loose];
        for kind in starts.into_iter().chain(others) {
            let packed = PackedLineKind::new(kind);
            assert_eq!(packed.unpack(), kind);
            assert_eq!(packed.is_start(), matches!(kind, LineKind::Start(..)));
            assert_eq!(packed.is_chrome(), matches!(kind, LineKind::Start(LineFormat::Chrome, _)));
        }
        assert_eq!(PackedLineKind::SDK.unpack(), LineKind::start(LineFormat::Sdk, 0));
        assert_eq!(PackedLineKind::of_devtools(10).unpack(), LineKind::start(LineFormat::Devtools, 10));
    }
}

//! [`LineKind`] packed into a `u64`, since one is passed on for every line of a log. The fields of an enum are stored one by one
//! and loaded together, which prevents store forwarding and stalls the processor each time.

use super::line_kind::{LineFormat, LineKind};

/// A [`LineKind`] packed into a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PackedLineKind(u64);

const LINE_FORMATS: [LineFormat; 8] = [
    LineFormat::Devtools,
    LineFormat::Chrome,
    LineFormat::Sdk,
    LineFormat::Safari,
    LineFormat::Firefox,
    LineFormat::Timestamped,
    LineFormat::Logger,
    LineFormat::Bare,
];

impl PackedLineKind {
    pub(super) const JSON: Self = Self(1);
    pub(super) const CONTINUATION: Self = Self(2);
    pub(super) const BLANK: Self = Self(3);
    pub(super) const FREE_TEXT: Self = Self(4);
    pub(super) const NUMBER: Self = Self(5);
    /// The SDK's prefix at the beginning of a line.
    pub(super) const SDK: Self = Self(Self::FIRST_START + 2);
    /// Kinds from here on are [`LineKind::Start`]: this plus the index of the format in [`LINE_FORMATS`], with the offset of the
    /// message in the upper half.
    const FIRST_START: u64 = 8;
    /// Mask of the bits of the kind.
    const KIND: u64 = 0xFF;

    /// The beginning of a DevTools entry whose message is at this byte.
    #[inline]
    pub(super) fn devtools(at: usize) -> Self {
        Self(Self::FIRST_START | ((at as u64) << 32))
    }

    pub(super) fn new(kind: LineKind) -> Self {
        match kind {
            LineKind::Json => Self::JSON,
            LineKind::Continuation => Self::CONTINUATION,
            LineKind::Blank => Self::BLANK,
            LineKind::FreeText => Self::FREE_TEXT,
            LineKind::Number => Self::NUMBER,
            LineKind::Start(line_format, at) => {
                let idx = LINE_FORMATS.iter().position(|format| *format == line_format).unwrap_or_default();
                Self((Self::FIRST_START + idx as u64) | (u64::from(at) << 32))
            }
        }
    }

    /// Whether the line begins an entry that is not a record.
    #[inline]
    pub(super) fn is_start(self) -> bool {
        self.0 & Self::KIND >= Self::FIRST_START
    }

    /// Whether the line begins an entry of Chromium.
    #[inline]
    pub(super) fn is_chrome(self) -> bool {
        self.0 & Self::KIND == Self::FIRST_START + 1
    }

    #[inline]
    pub(super) fn unpack(self) -> LineKind {
        match self {
            Self::JSON => LineKind::Json,
            Self::CONTINUATION => LineKind::Continuation,
            Self::BLANK => LineKind::Blank,
            Self::FREE_TEXT => LineKind::FreeText,
            Self::NUMBER => LineKind::Number,
            Self(word) => {
                let idx = (word & Self::KIND).saturating_sub(Self::FIRST_START) as usize;
                LineKind::Start(LINE_FORMATS[idx.min(LINE_FORMATS.len() - 1)], (word >> 32) as u32)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_kinds_can_be_unpacked() {
        let starts = LINE_FORMATS.map(|line_format| LineKind::start(line_format, 70_000));
        let others = [LineKind::Json, LineKind::Continuation, LineKind::Blank, LineKind::FreeText, LineKind::Number];
        for kind in starts.into_iter().chain(others) {
            let packed = PackedLineKind::new(kind);
            assert_eq!(packed.unpack(), kind);
            assert_eq!(packed.is_start(), matches!(kind, LineKind::Start(..)));
            assert_eq!(packed.is_chrome(), matches!(kind, LineKind::Start(LineFormat::Chrome, _)));
        }
        assert_eq!(PackedLineKind::SDK.unpack(), LineKind::start(LineFormat::Sdk, 0));
        assert_eq!(PackedLineKind::devtools(10).unpack(), LineKind::start(LineFormat::Devtools, 10));
    }
}

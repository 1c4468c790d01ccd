//! Distributes windows among buckets. A bucket matches every byte whose two halves occur in its windows at that
//! position, not necessarily in the same window. Similar windows in one bucket keep false matches rare.

use super::window::{WINDOW_BYTES, Window, byte_frequency};

/// Number of buckets: two groups of eight, so that the buckets of a group are the bits of a byte.
pub(super) const BUCKETS: usize = 16;

/// The bytes that a bucket matches at each position of a window, as sets of their low and high halves.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bucket {
    pub low: [u16; WINDOW_BYTES],
    pub high: [u16; WINDOW_BYTES],
}

impl Bucket {
    fn with(mut self, window: &Window) -> Self {
        for (position, byte) in window.bytes.iter().enumerate() {
            self.low[position] |= 1 << (byte & 15);
            self.high[position] |= 1 << (byte >> 4);
        }
        self
    }

    /// The approximate share of positions in a log at which the bucket matches. `byte_shares` has the share of each
    /// byte, by high and low half.
    fn match_share(&self, byte_shares: &[[f32; 16]; 16]) -> f32 {
        let share_at = |position: usize| -> f32 {
            let highs = byte_shares.iter().enumerate().filter(|(high, _)| self.high[position] & (1 << high) != 0);
            let row_share = |(_, row): (usize, &[f32; 16])| -> f32 {
                let lows = row.iter().enumerate().filter(|(low, _)| self.low[position] & (1 << low) != 0);
                lows.map(|(_, share)| share).sum()
            };
            highs.map(row_share).sum()
        };
        (0..WINDOW_BYTES).map(share_at).product()
    }
}

/// Adds each window, the most frequent first, to the bucket whose match share grows the least.
pub(super) fn assign(windows: &[Window]) -> [Bucket; BUCKETS] {
    let mut byte_shares = [[0.0; 16]; 16];
    for (high, row) in (0_u8..).zip(&mut byte_shares) {
        for (low, share) in (0_u8..).zip(row) {
            *share = (f32::from(byte_frequency(high << 4 | low)) / 255.0).powi(2) / 20.0;
        }
    }
    let frequency = |window: &Window| window.bytes.iter().map(|byte| u64::from(byte_frequency(*byte))).product::<u64>();
    let mut sorted: Vec<&Window> = windows.iter().collect();
    sorted.sort_by_key(|window| std::cmp::Reverse(frequency(window)));
    let mut buckets = [Bucket::default(); BUCKETS];
    let mut match_shares = [0.0; BUCKETS];
    for window in sorted {
        let grown = buckets.map(|bucket| bucket.with(window));
        let grown_shares = grown.map(|bucket| bucket.match_share(&byte_shares));
        let growth = |idx: &usize| grown_shares[*idx] - match_shares[*idx];
        if let Some(best) = (0..BUCKETS).min_by(|one, other| growth(one).total_cmp(&growth(other))) {
            (buckets[best], match_shares[best]) = (grown[best], grown_shares[best]);
        }
    }
    buckets
}

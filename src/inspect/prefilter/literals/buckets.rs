//! Which windows share a bucket. A bucket takes every byte whose two halves its windows have at that place, so windows
//! that are alike belong together.

use super::window::{LENGTH, Window, commonness};

/// Buckets: a byte of bits for each of two groups.
pub(super) const BUCKETS: usize = 16;

/// What a bucket takes at each place of a window: low and high halves of bytes, as sets of bits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bucket {
    pub low: [u16; LENGTH],
    pub high: [u16; LENGTH],
}

impl Bucket {
    fn with(mut self, window: &Window) -> Self {
        for (place, byte) in window.bytes.iter().enumerate() {
            self.low[place] |= 1 << (byte & 15);
            self.high[place] |= 1 << (byte >> 4);
        }
        self
    }

    /// How much of a log it takes, roughly.
    fn share(&self, commonness: &[[f32; 16]; 16]) -> f32 {
        let share_at = |place: usize| -> f32 {
            let highs = commonness.iter().enumerate().filter(|(high, _)| self.high[place] & (1 << high) != 0);
            let taken = |(_, row): (usize, &[f32; 16])| -> f32 {
                let lows = row.iter().enumerate().filter(|(low, _)| self.low[place] & (1 << low) != 0);
                lows.map(|(_, share)| share).sum()
            };
            highs.map(taken).sum()
        };
        (0..LENGTH).map(share_at).product()
    }
}

/// Puts each window, the commonest first, where it adds the least.
pub(super) fn sort(windows: &[Window]) -> [Bucket; BUCKETS] {
    let mut shares = [[0.0; 16]; 16];
    for (high, row) in (0_u8..).zip(&mut shares) {
        for (low, share) in (0_u8..).zip(row) {
            *share = (f32::from(commonness(high << 4 | low)) / 255.0).powi(2) / 20.0;
        }
    }
    let common = |window: &Window| window.bytes.iter().map(|byte| u64::from(commonness(*byte))).product::<u64>();
    let mut sorted: Vec<&Window> = windows.iter().collect();
    sorted.sort_by_key(|window| std::cmp::Reverse(common(window)));
    let mut buckets = [Bucket::default(); BUCKETS];
    let mut taken = [0.0; BUCKETS];
    for window in sorted {
        let grown = buckets.map(|bucket| bucket.with(window));
        let costs = grown.map(|bucket| bucket.share(&shares));
        let added = |idx: &usize| costs[*idx] - taken[*idx];
        if let Some(best) = (0..BUCKETS).min_by(|one, other| added(one).total_cmp(&added(other))) {
            (buckets[best], taken[best]) = (grown[best], costs[best]);
        }
    }
    buckets
}

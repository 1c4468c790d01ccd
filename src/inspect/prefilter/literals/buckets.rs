//! Chooses a window for each literal, and distributes the windows among buckets. A bucket matches every byte whose two halves
//! occur in its windows at that position, not necessarily in the same window. Similar windows in one bucket keep false
//! matches rare.

use super::window::{PASS_BYTES, Window, byte_frequency};

/// Number of buckets: two groups of eight, so that the buckets of a group are the bits of a byte.
pub(super) const BUCKETS: usize = 16;

/// The bytes that a bucket matches at each position of a window, as sets of their low and high halves.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bucket {
    pub low: [u16; PASS_BYTES],
    pub high: [u16; PASS_BYTES],
}

/// The approximate share of each byte in logs, by high and low half.
type ByteShares = [[f32; 16]; 16];

/// How much of a log one position of a bucket matches.
#[derive(Clone, Copy, Debug, Default)]
struct PositionShare {
    /// The share of the bytes that it matches.
    share: f32,
    /// For each high half, the share of the bytes with one of the low halves of the bucket.
    by_high: [f32; 16],
    /// For each low half, the share of the bytes with one of the high halves of the bucket.
    by_low: [f32; 16],
}

/// A bucket that is being filled.
#[derive(Clone, Copy, Debug, Default)]
struct GrowingBucket {
    bucket: Bucket,
    positions: [PositionShare; PASS_BYTES],
}

impl GrowingBucket {
    /// The approximate share of positions in a log at which the bucket matches.
    fn match_share(&self) -> f32 {
        self.positions.iter().map(|position| position.share).product()
    }

    /// That share with one more window.
    fn share_with(&self, window: &Window, shares: &ByteShares) -> f32 {
        let share_at = |(at, byte): (usize, &u8)| {
            let (low, high) = (usize::from(byte & 15), usize::from(byte >> 4));
            let is_new_low = self.bucket.low[at] & (1 << low) == 0;
            let is_new_high = self.bucket.high[at] & (1 << high) == 0;
            let position = &self.positions[at];
            let mut share = position.share;
            if is_new_low {
                share += position.by_low[low];
            }
            if is_new_high {
                share += position.by_high[high];
            }
            if is_new_low && is_new_high { share + shares[high][low] } else { share }
        };
        window.bytes.iter().enumerate().map(share_at).product()
    }

    fn add(&mut self, window: &Window, shares: &ByteShares) {
        for (at, byte) in window.bytes.iter().enumerate() {
            let position = &mut self.positions[at];
            let (low, high) = (usize::from(byte & 15), usize::from(byte >> 4));
            if self.bucket.low[at] & (1 << low) == 0 {
                self.bucket.low[at] |= 1 << low;
                position.share += position.by_low[low];
                position.by_high.iter_mut().zip(shares).for_each(|(share, row)| *share += row[low]);
            }
            if self.bucket.high[at] & (1 << high) == 0 {
                self.bucket.high[at] |= 1 << high;
                position.share += position.by_high[high];
                position.by_low.iter_mut().zip(&shares[high]).for_each(|(share, byte)| *share += byte);
            }
        }
    }
}

/// Chooses one of the windows of each literal, and distributes them: beginning with the literals whose windows are the most
/// frequent, the window and the bucket whose match share grows the least.
pub(super) fn assign(choices: Vec<Vec<Window>>) -> (Vec<Window>, [Bucket; BUCKETS]) {
    let mut shares = ByteShares::default();
    for (high, row) in (0_u8..).zip(&mut shares) {
        for (low, share) in (0_u8..).zip(row) {
            *share = (f32::from(byte_frequency(high << 4 | low)) / 255.0).powi(2) / 20.0;
        }
    }
    let mut choices = choices;
    choices.sort_by_cached_key(|windows| std::cmp::Reverse(windows.iter().map(Window::frequency).min()));
    let mut growing = [GrowingBucket::default(); BUCKETS];
    let mut chosen = Vec::with_capacity(choices.len());
    for windows in choices {
        let before = growing.map(|bucket| bucket.match_share());
        let pairs = windows.iter().flat_map(|window| (0..BUCKETS).map(move |idx| (window, idx)));
        let with_growth =
            pairs.map(|(window, idx)| (growing[idx].share_with(window, &shares) - before[idx], window, idx));
        if let Some((_, window, idx)) = with_growth.min_by(|one, other| one.0.total_cmp(&other.0)) {
            growing[idx].add(window, &shares);
            chosen.push(*window);
        }
    }
    (chosen, growing.map(|growing| growing.bucket))
}

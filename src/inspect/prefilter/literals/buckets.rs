//! Chooses a window for each literal, and distributes the windows among buckets. A bucket matches every byte whose two halves
//! occur in its windows at that position, not necessarily in the same window. Similar windows in one bucket keep false
//! matches rare.

use super::window::{FREQUENT, PASS_BYTES, Window, byte_frequency};

/// Number of buckets: two groups of eight, so that the buckets of a group are the bits of a byte.
pub(super) const BUCKETS: usize = 16;

/// The bytes that a bucket matches at each position of a window, as sets of their low and high halves.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bucket {
    pub low: [u16; PASS_BYTES],
    pub high: [u16; PASS_BYTES],
}

/// How often bytes and windows occur in logs.
struct ByteModel {
    /// The approximate share of each byte in logs, by high and low half.
    shares: [[f32; 16]; 16],
    /// For each position in a window and each half of a byte, where in [`FREQUENT`] a window begins that has this half there.
    frequent: [[HalfPositions; 2]; PASS_BYTES],
}

/// For each half of a byte, positions in [`FREQUENT`].
type HalfPositions = [FrequentPositions; 16];

/// Positions in [`FREQUENT`], as bits.
type FrequentPositions = [u64; FREQUENT_WORDS];

const FREQUENT_WORDS: usize = FREQUENT.len().div_ceil(64);

impl ByteModel {
    fn new() -> Self {
        let mut shares = [[0.0; 16]; 16];
        for (high, row) in (0_u8..).zip(&mut shares) {
            for (low, share) in (0_u8..).zip(row) {
                *share = (f32::from(byte_frequency(high << 4 | low)) / 255.0).powi(2) / 20.0;
            }
        }
        let mut frequent = [[[[0; FREQUENT_WORDS]; 16]; 2]; PASS_BYTES];
        for (position, window) in FREQUENT.as_bytes().windows(PASS_BYTES).enumerate() {
            for (byte, positions) in window.iter().zip(&mut frequent) {
                for (half, positions) in halves(*byte).into_iter().zip(positions) {
                    positions[half][position / 64] |= 1 << (position % 64);
                }
            }
        }
        Self { shares, frequent }
    }
}

/// The low and the high half of a byte.
fn halves(byte: u8) -> [usize; 2] {
    [usize::from(byte & 15), usize::from(byte >> 4)]
}

/// How much of a log one position of a bucket matches.
#[derive(Clone, Copy, Debug, Default)]
struct PositionShare {
    /// The share of the bytes that it matches.
    share: f32,
    /// For each high half, the share of the bytes with one of the low halves of the bucket.
    by_high: [f32; 16],
    /// For each low half, the share of the bytes with one of the high halves of the bucket.
    by_low: [f32; 16],
    /// Where in [`FREQUENT`] one of its low halves is at this position of a window, and where one of its high halves.
    frequent: [FrequentPositions; 2],
}

/// A bucket that is being filled.
#[derive(Clone, Copy, Debug, Default)]
struct GrowingBucket {
    bucket: Bucket,
    positions: [PositionShare; PASS_BYTES],
    /// The approximate share of positions in a log at which the bucket matches, if all bytes are independent.
    share: f32,
    /// The share of positions in [`FREQUENT`] at which it matches.
    frequent_share: f32,
}

impl GrowingBucket {
    /// Its [`share`](Self::share) with one more window.
    fn share_with(&self, window: &Window, model: &ByteModel) -> f32 {
        let share_at = |(at, byte): (usize, &u8)| {
            let [low, high] = halves(*byte);
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
            if is_new_low && is_new_high { share + model.shares[high][low] } else { share }
        };
        window.bytes.iter().enumerate().map(share_at).product()
    }

    /// Its [`frequent_share`](Self::frequent_share) with one more window.
    fn frequent_share_with(&self, window: &Window, model: &ByteModel) -> f32 {
        let mut matching = [u64::MAX; FREQUENT_WORDS];
        for (at, byte) in window.bytes.iter().enumerate() {
            let of_bucket = self.positions[at].frequent.iter();
            for ((of_bucket, of_halves), half) in of_bucket.zip(&model.frequent[at]).zip(halves(*byte)) {
                let either = of_bucket.iter().zip(&of_halves[half]).map(|(bucket, half)| bucket | half);
                matching.iter_mut().zip(either).for_each(|(matching, either)| *matching &= either);
            }
        }
        // Few words have a bit, and many processors count bits slowly.
        let counts = matching.iter().filter(|word| **word != 0).map(|word| word.count_ones());
        counts.sum::<u32>() as f32 / FREQUENT.len() as f32
    }

    fn add(&mut self, window: &Window, model: &ByteModel) {
        self.share = self.share_with(window, model);
        self.frequent_share = self.frequent_share_with(window, model);
        for (at, byte) in window.bytes.iter().enumerate() {
            let position = &mut self.positions[at];
            let [low, high] = halves(*byte);
            if self.bucket.low[at] & (1 << low) == 0 {
                self.bucket.low[at] |= 1 << low;
                position.share += position.by_low[low];
                position.by_high.iter_mut().zip(&model.shares).for_each(|(share, row)| *share += row[low]);
            }
            if self.bucket.high[at] & (1 << high) == 0 {
                self.bucket.high[at] |= 1 << high;
                position.share += position.by_high[high];
                position.by_low.iter_mut().zip(&model.shares[high]).for_each(|(share, byte)| *share += byte);
            }
            for (half, (old, new)) in [low, high].into_iter().zip(position.frequent.iter_mut().zip(&model.frequent[at]))
            {
                old.iter_mut().zip(&new[half]).for_each(|(old, new)| *old |= new);
            }
        }
    }
}

/// Chooses one of the windows of each literal, and distributes them: beginning with the literals whose windows are the most
/// frequent, the window and the bucket for which the two shares of the bucket grow the least. The share of independent bytes
/// covers what is not in the frequent lines.
pub(super) fn assign(mut choices: Vec<Vec<Window>>) -> (Vec<Window>, [Bucket; BUCKETS]) {
    let model = ByteModel::new();
    choices.sort_by_cached_key(|windows| std::cmp::Reverse(windows.iter().map(Window::frequency).min()));
    let mut growing = vec![GrowingBucket::default(); BUCKETS];
    let mut chosen = Vec::with_capacity(choices.len());
    for windows in choices {
        let mut best = None;
        let mut least = f32::INFINITY;
        for (window, idx) in windows.iter().flat_map(|window| (0..BUCKETS).map(move |idx| (window, idx))) {
            let bucket = &growing[idx];
            let growth = bucket.share_with(window, &model) - bucket.share;
            // The second share takes longer to compute, and does not make the growth less.
            if growth < least {
                let growth = growth + bucket.frequent_share_with(window, &model) - bucket.frequent_share;
                if growth < least {
                    (best, least) = (Some((window, idx)), growth);
                }
            }
        }
        if let Some((window, idx)) = best {
            growing[idx].add(window, &model);
            chosen.push(*window);
        }
    }
    (chosen, std::array::from_fn(|idx| growing[idx].bucket))
}

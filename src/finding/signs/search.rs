//! The search for the signs of all products in one pass.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::product::Product;
use crate::code::Family;
use crate::finding::overlapping_search::OverlappingSearch;
use crate::knowledge;

/// The products whose signs a text has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signs {
    /// Products with a certain sign, as bits.
    certain: u16,
    /// Products with a likely sign, as bits.
    likely: u16,
}

impl Signs {
    /// The signs in a text.
    pub(crate) fn of(text: &str) -> Self {
        let (Some(search), SignTable { signs, .. }) = (&*SEARCH, &*TABLE) else { return Self::default() };
        let mut found = Self::default();
        // The Web SDK's name is also a part of the names of other products.
        let mut longest_other = 0..0;
        let mut web_sdk: Vec<usize> = Vec::new();
        for hit in search.find_overlapping_iter(text) {
            let sign = &signs[hit.pattern().as_usize()];
            if !sign.is_whole(text, hit.start(), hit.end()) {
                continue;
            }
            match (sign.product, sign.is_certain) {
                (Product::WebSdk, true) => web_sdk.push(hit.start()),
                (product, true) => {
                    found.certain |= product.bit();
                    if product.neighbour_family().is_some() && hit.end() > longest_other.end {
                        longest_other = hit.start()..hit.end();
                        web_sdk.retain(|at| !longest_other.contains(at));
                    }
                }
                (product, false) => found.likely |= product.bit(),
            }
        }
        if !web_sdk.is_empty() || found.certain & (Product::WebSdkV5.bit() | Product::WebSdkV4.bit()) != 0 {
            found.certain |= Product::WebSdk.bit();
        }
        found
    }

    /// The signs of both.
    pub(crate) fn and(self, other: Self) -> Self {
        Self { certain: self.certain | other.certain, likely: self.likely | other.likely }
    }

    /// Whether there is a certain sign of this product.
    pub(crate) fn is_certain(self, product: Product) -> bool {
        self.certain & product.bit() != 0
    }

    /// Whether there is any sign of this product.
    pub(crate) fn has(self, product: Product) -> bool {
        (self.certain | self.likely) & product.bit() != 0
    }

    /// Whether there is any sign of a product that is about calls.
    pub(crate) fn is_any(self) -> bool {
        (self.certain | self.likely) & !Product::OtherSystem.bit() != 0
    }

    /// Whether there is a certain sign of a product whose codes are in the catalog.
    pub(crate) fn names_a_product(self) -> bool {
        self.certain & !(Product::OtherVendor.bit() | Product::OtherSystem.bit()) != 0
    }

    /// The families of the neighbours with a certain sign, with their products.
    pub(crate) fn neighbours(self) -> impl Iterator<Item = (Product, Family)> {
        Product::neighbours().filter(move |(product, _)| self.is_certain(*product))
    }

    /// The families of the neighbours with a likely sign, with their products.
    pub(crate) fn likely_neighbours(self) -> impl Iterator<Item = (Product, Family)> {
        Product::neighbours().filter(move |(product, _)| self.likely & product.bit() != 0)
    }

    /// The major version of the Web SDK, if only one version has signs.
    pub(crate) fn sdk_major(self) -> Option<u8> {
        match (self.is_certain(Product::WebSdkV4), self.is_certain(Product::WebSdkV5)) {
            (true, false) => Some(4),
            (false, true) => Some(5),
            _ => None,
        }
    }
}

impl Product {
    /// Whether `value` is in a range of numbers that the product uses.
    pub(crate) fn uses_number(self, value: i64) -> bool {
        let ranges = &TABLE.ranges[self as usize];
        ranges.iter().any(|(first, last)| (*first..=*last).contains(&value))
    }
}

/// The major version of the Web SDK that the beginning of a log shows: its banner, otherwise names of calls and clients.
pub(crate) fn major_in_sample(sample: &str) -> Option<u8> {
    const BANNER: &str = "SDK Version: ";
    let version = memchr::memmem::find(sample.as_bytes(), BANNER.as_bytes()).map(|at| &sample[at + BANNER.len()..]);
    let major = version.filter(|version| version.get(1..2) == Some(".")).and_then(|version| version[..1].parse().ok());
    major.filter(|major| *major > 0).or_else(|| version_signs(sample).sdk_major())
}

/// The certain signs of v4 and v5 in a text: many times faster than [`Signs::of`], since they are few.
fn version_signs(text: &str) -> Signs {
    fn signs() -> impl Iterator<Item = &'static Sign> {
        let is_of_version = |sign: &&Sign| matches!(sign.product, Product::WebSdkV4 | Product::WebSdkV5);
        TABLE.signs.iter().filter(|sign| sign.is_certain).filter(is_of_version)
    }
    static SEARCH: LazyLock<(Vec<&Sign>, OverlappingSearch)> =
        LazyLock::new(|| (signs().collect(), OverlappingSearch::new(signs().map(|sign| sign.literal).collect())));
    let (signs, search) = &*SEARCH;
    let mut found = Signs::default();
    search.for_each(text.as_bytes(), |idx, start| {
        let sign = signs[idx];
        if sign.is_whole(text, start, start + sign.literal.len()) {
            found.certain |= sign.product.bit();
        }
    });
    found
}

/// A sign.
struct Sign {
    product: Product,
    is_certain: bool,
    /// Whether it begins with a letter, so that no word may end before it.
    is_word: bool,
    /// What is searched for.
    literal: &'static str,
    /// What follows the literal; `#` is a digit.
    rest: &'static str,
}

impl Sign {
    /// Whether the sign whose literal is at these bytes of `text` is there in full.
    fn is_whole(&self, text: &str, start: usize, end: usize) -> bool {
        let bytes = text.as_bytes();
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if self.is_word && start > 0 && is_part(bytes[start - 1]) {
            return false;
        }
        let rest = &bytes[end..];
        rest.len() >= self.rest.len()
            && self.rest.bytes().zip(rest).all(|(wanted, byte)| match wanted {
                b'#' => byte.is_ascii_digit(),
                _ => *byte == wanted,
            })
    }
}

/// The search for the literals of all signs. `None` if it could not be built: then no text has signs. A test excludes it.
static SEARCH: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(TABLE.signs.iter().map(|sign| sign.literal)).ok());

/// All signs.
struct SignTable {
    signs: Vec<Sign>,
    /// The ranges of numbers of each product.
    ranges: [Vec<(i64, i64)>; Product::IDS.len()],
}

static TABLE: LazyLock<SignTable> = LazyLock::new(|| {
    let mut signs = Vec::new();
    let mut ranges: [Vec<(i64, i64)>; Product::IDS.len()] = Default::default();
    for words in knowledge::product_words() {
        let Some((product, _)) = Product::IDS.into_iter().find(|(_, id)| *id == words.id) else { continue };
        ranges[product as usize].extend(&words.numbers);
        for (texts, is_certain) in [(&words.certain, true), (&words.likely, false)] {
            for text in texts {
                let (literal, rest) = text.split_at(text.find('#').unwrap_or(text.len()));
                let is_word = literal.starts_with(|c: char| c.is_ascii_alphanumeric());
                signs.push(Sign { product, is_certain, is_word, literal, rest });
            }
        }
    }
    SignTable { signs, ranges }
});

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, certain: &[Product]) {
        let signs = Signs::of(text);
        let found: Vec<_> =
            Product::IDS.into_iter().map(|(product, _)| product).filter(|product| signs.is_certain(*product)).collect();
        assert_eq!(found, certain, "{text}");
    }

    #[test]
    fn products_are_recognised_by_their_words() {
        use Product::*;
        check("TIM 10:00:05.110:SignController.login failed", &[Chat]);
        check("TIM: 2026-11-24 10:00:00.123/I/4711 login", &[Chat]);
        check("createGroup error: {\"code\":10006}", &[Chat]);
        check("call failed {\"code\":65535,\"name\":\"TUICallEngineError\"}", &[Call]);
        check("TRTCCalling 10:00:05.110: x", &[Call]);
        check("【CallService】x", &[Call]);
        check("TRTCCalling x, TRTC y", &[WebSdk, Call]);
        check("TUIRoomEngine x", &[RoomKit]);
        check("onEnterRoom -3301", &[Native]);
        check("[monitor_api.cpp, 12] x", &[Native]);
        check("WebRTCAPI x", &[WebRtcApi]);
        check("AgoraRTCError INVALID_OPERATION: no join info", &[WebSdk, OtherVendor]);
        check("cannot startLocalVideo because", &[WebSdk, WebSdkV5]);
        check("[↑t1-r1|alice] x", &[WebSdk, WebSdkV5]);
        check("[↑c1|alice] x", &[WebSdk, WebSdkV4]);
        check("TIM is a name, and VICTIM 1", &[]);
        check("真机弹出16451错误", &[]);
    }

    #[test]
    fn each_product_has_signs() {
        assert!(SEARCH.is_some());
        for (product, id) in Product::IDS {
            assert!(TABLE.signs.iter().any(|sign| sign.product == product && sign.is_certain), "{id}");
        }
        let known = |id: &str| Product::IDS.iter().any(|(_, known)| *known == id);
        assert!(knowledge::product_words().iter().all(|words| known(&words.id)));
        assert!(Product::Native.uses_number(-1301) && !Product::Native.uses_number(-10013));
    }

    #[test]
    fn the_version_is_read_from_the_beginning_of_a_log() {
        assert_eq!(major_in_sample("x\n<INFO> TRTC Web SDK Version: 5.17.1\nclient.join"), Some(5));
        assert_eq!(major_in_sample("x\n[↑c1|a] y\n"), Some(4));
        assert_eq!(major_in_sample("await trtc.exitRoom()"), Some(5));
        assert_eq!(major_in_sample("[↑ws|a] y, SDK Version: unknown"), None);
        for text in ["", "[↑c", "[↑c1|a] y [↑t2] z", "xexitRoom", "错exitRoom错", "client.join", "aaclient.joinRoom"]
        {
            let signs = Signs::of(text);
            assert_eq!(version_signs(text).sdk_major(), signs.sdk_major(), "{text}");
            assert_eq!(version_signs(text).has(Product::WebSdkV5), signs.has(Product::WebSdkV5), "{text}");
        }
    }
}

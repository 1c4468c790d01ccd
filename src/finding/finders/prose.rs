//! A person's words: `0x4004` by itself, `真机弹出16451错误`, "error 16388", "报错 -100018". Prose is full of other numbers;
//! a number counts where the word beside it says that it is an error's, the surer the word, the less is asked of the number.

use super::{CodeFinder, FinderInput};
use crate::catalog::Catalog;
use crate::code::{ErrorCode, Family, narrow};
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::{find_all, in_address, is_source_code, number_at, word_before};
use crate::log::parse::parsed_entry::Origin;

/// Words behind which nothing but an error's number stands.
const SURE: &[&str] = &["错误码", "错误代码", "错误编码", "错误号", "报错码", "返回码", "异常码", "扩展码", "状态码"];
/// Words that say that the number behind them is an error's, or how many there were.
const BEFORE: &[&str] = &["错误", "报错", "异常", "失败", "报", "error", "err"];
/// Words that say so of the number before them.
const AFTER: &[&str] = &["错误", "报错", "异常", "的错", "号错误", "这个错", "error"];
/// Characters that make another word of a following 报: 上报 reports statistics, not errors.
const OTHER_REPORTS: &[char] = &['上', '汇', '播', '预', '海', '日', '周', '月', '电', '举', '申', '填'];
/// What is counted, measured or named by the number before it.
const UNITS: &[&str] = &[
    "个", "次", "条", "人", "位", "名", "ms", "毫秒", "秒", "分钟", "小时", "天", "%", "元", "号房", "times", "users",
];
/// Whose number stands behind these words: a user's, a room's; not an error's.
const OWNERS: &[&str] = &[
    "用户", "房间", "房间号", "主播", "观众", "学生", "老师", "id", "user", "room", "uid", "appid", "端口", "port",
    "手机号", "订单", "工号", "会议室", "会议",
];

/// A hexadecimal number behind these is a place in memory.
const PLACES: &[&str] = &["segfault at", "ip", "sp", "address", "addr", "offset", "pc"];

pub(super) const FINDER: CodeFinder = CodeFinder {
    anchors: &[
        "0x1", "0x4", "0xf", "0xF", "0X1", "0X4", "0XF", "错", "报", "异常", "失败", "返回码", "扩展码", "状态码",
        "rror", "ERROR ", "ERROR:", "err ", "err:", "err=",
    ],
    is_plausible,
    find,
};

/// A number stands close by: behind the word, or before it.
fn is_plausible(text: &[u8], at: usize) -> bool {
    let near = &text[at.saturating_sub(16)..text.len().min(at + 24)];
    let is_number =
        |pair: &[u8]| pair[0].is_ascii_digit() && (pair[1].is_ascii_digit() || matches!(pair[1], b'x' | b'X'));
    // A full-width digit is U+FF10 to U+FF19.
    near.windows(2).any(|pair| is_number(pair) || matches!(pair, [0xBC, 0x90..=0x99]))
}

fn find<'a>(line: &FinderInput<'a>, marks: &mut Vec<CodeCandidate<'a>>) {
    // What the SDK itself prints is known; a person or an app says "error 16388", or a bare 0x4004.
    let is_sdk = line.origin == Origin::Sdk && !line.continued;
    if line.quiet || is_sdk || is_source_code(line.text) {
        return;
    }
    hexadecimals(line.text, marks);
    decimals(line.text, marks);
}

fn hexadecimals<'a>(text: &'a str, marks: &mut Vec<CodeCandidate<'a>>) {
    for prefix in ["0x", "0X"] {
        for at in find_all(text, prefix) {
            if word_before(text, at) || text[..at].ends_with(['#', '-', '/', '.', '+']) || in_address(text, at) {
                continue;
            }
            if PLACES.iter().any(|word| ends_with_word(text[..at].trim_end(), word)) {
                continue;
            }
            if let Some((value, length)) = number_at(&text[at..])
                && is_known(Family::WebV4, value)
            {
                marks.push(mark(at, at + length, value));
            }
        }
    }
}

fn decimals<'a>(text: &'a str, marks: &mut Vec<CodeCandidate<'a>>) {
    let mut at = 0;
    while let Some(found) = text[at..].find(|c| narrow(c).is_ascii_digit()) {
        let digits = at + found;
        at = digits + text[digits..].find(|c| !narrow(c).is_ascii_digit()).unwrap_or(text.len() - digits);
        let sign = text[..digits].chars().next_back().filter(|c| narrow(*c) == '-').map_or(0, char::len_utf8);
        let start = if word_before(text, digits - sign) { digits } else { digits - sign };
        let before = &text[..start];
        if word_before(text, start) || before.ends_with(['.', '/', '#', '-']) || in_address(text, start) {
            continue;
        }
        // `10:21:33` and `trtc.js:1` are none, `error:16388` is one.
        if before.strip_suffix(':').is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit() || c == ')')) {
            continue;
        }
        let Some((value, length)) = number_at(&text[start..]) else { continue };
        if is_error_number(before, &text[start + length..], value) {
            marks.push(mark(start, start + length, value));
        }
    }
}

/// Whether the words before and behind a number make it an error's.
fn is_error_number(before: &str, behind: &str, value: i64) -> bool {
    let head = before.trim_end_matches(|c: char| " \t:：=＝(（[【\"“'‘<《是为了叫".contains(c));
    if SURE.iter().any(|word| head.ends_with(word)) {
        return value.abs() >= 1000 || is_code(value);
    }
    if UNITS.iter().any(|unit| behind.trim_start().starts_with(unit)) {
        return false;
    }
    let named = BEFORE.iter().any(|word| ends_with_word(head, word));
    let tail = behind.trim_start_matches([' ', ')', '）', '】', ']', '"', '”', '的', '号', '这', '个']);
    let owned = || OWNERS.iter().any(|word| ends_with_word(head, word));
    let called = || AFTER.iter().any(|word| starts_with_word(tail, word)) && !owned();
    // A negative number of four digits or more is hardly anything else.
    (named || called()) && (value <= -1000 || is_code(value))
}

/// Whether `text` ends in `word`: letters of any case, and no more of them before it.
fn ends_with_word(text: &str, word: &str) -> bool {
    let Some(start) = text.len().checked_sub(word.len()).filter(|start| text.is_char_boundary(*start)) else {
        return false;
    };
    if !text[start..].eq_ignore_ascii_case(word) {
        return false;
    }
    if word == "报" {
        return !text[..start].ends_with(OTHER_REPORTS);
    }
    !word.is_ascii() || !text[..start].ends_with(|c: char| c.is_ascii_alphabetic())
}

/// Whether `text` begins with `word`, a whole one: 16388 errors are many, not one error 16388.
fn starts_with_word(text: &str, word: &str) -> bool {
    let Some(head) = text.get(..word.len()) else { return false };
    head.eq_ignore_ascii_case(word)
        && !(word.is_ascii() && text[word.len()..].starts_with(|c: char| c.is_alphanumeric()))
}

/// Whether any catalog of numbers that people quote has `value`, or has it as the hexadecimal whose `0x` was left out.
pub(super) fn is_code(value: i64) -> bool {
    let as_hex = || i64::from_str_radix(&value.to_string(), 16).unwrap_or_default();
    is_documented(value) || ((1000..10_000).contains(&value) && is_known(Family::WebV4, as_hex()))
}

/// Whether any catalog of numbers that people quote has `value`.
pub(super) fn is_documented(value: i64) -> bool {
    let quoted = [Family::WebV4, Family::Account, Family::Server, Family::WebV5];
    quoted.into_iter().any(|family| is_known(family, value))
}

fn is_known(family: Family, value: i64) -> bool {
    Catalog::builtin().entry(ErrorCode::new(family, value)).is_some()
}

fn mark<'a>(start: usize, end: usize, value: i64) -> CodeCandidate<'a> {
    CodeCandidate { span: start..end, slot: Slot::Prose, value: CandidateValue::Number(value), name: None }
}

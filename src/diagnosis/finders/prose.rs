//! A person's words: `0x4004` by itself, `真机弹出16451错误`, "error 16388", "报错 -100018". Only numbers that some catalog has
//! count here: prose is full of others.

use super::super::mark::{Mark, MarkValue, Slot};
use super::super::scanner::{find_all, in_address, number_at, word_before};
use super::{Finder, Line};
use crate::catalog::Catalog;
use crate::code::{ErrorCode, Family};
use crate::log::draft::Origin;

/// Words that say that the number beside them is an error's.
const BEFORE: &[&str] = &["错误码", "错误代码", "错误", "报错", "异常", "返回码", "error", "Error", "ERROR", "err"];
const AFTER: &[&str] = &["错误", "报错", "异常", "的错", " error", " Error", "号错误", "这个错误", "这个错"];

pub(super) const FINDER: Finder = Finder {
    anchors: &[
        "0x1",
        "0x4",
        "0xf",
        "0xF",
        "0X1",
        "0X4",
        "0XF",
        "错误",
        "报错",
        "异常",
        "返回码",
        "rror ",
        "rror:",
        "rror：",
        "ERROR ",
        "err ",
    ],
    is_plausible,
    find,
};

/// A number stands close by: behind the word, or before it.
fn is_plausible(text: &[u8], at: usize) -> bool {
    let near = &text[at.saturating_sub(12)..text.len().min(at + 24)];
    near.windows(2)
        .any(|pair| pair[0].is_ascii_digit() && (pair[1].is_ascii_digit() || pair[1] == b'x' || pair[1] == b'X'))
}

fn find<'a>(line: &Line<'a>, marks: &mut Vec<Mark<'a>>) {
    let text = line.text;
    for prefix in ["0x", "0X"] {
        for at in find_all(text, prefix) {
            if line.quiet || word_before(text, at) || text[..at].ends_with(['#', '-', '/', '.']) || in_address(text, at)
            {
                continue;
            }
            if let Some((value, length)) = number_at(&text[at..])
                && is_known(Family::WebV4, value)
            {
                marks.push(Mark {
                    span: at..at + length,
                    slot: Slot::Prose,
                    value: MarkValue::Number(value),
                    name: None,
                });
            }
        }
    }
    // What the SDK itself prints is known; a person or an app says "error 16388".
    if line.origin != Origin::Sdk || line.continued {
        decimals(text, marks);
    }
}

fn decimals<'a>(text: &'a str, marks: &mut Vec<Mark<'a>>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let mut start = at + digit;
        at = start + bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if start > 0 && bytes[start - 1] == b'-' && !word_before(text, start - 1) {
            start -= 1;
        }
        if word_before(text, start)
            || text[..start].ends_with(['.', ':', '/', '#', '-']) && !text[..start].ends_with(": ")
        {
            continue;
        }
        let Some((value, length)) = number_at(&text[start..]) else { continue };
        let head =
            text[..start].trim_end_matches([' ', ':', '：', '=', '(', '（', '是', '为', '[', '【', '"', '“', '了']);
        let tail = &text[start + length..];
        let named = BEFORE.iter().any(|word| head.ends_with(word)) || AFTER.iter().any(|word| tail.starts_with(word));
        let known = Family::ALL.into_iter().filter(|family| *family != Family::Browser && *family != Family::Network);
        if named
            && value.abs() > 3
            && known.into_iter().any(|family| is_known(family, value))
            && !in_address(text, start)
        {
            let value = MarkValue::Number(value);
            marks.push(Mark { span: start..start + length, slot: Slot::Prose, value, name: None });
        }
    }
}

fn is_known(family: Family, value: i64) -> bool {
    Catalog::builtin().entry(ErrorCode::new(family, value)).is_some()
}

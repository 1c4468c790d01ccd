//! The sentences of SDK v5 that mean a code: `cannot startLocalVideo because you are not enter room yet` is 5101. The
//! sentences are data (`assets/knowledge/code-sentences.json`).

use std::ops::Range;
use std::sync::LazyLock;

use crate::code::Family;
use crate::finding::candidate::Slot;
use crate::knowledge;

/// A code that a sentence means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::finding::finders) struct SentenceCode {
    /// The code.
    pub value: i64,
    /// The position of the sentence's own words in the text.
    pub span: Range<usize>,
    is_server: bool,
}

impl SentenceCode {
    /// The kind of place.
    pub(in crate::finding::finders) fn slot(&self) -> Slot {
        if self.is_server { Slot::Answer } else { Slot::V5 }
    }
}

/// The words of a sentence between its variable parts, and its code.
struct SentenceForm {
    words: Vec<&'static str>,
    value: i64,
    is_server: bool,
}

/// The forms of all sentences in the order in which they are tried.
struct SentenceForms {
    /// Of sentences after a name.
    named: Vec<SentenceForm>,
    /// Of sentences that need no name.
    certain: Vec<SentenceForm>,
}

static FORMS: LazyLock<SentenceForms> = LazyLock::new(|| {
    let mut forms = SentenceForms { named: Vec::new(), certain: Vec::new() };
    for sentences in knowledge::code_sentences() {
        let form = |text: &'static String| SentenceForm {
            words: text.split('*').collect(),
            value: sentences.value,
            is_server: sentences.family == Family::Server.id(),
        };
        forms.named.extend(sentences.forms.iter().map(form));
        forms.certain.extend(sentences.certain.iter().map(form));
    }
    forms
});

/// The code of the sentence at the beginning of `text`, which follows the name of a code.
pub(in crate::finding::finders) fn sentence_in(text: &str) -> Option<SentenceCode> {
    const MAX_BYTES: usize = 1024;
    let text = &text[..text.floor_char_boundary(MAX_BYTES)];
    FORMS.certain.iter().chain(&FORMS.named).find_map(|form| form.find(text))
}

/// The code of a sentence anywhere in `text` that needs no name before it.
pub(super) fn certain_in(text: &str, is_sdk_text: bool) -> Option<SentenceCode> {
    let found = FORMS.certain.iter().find_map(|form| form.find(text));
    found.or_else(|| {
        // The SDK's short form of `FIREWALL_RESTRICTION`.
        let words = "firewall restriction";
        let start = text.len().checked_sub(words.len()).filter(|_| is_sdk_text && text.ends_with(words))?;
        Some(SentenceCode { value: 5501, span: start..text.len(), is_server: false })
    })
}

impl SentenceForm {
    fn find(&self, text: &str) -> Option<SentenceCode> {
        let mut words = self.words.iter();
        let first = words.next()?;
        let start = text.find(first)?;
        let end =
            words.try_fold(start + first.len(), |from, word| Some(from + text[from..].find(word)? + word.len()))?;
        // The name of a browser exception is the evidence of another code.
        let exception = text[start..end].find("Error, ").map_or(0, |at| at + "Error, ".len());
        Some(SentenceCode { value: self.value, span: start + exception..end, is_server: self.is_server })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_mean_codes() {
        for (text, value) in [
            ("'sdkAppId' must be type of number when calling enterRoom(), received type: string.", 5002),
            ("'userSig' is a required param when calling switchRoom(), received: undefined.", 5001),
            ("'userSig' cannot be '' when calling enterRoom().", 5003),
            ("'userId' cannot be less than 0 when calling f().", 5006),
            ("the min value of fps is 1, received: 0.", 5007),
            ("cannot startLocalVideo because you are not enter room yet.", 5101),
            ("you are already enterRoom(), cannot repeated call 'enterRoom'.", 5104),
            ("cannot f because remote user(userId: a) does not publishing stream.", 5102),
            ("cannot f because remote user(userId: a) does not publishing main video.", 5103),
            ("the element corresponding to 'view' must be instanceof HTMLElement when calling f()", 5010),
            ("'view' must be instanceof MediaStreamTrack when calling f(), received type: x", 5004),
            ("NotAllowedError, you have disabled camera access, please allow", 5302),
            ("plugin Beauty is not supported", 5210),
            ("The plugin cannot be used due to the microphone's sampling rate is not 48KHz in Firefox.", 5310),
            ("audio decode failed", 5508),
            ("your TRTC account run out of credit, please recharge.", -100_013),
            ("media connection failure due to firewall restrictions, please try", 5501),
        ] {
            assert_eq!(sentence_in(text).map(|found| found.value), Some(value), "{text}");
        }
        assert_eq!(sentence_in("'enterRoom' got server error: join room timeout."), None);
        assert_eq!(certain_in("x firewall restriction", true).map(|found| found.value), Some(5501));
        assert_eq!(certain_in("x firewall restriction", false), None);
    }

    #[test]
    fn the_name_of_an_exception_is_not_a_part_of_the_evidence() {
        let text = "NotAllowedError, you have disabled camera access";
        let found = sentence_in(text).map(|found| &text[found.span]);
        assert_eq!(found, Some("you have disabled "));
    }
}

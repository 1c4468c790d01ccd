//! The interface of a finder: its literals, its functions, and the line that it reads.

use crate::finding::candidate::CodeCandidate;
use crate::finding::signs::Signs;
use crate::log::parse::parsed_entry::Origin;

/// Finds codes in one kind of place.
pub(crate) struct CodeFinder {
    /// Every line in which `find` can find something contains at least one of these literals. All logs are searched for them,
    /// so they have three bytes or more and are as rare as possible.
    pub literals: &'static [&'static str],
    /// A cheap check of the bytes around a literal, which is at this offset: whether `find` may find something there.
    pub is_plausible: fn(&[u8], usize) -> bool,
    /// Appends the candidates of a line.
    pub find: for<'a> fn(&FinderInput<'a>, &mut Vec<CodeCandidate<'a>>),
}

/// One line, and what is known about its entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FinderInput<'a> {
    /// The line, without its line end.
    pub text: &'a str,
    /// The topic of the text that contains the line.
    pub topic: Topic,
    /// Who wrote the entry.
    pub origin: Origin,
    /// Whether the SDK wrote the entry at level INFO or below. At these levels only tags and events report errors.
    pub is_quiet: bool,
    /// Whether the line is not the first one of its entry.
    pub is_continuation: bool,
    /// The signs of products in the line.
    pub signs: Signs,
}

/// The topic of a text, recognised by words anywhere in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Topic {
    /// The text is about a failure.
    pub is_failure: bool,
    /// The text is about calls. In other texts, a number that TRTC does not document is another program's.
    pub is_call: bool,
    /// The words of errors in the text.
    pub error_words: ErrorWords,
}

/// Which words of errors a text has, the most certain kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ErrorWords {
    /// None.
    #[default]
    None,
    /// Those of a message.
    Message,
    /// The class or the second code of an error of the SDK.
    SdkError,
}

impl Topic {
    /// The topic of `text`.
    pub(crate) fn of(text: &str) -> Self {
        const FAILURES: &[&str] = &["rror", "ail", "错", "失败", "异常", "RtcError", "TRTC"];
        const CALLS: &[&str] =
            &["rtc", "Rtc", "RTC", "oom", "oin", "ubli", "ubscr", "ignal", "ocket", "sdk", "SDK", "进房", "流", "房间"];
        const MESSAGES: &[&str] = &["rror", "essage", "msg", "Msg", "desc", "reason"];
        let contains_any = |words: &[&str]| words.iter().any(|word| text.contains(word));
        Self {
            is_failure: contains_any(FAILURES),
            is_call: contains_any(CALLS),
            error_words: if contains_any(&["xtraCode", "RtcError"]) {
                ErrorWords::SdkError
            } else if contains_any(MESSAGES) {
                ErrorWords::Message
            } else {
                ErrorWords::None
            },
        }
    }
}

/// [`CodeFinder::is_plausible`] for finders with rare literals.
pub(super) fn always(_: &[u8], _: usize) -> bool {
    true
}

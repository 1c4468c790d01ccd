//! What to ask the customer: what this case needs and the log does not contain.

use crate::catalog::Area;
use crate::code::Family;
use crate::diagnosis::{Context, Diagnosis};
use crate::log::parse::clock;
use crate::report::inspection::report::Report;

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Version,
    Browser,
    Page,
    App,
    User,
    Room,
    Time,
    Network,
    Repeats,
    Call,
    Log,
}

/// A longer text is a log, not a sentence of a person.
const SENTENCE_LINES: u64 = 6;

/// What to ask the customer, the most important first. A text of a few lines gets two questions.
pub(in crate::report) fn questions(report: &Report<'_>) -> Vec<String> {
    let diagnosis = &report.diagnosis;
    let is_missing = |topic: &Question| is_missing(*topic, diagnosis);
    let missing = topics(report).iter().copied().filter(is_missing);
    let product = report.diagnosis.problems.first().map(|problem| problem.root.family());
    let limit = if is_sentence(diagnosis) { 2 } else { usize::MAX };
    missing.take(limit).map(|topic| question(topic, product, &diagnosis.context)).collect()
}

/// Whether a person wrote all of the text: a few lines, without a client of the SDK.
fn is_sentence(diagnosis: &Diagnosis) -> bool {
    diagnosis.lines <= SENTENCE_LINES && diagnosis.timeline.stay_count == 0
}

/// The topics that matter for the first problem.
fn topics(report: &Report<'_>) -> &'static [Question] {
    use Question::{App, Browser, Call, Log, Network, Page, Repeats, Room, Time, User, Version};
    let Some(problem) = report.diagnosis.problems.first() else {
        if is_sentence(&report.diagnosis) {
            return &[Log, Version, Browser];
        }
        return &[Version, Browser, App, User, Room, Time, Page, Network, Repeats, Call];
    };
    let family = problem.root.family();
    if family == Family::Unclear {
        return &[Version, Log, App, User, Time];
    }
    if family.is_neighbour() || matches!(family, Family::Own(_)) {
        return &[Version, Log, App, User, Time, Repeats];
    }
    match report.entry(problem.root).map(|entry| entry.area) {
        Some(Area::Account | Area::Billing) => &[App, User, Version, Time, Repeats],
        Some(Area::Device | Area::Environment | Area::Playback) => &[Browser, Page, Version, Repeats, User, Time],
        Some(Area::Media | Area::Signaling | Area::Network) => {
            &[Network, Version, Browser, App, User, Room, Time, Repeats]
        }
        Some(Area::Api) => &[Version, Call, Browser, Repeats],
        _ => &[Version, App, User, Room, Time, Browser, Repeats],
    }
}

/// Whether the log does not answer a question.
fn is_missing(topic: Question, diagnosis: &Diagnosis) -> bool {
    let context = &diagnosis.context;
    match topic {
        Question::Version => context.sdk_versions.is_empty(),
        Question::Browser => context.user_agents.is_empty() && context.machines.is_empty(),
        Question::Page => context.page_urls.is_empty(),
        Question::App => context.sdk_app_ids.is_empty(),
        Question::User => context.user_ids.is_empty(),
        Question::Room => context.rooms.is_empty(),
        Question::Time => !(has_date(context) && has_zone(context)) && context.described_time.is_none(),
        Question::Network => context.network.is_empty(),
        Question::Repeats => context.repeats.is_none(),
        Question::Call => true,
        Question::Log => is_sentence(diagnosis),
    }
}

fn question(topic: Question, product: Option<Family>, context: &Context) -> String {
    let of_other = product.filter(|family| family.is_neighbour() || matches!(family, Family::Own(_)));
    match (topic, of_other, product) {
        (Question::Version, Some(family), _) => {
            return format!("Which version of {} does the app use, on which platform?", family.title());
        }
        (Question::Version, None, Some(Family::Unclear)) => {
            return "Which product printed the number (Web SDK, native SDK, chat, call component), in which version?"
                .to_owned();
        }
        _ => {}
    }
    let text = match topic {
        Question::Version => "Which version of the TRTC Web SDK does the page use?",
        Question::Browser => "Which browser, in which version, on which operating system?",
        Question::Page => "What is the address of the page? (Capture works on https and localhost only.)",
        Question::App => "What is the sdkAppId of the application?",
        Question::User => "Which userId had the problem?",
        Question::Room => "Which roomId was to be entered?",
        Question::Time if has_date(context) => "In which time zone was the user?",
        Question::Time => "On which day, at what time and in which time zone did it happen?",
        Question::Network => {
            "Over which network was the user connected (office, home, mobile; with a VPN, proxy or firewall)?"
        }
        Question::Repeats => "Does it happen every time, for this user only or for others too?",
        Question::Call => "What did the user do just before, and which call of the page failed?",
        Question::Log => "Can you send the whole log, from the start of the page or app to the failure?",
    };
    text.to_owned()
}

fn has_date(context: &Context) -> bool {
    context.server_time.is_some()
        || context.record_time.is_some()
        || context.first_time.as_deref().is_some_and(clock::has_date)
}

/// Whether a time of the log has its zone.
fn has_zone(context: &Context) -> bool {
    let times = [&context.server_time, &context.record_time, &context.first_time];
    times.into_iter().flatten().any(|time| clock::has_zone(time))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::inspect::{InspectOptions, NoObserver, inspect};
    use crate::report::redact::Redactor;
    use crate::source::LogSource;

    fn questions_about(text: &str) -> Vec<String> {
        let source = LogSource::Pasted(text.to_owned());
        let diagnosis = inspect(&source, &InspectOptions::default(), &mut NoObserver).expect("text can be read");
        questions(&Report::new(diagnosis, Catalog::current(), &mut Redactor::none()))
    }

    #[test]
    fn a_sentence_gets_two_questions() {
        assert_eq!(questions_about("用户进房报错 70001").len(), 2);
        assert_eq!(questions_about("it does not work").len(), 2);
    }

    #[test]
    fn questions_omit_what_the_text_contains() {
        let ticket = "【SDKAppID】1400188366\n【useID】alice\n【集成包】trtc-js-sdk 4.11.3\n【问题时间段】2024-03-05 14:00\n【是否必现】必现\n\
                      进房失败 错误码 70003\n还是不行\n";
        assert_eq!(questions_about(ticket), [""; 0]);
    }

    #[test]
    fn questions_fit_the_case() {
        let of = |text: &str| questions_about(text).join("\n");
        assert!(of("RtcError: no valid ice candidate found").contains("network"));
        assert!(of("getUserMedia NotAllowedError: Permission denied").contains("browser"));
        assert!(!of("进房失败，错误码 70003").contains("network"));
    }
}

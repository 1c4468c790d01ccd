//! The context of a log: what support asks first, collected from the entries while the log is read.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::ticket;
use super::ticket::TicketFact;
use super::time_window::TimeWindow;
use crate::event::{ClientEvent, Direction};
use crate::log::parse::clock::{Clock, number_as_date};
use crate::log::parse::parsed_entry::{Origin, ParsedEntry};

/// What support asks first, taken from the log. Lists are in order of appearance, without repetitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// Versions of the SDK.
    pub sdk_versions: Vec<String>,
    /// The browsers' user agent strings.
    pub user_agents: Vec<String>,
    /// Addresses of the pages; they may carry secrets.
    pub page_urls: Vec<String>,
    /// The applications.
    pub sdk_app_ids: Vec<String>,
    /// The users of this log's own clients.
    pub user_ids: Vec<String>,
    /// The rooms they tried to enter.
    pub rooms: Vec<String>,
    /// The modes and roles in which they entered: `rtc, literal`.
    pub roles: Vec<String>,
    /// How media was sent, by the local candidates: `host over udp`.
    pub network: Vec<String>,
    /// How often the quality of sending, and of receiving, changed to "lost" while media flowed.
    pub quality_lost: [u64; 2],
    /// How often the load of the processor changed to critical, serious, fair and nominal.
    pub cpu_loads: [u64; 4],
    /// How often the browser began to send a worse picture because of the processor, and because of the bandwidth.
    pub sending_limited: [u64; 2],
    /// How many clients were created.
    pub clients: u64,
    /// System and browsers as the browser's client hints name them: `Windows/15.0.0 x86/64 Chromium/120.0.6099.109`.
    pub platforms: Vec<String>,
    /// How many devices of each kind there were: `1 camera`; several counts if that changed. No labels.
    pub devices: Vec<String>,
    /// What the SDK checked and the browser lacks: `h264Encode`; `None` if the log holds no such check.
    pub lacking: Option<Vec<String>>,
    /// The server's clock at its first greeting, with date and zone; the SDK's own clock has neither.
    pub server_time: Option<String>,
    /// Date and time of the first record, as the export or upload around the SDK's lines gives it.
    pub record_time: Option<String>,
    /// Device, system or browser in the words of the ticket.
    pub machines: Vec<String>,
    /// When it happened, in the words of the ticket.
    pub described_time: Option<String>,
    /// Whether it happens every time, in the words of the ticket.
    pub repeats: Option<String>,
    /// First time of the log, by the clock that covers most of it.
    pub first_time: Option<String>,
    /// Last time of the log, by the same clock.
    pub last_time: Option<String>,
    /// First and last time by the log's other clocks.
    pub other_times: Vec<(String, String)>,
    /// The lists above that lack values, by their names in JSON: only the first 50 values of each are kept.
    pub incomplete: Vec<&'static str>,
}

/// The loads of the processor that the SDK prints, the highest first.
pub(crate) const CPU_LOADS: [&str; 4] = ["critical", "serious", "fair", "nominal"];

/// The kinds of facts that a line may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineFact {
    Version,
    UserAgent,
    Page,
    Platform,
    Room,
    App,
    /// A member of a record, which is read from the record.
    Member,
    /// What a person wrote.
    Ticket,
}

/// Literals that precede a fact, with the kind of the fact. An occurrence whose value is already known can be skipped.
const FACT_LITERALS: &[(&str, LineFact)] = &[
    ("SDK Version: ", LineFact::Version),
    ("UserAgent: ", LineFact::UserAgent),
    ("UA: ", LineFact::UserAgent),
    ("current page: ", LineFact::Page),
    (" URL: ", LineFact::Page),
    ("joining room: ", LineFact::Room),
    ("sdkAppId", LineFact::App),
    ("sdkAppid", LineFact::App),
    ("_app_id\"", LineFact::Member),
    ("UAData: ", LineFact::Platform),
    ("_domain\"", LineFact::Member),
];

/// The literals of facts, those of tickets among them.
pub(crate) fn fact_literals() -> impl Iterator<Item = &'static str> {
    FACT_LITERALS.iter().map(|(literal, _)| *literal).chain(ticket::LITERALS.iter().copied())
}

/// The literals whose value is a number.
const NUMBER_LITERALS: &[&str] = &["sdkAppId", "sdkAppid", "_app_id\""];

/// The value after one of the [`fact_literals`], cut if it is long. `after` is the text after the literal.
pub(crate) fn fact_value<'b>(literal: &str, after: &'b [u8]) -> &'b [u8] {
    const VALUE_MAX: usize = 512;
    let after = &after[..after.len().min(VALUE_MAX)];
    // `sdkAppId=1`, `"sdkAppId":1`, `\"sdkAppId\":\"1\"`
    let between = after.iter().take_while(|byte| matches!(byte, b'"' | b'\\' | b':' | b'=')).count();
    let value = &after[between..];
    if NUMBER_LITERALS.contains(&literal) {
        let digits = value.iter().take_while(|byte| byte.is_ascii_digit()).count();
        return &value[..digits];
    }
    let line = memchr::memchr2(b'\n', b'\r', value).map_or(value, |end| &value[..end]);
    let end = if line.first() == Some(&b'{') { None } else { memchr::memchr2(b'"', b'\\', line) };
    end.map_or(line, |end| &line[..end])
}

/// Finds the [`fact_literals`] in one pass; most entries contain none.
static FACT_MATCHER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(fact_literals()).ok());

/// The members of JSON records that hold facts.
const FACT_MEMBERS: &[&str] = &[
    "version", "string_sdk_version", "sdkAppId", "uint32_sdk_app_id", "userAgent", "string_http_user_agent", "ua",
    "string_domain", "href",
];

/// Whether an entry may contain facts for the context, apart from its user and its client events.
pub(crate) fn has_facts(parsed: &ParsedEntry<'_>) -> bool {
    let has_member = |key: &&str| parsed.objects.iter().any(|object| object.member(key).is_some());
    FACT_MEMBERS.iter().any(has_member) || texts_with_facts(parsed).next().is_some()
}

/// The texts of an entry that contain one of the [`fact_literals`].
fn texts_with_facts<'p>(parsed: &'p ParsedEntry<'_>) -> impl Iterator<Item = &'p str> {
    let texts = parsed.texts.iter().map(|part| &*part.text);
    texts.filter(|text| FACT_MATCHER.as_ref().is_none_or(|matcher| matcher.is_match(*text)))
}

/// The kinds of facts that a line may hold, by the [`fact_literals`] in it. One pass over the line, instead of one for each
/// literal.
#[derive(Clone, Copy)]
struct FactKinds(u8);

impl FactKinds {
    fn in_line(line: &str) -> Self {
        let Some(matcher) = &*FACT_MATCHER else { return Self(u8::MAX) };
        let kinds = matcher
            .find_overlapping_iter(line)
            .map(|hit| FACT_LITERALS.get(hit.pattern().as_usize()).map_or(LineFact::Ticket, |(_, kind)| *kind));
        Self(kinds.fold(0, |set, kind| set | 1 << kind as u8))
    }

    fn has(self, kind: LineFact) -> bool {
        self.0 & 1 << kind as u8 != 0
    }
}

/// How many different values of one kind are kept, the first ones. Only load tests have more.
pub(crate) const MAX_VALUES: usize = 50;

/// Collects the context of a log.
#[derive(Clone, Debug, Default)]
pub(crate) struct ContextBuilder {
    context: Context,
    /// Hosts of pages, used if no address of a page is found.
    hosts: Vec<String>,
    /// The user of the previous entry, which is usually the next one too.
    last_user: String,
    /// The device counts recorded so far: kind and number.
    devices: Vec<(&'static str, u16)>,
    /// The capabilities that were logged last, which usually stay the same.
    last_capabilities: String,
    major: Option<u8>,
    /// The time that the log covers.
    times: TimeWindow,
}

impl ContextBuilder {
    /// The SDK's major version, once the log has shown it.
    pub(crate) fn major(&self) -> Option<u8> {
        self.major
    }

    /// The collected context.
    pub(crate) fn finish(mut self) -> Context {
        if self.context.page_urls.is_empty() {
            self.context.page_urls = self.hosts;
        }
        let context = &mut self.context;
        let lists = [
            ("sdk_versions", &mut context.sdk_versions),
            ("user_agents", &mut context.user_agents),
            ("page_urls", &mut context.page_urls),
            ("sdk_app_ids", &mut context.sdk_app_ids),
            ("user_ids", &mut context.user_ids),
            ("rooms", &mut context.rooms),
            ("roles", &mut context.roles),
            ("network", &mut context.network),
            ("platforms", &mut context.platforms),
            ("devices", &mut context.devices),
            ("machines", &mut context.machines),
        ];
        for (name, list) in lists {
            if list.len() > MAX_VALUES {
                list.truncate(MAX_VALUES);
                context.incomplete.push(name);
            }
        }
        let mut periods = self.times.periods().into_iter();
        if let Some((first, last)) = periods.next() {
            (self.context.first_time, self.context.last_time) = (Some(first), Some(last));
        }
        self.context.other_times = periods.collect();
        self.context
    }

    /// Reads the date of the first record, which the SDK's own lines lack, and a ticket whose values are on lines of their own, from
    /// the beginning of the log.
    pub(crate) fn read_beginning(&mut self, sample: &str) {
        const KEYS: [&str; 4] = ["\"timestamp\"", "\"time\"", "\"startedDateTime\"", "\"ts\""];
        let values = KEYS.iter().filter_map(|key| {
            let after = text_after(sample, key)?;
            let value = after.trim_start().strip_prefix(':')?.trim_start_matches([' ', '"']);
            let value = value.split(['"', '}', '\n', '\r']).next()?;
            let time = number_as_date(value.trim_end_matches([',', ' '])).unwrap_or_else(|| value.to_owned());
            Clock::parse(&time).filter(|clock| clock.is_dated())?;
            Some((after.len(), time))
        });
        self.context.record_time = values.max_by_key(|(len, _)| *len).map(|(_, time)| time);
        self.add_ticket(ticket::facts_below_labels(sample));
    }

    /// Records the times of the next part of the log.
    pub(crate) fn record_times(&mut self, part: &TimeWindow) {
        self.times.merge(part);
    }

    /// Records the user of the SDK's prefix.
    pub(crate) fn record_user(&mut self, user: &str) {
        if user == self.last_user {
            return;
        }
        user.clone_into(&mut self.last_user);
        push(&mut self.context.user_ids, user);
    }

    /// Collects the facts of an entry, apart from its user.
    pub(crate) fn add_entry(&mut self, parsed: &ParsedEntry<'_>) {
        for line in texts_with_facts(parsed).flat_map(|text| text.split('\n')) {
            let line = line.trim_end_matches('\r');
            let kinds = FactKinds::in_line(line);
            self.add_line(line, kinds);
            if kinds.has(LineFact::Ticket) && ticket::may_be_written(line) {
                self.add_ticket(ticket::facts_of_params(line));
                if parsed.origin != Origin::Sdk {
                    self.add_ticket(ticket::facts_of(line));
                }
            }
        }
        for object in &parsed.objects {
            if let Some(host) = object.member("string_domain") {
                push(&mut self.hosts, host);
            }
            if let Some(address) = object.member("href").filter(|address| address.starts_with("http")) {
                push(&mut self.hosts, address);
            }
            for value in ["sdkAppId", "uint32_sdk_app_id"].iter().filter_map(|key| object.member(key)) {
                push(&mut self.context.sdk_app_ids, leading_digits(value));
            }
            for value in ["userAgent", "string_http_user_agent", "ua"].iter().filter_map(|key| object.member(key)) {
                push(&mut self.context.user_agents, value);
            }
            let is_sdk = object.member("sdkAppId").is_some() || object.member("string_sdk_version").is_some();
            let version = object.member("version").or_else(|| object.member("string_sdk_version"));
            if let Some(version) = version.filter(|_| is_sdk) {
                self.add_version(version);
            }
        }
    }

    /// Records a client event.
    pub(crate) fn record_event(&mut self, event: ClientEvent<&str>) {
        match event {
            ClientEvent::Joining { mode, role, .. } => {
                let between = if mode.is_empty() || role.is_empty() { "" } else { ", " };
                push_joined(&mut self.context.roles, [mode, between, role]);
            }
            ClientEvent::Candidate { local: true, kind, protocol } => {
                push_joined(&mut self.context.network, [kind, " over ", protocol]);
            }
            ClientEvent::Created => self.context.clients += 1,
            ClientEvent::QualityLost(way) => self.context.quality_lost[usize::from(way == Direction::Down)] += 1,
            ClientEvent::CpuLoad(load) => {
                if let Some(idx) = CPU_LOADS.iter().position(|known| *known == load) {
                    self.context.cpu_loads[idx] += 1;
                }
            }
            ClientEvent::SendingLimited("cpu") => self.context.sending_limited[0] += 1,
            ClientEvent::SendingLimited("bandwidth") => self.context.sending_limited[1] += 1,
            ClientEvent::Devices(kind, count) if !self.devices.contains(&(kind, count)) => {
                self.devices.push((kind, count));
                push(&mut self.context.devices, &counted(kind, count));
            }
            ClientEvent::Capabilities(json) => self.add_capabilities(json),
            ClientEvent::ServerTime(time, _) if self.context.server_time.is_none() => {
                self.context.server_time = Some(time.to_owned());
            }
            _ => {}
        }
    }

    /// Reads `"trtc":{"webRTC":true,…},"devices":{"microphone":3,"camera":1}}`.
    fn add_capabilities(&mut self, json: &str) {
        if json == self.last_capabilities {
            return;
        }
        json.clone_into(&mut self.last_capabilities);
        let lacking = self.context.lacking.get_or_insert_default();
        let (checks, devices) = json.split_once("\"devices\"").unwrap_or((json, ""));
        for check in checks.split(',').filter_map(|check| check.trim_end_matches('}').strip_suffix("\":false")) {
            push(lacking, check.rsplit('"').next().unwrap_or_default());
        }
        for kind in ["camera", "microphone"] {
            let count = devices.split_once(&format!("\"{kind}\":")).map(|(_, rest)| rest);
            let digits = |rest: &str| rest.bytes().take_while(u8::is_ascii_digit).count();
            if let Some(count) = count.and_then(|rest| rest[..digits(rest)].parse().ok()) {
                push(&mut self.context.devices, &counted(kind, count));
            }
        }
    }

    fn add_line(&mut self, line: &str, kinds: FactKinds) {
        let context = &mut self.context;
        if kinds.has(LineFact::UserAgent) {
            for key in ["<INFO> UserAgent: ", "<INFO> UA: ", "<INFO>: UserAgent: "] {
                if let Some(agent) = text_after(line, key) {
                    push(&mut context.user_agents, agent.trim_end());
                }
            }
        }
        if kinds.has(LineFact::Page) {
            for key in ["<INFO> URL of current page: ", "<INFO> URL: ", "<INFO>: URL of current page: "] {
                if let Some(url) = value_after(line, key) {
                    push(&mut context.page_urls, url);
                }
            }
        }
        if kinds.has(LineFact::Platform)
            && let Some(platform) = text_after(line, "<INFO> UAData: ")
        {
            push(&mut context.platforms, platform.trim_end());
        }
        if kinds.has(LineFact::Room)
            && let Some(room) = value_after(line, "joining room: ")
        {
            push(&mut context.rooms, room);
        }
        if kinds.has(LineFact::App) {
            for key in ["sdkAppId=", "sdkAppid=", "\"sdkAppId\":"] {
                if let Some(value) = value_after(line, key) {
                    push(&mut context.sdk_app_ids, leading_digits(value));
                }
            }
        }
        if kinds.has(LineFact::Version)
            && let Some(version) = value_after(line, "TRTC Web SDK Version: ")
        {
            self.add_version(version);
        }
    }

    fn add_ticket(&mut self, facts: Vec<TicketFact<'_>>) {
        for fact in facts {
            let context = &mut self.context;
            match fact {
                TicketFact::Version(version) => self.add_version(version),
                TicketFact::UserAgent(agent) => push(&mut context.user_agents, agent),
                TicketFact::App(app) => push(&mut context.sdk_app_ids, app),
                TicketFact::User(user) => push(&mut context.user_ids, user),
                TicketFact::Room(room) => push(&mut context.rooms, room),
                TicketFact::Machine(machine) => push(&mut context.machines, machine),
                TicketFact::Time(time) => drop(context.described_time.get_or_insert_with(|| time.to_owned())),
                TicketFact::Repeats(words) => drop(context.repeats.get_or_insert_with(|| words.to_owned())),
            }
        }
    }

    fn add_version(&mut self, version: &str) {
        let major = version.split('.').next().and_then(|major| major.parse().ok());
        if version.contains('.') && matches!(major, Some(1..=9)) {
            self.major = major;
            push(&mut self.context.sdk_versions, version);
        }
    }
}

/// The number of an application; `undefined` and placeholders have no digits.
fn leading_digits(value: &str) -> &str {
    &value[..value.bytes().take_while(u8::is_ascii_digit).count()]
}

fn counted(kind: &str, count: u16) -> String {
    match count {
        0 => format!("no {kind}"),
        1 => format!("1 {kind}"),
        _ => format!("{count} {kind}s"),
    }
}

fn value_after<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    text_after(line, key)?.split_whitespace().next()
}

/// The text after `key`. Faster than `split_once` for the short lines of an entry.
fn text_after<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let at = memchr::memmem::find(line.as_bytes(), key.as_bytes())?;
    Some(&line[at + key.len()..])
}

/// Like [`push`] for a value in parts. The parts are joined only if the value is new, which is rare.
fn push_joined(list: &mut Vec<String>, parts: [&str; 3]) {
    let is_same = |known: &String| {
        let rest = parts.iter().try_fold(known.as_str(), |rest, part| rest.strip_prefix(part));
        rest.is_some_and(str::is_empty)
    };
    if !list.iter().any(is_same) {
        push(list, &parts.concat());
    }
}

/// Longer values are cut: they come from logs that lost their line breaks.
const VALUE_BYTES: usize = 4096;

/// The value up to an escaped line break, or up to the last word that ends within [`VALUE_BYTES`].
fn bounded(value: &str) -> &str {
    let line = memchr::memmem::find(value.as_bytes(), b"\\n").map_or(value, |end| &value[..end]);
    if line.len() <= VALUE_BYTES {
        return line;
    }
    let cut = &line[..line.floor_char_boundary(VALUE_BYTES)];
    cut.rsplit_once(char::is_whitespace).map_or(cut, |(words, _)| words)
}

/// Adds a value that is new. One value more than [`MAX_VALUES`] shows that the list is incomplete.
fn push(list: &mut Vec<String>, value: &str) {
    let value = bounded(value);
    if !value.is_empty() && list.len() <= MAX_VALUES && !list.iter().any(|known| known == value) {
        list.push(value.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_bounded() {
        assert_eq!(bounded("Mozilla/5.0 (X11)\\n[00:41:56] <INFO> x"), "Mozilla/5.0 (X11)");
        let words = "错 word ".repeat(VALUE_BYTES);
        let cut = bounded(&words);
        assert!(cut.len() <= VALUE_BYTES && cut.len() > VALUE_BYTES - 10 && words.starts_with(cut), "{}", cut.len());
        assert!(cut.ends_with("word") || cut.ends_with('错'));
        assert_eq!(bounded(&"x".repeat(2 * VALUE_BYTES)).len(), VALUE_BYTES);
    }

    #[test]
    fn fact_values_end_before_the_next_key() {
        let value =
            |literal: &str, after: &'static str| std::str::from_utf8(fact_value(literal, after.as_bytes())).unwrap();
        assert_eq!(value("sdkAppId", "=1400&userId=a"), "1400");
        assert_eq!(value("sdkAppId", r#"\":1400,\"userId"#), "1400");
        assert_eq!(value("_app_id\"", ":1400,"), "1400");
        assert_eq!(value("SDK Version: ", "4.15.22\n[00:41"), "4.15.22");
        assert_eq!(value("SDK Version: ", r"4.15.22\n[00:41"), "4.15.22");
        assert_eq!(value("current page: ", "https://a.b/?c=d&e=f\r\n"), "https://a.b/?c=d&e=f");
        assert_eq!(value("UAData: ", "{\"mobile\":false}\n[00"), "{\"mobile\":false}");
        assert_eq!(value("_domain\"", r#":"a.b","c":1"#), "a.b");
        assert_eq!(value("UA: ", ""), "");
    }
}

//! What support asks first, picked out of the entries as they pass.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::finding::Context;
use super::happening::Happening;
use crate::log::draft::Draft;

/// Literals behind which a fact stands; an occurrence with a value that was seen before tells nothing new.
pub const FACT_ANCHORS: &[&str] = &[
    "SDK Version: ",
    "UserAgent: ",
    "UA: ",
    "current page: ",
    " URL: ",
    "joining room: ",
    "sdkAppId",
    "sdkAppid",
    "_app_id\"",
];

/// Most entries say nothing of the context; this tells in one look.
static FACTS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(FACT_ANCHORS).ok());

/// Literals of lines of which every occurrence counts.
pub const EVENT_ANCHORS: &[&str] = super::happening::ANCHORS;

/// More different values of one kind than this are a load test's, not a ticket's; the first ones are kept.
const MAX_VALUES: usize = 50;

/// Collects the context of a log.
#[derive(Debug, Default)]
pub struct ContextBuilder {
    context: Context,
    major: Option<u8>,
}

impl ContextBuilder {
    /// The SDK's major version, as far as the log has told it.
    #[must_use]
    pub fn major(&self) -> Option<u8> {
        self.major
    }

    /// What was collected.
    #[must_use]
    pub fn finish(self) -> Context {
        self.context
    }

    /// Takes the clock of an entry.
    pub fn see_time(&mut self, time: &str) {
        if self.context.first_time.is_none() {
            self.context.first_time = Some(time.to_owned());
        }
        match &mut self.context.last_time {
            Some(last) => time.clone_into(last),
            last @ None => *last = Some(time.to_owned()),
        }
    }

    /// Takes the user of the SDK's prefix.
    pub fn see_user(&mut self, user: &str) {
        push(&mut self.context.user_ids, user);
    }

    /// Takes what an entry says.
    pub fn see(&mut self, draft: &Draft<'_>) {
        // Users of downlinks (`[↓n|teacher_1]`) are others in the room, not this log's own.
        if let Some(user) = draft.user.as_deref().filter(|_| !draft.message.starts_with("[↓")) {
            self.see_user(user);
        }
        for part in draft.texts.iter().filter(|part| FACTS.as_ref().is_none_or(|facts| facts.is_match(&*part.text))) {
            for line in part.text.split('\n') {
                self.see_line(line.trim_end_matches('\r'));
            }
        }
        for object in &draft.objects {
            for (key, list) in
                [("sdkAppId", 0), ("uint32_sdk_app_id", 0), ("userAgent", 1), ("string_http_user_agent", 1), ("ua", 1)]
            {
                if let Some(value) = object.member(key) {
                    let list = if list == 0 { &mut self.context.sdk_app_ids } else { &mut self.context.user_agents };
                    push(list, value);
                }
            }
            let is_sdk = object.member("sdkAppId").is_some() || object.member("string_sdk_version").is_some();
            let version = object.member("version").or_else(|| object.member("string_sdk_version"));
            if let Some(version) = version.filter(|_| is_sdk) {
                self.see_version(version);
            }
        }
    }

    /// Takes what an entry tells of its client's life.
    pub fn take(&mut self, what: Happening<'_>) {
        match what {
            Happening::Joining { mode, role, .. } => {
                let parts = [mode, role].into_iter().filter(|part| !part.is_empty());
                push(&mut self.context.roles, &parts.collect::<Vec<_>>().join(", "));
            }
            Happening::Candidate { local: true, kind, protocol } => {
                push(&mut self.context.network, &format!("{kind} over {protocol}"));
            }
            Happening::ServerTime(time, _) if self.context.server_time.is_none() => {
                self.context.server_time = Some(time.to_owned());
            }
            _ => {}
        }
    }

    fn see_line(&mut self, line: &str) {
        if let Some(version) = value_behind(line, "TRTC Web SDK Version: ") {
            self.see_version(version);
        }
        for key in ["<INFO> UserAgent: ", "<INFO> UA: ", "<INFO>: UserAgent: "] {
            if let Some((_, agent)) = line.split_once(key) {
                push(&mut self.context.user_agents, agent.trim_end());
            }
        }
        for key in ["<INFO> URL of current page: ", "<INFO> URL: ", "<INFO>: URL of current page: "] {
            if let Some(url) = value_behind(line, key) {
                push(&mut self.context.page_urls, url);
            }
        }
        if let Some(room) = value_behind(line, "joining room: ") {
            push(&mut self.context.rooms, room);
        }
        for key in ["sdkAppId=", "sdkAppid="] {
            if let Some(value) = value_behind(line, key) {
                let digits = value.bytes().take_while(u8::is_ascii_digit).count();
                push(&mut self.context.sdk_app_ids, &value[..digits]);
            }
        }
    }

    fn see_version(&mut self, version: &str) {
        let major = version.split('.').next().and_then(|major| major.parse().ok());
        if version.contains('.') && matches!(major, Some(1..=9)) {
            self.major = major;
            push(&mut self.context.sdk_versions, version);
        }
    }
}

fn value_behind<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let (_, rest) = line.split_once(key)?;
    rest.split_whitespace().next()
}

fn push(list: &mut Vec<String>, value: &str) {
    if !value.is_empty() && list.len() < MAX_VALUES && !list.iter().any(|known| known == value) {
        list.push(value.to_owned());
    }
}

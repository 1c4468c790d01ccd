//! The tab of logs: which logs are open, and which one is shown.

use super::session::Session;
use super::session::id::SessionId;
use crate::catalog::Catalog;
use crate::source::LogSource;

/// A log to try the program with: two attempts to enter a room fail, for different reasons.
const SAMPLE: &str = include_str!("../../assets/samples/join-failed.log");

/// The name of the sample.
const SAMPLE_NAME: &str = "join-failed.log (sample)";

/// The opened logs, in the order of their tabs.
#[derive(Default)]
pub struct LogsTab {
    /// All opened logs.
    pub sessions: Vec<Session>,
    shown: Option<SessionId>,
    next_id: u64,
    /// How many texts were pasted, to number them.
    pasted: u64,
}

impl LogsTab {
    /// The log that is shown.
    pub fn shown(&self) -> Option<&Session> {
        self.shown.and_then(|id| self.session(id))
    }

    /// An opened log.
    pub fn session(&self, id: SessionId) -> Option<&Session> {
        self.sessions.iter().find(|session| session.id == id)
    }

    /// The title of a log's tab: its name, with that of its folder if another opened log has the same name.
    pub fn tab_name<'s>(&self, session: &'s Session) -> &'s str {
        let short = session.short_name();
        let others = self.sessions.iter().filter(|other| other.id != session.id);
        if others.map(Session::short_name).all(|name| name != short) {
            return short;
        }
        let before = session.name.strip_suffix(short).unwrap_or_default();
        let folder = before.trim_end_matches(['/', '\\']).rfind(['/', '\\']).map_or(0, |cut| cut + 1);
        &session.name[folder..]
    }

    pub(super) fn session_mut(&mut self, id: SessionId) -> Option<&mut Session> {
        self.sessions.iter_mut().find(|session| session.id == id)
    }

    /// The source of the sample and its name.
    pub(super) fn sample() -> (LogSource, &'static str) {
        (LogSource::Pasted(SAMPLE.to_owned()), SAMPLE_NAME)
    }

    /// Opens a log and shows it.
    pub(super) fn open(&mut self, source: &LogSource, name: Option<&str>, catalog: &'static Catalog) -> SessionId {
        let id = SessionId(self.next_id);
        self.next_id += 1;
        let mut session = Session::new(id, source, catalog);
        if let Some(name) = name {
            name.clone_into(&mut session.name);
        } else if matches!(source, LogSource::Pasted(_)) {
            self.pasted += 1;
            session.name = format!("Pasted log {}", self.pasted);
        }
        self.sessions.push(session);
        self.shown = Some(id);
        id
    }

    pub(super) fn show(&mut self, id: SessionId) {
        if self.session(id).is_some() {
            self.shown = Some(id);
        }
    }

    /// Closes a log. If it was shown, a neighbour is shown.
    pub(super) fn close(&mut self, id: SessionId) {
        let Some(position) = self.sessions.iter().position(|session| session.id == id) else { return };
        self.sessions.remove(position);
        if self.shown == Some(id) {
            let neighbour = self.sessions.get(position).or_else(|| self.sessions.last());
            self.shown = neighbour.map(|session| session.id);
        }
    }
}

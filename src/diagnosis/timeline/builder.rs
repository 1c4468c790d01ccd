//! Builds the timeline while a log is read: assigns each event and finding to a client, its stay and a lane.

use std::collections::HashMap;
use std::fmt;

use foldhash::fast::RandomState;

use super::lane::{Lane, LaneMark};
use super::model::{RemoteLoss, ServerClock, Timeline};
use crate::catalog::{Catalog, Severity};
use crate::code::ErrorCode;
use crate::diagnosis::clock::ElapsedTime;
use crate::diagnosis::room_stay::{Moment, RoomStay, StayChange, StayEnd, begins_stay};
use crate::event::{ClientEvent, Speaker};
use crate::log::LevelCounts;
use crate::log::parse::clock::Clock;

/// The most lanes of a timeline. Only load tests have more users.
const MAX_LANES: usize = 48;
/// How many stays are kept in full, the first ones.
const MAX_STAYS: usize = 200;
/// How many remote users are kept whose stream ended or could not be received, the first ones.
const MAX_REMOTE_LOSSES: usize = 64;
/// How many clients are tracked at a time; the oldest are dropped first.
const MAX_CLIENTS: usize = 256;
/// Marks have at most this many positions along the timeline.
const MAX_MARKS: u64 = 256;

/// Builds a [`Timeline`] from events, findings and clocks in the order of the log.
#[derive(Clone, Debug, Default)]
pub struct TimelineBuilder {
    timeline: Timeline,
    elapsed: ElapsedTime,
    clients: Vec<Client>,
    clients_by_user: HashMap<String, Vec<usize>, RandomState>,
    lanes_by_user: HashMap<String, Vec<usize>, RandomState>,
    /// The client that is dropped next.
    oldest: usize,
    /// The client of the last event. Entries without a user are attributed to it.
    current: Option<usize>,
    /// How many stays began.
    stays_begun: u64,
    /// Marks that are closer than `1 << mark_shift` entries are merged.
    mark_shift: u32,
}

/// A client of this log.
#[derive(Clone, Debug)]
struct Client {
    user: String,
    /// Its name in the SDK's prefix.
    name: String,
    /// The lane of its stays; `None` for the lane of all others.
    lane: Option<usize>,
    stay: Option<RoomStay>,
}

impl TimelineBuilder {
    /// Counts the levels of consecutive entries. `first_idx` is the index of the first, from 0.
    pub fn count(&mut self, first_idx: u64, levels: &LevelCounts) {
        self.timeline.density.add(first_idx, levels);
    }

    /// Records the clock of an entry and returns its moment. `entry` and `line` are counted from 1.
    pub fn record_time(&mut self, time: Option<&str>, entry: u64, line: u64) -> Moment {
        self.record_clock(time.and_then(Clock::parse), entry, line)
    }

    /// Like [`record_time`](Self::record_time), for a clock that is already parsed.
    pub fn record_clock(&mut self, clock: Option<Clock>, entry: u64, line: u64) -> Moment {
        if let Some(clock) = clock {
            self.elapsed.record(clock, line);
        }
        let (elapsed_ms, clock) = (self.elapsed.elapsed_ms(), self.elapsed.last);
        let moment = Moment { entry, line, elapsed_ms, clock, clock_source: self.elapsed.last_source };
        self.timeline.track.add(moment);
        moment
    }

    /// Records a client event. Returns the [number](RoomStay::number) of the stay that it belongs to.
    pub fn record_event(&mut self, event: ClientEvent<&str>, speaker: Speaker<'_>, at: Moment) -> Option<u64> {
        if let ClientEvent::ServerTime(text, offset_ms) = event
            && self.timeline.server_clock.is_none()
        {
            self.timeline.server_clock = Some(ServerClock { at, text: text.to_owned(), offset_ms });
        }
        let is_new = begins_stay(event) || event == ClientEvent::Created;
        let idx = self.client_of(speaker, is_new)?;
        self.current = Some(idx);
        self.record_remote_loss(event, idx, at);
        let client = &mut self.clients[idx];
        let before = client.stay.as_ref().map(|stay| stay.number);
        let change = client.stay.as_mut().map(|stay| stay.record(event, at));
        match change {
            Some(StayChange::Ends(end)) => self.close(idx, end),
            Some(StayChange::Begins(end)) => {
                self.close(idx, end);
                self.open(idx, event, at);
            }
            None if begins_stay(event) => self.open(idx, event, at),
            Some(StayChange::Continues) | None => {}
        }
        // An event that ends a stay belongs to it.
        self.clients[idx].stay.as_ref().map(|stay| stay.number).or(before)
    }

    /// Records that a remote user's stream ended or could not be received, as the client with this index reports.
    fn record_remote_loss(&mut self, event: ClientEvent<&str>, client: usize, at: Moment) {
        let (ClientEvent::RemoteEnded(user) | ClientEvent::SubscribeFailed(user)) = event else { return };
        let seen_by = &self.clients[client].user;
        let losses = &mut self.timeline.remote_losses;
        if losses.len() < MAX_REMOTE_LOSSES && user != seen_by {
            losses.push(RemoteLoss { user: user.to_owned(), seen_by: seen_by.clone(), at });
        }
    }

    /// Records a code in an entry of `speaker`. `is_prompt`: it concerns what its client does at that moment. Events and
    /// statistics are logged later, when the next attempt may have begun.
    pub fn record_code(&mut self, code: ErrorCode, is_prompt: bool, speaker: Speaker<'_>, at: Moment) {
        let severity = Catalog::current().entry(code).map_or(Severity::Error, |entry| entry.severity);
        let client = self.client_of(speaker, false);
        let lane = match client {
            Some(idx) => {
                let client = &mut self.clients[idx];
                if let Some(stay) = &mut client.stay {
                    stay.record_code(code, is_prompt, at);
                }
                client.lane.or_else(|| self.lane_of_user(idx))
            }
            None => self.lane_of(speaker.own_user().unwrap_or_default()),
        };
        while at.entry >> self.mark_shift >= MAX_MARKS {
            self.mark_shift += 1;
            for lane in self.timeline.lanes.iter_mut().chain([&mut self.timeline.others]) {
                lane.merge_marks(self.mark_shift);
            }
        }
        let mark = LaneMark { first: at, last: at, severity, code, count: 1 };
        let lane = lane.and_then(|lane| self.timeline.lanes.get_mut(lane)).unwrap_or(&mut self.timeline.others);
        lane.add_mark(mark, self.mark_shift);
    }

    /// The timeline of the log as far as it has been read.
    pub fn snapshot(&self, entries: u64) -> Timeline {
        self.clone().finish(entries)
    }

    /// The timeline of a log with this many entries.
    pub fn finish(mut self, entries: u64) -> Timeline {
        for idx in 0..self.clients.len() {
            let Some(stay) = &self.clients[idx].stay else { continue };
            let (end, is_given_up) = (stay.end, stay.joined.is_none() && self.began_after(stay));
            self.close(idx, if is_given_up && end == StayEnd::LogEnds { StayEnd::Restarted } else { end });
        }
        let mut timeline = self.timeline;
        timeline.entries = entries;
        for lane in timeline.lanes.iter_mut().chain([&mut timeline.others]) {
            lane.bars.sort_by_key(|bar| bar.from.entry);
            lane.breaks.sort_by_key(|broken| broken.from.entry);
            lane.merge_neighbours();
        }
        timeline.stays.sort_by_key(|stay| stay.began.entry);
        timeline.stays.truncate(MAX_STAYS);
        timeline.jumps = self.elapsed.jumps;
        timeline.jump_count = self.elapsed.jump_count;
        timeline
    }

    /// Whether the user of `stay` made another attempt after its last event.
    fn began_after(&self, stay: &RoomStay) -> bool {
        let open = self.clients.iter().filter_map(|client| client.stay.as_ref());
        let is_later = |other: &RoomStay| other.user == stay.user && other.began.entry > stay.ended.entry;
        open.chain(&self.timeline.stays).any(is_later)
    }

    /// The client of an entry. An unknown client is added if `is_new` or if the prefix names it.
    fn client_of(&mut self, speaker: Speaker<'_>, is_new: bool) -> Option<usize> {
        let Some(user) = speaker.own_user() else { return self.current };
        let name = speaker.client.and_then(client_name);
        // Consecutive entries usually belong to the same client.
        let is_same = |client: &Client| client.user == user && name.is_none_or(|name| name == *client.name);
        if let Some(idx) = self.current.filter(|&idx| is_same(&self.clients[idx])) {
            return Some(idx);
        }
        let known = self.clients_by_user.get(user).and_then(|idxs| {
            let mut newest = idxs.iter().rev().copied();
            newest.find(|&idx| name.is_none_or(|name| name == *self.clients[idx].name))
        });
        match (known, name) {
            (Some(idx), _) => Some(idx),
            (None, name) if is_new || name.is_some() => Some(self.add_client(user, name)),
            // Old SDKs also put names of remote users into the brackets: `[n|teacher_1]`.
            _ if speaker.client.is_some() => self.current,
            _ => None,
        }
    }

    fn add_client(&mut self, user: &str, name: Option<ClientName<'_>>) -> usize {
        let name = name.map(|name| name.to_string()).unwrap_or_default();
        let client = Client { user: user.to_owned(), name, lane: None, stay: None };
        let idx = if self.clients.len() < MAX_CLIENTS {
            self.clients.push(client);
            self.clients.len() - 1
        } else {
            let idx = self.oldest;
            self.oldest = (self.oldest + 1) % MAX_CLIENTS;
            self.close(idx, StayEnd::LogEnds);
            let dropped = std::mem::replace(&mut self.clients[idx], client);
            if let Some(idxs) = self.clients_by_user.get_mut(&dropped.user) {
                idxs.retain(|other| *other != idx);
                if idxs.is_empty() {
                    self.clients_by_user.remove(&dropped.user);
                }
            }
            idx
        };
        self.clients_by_user.entry(user.to_owned()).or_default().push(idx);
        idx
    }

    /// Begins a stay, in a lane of the user without an open stay.
    fn open(&mut self, idx: usize, event: ClientEvent<&str>, at: Moment) {
        self.clients[idx].lane = self.free_lane(idx);
        let client = &mut self.clients[idx];
        let mut stay = RoomStay::new(self.stays_begun, &client.user, &client.name, at);
        stay.record(event, at);
        client.stay = Some(stay);
        self.stays_begun += 1;
    }

    fn close(&mut self, idx: usize, end: StayEnd) {
        let client = &mut self.clients[idx];
        let Some(mut stay) = client.stay.take() else { return };
        stay.end = end;
        let lane = client.lane.and_then(|lane| self.timeline.lanes.get_mut(lane));
        lane.unwrap_or(&mut self.timeline.others).add_stay(&stay);
        self.timeline.stay_count += 1;
        if self.timeline.stays.len() < MAX_STAYS {
            self.timeline.stays.push(stay);
        }
    }

    fn free_lane(&mut self, idx: usize) -> Option<usize> {
        let user = &self.clients[idx].user;
        let others = self.clients_by_user.get(user).into_iter().flatten().filter(|&&other| other != idx);
        let is_busy = |client: &&Client| client.stay.as_ref().is_some_and(|stay| !stay.has_failed());
        let busy = others.map(|&other| &self.clients[other]).filter(is_busy);
        let taken: Vec<usize> = busy.filter_map(|client| client.lane).collect();
        let lanes = self.lanes_by_user.get(user).map(Vec::as_slice).unwrap_or_default();
        let free = lanes.iter().copied().find(|lane| !taken.contains(lane));
        free.or_else(|| self.add_lane(&self.clients[idx].user.clone()))
    }

    /// The first lane of a client's user, for findings outside of stays.
    fn lane_of_user(&mut self, idx: usize) -> Option<usize> {
        let user = self.clients[idx].user.clone();
        let lane = self.lane_of(&user);
        self.clients[idx].lane = lane;
        lane
    }

    fn lane_of(&mut self, user: &str) -> Option<usize> {
        let known = self.lanes_by_user.get(user).and_then(|lanes| lanes.first().copied());
        known.or_else(|| self.add_lane(user))
    }

    /// Adds a lane for a user; `None` if there are [`MAX_LANES`] already.
    fn add_lane(&mut self, user: &str) -> Option<usize> {
        let idx = self.timeline.lanes.len();
        if idx == MAX_LANES {
            return None;
        }
        let lanes = self.lanes_by_user.entry(user.to_owned()).or_default();
        lanes.push(idx);
        self.timeline.lanes.push(Lane { user: user.to_owned(), number: lanes.len(), ..Lane::default() });
        Some(idx)
    }
}

/// The name of a client in the SDK's prefix, `c4`.
#[derive(Clone, Copy, Debug)]
pub(in crate::diagnosis) struct ClientName<'a> {
    /// `c` in version 4, `t` in version 5.
    letter: char,
    /// Its digits.
    number: &'a str,
}

impl PartialEq<str> for ClientName<'_> {
    fn eq(&self, other: &str) -> bool {
        other.strip_prefix(self.letter) == Some(self.number)
    }
}

impl fmt::Display for ClientName<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.letter, self.number)
    }
}

/// The client that a part of the SDK's prefix names: `c4` in `c4`, `t1` in `t1-r1-ws1`. Other prefixes (`ws`, `n`, `s1`) name a
/// part of a client. The room of version 5 before 5.14, `r1`, has the number of its client.
pub(in crate::diagnosis) fn client_name(part: &str) -> Option<ClientName<'_>> {
    let end = part.bytes().position(|byte| byte == b'-').unwrap_or(part.len());
    let name = &part[..end];
    let number =
        name.strip_prefix(['c', 't', 'r']).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))?;
    match name.as_bytes()[0] {
        b'r' => (!number.is_empty()).then_some(ClientName { letter: 't', number }),
        letter => Some(ClientName { letter: letter.into(), number }),
    }
}

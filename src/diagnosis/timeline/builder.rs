//! Builds the timeline while a log is read: whose life an entry tells of, which stay it belongs to, and in which lane that
//! stands.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::lane::LaneMark;
use super::{Lane, Timeline};
use crate::catalog::{Catalog, Severity};
use crate::diagnosis::clock::ElapsedTime;
use crate::diagnosis::room_stay::{Moment, RoomStay, StayChange, StayEnd, begins_stay};
use crate::event::{ClientEvent, Speaker};
use crate::finding::Finding;
use crate::log::LevelCounts;
use crate::log::parse::clock::Clock;

/// Lanes of a timeline; a log with more users is a load test's.
const MAX_LANES: usize = 48;
/// Stays that are kept in full.
const MAX_STAYS: usize = 200;
/// Clients that are told apart at a time; the oldest are forgotten first.
const MAX_CLIENTS: usize = 256;
/// Marks stand in this many places along the timeline at most.
const MAX_MARKS: u64 = 256;

/// See the module.
#[derive(Clone, Debug)]
pub struct TimelineBuilder {
    timeline: Timeline,
    elapsing: ElapsedTime,
    clients: Vec<Client>,
    clients_by_user: HashMap<String, Vec<usize>, RandomState>,
    lanes_by_user: HashMap<String, Vec<usize>, RandomState>,
    /// The client that is forgotten next.
    oldest: usize,
    /// The client that spoke last: entries without a user are taken to be about it.
    current: Option<usize>,
    /// Marks that are closer than so many entries are one.
    mark_width: u64,
}

/// A client of this log, as far as it is known.
#[derive(Clone, Debug)]
struct Client {
    user: String,
    /// As the SDK numbers it.
    name: String,
    /// Where its stays stand; `None`: among the others.
    lane: Option<usize>,
    stay: Option<RoomStay>,
}

impl Default for TimelineBuilder {
    fn default() -> Self {
        Self {
            timeline: Timeline::default(),
            elapsing: ElapsedTime::default(),
            clients: Vec::new(),
            clients_by_user: HashMap::default(),
            lanes_by_user: HashMap::default(),
            oldest: 0,
            current: None,
            mark_width: 1,
        }
    }
}

impl TimelineBuilder {
    /// Takes a few neighbouring entries of which only the levels matter; `first_idx` is the place of the first, from 0.
    pub fn count(&mut self, first_idx: u64, levels: &LevelCounts) {
        self.timeline.density.add(first_idx, levels);
    }

    /// Takes the clock of an entry, which counts from 1 as its line does, and says what time it is there.
    pub fn see(&mut self, time: Option<&str>, entry: u64, line: u64) -> Moment {
        self.see_clock(time.and_then(Clock::parse), entry, line)
    }

    /// The same for a clock that was read.
    pub fn see_clock(&mut self, clock: Option<Clock>, entry: u64, line: u64) -> Moment {
        if let Some(clock) = clock {
            self.elapsing.see(clock, line);
        }
        let (elapsed_ms, clock) = (self.elapsing.elapsed_ms(), self.elapsing.last());
        let moment = Moment { entry, line, elapsed_ms, clock, hand: self.elapsing.last_hand() };
        self.timeline.track.see(moment);
        moment
    }

    /// Takes what an entry tells of its client's life.
    pub fn take(&mut self, what: ClientEvent<&str>, speaker: Speaker<'_>, at: Moment) {
        let Some(idx) = self.client_of(speaker, begins_stay(what) || what == ClientEvent::Created) else { return };
        self.current = Some(idx);
        let client = &mut self.clients[idx];
        let turn = client.stay.as_mut().map(|stay| stay.take(what, speaker.is_downlink, at));
        match turn {
            Some(StayChange::Ends(end)) => self.close(idx, end),
            Some(StayChange::Begins(end)) => {
                self.close(idx, end);
                self.open(idx, what, at);
            }
            None if begins_stay(what) => self.open(idx, what, at),
            Some(StayChange::Goes) | None => {}
        }
    }

    /// Takes a finding in an entry of `speaker`; `kept` is its place in [`crate::diagnosis::Diagnosis::findings`], where it
    /// is kept. Events and statistics are not `prompt`: they tell of failures late, when the next attempt may have begun.
    pub fn find(&mut self, finding: &Finding, kept: Option<usize>, speaker: Speaker<'_>, prompt: bool, at: Moment) {
        let severity = Catalog::builtin().entry(finding.code).map_or(Severity::Error, |entry| entry.severity);
        let client = self.client_of(speaker, false);
        let lane = match client {
            Some(idx) => {
                let client = &mut self.clients[idx];
                if let Some(stay) = &mut client.stay {
                    stay.find(finding.code, prompt, at);
                }
                client.lane.or_else(|| self.lane_of_user(idx))
            }
            None => self.lane_called(speaker.own_user().unwrap_or_default()),
        };
        while at.entry / self.mark_width >= MAX_MARKS {
            self.mark_width *= 2;
            for lane in self.timeline.lanes.iter_mut().chain([&mut self.timeline.others]) {
                lane.fold_marks(self.mark_width);
            }
        }
        let mark = LaneMark { first: at, last: at, severity, code: finding.code, count: 1, finding: kept };
        let lane = lane.and_then(|lane| self.timeline.lanes.get_mut(lane)).unwrap_or(&mut self.timeline.others);
        lane.add_mark(mark, self.mark_width);
    }

    /// The timeline as far as the log was read.
    pub fn snapshot(&self, entries: u64) -> Timeline {
        self.clone().finish(entries)
    }

    /// The timeline of a log of so many entries.
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
            lane.fold();
        }
        timeline.stays.sort_by_key(|stay| stay.began.entry);
        timeline.stays.truncate(MAX_STAYS);
        timeline.jumps = self.elapsing.jumps().to_vec();
        timeline.jump_count = self.elapsing.jump_count();
        timeline
    }

    /// Whether the user of `stay` tried anew after the last that was heard of it.
    fn began_after(&self, stay: &RoomStay) -> bool {
        let open = self.clients.iter().filter_map(|client| client.stay.as_ref());
        let is_later = |other: &RoomStay| other.user == stay.user && other.began.entry > stay.ended.entry;
        open.chain(&self.timeline.stays).any(is_later)
    }

    /// The client that an entry is about. One that is not known yet is made known where `is_new` says so.
    fn client_of(&mut self, speaker: Speaker<'_>, is_new: bool) -> Option<usize> {
        let Some(user) = speaker.own_user() else { return self.current };
        let name = speaker.client.and_then(client_name);
        // The same client speaks again and again.
        let is_same = |client: &Client| client.user == user && name.is_none_or(|name| client.name == name);
        if let Some(idx) = self.current.filter(|&idx| is_same(&self.clients[idx])) {
            return Some(idx);
        }
        let known = self.clients_by_user.get(user).and_then(|idxs| {
            let mut newest = idxs.iter().rev().copied();
            newest.find(|&idx| name.is_none_or(|name| self.clients[idx].name == name))
        });
        match (known, name) {
            (Some(idx), _) => Some(idx),
            (None, name) if is_new || name.is_some() => Some(self.add_client(user, name.unwrap_or_default())),
            // Names in brackets that no client has are others' (`[n|teacher_1]` of old SDKs).
            _ if speaker.client.is_some() => self.current,
            _ => None,
        }
    }

    fn add_client(&mut self, user: &str, name: &str) -> usize {
        let client = Client { user: user.to_owned(), name: name.to_owned(), lane: None, stay: None };
        let idx = if self.clients.len() < MAX_CLIENTS {
            self.clients.push(client);
            self.clients.len() - 1
        } else {
            let idx = self.oldest;
            self.oldest = (self.oldest + 1) % MAX_CLIENTS;
            self.close(idx, StayEnd::LogEnds);
            let gone = std::mem::replace(&mut self.clients[idx], client);
            if let Some(idxs) = self.clients_by_user.get_mut(&gone.user) {
                idxs.retain(|other| *other != idx);
                if idxs.is_empty() {
                    self.clients_by_user.remove(&gone.user);
                }
            }
            idx
        };
        self.clients_by_user.entry(user.to_owned()).or_default().push(idx);
        idx
    }

    /// Begins a stay, in a lane in which the user has no other at the time.
    fn open(&mut self, idx: usize, what: ClientEvent<&str>, at: Moment) {
        self.clients[idx].lane = self.free_lane(idx);
        let client = &mut self.clients[idx];
        let mut stay = RoomStay::new(&client.user, &client.name, at);
        stay.take(what, false, at);
        client.stay = Some(stay);
    }

    fn close(&mut self, idx: usize, end: StayEnd) {
        let client = &mut self.clients[idx];
        let Some(mut stay) = client.stay.take() else { return };
        stay.finish(end);
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

    /// The first lane of a client's user, for what does not belong to a stay.
    fn lane_of_user(&mut self, idx: usize) -> Option<usize> {
        let user = self.clients[idx].user.clone();
        let lane = self.lane_called(&user);
        self.clients[idx].lane = lane;
        lane
    }

    fn lane_called(&mut self, user: &str) -> Option<usize> {
        let known = self.lanes_by_user.get(user).and_then(|lanes| lanes.first().copied());
        known.or_else(|| self.add_lane(user))
    }

    /// Another lane of a user's, if there is room for it.
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

/// The part of an SDK's prefix that names a client: `c4` of `c4`, `t1` of `t1-r1-ws1`; other parts (`ws`, `n`, `s1`) name
/// something of a client's.
fn client_name(part: &str) -> Option<&str> {
    let end = part.bytes().position(|byte| byte == b'-').unwrap_or(part.len());
    let name = &part[..end];
    let number = name.strip_prefix(['c', 't'])?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then_some(name)
}

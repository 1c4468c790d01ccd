//! Merges groups at the end of the log: two groups that turn out to be one failure, or a failure and what was written about it.

use super::fingerprint::{SYMPTOM_DEPTH, Variant, depth, explains_itself};
use super::group::Group;
use crate::code::Family;
use crate::diagnosis::operation::Operation;
use crate::diagnosis::user_history::{UserHistories, UserHistory};

/// Merges the loss of a signal channel into the refusal that kept the user from joining again: the refusal is why the
/// interruption became the end of the call.
pub(super) fn merge_losses_into_refusals(groups: &mut Vec<Group>, histories: &UserHistories) {
    let came_back = |history: &UserHistory, from: u64, to: u64| {
        [history.signal_back, history.joined].iter().any(|tally| tally.last > from && tally.last < to)
    };
    for idx in (0..groups.len()).rev() {
        let loss = &groups[idx];
        if loss.key.operation != Operation::Signal {
            continue;
        }
        let Some(user) = loss.users.first().and_then(|user| histories.get(user)) else { continue };
        let ended_the_call = |group: &Group| {
            group.key.operation == Operation::Join
                && depth(group.key.root) < SYMPTOM_DEPTH
                && group.users == loss.users
                && group.last >= loss.first
                && user.joined.is_recorded()
                && user.joined.first < loss.first
                && !came_back(user, loss.first, group.last)
        };
        if let Some(refusal) = groups.iter().position(ended_the_call) {
            let loss = groups.remove(idx);
            let refusal = refusal - usize::from(refusal > idx);
            groups[refusal].merge(loss);
        }
    }
}

/// Merges what a person wrote about a failure, in a ticket above the log, into the failure in the log that has the same
/// codes.
pub(super) fn merge_mentions(groups: &mut Vec<Group>) {
    for idx in (0..groups.len()).rev() {
        let mention = &groups[idx];
        let has_codes = |group: &Group| {
            !group.is_written
                && mention.codes.iter().all(|step| group.codes.iter().any(|known| known.code == step.code))
        };
        if !mention.is_written || mention.codes.is_empty() {
            continue;
        }
        if let Some(failure) = groups.iter().position(has_codes) {
            let mention = groups.remove(idx);
            groups[failure - usize::from(failure > idx)].add_mention(mention);
        }
    }
}

/// A code and its cause that a person writes, or that an alert shows, are at most this many lines apart.
const MAX_LINES_APART: u64 = 3;

/// Merges a symptom that a person may have written into the server's code on the lines beside it, which does not say what
/// failed.
pub(super) fn merge_written_symptoms(groups: &mut Vec<Group>) {
    for idx in (0..groups.len()).rev() {
        let symptom = &groups[idx];
        if !symptom.is_written || !is_symptom(symptom) {
            continue;
        }
        let is_cause = |group: &Group| {
            let lines = group.first_line.abs_diff(symptom.last_line).min(symptom.first_line.abs_diff(group.last_line));
            group.is_written
                && group.key.operation == Operation::Other
                && matches!(group.key.root.family(), Family::Server | Family::Account)
                && lines <= MAX_LINES_APART
        };
        if let Some(cause) = groups.iter().position(is_cause) {
            let symptom = groups.remove(idx);
            let cause = &mut groups[cause - usize::from(cause > idx)];
            cause.key.operation = symptom.key.operation;
            cause.absorb(symptom);
        }
    }
}

/// Merges groups that only name a symptom into a group with the cause and the same words, and exceptions of which nothing says
/// where they were thrown into the failure that threw them.
pub(super) fn merge_symptoms(groups: &mut Vec<Group>) {
    for idx in (0..groups.len()).rev() {
        let group = &groups[idx];
        let is_cause = |other: &Group| {
            std::ptr::from_ref(other) != std::ptr::from_ref(group)
                && shares_users(group, other)
                && if group.key.variant == Some(Variant::Unplaced) {
                    other.key.root == group.key.root
                } else if is_state_of(other, group) {
                    true
                } else if group.key.operation == Operation::Login {
                    other.key.root == group.key.root && other.key.operation == Operation::Join
                } else {
                    is_symptom(group) && !is_symptom(other) && is_same_failure(group, other)
                }
        };
        if let Some(cause) = groups.iter().position(is_cause) {
            let symptom = groups.remove(idx);
            let cause = cause - usize::from(cause > idx);
            groups[cause].absorb(symptom);
        }
    }
}

/// Whether `group` is an event of an upload whose number is the request state of `other`: the event has no words that say so.
fn is_state_of(other: &Group, group: &Group) -> bool {
    group.key.root.family() == Family::Server
        && other.key.root.family() == Family::Network
        && group.key.root.value() == other.key.root.value()
        && group.key.operation == other.key.operation
}

/// Whether the codes of a group name a symptom and no cause.
fn is_symptom(group: &Group) -> bool {
    group.key.variant.is_none() && depth(group.key.root) >= SYMPTOM_DEPTH && !explains_itself(group.key.root)
}

fn shares_users(one: &Group, other: &Group) -> bool {
    one.users.is_empty() || other.users.is_empty() || one.users.iter().any(|user| other.users.contains(user))
}

/// Whether both groups are about the same operation and say the same.
fn is_same_failure(symptom: &Group, cause: &Group) -> bool {
    let says =
        |words: &String| cause.words.iter().any(|said| said.contains(words.as_str()) || words.contains(said.as_str()));
    symptom.key.operation == cause.key.operation && symptom.words.iter().any(says)
}

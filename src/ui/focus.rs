//! Ids of the widgets that the state can send the keyboard focus to, and groups of widgets that are one stop of the Tab key.

use eframe::egui::{EventFilter, Id, Key, Modifiers, Response, Sense, Ui};

/// The field "Search codes".
pub(crate) fn search() -> Id {
    Id::unique("search codes")
}

/// The field that filters entries.
pub(crate) fn entry_filter() -> Id {
    Id::unique("entry filter")
}

/// The field that finds a text in the entries.
pub(crate) fn find() -> Id {
    Id::unique("find")
}

/// The field in which a question is answered.
pub(crate) fn answer() -> Id {
    Id::unique("answer")
}

/// The field that corrects a row of a picture.
pub(crate) fn row_text() -> Id {
    Id::unique("row text")
}

/// The picture of a log.
pub(crate) fn picture() -> Id {
    Id::unique("picture")
}

/// The table "Error codes".
pub(crate) fn codes() -> Id {
    Id::unique("error codes")
}

/// The region "Code details".
pub(crate) fn details() -> Id {
    Id::unique("code details")
}

/// The details beside a log.
pub(crate) fn beside() -> Id {
    Id::unique("beside the log")
}

/// The list "Problems".
pub(crate) fn problems() -> Id {
    Id::unique("problems")
}

/// Whether the pointer is over the messages, as temporary data.
pub(crate) fn notices() -> Id {
    Id::unique("pointer over messages")
}

/// All parts of the window between which a key moves, in the order of reading. Only some of them are shown at a time.
pub(crate) fn parts() -> [Id; 15] {
    let of_logs = [logs(), case_problems(), case_lanes(), search_in_logs(), found_in_logs(), merged()];
    let [list, problems_of_all, lanes, field, found, by_time] = of_logs;
    let of_log = [problems(), timeline(), picture(), entry_filter(), entries()];
    let [problems, timeline, picture, filter, entries] = of_log;
    [
        search(),
        codes(),
        list,
        problems_of_all,
        lanes,
        field,
        found,
        by_time,
        problems,
        timeline,
        picture,
        filter,
        entries,
        details(),
        beside(),
    ]
}

/// The timeline of a log.
pub(crate) fn timeline() -> Id {
    Id::unique("timeline")
}

/// The list "Log entries".
pub(crate) fn entries() -> Id {
    Id::unique("log entries")
}

/// The list of problems of all logs.
pub(crate) fn case_problems() -> Id {
    Id::unique("problems of all logs")
}

/// The list of users of all logs.
pub(crate) fn case_lanes() -> Id {
    Id::unique("users of all logs")
}

/// The entries of all logs by time.
pub(crate) fn merged() -> Id {
    Id::unique("entries of all logs")
}

/// The field that searches all logs.
pub(crate) fn search_in_logs() -> Id {
    Id::unique("search in all logs")
}

/// The list of what was found in all logs.
pub(crate) fn found_in_logs() -> Id {
    Id::unique("found in all logs")
}

/// The list of opened logs.
pub(crate) fn logs() -> Id {
    Id::unique("opened logs")
}

/// The field that searches the list of opened logs.
pub(crate) fn log_search() -> Id {
    Id::unique("search logs")
}

/// A group of controls below each other that is one stop of the Tab key. The arrow keys move inside it.
pub(crate) struct TabStop {
    id: Id,
    count: usize,
    /// The control that the Tab key leads to.
    current: usize,
    /// Whether it gets the focus in this frame.
    takes_focus: bool,
}

impl TabStop {
    /// A group of `count` controls.
    pub(crate) fn new(ui: &Ui, name: &str, count: usize) -> Self {
        let id = Id::unique(("one stop", name));
        let (current, takes_focus) = ui.data(|data| data.get_temp(id)).unwrap_or((0, false));
        Self { id, count, current: usize::min(current, count.saturating_sub(1)), takes_focus }
    }

    /// What a control senses: only one of the group can get the focus by the Tab key.
    pub(crate) fn sense(&self, idx: usize) -> Sense {
        if idx == self.current { Sense::click() } else { Sense::CLICK }
    }

    /// Moves the focus by the arrow keys, after a control was drawn.
    pub(crate) fn after(&mut self, ui: &Ui, idx: usize, response: &Response) {
        if idx != self.current {
            if response.clicked() {
                self.keep(ui, idx, true);
            }
            return;
        }
        if std::mem::take(&mut self.takes_focus) {
            response.request_focus();
            self.keep(ui, idx, false);
        }
        if !response.has_focus() {
            return;
        }
        let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let last = self.count.saturating_sub(1);
        let next = match [Key::ArrowUp, Key::ArrowDown, Key::Home, Key::End].map(pressed) {
            [true, ..] => idx.saturating_sub(1),
            [_, true, ..] => usize::min(idx + 1, last),
            [_, _, true, _] => 0,
            [.., true] => last,
            _ => return,
        };
        if next != idx {
            self.keep(ui, next, true);
        }
    }

    fn keep(&self, ui: &Ui, current: usize, takes_focus: bool) {
        ui.data_mut(|data| data.insert_temp(self.id, (current, takes_focus)));
        if takes_focus {
            ui.ctx().request_repaint();
        }
    }
}

//! The picture of a log in the state of the window: its places, corrections by hand, redacted copies, joined pictures.

use std::sync::Arc;

use trtc_lens::app::{
    Action, Command, Effect, EntrySource, FindingIndex, LogSnapshot, LogsAction, PictureAction, PictureEffect, Session,
    SessionAction, SessionId, Shown, State, ViewAction, join,
};
use trtc_lens::finding::Finding;
use trtc_lens::inspect::{InspectOptions, Observer, inspect};
use trtc_lens::log::LogStore;
use trtc_lens::source::{LogSource, PictureChar, PicturePixels, PictureRow, PictureText};

use super::state::{act, state};

const ROWS: [&str; 4] = [
    "TRTC[00:41:37:403] <INFO> [↑c1|student_07] join room 308877",
    "TRTC[00:41:38:412] <ERROR> [↑c1|student_07] Join room failed result: -10012 <JOIN_ROOM_FAILED 0x4004>",
    "TRTC[00:41:39:403] <INFO> [↑c1|student_07] userSig=eJwtzN0KgjAYxvF72XHIvufuTugkiqGZ3QYRBEHQHYS",
    "TRTC[00:41:40:403] <INFO> [↑c1|student_07] nothing more",
];

fn row((nth, text): (usize, &&str)) -> PictureRow {
    let char = |(at, char): (usize, char)| PictureChar {
        char,
        certainty: 990,
        alternatives: Vec::new(),
        bounds: [at as u32 * 8, nth as u32 * 20, at as u32 * 8 + 8, nth as u32 * 20 + 16],
    };
    PictureRow {
        text: (*text).to_owned(),
        chars: text.chars().enumerate().map(char).collect(),
        corrections: Vec::new(),
    }
}

fn picture(name: &str, rows: &[&str]) -> LogSource {
    let rows = rows.iter().enumerate().map(row).collect();
    let text = PictureText { size: [1000, 800], rows };
    let file = LogSource::File(std::path::PathBuf::from(name));
    LogSource::PictureText { name: name.to_owned(), text: Arc::new(text), files: [(file, 0)].into() }
}

#[derive(Default)]
struct Reader {
    entries: Option<Arc<dyn EntrySource>>,
    found: FindingIndex,
}

impl Observer for Reader {
    fn opened(&mut self, store: &Arc<LogStore>) {
        self.entries = Some(Arc::<LogStore>::clone(store));
    }

    fn found(&mut self, finding: &Finding) -> bool {
        self.found.add(std::slice::from_ref(finding));
        true
    }
}

/// Inspects the corrected text as the window's job does.
fn inspect_again(state: &mut State, effects: Vec<Effect>) {
    for effect in effects {
        let Effect::OfPicture(PictureEffect::Inspect(id, source)) = effect else { continue };
        let mut reader = Reader::default();
        let options = InspectOptions { keep_entries: true, ..InspectOptions::default() };
        let diagnosis = Arc::new(inspect(&source, &options, &mut reader).expect("the text is read"));
        let entries = reader.entries.expect("entries are kept");
        let snapshot = LogSnapshot { entries, finding_index: Arc::new(reader.found), diagnosis, is_replaced: false };
        let done = SessionAction::Picture(PictureAction::Inspected(snapshot));
        act(state, Action::Session(id, done));
    }
}

/// Joins the opened pictures as the window's job does.
fn join_pictures(state: &mut State) {
    let effects = state.apply(Action::Run(Command::JoinPictures));
    let Some(Effect::OfPicture(PictureEffect::FindOverlaps(pictures))) = effects.first() else {
        panic!("pictures to join")
    };
    act(state, Action::Logs(LogsAction::ShowJoined(join(pictures))));
}

fn opened(rows: &[&str]) -> (State, SessionId) {
    let mut state = state();
    act(&mut state, Action::Logs(LogsAction::OpenSources(vec![picture("shot.png", rows)])));
    let id = state.logs.shown().expect("the picture is shown").id;
    (state, id)
}

fn session(state: &State, id: SessionId) -> &Session {
    state.logs.session(id).expect("open")
}

fn on_picture(state: &mut State, id: SessionId, action: PictureAction) -> Vec<Effect> {
    state.apply(Action::Session(id, SessionAction::Picture(action)))
}

fn codes(state: &State, id: SessionId) -> Vec<String> {
    session(state, id).findings.all().iter().map(|finding| finding.code.to_string()).collect()
}

#[test]
fn findings_have_boxes_and_a_place_leads_to_its_row() {
    let (mut state, id) = opened(&ROWS);
    let picture = session(&state, id).picture.as_ref().expect("a picture");
    assert_eq!(picture.reading, None);
    let found = picture.boxes.iter().find(|found| found.title.starts_with("0x4004")).expect("a box");
    assert_eq!((found.line, found.is_sure, found.title.as_str()), (2, true, "0x4004, read surely"));
    let [left, top, width, height] = found.bounds.map(|side| side as f32);
    assert_eq!(picture.line_at([left + width / 2.0, top + height / 2.0]), Some(2));
    assert_eq!(picture.line_at([4.0, 64.0]), Some(4), "a row without a finding");
    assert_eq!(picture.line_at([4.0, 700.0]), None);

    act(
        &mut state,
        Action::Session(id, SessionAction::Picture(PictureAction::View(ViewAction::Viewport([500.0, 40.0])))),
    );
    act(&mut state, Action::Session(id, SessionAction::GoToLine(4)));
    let picture = session(&state, id).picture.as_ref().expect("a picture");
    let [_, top] = picture.view.point_of([0.0, 60.0], picture.size());
    let [_, bottom] = picture.view.point_of([0.0, 76.0], picture.size());
    assert!(top >= 0.0 && bottom <= 40.0, "the selected row is in view: {top} {bottom}");
}

#[test]
fn a_correction_by_hand_changes_findings_and_can_be_undone() {
    let (mut state, id) = opened(&ROWS);
    let before = codes(&state, id);
    act(&mut state, Action::Session(id, SessionAction::GoToLine(2)));
    on_picture(&mut state, id, PictureAction::Edit);
    let text =
        session(&state, id).picture.as_ref().and_then(|picture| picture.edit.clone()).expect("being edited").text;
    assert_eq!(text, ROWS[1]);
    on_picture(&mut state, id, PictureAction::Type(text.replace("-10012", "-10013")));
    let effects = on_picture(&mut state, id, PictureAction::Keep);
    inspect_again(&mut state, effects);
    let after = codes(&state, id);
    assert!(after.contains(&"-10013".to_owned()) && after != before, "{before:?} {after:?}");
    let shown = session(&state, id);
    let picture = shown.picture.as_ref().expect("a picture");
    assert!(picture.is_corrected(1) && !picture.is_corrected(0));
    let corrections = picture.corrections_of(1..2);
    assert!(corrections.iter().any(|(read, now)| read.contains('2') && now.contains('3')), "{corrections:?}");
    assert_eq!(shown.selection.entry, Some(1), "the selected row stays");
    let found = shown.findings.all().iter().find(|finding| finding.code.to_string() == "-10013");
    let place = found.and_then(|finding| finding.picture.clone()).expect("a place");
    assert_eq!(place.title(), "corrected by hand");

    let effects = state.apply(Action::Run(Command::UndoCorrection));
    inspect_again(&mut state, effects);
    assert_eq!(codes(&state, id), before);
    assert!(!session(&state, id).picture.as_ref().expect("a picture").is_corrected(1));
}

#[test]
fn escape_and_another_row_end_a_correction_without_a_change() {
    let (mut state, id) = opened(&ROWS);
    let is_edited = |state: &State| session(state, id).picture.as_ref().expect("a picture").edit.is_some();
    for leave in [Action::Run(Command::Dismiss), Action::Session(id, SessionAction::GoToLine(1))] {
        act(&mut state, Action::Session(id, SessionAction::GoToLine(2)));
        act(&mut state, Action::Run(Command::CorrectText));
        assert!(is_edited(&state));
        on_picture(&mut state, id, PictureAction::Type("something else".to_owned()));
        act(&mut state, leave);
        assert!(!is_edited(&state));
    }
    assert_eq!(session(&state, id).picture.as_ref().expect("a picture").text.rows[1].text, ROWS[1]);
}

#[test]
fn a_redacted_copy_covers_secrets_and_user_names() {
    let (mut state, _) = opened(&ROWS);
    let effects = state.apply(Action::Run(Command::CopyPicture));
    let Some(Effect::OfPicture(PictureEffect::Cover(_, copy))) = effects.first() else { panic!("a copy") };
    assert_eq!((copy.size, copy.parts.len()), ([1000, 800], 1));
    let covered = |row: usize, passage: &str| {
        let start = ROWS[row].chars().collect::<String>().find(passage).map(|at| ROWS[row][..at].chars().count());
        let start = start.expect("the passage is in the row") as u32 * 8;
        let (middle, y) = (start + passage.chars().count() as u32 * 4, row as u32 * 20 + 8);
        copy.covers.iter().any(|[x, top, w, h]| (*x..x + w).contains(&middle) && (*top..top + h).contains(&y))
    };
    assert!(covered(2, "eJwtzN0KgjAYxvF72XHIvufuTugkiqGZ3QYRBEHQHYS"), "the userSig");
    assert!((0..4).all(|row| covered(row, "student_07")), "the user in each row");
    assert!(!covered(1, "0x4004") && !covered(0, "308877") && !covered(3, "nothing"));
}

#[test]
fn overlapping_pictures_become_one_log_and_can_be_opened_again() {
    let upper = [ROWS[0], ROWS[1], ROWS[2]];
    let lower = [ROWS[1], ROWS[2], ROWS[3]];
    let mut state = state();
    let sources = vec![picture("2.png", &lower), picture("1.png", &upper)];
    act(&mut state, Action::Logs(LogsAction::OpenSources(sources)));
    join_pictures(&mut state);
    assert_eq!(state.logs.sessions.len(), 1);
    let joined = state.logs.shown().expect("the joined log");
    let picture = joined.picture.as_ref().expect("a picture");
    let texts: Vec<&str> = picture.text.rows.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(texts, ROWS, "overlapping rows are in it once");
    let names: Vec<String> = picture.parts.iter().map(|part| part.source.name()).collect();
    assert_eq!(names, ["1.png", "2.png"], "in reading order");
    assert!(picture.parts[1].top >= 800);
    act(&mut state, Action::Run(Command::CloseLog));
    act(&mut state, Action::Run(Command::ReopenLog));
    assert_eq!(state.logs.shown().and_then(|log| log.picture.as_ref()).map(|picture| picture.parts.len()), Some(2));
}

#[test]
fn pictures_of_different_calls_stay_separate() {
    let mut state = state();
    let other =
        ["09:10:11 <INFO> [↑c1|bob] another call", "09:10:12 <ERROR> [↑c1|bob] code: -10012 <JOIN_ROOM_FAILED 0x4004>"];
    let sources = vec![picture("1.png", &ROWS), picture("2.png", &other)];
    act(&mut state, Action::Logs(LogsAction::OpenSources(sources)));
    join_pictures(&mut state);
    assert_eq!(state.logs.sessions.len(), 2);
    assert!(state.notices.iter().any(|notice| notice.text.contains("stay separate")));
}

#[test]
fn only_the_shown_picture_has_pixels() {
    let mut state = state();
    let sources = vec![picture("1.png", &ROWS), picture("2.png", &ROWS)];
    let effects = state.apply(Action::Logs(LogsAction::OpenSources(sources)));
    let ids: Vec<SessionId> = state.logs.sessions.iter().map(|session| session.id).collect();
    let loaded = |effects: &[Effect]| -> Vec<SessionId> {
        let session = |effect: &Effect| match effect {
            Effect::OfPicture(PictureEffect::Load { session, .. }) => Some(*session),
            _ => None,
        };
        effects.iter().filter_map(session).collect()
    };
    assert_eq!(loaded(&effects), [ids[0]]);
    let pixels = || PicturePixels { picture_size: [1, 1], size: [1, 1], rgb: vec![0; 3] };
    let has_pixels = |state: &State, id: SessionId| {
        session(state, id)
            .picture
            .iter()
            .flat_map(|picture| &picture.parts)
            .any(|part| matches!(part.shown, Shown::Pixels(_)))
    };
    on_picture(&mut state, ids[0], PictureAction::Pixels { part: 0, pixels: Ok(Arc::new(pixels())) });
    assert!(has_pixels(&state, ids[0]));
    let effects = state.apply(Action::Logs(LogsAction::Show(ids[1])));
    assert_eq!(loaded(&effects), [ids[1]]);
    // They come too late.
    on_picture(&mut state, ids[0], PictureAction::Pixels { part: 0, pixels: Ok(Arc::new(pixels())) });
    assert!(!has_pixels(&state, ids[0]));
}

#[test]
fn rows_are_shown_while_a_picture_is_read() {
    let mut state = state();
    let effects = state.apply(Action::Logs(LogsAction::PastePicture(Arc::from(&b"\x89PNG"[..]))));
    let id = state.logs.shown().expect("shown").id;
    assert_eq!(session(&state, id).name, "Pasted picture 1");
    let loads = effects.iter().any(|effect| matches!(effect, Effect::OfPicture(PictureEffect::Load { .. })));
    assert_eq!(loads, cfg!(feature = "pictures"));
    let read = PictureAction::Read { size: [1000, 800], rows_read: 1, rows_total: 4, row: Some(row((0, &ROWS[0]))) };
    on_picture(&mut state, id, read);
    let picture = session(&state, id).picture.as_ref().expect("it is a picture");
    assert_eq!(picture.text.rows[0].text, ROWS[0]);
    assert_eq!(picture.reading.map(|reading| (reading.rows_read, reading.rows_total)), Some((1, 4)));
}

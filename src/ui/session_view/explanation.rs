//! What is explained beside the entries, in the order in which it is needed: the line, what it means and what to do first, how it
//! went, why; then all about the codes, folded.

use eframe::egui::{Label, RichText, Separator, Ui};

use super::entry_text::entry_text_ui;
use super::ladder::ladder_ui;
use crate::app::{
    Action, Command, EntryDetails, Pane, PaneAction, ProblemRow, Session, SessionAction, State, short_id,
};
use crate::diagnosis::narrow::NarrowBy;
use crate::finding::Finding;
use crate::report::number_format::group_thousands;
use crate::ui::Actions;
use crate::ui::bar;
use crate::ui::picture_view::row_text_ui;
use crate::ui::theme;
use crate::ui::widgets::badge::badge_ui;
use crate::ui::widgets::button::{link_beside_text_ui, link_ui, small_link_ui};
use crate::ui::widgets::code_details::code_details_ui;
use crate::ui::widgets::fold::fold_ui;
use crate::ui::widgets::text::{heading_ui, inset_ui, muted, paragraph_ui, steps_ui};

pub(super) fn explanation_ui(ui: &mut Ui, session: &Session, state: &State, actions: &mut Actions) {
    match &session.selection.details {
        Some(details) => details_ui(ui, session, details, state, actions),
        None => unselected_ui(ui, session, actions),
    }
}

/// While nothing is selected: the most severe problem, once the whole log has been read.
fn unselected_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let Some(diagnosis) = session.findings.shown() else {
        let text = if session.findings.all().is_empty() {
            "Select an entry to read all of it here."
        } else {
            "Select a problem above, or press n for the next finding: what happened and what to do appears here."
        };
        paragraph_ui(ui, text);
        return;
    };
    let Some(problem) = session.findings.problems.first() else {
        let entries = if diagnosis.entries == 1 { "this entry" } else { "these entries" };
        paragraph_ui(ui, &no_code_text(&group_thousands(diagnosis.entries), entries));
        if !session.findings.notables.is_empty() {
            paragraph_ui(ui, "What the log itself reports is listed above; n steps through it.");
        }
        if let Some(attempt) = &session.attempt {
            heading_ui(ui, "How it went");
            ladder_ui(ui, session, attempt, actions);
        }
        return;
    };
    title_ui(ui, session, problem, actions);
    let key = bar::shortcut(ui, Command::NextFinding);
    if link_ui(ui, "Show it in the log").on_hover_text(key).clicked() {
        actions.push(Action::Session(session.id, SessionAction::SelectProblem(0)));
    }
    meaning_ui(ui, problem);
    problem_steps_ui(ui, session, problem, actions);
    why_ui(ui, problem);
    only_ui(ui, session, 0, actions);
}

/// What was searched for, in how many entries, and what to ask the customer.
fn no_code_text(count: &str, entries: &str) -> String {
    let place = if entries == "this entry" { entries.to_owned() } else { format!("these {count} entries") };
    format!(
        "No error code was found in {place}. Searched for: codes of the SDK, account, server, browser and network, in tags, \
         error objects and messages. Ask the customer for the console of the failing call from its beginning, with all levels \
         shown, or for the text of the error their page shows."
    )
}

fn details_ui(ui: &mut Ui, session: &Session, details: &EntryDetails, state: &State, actions: &mut Actions) {
    entry_text_ui(ui, session, details);
    row_text_ui(ui, session, details, actions);
    let problem = details.problem_idx.and_then(|idx| session.findings.problems.get(idx));
    if let Some(problem) = problem {
        ui.add_space(theme::GRID * 2.0);
        title_ui(ui, session, problem, actions);
        details.findings.iter().for_each(|(finding, _)| evidence_ui(ui, finding, actions));
        meaning_ui(ui, problem);
        problem_steps_ui(ui, session, problem, actions);
        why_ui(ui, problem);
        only_ui(ui, session, details.problem_idx.unwrap_or_default(), actions);
    } else {
        for (finding, code) in &details.findings {
            heading_ui(ui, &code.entry.summary);
            evidence_ui(ui, finding, actions);
            for paragraph in code.entry.explanation.split("\n\n") {
                paragraph_ui(ui, paragraph);
            }
            heading_ui(ui, "What to do");
            steps_ui(ui, &code.entry.fix);
        }
        if let Some(attempt) = &session.attempt {
            heading_ui(ui, "How it went");
            ladder_ui(ui, session, attempt, actions);
        }
    }
    catalog_ui(ui, details, state, actions);
}

/// The catalog's entries of the codes in the entry. It is folded unless the user unfolded it, and then stays so.
fn catalog_ui(ui: &mut Ui, details: &EntryDetails, state: &State, actions: &mut Actions) {
    if details.findings.is_empty() {
        return;
    }
    ui.add_space(theme::GRID * 3.0);
    ui.add(Separator::default().spacing(1.0));
    for (finding, _) in &details.findings {
        let note = state.notes.get(finding.code);
        if !note.is_empty() {
            ui.add(Label::new(muted(ui, format!("My note about {}", finding.code))));
            paragraph_ui(ui, note);
        }
    }
    let codes: Vec<String> = details.findings.iter().map(|(finding, _)| finding.code.to_string()).collect();
    let title = format!("All about {}", codes.join(" and "));
    let is_folded = state.settings.panes.is_folded(Pane::Catalog);
    ui.add_space(theme::GRID);
    if fold_ui(ui, is_folded, &title, &title).on_hover_text("The catalog, related codes, my note").clicked() {
        actions.push(Action::Pane(PaneAction::Fold(Pane::Catalog)));
    }
    if is_folded {
        return;
    }
    ui.add_space(theme::GRID);
    for (finding, code) in &details.findings {
        let note = state.notes.get(finding.code);
        ui.push_id(finding.code, |ui| code_details_ui(ui, code, note, actions));
    }
}

/// Title, effect on the call, users, and the chain of codes.
fn title_ui(ui: &mut Ui, session: &Session, problem: &ProblemRow, actions: &mut Actions) {
    ui.add(Label::new(RichText::new(&problem.title).font(theme::strong())).wrap().selectable(true));
    // The text of the line has the whole id.
    let who = if problem.users.is_empty() { String::new() } else { format!("user {}", problem.short_who()) };
    let cause = if problem.confidence.is_empty() { String::new() } else { format!("cause {}", problem.confidence) };
    let parts: Vec<&str> =
        [problem.impact, &cause, &who, &problem.attempt].into_iter().filter(|part| !part.is_empty()).collect();
    if !parts.is_empty() {
        ui.add(Label::new(muted(ui, parts.join("  ·  "))).wrap());
    }
    if !problem.chain.is_empty() {
        chain_ui(ui, session, problem, actions);
    }
}

/// What happened, and what to do first. The reasons come later, so that the steps are visible without scrolling.
fn meaning_ui(ui: &mut Ui, problem: &ProblemRow) {
    if let Some(happened) = problem.paragraphs.first() {
        ui.add_space(theme::GRID);
        paragraph_ui(ui, happened);
    }
    if !problem.fix.is_empty() {
        heading_ui(ui, "What to do first");
        steps_ui(ui, &problem.fix);
    }
}

fn why_ui(ui: &mut Ui, problem: &ProblemRow) {
    if problem.paragraphs.len() > 1 {
        heading_ui(ui, "Why");
    }
    for paragraph in problem.paragraphs.iter().skip(1) {
        paragraph_ui(ui, paragraph);
    }
}

/// Longer links are shortened: they cannot be wrapped.
const MAX_LINK: usize = 32;

/// Links that narrow the log to what the problem is about.
fn only_ui(ui: &mut Ui, session: &Session, problem_idx: usize, actions: &mut Actions) {
    let Some(diagnosis) = session.findings.shown() else { return };
    let Some(problem) = diagnosis.problems.get(problem_idx) else { return };
    let attempt = problem.attempt.as_ref().and_then(|attempt| diagnosis.timeline.stays.get(attempt.stay));
    let mut links = vec![("this problem".to_owned(), NarrowBy::problem(problem), Command::OnlyProblem)];
    links.extend(attempt.map(|stay| ("this attempt".to_owned(), NarrowBy::attempt(stay), Command::OnlyAttempt)));
    let user = problem.users.first();
    links.extend(user.map(|user| (format!("user {user}"), NarrowBy::User(user.clone()), Command::OnlyUser)));
    ui.add_space(theme::GRID * 2.0);
    ui.horizontal_wrapped(|ui| {
        ui.label(muted(ui, "Narrow the log to"));
        for (text, by, command) in links {
            let name = format!("Narrow the log to {text}");
            let key = bar::shortcut(ui, command);
            if small_link_ui(ui, &short_id(&text, MAX_LINK), &name).on_hover_text(key).clicked() {
                actions.push(Action::Session(session.id, SessionAction::Narrow(by)));
            }
        }
    });
}

/// The codes from the root cause to the symptom.
fn chain_ui(ui: &mut Ui, session: &Session, problem: &ProblemRow, actions: &mut Actions) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GRID;
        for (nth, code) in problem.chain.iter().enumerate() {
            if nth > 0 {
                ui.label(muted(ui, "→"));
            }
            let text = code.to_string();
            let severity = problem.severity.or_else(|| session.findings.severity(*code));
            if badge_ui(ui, &text, severity, &format!("Show {text}")).clicked() {
                actions.push(Action::ShowCode(*code));
            }
        }
    });
}

/// The steps of the problem. Each has a link to its line.
fn problem_steps_ui(ui: &mut Ui, session: &Session, problem: &ProblemRow, actions: &mut Actions) {
    if problem.steps.is_empty() && session.attempt.is_none() {
        return;
    }
    heading_ui(ui, "How it went");
    let attempt = session.attempt.as_ref();
    if let Some(attempt) = attempt {
        ladder_ui(ui, session, attempt, actions);
    }
    if attempt.is_some_and(|attempt| !attempt.is_of_problem) {
        ui.add(Label::new(muted(ui, format!("The lines of {}:", problem.attempt))).wrap());
    }
    for step in &problem.steps {
        ui.horizontal_top(|ui| {
            let line = format!("Line {}", step.line);
            if link_beside_text_ui(ui, &line).on_hover_text(step.time.clone().unwrap_or(line)).clicked() {
                actions.push(Action::Session(session.id, SessionAction::GoToLine(step.line)));
            }
            paragraph_ui(ui, &step.text);
        });
    }
}

/// What the message says in addition to its code, and which other codes the number may be.
fn evidence_ui(ui: &mut Ui, finding: &Finding, actions: &mut Actions) {
    if let Some(detail) = finding.detail() {
        ui.add_space(theme::GRID);
        inset_ui(ui, 8, |ui| paragraph_ui(ui, detail));
    }
    if !finding.body.alternatives.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new("The log leaves open which family it is. It may also be").font(theme::small()));
            for code in &finding.body.alternatives {
                let name = format!("{code} {}", code.family().title());
                if badge_ui(ui, &name, None, &name).clicked() {
                    actions.push(Action::ShowCode(*code));
                }
            }
        });
    }
}

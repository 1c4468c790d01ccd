//! The explanation of the selected entry: its problem, its codes, its full text.

use eframe::egui::{Label, RichText, Separator, Ui};

use crate::app::{Action, EntryDetails, Notes, ProblemRow, Session, SessionAction};
use crate::finding::Finding;
use crate::ui::Actions;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::badge::badge_ui;
use crate::ui::widgets::button::{icon_button_ui, link_beside_text_ui, link_ui};
use crate::ui::widgets::code_details::{DetailsWidth, code_details_ui, details_panel_ui};
use crate::ui::widgets::icon::Icon;
use crate::ui::widgets::text::{heading_ui, heading_with_ui, highlighted, inset_ui, muted, paragraph_ui, steps_ui};

pub(super) fn explanation_ui(ui: &mut Ui, session: &Session, notes: &Notes, actions: &mut Actions) {
    // Each entry has its own scroll position, so that a new explanation starts at the top.
    let salt = (session.id, session.selection.details.as_ref().map(|details| details.entry.number));
    let width = DetailsWidth { share: 0.34, max_growth: 1.3, min_rest: 480.0 };
    details_panel_ui(ui, "explanation", &width, salt, |ui| match &session.selection.details {
        Some(details) => details_ui(ui, session, details, notes, actions),
        None => unselected_ui(ui, session, actions),
    });
}

/// While nothing is selected: the most severe problem, once the whole log has been read.
fn unselected_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    if let Some(problem) = session.findings.problems.first().filter(|_| session.findings.diagnosis.is_some()) {
        overview_ui(ui, session, problem, actions);
        return;
    }
    heading_ui(ui, "Nothing selected");
    let text = if session.findings.all().is_empty() {
        "Select an entry to read all of it here."
    } else {
        "Select a problem above, or press n for the next finding: what happened and what to do appears here."
    };
    paragraph_ui(ui, text);
}

fn overview_ui(ui: &mut Ui, session: &Session, problem: &ProblemRow, actions: &mut Actions) {
    heading_ui(ui, &problem.title);
    impact_ui(ui, problem);
    ui.add_space(theme::GRID);
    chain_ui(ui, session, problem, actions);
    ui.add_space(theme::GRID);
    if link_ui(ui, "Show it in the log").clicked() {
        actions.push(Action::Session(session.id, SessionAction::SelectProblem(0)));
    }
    ui.add_space(theme::GRID);
    let (happened, why) = problem.paragraphs.split_at(problem.paragraphs.len().min(1));
    for paragraph in happened {
        paragraph_ui(ui, paragraph);
    }
    // The steps come before the reasons, so that they are visible without scrolling.
    if !problem.fix.is_empty() {
        heading_ui(ui, "What to do first");
        steps_ui(ui, &problem.fix);
    }
    if !problem.steps.is_empty() {
        problem_steps_ui(ui, session, problem, actions);
    }
    if !why.is_empty() {
        heading_ui(ui, "Why");
        for paragraph in why {
            paragraph_ui(ui, paragraph);
        }
    }
}

fn details_ui(ui: &mut Ui, session: &Session, details: &EntryDetails, notes: &Notes, actions: &mut Actions) {
    if let Some(problem) = details.problem_idx.and_then(|idx| session.findings.problems.get(idx)) {
        problem_ui(ui, session, problem, details, actions);
    }
    for (finding, code) in &details.findings {
        evidence_ui(ui, finding, actions);
        let note = notes.get(finding.code);
        ui.push_id(finding.code, |ui| code_details_ui(ui, code, note, actions));
        ui.add(Separator::default());
    }
    entry_ui(ui, session, details, actions);
}

/// The problem of the entry, if it says more than its only code does.
fn problem_ui(ui: &mut Ui, session: &Session, problem: &ProblemRow, details: &EntryDetails, actions: &mut Actions) {
    // The details of a single code below say everything about it.
    let is_told_by_code = problem.chain.len() == 1;
    if is_told_by_code && problem.steps.is_empty() {
        return;
    }
    inset_ui(ui, 12, |ui| {
        ui.add(Label::new(RichText::new(&problem.title).font(theme::strong())).wrap().selectable(true));
        impact_ui(ui, problem);
        if !is_told_by_code {
            if !problem.chain.is_empty() {
                chain_ui(ui, session, problem, actions);
            }
            // Paragraphs that the details of the codes below repeat are left out.
            let codes = || details.findings.iter().map(|(_, code)| code);
            for paragraph in &problem.paragraphs {
                if codes().flat_map(|code| code.entry.explanation.split("\n\n")).all(|shown| shown != paragraph) {
                    paragraph_ui(ui, paragraph);
                }
            }
            if codes().all(|code| code.entry.fix != problem.fix) {
                heading_ui(ui, "What to do first");
                steps_ui(ui, &problem.fix);
            }
        }
        if !problem.steps.is_empty() {
            problem_steps_ui(ui, session, problem, actions);
        }
    });
    ui.add_space(theme::GRID * 2.0);
}

/// The impact on the call, the confidence in the cause, the affected users.
fn impact_ui(ui: &mut Ui, problem: &ProblemRow) {
    let users = match problem.users.as_slice() {
        [] => String::new(),
        [one] => format!("user {one}"),
        [first, rest @ ..] if problem.has_more_users => format!("user {first} and more than {} more", rest.len()),
        [first, rest @ ..] => format!("user {first} and {} more", rest.len()),
    };
    let cause = if problem.confidence.is_empty() { String::new() } else { format!("cause {}", problem.confidence) };
    let parts: Vec<&str> =
        [problem.impact, &cause, &users, &problem.attempt].into_iter().filter(|part| !part.is_empty()).collect();
    ui.add(Label::new(muted(ui, parts.join("  ·  "))).wrap());
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
            if badge_ui(ui, &text, session.findings.severity(*code), &format!("Show {text}")).clicked() {
                actions.push(Action::ShowCode(*code));
            }
        }
    });
}

/// The steps of the problem. Each has a link to its line.
fn problem_steps_ui(ui: &mut Ui, session: &Session, problem: &ProblemRow, actions: &mut Actions) {
    heading_ui(ui, "How it went");
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
        inset_ui(ui, 8, |ui| paragraph_ui(ui, detail));
        ui.add_space(theme::GRID);
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

fn entry_ui(ui: &mut Ui, session: &Session, details: &EntryDetails, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let entry = &details.entry;
    heading_with_ui(ui, "The whole entry", |ui| {
        if icon_button_ui(ui, Icon::Copy, "Copy entry", "Copies the entry; secrets as “Redact” says").clicked() {
            actions.push(Action::Session(session.id, SessionAction::CopyEntry));
        }
    });
    let lines = if entry.first_line == entry.last_line {
        format!("Line {}", entry.first_line)
    } else {
        format!("Lines {} to {}", entry.first_line, entry.last_line)
    };
    let place = [Some(lines), entry.time.clone(), entry.client.clone(), entry.user.clone(), entry.pointer.clone()];
    let place: Vec<String> = place.into_iter().flatten().collect();
    ui.add(Label::new(muted(ui, place.join("  ·  "))).wrap().selectable(true));
    let text = details.text.as_str();
    let evidence: Vec<_> = details
        .findings
        .iter()
        .filter_map(|(finding, code)| {
            let evidence = finding.evidence();
            let start = text.find(evidence).filter(|_| !evidence.is_empty())?;
            Some((start..start + evidence.len(), palette.severity(code.severity).1))
        })
        .collect();
    let mut job = highlighted(text, &theme::mono(), palette.text, &evidence);
    job.break_on_newline = true;
    inset_ui(ui, 8, |ui| ui.add(Label::new(job).wrap().selectable(true)));
    if details.left_out_bytes > 0 {
        paragraph_ui(ui, &format!("{} more bytes are not shown.", details.left_out_bytes));
    }
}

//! What to do about problems, grouped by who can do it.

use crate::catalog::Owner;
use crate::diagnosis::Problem;
use crate::report::inspection::report::Report;

/// What one person can do about one problem, or about several of the same kind.
#[derive(Clone, Debug)]
pub(in crate::report) struct Todo<'r> {
    /// The problems with their numbers, which begin at 1. Not empty.
    pub problems: Vec<(usize, &'r Problem)>,
    /// Their steps that this person can take, in order.
    pub steps: Vec<&'r str>,
}

impl Todo<'_> {
    /// What the steps are for: `For problem 2, userSig expired: joining failed:`, `For problems 1, 2 and 4:`.
    pub(crate) fn heading(&self) -> String {
        match &self.problems[..] {
            [(number, problem)] => format!("For problem {number}, {}:", problem.title),
            [several @ .., (last, _)] => {
                let numbers: Vec<String> = several.iter().map(|(number, _)| number.to_string()).collect();
                format!("For problems {} and {last}:", numbers.join(", "))
            }
            [] => String::new(),
        }
    }
}

/// The steps of all problems by owner. Owners who can act on the most severe problem come first.
pub(in crate::report) fn steps_by_owner<'r>(report: &'r Report<'_>) -> Vec<(Owner, Vec<Todo<'r>>)> {
    let mut all: Vec<(Owner, Vec<Todo<'r>>)> = Vec::new();
    for (number, problem) in (1..).zip(&report.diagnosis.problems) {
        for (owner, steps) in steps_of(problem) {
            let known = all.iter().position(|(known, _)| *known == owner).unwrap_or_else(|| {
                all.push((owner, Vec::new()));
                all.len() - 1
            });
            let todos = &mut all[known].1;
            match todos.iter_mut().find(|todo| todo.steps == steps) {
                Some(todo) => todo.problems.push((number, problem)),
                None => todos.push(Todo { problems: vec![(number, problem)], steps }),
            }
        }
    }
    all
}

/// The steps of a problem by owner, in the order of each owner's first step.
pub(in crate::report) fn steps_of(problem: &Problem) -> Vec<(Owner, Vec<&str>)> {
    let mut all: Vec<(Owner, Vec<&str>)> = Vec::new();
    let owners = problem.fix_by.iter().copied().chain(std::iter::repeat(problem.owner));
    for (step, owner) in problem.fix.iter().zip(owners) {
        match all.iter_mut().find(|(known, _)| *known == owner) {
            Some((_, steps)) => steps.push(step),
            None => all.push((owner, vec![step])),
        }
    }
    all
}

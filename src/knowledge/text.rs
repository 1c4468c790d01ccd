//! Looks up the text of an id and fills in its parameters.

use super::builtin;
use super::file::{CauseText, FixStep};
use super::ids::{Cause, Phrase, Sentence};
use super::template::fill;

impl Cause<'_> {
    /// The text of the cause with its values.
    pub(crate) fn text(self) -> CauseText {
        let Some(template) = builtin::cause(self.id()) else { return CauseText::default() };
        let values = self.values();
        let filled = |text: &Option<String>| text.as_deref().map(|text| fill(text, &values));
        CauseText {
            cause: filled(&template.cause),
            outcome: filled(&template.outcome),
            explanation: filled(&template.explanation),
            fix: template.fix.iter().map(|step| FixStep { by: step.by, text: fill(&step.text, &values) }).collect(),
            owner: template.owner,
        }
    }
}

impl Phrase {
    /// The text of the phrase.
    pub(crate) fn text(self) -> &'static str {
        builtin::phrase(self.id()).unwrap_or_default()
    }
}

impl Sentence<'_> {
    /// The sentence with its values.
    pub(crate) fn text(self) -> String {
        builtin::phrase(self.id()).map(|template| fill(template, &self.values())).unwrap_or_default()
    }
}

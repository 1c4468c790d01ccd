//! The values that the knowledge files hold. Their texts are templates until they are filled in.

use crate::catalog::Owner;

/// A message that the SDK prints, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MessageShape {
    /// Names the shape in error messages of tests.
    pub(crate) id: String,
    /// The wordings of the message, with `{parameter}` for each value; never empty.
    pub(crate) forms: Vec<String>,
    /// What happened and why. Every form has the parameters that it uses.
    pub(crate) explanation: String,
    /// What to do, in order; never empty.
    pub(crate) fix: Vec<String>,
}

/// What a cause rule says about a failure. A part that is absent is left as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CauseText {
    /// The cause, without a full stop.
    pub(crate) cause: Option<String>,
    /// What the failure led to. The title of a problem is cause, colon, outcome.
    pub(crate) outcome: Option<String>,
    /// What happened, then why. Paragraphs are separated by a blank line.
    pub(crate) explanation: Option<String>,
    /// What to do, in order.
    pub(crate) fix: Vec<FixStep>,
    /// Who can act first.
    pub(crate) owner: Option<Owner>,
}

/// One thing to do about a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FixStep {
    /// Who can do it; `None`: the owner of the failure.
    pub(crate) by: Option<Owner>,
    /// What to do.
    pub(crate) text: String,
}

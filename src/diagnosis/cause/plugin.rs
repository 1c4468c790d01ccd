//! A plugin could not be started: it is not registered, its files do not load, or its package was not bought. Evidence: the
//! plugin's own words under 5000, 5998 and 5999.

use super::{Explanation, Failure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::problem::fingerprint::Variant;
use crate::knowledge::Cause;

/// Words for files that did not load.
const FILES: &[&str] = &[
    "network response was not ok", "failed to download", "failed to loadWasm", "failed to loadScript",
    "Failed to fetch", "model not found",
];
/// Words of the server for a package that is missing, with what they are about.
const PACKAGES: &[&str] =
    &["need to buy package", "packages is expired", "packages is not active", "version is not supported"];

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    let is_plugin = failure.operation == Operation::Plugin;
    let has_no_package = PACKAGES.iter().any(|words| failure.says(words));
    let is_refused = failure.operation == Operation::Call && failure.says("Init ") && has_no_package;
    if !is_plugin && !is_refused {
        return None;
    }
    let mut explanation = failure.explanation(Impact::Warning);
    let said = &failure.quoted_message();
    let is_unknown = [5999, 5500].iter().any(|value| failure.root == ErrorCode::new(Family::WebV5, *value));
    if failure.variant == Some(Variant::PluginMissing) {
        explanation.confidence = Confidence::Stated;
        explanation.describe(Cause::PluginNotRegistered);
    } else if has_no_package {
        explanation.describe(Cause::PluginPackageMissing { said });
        Operation::Plugin.outcome().clone_into(&mut explanation.outcome);
    } else if is_unknown && FILES.iter().any(|words| failure.says(words)) {
        explanation.confidence = Confidence::Likely;
        explanation.describe(Cause::PluginFilesMissing { said });
    } else if is_unknown {
        explanation.describe(Cause::PluginFailed { said });
    }
    Some(explanation)
}

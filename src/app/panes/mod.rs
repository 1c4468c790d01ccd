//! The parts of a log's view that can be resized and folded.
//!
//! In: [`PaneAction`]s of the user, and the values that the settings file keeps. Out: the size of each part.
//!
//! - here: [`Panes`], what the user chose
//! - `heights`: [`heights()`], how problems, timeline and entries share the height of the window
//!
//! What always holds: what the user did not choose fits the window; the entries never lose all of their space.

mod heights;

pub use heights::{PaneContent, heights};

use crate::lists::closed_list;

closed_list! {
    /// A part of a log's view.
    Pane {
        /// The list of problems.
        Problems => "problems", "Problems";
        /// The timeline.
        Timeline => "timeline", "Timeline";
        /// The explanation beside the entries.
        Details => "details", "Details";
        /// The catalog's entries in the explanation.
        Catalog => "catalog", "All about the codes";
        /// The picture above the rows that were read from it.
        Picture => "picture", "Picture";
        /// The picture beside the rows, in a wide window.
        WidePicture => "wide-picture", "Picture";
    }
}

/// What the user does to a pane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PaneAction {
    /// Gives it this height or width in points, while the user still drags its edge.
    Resize(Pane, f32),
    /// The size is chosen: it is kept from now on.
    Settle,
    /// Lets its size fit the window again.
    Fit(Pane),
    /// Folds it, or unfolds it.
    Fold(Pane),
}

/// What the user chose for one pane.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct PaneChoice {
    /// Height or width in points; `None` if it fits the window.
    size: Option<f32>,
    /// Whether it is folded; `None` if the user never folded or unfolded it.
    folded: Option<bool>,
}

/// What the user chose for the panes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Panes([PaneChoice; Pane::ALL.len()]);

impl Panes {
    /// Sizes outside these bounds come from a damaged file.
    const BOUNDS: std::ops::RangeInclusive<f32> = 1.0..=16_384.0;

    /// The height or width that the user chose, in points.
    pub fn size(self, pane: Pane) -> Option<f32> {
        self.0[pane as usize].size
    }

    /// Whether a pane is folded.
    pub fn is_folded(self, pane: Pane) -> bool {
        self.0[pane as usize].folded.unwrap_or(pane == Pane::Catalog)
    }

    /// Carries out an action. Returns whether the settings file should be written.
    pub(super) fn apply(&mut self, action: PaneAction) -> bool {
        match action {
            PaneAction::Resize(pane, size) => {
                if Self::BOUNDS.contains(&size) {
                    self.0[pane as usize].size = Some(size);
                }
                return false;
            }
            PaneAction::Settle => {}
            PaneAction::Fit(pane) => self.0[pane as usize].size = None,
            PaneAction::Fold(pane) => self.0[pane as usize].folded = Some(!self.is_folded(pane)),
        }
        true
    }

    /// What the user chose for a pane: its size, and whether it is folded.
    pub(super) fn choice(self, pane: Pane) -> (Option<f32>, Option<bool>) {
        let PaneChoice { size, folded } = self.0[pane as usize];
        (size, folded)
    }

    /// Replaces what the user chose for a pane. A size that no screen has is ignored.
    pub(super) fn choose(&mut self, pane: Pane, (size, folded): (Option<f32>, Option<bool>)) {
        let size = size.filter(|size| Self::BOUNDS.contains(size));
        self.0[pane as usize] = PaneChoice { size, folded };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drag_is_kept_at_its_end() {
        let mut panes = Panes::default();
        assert!(!panes.apply(PaneAction::Resize(Pane::Details, 512.5)), "a drag does not write the file");
        assert!(panes.apply(PaneAction::Settle));
        assert!(panes.apply(PaneAction::Fold(Pane::Problems)));
        assert!(panes.apply(PaneAction::Fold(Pane::Catalog)));
        assert_eq!((panes.is_folded(Pane::Problems), panes.is_folded(Pane::Catalog)), (true, false));
        panes.apply(PaneAction::Fit(Pane::Details));
        assert_eq!(panes.size(Pane::Details), None);
        panes.apply(PaneAction::Resize(Pane::Details, f32::NAN));
        assert_eq!(panes.size(Pane::Details), None);
    }
}

//! The families that catalog files of the user name. They are registered while the program starts, and stay.

use std::sync::RwLock;

/// The names of all registered families.
static FAMILIES: RwLock<Vec<FamilyNames>> = RwLock::new(Vec::new());

#[derive(Clone, Copy, Debug)]
struct FamilyNames {
    id: &'static str,
    title: &'static str,
}

/// A family of the user's own codes: its index among the registered families, so that it is as small as the built-in ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OwnFamily(u8);

impl OwnFamily {
    /// The family with this identifier, which is registered with this title if it is new. `None` if there are too many.
    pub fn register(id: &str, title: &str) -> Option<Self> {
        if let Some(known) = Self::from_id(id) {
            return Some(known);
        }
        let mut families = FAMILIES.write().ok()?;
        let idx = u8::try_from(families.len()).ok()?;
        // Registered once, when the program starts.
        let leak = |text: &str| -> &'static str { Box::leak(text.into()) };
        families.push(FamilyNames { id: leak(id), title: leak(title) });
        Some(Self(idx))
    }

    /// The family with this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::all().find(|family| family.id() == id)
    }

    /// All registered families, in the order in which they were registered.
    pub fn all() -> impl Iterator<Item = Self> {
        let count = FAMILIES.read().map_or(0, |families| families.len());
        (0..count).filter_map(|idx| u8::try_from(idx).ok().map(Self))
    }

    /// The identifier used in files, on the command line and in JSON.
    pub fn id(self) -> &'static str {
        self.names().map_or("", |names| names.id)
    }

    /// The name shown to people.
    pub fn title(self) -> &'static str {
        self.names().map_or("", |names| names.title)
    }

    fn names(self) -> Option<FamilyNames> {
        FAMILIES.read().ok()?.get(usize::from(self.0)).copied()
    }
}

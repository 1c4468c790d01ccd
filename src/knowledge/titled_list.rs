//! Enums whose titles are in `titles.json`.

/// Declares an enum of a closed list: an identifier for files and JSON for each variant. `titles.json` has the titles
/// under the name of the list, a full stop and the identifier: `effect.never-got-in`.
macro_rules! titled_list {
    ($(#[$meta:meta])* $name:ident in $list:literal { $($(#[$vmeta:meta])* $variant:ident => $id:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// All values, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name of the list in `titles.json`.
            pub const LIST: &'static str = $list;

            /// The identifier used in files, on the command line and in JSON.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }

            /// The name shown to people.
            pub fn title(self) -> &'static str {
                $crate::knowledge::builtin::title(match self { $(Self::$variant => concat!($list, ".", $id)),+ })
            }

            /// The value with this identifier.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.id() == id)
            }
        }
    };
}

pub(crate) use titled_list;

//! Enums of closed lists, whose values have an identifier for files and a title for people.

/// Declares an enum of a closed list: for each variant the identifier used in files and JSON, and the title shown to people.
macro_rules! closed_list {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident => $id:literal, $title:expr;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// All values, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier used in files, on the command line and in JSON.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }

            /// The name shown to people.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// The value with this identifier.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.id() == id)
            }
        }
    };
    // A list that users can extend: `open Other(Type);` is a value that is not in `ALL`.
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident => $id:literal, $title:expr;)+ }
     $(#[$ometa:meta])* open $open:ident($type:ty);) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ $(#[$ometa])* $open($type) }

        impl $name {
            /// The values that are built in, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// All values, in the order in which they are shown: those that are built in, then the user's.
            pub fn all() -> impl Iterator<Item = Self> {
                Self::ALL.iter().copied().chain(<$type>::all().map(Self::$open))
            }

            /// The identifier used in files, on the command line and in JSON.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ Self::$open(value) => value.id() }
            }

            /// The name shown to people.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)+ Self::$open(value) => value.title() }
            }

            /// The value with this identifier.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::all().find(|value| value.id() == id)
            }
        }
    };
}

pub(crate) use closed_list;

//! Enums whose titles are in `titles.json`.

/// Declares a [closed list](crate::lists) whose titles are in `titles.json`, under the name of the list, a full stop and the
/// identifier: `effect.never-got-in`.
macro_rules! titled_list {
    ($(#[$meta:meta])* $name:ident in $list:literal { $($(#[$vmeta:meta])* $variant:ident => $id:literal;)+ }) => {
        $crate::lists::closed_list! {
            $(#[$meta])*
            $name {
                $($(#[$vmeta])* $variant => $id, $crate::knowledge::builtin::title(concat!($list, ".", $id));)+
            }
        }

        impl $name {
            /// The name of the list in `titles.json`.
            pub const LIST: &'static str = $list;
        }
    };
}

pub(crate) use titled_list;

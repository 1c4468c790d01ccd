//! How a problem is judged: what it did to the call, and how sure the diagnosis is of its cause.

/// Declares an enum with an identifier for files and JSON, and a title for people.
macro_rules! judgement {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident => $id:literal, $title:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// All values, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier used in files and JSON.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }

            /// What a person calls it.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }
        }
    };
}

judgement! {
    /// What a problem did to the call; the gravest comes first, and problems are ranked in this order.
    Effect {
        /// A user did not get into the room.
        NeverGotIn => "never-got-in", "never got in";
        /// A user was in the room and lost it.
        DroppedOut => "dropped-out", "dropped out";
        /// Sound or picture was not sent, received, captured or played.
        LostMedia => "lost-media", "lost media";
        /// The call went on; something was refused, retried or is worse than it should be.
        Warning => "warning", "warning";
        /// Expected in normal use, or without any consequence.
        Aside => "by-the-way", "by the way";
    }
}

judgement! {
    /// How sure the diagnosis is of a problem's cause; the surest comes first.
    Confidence {
        /// Cause and effect stand together in one entry of the log.
        Stated => "stated", "stated in the log";
        /// The log gives them apart, close together, and they are known to go together.
        Likely => "likely", "likely";
        /// One of several causes that fit; the log does not tell which.
        Possible => "possible", "possible";
    }
}

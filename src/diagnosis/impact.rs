//! How a problem is judged: what it did to the call, and how sure the diagnosis is of its cause.

use crate::catalog::closed_list;

closed_list! {
    /// What a problem did to the call; the gravest comes first, and problems are ranked in this order.
    Impact {
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

closed_list! {
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

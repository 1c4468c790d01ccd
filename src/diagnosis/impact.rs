//! What a problem did to the call, and how certain its cause is.

use crate::knowledge::titled_list;

titled_list! {
    /// What a problem did to the call, most severe first; problems are ranked in this order.
    Impact in "effect" {
        /// A user did not get into the room.
        NeverGotIn => "never-got-in";
        /// A user was in the room and dropped out.
        DroppedOut => "dropped-out";
        /// Sound or picture was not sent, received, captured or played.
        LostMedia => "lost-media";
        /// The call continued; something was refused, retried or is worse than it should be.
        Warning => "warning";
        /// Expected in normal use, or without any consequence.
        Aside => "by-the-way";
    }
}

titled_list! {
    /// How certain a problem's cause is, most certain first.
    Confidence in "confidence" {
        /// Cause and effect are in one entry of the log.
        Stated => "stated";
        /// They are in different entries that are close together, and this cause is known to have this effect.
        Likely => "likely";
        /// One of several causes that fit; the log does not decide between them.
        Possible => "possible";
    }
}

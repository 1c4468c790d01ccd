//! Messages that carry another message; `{inner}` is explained in its own right where it can be.

use super::pattern::Shape;

pub(super) static SHAPES: &[Shape] = &[
    Shape {
        forms: &["failed to subscribe {user} {kind} stream, reason: {inner}"],
        explanation: "The {kind} stream of the remote user `{user}` could not be received. {inner}",
        fix: &["Subscribe again when `stream-added` reports the {kind} stream of `{user}` the next time."],
    },
    Shape {
        forms: &["'{api}' failed, reason: {inner}"],
        explanation: "`{api}()` did not succeed. {inner}",
        fix: &["Look for the SDK's own ERROR lines just before `{api}()` failed; the first of them is the cause."],
    },
    Shape {
        forms: &[
            "'{api}' got server error: {inner}, please check the SDK documentation",
            "'{api}' got server error: {inner}",
        ],
        explanation: "`{api}()` failed on the server's side. {inner}",
        fix: &[
            "Take the server's code from `extraCode` of this error and act on that code.",
            "If `extraCode` is 0, no answer came at all: check the network and call `{api}()` again.",
        ],
    },
    Shape {
        forms: &["recoverCapture() failed, {inner}"],
        explanation: "Capture had broken off, and the SDK's attempt to start it again failed as well. {inner}",
        fix: &["Let the user check the device, then call `switchDevice()` with one from `getCameras()` or \
                `getMicrophones()`."],
    },
    Shape {
        forms: &["reJoin fail RtcError: {inner}", "reJoin fail {inner}"],
        explanation: "After a lost connection the SDK tried to enter the room again by itself, and failed. {inner}",
        fix: &["Call `leave()` and then `join()` once the network is back."],
    },
];

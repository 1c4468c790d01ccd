//! Relaying to a CDN, mixing streams in the cloud, and changing roles: what the server answered.

use super::pattern::Shape;

pub(super) static SHAPES: &[Shape] = &[
    // the parameters of a mix
    Shape {
        forms: &["'config.videoFramerate' should be an integer between 0 and 30"],
        explanation: "The `videoFramerate` passed to `startMixTranscode()` is not a whole number from 1 to 30.",
        fix: &["Pass a whole number from 1 to 30 as `videoFramerate`; 15 is usual."],
    },
    Shape {
        forms: &["'config.videoGOP' should be an integer between 1 and 8"],
        explanation: "The `videoGOP` (seconds between key frames) passed to `startMixTranscode()` is not a whole \
                      number from 1 to 8.",
        fix: &["Pass a whole number from 1 to 8 as `videoGOP`; 2 is usual."],
    },
    Shape {
        forms: &["'config.audioBitrate' should be an integer between 32 and 192"],
        explanation: "The `audioBitrate` passed to `startMixTranscode()` is not a whole number from 32 to 192 \
                      (kbps).",
        fix: &["Pass a whole number from 32 to 192 as `audioBitrate`; 64 is usual."],
    },
    Shape {
        forms: &["'config.mixUsers' must contain self"],
        explanation: "The list `mixUsers` of `startMixTranscode()` lacks the user who makes the call.",
        fix: &["Add an entry with the own `userId` to `mixUsers`, with its size and place in the picture."],
    },
    Shape {
        forms: &["'config.videoWidth' and 'config.videoHeight' of output stream should be contain all mix stream"],
        explanation: "At least one stream of `mixUsers` reaches beyond the output picture of \
                      `startMixTranscode()`.",
        fix: &[
            "For every entry keep `locationX + width` within `videoWidth` and `locationY + height` within \
             `videoHeight`.",
            "Or make `videoWidth` and `videoHeight` larger.",
        ],
    },
    Shape {
        forms: &["'{param}' is required and must be between 1 and 15"],
        explanation: "`{param}`, the layer of a stream in the mixed picture, is missing or not from 1 to 15.",
        fix: &["Give every entry of `mixUsers` its own `zOrder` from 1 (bottom) to 15 (top)."],
    },
    // the order of calls
    Shape {
        forms: &["please call startMixTranscode() after join()"],
        explanation: "`startMixTranscode()` was called before the client was in a room.",
        fix: &["Wait for the promise of `join()`, then call `startMixTranscode()`."],
    },
    Shape {
        forms: &[
            "please call stopMixTranscode() after startMixTranscode()",
            "mixTranscode has not been started",
            "mixTranscode hasn't been started",
        ],
        explanation: "`stopMixTranscode()` was called while no mix of this client was running: none was started, or \
                      starting it failed.",
        fix: &["Call `stopMixTranscode()` only after the promise of `startMixTranscode()` was fulfilled."],
    },
    Shape {
        forms: &["please call startPublishCDNStream() before client join the room or after"],
        explanation: "`startPublishCDNStream()` was called in a room in which this client sends no stream yet.",
        fix: &["Call it before `join()`, or after the promise of `publish()` was fulfilled."],
    },
    Shape {
        forms: &[
            "please call startPublishCDNStream() before stopPublishCDNStream()",
            "publish CDN stream hasn't been started",
        ],
        explanation: "`stopPublishCDNStream()` was called while nothing of this client was being relayed to a CDN.",
        fix: &["Call `stopPublishCDNStream()` only after the promise of `startPublishCDNStream()` was fulfilled."],
    },
    // what the server answered
    Shape {
        forms: &["{api} failed, errCode: undefined errMsg: undefined"],
        explanation: "The server answered `{api}()` without a code and without words, so the log cannot tell why it \
                      refused.",
        fix: &[
            "Call `{api}()` once more; the state may have changed meanwhile.",
            "If it fails again, send this log with sdkAppId, room, userId and time to the vendor's support.",
        ],
    },
    Shape {
        forms: &["{api} failed, errCode: {code}, errMsg: {words}", "{api} failed, errCode: {code} errMsg: {words}"],
        explanation: "The server refused `{api}` with code {code} and {words}.",
        fix: &[
            "Act on the server's code {code}, not on the SDK's own code beside it.",
            "Check what was passed to `{api}` against the words of the answer.",
        ],
    },
    Shape {
        forms: &["startMixTranscode failed, errMsg: {words}"],
        explanation: "The server refused to mix the streams and answered {words}. A number in these words may be a \
                      room id.",
        fix: &[
            "Look at the ERROR line just before: it has the server's own code (`errCode`).",
            "Check that all users of `mixUsers` are in the room and sending, and that relaying and mixing are \
             enabled for the application in the console.",
        ],
    },
    Shape {
        forms: &["startPublishCDNStream failed, errMsg: {words}"],
        explanation: "The server refused to relay the stream to the CDN and answered {words}.",
        fix: &[
            "Look at the ERROR line just before: it has the server's own code (`errCode`).",
            "Use a `streamId` that no other stream of the application has at the moment, and check that relaying to \
             a CDN is enabled in the console.",
        ],
    },
    Shape {
        forms: &["stopPublishCDNStream failed, errMsg: {words}", "stopMixTranscode failed, errMsg: {words}"],
        explanation: "The server refused to end the task and answered {words}; the task may have ended already.",
        fix: &["Check whether the task still runs before ending it again; it ends by itself when its user leaves \
                the room."],
    },
];

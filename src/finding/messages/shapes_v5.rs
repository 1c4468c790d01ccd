//! Shapes that only SDK v5 has; those it shares with v4 stand with the parameters.

use super::pattern::Shape;

pub(super) static SHAPES: &[Shape] = &[
    Shape {
        forms: &["at least one of 'roomId'(between [1, 4294967294]) and 'strRoomId'(not empty) is required"],
        explanation: "`enterRoom()` was called without a room: neither `roomId` nor `strRoomId` had a usable \
                      value.",
        fix: &[
            "Pass `roomId` (a number from 1 to 4294967294) or `strRoomId` (text) to `enterRoom()`, one of the two.",
            "All participants of a room must use the same kind.",
        ],
    },
    Shape {
        forms: &["'EnterRoomConfig' must be an integer but go a string"],
        explanation: "`roomId` reached `enterRoom()` as text. The message names the whole argument, \
                      `EnterRoomConfig`; its `roomId` is meant.",
        fix: &[
            "Convert it: `roomId: parseInt(roomId, 10)`.",
            "Or pass the text as `strRoomId`, on every client of the room.",
        ],
    },
    Shape {
        forms: &["'{param}' must be an integer but go a string"],
        explanation: "`{param}` must be a whole number, and text was passed.",
        fix: &["Convert it with `parseInt(value, 10)`, or pass the text as `strRoomId` on every client of the room."],
    },
    Shape {
        forms: &["'EnterRoomConfig' must be an integer between [1, 4294967294]"],
        explanation: "`roomId` passed to `enterRoom()` is outside 1 to 4294967294 or not whole. The message names \
                      the whole argument, `EnterRoomConfig`; its `roomId` is meant.",
        fix: &[
            "Pass a whole number from 1 to 4294967294 as `roomId`.",
            "For longer numbers or text use `strRoomId`, on every client of the room.",
        ],
    },
    Shape {
        forms: &["'{param}' must be an integer between [1, 4294967294]. thrown from {api}()"],
        explanation: "`{param}` passed to `{api}()` is outside 1 to 4294967294 or not whole.",
        fix: &["Pass a whole number from 1 to 4294967294 as `{param}`, or use `strRoomId` on every client of the \
                room."],
    },
    Shape {
        forms: &["'streamType' is required when 'userId' is not '*', calling {api}()"],
        explanation: "`{api}()` was called for one user without saying which of the user's streams is meant.",
        fix: &[
            "Pass `streamType: TRTC.TYPE.STREAM_TYPE_MAIN` (camera) or `STREAM_TYPE_SUB` (screen) to `{api}()`.",
            "Or pass `userId: '*'` to mean everybody.",
        ],
    },
    Shape {
        forms: &["cannot {api} because you are not enter room yet"],
        explanation: "`{api}()` was called before `enterRoom()` had finished, or after `exitRoom()`.",
        fix: &["Wait for the promise of `enterRoom()`, then call `{api}()`."],
    },
    Shape {
        forms: &["you need to enable SEI in TRTC.create"],
        explanation: "`sendSEIMessage()` was called on an instance that was created without SEI messages.",
        fix: &["Pass `enableSEI: true` to `TRTC.create()`."],
    },
    Shape {
        forms: &["{api} abort: not started"],
        explanation: "`{api}()` was to change something that was not running.",
        fix: &["Start it first (`startLocalVideo()` before `updateLocalVideo()`, and so on) and wait for its \
                promise."],
    },
    Shape {
        forms: &["NotAllowedError, you have disabled screen share access"],
        explanation: "The screen was not shared: the user closed the browser's dialog without choosing, or page or \
                      system do not allow sharing.",
        fix: &[
            "Treat it as \"cancelled\" and let the user call `startScreenShare()` again with a click.",
            "If no dialog appeared, allow the browser to record the screen in the operating system's settings.",
            "In an `iframe` add `allow=\"display-capture\"`.",
        ],
    },
    Shape {
        forms: &["NotAllowedError, you have disabled {device} access"],
        explanation: "The {device} was refused: by the user in the browser's dialog (also on an earlier visit), by \
                      the page's own policy, or by the operating system.",
        fix: &[
            "Allow the {device} for the site (icon left of the address), then reload the page.",
            "In an `iframe` add `allow=\"{device}\"`; the header `Permissions-Policy` must not forbid it.",
            "If the site is allowed, allow the browser in the operating system's privacy settings.",
        ],
    },
    Shape {
        forms: &["DEVICE_ERROR: {param}, {words}, error: {got}. thrown from {api}()"],
        explanation: "`{api}()` could not use its device: the browser threw {param} and said {got}.",
        fix: &["Act on {param}, and check the device and the browser's permission for it."],
    },
];

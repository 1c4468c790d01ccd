//! `INVALID_PARAMETER` of SDK v4, and the shapes v5 shares with it: which parameter of which call.

use super::pattern::Shape;

pub(super) static SHAPES: &[Shape] = &[
    // a value is missing
    Shape {
        forms: &["'{param}' is a required param when calling {api}(), received: undefined"],
        explanation: "`{api}()` was called without `{param}`, which it cannot do without.",
        fix: &[
            "Pass `{param}` in the call to `{api}()`.",
            "If the code does set it, log the value right before the call: it is `undefined` at that moment, often \
             because it is loaded later or its key is spelled differently.",
        ],
    },
    Shape {
        forms: &["'{param}' is a required param when calling {api}(), received: {got}"],
        explanation: "`{api}()` needs a value for `{param}`; it received {got}.",
        fix: &["Pass a real value for `{param}` in the call to `{api}()`, and wait until it is known before \
                calling."],
    },
    Shape {
        forms: &["'{param}' cannot be '{got}' when calling {api}()"],
        explanation: "`{param}` passed to `{api}()` was {got}, which is not allowed there.",
        fix: &[
            "Give `{param}` a real value in the call to `{api}()`.",
            "Check that it is filled by then: an input field left blank or a request still under way gives such \
             values.",
        ],
    },
    Shape {
        forms: &["userId cannot be all spaces"],
        explanation: "The `userId` passed to `createClient()` is empty or consists of blanks.",
        fix: &["Pass the user's id, with at least one visible character, as `userId` to `createClient()`."],
    },
    Shape {
        forms: &["stream is undefined or null"],
        explanation: "A stream was expected, and the call received nothing.",
        fix: &["Pass the remote stream that the `stream-added` event brings (`event.stream`), or the local stream \
                that `createStream()` returned."],
    },
    Shape {
        forms: &["appId is required <INVALID_PARAMETER", "appId is required"],
        explanation: "Publishing to a CDN of another vendor needs `appId`, `bizId` and `url`; `appId` was missing.",
        fix: &["Pass `appId` and `bizId` from the console's page on relaying live streams, together with `url`, to \
                `startPublishCDNStream()`; for Tencent's own CDN, leave `url` out as well."],
    },
    // a value has the wrong type
    Shape {
        forms: &["'{owner}sdkAppId' must be type of number when calling {api}(), received type: {got}"],
        explanation: "`sdkAppId` must reach `{api}()` as a number; it received a value of type {got}.",
        fix: &["Write `sdkAppId: 1400000000` without quotation marks, or convert it with `Number(sdkAppId)`."],
    },
    Shape {
        forms: &["'{owner}userId' must be type of string when calling {api}(), received type: {got}"],
        explanation: "`userId` must reach `{api}()` as a string; it received a value of type {got}.",
        fix: &["Convert it with `String(userId)` in the call to `{api}()`.", "Sign the userSig for the same string."],
    },
    Shape {
        forms: &["userId.trim is not a function"],
        explanation: "`userId` reached `createClient()` as something other than a string; this old SDK does not \
                      check it.",
        fix: &["Convert it with `String(userId)` in the call to `createClient()`, and sign the userSig for the same \
                string."],
    },
    Shape {
        forms: &["(reading 'getMediaStream')"],
        explanation: "`publish()` was called without a stream; this old SDK does not check it.",
        fix: &["Pass the stream that `createStream()` returned, once its `initialize()` has finished, to \
                `publish()`."],
    },
    Shape {
        forms: &[".isRemote is not a function"],
        explanation: "`subscribe()` or `unsubscribe()` received an object that is not a stream of the SDK.",
        fix: &["Pass the object of the `stream-added` event, `event.stream`, unchanged."],
    },
    Shape {
        forms: &["'{param}' must be type of {type} when calling {api}(), received type: {got}"],
        explanation: "`{param}` passed to `{api}()` must be of type {type}; it received a value of type {got}.",
        fix: &["Convert `{param}` to {type} before the call to `{api}()`, or pass another value there."],
    },
    Shape {
        forms: &["'{param}' must be instanceof RemoteStream when calling {api}(), received type: {got}"],
        explanation: "`{api}()` works on remote streams only; `{param}` was something else (type {got}), such as a \
                      local stream or a plain object.",
        fix: &["Pass the object of the `stream-added` event, `event.stream`, unchanged to `{api}()`."],
    },
    Shape {
        forms: &["try to subscribe a local stream"],
        explanation: "`subscribe()` was called with a local stream; only streams of other users can be subscribed \
                      to.",
        fix: &[
            "Pass `event.stream` of the `stream-added` event to `subscribe()`.",
            "To see the own picture, call `play()` on the local stream.",
        ],
    },
    Shape {
        forms: &["'{param}' must be instanceof MediaStreamTrack when calling {api}(), received type: {got}"],
        explanation: "`{param}` passed to `{api}()` must be a `MediaStreamTrack`; it received a value of type \
                      {got}.",
        fix: &["Take the track out of its stream first: `stream.getVideoTracks()[0]` of a browser's stream, \
                `getVideoTrack()` of an SDK's stream (and the same for audio), and check that it is there."],
    },
    Shape {
        forms: &["'{param}' must be instanceof {type} when calling {api}(), received type: {got}"],
        explanation: "`{param}` passed to `{api}()` must be an instance of {type}; it received a value of type \
                      {got}.",
        fix: &["Pass an object of class {type} as `{param}` to `{api}()`, not a copy of its fields."],
    },
    Shape {
        forms: &["interval must be a number"],
        explanation: "The interval of `enableAudioVolumeEvaluation()`, in milliseconds, was not a number.",
        fix: &["Pass a number to `enableAudioVolumeEvaluation()`: 2000, for example; 0 or less turns it off."],
    },
    // a value is out of range
    Shape {
        forms: &["'{owner}role' must be one of {values} when calling {api}(), received: {got}"],
        explanation: "The role passed to `{api}()` must be one of {values}; it received {got}.",
        fix: &["Pass `anchor` for users who send, `audience` for users who only watch, as the role in `{api}()`."],
    },
    Shape {
        forms: &["role could only be set to a value as anchor or audience"],
        explanation: "The role passed to `switchRole()` or `join()` is neither `anchor` nor `audience`.",
        fix: &["Pass `anchor` for users who send, `audience` for users who only watch."],
    },
    Shape {
        forms: &["'clientConfig.mode' must be one of {values} when calling {api}(), received: {got}"],
        explanation: "The `mode` passed to `{api}()` must be one of {values}; it received {got}.",
        fix: &["Pass `rtc` for calls, `live` for broadcasts with an audience, as `mode` to `{api}()`; names of \
                scenes from other platforms' SDKs are not accepted."],
    },
    Shape {
        forms: &["'{param}' must be one of {values} when calling {api}(), received: {got}"],
        explanation: "`{param}` passed to `{api}()` must be one of {values}; it received {got}.",
        fix: &["Pass one of {values}, with the same capitals and type, as `{param}` to `{api}()`."],
    },
    Shape {
        forms: &["'{param}' cannot be less than 0 when calling {api}()"],
        explanation: "`{param}` passed to `{api}()` was negative.",
        fix: &["Pass 0 or more as `{param}` to `{api}()`; check the sum it is computed from."],
    },
    Shape {
        forms: &[
            "'{param}' must be an integer between [1, 4294967294] when useStringRoomId is false",
            "{param} must be validate integer when useStringRoomId is false",
        ],
        explanation: "`{param}` passed to `join()` must be a whole number from 1 to 4294967294, given as a number, \
                      as long as `useStringRoomId` is off.",
        fix: &[
            "Convert the room id with `parseInt(roomId, 10)` if it comes as text, and keep it between 1 and \
             4294967294.",
            "For room names with letters pass `useStringRoomId: true` to `createClient()`, on every client of the \
             room.",
        ],
    },
    Shape {
        forms: &[
            "'{param}' must be validate string when useStringRoomId is true",
            "{param} must be validate string when useStringRoomId is true",
        ],
        explanation: "`{param}` passed to `join()` must be a string, since the client was created with \
                      `useStringRoomId: true`; only letters, digits and common punctuation are allowed, 64 bytes at \
                      most.",
        fix: &[
            "Pass `String(roomId)`, without blanks and Chinese characters.",
            "Or leave `useStringRoomId` out of `createClient()` and use numbers, on every client of the room.",
        ],
    },
    Shape {
        forms: &["'{param}' can only consist of uppercase and lowercase english letters"],
        explanation: "`{param}` contains characters beyond letters, digits, hyphens and underscores, or is empty.",
        fix: &["Build `{param}` from a-z, A-Z, 0-9, `-` and `_` alone; encode user names and room names before \
                using them."],
    },
    Shape {
        forms: &["streamId must be a sting literal within 64 bytes"],
        explanation: "The `streamId` passed to `createClient()` or to a CDN call is not a string, is empty, or is \
                      longer than 64 bytes.",
        fix: &["Pass a string of 1 to 64 bytes as `streamId`, or leave it out to let the service choose one."],
    },
    Shape {
        forms: &["userDefineRecordId must be a sting literal contains"],
        explanation: "The `userDefineRecordId` passed to `createClient()` is empty, is longer than 64 bytes, or \
                      contains something other than letters, digits, underscores and hyphens.",
        fix: &["Pass 1 to 64 characters of a-z, A-Z, 0-9, `_` and `-` as `userDefineRecordId`, or leave it out."],
    },
    Shape {
        forms: &["userDefinePushArgs must be a sting literal within 256 bytes"],
        explanation: "The `userDefinePushArgs` passed to `createClient()` is not a string, is empty, or is longer \
                      than 256 bytes.",
        fix: &["Pass a query string of at most 256 bytes as `userDefinePushArgs`, or leave it out."],
    },
    Shape {
        forms: &["pureAudioPushMode must be 1 or 2", "pureAudioPushMode must be an integer number"],
        explanation: "The `pureAudioPushMode` passed to `createClient()` is neither 1 nor 2.",
        fix: &["Pass the number 1 or 2 as `pureAudioPushMode`, or leave it out."],
    },
    Shape {
        forms: &["proxy server url must start with \"wss://\"", "proxy server url shall be started with \"wss://\""],
        explanation: "The address passed to `setProxyServer()` is not that of a secure WebSocket.",
        fix: &["Pass an address that begins with `wss://` to `setProxyServer()`, before `join()`."],
    },
    Shape {
        forms: &["small stream profile is invalid"],
        explanation: "`setSmallStreamProfile()` received a width, height, frame rate or bitrate that is missing or \
                      not positive.",
        fix: &["Pass `{ width, height, framerate, bitrate }` to `setSmallStreamProfile()`, all of them positive \
                numbers."],
    },
    Shape {
        forms: &["remoteStream is invalid"],
        explanation: "`setRemoteVideoStreamType()` received something that is not a remote stream.",
        fix: &["Pass the stream of the `stream-added` event (`event.stream`) as the first argument."],
    },
    Shape {
        forms: &["you can not update both userId and all"],
        explanation: "One call named a single user and all users at once; it can address only one of the two.",
        fix: &["Pass either `userId` or `all`, and make two calls if both are meant."],
    },
    Shape {
        forms: &["experimental api {api} does not exist"],
        explanation: "`callExperimentalAPI()` was asked for `{api}`, which this version of the SDK does not have.",
        fix: &["Check the spelling of `{api}`, and whether the loaded SDK is new enough to have it."],
    },
    // where pictures go
    Shape {
        forms: &["'{param}' is not found in the document object when calling {api}()"],
        explanation: "The page has no element for `{param}` at the moment of `{api}()`.",
        fix: &[
            "Call `{api}()` only after the element is in the page: in Vue after `nextTick()`, in React inside \
             `useEffect`.",
            "Check that the id passed as `{param}` is the element's id, without `#`.",
        ],
    },
    Shape {
        forms: &["to '{param}' must be instanceof HTMLDivElement when calling {api}(), received: {got}"],
        explanation: "`{api}()` puts its player into a `div`; the element given as `{param}` is {got}.",
        fix: &["Pass the id of an empty `<div>` as `{param}` to `{api}()`, not that of a `<video>` or other \
                element."],
    },
    // createStream()
    Shape {
        forms: &["LocalStream must be created by createStream() with either audio/video or audioSource/videoSource"],
        explanation: "`createStream()` was asked both to capture by itself (`audio`, `video`) and to use given \
                      tracks (`audioSource`, `videoSource`).",
        fix: &["Pass `audio` and `video` to have the SDK capture, or `audioSource` and `videoSource` for own \
                tracks, never a mixture."],
    },
    Shape {
        forms: &["audio/screenAudio cannot be both true", "audio/screenAudio options are mutually exclusive"],
        explanation: "`createStream()` was asked for the microphone and for the sound of the shared screen in one \
                      stream.",
        fix: &[
            "Set either `audio` or `screenAudio` to true, not both.",
            "To send both, share the screen in a second stream with `screenAudio: true`, or mix the tracks with Web \
             Audio and pass the result as `audioSource`.",
        ],
    },
    Shape {
        forms: &["screen/video cannot be both true", "screen/video options are mutually exclusive"],
        explanation: "`createStream()` was asked for the camera and for the screen in one stream.",
        fix: &["Create two streams, one with `video: true` and one with `screen: true`."],
    },
    Shape {
        forms: &[
            "when screen is true, screenAudio can be configured",
            "screenAudio options are configurable while screen options is true",
        ],
        explanation: "`createStream()` was asked for the screen's sound (`screenAudio`) without the screen itself.",
        fix: &["Pass `screen: true` together with `screenAudio: true`, or leave `screenAudio` out."],
    },
    // SEI messages and custom messages
    Shape {
        forms: &["buffer cannot be empty"],
        explanation: "The message to be sent was empty.",
        fix: &["Pass an `ArrayBuffer` with at least one byte: `new TextEncoder().encode(text).buffer`."],
    },
    Shape {
        forms: &["buffer size({size}) is over 1000 Bytes"],
        explanation: "The message to be sent has {size} bytes; 1000 bytes are the most for one message.",
        fix: &["Send at most 1000 bytes per message: shorten the content, or split it over several calls."],
    },
    Shape {
        forms: &["buffer size is over 1000 Bytes"],
        explanation: "The message to be sent is longer than 1000 bytes, the most for one message.",
        fix: &["Send at most 1000 bytes per message: shorten the content, or split it over several calls."],
    },
    Shape {
        forms: &["please call sendSEIMessage() after publish() success"],
        explanation: "`sendSEIMessage()` was called before the local stream was published; the message travels \
                      inside its video.",
        fix: &["Wait for the promise of `publish()`, then call `sendSEIMessage()`."],
    },
];

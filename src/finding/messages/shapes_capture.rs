//! Cameras, microphones, screens and playback: what the browser refused, told from the call and the exception's name.

use super::pattern::Shape;

pub(super) static SHAPES: &[Shape] = &[
    // no device at all
    Shape {
        forms: &["no camera detected, please check your camera", "no camera detected, but you are trying to get video"],
        explanation: "The stream asks for a picture (`video: true`), and the browser sees no camera on this \
                      computer.",
        fix: &[
            "Connect a camera, or enable it in the system's settings, and reload the page.",
            "Ask `TRTC.getCameras()` first and create the stream with `video: false` where the list is empty.",
        ],
    },
    Shape {
        forms: &[
            "no microphone detected, please check your microphone",
            "no microphone detected, but you are trying to get audio",
        ],
        explanation: "The stream asks for sound (`audio: true`), and the browser sees no microphone on this \
                      computer.",
        fix: &[
            "Connect a microphone or headset, or enable it in the system's settings, and reload the page.",
            "Ask `TRTC.getMicrophones()` first and create the stream with `audio: false` where the list is empty.",
        ],
    },
    // playback
    Shape {
        forms: &[
            "{kind} play failed，browser exception: NotAllowedError",
            "{kind} play failed, browser exception: NotAllowedError",
        ],
        explanation: "The browser did not let the {kind} player start by itself: the user has not clicked or typed \
                      on the page yet (autoplay policy).",
        fix: &[
            "On this error show a button, and call the stream's `resume()` in its click handler.",
            "Or have the user click before the call begins: on a \"Join\" button, for example.",
        ],
    },
    Shape {
        forms: &["play() failed because the user didn't interact with the document first", "NotAllowedError: play() "],
        explanation: "The browser did not let a player start by itself: the user has not clicked or typed on the \
                      page yet (autoplay policy).",
        fix: &[
            "On this error show a button, and call the stream's `resume()` in its click handler.",
            "Or have the user click before the call begins: on a \"Join\" button, for example.",
        ],
    },
    Shape {
        forms: &["{kind} play failed，browser exception: {words}", "{kind} play failed, browser exception: {words}"],
        explanation: "The {kind} player could not start; the browser says {words}.",
        fix: &[
            "Call the stream's `resume()`, in a click handler if it fails again.",
            "If it is an AbortError, look for a second `play()` or a removed element at the same moment.",
        ],
    },
    // screen sharing
    Shape {
        forms: &[
            "getDisplayMedia error observed NotAllowedError: Permission denied by system",
            "getDisplayMedia error: NotAllowedError: Permission denied by system",
        ],
        explanation: "The operating system does not let the browser record the screen.",
        fix: &[
            "On macOS allow the browser under System Settings, Privacy & Security, Screen Recording, and restart \
             it.",
            "On Windows and Linux look for a company policy or portal that forbids screen capture.",
        ],
    },
    Shape {
        forms: &["getDisplayMedia error observed NotAllowedError", "getDisplayMedia error: NotAllowedError"],
        explanation: "The screen was not shared: the user closed the browser's dialog without choosing, or page or \
                      system do not allow sharing.",
        fix: &[
            "Treat it as \"cancelled\" and let the user start sharing again with a click.",
            "In an `iframe` add `allow=\"display-capture\"`.",
            "If no dialog appeared, allow the browser to record the screen in the operating system's settings.",
        ],
    },
    Shape {
        forms: &["getDisplayMedia error observed NotReadableError", "getDisplayMedia error: NotReadableError"],
        explanation: "The user chose a screen or window, and the operating system did not hand over its picture.",
        fix: &[
            "Try another window or the whole screen, and close other programs that record it.",
            "Allow the browser to record the screen in the operating system's settings, then restart it.",
        ],
    },
    Shape {
        forms: &["getDisplayMedia error observed InvalidStateError", "getDisplayMedia error: InvalidStateError"],
        explanation: "Sharing the screen must start from a click on the page, and this call did not.",
        fix: &["Call `initialize()` of the screen stream directly in the click handler, with no waiting before it."],
    },
    Shape {
        forms: &["getDisplayMedia error observed {words}", "getDisplayMedia error: {words}"],
        explanation: "The screen could not be captured; the browser says {words}.",
        fix: &["Let the user try again from a click, with another window or the whole screen."],
    },
    // camera and microphone
    Shape {
        forms: &[
            "getUserMedia error observed NotAllowedError: Permission denied by system",
            "getUserMedia error: NotAllowedError: Permission denied by system",
            "NotAllowedError: Permission denied by system <INITIALIZE_FAILED",
        ],
        explanation: "The operating system does not let the browser use the camera or microphone; the page itself \
                      may be allowed.",
        fix: &[
            "Allow the browser under the system's privacy settings for camera and microphone.",
            "Restart the browser afterwards.",
        ],
    },
    Shape {
        forms: &["NotAllowedError: Permission dismissed"],
        explanation: "The user closed the browser's question about camera or microphone without an answer.",
        fix: &["Explain why the device is needed, then call `initialize()` again from a click; answer \"Allow\"."],
    },
    Shape {
        forms: &[
            "getUserMedia error observed NotAllowedError",
            "getUserMedia error: NotAllowedError",
            "getUserMedia error observed Permission denied",
            "NotAllowedError: {words} <INITIALIZE_FAILED",
            "Permission denied <INITIALIZE_FAILED",
        ],
        explanation: "Camera or microphone were refused: by the user in the browser's dialog (also on an earlier \
                      visit), by the page's own policy, or by the operating system.",
        fix: &[
            "Allow camera and microphone for the site (icon left of the address), then reload the page.",
            "In an `iframe` add `allow=\"camera; microphone\"`; the header `Permissions-Policy` must not forbid \
             them.",
            "If the site is allowed, allow the browser in the operating system's privacy settings.",
        ],
    },
    Shape {
        forms: &[
            "getUserMedia error observed NotFoundError",
            "getUserMedia error: NotFoundError",
            "NotFoundError: {words} <INITIALIZE_FAILED",
        ],
        explanation: "The browser found no camera or microphone that fits: none is connected, or the one with the \
                      given `cameraId` or `microphoneId` is gone.",
        fix: &[
            "Read the devices again with `TRTC.getCameras()` and `TRTC.getMicrophones()` before creating the \
             stream.",
            "Do not keep device ids over visits: browsers change them.",
        ],
    },
    Shape {
        forms: &[
            "getUserMedia error observed NotReadableError",
            "getUserMedia error: NotReadableError",
            "NotReadableError: Could not start ",
            "NotReadableError: {words} <INITIALIZE_FAILED",
        ],
        explanation: "The device is there and allowed, but did not start: another program or tab uses it, or its \
                      driver failed.",
        fix: &[
            "Close other programs and tabs that use the camera or microphone, then call `initialize()` again.",
            "Unplug the device and plug it in again; restart the browser if that does not help.",
        ],
    },
    Shape {
        forms: &[
            "getUserMedia error observed OverconstrainedError",
            "getUserMedia error: OverconstrainedError",
            "OverconstrainedError: {words} <INITIALIZE_FAILED",
            "OverconstrainedError <INITIALIZE_FAILED",
        ],
        explanation: "No device can do what was asked for: the `cameraId` or `microphoneId` is not one of this \
                      computer's, or size and frame rate are beyond the camera.",
        fix: &[
            "Pass an id from a fresh `TRTC.getCameras()` or `TRTC.getMicrophones()`, or none.",
            "Choose a smaller profile with `setVideoProfile()`.",
        ],
    },
    Shape {
        forms: &[
            "getUserMedia error observed AbortError",
            "getUserMedia error: AbortError",
            "AbortError: {words} <INITIALIZE_FAILED",
        ],
        explanation: "The device started and broke off at once; hardware or driver failed.",
        fix: &["Unplug the device and plug it in again, close other programs that use it, and try once more."],
    },
    Shape {
        forms: &[
            "getUserMedia error observed SecurityError",
            "getUserMedia error: SecurityError",
            "SecurityError: {words} <INITIALIZE_FAILED",
        ],
        explanation: "Camera and microphone are switched off for this page as a whole: by the browser's settings or \
                      a policy.",
        fix: &["Serve the page over https and allow camera and microphone in the browser's settings and policies."],
    },
    Shape {
        forms: &["NotAllowedError: Permission denied"],
        explanation: "The browser refused to capture: the user declined camera, microphone or screen, or page or \
                      system do not allow it. The message does not tell which of them was asked for.",
        fix: &[
            "See from the calls just before whether camera and microphone or the screen was asked for.",
            "Allow it for the site (icon left of the address), and the browser in the system's privacy settings.",
        ],
    },
    Shape {
        forms: &["At least one of audio and video must be requested"],
        explanation: "The browser was asked for neither sound nor picture.",
        fix: &[
            "Set `audio` or `video` to true in `createStream()`.",
            "In `switchDevice(type, deviceId)` the type is `audio` or `video`.",
        ],
    },
    Shape {
        forms: &["Failed to execute 'removeTrack' on 'MediaStream'"],
        explanation: "The browser was to take a track out of a stream and received something that is not a track.",
        fix: &["Pass a `MediaStreamTrack` to `replaceTrack()` or `removeTrack()`, and check that the stream has \
                one."],
    },
    Shape {
        forms: &["getUserMedia error observed {words}", "getUserMedia error: {words}"],
        explanation: "Camera or microphone could not be opened; the browser says {words}.",
        fix: &["Check on the browser's own settings page that the device works there, then call `initialize()` \
                again."],
    },
    Shape {
        forms: &["TypeError: {words} <INITIALIZE_FAILED"],
        explanation: "Capture could not start; the browser says {words}.",
        fix: &["Check on the browser's own settings page that the device works there, then call `initialize()` \
                again."],
    },
];

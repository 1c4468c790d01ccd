//! `INVALID_OPERATION` and `NOT_SUPPORTED` of SDK v4: which order of calls was broken, what the browser cannot do.

use super::pattern::Shape;

pub(super) static SHAPES: &[Shape] = &[
    // entering, leaving, roles
    Shape {
        forms: &["please call join() before {api}()"],
        explanation: "`{api}()` was called while the client was not in a room.",
        fix: &["Wait for the promise of `join()` before calling `{api}()`; after `leave()` join again first."],
    },
    Shape {
        forms: &["you did not joined room"],
        explanation: "The call needs a client that is in a room, and this one is not.",
        fix: &["Wait for the promise of `join()` before making this call."],
    },
    Shape {
        forms: &["duplicate join() called"],
        explanation: "`join()` was called on a client that is in a room already or on its way there.",
        fix: &["Call `join()` once; to change rooms, wait for `leave()` first.", "Disable the button while joining."],
    },
    Shape {
        forms: &["[{user}] is calling client.join api or has already joined room"],
        explanation: "The user `{user}` is in the room already, or another client of this page is joining as the \
                      same user.",
        fix: &[
            "Use one client a user: wait for `leave()` before joining as `{user}` again.",
            "Look for a component that is mounted twice and creates two clients.",
        ],
    },
    Shape {
        forms: &["please call leave() before destroy()", "call leave() before destory() the client"],
        explanation: "`destroy()` was called while the client was still in its room.",
        fix: &["Wait for the promise of `leave()`, then call `destroy()`."],
    },
    Shape {
        forms: &["failed to call {api}() because client was destroyed"],
        explanation: "`{api}()` was called on a client after its `destroy()`; such a client cannot be used again.",
        fix: &[
            "Make a new client with `createClient()` and call `{api}()` on that.",
            "Drop references to the old client.",
        ],
    },
    Shape {
        forms: &["no permission to publish() under live/audience"],
        explanation: "The client is in a live room as `audience`, and an audience may not send.",
        fix: &[
            "Call `switchRole('anchor')` and wait for its promise before `publish()`.",
            "Or join with `role: 'anchor'`.",
        ],
    },
    Shape {
        forms: &["switchRole can only be called in live mode"],
        explanation: "`switchRole()` was called on a client of mode `rtc`, in which there are no roles.",
        fix: &["Create the client with `mode: 'live'` if roles are needed; otherwise drop the call: everybody may \
                send."],
    },
    Shape {
        forms: &["previous {api}() is ongoing, please avoid repeated calls"],
        explanation: "`{api}()` was called again before the earlier call of it had finished.",
        fix: &["Wait for the promise of `{api}()` before calling it again, and disable the button meanwhile."],
    },
    Shape {
        forms: &["api {api} call size is over {got} in a second", "api {api} call times is over {got} in a second"],
        explanation: "`{api}()` was called more often, or with more data, than is allowed in a second; the limit is \
                      {got}.",
        fix: &["Collect what is to be sent and call `{api}()` less often."],
    },
    // publishing
    Shape {
        forms: &["duplicate {kind} stream publishing"],
        explanation: "A {kind} stream is published already by this client; it can send one at a time.",
        fix: &[
            "Call `unpublish()` on the published {kind} stream and wait for it, then publish the new one.",
            "To exchange the camera or microphone only, use `switchDevice()` or `replaceTrack()` on the published \
             stream.",
        ],
    },
    Shape {
        forms: &["only one auxiliary stream can be published in a room"],
        explanation: "An auxiliary stream (screen share) is in the room already; a room has one at a time.",
        fix: &["Wait until the present screen share ends, or end it with `unpublish()`, before starting another."],
    },
    Shape {
        forms: &["cannot publish stream because stream is not initialized"],
        explanation: "`publish()` received a stream that was not initialized, was closed, or is switching its \
                      device.",
        fix: &[
            "Wait for the promise of the stream's `initialize()` (or `switchDevice()`) before `publish()`.",
            "After `close()` create a new stream.",
        ],
    },
    Shape {
        forms: &["local stream has not initialized yet", "your local stream haven't been initialized yet"],
        explanation: "A method was called on a local stream whose `initialize()` had not finished.",
        fix: &["Wait for the promise of `initialize()`, and handle its failure, before using the stream."],
    },
    Shape {
        forms: &["stream has not been published yet"],
        explanation: "`unpublish()` was called for a stream that this client does not publish at the moment.",
        fix: &["Call `unpublish()` only after `publish()` succeeded, once, and with the same stream object."],
    },
    Shape {
        forms: &["Client currently has no published stream, please call publish() first"],
        explanation: "The call works on the client's own published stream, and there is none yet.",
        fix: &["Wait for the promise of `publish()` first."],
    },
    Shape {
        forms: &["remoteStream has been unsubscribed or unpublished by remote user"],
        explanation: "The remote stream ended before the call was done: it was unsubscribed from, or its sender \
                      stopped.",
        fix: &["Check that the stream is still there (`stream-removed` tells when it goes) before working on it."],
    },
    Shape {
        forms: &["remoteStream does not exist because it has been unpublished by remote peer"],
        explanation: "The remote user had stopped sending this stream before the call.",
        fix: &["Listen to `stream-removed` and forget the stream there; subscribe when `stream-added` comes again."],
    },
    Shape {
        forms: &["remote user {user} unpublished stream"],
        explanation: "While the stream of `{user}` was being subscribed to, `{user}` stopped sending it.",
        fix: &["Nothing to repair: subscribe when `stream-added` reports a stream of `{user}` again."],
    },
    Shape {
        forms: &["cannot subscribe when both audio & video are false"],
        explanation: "`subscribe()` was called with both `audio` and `video` set to false.",
        fix: &["Set at least one of them to true, or call `unsubscribe()` to stop receiving."],
    },
    Shape {
        forms: &["duplicated play() call observed"],
        explanation: "`play()` was called on a stream that is playing already.",
        fix: &["Call the stream's `stop()` before playing it in another element.", "Call `play()` once a stream."],
    },
    // tracks and devices of a stream
    Shape {
        forms: &["Stream has at most one audio track and one video track"],
        explanation: "`addTrack()` was called on a stream that has a track of this kind already.",
        fix: &["Use `replaceTrack()` to exchange the track, or `removeTrack()` before `addTrack()`."],
    },
    Shape {
        forms: &["cannot {api} track when publishing localStream"],
        explanation: "`{api}Track()` was called while `publish()` of the same stream was still under way.",
        fix: &["Wait for the promise of `publish()`, then call `{api}Track()`."],
    },
    Shape {
        forms: &["cannot {api} track when a track is"],
        explanation: "`{api}Track()` was called while another track of the stream was still being added or removed.",
        fix: &["Do these one after the other: wait for the promise of the first call before `{api}Track()`."],
    },
    Shape {
        forms: &["previous {api} is ongoing, please avoid repetitive execution"],
        explanation: "`{api}()` was called again before the earlier call of it had finished.",
        fix: &["Wait for the promise of `{api}()` before calling it again."],
    },
    Shape {
        forms: &["remove the only video track is not supported"],
        explanation: "`removeTrack()` would have left the stream without any track.",
        fix: &["Use `muteVideo()` to hide the picture, or `replaceTrack()` to exchange it."],
    },
    Shape {
        forms: &["the track to be removed is not being publishing"],
        explanation: "`removeTrack()` received a track that is not part of the published stream.",
        fix: &["Pass the track that the stream itself returns: `getVideoTrack()` or `getAudioTrack()`."],
    },
    Shape {
        forms: &["cannot replace {kind} track because stream has not {kindb} track"],
        explanation: "`replaceTrack()` was to exchange the {kind} track of a stream that has none.",
        fix: &["Use `addTrack()` to give the stream its first {kind} track."],
    },
    Shape {
        forms: &["remove audio track is not supported on your browser"],
        explanation: "This browser cannot take the audio track out of a published stream.",
        fix: &["Use `muteAudio()` instead of `removeTrack()`."],
    },
    Shape {
        forms: &["cannot switch device when publishing localStream"],
        explanation: "`switchDevice()` was called while the stream was being published.",
        fix: &["Wait for the promise of `publish()`, then call `switchDevice()`."],
    },
    Shape {
        forms: &["cannot switch device on current stream"],
        explanation: "`switchDevice()` works on streams that the SDK captures by itself; this one was made of given \
                      tracks or shares the screen.",
        fix: &["Capture from the other device with `getUserMedia()` and hand its track over with `replaceTrack()`."],
    },
    Shape {
        forms: &["Cannot {api} small stream after localStream published"],
        explanation: "`{api}SmallStream()` was called after the local stream had been published.",
        fix: &["Call `{api}SmallStream()` before `publish()`; if need be, `unpublish()` first and publish again."],
    },
    // SEI messages
    Shape {
        forms: &["SEI is disabled, to enable SEI"],
        explanation: "`sendSEIMessage()` was called on a client that was created without SEI messages.",
        fix: &["Pass `enableSEI: true` to `createClient()`."],
    },
    Shape {
        forms: &["cannot send sei when localStream has not video"],
        explanation: "SEI messages travel inside the video, and the published stream has none.",
        fix: &["Publish a stream with video before calling `sendSEIMessage()`, or send the data another way."],
    },
    Shape {
        forms: &["not support to sendSEIMessage"],
        explanation: "SEI messages need H.264 video and a browser that lets the SDK into the encoded frames; one is \
                      missing.",
        fix: &["Use a current Chrome or Edge, and check with `TRTC.checkSystemRequirements()` that H.264 can be \
                encoded."],
    },
    Shape {
        forms: &[
            ".enableAudioVolumeEvaluation is not a function",
            ".sendSEIMessage is not a function",
            ".setSmallStreamProfile is not a function",
            ".setRemoteVideoStreamType is not a function",
            ".callExperimentalAPI is not a function",
        ],
        explanation: "The page calls a method that the loaded version of the SDK does not have.",
        fix: &["Load a newer SDK: compare the version in the log with the one whose documentation was followed."],
    },
    // what the browser cannot do
    Shape {
        forms: &["http protocol does not support the ability to capture and publish streams"],
        explanation: "The page was opened over plain http; browsers give cameras and microphones to secure pages \
                      only.",
        fix: &["Serve the page over https; for development use `localhost`."],
    },
    Shape {
        forms: &["(reading 'getUserMedia')", "(reading 'getDisplayMedia')", "'getUserMedia' of undefined"],
        explanation: "The browser does not offer `navigator.mediaDevices` to this page, which happens on pages \
                      without https and in some apps' built-in browsers.",
        fix: &[
            "Serve the page over https; for development use `localhost`.",
            "Inside an app, open the page in the system's browser or let the app grant camera and microphone to its \
             web view.",
        ],
    },
    Shape {
        forms: &["does not support screen sharing, please check whether the browser version"],
        explanation: "This browser cannot share the screen.",
        fix: &["Use Chrome 72 or later, Edge 80 or later or Safari 13 or later on a computer; phones cannot share."],
    },
    Shape {
        forms: &["your browser does not support opening small stream"],
        explanation: "This browser cannot send a second, small picture next to the main one.",
        fix: &["Check `TRTC.isSmallStreamSupported()` before `enableSmallStream()`, and go without elsewhere."],
    },
    Shape {
        forms: &["publish auxiliary stream is not supported on your browser"],
        explanation: "This browser cannot publish an auxiliary stream beside the main one.",
        fix: &["Share the screen with a second client, under another userId, or use a current Chrome or Edge."],
    },
    Shape {
        forms: &["your browser does not support setVideoProfile"],
        explanation: "This browser cannot change the picture's size or rate while it is captured.",
        fix: &["Call `setVideoProfile()` before `initialize()`, and not afterwards on this browser."],
    },
    Shape {
        forms: &["switchDevice is not supported on your browser"],
        explanation: "This browser cannot exchange the device of a stream that is in use.",
        fix: &["Create a new stream with the other device's id, and publish that instead."],
    },
    Shape {
        forms: &["{kind}Track is not supported on your browser"],
        explanation: "This browser cannot {kind} a track of a stream that is published.",
        fix: &["Unpublish, build the stream anew with the tracks it shall have, and publish that."],
    },
    Shape {
        forms: &["your browser or environment does not support full WebRTC capabilities"],
        explanation: "The browser lacks parts of WebRTC that the SDK needs; apps' built-in browsers often do.",
        fix: &[
            "Open the page in a current Chrome, Edge, Firefox or Safari, over https.",
            "Call `TRTC.checkSystemRequirements()` first and tell the user which browser to use.",
        ],
    },
    Shape {
        forms: &["your device does not support H.264 {kind}"],
        explanation: "The browser offers no H.264 {kind}; some Android phones and Linux builds lack it, and a \
                      freshly installed Firefox or Chromium may still be loading it.",
        fix: &[
            "Check `TRTC.checkSystemRequirements()` before the call and ask for another browser or device.",
            "In Firefox wait until its OpenH264 plugin is installed, then reload the page.",
        ],
    },
];

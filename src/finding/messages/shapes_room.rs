//! Scheduling, signalling, the room and the way of media: which step failed, and what the other side said.

use super::pattern::Shape;

pub(super) static SHAPES: &[Shape] = &[
    // scheduling: no answer
    Shape {
        forms: &[
            "{scheduling}: request error, readyState:4 status:0{end}",
            "{scheduling}: Network Error",
            "{scheduling}: Failed to fetch",
        ],
        explanation: "The request that looks for an access server never got an answer: the host could not be \
                      reached from this network. The number behind `code:` is no answer of the service.",
        fix: &[
            "Allow `*.rtc.qcloud.com`, `*.rtc.qq.com`, `*.cloud-rtc.com` and `yun.tim.qq.com` on TCP 443 in \
             firewall and proxy; look for ad blockers and VPNs.",
            "Try another network, a phone's hotspot for example, to tell the network from the page.",
            "Behind a proxy of your own, pass its addresses with `setProxyServer()` before `join()`.",
        ],
    },
    Shape {
        forms: &["{scheduling}: request error, readyState:{code} status:{status}"],
        explanation: "The request that looks for an access server was answered with HTTP status {status}, by the \
                      service or by a proxy in between.",
        fix: &[
            "Open the browser's network panel and see who sends the {status}: a company proxy answers in its own \
             name.",
            "Try again in a minute; if the {status} comes from Tencent, send the log to its support.",
        ],
    },
    Shape {
        forms: &["{scheduling}: {words}timeout"],
        explanation: "The request that looks for an access server got no answer in time.",
        fix: &[
            "Check the network, then call `join()` again.",
            "Allow `*.rtc.qcloud.com`, `*.rtc.qq.com` and `*.cloud-rtc.com` on TCP 443 in firewall and proxy.",
        ],
    },
    // the account, at scheduling and on the signalling channel
    Shape {
        forms: &[
            "{scheduling}: {words} code: -8{end}",
            "SignalChannel setup failure: ({quote}errorCode{quote}: -8,",
            "ws{index}|{user}] -8, ",
            "SignalChannel setup failure: ({quote}errorCode{quote}: sdkAppId invalid,",
        ],
        explanation: "The service does not know the `sdkAppId` that was given (-8).",
        fix: &[
            "Copy the sdkAppId from the console's list of applications, as a number, into `createClient()` or \
             `enterRoom()`.",
            "If it was just created, wait a few minutes; check that the application is not stopped or deleted.",
        ],
    },
    Shape {
        forms: &[
            "{scheduling}: {words} code: 70001{end}",
            "SignalChannel setup failure: ({quote}errorCode{quote}: 70001,",
            "ws{index}|{user}] 70001, ",
        ],
        explanation: "The account system refused the userSig because its time is over (70001).",
        fix: &[
            "Fetch a new userSig from your server right before joining, and do not keep it over visits.",
            "Check the expiry in seconds with which the server signs, and that the server's clock is right.",
        ],
    },
    Shape {
        forms: &[
            "{scheduling}: {words} code: 70002{end}",
            "SignalChannel setup failure: ({quote}errorCode{quote}: 70002,",
            "ws{index}|{user}] 70002, ",
        ],
        explanation: "The account system received an empty userSig (70002).",
        fix: &["Wait until your server has returned the userSig before creating the client, and handle its failure."],
    },
    Shape {
        forms: &[
            "{scheduling}: {words} code: 70003{end}",
            "SignalChannel setup failure: ({quote}errorCode{quote}: 70003,",
            "ws{index}|{user}] 70003, ",
            "{scheduling}: {words} code: 70005{end}",
            "SignalChannel setup failure: ({quote}errorCode{quote}: 70005,",
            "ws{index}|{user}] 70005, ",
        ],
        explanation: "The account system could not check the userSig: it is cut, changed on its way, or not a \
                      userSig.",
        fix: &[
            "Compare its length on your server and in the page: a buffer too short or an escaping of `+`, `*` and \
             `-` in an address damages it.",
            "Compare it with one made by the console's tool for the same sdkAppId and userId.",
        ],
    },
    Shape {
        forms: &[
            "{scheduling}: {words} code: 70009{end}",
            "SignalChannel setup failure: ({quote}errorCode{quote}: 70009,",
            "ws{index}|{user}] 70009, ",
        ],
        explanation: "The userSig was signed with a key that does not belong to this sdkAppId (70009).",
        fix: &["Sign on your server with the secret key of this very application; an old key is worthless after a \
                change."],
    },
    Shape {
        forms: &[
            "{scheduling}: {words} code: 70013{end}",
            "SignalChannel setup failure: ({quote}errorCode{quote}: 70013,",
            "ws{index}|{user}] 70013, ",
        ],
        explanation: "The userSig was signed for another userId than the one that joins (70013).",
        fix: &["Sign and join with the same userId, letter by letter; mind blanks, capitals and numbers turned into \
                text."],
    },
    Shape {
        forms: &[
            "{scheduling}: {words} code: 70014{end}",
            "SignalChannel setup failure: ({quote}errorCode{quote}: 70014,",
            "ws{index}|{user}] 70014, ",
        ],
        explanation: "The userSig was signed for another sdkAppId than the one that joins (70014).",
        fix: &["Use the same sdkAppId for signing and for joining; look for a mixture of test and production \
                settings."],
    },
    Shape {
        forms: &[
            "SignalChannel setup failure: ({quote}errorCode{quote}: {code}, {quote}errorMsg{quote}: {words} })",
            "ws{index}|{user}] {code}, {words}",
        ],
        explanation: "The signalling channel was opened and then refused by the account system, with code {code} \
                      and {words}.",
        fix: &[
            "Act on code {code}: it tells what is wrong with sdkAppId, userId or userSig; the SDK's own code beside \
             it only says that the channel failed.",
            "Check the three against each other with the console's userSig tool.",
        ],
    },
    Shape {
        forms: &["SignalChannel setup failure: {words}"],
        explanation: "The signalling channel could not be set up; the answer was {words}.",
        fix: &["Check sdkAppId, userId and userSig against each other, then whether the network lets WebSockets \
                (wss) through."],
    },
    Shape {
        forms: &["{scheduling}: {words} code: {code}"],
        explanation: "The service refused the request for an access server with code {code} and {words}; the room \
                      itself was not tried yet.",
        fix: &["Act on code {code}; the SDK's own code beside it only says that scheduling failed."],
    },
    // entering the room
    Shape {
        forms: &["reJoin room: {room} failed"],
        explanation: "After a lost connection the SDK tried to enter room {room} again and failed. {room} is the \
                      room's id, not a code.",
        fix: &[
            "Let the user know, wait until the network is back, then call `leave()` and `join()`.",
            "Look further up for the first `reconnect` line: it shows when and why the connection was lost.",
        ],
    },
    Shape {
        forms: &["Join room failed result: {code} error: {words}"],
        explanation: "The server refused to let the client in, with code {code} and {words}.",
        fix: &["Act on the server's code {code}; the SDK's own code that follows only says that joining failed."],
    },
    Shape {
        forms: &["Failed to join room - {words} code: 0{end}", "Failed to join room - {words} code: undefined"],
        explanation: "Entering the room failed with {words}, and no server gave a code: the request broke off \
                      before an answer came.",
        fix: &["Check the network and what the browser reports about the request, then call `join()` again."],
    },
    Shape {
        forms: &["Failed to join room - {words} code: {code}"],
        explanation: "The server refused to let the client in, with code {code} and {words}.",
        fix: &["Act on the server's code {code}; the SDK's own code beside it only says that joining failed."],
    },
    Shape {
        forms: &["Failed to join room - {words}"],
        explanation: "The server refused to let the client in and said {words}. This SDK does not print the \
                      server's code here.",
        fix: &["Take the code from `getExtraCode()` of the error, or from the line `Join room failed result:` \
                before it, and act on it."],
    },
    Shape {
        forms: &["join room timeout observed", "join room timeout"],
        explanation: "The server did not answer the request to enter the room in time; most often the signalling \
                      connection never came up.",
        fix: &[
            "Look for `websocket` or `reconnect` lines before it: if there are any, the network blocks WebSockets \
             (wss, TCP 443).",
            "Otherwise call `join()` again after a moment; if it stays so, test from another network.",
        ],
    },
    // thrown out
    Shape {
        forms: &[
            "user was banned because of [kick]",
            "was banned because of kick",
            "was banned because of duplicated userId joining the room",
        ],
        explanation: "The same userId entered the room from another page or device, and the service ended this \
                      older session.",
        fix: &[
            "Give every participant and every tab its own userId.",
            "Look for a page opened twice, or a reload that joins before the old page has left.",
        ],
    },
    Shape {
        forms: &[
            "user was banned because of [banned]",
            "was banned because of banned",
            "was banned because of you got banned by",
        ],
        explanation: "Someone removed this user from the room through the server API or the console.",
        fix: &["Find the call of RemoveUser on your server or in the console; joining again is possible unless it \
                is repeated."],
    },
    Shape {
        forms: &[
            "user was banned because of [room_disband]",
            "user was banned because of [room-disband]",
            "was banned because of room_disband",
            "was banned because of room-disband",
            "was banned because of the room has been disbanded",
        ],
        explanation: "The whole room was dissolved through the server API or the console.",
        fix: &["Find the call of DismissRoom on your server or in the console, and end the call in the page on this \
                event."],
    },
    Shape {
        forms: &["was banned because of {words}"],
        explanation: "The service ended this user's stay in the room; its reason is {words}.",
        fix: &["Compare the time with calls of the server API that remove users or dissolve rooms."],
    },
    // losing connections
    Shape {
        forms: &["signal channel reconnection failed, please check", "SDK has tried reconnect signal channel for"],
        explanation: "The signalling connection was lost, and all attempts to restore it failed.",
        fix: &[
            "Check the user's network; a firewall that cuts long WebSocket connections has the same effect.",
            "When the network is back, call `leave()` and `join()` again.",
        ],
    },
    Shape {
        forms: &["uplink reconnection failed, please check", "SDK has tried reconnect uplink for"],
        explanation: "The connection that carries the own picture and sound was lost, and all attempts to restore \
                      it failed; others no longer see this user.",
        fix: &[
            "Allow UDP 8000, 8080, 8800, 843, 443 and 16285 and TCP 443 in the firewall.",
            "Call `unpublish()` and `publish()` again when the network is back.",
        ],
    },
    Shape {
        forms: &["downlink reconnection failed, please check", "SDK has tried reconnect downlink for"],
        explanation: "The connection that brings a remote user's picture and sound was lost, and all attempts to \
                      restore it failed.",
        fix: &[
            "Allow UDP 8000, 8080, 8800, 843, 443 and 16285 and TCP 443 in the firewall.",
            "Call `leave()` and `join()` again when the network is back.",
        ],
    },
    Shape {
        forms: &["reconnect failed, {code} {words}"],
        explanation: "The signalling connection came back, but the server did not take the session up again: code \
                      {code}, {words}.",
        fix: &["Call `leave()` and `join()` again, with a fresh userSig if {code} is a code of the account system."],
    },
    Shape {
        forms: &["Relay server timeout observed"],
        explanation: "The media server heard nothing from this client for too long and dropped it from the room.",
        fix: &[
            "Look for network trouble, a computer asleep or a tab frozen in the background shortly before.",
            "Join again when the page is active.",
        ],
    },
    // no answer, and answers that refuse
    Shape {
        forms: &["switchRole timeout"],
        explanation: "The server did not answer `switchRole()` in time, although the request was repeated.",
        fix: &["Check the network and the signalling connection, then call `switchRole()` again; the old role still \
                holds."],
    },
    Shape {
        forms: &["exchange sdp timeout"],
        explanation: "The server did not answer the offer that `publish()` or `subscribe()` sent, so no media \
                      connection was made.",
        fix: &["Call it again; if that fails too, look for lost signalling lines and try another network."],
    },
    Shape {
        forms: &["exchange sdp failed {words}"],
        explanation: "The server refused the offer that `publish()` or `subscribe()` sent, and said {words}.",
        fix: &["Try again; if it stays so, send the log with room, userId and time to the vendor's support."],
    },
    Shape {
        forms: &["failed to publish because of timeout", "publish timeout"],
        explanation: "`publish()` got no answer from the server in time; this old SDK has no code of its own for \
                      that.",
        fix: &[
            "Check the network and call `publish()` again.",
            "Move to a current SDK: it repeats the request and reports the timeout with a code of its own.",
        ],
    },
    Shape {
        forms: &["{command} timeout observed"],
        explanation: "The server did not answer `{command}` in time.",
        fix: &[
            "Check whether the line before says `retrying`: the SDK may repeat it by itself.",
            "Check the network and the signalling connection, then call it again.",
        ],
    },
    Shape {
        forms: &[
            "connection timeout, retrying",
            "RtcError: connection timeout",
            "connection timeout <API_CALL_TIMEOUT",
        ],
        explanation: "The media connection did not come up in time; the network may block the ports it needs.",
        fix: &["Allow UDP 8000, 8080, 8800, 843, 443 and 16285 and TCP 443 in the firewall, or try another network."],
    },
    Shape {
        forms: &["{command} failed, response code is {code} , errMsg: {words}"],
        explanation: "The server refused `{command}` with code {code} and {words}; the SDK wraps this answer as an \
                      unknown error.",
        fix: &[
            "Act on the server's code {code}; what is written about codes of joining need not hold for other \
             requests.",
            "If {code} is not documented, send the log with room, userId and time to the vendor's support.",
        ],
    },
    Shape {
        forms: &["connection aborted due to: {words}"],
        explanation: "A call was given up because its connection was closed on purpose; the SDK names {words} as \
                      the reason.",
        fix: &["Nothing to repair if the page left or unpublished at that moment; otherwise wait for the first call \
                to end."],
    },
    Shape {
        forms: &["{answer} <UNKNOWN 0x-"],
        explanation: "The server refused the request and said {answer}. The number in the tag is the server's own \
                      code, written in hexadecimal; the SDK has no name for it.",
        fix: &[
            "Act on the server's code; `trtc-lens explain` takes the tag's number as it stands.",
            "If it is not documented, send the log with room, userId and time to the vendor's support.",
        ],
    },
];

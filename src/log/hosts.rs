//! The hosts of Tencent's services. Answers of other hosts are not about the SDK, unless they say so.

/// The domains of the hosts that the SDK sends requests to (source: the firewall list in the SDK's documentation).
const SDK_DOMAINS: [&str; 8] = [
    "rtc.qcloud.com", "rtc.qq.com", "cloud-rtc.com", "cloud-rtc.net", "my-imcloud.com", "rtc-web.com", "rtc-web.io",
    "tim.qq.com",
];

/// Further domains of Tencent's.
const TENCENT_DOMAINS: [&str; 8] = [
    "qcloud.com", "qq.com", "myqcloud.com", "tencent.com", "tencentcloud.com", "tencentcloudapi.com", "tencentcs.com",
    "trtc.io",
];

/// Whether the SDK sends requests to this host.
pub(crate) fn is_sdk_host(host: &str) -> bool {
    is_in(host, &SDK_DOMAINS)
}

/// Whether the host is one of Tencent's.
pub(crate) fn is_tencent_host(host: &str) -> bool {
    is_sdk_host(host) || is_in(host, &TENCENT_DOMAINS)
}

/// The host in an address with a scheme.
pub(crate) fn host_of(address: &str) -> Option<&str> {
    let rest = address.split_once("://")?.1;
    rest.split(['/', ':', '?', '#']).next().filter(|host| !host.is_empty())
}

/// Whether a WebSocket to this address may be one of the SDK: to its servers, or, through a proxy of one's own, with the parameters of
/// its requests. Pages have others, for a chat or a build tool. Addresses that were covered for privacy are not known to be others.
pub(crate) fn may_be_sdk_socket(address: &str) -> bool {
    let Some(host) = host_of(address) else { return true };
    let is_covered = !host.contains('.') && host != "localhost";
    let query = address.split_once('?').map_or("", |(_, query)| query).to_ascii_lowercase();
    is_covered || is_sdk_host(host) || ["sdkappid=", "usersig="].iter().any(|key| query.contains(key))
}

fn is_in(host: &str, domains: &[&str]) -> bool {
    let is_domain =
        |domain: &&str| host.strip_suffix(*domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    domains.iter().any(is_domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sockets_of_others_are_not_the_sdk_s() {
        for address in
            ["wss://a.rtc.qq.com/", "wss://proxy.example.com/v5/ws?sdkAppId=1&userId=a", "<URL>", "wss://<host>/"]
        {
            assert!(may_be_sdk_socket(address), "{address}");
        }
        for address in ["wss://chat.example.com/ws", "ws://localhost:5173/?token=x", "wss://a.rtc.qq.com.example.com/"]
        {
            assert!(!may_be_sdk_socket(address), "{address}");
        }
    }

    #[test]
    fn hosts_are_recognised_by_their_domain() {
        assert!(
            is_sdk_host("schedule.rtc.qcloud.com") && is_sdk_host("yun.tim.qq.com") && is_sdk_host("a.cloud-rtc.net")
        );
        assert!(!is_sdk_host("web.sdk.qcloud.com") && is_tencent_host("web.sdk.qcloud.com"));
        assert!(!is_tencent_host("notqq.com") && !is_tencent_host("qq.com.example.com"));
        assert_eq!(host_of("wss://signaling.rtc.qq.com:8687/?a=b"), Some("signaling.rtc.qq.com"));
        assert_eq!(host_of("data:,x"), None);
    }
}

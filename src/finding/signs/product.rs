//! The products whose texts have signs.

use crate::code::Family;

/// A product that prints codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Product {
    /// The Web SDK, v4 or v5.
    WebSdk,
    /// The Web SDK v5.
    WebSdkV5,
    /// The Web SDK v4.
    WebSdkV4,
    /// `TUIRoomEngine` and `TUIRoomKit`.
    RoomKit,
    /// `TUICallKit`, `TUICallEngine`, `TRTCCalling`.
    Call,
    /// Instant messaging.
    Chat,
    /// `WebRTCAPI`, the Web SDK before v4.
    WebRtcApi,
    /// The native SDK and what is built on it.
    Native,
    /// A product of another vendor.
    OtherVendor,
    /// A system that has nothing to do with calls: a database, a shop.
    OtherSystem,
}

impl Product {
    /// All products, with the ids that they have in the file of signs. Of two neighbours that a text names, the earlier one is
    /// built on the later one.
    pub(super) const IDS: [(Self, &'static str); 10] = [
        (Self::WebSdk, "trtc"),
        (Self::WebSdkV5, "web-v5"),
        (Self::WebSdkV4, "web-v4"),
        (Self::RoomKit, "room-kit"),
        (Self::Call, "call"),
        (Self::Chat, "chat"),
        (Self::WebRtcApi, "web-v3"),
        (Self::Native, "native"),
        (Self::OtherVendor, "other-vendor"),
        (Self::OtherSystem, "other-system"),
    ];

    /// The products beside the Web SDK that have a family of codes.
    pub(crate) fn neighbours() -> impl Iterator<Item = (Self, Family)> {
        Self::IDS.into_iter().filter_map(|(product, _)| Some((product, product.neighbour_family()?)))
    }

    /// The family of the codes of a product beside the Web SDK.
    pub fn neighbour_family(self) -> Option<Family> {
        match self {
            Self::RoomKit => Some(Family::RoomKit),
            Self::Call => Some(Family::Call),
            Self::Chat => Some(Family::Chat),
            Self::WebRtcApi => Some(Family::WebV3),
            Self::Native => Some(Family::Native),
            Self::WebSdk | Self::WebSdkV5 | Self::WebSdkV4 | Self::OtherVendor | Self::OtherSystem => None,
        }
    }

    /// The product's bit in a set.
    pub(super) fn bit(self) -> u16 {
        1 << self as u16
    }
}

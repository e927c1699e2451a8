//! `PATCH member`: what of a profile is to change. Written by hand, since here a field that is
//! missing (it stays) and one that is null (it goes) are not the same.

use crate::{Build, ConsentDecision, ContactChoice, Encode};
#[cfg(feature = "serde")]
use serde::{Deserialize, Deserializer, Serialize};

/// The body of `PATCH member`. Fields that are absent stay as they are; null takes what is there
/// back.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(default, deny_unknown_fields))]
pub struct MemberPatch {
    /// How to address them, at most 60 characters.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "named", skip_serializing_if = "Option::is_none")
    )]
    pub nickname: Option<Option<String>>,
    /// Their birthday, `MM-DD`.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "named", skip_serializing_if = "Option::is_none")
    )]
    pub birthday: Option<Option<String>>,
    /// The language to write to them in, one of the program's.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "named", skip_serializing_if = "Option::is_none")
    )]
    pub lang: Option<Option<String>>,
    /// What they like: all of it, ids of the program's `interests`.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "named", skip_serializing_if = "Option::is_none")
    )]
    pub interests: Option<Option<Vec<String>>>,
    /// How to write to them, whole.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "named", skip_serializing_if = "Option::is_none")
    )]
    pub contact: Option<Option<ContactChoice>>,
    /// Consents to give or withdraw; the others stay.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub consents: Option<Vec<ConsentDecision>>,
}

/// A field that is there, be it null.
#[cfg(feature = "serde")]
fn named<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

impl Encode for MemberPatch {
    fn encode<B: Build>(&self) -> B {
        let mut object = B::object();
        let texts =
            [("nickname", &self.nickname), ("birthday", &self.birthday), ("lang", &self.lang)];
        for (name, text) in texts {
            if let Some(text) = text {
                object = object.with(name, text.encode());
            }
        }
        if let Some(interests) = &self.interests {
            object = object.with("interests", interests.encode());
        }
        if let Some(contact) = &self.contact {
            object = object.with("contact", contact.encode());
        }
        if let Some(consents) = &self.consents {
            object = object.with("consents", consents.encode());
        }
        object
    }
}

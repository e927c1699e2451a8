//! Offers to one member, each with the reason why they see it.

use crate::Timestamp;
use crate::wire::wire;

wire! {
    /// An offer as it stands for this member. What it brings: a purchase rule that counts in quotes
    /// by itself, or a reward of the snapshot's `rewards`.
    pub struct Offer {
        /// Stable id.
        pub id: String,
        /// What is offered, in the asked language.
        pub title: String,
        /// The fine print.
        pub detail: Option<String>,
        /// Name of an icon of the widget's set.
        pub icon: Option<String>,
        /// Why this member sees it; absent once it was accepted.
        pub reason: Option<OfferReason>,
        /// Whether it waits to be accepted: `POST offers/{id}/accept`. Otherwise it is on.
        pub accept: bool,
        /// When it was accepted.
        pub accepted_at: Option<Timestamp>,
        /// When it ends; absent when nobody knows yet.
        pub ends_at: Option<Timestamp>,
        /// The rewards it opens, at no or fewer points.
        pub rewards: Vec<String>,
    }

    /// Why a member sees an offer.
    pub struct OfferReason {
        /// Why.
        pub code: OfferCode,
        /// The category, in the shop's own words for it.
        pub category: Option<String>,
        /// The product's sku.
        pub sku: Option<String>,
        /// The reward.
        pub reward: Option<String>,
        /// The points missing.
        pub points: Option<i64>,
        /// The days gone.
        pub days: Option<i64>,
    }

    /// Why a member sees an offer.
    pub enum OfferCode {
        /// They are of a group that the offer is for.
        Segment = "segment",
        /// Most of what they spend goes there: `category`.
        FavouriteCategory = "favourite_category",
        /// They buy it regularly and it is due: `sku`.
        Due = "due",
        /// They have not bought anything for a while: `days`.
        Lapsed = "lapsed",
        /// Something has lain in their cart for a while.
        LeftCart = "left_cart",
        /// Their birthday is near.
        Birthday = "birthday",
        /// The day they joined is near.
        Anniversary = "anniversary",
        /// A reward is near: `reward`, `points`.
        NearReward = "near_reward",
    }

    /// Why a reward or a challenge stands where it does.
    pub enum Suits {
        /// It is for a day of their own.
        OwnDay = "own_day",
        /// It comes with an offer to them.
        Offer = "offer",
        /// It goes with the category they spend most on.
        FavouriteCategory = "favourite_category",
        /// It is what they reach next.
        Nearest = "nearest",
    }
}

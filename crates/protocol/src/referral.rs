//! Members who bring friends: the terms (in the program), how it stands (in the snapshot), and
//! `POST invites`.

use crate::wire::wire;
use crate::{Money, Timestamp};

wire! {
    /// What bringing a friend gives, to both.
    pub struct Referral {
        /// What to do.
        pub title: String,
        /// The fine print.
        pub detail: Option<String>,
        /// The points a member gets for a friend whose order counts.
        pub points: i64,
        /// The points a friend gets for joining.
        pub friend_points: i64,
        /// The reward a friend gets for joining, at no cost.
        pub friend_reward: Option<String>,
        /// What the friend's order must come to.
        pub minimum_spend: Option<Money>,
        /// Days after joining within which it must be paid.
        pub within_days: i64,
        /// Days from that order until the member's points can be spent.
        pub pending_days: i64,
        /// How many friends of a member count in a calendar month.
        pub per_month: Option<i64>,
    }

    /// How it stands with the friends of a member.
    pub struct ReferralProgress {
        /// The member's code; absent until they ask for one (`POST invites`).
        pub code: Option<String>,
        /// Those who came by it, newest first, without their names.
        pub invited: Vec<Invited>,
    }

    /// Somebody who came by a member's code.
    pub struct Invited {
        /// How it stands.
        pub status: InvitedStatus,
        /// Since when.
        pub at: Timestamp,
    }

    /// How it stands with somebody who came.
    pub enum InvitedStatus {
        /// They joined, and have not ordered enough yet.
        Joined = "joined",
        /// Their order counts; the points for it are pending.
        Ordered = "ordered",
        /// The points for it can be spent.
        Rewarded = "rewarded",
        /// It does not count.
        Refused = "refused",
    }

    /// The reply to `POST invites`.
    pub struct Invite {
        /// What a friend gives on joining, e.g. in a link.
        pub code: String,
    }
}

//! `GET member` and `POST member`: one customer's snapshot.

use crate::wire::wire;
use crate::{
    GameOpen, Offer, Reason, Redemption, ReferralProgress, Suits, Survey, Timestamp, WalletKind,
};

wire! {
    /// Everything the widget shows of one customer, as of one instant.
    pub struct Member {
        /// Whether the customer has joined.
        pub status: MemberStatus,
        /// Grows with every effect on the member. The `ETag` changes with it, and by time alone too.
        pub version: i64,
        /// The instant this snapshot was true.
        pub as_of: Timestamp,
        /// How to address the member; from their nickname or the shop's token.
        pub name: Option<String>,
        /// When they joined.
        pub joined_at: Option<Timestamp>,
        /// Points by state.
        pub balance: Balance,
        /// Their tier; absent without tiers or before joining.
        pub tier: Option<TierProgress>,
        /// What expires, soonest first; at most the next 100 instants.
        pub expiring: Vec<Expiring>,
        /// Progress in each challenge for this member, best first.
        pub challenges: Vec<ChallengeProgress>,
        /// Every badge, earned or still to earn.
        pub badges: Vec<BadgeProgress>,
        /// Every reward for this member as it stands, best first; those for others are left out.
        pub rewards: Vec<RewardState>,
        /// Open redemptions and the most recent closed ones, newest first.
        pub redemptions: Vec<Redemption>,
        /// Whether this comes from the program's test books: its points are worth nothing.
        #[cfg_attr(feature = "serde", serde(default))]
        pub test: bool;

        late MemberLate {
            /// What they have in further wallets; empty before joining.
            #[cfg_attr(feature = "serde", serde(default))]
            pub wallets: Vec<WalletBalance>,
            /// The consents given and not withdrawn.
            pub consents: Vec<ConsentGiven>,
            /// Offers to this member, in the order of the program.
            #[cfg_attr(feature = "serde", serde(default))]
            pub offers: Vec<Offer>,
            /// What the member is asked now.
            #[cfg_attr(feature = "serde", serde(default))]
            pub surveys: Vec<Survey>,
            /// The games they may play now.
            #[cfg_attr(feature = "serde", serde(default))]
            pub games: Vec<GameOpen>,
            /// The friends they brought; absent when the program gives nothing for them.
            pub referral: Option<ReferralProgress>,
            /// When what opens earlier to some opens to them; without what is over.
            #[cfg_attr(feature = "serde", serde(default))]
            pub access: Vec<Opening>,
            /// What they told of themselves; absent before joining.
            pub profile: Option<Profile>,
            /// The number of their card, an EAN-13; absent before joining.
            pub card: Option<String>,
            /// Their visits in a row; absent before joining, and when the program rewards none.
            pub streak: Option<Streak>,
            /// Their paid membership; absent when they never had one.
            pub membership: Option<Membership>,
        }
    }

    /// Whether a customer is a member.
    pub enum MemberStatus {
        /// Signed in to the shop, not in the program.
        NotJoined = "not_joined",
        /// A member.
        Active = "active",
    }

    /// Points by state, each at least zero.
    pub struct Balance {
        /// Can be spent now.
        pub available: i64,
        /// Earned, not yet to be spent.
        pub pending: i64,
        /// Held by open redemptions.
        pub reserved: i64,
        /// Redeemed and used, over all time.
        pub spent: i64,
        /// Expired, over all time.
        pub expired: i64,
        /// Earned, over all time, less what refunds took back.
        pub lifetime: i64,
        /// Owed after a refund of points already spent; the next earnings pay it.
        pub debt: i64,
    }

    /// What a member has in a further wallet.
    pub struct WalletBalance {
        /// The wallet.
        pub id: String,
        /// What it holds.
        pub kind: WalletKind,
        /// By state.
        pub balance: Balance,
        /// What expires, soonest first.
        pub expiring: Vec<Expiring>,
    }

    /// Visits on days in a row; `POST member/visits` counts today.
    pub struct Streak {
        /// Days of this round so far, up to `target`.
        pub days: i64,
        /// Days that bring the points.
        pub target: i64,
        /// Days that may still be missed.
        pub grace_left: i64,
        /// The points a full round gives.
        pub points: i64,
        /// Whether today counts already.
        #[cfg_attr(feature = "serde", serde(default))]
        pub today: bool,
    }

    /// A paid membership.
    pub struct Membership {
        /// How it stands.
        pub status: MembershipStatus,
        /// Until when it is paid for; absent when it is not on, or nobody said.
        pub until: Option<Timestamp>,
    }

    /// How a paid membership stands.
    pub enum MembershipStatus {
        /// On.
        Active = "active",
        /// Off, to be taken up again.
        Paused = "paused",
        /// Over.
        Ended = "ended",
    }

    /// Where a member stands among the tiers.
    pub struct TierProgress {
        /// The tier held.
        pub id: String,
        /// The qualifying amount of this period, in the rule's measure.
        pub qualifying: i64,
        /// The next tier up; absent at the top.
        pub next: Option<NextTier>,
        /// Until when the tier is held for certain.
        pub until: Option<Timestamp>,
        /// What is still missing to keep the tier past `until`; zero when it is safe.
        pub keep_missing: i64,
    }

    /// The next tier.
    pub struct NextTier {
        /// Its id.
        pub id: String,
        /// What is still missing, in the rule's measure.
        pub missing: i64,
    }

    /// Points that expire together.
    pub struct Expiring {
        /// How many.
        pub points: i64,
        /// When.
        pub at: Timestamp,
    }

    /// Progress in a challenge.
    pub struct ChallengeProgress {
        /// The challenge.
        pub id: String,
        /// How it stands.
        pub status: ChallengeStatus,
        /// The count or amount reached, at most the target.
        pub progress: i64,
        /// The steps done, for challenges with steps: indexes into their labels.
        pub steps_done: Vec<i64>,
        /// When it was completed.
        pub completed_at: Option<Timestamp>,
        /// Why it stands where it does.
        pub suits: Option<Suits>,
    }

    /// How a challenge stands.
    pub enum ChallengeStatus {
        /// Announced.
        Upcoming = "upcoming",
        /// Running.
        Active = "active",
        /// Completed by this member.
        Completed = "completed",
        /// Over, not completed.
        Ended = "ended",
    }

    /// A badge as it stands.
    pub struct BadgeProgress {
        /// The badge.
        pub id: String,
        /// When it was earned; absent while it is still to earn.
        pub earned_at: Option<Timestamp>,
    }

    /// A reward as it stands for this member.
    pub struct RewardState {
        /// The reward.
        pub id: String,
        /// What it costs this member now.
        pub cost: i64,
        /// Why it cannot be redeemed now; empty when it can.
        pub reasons: Vec<Reason>,
        /// Why it stands where it does, if that is more than its cost.
        pub suits: Option<Suits>,
    }

    /// When something opens to this member.
    pub struct Opening {
        /// What opens, one of the program's `access`.
        pub id: String,
        /// When; in the past when it is open.
        pub opens_at: Timestamp,
    }

    /// What a member told of themselves, each part if they liked.
    pub struct Profile {
        /// How they want to be addressed.
        pub nickname: Option<String>,
        /// Their birthday, `MM-DD`.
        pub birthday: Option<String>,
        /// From when another birthday may be named; absent when it may be now.
        pub birthday_from: Option<Timestamp>,
        /// The language to write to them in, one of the program's.
        pub lang: Option<String>,
        /// What they like, ids of the program's `interests`.
        pub interests: Vec<String>,
        /// How to write to them; absent as long as they have not said.
        pub contact: Option<ContactChoice>,
    }

    /// How a member wants to be written to.
    pub struct ContactChoice {
        /// By which of the program's `contact.channels`; none to not be written to.
        pub channels: Vec<String>,
        /// How often, one of the program's `contact.frequencies`.
        pub frequency: Option<String>,
    }

    /// A consent that was given.
    pub struct ConsentGiven {
        /// The consent.
        pub id: String,
        /// The version agreed to.
        pub version: String,
        /// When.
        pub given_at: Timestamp,
    }

    /// The body of `POST member`.
    pub struct JoinRequest {
        /// The consents the customer ticked, each with the version they saw.
        pub consents: Vec<ConsentChoice>,
        /// How they want to be addressed; at most 60 characters.
        pub nickname: Option<String>,
        /// The code of the member who brought them.
        pub referral: Option<String>,
    }

    /// A consent given or withdrawn, in `PATCH member`.
    pub struct ConsentDecision {
        /// The consent.
        pub id: String,
        /// The version that was shown.
        pub version: String,
        /// Whether it is given; false withdraws it.
        pub given: bool,
    }

    /// One ticked consent.
    pub struct ConsentChoice {
        /// The consent.
        pub id: String,
        /// The version that was shown.
        pub version: String,
    }
}

//! The kinds of things that names stand for.

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::program) enum Kind {
    Purchase,
    Activity,
    Tier,
    Challenge,
    Reward,
    Badge,
    Group,
    Consent,
    Segment,
    Offer,
    Wallet,
    Survey,
    Referral,
    Game,
    Leaderboard,
    Cause,
    Interest,
    Access,
    CodePrefix,
}

impl Kind {
    /// A history line names its rule by id alone, so these share one set of ids.
    pub(super) fn shares_ids(self) -> bool {
        !matches!(
            self,
            Self::Badge
                | Self::Group
                | Self::Consent
                | Self::Wallet
                | Self::Leaderboard
                | Self::Cause
                | Self::Interest
                | Self::Access
                | Self::CodePrefix
        )
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Purchase => "purchase",
            Self::Activity => "activity",
            Self::Tier => "tier",
            Self::Challenge => "challenge",
            Self::Reward => "reward",
            Self::Badge => "badge",
            Self::Group => "reward_group",
            Self::Consent => "consent",
            Self::Segment => "segment",
            Self::Offer => "offer",
            Self::Wallet => "wallet",
            Self::Survey => "survey",
            Self::Referral => "referral",
            Self::Game => "game",
            Self::Leaderboard => "leaderboard",
            Self::Cause => "cause",
            Self::Interest => "interest",
            Self::Access => "access",
            Self::CodePrefix => "code_prefix",
        }
    }
}

//! Friends, games, leaderboards, surveys and messages.

use super::Kind::{Int, Text};
use super::Table;

pub(super) const TABLES: [Table; 11] = [
    Table {
        name: "invites",
        columns: &[("program", Text), ("code", Text), ("member", Text), ("made_at", Int)],
    },
    Table {
        name: "referrals",
        columns: &[
            ("program", Text),
            ("referral", Text),
            ("referrer", Text),
            ("friend", Text),
            ("status", Text),
            ("doubt", Text),
            ("order_id", Text),
            ("joined_at", Int),
            ("changed_at", Int),
            ("due_at", Int),
            ("points", Int),
        ],
    },
    Table {
        name: "marks",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("kind", Text),
            ("mark", Text),
            ("seen_at", Int),
        ],
    },
    Table { name: "salts", columns: &[("program", Text), ("salt", Text)] },
    Table {
        name: "game_plays",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("game", Text),
            ("entitlement", Text),
            ("prize", Text),
            ("points", Int),
            ("redemption", Text),
            ("at", Int),
        ],
    },
    Table {
        name: "game_prizes",
        columns: &[("program", Text), ("game", Text), ("prize", Text), ("won", Int)],
    },
    Table {
        name: "leaderboard_entries",
        columns: &[
            ("program", Text),
            ("leaderboard", Text),
            ("member", Text),
            ("alias", Text),
            ("alias_key", Text),
            ("since", Int),
        ],
    },
    Table {
        name: "surveys_closed",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("survey", Text),
            ("order_id", Text),
            ("answered", Int),
            ("points", Int),
            ("at", Int),
        ],
    },
    Table {
        name: "survey_answers",
        columns: &[
            ("program", Text),
            ("answer", Text),
            ("survey", Text),
            ("member", Text),
            ("order_id", Text),
            ("score", Int),
            ("choice", Int),
            ("text", Text),
            ("at", Int),
        ],
    },
    Table {
        name: "messages",
        columns: &[
            ("program", Text),
            ("message", Text),
            ("member", Text),
            ("about_kind", Text),
            ("about", Text),
            ("text", Text),
            ("at", Int),
            ("answered_at", Int),
            ("closed_at", Int),
        ],
    },
    Table {
        name: "message_answers",
        columns: &[
            ("program", Text),
            ("message", Text),
            ("number", Int),
            ("member", Text),
            ("text", Text),
            ("at", Int),
        ],
    },
];

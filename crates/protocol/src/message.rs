//! "Something wrong?": `POST` and `GET member/messages`, `GET admin/messages` and
//! `POST admin/messages/{id}/answers`.

use crate::Timestamp;
use crate::wire::wire;

wire! {
    /// The body of `POST member/messages`.
    pub struct MessageRequest {
        /// The id of a transaction or a redemption it is about, if it is about one.
        pub about: Option<String>,
        /// What is wrong; at most 2,000 characters.
        pub text: String,
    }

    /// The reply to `GET member/messages`.
    pub struct Messages {
        /// Newest first.
        pub items: Vec<Message>,
    }

    /// What a member wrote, and how it stands.
    pub struct Message {
        /// A UUIDv7.
        pub id: String,
        /// What it is about.
        pub about: Option<MessageAbout>,
        /// What they wrote.
        pub text: String,
        /// When.
        pub at: Timestamp,
        /// How it stands.
        pub status: MessageStatus,
        /// The answers, oldest first.
        pub answers: Vec<MessageAnswer>,
    }

    /// What a message is about.
    pub struct MessageAbout {
        /// A line of the history, or a redemption.
        pub kind: MessageAboutKind,
        /// Its id.
        pub id: String,
    }

    /// What a message is about.
    pub enum MessageAboutKind {
        /// A line of the history.
        Transaction = "transaction",
        /// A redemption.
        Redemption = "redemption",
    }

    /// How a message stands.
    pub enum MessageStatus {
        /// It waits for an answer.
        Open = "open",
        /// It was answered.
        Answered = "answered",
        /// It is done with.
        Closed = "closed",
    }

    /// An answer.
    pub struct MessageAnswer {
        /// What the shop wrote.
        pub text: String,
        /// When.
        pub at: Timestamp,
    }

    /// The reply to `GET admin/messages`.
    pub struct AdminMessages {
        /// How many wait for an answer.
        pub waiting: i64,
        /// How many of them for an hour or longer.
        pub waiting_1h: i64,
        /// How many of them for a day or longer.
        pub waiting_24h: i64,
        /// At most 100: those that wait oldest first, others newest first.
        pub items: Vec<AdminMessage>,
    }

    /// A message as the shop's people see it; the reply to an answer.
    pub struct AdminMessage {
        /// Who wrote it; absent when they left.
        pub customer: Option<String>,
        /// The message.
        pub message: Message,
    }

    /// The body of `POST admin/messages/{id}/answers`.
    pub struct AnswerRequest {
        /// The answer; at most 2,000 characters. Absent only when it is closed without one.
        pub text: Option<String>,
        /// Whether it is done with.
        #[cfg_attr(feature = "serde", serde(default))]
        pub close: bool,
    }
}

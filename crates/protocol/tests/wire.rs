//! The two forms of a wire type, serde's and the widget's own, read and write the same JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use stempel_protocol::{
    Build, Causes, Decode, Encode, GameLeft, Invite, JoinRequest, Leaderboard, LeaderboardEntry,
    Member, MemberLate, MemberPatch, MessageRequest, Messages, PlayReply, PlayRequest, Problem,
    Program, Quote, QuoteRequest, RedemptionReply, RedemptionRequest, RewardKind, Source,
    SurveyReply, SurveyResponse, TransactionPage, decode,
};

struct Node(Value);

impl Source for Node {
    fn field(&self, name: &'static str) -> Self {
        Self(self.0.get(name).cloned().unwrap_or(Value::Null))
    }
    fn is_absent(&self) -> bool {
        self.0.is_null()
    }
    fn text(&self) -> Option<String> {
        self.0.as_str().map(Into::into)
    }
    fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }
    fn flag(&self) -> Option<bool> {
        self.0.as_bool()
    }
    fn items(&self) -> Option<Vec<Self>> {
        self.0.as_array().map(|items| items.iter().cloned().map(Node).collect())
    }
    fn instant(&self) -> Option<i64> {
        let parsed = chrono::DateTime::parse_from_rfc3339(self.0.as_str()?).ok()?;
        Some(parsed.timestamp_millis())
    }
}

impl Build for Node {
    fn object() -> Self {
        Self(json!({}))
    }
    fn with(mut self, name: &'static str, value: Self) -> Self {
        self.0[name] = value.0;
        self
    }
    fn text(text: &str) -> Self {
        Self(text.into())
    }
    fn number(number: f64) -> Self {
        Self((number as i64).into())
    }
    fn flag(flag: bool) -> Self {
        Self(flag.into())
    }
    fn list(items: Vec<Self>) -> Self {
        Self(items.into_iter().map(|item| item.0).collect())
    }
    fn null() -> Self {
        Self(Value::Null)
    }
}

fn same_both_ways<T>(sample: &Value)
where
    T: Serialize + DeserializeOwned + Decode + Encode + PartialEq + std::fmt::Debug,
{
    let by_serde: T = serde_json::from_value(sample.clone()).expect("serde reads the sample");
    let by_hand: T = decode(&Node(sample.clone())).expect("Decode reads the sample");
    assert_eq!(by_serde, by_hand);
    let Node(written) = by_hand.encode();
    assert_eq!(written, serde_json::to_value(&by_serde).expect("serde writes it"));
}

fn member() -> Value {
    json!({
        "status": "active", "version": 7, "as_of": "2026-03-29T01:30:00Z", "name": "Anna 🌸",
        "joined_at": "2025-12-31T23:59:59.250Z",
        "balance": {"available": 1250, "pending": 0, "reserved": 900, "spent": 3, "expired": 4,
                    "lifetime": 2157, "debt": 0},
        "tier": {"id": "gold", "qualifying": 760, "next": {"id": "platinum", "missing": 240},
                 "until": "2027-12-31T22:59:59Z", "keep_missing": 0},
        "expiring": [{"points": 120, "at": "2026-11-30T23:00:00Z"}],
        "challenges": [{"id": "origins", "status": "active", "progress": 2, "steps_done": [0, 1],
                        "completed_at": null}],
        "badges": [{"id": "first", "earned_at": null}],
        "rewards": [{"id": "cappuccino", "cost": 900, "reasons": [
            {"code": "missing_points", "points": 150, "tier": null, "at": null, "money": null,
             "limit": null}]}],
        "redemptions": [redemption()],
        "consents": [{"id": "terms", "version": "2", "given_at": "2026-01-01T00:00:00Z"}],
        "surveys": [survey()],
        "games": [{"id": "scratch", "plays": ["A-1"]}],
        "referral": {"code": "KAWA-7QF4", "invited": [
            {"status": "ordered", "at": "2026-03-29T01:30:00Z"}]},
        "access": [{"id": "sale", "opens_at": "2026-11-26T17:00:00Z"}],
        "profile": {"nickname": "Anna 🌸", "birthday": "02-29",
                    "birthday_from": "2027-03-01T00:00:00Z", "lang": null, "interests": ["beans"],
                    "contact": {"channels": ["email"], "frequency": null}},
        "card": "2900000000018",
        "streak": {"days": 4, "target": 7, "grace_left": 1, "points": 30, "today": true},
        "membership": {"status": "active", "until": "2026-04-01T00:00:00Z"},
        "test": true
    })
}

fn survey() -> Value {
    json!({"id": "taste", "title": "Smakowała?", "kind": "choice", "choices": ["Tak", "Nie"],
           "points": 20, "order": "A-1", "anonymous": true})
}

fn redemption() -> Value {
    json!({"id": "0197", "reward": "cappuccino", "name": "Cappuccino", "kind": "free_product",
           "icon": "cup", "status": "issued", "cost": 900, "code": "KAWA-7QF4",
           "value": {"amount": 1500, "currency": "PLN"},
           "created_at": "2026-03-29T01:30:00Z", "expires_at": null, "used_at": null,
           "order": null, "cancellable": true})
}

fn program() -> Value {
    json!({
        "id": "demo", "name": "Kawiarnia", "version": "1", "lang": "pl", "langs": ["pl", "en"],
        "currency": "PLN", "test_mode": false,
        "unit": {"zero": null, "one": "ziarno", "two": null, "few": "ziarna", "many": "ziaren",
                 "other": "ziarna"},
        "earn": [{"id": "order", "kind": "purchase", "title": "Zakupy", "detail": null, "points": 1,
                  "per": {"amount": 100, "currency": "PLN"}, "icon": "bag", "ends_at": null,
                  "starts_at": "2026-03-07T23:00:00Z", "order_cap": 2000, "tier": "gold",
                  "limit": {"times": 2, "every": "month"}, "membership": true,
                  "subscription": false,
                  "minimum_spend": {"amount": 4000, "currency": "PLN"}}],
        "tiers": [{"id": "gold", "name": "Złoto", "from": 1000, "benefits": ["x1,5"]}],
        "tier_rule": {"measure": "points", "period": "calendar_year", "days": null},
        "reward_groups": [{"id": "coffee", "name": "Kawa"}],
        "rewards": [{"id": "ten", "name": "10 zł", "description": null, "kind": "amount_off",
                     "cost": 500, "group": null, "icon": null,
                     "image": "https://shop.example/ten.avif",
                     "value": {"amount": 1000, "currency": "PLN"}, "percent": null,
                     "max_amount": 5000, "minimum_spend": null, "valid_seconds": 900, "at": "2026-12-24T17:00:00Z",
                     "winners": 3, "cause": "A wood"}],
        "challenges": [{"id": "origins", "name": "Trzy kawy", "description": null,
                        "kind": "variety", "target": 3, "points": 150, "badge": null,
                        "steps": ["AF", "AM", "AZ"], "starts_at": null,
                        "ends_at": "2026-11-30T23:00:00Z", "icon": null}],
        "badges": [{"id": "first", "name": "Pierwsza", "description": null, "icon": "star"}],
        "access": [{"id": "sale", "title": "Noc", "opens_at": "2026-11-27T17:00:00Z", "ends_at": null}],
        "interests": [{"id": "beans", "name": "Ziarna"}],
        "contact": {"channels": ["email", "push"], "frequencies": ["weekly"]},
        "consents": [{"id": "terms", "version": "2", "title": "Regulamin", "text": null,
                      "url": "https://shop.example/terms", "required": true}],
        "rules": [{"title": "Ważność", "text": "Rok."}],
        "games": [{"id": "scratch", "name": "Zdrapka", "description": null, "icon": "ticket",
            "order_from": null, "every": "week", "ends_at": null,
            "prizes": [{"id": "ten", "points": 10, "reward": null, "odds": 250_000, "stock": 5}]}],
        "leaderboards": [{"id": "month", "name": "Miesiąc"}],
        "referral": {"title": "Zaproś", "detail": null, "points": 300, "friend_points": 100,
            "friend_reward": "ten", "minimum_spend": {"amount": 5000, "currency": "PLN"},
            "within_days": 90, "pending_days": 14, "per_month": 5},
        "said": [{"at": "2026-03-01T00:00:00Z", "you_said": "Za gorzka.", "we_changed": "Słodsza."}]
    })
}

#[test]
fn what_late_views_ask_for_stands_in_the_same_json() {
    let whole: Member = serde_json::from_value(member()).expect("serde reads the sample");
    let late: MemberLate = decode(&Node(member())).expect("Decode reads the sample");
    assert_eq!(late.consents, whole.consents);
    assert_eq!(late.consents.len(), 1);
}

#[test]
fn every_type_of_the_widget_reads_and_writes_as_serde_does() {
    same_both_ways::<Program>(&program());
    same_both_ways::<Member>(&member());
    same_both_ways::<RedemptionReply>(&json!({"redemption": redemption(), "member": member()}));
    same_both_ways::<RedemptionRequest>(
        &json!({"reward": "ten", "amount": 2000, "cost": 500, "version": 7}),
    );
    same_both_ways::<JoinRequest>(
        &json!({"consents": [{"id": "terms", "version": "2"}], "nickname": null,
            "referral": "KAWA-7QF4"}),
    );
    same_both_ways::<QuoteRequest>(
        &json!({"cart": {"currency": "PLN", "discount": null, "subscription": true, "lines": [
        {"sku": "yirga", "category": "africa", "quantity": 2, "unit_price": 5900}]},
        "reward": null, "amount": 2000}),
    );
    same_both_ways::<Quote>(&json!({"points": 164, "parts": [
        {"rule": "order", "title": "Zakupy", "points": 164}], "valid_until": "2026-03-29T02:00:00Z",
        "tier": null, "within_reach": ["bag"], "version": null,
        "reward": {"id": "ten", "cost": 500, "available_after": 750, "reasons": []},
        "discount_percent": 5, "free_shipping": true}));
    same_both_ways::<TransactionPage>(&json!({"next": "c1", "items": [
        {"id": "0198", "kind": "earn", "points": 164, "balance": 1414, "at": "2026-03-29T01:30:00Z",
         "order": "A-1", "reward": null, "note": null,
         "parts": [{"rule": "order", "title": "Zakupy", "points": 164}]}]}));
    same_both_ways::<PlayRequest>(&json!({"play": "A-1"}));
    same_both_ways::<PlayReply>(&json!({"prize": "ten", "points": 10, "redemption": null,
        "member": member()}));
    same_both_ways::<GameLeft>(&json!({"id": "scratch", "prizes": [
        {"id": "ten", "odds": 250_000, "left": null}]}));
    same_both_ways::<LeaderboardEntry>(&json!({"alias": "Kot"}));
    same_both_ways::<Leaderboard>(&json!({"id": "month", "starts_at": "2026-03-01T00:00:00Z",
        "ends_at": null, "people": 12, "hidden": false,
        "top": [{"place": 1, "alias": "Kot", "points": 9, "own": false}],
        "own": {"place": null, "alias": "Pies", "points": 0, "own": true}}));
    same_both_ways::<Causes>(&json!({"items": [{"id": "trees", "name": "Las", "description": null,
        "icon": "leaf", "rewards": ["tree"], "unit": "drzewa", "points_per_unit": 500,
        "target": 200, "points": 5250, "units": 10, "members": 7}]}));
    same_both_ways::<MessageRequest>(&json!({"about": null, "text": "Za mało!"}));
    same_both_ways::<Messages>(&json!({"items": [{"id": "0199",
        "about": {"kind": "redemption", "id": "0197"}, "text": "Za mało!",
        "at": "2026-03-29T01:30:00Z", "status": "answered",
        "answers": [{"text": "Już.", "at": "2026-03-29T01:40:00Z"}]}]}));
    same_both_ways::<Invite>(&json!({"code": "KAWA-7QF4"}));
    same_both_ways::<SurveyResponse>(&json!({"order": "A-1", "score": 9, "choice": null,
        "text": "Dobra", "dismissed": false}));
    same_both_ways::<SurveyReply>(&json!({"points": 20, "member": member()}));
    same_both_ways::<Problem>(&json!({"title": "Conflict", "status": 409, "code": "changed",
        "detail": "the snapshot is newer", "field": null, "request_id": "r", "retryable": false,
        "reasons": [], "member": member()}));
}

#[test]
fn what_an_older_server_does_not_send_is_absent_or_false() {
    let (mut member, mut program) = (member(), program());
    member.as_object_mut().expect("an object").remove("test");
    member.as_object_mut().expect("an object").remove("surveys");
    member.as_object_mut().expect("an object").remove("profile");
    member.as_object_mut().expect("an object").remove("access");
    program.as_object_mut().expect("an object").remove("access");
    program.as_object_mut().expect("an object").remove("interests");
    program["rewards"][0].as_object_mut().expect("an object").remove("image");
    let by_serde: Member = serde_json::from_value(member.clone()).expect("serde reads it");
    assert_eq!(decode::<Member, _>(&Node(member)), Ok(by_serde.clone()));
    assert!(!by_serde.test && by_serde.surveys.is_empty());
    let by_serde: Program = serde_json::from_value(program.clone()).expect("serde reads it");
    assert_eq!(decode::<Program, _>(&Node(program)), Ok(by_serde.clone()));
    assert_eq!(by_serde.rewards[0].image, None);
}

#[test]
fn a_change_tells_what_stays_from_what_goes() {
    let samples = [
        json!({}),
        json!({"nickname": null, "birthday": "02-29", "lang": null, "interests": null}),
        json!({"nickname": "Ola", "interests": ["beans"]}),
        json!({"contact": null, "consents": [{"id": "terms", "version": "2", "given": false}]}),
        json!({"contact": {"channels": [], "frequency": "weekly"}}),
    ];
    for sample in samples {
        let patch: MemberPatch = serde_json::from_value(sample.clone()).expect("serde reads it");
        assert_eq!(serde_json::to_value(&patch).expect("serde writes it"), sample);
        let Node(written) = patch.encode();
        assert_eq!(written, sample);
    }
    assert!(serde_json::from_value::<MemberPatch>(json!({"name": "Ola"})).is_err());
}

#[test]
fn a_value_of_a_newer_server_becomes_unknown() {
    assert_eq!(decode(&Node(json!("moon_trip"))), Ok(RewardKind::Unknown));
    let by_serde: RewardKind = serde_json::from_value(json!("moon_trip")).expect("reads");
    assert_eq!(by_serde, RewardKind::Unknown);
}

#[test]
fn a_wrong_shape_names_its_field() {
    let mut wrong = member();
    wrong["balance"]["available"] = json!("many");
    assert_eq!(decode::<Member, _>(&Node(wrong)).map_err(|it| it.field), Err("available"));
    let mut fraction = member();
    fraction["version"] = json!(7.5);
    assert_eq!(decode::<Member, _>(&Node(fraction)).map_err(|it| it.field), Err("version"));
    assert!(decode::<Member, _>(&Node(json!("<html>"))).is_err());
}

//! The rules in plain words.

use stempel_protocol::ProgramLate;

use super::node::Node;
use super::parts::{Gather, div, h3, line, text};
use super::{Ui, loading};

/// Every rule, one after the other.
pub fn rules(ui: Ui) -> Node {
    let rules = ui.besides::<ProgramLate>("program").map(|it| it.rules).unwrap_or_default();
    if rules.is_empty() {
        return loading::empty("info", ui.text("rules.none"), ui.text("rules.none_hint"));
    }
    let rule = |title: &str, words: &str| {
        div("rule", vec![h3("name", vec![text(title)]), line("fine", words.into())])
    };
    let rules = rules.iter().map(|it| rule(&it.title, &it.text)).gather();
    div("view", vec![div("card rules", rules)])
}

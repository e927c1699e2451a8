//! How much a reward of any amount is to be worth: a slider and a field, always in step.

use js_sys::Reflect;
use stempel_protocol::{Money, Reward};
use wasm_bindgen::JsCast;
use web_sys::Event;

use super::Ui;
use super::form::typed;
use super::node::{Node, element};
use super::parts::{div, span, text};
use crate::format;

/// The fields that remember the amount, in minor units, and what stands in the field for it.
const AMOUNT: &str = "amount";
const SHOWN: &str = "shown";

/// What was chosen of what can be had.
pub struct Chosen {
    /// What it is to be worth.
    pub worth: Money,
    /// So many steps.
    pub times: i64,
    most: i64,
    step: i64,
}

/// What is chosen for a reward of any amount at so many points a step; one step at first. No more
/// than the balance allows is offered.
pub fn chosen(ui: Ui, reward: &Reward, cost: i64, available: Option<i64>) -> Option<Chosen> {
    let (value, limit) = reward.value.as_ref().zip(reward.max_amount)?;
    ui.form.track();
    let step = value.amount.max(1);
    let affordable = available.filter(|_| cost > 0).map_or(i64::MAX, |it| it / cost);
    let most = (limit / step).min(affordable).max(1);
    let wanted = ui.typed(AMOUNT).and_then(|it| it.parse::<i64>().ok()).unwrap_or(step);
    let times = (wanted / step).clamp(1, most);
    let worth = Money { amount: times * step, currency: value.currency.clone() };
    Some(Chosen { worth, times, most, step })
}

/// The slider and the field.
pub fn choose(ui: Ui, it: &Chosen) -> Node {
    let scale = format::scale(&it.worth.currency);
    let money = |amount: i64| format::money(&Money { amount, currency: it.worth.currency.clone() });
    let plain = move |amount: i64| format::plain(amount as f64 / scale);
    let (step, now, most) = (it.step, it.worth.amount, it.most * it.step);
    let set = move |amount: i64, shown: String| {
        ui.type_in(SHOWN, shown);
        ui.type_in(AMOUNT, format::digits(amount));
    };
    let label = ui.words.with("amount.label", &[("step", &money(step)), ("most", &money(most))]);
    let slider = element("input", "slider")
        .with("type", "range")
        .with("min", "1")
        .with("max", &format::digits(it.most))
        .with(".value", &format::digits(it.times))
        .with("aria-label", &ui.text("amount.slider"))
        .with("aria-valuetext", &money(now))
        .on("input", move |event| {
            let amount = number(&event) as i64 * step;
            set(amount, plain(amount));
        });
    let field = element("input", "input")
        .with("type", "number")
        .with("inputmode", "decimal")
        .with("min", &plain(step))
        .with("max", &plain(most))
        .with("step", &plain(step))
        .with(".value", &ui.typed(SHOWN).unwrap_or_else(|| plain(now)))
        .on("input", move |event| set((number(&event) * scale).round() as i64, typed(&event)))
        // What cannot be had becomes what is nearest below.
        .on("change", move |_| set(now, plain(now)));
    div(
        "amount",
        vec![
            slider.kids(Vec::new()),
            element("label", "field")
                .kids(vec![span("fine", vec![text(label)]), field.kids(Vec::new())]),
        ],
    )
}

fn number(event: &Event) -> f64 {
    let field = event.target().unwrap_or_else(|| event.clone().unchecked_into());
    let number = Reflect::get(&field, &"valueAsNumber".into()).ok().and_then(|it| it.as_f64());
    number.unwrap_or_default()
}

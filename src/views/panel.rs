//! The dialog around the views: heading, tab bar, the region that speaks, and where the focus
//! goes. What stands inside is the views' own.

use std::cell::Cell;
use std::time::Duration;

use js_sys::Reflect;
use leptos::either::Either;
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement, ShadowRoot};

use super::icons::icon;
use super::parts::{Button, Kids, div, line, nothing, rich, text};
use super::{Ui, screen, wording};
use crate::config::{function, use_config};
use crate::format;
use crate::host;
use crate::state::View;

type Dialog = NodeRef<html::Dialog>;

/// The places of the tab bar with their icons and the keys of their names.
const TABS: [(View, &str, &str); 5] = [
    (View::Home, "home", "tab.home"),
    (View::Earn, "plus", "tab.earn"),
    (View::Rewards, "ticket", "tab.rewards"),
    (View::Challenges, "star", "tab.challenges"),
    (View::More, "dots", "tab.more"),
];

/// The panel: a dialog that follows the state's `open`.
///
/// @part panel - the dialog; @part header, body, tabs - its three storeys;
/// @part title - the heading; @part button, note, card, ticket, hero, bar, code - as named.
pub fn panel() -> impl IntoView {
    let ui = Ui::new();
    let dialog = Dialog::new();
    follow_open(ui, dialog);
    follow_place(ui, dialog);
    keep_focus(ui, dialog);
    tick_while_seen(ui);
    count_up(ui);
    let lang = use_config().lang;
    let direction = if matches!(lang.get(..2), Some("ar" | "he" | "fa" | "ur")) { "rtl" } else { "ltr" };
    html::dialog()
        .node_ref(dialog)
        .class("panel")
        .attr("part", "panel")
        .attr("lang", lang)
        .attr("dir", direction)
        .attr("aria-labelledby", "title")
        .on(ev::Custom::<web_sys::Event>::new("cancel"), move |event| {
            event.prevent_default();
            ui.run(|commands| commands.close());
        })
        .on(ev::close, move |_| ui.run(|commands| commands.close()))
        .on(ev::click, move |event| {
            // The sheet fills the dialog: a click on the dialog itself is one beside it.
            if event.target() == event.current_target() {
                ui.run(|commands| commands.close());
            }
        })
        .child(html::div().class("sheet").child((
            header(ui),
            move || stale(ui),
            body(ui),
            move || tabs(ui),
            move || news(ui),
        )))
}

fn header(ui: Ui) -> AnyView {
    let back = move || match ui.state.can_go_back() {
        true => Button::icon("back", ui.text("panel.back"))
            .does(move || ui.run(|commands| commands.back())),
        false => nothing(),
    };
    let title = html::h2()
        .class("title")
        .attr("part", "title")
        .attr("id", "title")
        .attr("tabindex", "-1")
        .child(move || wording::title(ui));
    let close = Button::icon("close", ui.text("panel.close"))
        .does(move || ui.run(|commands| commands.close()));
    html::header()
        .class("header")
        .attr("part", "header")
        .child((back, title, move || balance(ui), close))
        .into_any()
}

/// The balance beside the heading, where the view itself does not show it.
fn balance(ui: Ui) -> AnyView {
    let known = ui.state.program().zip(ui.state.member());
    match (ui.state.view(), known) {
        (View::Rewards | View::Earn | View::History, Some((program, member))) => {
            let words = ui.points(&program, member.balance.available);
            line("balance", words)
        }
        _ => nothing(),
    }
}

fn stale(ui: Ui) -> AnyView {
    let Some(since) = ui.state.stale_since() else { return nothing() };
    let retry = Button::link(ui.text("action.retry")).does(move || ui.run(|commands| commands.retry()));
    let words = ui.words.with("stale.since", &[("time", &format::time(since))]);
    html::div()
        .class("stale")
        .attr("part", "stale")
        .attr("role", "status")
        .child((icon("offline"), line("stale-words", words), retry))
        .into_any()
}

/// The view on screen. Places alternate between two kinds of node, so that nothing of one place
/// (scroll, focus, typed text, finished animations) is reused for the next; within a place a
/// change updates the elements where they stand.
fn body(ui: Ui) -> AnyView {
    let place = Memo::new(move |_| ui.state.view());
    let mut even = false;
    let content = move || {
        let view = place.get();
        even = !even;
        let content = (move || screen(ui, &view)).into_any();
        if even { Either::Left(content) } else { Either::Right(content) }
    };
    html::div().class("scroll").attr("part", "body").attr("id", "body").child(content).into_any()
}

fn tabs(ui: Ui) -> AnyView {
    let trail = ui.state.trail();
    let focused = matches!(
        trail.last(),
        Some(View::Reward(_) | View::Redemption(_) | View::Join)
    );
    let Some(program) = ui.state.program().filter(|_| !focused) else { return nothing() };
    let playful = !program.challenges.is_empty() || !program.badges.is_empty();
    let shown = TABS.iter().filter(|(view, ..)| playful || *view != View::Challenges);
    let here = trail.iter().rev().find(|at| TABS.iter().any(|(view, ..)| view == *at));
    let buttons: Kids = shown
        .map(|(view, icon_name, name)| {
            let kids = vec![icon(icon_name), text(ui.text(name))];
            Button::of("tab", kids).current(here == Some(view)).does(ui.to(view.clone()))
        })
        .collect();
    html::nav()
        .class("tabs")
        .attr("part", "tabs")
        .attr("aria-label", ui.text("panel.tabs"))
        .child(buttons)
        .into_any()
}

/// Tells of points that came: on screen for a moment, and to those who listen.
fn news(ui: Ui) -> AnyView {
    let gained = ui.state.gained().zip(ui.state.program()).filter(|_| ui.state.open());
    let kids = match gained {
        Some((points, program)) => {
            let shown = ui.points(&program, points);
            vec![icon("spark"), div("", rich(ui.words.pieces("news.gained", Some(points), &[("points", &shown)])))]
        }
        None => Vec::new(),
    };
    html::div().class("news").attr("role", "status").child(kids).into_any()
}

fn follow_open(ui: Ui, dialog: Dialog) {
    Effect::new(move |_| {
        let (open, Some(element)) = (ui.state.open(), dialog.get()) else { return };
        let element: &HtmlDialogElement = &element;
        if open && !element.open() {
            if element.show_modal().is_err() {
                // Not in the page any more, or already open in another way.
                return;
            }
            focus(dialog, "#title");
        } else if !open && element.open() {
            element.close();
        }
    });
}

/// A new place starts at its heading and its top, with nothing left over of the last one.
fn follow_place(ui: Ui, dialog: Dialog) {
    let place = Memo::new(move |_| ui.state.view());
    Effect::new(move |before: Option<View>| {
        let here = place.get();
        if before.is_some_and(|before| before != here) {
            ui.local.giving_back.set(false);
            ui.local.consent_missing.set(false);
            request_animation_frame(move || {
                focus(dialog, "#title");
                if let Some(body) = find(dialog, "#body") {
                    body.set_scroll_top(0);
                }
            });
        }
        here
    });
}

/// Asks before giving back, with the focus on the harmless answer; and whenever an update takes
/// the focused element away, the focus goes to the heading instead of leaving the panel.
fn keep_focus(ui: Ui, dialog: Dialog) {
    Effect::new(move |before: Option<bool>| {
        let asking = ui.local.giving_back.get();
        if before.is_some_and(|before| before != asking) {
            let target = if asking { "#keep" } else { "#give-back" };
            request_animation_frame(move || focus(dialog, target));
        }
        asking
    });
    Effect::new(move |_| {
        let _ = (ui.state.member(), ui.state.busy(), ui.state.failure(), ui.state.stale_since());
        request_animation_frame(move || {
            if ui.state.open_now() && !has_focus(dialog) {
                focus(dialog, "#title");
            }
        });
    });
}

fn has_focus(dialog: Dialog) -> bool {
    let Some(element) = dialog.get_untracked() else { return true };
    let root = element.get_root_node().dyn_into::<ShadowRoot>().ok();
    root.and_then(|root| root.active_element()).is_some_and(|active| active.tag_name() != "DIALOG")
}

fn find(dialog: Dialog, selector: &str) -> Option<HtmlElement> {
    dialog.get_untracked()?.query_selector(selector).ok()??.dyn_into().ok()
}

fn focus(dialog: Dialog, selector: &str) {
    if let Some(element) = find(dialog, selector).or_else(|| find(dialog, "#title")) {
        let _ = element.focus();
    }
}

/// A second hand for countdowns, only while one is on screen.
fn tick_while_seen(ui: Ui) {
    Effect::new(move |_| {
        if !ui.state.open() || !matches!(ui.state.view(), View::Redemption(_)) {
            return;
        }
        let tick = move || {
            if host::visible() {
                ui.local.tick.update(|count| *count += 1);
            }
        };
        if let Ok(handle) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || handle.clear());
        }
    });
}

/// Whether the reader has not asked for less motion.
fn motion_welcome() -> bool {
    let Some(window) = web_sys::window() else { return false };
    let ask = function(&window, "matchMedia");
    let reduced = ask.and_then(|ask| ask.call1(&window, &"(prefers-reduced-motion)".into()).ok());
    reduced.is_none_or(|it| Reflect::get(&it, &"matches".into()).is_ok_and(|it| it.is_falsy()))
}

/// New points are counted into the balance; with reduced motion they are simply there.
fn count_up(ui: Ui) {
    const STEPS: i64 = 16;
    Effect::new(move |_| {
        let member = ui.state.member();
        let (Some(gained), Some(member)) = (ui.state.gained(), member) else {
            ui.local.counted.set(None);
            return;
        };
        if !ui.state.open() || !motion_welcome() {
            return;
        }
        let goal = member.balance.available;
        let step = Cell::new(0);
        let handle = set_interval_with_handle(
            move || {
                step.set(step.get() + 1);
                let left = (STEPS - step.get()).max(0);
                // Quick at first, slow at the end.
                let missing = gained * left * left / (STEPS * STEPS);
                ui.local.counted.set((missing > 0).then_some(goal - missing));
            },
            Duration::from_millis(30),
        );
        if let Ok(handle) = handle {
            set_timeout(move || handle.clear(), Duration::from_millis(30 * 18));
            on_cleanup(move || handle.clear());
        }
    });
}

//! The dialog around the views: heading, tab bar, the region that speaks, and where the focus
//! goes. What stands inside is the views' own.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, ShadowRoot};

use super::icons::icon;
use super::node::{Element as NodeElement, Node, element, live};
use super::parts::{Button, Gather, Kids, div, line, nothing, rich, text};
use super::{Ui, screen, wording};
use crate::config::function;
use crate::format;
use crate::host;
use crate::state::View;

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
pub fn panel(ui: Ui) -> Node {
    follow_open(ui);
    follow_place(ui);
    keep_focus(ui);
    tick_while_seen(ui);
    count_up(ui);
    let close = move || ui.run(|commands| commands.close());
    let button = Button::icon("close", ui.text("panel.close")).does(close);
    let sheet = storeys(ui, button, part(ui, news));
    framed(ui, "dialog", "panel")
        .with("aria-labelledby", "title")
        .on("cancel", move |event| {
            event.prevent_default();
            close();
        })
        .on("close", move |_| {
            // It is told late: by then the panel may have been opened again.
            if !dialog().is_some_and(|it| it.has_attribute("open")) {
                close();
            }
        })
        .on("click", move |event| {
            // The sheet fills the dialog: a click on the dialog itself is one beside it.
            if event.target() == event.current_target() {
                close();
            }
        })
        .kids(vec![sheet])
}

/// The panel as a part of the shop's page, without a dialog around it.
pub fn in_page(ui: Ui) -> Node {
    framed(ui, "section", "panel in-page").with("aria-labelledby", "title").kids(vec![storeys(
        ui,
        nothing(),
        nothing(),
    )])
}

/// The direction of the widget's language.
pub fn direction(ui: Ui) -> &'static str {
    let is_rtl = matches!(ui.config.lang.get(..2), Some("ar" | "he" | "fa" | "ur"));
    if is_rtl { "rtl" } else { "ltr" }
}

fn framed(ui: Ui, tag: &'static str, class: &str) -> NodeElement {
    element(tag, class)
        .built(remember)
        .with("part", "panel")
        .with("lang", &ui.config.lang)
        .with("dir", direction(ui))
}

fn storeys(ui: Ui, close: Node, news: Node) -> Node {
    let head = header(ui, close);
    div(
        "sheet",
        vec![head, part(ui, test_mark), part(ui, stale), part(ui, body), part(ui, tabs), news],
    )
}

/// Says that nothing here is worth money: a program in test mode, or a test key of the shop.
fn test_mark(ui: Ui) -> Node {
    let program = ui.state.program().is_some_and(|it| it.test_mode);
    if !program && !ui.state.member().is_some_and(|it| it.test) {
        return nothing();
    }
    element("div", "stale").with("part", "test").kids(vec![line("tiny", ui.text("more.test_mode"))])
}

/// A part of the panel that follows what it reads of the state.
fn part(ui: Ui, draw: fn(Ui) -> Node) -> Node {
    live(String::new(), move || draw(ui))
}

fn header(ui: Ui, close: Node) -> Node {
    let title = element("h2", "title")
        .with("part", "title")
        .with("id", "title")
        .with("tabindex", "-1")
        .kids(vec![part(ui, |ui| text(wording::title(ui)))]);
    element("div", "header").with("part", "header").kids(vec![
        part(ui, back),
        title,
        part(ui, balance),
        close,
    ])
}

fn back(ui: Ui) -> Node {
    if !ui.state.can_go_back() {
        return nothing();
    }
    Button::icon("back", ui.text("panel.back")).does(move || ui.run(|commands| commands.back()))
}

/// The balance beside the heading, where the view itself does not show it.
fn balance(ui: Ui) -> Node {
    let known = ui.state.program().zip(ui.state.member());
    match (ui.state.view(), known) {
        (View::Rewards | View::Earn | View::History, Some((program, member))) => {
            let words = ui.points(&program, member.balance.available);
            line("balance", words)
        }
        _ => nothing(),
    }
}

fn stale(ui: Ui) -> Node {
    let Some(since) = ui.state.stale_since() else { return nothing() };
    let retry =
        Button::link(ui.text("action.retry")).does(move || ui.run(|commands| commands.retry()));
    let words = ui.words.with("stale.since", &[("time", &format::time(since))]);
    element("div", "stale").with("part", "stale").with("role", "status").kids(vec![
        icon("offline"),
        line("stale-words", words),
        retry,
    ])
}

/// The view on screen; a place is a new element, so that nothing of one place (scroll, focus,
/// typed text) is left in the next. Within a place a change updates the elements where they are.
fn body(ui: Ui) -> Node {
    let view = ui.state.view();
    // Where there is nothing to press, the keyboard scrolls the body itself.
    let wordy = matches!(
        view,
        View::Home | View::Earn | View::Challenges | View::History | View::Tiers | View::Rules
    );
    element("div", "scroll")
        .with("part", "body")
        .with("id", "body")
        .with("tabindex", if wordy { "0" } else { "-1" })
        .kids(vec![element("div", "").keyed(key(&view)).kids(vec![screen(ui, &view)])])
}

fn key(view: &View) -> String {
    match view {
        View::Reward(id) | View::Redemption(id) => id.clone(),
        View::Home => "home".into(),
        View::Earn => "earn".into(),
        View::Rewards => "rewards".into(),
        View::Challenges => "challenges".into(),
        View::More => "more".into(),
        View::History => "history".into(),
        View::Tiers => "tiers".into(),
        View::Rules => "rules".into(),
        View::Join => "join".into(),
        View::Page(title, of) => format::join(&[title, of], " "),
    }
}

fn tabs(ui: Ui) -> Node {
    let here = ui.state.view();
    let focused = matches!(here, View::Reward(_) | View::Redemption(_) | View::Join);
    let Some(program) = ui.state.program().filter(|_| !focused) else { return nothing() };
    let here = match here {
        View::History | View::Tiers | View::Rules | View::Page(..) => View::More,
        here => here,
    };
    let playful = !program.challenges.is_empty() || !program.badges.is_empty();
    let shown = TABS.iter().filter(|(view, ..)| playful || *view != View::Challenges);
    let buttons: Kids = shown
        .map(|(view, icon_name, name)| {
            let kids = vec![icon(icon_name), text(ui.text(name))];
            Button::of("tab", kids).current(here == *view).does(ui.to(view.clone()))
        })
        .gather();
    element("nav", "tabs")
        .with("part", "tabs")
        .with("aria-label", &ui.text("panel.tabs"))
        .kids(buttons)
}

/// Tells of points that came: on screen for a moment, and to those who listen.
fn news(ui: Ui) -> Node {
    let gained = ui.state.gained().zip(ui.state.program()).filter(|_| ui.state.open());
    let kids = match gained {
        Some((points, program)) => {
            let shown = ui.points(&program, points);
            let words = ui.words.pieces("news.gained", None, &[("points", &shown)]);
            vec![icon("spark"), div("", rich(words))]
        }
        None => Vec::new(),
    };
    element("div", "news").with("role", "status").kids(kids)
}

thread_local! {
    static PANELS: RefCell<Vec<Element>> = const { RefCell::new(Vec::new()) };
}

/// The dialog comes first; it is there for good, others come and go.
fn remember(element: &Element) {
    PANELS.with_borrow_mut(|panels| {
        panels.retain(|it| is_dialog(it) || it.is_connected());
        panels.push(element.clone());
    });
}

fn panels() -> Vec<Element> {
    PANELS.with_borrow(Clone::clone)
}

fn is_dialog(element: &Element) -> bool {
    element.tag_name() == "DIALOG"
}

fn dialog() -> Option<Element> {
    panels().into_iter().find(is_dialog)
}

/// The panel a person is in: the dialog while it is open, otherwise the one with the focus.
fn present(ui: Ui) -> Option<Element> {
    if ui.state.open_now() { dialog() } else { panels().into_iter().find(has_focus) }
}

/// Runs once the page has drawn what changed.
fn next_frame(run: impl FnOnce() + 'static) {
    let run: Box<dyn FnOnce()> = Box::new(run);
    request_animation_frame(run);
}

/// Runs now and whenever a signal that it reads changes.
pub fn follow(run: impl FnMut() + 'static) {
    let run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(run);
}

fn follow_open(ui: Ui) {
    follow(move || {
        let open = ui.state.open();
        let Some(element) = dialog() else { return };
        let element: &HtmlDialogElement = element.unchecked_ref();
        if open && !element.open() {
            // Refused when the element has left the page: then there is nothing to show either.
            if element.show_modal().is_ok() {
                focus(ui, "#title");
            }
        } else if !open && element.open() {
            element.close();
        }
    });
}

/// A new place starts at its heading and its top, with nothing left over of the last one.
fn follow_place(ui: Ui) {
    let before = RefCell::new(None);
    follow(move || {
        let here = Some(key(&ui.state.view()));
        let last = before.replace(here.clone());
        if last.is_some() && last != here {
            ui.draft.update(|draft| {
                draft.giving_back = false;
                draft.consent_missing = false;
            });
            ui.form.set(Vec::new());
            next_frame(move || {
                focus(ui, "#title");
                panels()
                    .iter()
                    .filter_map(|it| find(it, "#body"))
                    .for_each(|it| it.set_scroll_top(0));
            });
        }
    });
}

/// Asks before giving back, with the focus on the harmless answer; and whenever an update takes
/// the focused element away, the focus goes to the heading instead of leaving the panel.
fn keep_focus(ui: Ui) {
    let asked = Cell::new(false);
    follow(move || {
        let asking = ui.draft.get().giving_back;
        if asked.replace(asking) != asking {
            let target = if asking { "#keep button" } else { "#give-back button" };
            next_frame(move || focus(ui, target));
        }
    });
    follow(move || {
        let _ = (ui.state.member(), ui.state.busy(), ui.state.failure(), ui.state.stale_since());
        let _ = ui.state.late();
        next_frame(move || {
            if ui.state.open_now() && !dialog().is_some_and(|it| has_focus(&it)) {
                focus(ui, "#title");
            }
        });
    });
}

fn has_focus(panel: &Element) -> bool {
    let root = panel.get_root_node().dyn_into::<ShadowRoot>().ok();
    root.and_then(|root| root.active_element()).is_some_and(|active| !is_dialog(&active))
}

fn find(panel: &Element, selector: &str) -> Option<HtmlElement> {
    panel.query_selector(selector).ok()?.map(Element::unchecked_into)
}

/// Moves the focus inside the panel a person is in; a panel in the page never takes it.
fn focus(ui: Ui, selector: &str) {
    let Some(panel) = present(ui) else { return };
    if let Some(element) = find(&panel, selector).or_else(|| find(&panel, "#title")) {
        let _ = element.focus();
    }
}

/// A second hand for countdowns, only while one is on screen.
fn tick_while_seen(ui: Ui) {
    follow(move || {
        if !(ui.state.open() || ui.state.in_view())
            || !matches!(ui.state.view(), View::Redemption(_))
        {
            return;
        }
        every(1000, u32::MAX, move |count| {
            if host::visible() {
                ui.tick.set(count);
            }
        });
    });
}

/// Calls back every so many milliseconds, so many times, until the effect around it runs again.
fn every(milliseconds: u64, times: u32, callback: impl Fn(u32) + 'static) {
    let count = Cell::new(0);
    let handle = Rc::new(Cell::new(None::<IntervalHandle>));
    let own = handle.clone();
    let call = move || {
        count.set(count.get() + 1);
        callback(count.get());
        if count.get() >= times
            && let Some(handle) = own.take()
        {
            handle.clear();
        }
    };
    if let Ok(started) = set_interval_with_handle(call, Duration::from_millis(milliseconds)) {
        handle.set(Some(started));
        on_cleanup(move || started.clear());
    }
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
    const STEPS: u32 = 16;
    follow(move || {
        let known = ui.state.gained().zip(ui.state.member());
        ui.counted.put(None);
        let Some((gained, member)) = known.filter(|_| ui.state.open() && motion_welcome()) else {
            return;
        };
        let goal = member.balance.available;
        every(30, STEPS, move |step| {
            // Quick at first, slow at the end.
            let left = i64::from(STEPS - step);
            let missing = gained * left * left / i64::from(STEPS * STEPS);
            ui.counted.put((missing > 0).then_some(goal - missing));
        });
    });
}

//! The elements that views are made of: small functions from plain values to a [`Node`].

use super::Ui;
use super::icons::icon;
use super::node::{Element, Node, element};
use crate::format;

/// The children of an element.
pub type Kids = Vec<Node>;

/// Puts parts one after the other. The loop is one for all of them: the standard library's would be
/// in the wasm once for each way to make parts.
pub trait Gather: Iterator<Item = Node> + Sized {
    /// The parts.
    fn gather(mut self) -> Kids {
        fill(&mut || self.next())
    }
}

impl<I: Iterator<Item = Node>> Gather for I {}

fn fill(next: &mut dyn FnMut() -> Option<Node>) -> Kids {
    let mut kids = Kids::new();
    while let Some(part) = next() {
        kids.push(part);
    }
    kids
}

/// A text node.
pub fn text(words: impl Into<String>) -> Node {
    Node::Text(words.into())
}

/// Nothing, where something may stand another time.
pub fn nothing() -> Node {
    Node::Nothing
}

/// What is there, or nothing.
pub fn maybe(part: Option<Node>) -> Node {
    part.unwrap_or(Node::Nothing)
}

macro_rules! leaves {
    ($( $(#[$meta:meta])* $name:ident ),* $(,)?) => {
        $( $(#[$meta])*
        pub fn $name(class: &'static str, kids: Kids) -> Node {
            element(stringify!($name), class).kids(kids)
        } )*
    };
}

leaves! {
    /// A block.
    div,
    /// A phrase.
    span,
    /// A paragraph.
    p,
    /// Words that stand out.
    b,
    /// A heading inside a view.
    h3,
    /// A list.
    ul,
    /// An entry of a list.
    li,
}

/// A structural piece that a shop's CSS may reach with `::part`.
pub fn piece(part: &'static str, class: &'static str, kids: Kids) -> Node {
    element("section", class).with("part", part).kids(kids)
}

/// A heading over a group of things, perhaps with a way to all of them.
pub fn heading(title: String, more: Node) -> Node {
    div("over", vec![h3("over-title", vec![text(title)]), more])
}

/// A paragraph of one text.
pub fn line(class: &'static str, words: String) -> Node {
    p(class, vec![text(words)])
}

/// A text in pieces, some of which stand out.
pub fn rich(pieces: Vec<(bool, String)>) -> Kids {
    let part = |(strong, words): (bool, String)| match strong {
        true => b("", vec![text(words)]),
        false => text(words),
    };
    pieces.into_iter().map(part).gather()
}

/// A remark with an icon.
pub fn note(kind: &'static str, icon_name: &str, kids: Kids) -> Node {
    piece("note", kind, vec![icon(icon_name), div("note-words", kids)])
}

/// Words that are spoken as soon as they appear.
pub fn alert(words: String) -> Node {
    element("div", "note bad")
        .with("part", "note")
        .with("role", "alert")
        .kids(vec![icon("info"), line("note-words", words)])
}

/// The words for the last failed command, if there are any.
pub fn failure(ui: Ui) -> Node {
    maybe(ui.state.failure().map(|failure| alert(super::wording::failure(ui, &failure))))
}

/// A button, before it is drawn.
pub struct Button {
    element: Element,
    kids: Kids,
    off: bool,
}

impl Button {
    /// The one thing to do in a card.
    pub fn primary(words: String) -> Self {
        Self::of("button primary", vec![text(words)])
    }

    /// Something else to do.
    pub fn quiet(words: String) -> Self {
        Self::of("button quiet", vec![text(words)])
    }

    /// Something to do in the flow of words.
    pub fn link(words: String) -> Self {
        Self::of("link", vec![text(words)])
    }

    /// A button of an icon alone.
    pub fn icon(name: &str, label: String) -> Self {
        Self::of("round", vec![icon(name)]).named(label)
    }

    /// A button of any content.
    pub fn of(class: &str, kids: Kids) -> Self {
        let element = element("button", class).with("type", "button").with("part", "button");
        Self { element, kids, off: false }
    }

    fn with(mut self, name: &'static str, value: Option<&str>) -> Self {
        self.element = self.element.with_some(name, value);
        self
    }

    /// Its name where the words on it do not tell it from its like.
    pub fn named(self, label: String) -> Self {
        self.with("aria-label", Some(&label))
    }

    /// A choice that is on or off.
    pub fn pressed(self, on: bool) -> Self {
        self.with("aria-pressed", Some(if on { "true" } else { "false" }))
    }

    /// The place one is at.
    pub fn current(self, here: bool) -> Self {
        self.with("aria-current", here.then_some("page"))
    }

    /// A button that does nothing now but keeps the focus.
    pub fn off(mut self, off: bool) -> Self {
        self.off = off;
        self.with("aria-disabled", off.then_some("true"))
    }

    /// The button with what it does.
    pub fn does(self, action: impl Fn() + Send + 'static) -> Node {
        self.draw(Box::new(action))
    }

    fn draw(self, action: Box<dyn Fn() + Send>) -> Node {
        let off = self.off;
        let listener = move |_| {
            if !off {
                action();
            }
        };
        self.element.on("click", listener).kids(self.kids)
    }
}

/// A link out of the panel; the caller has checked that the URL is http or https.
pub fn outlink(class: &'static str, url: String, words: String, new_tab: bool) -> Node {
    element("a", class)
        .with("part", "button")
        .with("href", &url)
        .with_some("target", new_tab.then_some("_blank"))
        .with_some("rel", new_tab.then_some("noopener noreferrer"))
        .kids(vec![text(words)])
}

/// A bar that shows how far something is; `words` say the same.
pub fn bar(label: String, words: String, done: i64, whole: i64) -> Node {
    let percent = format::digits(done.clamp(0, whole.max(1)) * 100 / whole.max(1));
    element("div", "bar")
        .with("part", "bar")
        .with("role", "progressbar")
        .with("aria-label", &label)
        .with("aria-valuenow", &percent)
        .with("aria-valuemin", "0")
        .with("aria-valuemax", "100")
        .with("aria-valuetext", &words)
        .with("--done", &format::join(&[&percent, "%"], ""))
        .kids(vec![span("bar-done", Vec::new())])
}

/// An ink stamp around an icon or a few letters; its outline while it is still to come.
pub fn stamp(done: bool, inside: Node) -> Node {
    span(if done { "stamp on" } else { "stamp" }, vec![inside])
}

//! The one view type of the panel: a plain tree of elements and texts, built and updated by Leptos
//! like any other view. There is one type so that the code for it is in the wasm once: the same
//! views of generic elements were 25 KB more on the wire. What the tree says is the views' own.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::RenderEffect;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::no_attrs;
use leptos::tachys::renderer::{Rndr, types as dom};
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use wasm_bindgen::JsCast;
use web_sys::Event;

/// A part of a view.
pub enum Node {
    /// Nothing, where something may stand another time.
    Nothing,
    /// Words.
    Text(String),
    /// An element with what it holds.
    Element(Element),
    /// A part that follows the signals it reads, apart from what is around it.
    Live(Box<Live>),
}

/// See [`live`].
pub struct Live {
    key: String,
    draw: Box<dyn FnMut() -> Node + Send>,
}

/// What happens on an event.
type Listener = Box<dyn FnMut(Event) + Send>;

/// An element in the making. Boxed at once: it is handed on a lot.
pub struct Element(Box<Parts>);

struct Parts {
    tag: &'static str,
    key: String,
    attributes: Vec<(&'static str, String)>,
    listeners: Vec<(&'static str, Listener)>,
    kids: Vec<Node>,
    built: Option<fn(&dom::Element)>,
}

/// An element of a tag and a class.
pub fn element(tag: &'static str, class: &str) -> Element {
    let (listeners, kids, attributes) = (Vec::new(), Vec::new(), Vec::new());
    let parts = Parts { tag, key: String::new(), attributes, listeners, kids, built: None };
    Element(Box::new(parts)).with_some("class", Some(class).filter(|class| !class.is_empty()))
}

/// A part that is drawn anew when a signal it reads changes. When what is around it is drawn
/// anew, it stays as it is while its key is the same: the key names whatever else it shows.
pub fn live(key: String, draw: impl FnMut() -> Node + Send + 'static) -> Node {
    Node::Live(Box::new(Live { key, draw: Box::new(draw) }))
}

impl Element {
    /// Sets an attribute; `.name` sets a property (`true` and `false` are not words there),
    /// `--name` a custom property of its style.
    pub fn with(self, name: &'static str, value: &str) -> Self {
        self.with_some(name, Some(value))
    }

    /// Sets an attribute if there is a value for it.
    pub fn with_some(mut self, name: &'static str, value: Option<&str>) -> Self {
        self.0.attributes.extend(value.map(|value| (name, value.to_owned())));
        self
    }

    /// Does something on an event.
    pub fn on(self, event: &'static str, listener: impl FnMut(Event) + Send + 'static) -> Self {
        self.hears(event, Box::new(listener))
    }

    fn hears(mut self, event: &'static str, listener: Listener) -> Self {
        self.0.listeners.push((event, listener));
        self
    }

    /// Is a new element whenever the key is another one, with nothing left of the last.
    pub fn keyed(mut self, key: String) -> Self {
        self.0.key = key;
        self
    }

    /// Tells when it is built.
    pub fn built(mut self, told: fn(&dom::Element)) -> Self {
        self.0.built = Some(told);
        self
    }

    /// The element with what it holds.
    pub fn kids(mut self, kids: Vec<Node>) -> Node {
        self.0.kids = kids;
        Node::Element(self)
    }
}

/// A part as it stands on the page.
pub enum Drawn {
    /// Holds the place of nothing.
    Nothing(dom::Placeholder),
    /// Words, and what they are.
    Text(dom::Text, String),
    /// An element.
    Element(Box<DrawnElement>),
    /// A part that follows its signals.
    Live(String, RenderEffect<Self>),
}

/// An element as it stands on the page.
pub struct DrawnElement {
    node: dom::Element,
    tag: &'static str,
    key: String,
    attributes: Vec<(&'static str, String)>,
    listeners: Vec<Rc<RefCell<Listener>>>,
    // Kept because dropping one ends the listening.
    _ears: Vec<leptos::tachys::renderer::RemoveEventHandler<dom::Element>>,
    kids: Vec<Drawn>,
}

impl Render for Node {
    type State = Drawn;

    fn build(self) -> Drawn {
        match self {
            Self::Nothing => Drawn::Nothing(Rndr::create_placeholder()),
            Self::Text(words) => Drawn::Text(Rndr::create_text_node(&words), words),
            Self::Element(element) => Drawn::Element(Box::new(element.0.build())),
            Self::Live(live) => live.build(),
        }
    }

    fn rebuild(self, drawn: &mut Drawn) {
        match (self, drawn) {
            (Self::Nothing, Drawn::Nothing(_)) => {}
            (Self::Text(words), Drawn::Text(node, old)) => {
                if words != *old {
                    Rndr::set_text(node, &words);
                    *old = words;
                }
            }
            (Self::Element(new), Drawn::Element(old))
                if new.0.tag == old.tag && new.0.key == old.key =>
            {
                old.update(*new.0);
            }
            (Self::Live(new), Drawn::Live(key, _)) if new.key == *key => {}
            (new, old) => {
                let mut built = new.build();
                old.insert_before_this(&mut built);
                old.unmount();
                *old = built;
            }
        }
    }
}

impl Live {
    fn build(self) -> Drawn {
        let Self { key, mut draw } = self;
        let effect = RenderEffect::new(move |before: Option<Drawn>| {
            let node = draw();
            match before {
                Some(mut drawn) => {
                    node.rebuild(&mut drawn);
                    drawn
                }
                None => node.build(),
            }
        });
        Drawn::Live(key, effect)
    }
}

impl Parts {
    fn build(self) -> DrawnElement {
        let is_svg = matches!(self.tag, "svg" | "path" | "text" | "textPath");
        let node = Rndr::create_element(self.tag, is_svg.then_some("http://www.w3.org/2000/svg"));
        for (name, value) in &self.attributes {
            set(&node, name, Some(value));
        }
        let (listeners, ears) = self.listeners.into_iter().map(|it| listen(&node, it)).unzip();
        let mut kids: Vec<_> = self.kids.into_iter().map(Node::build).collect();
        kids.iter_mut().for_each(|kid| kid.mount(&node, None));
        if let Some(told) = self.built {
            told(&node);
        }
        let (tag, key, attributes) = (self.tag, self.key, self.attributes);
        DrawnElement { node, tag, key, attributes, listeners, _ears: ears, kids }
    }
}

impl DrawnElement {
    fn update(&mut self, new: Parts) {
        for (name, _) in &self.attributes {
            if !new.attributes.iter().any(|(kept, _)| kept == name) {
                set(&self.node, name, None);
            }
        }
        for attribute in &new.attributes {
            if !self.attributes.contains(attribute) {
                set(&self.node, attribute.0, Some(&attribute.1));
            }
        }
        self.attributes = new.attributes;
        // The same place in a view listens to the same events; only what they do may differ.
        for (old, (_, listener)) in self.listeners.iter().zip(new.listeners) {
            if let Ok(mut old) = old.try_borrow_mut() {
                *old = listener;
            }
        }
        self.update_kids(new.kids);
    }

    fn update_kids(&mut self, new: Vec<Node>) {
        for mut left_over in self.kids.drain(new.len().min(self.kids.len())..) {
            left_over.unmount();
        }
        for (index, kid) in new.into_iter().enumerate() {
            match self.kids.get_mut(index) {
                Some(old) => kid.rebuild(old),
                None => {
                    let mut built = kid.build();
                    built.mount(&self.node, None);
                    self.kids.push(built);
                }
            }
        }
    }
}

fn set(node: &dom::Element, name: &str, value: Option<&str>) {
    if let Some(property) = name.strip_prefix('.') {
        let value = match value {
            Some("true") => true.into(),
            Some("false") | None => false.into(),
            Some(words) => words.into(),
        };
        Rndr::set_property(node, property, &value);
    } else if name.starts_with("--") {
        Rndr::set_css_property(&Rndr::style(node), name, value.unwrap_or_default());
    } else if let Some(value) = value {
        Rndr::set_attribute(node, name, value);
    } else {
        Rndr::remove_attribute(node, name);
    }
}

type Ear = leptos::tachys::renderer::RemoveEventHandler<dom::Element>;

fn listen(
    node: &dom::Element,
    (event, listener): (&str, Listener),
) -> (Rc<RefCell<Listener>>, Ear) {
    let listener = Rc::new(RefCell::new(listener));
    let heard = listener.clone();
    let ear = Rndr::add_event_listener(
        node,
        event,
        Box::new(move |event: dom::Event| {
            // A listener that is heard while it runs is not run a second time inside itself.
            if let Ok(mut listener) = heard.try_borrow_mut() {
                listener(event.unchecked_into());
            }
        }),
    );
    (listener, ear)
}

impl Drawn {
    fn as_mountable(&mut self) -> &mut dyn Mountable {
        match self {
            Self::Nothing(node) => node,
            Self::Text(node, _) => node,
            Self::Element(element) => &mut element.node,
            Self::Live(_, effect) => effect,
        }
    }
}

impl Mountable for Drawn {
    fn unmount(&mut self) {
        self.as_mountable().unmount();
    }

    fn mount(&mut self, parent: &dom::Element, marker: Option<&dom::Node>) {
        self.as_mountable().mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self {
            Self::Nothing(node) => node.insert_before_this(child),
            Self::Text(node, _) => node.insert_before_this(child),
            Self::Element(element) => element.node.insert_before_this(child),
            Self::Live(_, effect) => effect.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<dom::Element> {
        Vec::new()
    }
}

no_attrs!(Node);

// The panel is drawn in the browser alone; Leptos asks for the server's side of a view as well.
impl RenderHtml for Node {
    type AsyncOutput = Self;
    type Owned = Self;
    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _: &mut String,
        _: &mut Position,
        _: bool,
        _: bool,
        _: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Drawn {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}

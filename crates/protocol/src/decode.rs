//! Reading and writing wire types without serde: straight-line code over any tree of values.
//!
//! Decoding is total. A field of the wrong shape gives its type's empty value and is remembered
//! by the [`Reader`]; [`decode`] turns the first such field into an error. That keeps branches,
//! and so bytes, out of the generated code.

use crate::Timestamp;
use chrono::{DateTime, SecondsFormat};

/// A value that can be read: a parsed JSON tree.
pub trait Source: Sized {
    /// The field of that name; an absent value when there is none.
    fn field(&self, name: &'static str) -> Self;
    /// Whether the value is missing or `null`.
    fn is_absent(&self) -> bool;
    /// The value as text, if it is text.
    fn text(&self) -> Option<String>;
    /// The value as a number, if it is a number.
    fn number(&self) -> Option<f64>;
    /// The value as true or false, if it is either.
    fn flag(&self) -> Option<bool>;
    /// The value as a list, if it is a list.
    fn items(&self) -> Option<Vec<Self>>;
    /// The value as an instant in milliseconds since 1970, if it is an RFC 3339 text. Asked of the
    /// source, since a browser reads such texts itself and a parser would weigh on the widget.
    fn instant(&self) -> Option<i64>;
}

/// A value that can be built: a JSON tree in the making.
pub trait Build: Sized {
    /// An object without fields.
    fn object() -> Self;
    /// This object with one more field.
    fn with(self, name: &'static str, value: Self) -> Self;
    /// A text.
    fn text(text: &str) -> Self;
    /// A number.
    fn number(number: f64) -> Self;
    /// True or false.
    fn flag(flag: bool) -> Self;
    /// A list.
    fn list(items: Vec<Self>) -> Self;
    /// `null`.
    fn null() -> Self;
}

/// Remembers the first field that was not what its type asks for.
#[derive(Default)]
pub struct Reader {
    first: Option<&'static str>,
}

impl Reader {
    /// Reads one field of an object.
    pub fn field<S: Source, T: Decode>(&mut self, node: &S, name: &'static str) -> T {
        let before = self.first.is_none();
        let value = T::decode(&node.field(name), self);
        if before && self.first == Some("") {
            self.first = Some(name);
        }
        value
    }

    fn fail(&mut self) {
        self.first.get_or_insert("");
    }

    fn or_fail<T: Default>(&mut self, value: Option<T>) -> T {
        value.unwrap_or_else(|| {
            self.fail();
            T::default()
        })
    }
}

/// The innermost field that had the wrong shape; empty when the whole value had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// The field's name on the wire.
    pub field: &'static str,
}

/// A type that reads itself from a [`Source`].
pub trait Decode: Sized {
    /// Reads the value; reports to the reader what is not as it should be.
    fn decode<S: Source>(node: &S, reader: &mut Reader) -> Self;
}

/// A type that writes itself with a [`Build`].
pub trait Encode {
    /// Writes the value.
    fn encode<B: Build>(&self) -> B;
}

/// Reads a whole value.
///
/// # Errors
/// [`Malformed`] names the first field whose shape is wrong.
pub fn decode<T: Decode, S: Source>(node: &S) -> Result<T, Malformed> {
    let mut reader = Reader::default();
    let value = T::decode(node, &mut reader);
    match reader.first {
        None => Ok(value),
        Some(field) => Err(Malformed { field }),
    }
}

impl Decode for String {
    fn decode<S: Source>(node: &S, reader: &mut Reader) -> Self {
        reader.or_fail(node.text())
    }
}

impl Decode for i64 {
    fn decode<S: Source>(node: &S, reader: &mut Reader) -> Self {
        let whole = node.number().filter(|n| n.trunc() == *n && n.abs() <= 9_007_199_254_740_991.0);
        reader.or_fail(whole.map(|n| n as Self))
    }
}

/// A flag that an older server does not send is false.
impl Decode for bool {
    fn decode<S: Source>(node: &S, reader: &mut Reader) -> Self {
        !node.is_absent() && reader.or_fail(node.flag())
    }
}

impl Decode for Timestamp {
    fn decode<S: Source>(node: &S, reader: &mut Reader) -> Self {
        reader.or_fail(node.instant().and_then(DateTime::from_timestamp_millis))
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode<S: Source>(node: &S, reader: &mut Reader) -> Self {
        (!node.is_absent()).then(|| T::decode(node, reader))
    }
}

/// A list that an older server does not send is empty.
impl<T: Decode> Decode for Vec<T> {
    fn decode<S: Source>(node: &S, reader: &mut Reader) -> Self {
        if node.is_absent() {
            return Self::new();
        }
        let items = reader.or_fail(node.items());
        let mut read = Self::with_capacity(items.len());
        for item in &items {
            read.push(T::decode(item, reader));
        }
        read
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode<S: Source>(node: &S, reader: &mut Reader) -> Self {
        Self::new(T::decode(node, reader))
    }
}

impl Encode for String {
    fn encode<B: Build>(&self) -> B {
        B::text(self)
    }
}

impl Encode for i64 {
    fn encode<B: Build>(&self) -> B {
        B::number(*self as f64)
    }
}

impl Encode for bool {
    fn encode<B: Build>(&self) -> B {
        B::flag(*self)
    }
}

impl Encode for Timestamp {
    fn encode<B: Build>(&self) -> B {
        B::text(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode<B: Build>(&self) -> B {
        self.as_ref().map_or_else(B::null, T::encode)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode<B: Build>(&self) -> B {
        B::list(self.iter().map(T::encode).collect())
    }
}

impl<T: Encode> Encode for Box<T> {
    fn encode<B: Build>(&self) -> B {
        T::encode(self)
    }
}

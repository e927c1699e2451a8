//! The macro that declares a wire type once and gives it both of its forms.

/// Declares structs and enums of the wire.
///
/// A struct's fields keep their names on the wire. An enum is a text, its values in `snake_case`;
/// it always has `Unknown` for what a newer server may say.
macro_rules! wire {
    () => {};
    (
        $(#[$meta:meta])* pub struct $name:ident {
            $( $(#[$field_meta:meta])* pub $field:ident : $type:ty ),* $(,)?
        }
        $($rest:tt)*
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub struct $name { $( $(#[$field_meta])* pub $field: $type ),* }

        impl $crate::Decode for $name {
            fn decode<S: $crate::Source>(node: &S, reader: &mut $crate::Reader) -> Self {
                Self { $( $field: reader.field(node, stringify!($field)) ),* }
            }
        }

        impl $crate::Encode for $name {
            fn encode<B: $crate::Build>(&self) -> B {
                B::object()$( .with(stringify!($field), $crate::Encode::encode(&self.$field)) )*
            }
        }

        $crate::wire::wire! { $($rest)* }
    };
    (
        $(#[$meta:meta])* pub enum $name:ident {
            $( $(#[$value_meta:meta])* $value:ident = $text:literal ),* $(,)?
        }
        $($rest:tt)*
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub enum $name {
            $( $(#[$value_meta])* #[cfg_attr(feature = "serde", serde(rename = $text))] $value, )*
            /// A value this version does not know.
            #[cfg_attr(feature = "serde", serde(other, rename = "unknown"))]
            Unknown,
        }

        impl $name {
            /// The value as it stands on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $( Self::$value => $text, )* Self::Unknown => "unknown" }
            }

            /// The value for a text of the wire.
            #[must_use]
            pub fn from_wire(text: &str) -> Self {
                match text { $( $text => Self::$value, )* _ => Self::Unknown }
            }
        }

        impl $crate::Decode for $name {
            fn decode<S: $crate::Source>(node: &S, reader: &mut $crate::Reader) -> Self {
                Self::from_wire(&<String as $crate::Decode>::decode(node, reader))
            }
        }

        impl $crate::Encode for $name {
            fn encode<B: $crate::Build>(&self) -> B {
                B::text(self.as_str())
            }
        }

        $crate::wire::wire! { $($rest)* }
    };
}

pub(crate) use wire;

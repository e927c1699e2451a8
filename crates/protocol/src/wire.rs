//! The macro that declares a wire type once and gives it both of its forms.

/// Declares structs and enums of the wire.
///
/// A struct's fields keep their names on the wire. Those in `late` are fields like the others for
/// a server; the widget's first look does without them, so that they cost it nothing, and a view that
/// wants them reads them as the type named there, from the same JSON.
///
/// An enum is a text, its values in `snake_case`; it always has `Unknown` for what a newer server may
/// say.
macro_rules! wire {
    () => {};
    (
        $(#[$meta:meta])* pub struct $name:ident {
            $( $(#[$field_meta:meta])* pub $field:ident : $type:ty ),* $(,)?
            $( ; late $late:ident {
                $( $(#[$late_meta:meta])* pub $late_field:ident : $late_type:ty ),* $(,)?
            } )?
        }
        $($rest:tt)*
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(remote = "Self"))]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg(feature = "serde")]
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $type, )*
            $( $( $(#[$late_meta])* pub $late_field: $late_type, )* )?
        }

        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        #[cfg(not(feature = "serde"))]
        pub struct $name { $( $(#[$field_meta])* pub $field: $type ),* }

        #[cfg(feature = "serde")]
        $crate::object::object!($name);

        impl $crate::Decode for $name {
            fn decode<S: $crate::Source>(node: &S, reader: &mut $crate::Reader) -> Self {
                Self {
                    $( $field: reader.field(node, stringify!($field)), )*
                    $( $(
                        #[cfg(feature = "serde")]
                        $late_field: reader.field(node, stringify!($late_field)),
                    )* )?
                }
            }
        }

        impl $crate::Encode for $name {
            fn encode<B: $crate::Build>(&self) -> B {
                let object = B::object()
                    $( .with(stringify!($field), $crate::Encode::encode(&self.$field)) )*;
                $( $(
                    #[cfg(feature = "serde")]
                    let object = object.with(
                        stringify!($late_field), $crate::Encode::encode(&self.$late_field),
                    );
                )* )?
                object
            }
        }

        $(
            #[doc = concat!("What [`", stringify!($name), "`] has besides, for views that ask for it.")]
            #[derive(Debug, Clone, PartialEq)]
            #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
            pub struct $late { $( $(#[$late_meta])* pub $late_field: $late_type ),* }

            impl $crate::Decode for $late {
                fn decode<S: $crate::Source>(node: &S, reader: &mut $crate::Reader) -> Self {
                    Self { $( $late_field: reader.field(node, stringify!($late_field)) ),* }
                }
            }
        )?

        $crate::wire::wire! { $($rest)* }
    };
    (
        $(#[doc = $doc:literal])* pub enum $name:ident {
            $( $(#[doc = $value_doc:literal])* $value:ident = $text:literal ),* $(,)?
        }
        $($rest:tt)*
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub enum $name {
            $( $(#[doc = $value_doc])* #[cfg_attr(feature = "serde", serde(rename = $text))] $value, )*
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

        // The derive does not see a text that comes from a macro.
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $crate::wire::values(
                    &[$($doc),*],
                    &[$( ($text, &[$($value_doc),*]) ),*],
                )
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}

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

/// The schema of an enum: its values, and in its description what each says.
#[cfg(feature = "openapi")]
pub(crate) fn values(
    docs: &[&str],
    values: &[(&str, &[&str])],
) -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
    use utoipa::openapi::schema::{ObjectBuilder, Type};
    let says: String =
        values.iter().map(|(it, docs)| format!("\n- `{it}`:{}", docs.concat())).collect();
    let names = values.iter().map(|(it, _)| *it);
    let schema = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names));
    schema.description(Some(docs.concat().trim_start().to_owned() + "\n" + &says)).into()
}

//! Wire types as JSON text, written here: pages that extend `Array.prototype` with a `toJSON` of
//! their own would make something else of them.

use stempel_protocol::{Build, Encode};

/// A value as JSON text.
pub fn text(value: &impl Encode) -> String {
    let Json(text) = value.encode();
    text
}

struct Json(String);

impl Build for Json {
    fn object() -> Self {
        Self("{}".into())
    }

    fn with(mut self, name: &'static str, value: Self) -> Self {
        self.0.pop();
        if self.0.len() > 1 {
            self.0.push(',');
        }
        for piece in ["\"", name, "\":", &value.0, "}"] {
            self.0.push_str(piece);
        }
        self
    }

    fn text(text: &str) -> Self {
        let mut quoted = String::from("\"");
        for sign in text.chars() {
            match sign {
                '"' | '\\' => quoted.extend(['\\', sign]),
                '\n' => quoted.push_str("\\n"),
                // A space says enough of the others in a wire text.
                '\0'..='\x1f' => quoted.push(' '),
                _ => quoted.push(sign),
            }
        }
        quoted.push('"');
        Self(quoted)
    }

    fn number(number: f64) -> Self {
        Self(crate::format::digits(number as i64))
    }

    fn flag(flag: bool) -> Self {
        Self(if flag { "true" } else { "false" }.into())
    }

    fn list(items: Vec<Self>) -> Self {
        let items: Vec<&str> = items.iter().map(|Self(item)| item.as_str()).collect();
        Self(["[", &crate::format::join(&items, ","), "]"].concat())
    }

    fn null() -> Self {
        Self("null".into())
    }
}

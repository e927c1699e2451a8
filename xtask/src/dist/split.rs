//! Cutting the module in two: what the first look needs, and what is fetched after it. The second
//! part is all that only the doors of `views/late.rs` and `commands/late.rs` lead to. The linker
//! knows what leads where (`relocations`); the cut is made when wasm-bindgen is through (`cut`).

mod cut;
mod relocations;

pub use cut::{Parts, cut};
pub use relocations::Late;

use anyhow::Result;

/// The functions behind the doors. The widget calls them through pointers that the compiler cannot
/// see through, so that they are functions of their own with places in the table.
const DOORS: [&str; 2] = ["stempel::views::late::draw", "stempel::commands::late::ask"];

/// What only the doors of a linked module lead to.
pub fn late(linked: &[u8]) -> Result<Late> {
    relocations::late(linked, &DOORS)
}

#[cfg(test)]
mod tests {
    use super::{Late, cut, relocations};
    use crate::tools::wasm_target;
    use crate::{process, workspace};
    use std::process::Command;
    use std::{env, fs};
    use walrus::{ElementItems, ExportItem, ImportKind, Module};

    const NOTES: &str = "-Clink-arg=--emit-relocs";
    const DOOR: &str = "stempel::views::late::draw";

    /// A crate with one door, as the linker leaves it.
    fn linked(test: &str, flags: &[&str]) -> Vec<u8> {
        const SOURCE: &str = r#"
            #![no_std]
            use core::hint::black_box;
            #[panic_handler]
            fn panic(_: &core::panic::PanicInfo) -> ! { loop {} }
            pub mod views {
                pub mod late {
                    use core::hint::black_box;
                    pub fn late(n: usize) -> usize { black_box::<fn(usize) -> usize>(draw)(n) }
                    fn draw(n: usize) -> usize {
                        black_box::<fn(usize) -> usize>(behind)(n) + crate::shared("shared.word")
                    }
                    fn behind(n: usize) -> usize { n + crate::shared("late.word") + crate::shared("made.up") + crate::shared("later.") }
                }
            }
            #[inline(never)]
            fn shared(word: &str) -> usize { black_box(word).len() }
            #[inline(never)]
            fn beside(n: usize) -> usize { n * 3 }
            #[unsafe(no_mangle)]
            pub extern "C" fn first(n: usize) -> usize {
                let other = black_box::<fn(usize) -> usize>(beside)(n);
                views::late::late(other) + shared("shared.word") + shared("made.")
            }"#;
        wasm_target::ensure().unwrap();
        let folder = workspace::target().unwrap().join("xtask/split").join(test);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("stempel.rs"), SOURCE).unwrap();
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let mut rustc = Command::new(rustc);
        rustc.args(["--edition=2024", "--crate-type=cdylib", "--target", wasm_target::NAME]);
        rustc.args(["-Copt-level=z", "-Cpanic=abort"]).args(flags);
        rustc.current_dir(&folder).args(["stempel.rs", "-o", "stempel.wasm"]);
        process::run(&mut rustc).unwrap();
        fs::read(folder.join("stempel.wasm")).unwrap()
    }

    fn late_of(linked: &[u8]) -> Late {
        relocations::late(linked, &[DOOR]).unwrap()
    }

    fn holds(bytes: &[u8], text: &str) -> bool {
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    }

    #[test]
    fn what_only_a_door_leads_to_comes_later() {
        let linked = linked("later", &[NOTES]);
        let late = late_of(&linked);
        assert_eq!(late.slots.len(), 2, "what the door leads to directly, and through a pointer");
        assert!(late.owns_word("late.word"));
        assert!(!late.owns_word("shared.word"), "the first part says it, too");
        assert!(!late.owns_word("made.up"), "the first part may put it together");
        assert!(late.owns_word("later.up"), "only the second part puts it together");
        assert!(!late.owns_word("nobody.says"));

        let parts = cut(&linked, &late).unwrap();
        let [first, second] =
            [&parts.first, &parts.late].map(|it| Module::from_buffer(it).unwrap());
        let named = |module: &Module, name: &str| {
            let names =
                module.funcs.iter_local().filter_map(|(id, _)| module.funcs.get(id).name.clone());
            names.filter(|it| it.contains(name)).count()
        };
        for (name, of_first, of_second) in
            [("draw", 0, 1), ("behind", 0, 1), ("shared", 1, 0), ("beside", 1, 0)]
        {
            assert_eq!(
                (named(&first, name), named(&second, name)),
                (of_first, of_second),
                "{name}"
            );
        }
        assert!(holds(&parts.late, "late.word") && !holds(&parts.first, "late.word"));
        assert!(holds(&parts.first, "shared.word") && !holds(&parts.late, "shared.word"));
    }

    #[test]
    fn the_second_part_finds_what_it_needs_in_the_first() {
        let linked = linked("needs", &[NOTES]);
        let late = late_of(&linked);
        let parts = cut(&linked, &late).unwrap();
        let [first, second] =
            [&parts.first, &parts.late].map(|it| Module::from_buffer(it).unwrap());
        let exported = |kind: &ImportKind, item: &ExportItem| {
            matches!(
                (kind, item),
                (ImportKind::Function(_), ExportItem::Function(_))
                    | (ImportKind::Memory(_), ExportItem::Memory(_))
                    | (ImportKind::Table(_), ExportItem::Table(_))
                    | (ImportKind::Global(_), ExportItem::Global(_))
            )
        };
        assert!(second.imports.iter().count() >= 3, "memory, table and a function");
        for import in second.imports.iter() {
            let found = first.exports.iter().find(|export| export.name == import.name);
            assert!(found.is_some_and(|it| exported(&import.kind, &it.item)), "{import:?}");
        }
        assert_eq!(second.exports.iter().count(), 0);
        let filled = second.elements.iter().map(|it| match &it.items {
            ElementItems::Functions(functions) => functions.len(),
            ElementItems::Expressions(..) => 0,
        });
        assert_eq!(filled.sum::<usize>(), late.slots.len());
    }

    #[test]
    fn refuses_a_module_that_it_cannot_cut() {
        let with_notes = linked("noted", &[NOTES]);
        let error = relocations::late(&with_notes, &["stempel::views::late::gone"]).unwrap_err();
        assert!(error.to_string().contains("no function stempel::views::late::gone"), "{error}");
        let error = relocations::late(&linked("plain", &[]), &[DOOR]).unwrap_err();
        assert!(error.to_string().contains("no relocations"), "{error}");
    }
}

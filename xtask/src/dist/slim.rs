//! Making glue and module smaller where only both together can be changed: classes of crates that
//! the loader never asks for go, with all they alone needed, and the names the two know each other
//! by become short. Fails when the glue no longer looks as expected.

use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use walrus::ir::{InstrLocId, Unreachable};
use walrus::{Function, FunctionKind, Module};

type Names = BTreeSet<String>;

// How the glue hands its functions to the module.
const HANDED_OVER: &str = "\"./app_bg.js\": import0";

/// The glue for the module as it is afterwards.
pub fn slim(glue: &str, module: &mut Module, own_names: bool) -> Result<String> {
    let before = imports(module);
    let glue = drop_classes(glue, module)?;
    if own_names {
        empty_streams(module);
    }
    walrus::passes::gc::run(module);
    let glue = drop_functions(&glue, &before, &imports(module))?;
    let glue = shorten_imports(glue, module)?;
    Ok(shorten_exports(glue, module))
}

/// The widget's own door is functions; a class comes from a crate that could have used it.
fn drop_classes(glue: &str, module: &mut Module) -> Result<String> {
    let (mut kept, mut dropped) = (glue.to_owned(), String::new());
    while let Some((_, name)) = kept.split_once("export class ") {
        let name = name.split_whitespace().next().unwrap_or_default().to_owned();
        let dispose = format!("if (Symbol.dispose) {name}.prototype[Symbol.dispose]");
        for (start, end) in [
            (format!("export class {name} "), dispose.as_str()),
            (dispose.clone(), ";\n"),
            (format!("const {name}Finalization = "), ";\n"),
        ] {
            dropped += &cut(&mut kept, &start, end).with_context(|| format!("class {name}"))?;
        }
    }
    let unused: Vec<String> = module
        .exports
        .iter()
        .map(|export| export.name.clone())
        .filter(|name| contains(&dropped, name) && !contains(&kept, name))
        .collect();
    unused.iter().try_for_each(|name| module.exports.remove(name))?;
    Ok(kept)
}

/// The crate of those classes leaves its code behind, since tables of functions name it. With the
/// classes gone nothing can make what the tables belong to. Only where each function has its own
/// name (`tools::small_std`): one that stands for several may be called under another.
fn empty_streams(module: &mut Module) {
    const CRATE: &str = "wasm_streams[";
    let named = |function: &&Function| function.name.as_ref().is_some_and(|it| it.contains(CRATE));
    let dead: Vec<_> = module.funcs.iter().filter(named).map(Function::id).collect();
    for id in dead {
        if let FunctionKind::Local(function) = &mut module.funcs.get_mut(id).kind {
            let entry = function.entry_block();
            let body = &mut function.block_mut(entry).instrs;
            body.clear();
            body.push((Unreachable {}.into(), InstrLocId::default()));
        }
    }
}

/// Cuts what begins with `start` out of a text. An `end` that is white space goes with it.
fn cut(text: &mut String, start: &str, end: &str) -> Option<String> {
    let from = text.find(start)?;
    let length = text[from..].find(end)?;
    let to = from + length + if end.ends_with('\n') { end.len() } else { 0 };
    Some(text.drain(from..to).collect())
}

fn contains(glue: &str, export: &str) -> bool {
    let wanted = format!("wasm.{export}");
    glue.match_indices(&wanted).any(|(at, _)| ends(&glue[at + wanted.len()..]))
}

fn ends(rest: &str) -> bool {
    !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_' || next == '$')
}

fn imports(module: &Module) -> Names {
    module.imports.iter().map(|import| import.name.clone()).collect()
}

/// Removes the functions that the module imported before and no longer does.
fn drop_functions(glue: &str, before: &Names, after: &Names) -> Result<String> {
    let handed_over = glue.find(HANDED_OVER).context("the glue hands over no functions")?;
    let end = glue[..handed_over].rfind("};").context("the glue's functions have no end")?;
    let mut keep = true;
    let kept = glue[..end].split_inclusive('\n').filter(|line| {
        match line.trim_start().split_once(": function") {
            Some((name, _)) if before.contains(name) => keep = after.contains(name),
            _ => {}
        }
        keep
    });
    Ok(kept.collect::<String>() + &glue[end..])
}

fn shorten_imports(mut glue: String, module: &mut Module) -> Result<String> {
    glue = glue.replace(HANDED_OVER, "\"a\": import0");
    for (index, import) in module.imports.iter_mut().enumerate() {
        let old = format!("\n{}: function", import.name);
        let lines = glue.split('\n').map(str::trim_start).collect::<Vec<_>>().join("\n");
        if lines.matches(&old).count() != 1 {
            bail!("the glue has no single function {}", import.name);
        }
        import.module = "a".into();
        import.name = short(index);
        glue = lines.replace(&old, &format!("\n{}: function", import.name));
    }
    Ok(glue)
}

fn shorten_exports(mut glue: String, module: &mut Module) -> String {
    for (index, export) in module.exports.iter_mut().enumerate() {
        if contains(&glue, &export.name) {
            let name = short(index);
            glue = replace_export(&glue, &export.name, &name);
            export.name = name;
        }
    }
    glue
}

fn replace_export(glue: &str, old: &str, new: &str) -> String {
    let old_use = format!("wasm.{old}");
    let mut pieces = glue.split(&old_use);
    let mut replaced = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let name = if ends(piece) { new } else { old };
        replaced = replaced + "wasm." + name + piece;
    }
    replaced
}

/// a, b, … z, aa, ab, …
pub(super) fn short(index: usize) -> String {
    let letter = char::from(b'a' + (index % 26) as u8);
    let rest = if index < 26 { String::new() } else { short(index / 26 - 1) };
    rest + &letter.to_string()
}

#[cfg(test)]
mod tests {
    use super::{HANDED_OVER, contains, drop_functions, replace_export, short};

    #[test]
    fn names_are_short_and_different() {
        let names: Vec<String> = [0, 25, 26, 51, 52, 701, 702].map(short).into();
        assert_eq!(names, ["a", "z", "aa", "az", "ba", "zz", "aaa"]);
    }

    #[test]
    fn only_whole_names_are_replaced() {
        assert_eq!(replace_export("wasm.f(); wasm.free();", "f", "a"), "wasm.a(); wasm.free();");
        assert!(!contains("wasm.free()", "f"));
    }

    #[test]
    fn functions_without_an_importer_go() {
        let rest = format!("}};\nreturn {{ {HANDED_OVER} }}");
        let glue = format!("x: function() {{\n1\n}};\n}},\ny: function() {{\n2\n}},\n{rest}");
        let before = ["x".to_owned(), "y".to_owned()].into();
        let kept = drop_functions(&glue, &before, &["y".to_owned()].into()).unwrap();
        assert_eq!(kept, format!("y: function() {{\n2\n}},\n{rest}"));
    }
}

//! What is told once everything was read: names that clash or lead nowhere, and fields that stand
//! where they do not belong.

use super::path::heading;
use super::{Name, Notes, Unknown, path_of, section};
use crate::program::Mistake;
use crate::program::spelling::{in_another_unit, nearest};
use std::collections::BTreeSet;

impl<'t> Notes<'t> {
    /// Every mistake in the order of lines, names that clash or lead nowhere among them.
    pub fn finish(self) -> Vec<Mistake> {
        self.clashes();
        self.dead_ends();
        let unknown = self.unknown.take();
        let told: Vec<String> = unknown.iter().map(|field| self.stray(field)).collect();
        for (field, message) in unknown.iter().zip(told) {
            self.add(&field.span, &path_of(&field.table, &field.name), message);
        }
        let mut mistakes = self.mistakes.into_inner();
        mistakes.sort_by_key(|it| (it.line, it.column));
        mistakes
    }

    fn clashes(&self) {
        let defined = self.defined.borrow();
        for (index, name) in defined.iter().enumerate() {
            if let Some(first) = defined[..index].iter().find(|first| clash(first, name)) {
                let message = format!("\"{}\" is taken by {}", name.id, first.path);
                self.add(&name.span, &name.path, message);
                self.defines_unsurely(name.kind);
            }
        }
    }

    /// As many names as there are ids with a mistake may mean these.
    fn dead_ends(&self) {
        let (defined, mut used) = (self.defined.borrow(), self.used.take());
        used.retain(|name| !defined.iter().any(|it| it.kind == name.kind && it.id == name.id));
        for name in &used {
            let alike = used.iter().filter(|it| it.kind == name.kind);
            let lost: BTreeSet<&str> = alike.map(|it| it.id.as_str()).collect();
            let unsure = self.unsure.borrow().iter().filter(|it| **it == name.kind).count();
            if lost.len() > unsure {
                let message = format!("there is no {} \"{}\"", name.kind.word(), name.id);
                self.add(&name.span, &name.path, message);
            }
        }
    }

    /// Where a field belongs, or what it most likely means. Then that is not missing.
    fn stray(&self, field: &Unknown) -> String {
        let Unknown { table, name, known, absent, .. } = field;
        if let Some(owner) = self.owner(table, name) {
            self.is_there(owner, name);
            let way =
                if field.in_section { "above this section" } else { "outside these brackets" };
            return format!("belongs to {}, {way}", heading(owner));
        }
        let meant = nearest(name, absent).or_else(|| in_another_unit(name, absent));
        if let Some(meant) = meant {
            self.is_there(table, meant);
        }
        match meant.or_else(|| nearest(name, known)) {
            Some(meant) => format!("is not known; did you mean \"{meant}\"?"),
            None => format!("is not known; known here: {}", known.join(", ")),
        }
    }

    /// Forgets what was said because that table does not have that field.
    fn is_there(&self, table: &str, name: &str) {
        let path = path_of(table, name);
        let says = match table {
            "" => [format!("there is no {name} \""), format!("[[{name}]]")],
            _ => [format!("\"{name}\""), format!("{name} =")],
        };
        let follows = |it: &Mistake| says.iter().any(|words| it.message.contains(words));
        self.mistakes
            .borrow_mut()
            .retain(|it| it.field != path && !(it.field.starts_with(table) && follows(it)));
    }

    /// The table around that one which has such a field.
    fn owner<'p>(&self, table: &'p str, name: &str) -> Option<&'p str> {
        let fields = self.fields.borrow();
        let around =
            std::iter::successors(table.rsplit_once('.'), |(outer, _)| outer.rsplit_once('.'));
        let mut around = around.map(|(outer, _)| outer);
        around.find(|it| fields.get(&section(it)).is_some_and(|names| names.contains_key(name)))
    }
}

fn clash(first: &Name, second: &Name) -> bool {
    let together = first.kind == second.kind || first.kind.shares_ids() && second.kind.shares_ids();
    together && first.id == second.id
}

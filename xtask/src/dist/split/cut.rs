//! The cut itself: one module becomes two that share memory and table. The second imports what it
//! needs of the first, and puts its functions and constants where the first left room for them.

use super::Late;
use crate::dist::slim::short;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use walrus::ir::{Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionId, FunctionKind, GlobalId,
    GlobalKind, ImportedFunction, MemoryId, Module, TableId,
};

/// The two modules.
pub struct Parts {
    /// What starts; whole as long as nobody goes through a door.
    pub first: Vec<u8>,
    /// What is instantiated later, with the exports of the first as its module `a`.
    pub late: Vec<u8>,
}

/// Cuts a module.
pub fn cut(module: &[u8], late: &Late) -> Result<Parts> {
    let mut first = Half::read(module, late)?;
    let mut second = Half::read(module, late)?;
    let names = first.export_needs();
    first.leave_room()?;
    second.import_needs(&names)?;
    second.keep_own()?;
    Ok(Parts { first: first.finish(), late: second.finish() })
}

/// The whole module, on the way to one of its halves; read twice, it is the same twice.
struct Half<'a> {
    module: Module,
    table: TableId,
    memory: MemoryId,
    // The functions of the second part, and what of the first they need.
    own: HashSet<FunctionId>,
    needs: Vec<ExportItem>,
    late: &'a Late,
}

impl<'a> Half<'a> {
    fn read(module: &[u8], late: &'a Late) -> Result<Self> {
        let module = Module::from_buffer(module)?;
        let table = module.tables.main_function_table()?.context("there is no table")?;
        let memory = module.memories.iter().next().context("there is no memory")?.id();
        let own = own(&module, table, late)?;
        let needs = Needs::of(&module, table, memory, &own).items();
        Ok(Self { module, table, memory, own, needs, late })
    }

    /// Exports what the second part needs, under names as short as can be; answers with the names.
    fn export_needs(&mut self) -> Vec<String> {
        let exports = &mut self.module.exports;
        let mut taken: HashSet<String> = exports.iter().map(|it| it.name.clone()).collect();
        let mut free = (0..).map(short);
        let mut name = |item: &ExportItem| {
            if let Some(export) = exports.iter().find(|it| same(&it.item, item)) {
                return export.name.clone();
            }
            let name = free.find(|name| taken.insert(name.clone())).unwrap_or_default();
            exports.add(&name, *item);
            name
        };
        self.needs.iter().map(&mut name).collect()
    }

    /// Takes the second part's functions out of the table and its constants out of the memory.
    fn leave_room(&mut self) -> Result<()> {
        for element in self.module.elements.iter_mut() {
            let ElementItems::Functions(functions) = &mut element.items else { continue };
            // What fills the room is never called: a door is closed until the second part is there.
            let stays = functions.iter().find(|it| !self.own.contains(it));
            let mut filler = *stays.context("the first part has no function in the table")?;
            for function in functions {
                if self.own.contains(function) {
                    *function = filler;
                }
                filler = *function;
            }
        }
        let segments: Vec<_> = self.module.data.iter().map(|it| it.id()).collect();
        for id in segments {
            let segment = self.module.data.get_mut(id);
            let DataKind::Active { offset, .. } = &segment.kind else { continue };
            let start = address(offset)?;
            for range in &self.late.bytes {
                if let Some(inside) = inside(range, start, segment.value.len()) {
                    segment.value[inside].fill(0);
                }
            }
        }
        Ok(())
    }

    fn import_needs(&mut self, names: &[String]) -> Result<()> {
        let module = &mut self.module;
        for (item, name) in self.needs.iter().zip(names) {
            match *item {
                ExportItem::Function(id) => {
                    let ty = module.funcs.get(id).ty();
                    let import = module.imports.add(FIRST, name, id);
                    let kind = FunctionKind::Import(ImportedFunction { import, ty });
                    let before = std::mem::replace(&mut module.funcs.get_mut(id).kind, kind);
                    if let FunctionKind::Import(before) = before {
                        module.imports.delete(before.import);
                    }
                }
                ExportItem::Global(id) => {
                    let import = module.imports.add(FIRST, name, id);
                    module.globals.get_mut(id).kind = GlobalKind::Import(import);
                }
                ExportItem::Memory(id) => {
                    let import = module.imports.add(FIRST, name, id);
                    module.memories.get_mut(id).import = Some(import);
                }
                ExportItem::Table(id) => {
                    let import = module.imports.add(FIRST, name, id);
                    module.tables.get_mut(id).import = Some(import);
                }
                ExportItem::Tag(_) => bail!("exceptions are not known here"),
            }
        }
        Ok(())
    }

    /// Leaves nothing but the second part's own functions and constants.
    fn keep_own(&mut self) -> Result<()> {
        let slots = slots(&self.module, self.table)?;
        let constants = self.constants()?;
        let module = &mut self.module;
        module.start = None;
        let exports: Vec<_> = module.exports.iter().map(|it| it.id()).collect();
        exports.into_iter().for_each(|id| module.exports.delete(id));
        let elements: Vec<_> = module.elements.iter().map(|it| it.id()).collect();
        elements.into_iter().for_each(|id| module.elements.delete(id));
        let segments: Vec<_> = module.data.iter().map(|it| it.id()).collect();
        segments.into_iter().for_each(|id| module.data.delete(id));
        module.tables.iter_mut().for_each(|table| table.elem_segments.clear());
        module.memories.iter_mut().for_each(|memory| memory.data_segments.clear());

        let own = slots.into_iter().filter(|(_, function)| self.own.contains(function));
        for (slot, functions) in runs(own) {
            let kind = ElementKind::Active { table: self.table, offset: at(slot) };
            let id = module.elements.add(kind, ElementItems::Functions(functions));
            module.tables.get_mut(self.table).elem_segments.insert(id);
        }
        for (address, bytes) in constants {
            let kind = DataKind::Active { memory: self.memory, offset: at(address) };
            let id = module.data.add(kind, bytes);
            module.memories.get_mut(self.memory).data_segments.insert(id);
        }
        Ok(())
    }

    fn constants(&self) -> Result<Vec<(u32, Vec<u8>)>> {
        let mut constants = Vec::new();
        for segment in self.module.data.iter() {
            let DataKind::Active { offset, .. } = &segment.kind else { continue };
            let start = address(offset)?;
            for range in &self.late.bytes {
                if let Some(inside) = inside(range, start, segment.value.len()) {
                    constants.push((start + inside.start as u32, segment.value[inside].to_vec()));
                }
            }
        }
        Ok(constants)
    }

    fn finish(mut self) -> Vec<u8> {
        walrus::passes::gc::run(&mut self.module);
        self.module.emit_wasm()
    }
}

/// What the second part calls the first.
const FIRST: &str = "a";

/// The functions that only places of the second part in the table lead to.
fn own(module: &Module, table: TableId, late: &Late) -> Result<HashSet<FunctionId>> {
    let slots = slots(module, table)?;
    let of = |is_late| {
        let slots = slots.iter().filter(move |(slot, _)| late.slots.contains(slot) == is_late);
        slots.map(|(_, function)| *function)
    };
    let exports = module.exports.iter().filter_map(|export| match export.item {
        ExportItem::Function(function) => Some(function),
        _ => None,
    });
    let first = reach(module, exports.chain(module.start).chain(of(false)));
    let mut own = reach(module, of(true));
    let imported = |id: &FunctionId| matches!(module.funcs.get(*id).kind, FunctionKind::Import(_));
    own.retain(|function| !first.contains(function) && !imported(function));
    Ok(own)
}

fn reach(module: &Module, roots: impl Iterator<Item = FunctionId>) -> HashSet<FunctionId> {
    let mut reached: HashSet<FunctionId> = roots.collect();
    let mut left: Vec<FunctionId> = reached.iter().copied().collect();
    while let Some(function) = left.pop() {
        let mut needs = Needs::default();
        needs.add(module, function);
        left.extend(needs.functions.into_iter().filter(|next| reached.insert(*next)));
    }
    reached
}

/// What functions name in their code.
#[derive(Default)]
struct Needs {
    functions: BTreeSet<FunctionId>,
    globals: BTreeSet<GlobalId>,
    memories: BTreeSet<MemoryId>,
    tables: BTreeSet<TableId>,
}

impl Needs {
    /// What these functions need beside themselves. Memory and table are always among it.
    fn of(module: &Module, table: TableId, memory: MemoryId, own: &HashSet<FunctionId>) -> Self {
        let mut needs = Self::default();
        needs.tables.insert(table);
        needs.memories.insert(memory);
        own.iter().for_each(|function| needs.add(module, *function));
        needs.functions.retain(|function| !own.contains(function));
        needs
    }

    fn add(&mut self, module: &Module, function: FunctionId) {
        if let FunctionKind::Local(function) = &module.funcs.get(function).kind {
            dfs_in_order(self, function, function.entry_block());
        }
    }

    fn items(&self) -> Vec<ExportItem> {
        let memories = self.memories.iter().map(|it| ExportItem::Memory(*it));
        let tables = self.tables.iter().map(|it| ExportItem::Table(*it));
        let globals = self.globals.iter().map(|it| ExportItem::Global(*it));
        let functions = self.functions.iter().map(|it| ExportItem::Function(*it));
        memories.chain(tables).chain(globals).chain(functions).collect()
    }
}

impl Visitor<'_> for Needs {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.functions.insert(*function);
    }

    fn visit_global_id(&mut self, global: &GlobalId) {
        self.globals.insert(*global);
    }

    fn visit_memory_id(&mut self, memory: &MemoryId) {
        self.memories.insert(*memory);
    }

    fn visit_table_id(&mut self, table: &TableId) {
        self.tables.insert(*table);
    }
}

/// The functions of a table by their places.
fn slots(module: &Module, table: TableId) -> Result<Vec<(u32, FunctionId)>> {
    let mut slots = Vec::new();
    for element in module.elements.iter() {
        match (&element.kind, &element.items) {
            (ElementKind::Active { table: of, offset }, ElementItems::Functions(functions))
                if *of == table =>
            {
                slots.extend((address(offset)?..).zip(functions.iter().copied()));
            }
            _ => bail!("a table is filled in a way not known here"),
        }
    }
    Ok(slots)
}

/// Neighbours in the table together, each run with its first place.
fn runs(slots: impl Iterator<Item = (u32, FunctionId)>) -> Vec<(u32, Vec<FunctionId>)> {
    let mut runs: Vec<(u32, Vec<FunctionId>)> = Vec::new();
    for (slot, function) in slots {
        match runs.last_mut() {
            Some((start, run)) if *start + run.len() as u32 == slot => run.push(function),
            _ => runs.push((slot, vec![function])),
        }
    }
    runs
}

fn same(one: &ExportItem, other: &ExportItem) -> bool {
    match (one, other) {
        (ExportItem::Function(one), ExportItem::Function(other)) => one == other,
        (ExportItem::Global(one), ExportItem::Global(other)) => one == other,
        (ExportItem::Memory(one), ExportItem::Memory(other)) => one == other,
        (ExportItem::Table(one), ExportItem::Table(other)) => one == other,
        _ => false,
    }
}

/// The part of a segment that a range of addresses covers.
fn inside(range: &Range<u32>, start: u32, length: usize) -> Option<Range<usize>> {
    let from = range.start.max(start);
    let to = range.end.min(start + length as u32);
    (from < to).then(|| (from - start) as usize..(to - start) as usize)
}

fn address(offset: &ConstExpr) -> Result<u32> {
    match offset {
        ConstExpr::Value(Value::I32(value)) => Ok(value.cast_unsigned()),
        _ => bail!("an address is not a number"),
    }
}

fn at(address: u32) -> ConstExpr {
    ConstExpr::Value(Value::I32(address.cast_signed()))
}

//! What of a linked module only some of its functions lead to. The linker was asked to leave its
//! notes (`--emit-relocs`): each place in code and constants that names a function or a constant.

use anyhow::{Context, Result, bail};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use wasmparser::{
    BinaryReader, DataKind, ElementItems, ElementKind, Linking, LinkingSectionReader, Operator,
    Parser, Payload, RelocSectionReader, RelocationEntry, RelocationType, SymbolInfo,
};

/// What belongs to the second part, in terms that last until the cut.
#[derive(Debug, Default, PartialEq)]
pub struct Late {
    /// Places of its functions in the table.
    pub slots: BTreeSet<u32>,
    /// Addresses of its constants, in order.
    pub bytes: Vec<Range<u32>>,
    // Constants that are texts, of the first part and of the second, among them the keys of their
    // words, and beginnings of keys that they put together, like `reason.`.
    texts: [BTreeSet<String>; 2],
}

impl Late {
    /// Whether a word's key is known to the second part alone.
    pub fn owns_word(&self, key: &str) -> bool {
        let [first, second] = &self.texts;
        knows(second, key) && !knows(first, key)
    }
}

/// Whether a key is among texts, or put together from one of them.
fn knows(texts: &BTreeSet<String>, key: &str) -> bool {
    let is_start = |it: &&str| it.len() > 1 && it.ends_with(['.', '_']);
    texts.contains(key)
        || texts.iter().map(String::as_str).filter(is_start).any(|it| key.starts_with(it))
}

/// What only the functions of those paths (`crate::module::function`) lead to, themselves included.
pub fn late(linked: &[u8], doors: &[&str]) -> Result<Late> {
    let module = Linked::read(linked)?;
    let doors = doors.iter().map(|door| module.function(door)).collect::<Result<Vec<_>>>()?;
    let first = module.reach(module.roots.iter().copied(), &doors);
    let all = module.reach(doors.iter().copied(), &[]);
    let late: HashSet<Item> = all.difference(&first).copied().collect();
    let slots = module.slots.iter().filter(|(_, it)| late.contains(&Item::Function(*it)));
    let bytes =
        |items: &HashSet<Item>| items.iter().filter_map(|it| module.addresses(*it)).collect();
    let texts = |items: &HashSet<Item>| -> BTreeSet<String> {
        items.iter().filter_map(|it| module.text(linked, *it)).collect()
    };
    Ok(Late {
        slots: slots.map(|(slot, _)| *slot).collect(),
        bytes: without(bytes(&late), bytes(&first)),
        texts: [texts(&first), texts(&late)],
    })
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Item {
    Function(u32),
    // By its symbol.
    Constant(u32),
}

#[derive(Default)]
struct Linked<'a> {
    roots: Vec<Item>,
    slots: Vec<(u32, u32)>,
    imported: u32,
    // Where each function's code is in the file.
    bodies: Vec<Range<usize>>,
    // Where each segment of constants is in the file and in memory.
    segments: Vec<(usize, u32)>,
    symbols: Vec<SymbolInfo<'a>>,
    // What each place in the file names, in order.
    named: Vec<(usize, RelocationEntry)>,
}

impl<'a> Linked<'a> {
    fn read(linked: &'a [u8]) -> Result<Self> {
        let mut module = Self::default();
        let (mut code, mut data) = (0, 0);
        for payload in Parser::new(0).parse_all(linked) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let is_function = matches!(import?.ty, wasmparser::TypeRef::Func(_));
                        module.imported += u32::from(is_function);
                    }
                }
                Payload::ExportSection(exports) => {
                    for export in exports {
                        let export = export?;
                        if export.kind == wasmparser::ExternalKind::Func {
                            module.roots.push(Item::Function(export.index));
                        }
                    }
                }
                Payload::StartSection { func, .. } => module.roots.push(Item::Function(func)),
                Payload::ElementSection(elements) => {
                    for element in elements {
                        module.read_slots(element?)?;
                    }
                }
                Payload::CodeSectionStart { range, .. } => code = range.start,
                Payload::CodeSectionEntry(body) => module.bodies.push(body.range()),
                Payload::DataSection(segments) => {
                    data = segments.range().start;
                    for segment in segments {
                        let segment = segment?;
                        let DataKind::Active { offset_expr, .. } = segment.kind else {
                            bail!("a segment of constants has no address")
                        };
                        let at = segment.range.end - segment.data.len();
                        module.segments.push((at, constant(offset_expr)?));
                    }
                }
                Payload::CustomSection(section) => {
                    let reader = BinaryReader::new(section.data(), section.data_offset());
                    match section.name() {
                        "linking" => module.read_symbols(reader)?,
                        "reloc.CODE" => module.read_named(reader, code)?,
                        "reloc.DATA" => module.read_named(reader, data)?,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        if module.named.is_empty() {
            bail!("the linker left no relocations");
        }
        module.named.sort_by_key(|(at, _)| *at);
        Ok(module)
    }

    fn read_slots(&mut self, element: wasmparser::Element) -> Result<()> {
        let (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(functions)) =
            (element.kind, element.items)
        else {
            bail!("the table is filled in a way not known here")
        };
        let start = constant(offset_expr)?;
        for (slot, function) in (start..).zip(functions) {
            self.slots.push((slot, function?));
        }
        Ok(())
    }

    fn read_symbols(&mut self, reader: BinaryReader<'a>) -> Result<()> {
        for part in LinkingSectionReader::new(reader)?.subsections() {
            if let Linking::SymbolTable(symbols) = part? {
                self.symbols = symbols.into_iter().collect::<Result<_, _>>()?;
            }
        }
        Ok(())
    }

    fn read_named(&mut self, reader: BinaryReader, section: usize) -> Result<()> {
        for entry in RelocSectionReader::new(reader)?.entries() {
            let entry = entry?;
            self.named.push((section + entry.offset as usize, entry));
        }
        Ok(())
    }

    /// The function of a path, which both of the compiler's ways to write symbols spell alike.
    fn function(&self, path: &str) -> Result<Item> {
        let spelled: String =
            path.split("::").map(|part| format!("{}{part}", part.len())).collect();
        // The crate's own part has a hash before or after it.
        let spelled = spelled.trim_start_matches(|it: char| it.is_ascii_digit());
        let mut found = self.symbols.iter().filter_map(|symbol| match symbol {
            SymbolInfo::Func { index, name: Some(name), .. } => {
                let (_, after) = name.split_once(spelled)?;
                (after.is_empty() || after.starts_with("17h")).then_some(Item::Function(*index))
            }
            _ => None,
        });
        let door = found.next().with_context(|| format!("there is no function {path}"))?;
        match found.find(|it| *it != door) {
            Some(_) => bail!("there are several functions {path}"),
            None => Ok(door),
        }
    }

    /// Everything that these lead to, themselves included, but nothing that is behind a door.
    fn reach(&self, roots: impl Iterator<Item = Item>, doors: &[Item]) -> HashSet<Item> {
        let mut reached: HashSet<Item> = roots.collect();
        let mut left: Vec<Item> = reached.iter().copied().collect();
        while let Some(item) = left.pop() {
            for next in self.leads_to(item) {
                if !doors.contains(&next) && reached.insert(next) {
                    left.push(next);
                }
            }
        }
        reached
    }

    fn leads_to(&self, item: Item) -> impl Iterator<Item = Item> {
        let place = self.place(item).unwrap_or_default();
        let from = self.named.partition_point(|(at, _)| *at < place.start);
        let inside = self.named[from..].iter().take_while(move |(at, _)| *at < place.end);
        inside.filter_map(|(_, entry)| self.target(entry))
    }

    /// Where an item is in the file; nowhere if it is imported or has no bytes.
    fn place(&self, item: Item) -> Option<Range<usize>> {
        match item {
            Item::Function(index) => {
                self.bodies.get(index.checked_sub(self.imported)? as usize).cloned()
            }
            Item::Constant(index) => {
                let (at, size) = self.constant(index)?;
                let (start, _) = self.segments.get(at.0 as usize)?;
                let start = start + at.1 as usize;
                Some(start..start + size as usize)
            }
        }
    }

    fn addresses(&self, item: Item) -> Option<Range<u32>> {
        let Item::Constant(index) = item else { return None };
        let ((segment, offset), size) = self.constant(index)?;
        let start = self.segments.get(segment as usize)?.1 + offset;
        Some(start..start + size)
    }

    /// A constant that is a text.
    fn text(&self, linked: &[u8], item: Item) -> Option<String> {
        let Item::Constant(_) = item else { return None };
        let bytes = linked.get(self.place(item)?)?;
        std::str::from_utf8(bytes).ok().map(Into::into)
    }

    /// The segment and offset of a constant, and its size.
    fn constant(&self, symbol: u32) -> Option<((u32, u32), u32)> {
        match self.symbols.get(symbol as usize)? {
            SymbolInfo::Data { symbol: Some(it), .. } => Some(((it.index, it.offset), it.size)),
            _ => None,
        }
    }

    fn target(&self, entry: &RelocationEntry) -> Option<Item> {
        use RelocationType::{
            FunctionIndexI32, FunctionIndexLeb, MemoryAddrI32, MemoryAddrLeb, MemoryAddrLocrelI32,
            MemoryAddrSleb, TableIndexI32, TableIndexSleb,
        };
        match (entry.ty, self.symbols.get(entry.index as usize)?) {
            (
                FunctionIndexLeb | FunctionIndexI32 | TableIndexSleb | TableIndexI32,
                SymbolInfo::Func { index, .. },
            ) => Some(Item::Function(*index)),
            (
                MemoryAddrLeb | MemoryAddrSleb | MemoryAddrI32 | MemoryAddrLocrelI32,
                SymbolInfo::Data { .. },
            ) => Some(Item::Constant(entry.index)),
            _ => None,
        }
    }
}

fn constant(expression: wasmparser::ConstExpr) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value.cast_unsigned()),
        _ => bail!("an address is not a number"),
    }
}

/// Ranges without what others cover, in order, those that touch as one.
fn without(mut ranges: Vec<Range<u32>>, mut others: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.sort_by_key(|it| (it.start, it.end));
    others.sort_by_key(|it| (it.start, it.end));
    let mut left: Vec<Range<u32>> = Vec::new();
    for mut range in ranges {
        if let Some(last) = left.last() {
            range.start = range.start.max(last.end);
        }
        for other in &others {
            if other.end <= range.start || other.start >= range.end {
                continue;
            }
            add(&mut left, range.start..other.start);
            range.start = other.end;
        }
        add(&mut left, range);
    }
    left
}

fn add(ranges: &mut Vec<Range<u32>>, range: Range<u32>) {
    match ranges.last_mut() {
        _ if range.is_empty() => {}
        Some(last) if last.end == range.start => last.end = range.end,
        _ => ranges.push(range),
    }
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    #[allow(clippy::single_range_in_vec_init, reason = "one range is meant, and not its numbers")]
    fn what_both_parts_need_stays_with_the_first() {
        assert_eq!(without(vec![0..4, 8..12, 4..6], vec![]), [0..6, 8..12]);
        assert_eq!(without(vec![0..10], vec![2..3, 5..7]), [0..2, 3..5, 7..10]);
        assert_eq!(without(vec![0..4, 2..8], vec![0..1, 7..9]), [1..7]);
        assert_eq!(without(vec![3..5], vec![1..9]), []);
    }
}

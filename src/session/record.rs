//! A record as the forms and the rules see it.

use merge::Tree;
use register::record::Record;

/// The record that the forms and the rules see: one value a field, the lines
/// that are there. In a conflict it is the first of the values, and said to be disputed.
pub fn record_of(scope: &str, tree: &Tree) -> Option<Record> {
    let root = tree.root()?;
    let plain = |view: &merge::RecordView| {
        let mut record = Record::new(scope, &view.id, &view.kind);
        let fields = view.fields.iter();
        record
            .fields
            .extend(fields.map(|(key, field)| (key.clone(), field.value().clone())));
        let disputed = view.fields.iter().filter(|(_, field)| field.is_conflict());
        record
            .disputed
            .extend(disputed.map(|(key, field)| (key.clone(), field.candidates.len())));
        record
    };
    let mut record = plain(root);
    let there = |view: &&merge::RecordView| {
        view.id != root.id && !matches!(view.existence, merge::Existence::Deleted { .. })
    };
    record.lines = tree.records.iter().filter(there).map(plain).collect();
    Some(record)
}

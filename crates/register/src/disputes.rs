//! What is kept twice and not chosen yet, for papers: they print the first of the contents, and it is
//! said so.

use crate::finding::lower_first;
use crate::form::{Field, Form};
use crate::record::Record;

/// A field with two values, of a record or of a line, as a finding's place and words. Papers warn
/// of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// The field of the record, `<record id>/<key>`; of a line, that of its table.
    pub about: String,
    pub message: String,
}

/// The disputes of a record that is called so, in the order of its form.
pub fn disputes(form: &Form, record: &Record, name: &str) -> Vec<Dispute> {
    let mut found = Vec::new();
    let mut note = |holder: &Record, field: &Field, about: &str, of: &str| {
        let Some(contents) = holder.contents(&field.key) else {
            return;
        };
        let label = &field.label;
        found.push(Dispute {
            about: format!("{}/{about}", record.id),
            message: format!(
                "“{label}” của {of} có {contents} nội dung, chưa chọn; trên giấy là nội dung đầu."
            ),
        });
    };
    for section in form.visible_sections(record) {
        for field in section.visible_fields(record) {
            note(record, field, &field.key, name);
            let Some(table) = &field.table else { continue };
            for (place, line) in record.lines_of(&table.kind).into_iter().enumerate() {
                let of = format!(
                    "{} thứ {}, {name}",
                    lower_first(&table.item_label),
                    place + 1
                );
                for own in &table.fields {
                    note(line, own, &field.key, &of);
                }
            }
        }
    }
    found
}

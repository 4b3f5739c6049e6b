//! Any form or outline of the rule set, with nothing in it but the office.

use crate::making::{Desk, Made, Pen, Supplied, compose};

/// To be filled in by hand. None where the rule set has no form of this id.
pub fn blank(desk: Desk<'_>, form: &str) -> Option<Made> {
    let rules = desk.rules;
    let mut known = rules.printed_forms.iter().chain(&rules.report_outlines);
    let outline = known.find(|outline| outline.id == form)?;
    Some(compose(Pen::new(desk), outline, &Supplied::default()))
}

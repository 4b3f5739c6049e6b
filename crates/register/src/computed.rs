//! Fields that are worked out from others when they are shown.

use crate::date::PartialDate;
use crate::finding::Context;
use crate::form::{ComputedOp, Field};
use crate::record::Record;

/// The value of a computed field, scaled by the field's decimals; nothing where
/// something that it needs is missing.
pub fn compute(field: &Field, record: &Record, context: &Context) -> Option<i64> {
    let computed = field.computed.as_ref()?;
    let key = computed.field.as_deref();
    let other = computed.by.as_deref();
    match computed.op {
        ComputedOp::Sum => {
            let lines = record.lines_of(computed.table.as_deref()?);
            let values: Vec<i64> = lines.iter().filter_map(|line| line.int(key?)).collect();
            let sum = values
                .iter()
                .try_fold(0_i64, |sum, value| sum.checked_add(*value))?;
            (!values.is_empty()).then_some(sum)
        }
        ComputedOp::Count => i64::try_from(record.lines_of(computed.table.as_deref()?).len()).ok(),
        ComputedOp::Age => {
            let (year, month, day) = context.today?;
            let today = PartialDate::new(year, Some(month), Some(day)).ok()?;
            Some(i64::from(record.date(key?)?.age_at(today)))
        }
        ComputedOp::Difference => record.int(key?)?.checked_sub(record.int(other?)?),
        ComputedOp::Percent => percent(record.int(key?)?, record.int(other?)?, field.decimals),
        ComputedOp::Unknown => None,
    }
}

/// `part` in percent of `whole`, scaled, rounded half away from zero; nothing
/// where `whole` is zero.
pub fn percent(part: i64, whole: i64, decimals: u8) -> Option<i64> {
    if whole == 0 {
        return None;
    }
    let scale = 10_i128.checked_pow(u32::from(decimals))?;
    let scaled = i128::from(part).checked_mul(100)?.checked_mul(scale)?;
    let whole = i128::from(whole);
    let half = whole.abs() / 2 * scaled.signum() * whole.signum();
    i64::try_from((scaled + half * whole.signum()) / whole).ok()
}

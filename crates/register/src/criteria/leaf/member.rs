//! How many of a collective's members have a title.

use super::LeafAnswer;
use crate::criteria::node::{JudgingContext, Missing, Status};
use crate::number::pad2;
use std::collections::BTreeSet;

impl JudgingContext<'_> {
    pub(super) fn member_share(&self, awards: &[String], percent: i64) -> LeafAnswer {
        let Some(members) = self
            .candidate
            .members
            .as_ref()
            .filter(|members| !members.is_empty())
        else {
            let found = "chưa có danh sách thành viên".to_owned();
            return LeafAnswer::new(Status::Unknown, found, vec![Missing::Members]);
        };
        let has = |member: &&BTreeSet<String>| awards.iter().any(|award| member.contains(award));
        let (with, all) = (members.iter().filter(has).count(), members.len());
        let scaled = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let reaches = scaled(with).saturating_mul(100) >= scaled(all).saturating_mul(percent);
        let status = if reaches { Status::Met } else { Status::NotMet };
        LeafAnswer::new(
            status,
            format!("{}/{} thành viên", pad2(with), pad2(all)),
            Vec::new(),
        )
    }
}

//! The members of a block by their points.

use super::sheet::Score;

/// A member's place. Equal points share a place, and the next is as far down as
/// there are members before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rank {
    pub unit: String,
    pub total: i64,
    /// None for who is not ranked.
    pub rank: Option<usize>,
    /// Others have the same place: the block decides, not the register.
    pub tied: bool,
}

/// Ranks by total; who is disqualified comes last, with points and no place.
pub fn ranking(scores: &[Score]) -> Vec<Rank> {
    let mut ranked: Vec<&Score> = scores.iter().collect();
    let left_out = |score: &Score| !score.disqualified.is_empty();
    ranked.sort_by(|one, other| {
        let by_points = other.total.cmp(&one.total);
        left_out(one)
            .cmp(&left_out(other))
            .then(by_points)
            .then_with(|| one.unit.cmp(&other.unit))
    });
    let counted: Vec<i64> = ranked
        .iter()
        .filter(|score| !left_out(score))
        .map(|score| score.total)
        .collect();
    let place = |score: &&Score| {
        let before = counted.iter().filter(|total| **total > score.total).count();
        let equal = counted
            .iter()
            .filter(|total| **total == score.total)
            .count();
        let out = left_out(score);
        Rank {
            unit: score.unit.clone(),
            total: score.total,
            rank: (!out).then_some(before + 1),
            tied: !out && equal > 1,
        }
    };
    ranked.iter().map(place).collect()
}

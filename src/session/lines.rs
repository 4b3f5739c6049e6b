//! The lines of lists, as they are in memory.

use super::{Phone, Session};
use leptos::prelude::*;
use register::summary::Summary as About;
use replica::{StoreError, Summary};
use sorted::SortedSet;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A record's line in lists.
pub type Line = Summary<About>;
/// Scope and id of a record.
pub type Place = (String, String);

impl Session {
    /// The lines of a kind that are there, in the order of lists.
    pub fn lines_of(self, kind: &str) -> Vec<Arc<Line>> {
        let found: Vec<Arc<Line>> = self.lines.with(|lines| {
            lines
                .values()
                .filter(|line| line.kind == kind && !line.deleted)
                .cloned()
                .collect()
        });
        in_order(found, |_| 0)
    }

    /// Takes new lines into memory and tells the screens.
    pub fn changed(self, lines: Vec<Line>) {
        if lines.is_empty() {
            return;
        }
        let mut touched = SortedSet::new();
        touched.extend(
            lines
                .iter()
                .map(|line| (line.scope.clone(), line.record.clone())),
        );
        self.lines
            .update(|known| known.extend(lines.into_iter().map(placed)));
        self.touched.set(Arc::new(touched));
    }

    /// Another tab has changed the store.
    pub(super) async fn read_again(self) {
        let Ok(lines) = shown(&self.phone()).await else {
            return;
        };
        if self.lines.with_untracked(|known| lines.len() < known.len()) {
            return self.show(lines);
        }
        let fresh: Vec<Line> = self.lines.with_untracked(|known| {
            let differs = |line: &Line| {
                let place = (line.scope.clone(), line.record.clone());
                known.get(&place).is_none_or(|have| **have != *line)
            };
            lines.into_iter().filter(differs).collect()
        });
        self.changed(fresh);
        if let Ok(refused) = self.phone().refused().await {
            self.refused.set(refused.len());
        }
        self.look_at_carried().await;
        self.look_at_told().await;
    }

    /// Rights have come or gone: all lines are read anew.
    pub async fn show_again(self) {
        if let Ok(lines) = shown(&self.phone()).await {
            self.show(lines);
        }
    }

    fn show(self, all: Vec<Line>) {
        let mut lines = BTreeMap::new();
        lines.extend(all.into_iter().map(placed));
        self.lines.set(lines);
    }
}

/// The lines to be shown: of a scope that the person has lost only what waits.
pub(super) async fn shown(phone: &Phone) -> Result<Vec<Line>, StoreError> {
    let lost = phone.lost().await?;
    let mut lines = phone.summaries().await?;
    lines.retain(|line| line.waiting > 0 || !lost.contains(&line.scope));
    Ok(lines)
}

pub(super) fn placed(line: Line) -> (Place, Arc<Line>) {
    ((line.scope.clone(), line.record.clone()), Arc::new(line))
}

/// Lines by how well they fit, then in the order of lists.
pub fn in_order(lines: Vec<Arc<Line>>, fit: impl Fn(&Line) -> u8) -> Vec<Arc<Line>> {
    let mut places: Vec<(u8, &str, usize)> = lines
        .iter()
        .enumerate()
        .map(|(place, line)| (fit(line), line.about.sort.as_str(), place))
        .collect();
    places.sort_unstable();
    places
        .into_iter()
        .filter_map(|(.., place)| lines.get(place).cloned())
        .collect()
}

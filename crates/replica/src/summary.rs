//! The table of lists' lines: one for each record, made when the record changes, so that lists,
//! search and the home screen read no records.

use crate::{About, Mode, Replica, Store, StoreError, Table, Tx, keys, rows};
use merge::{Existence, Pending, RecordState, Tree};
use protocol::rule::{Rule, holds};
use reading::Slot;
use serde::{Deserialize, Serialize};
use sorted::{SortedMap, SortedSet};

/// A record's line in lists: all that is known of it without reading it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Slot)]
pub struct Summary<A> {
    #[serde(rename = "s")]
    pub scope: String,
    #[serde(rename = "r")]
    pub record: String,
    #[serde(rename = "k")]
    pub kind: String,
    /// Deleted, and nobody objects.
    #[serde(rename = "d", default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    /// Things to review in it: fields with two values, disputed deletions.
    #[serde(rename = "c", default, skip_serializing_if = "is_zero")]
    pub conflicts: u32,
    /// Savings of this phone in it that are not in the shared register.
    #[serde(rename = "w", default, skip_serializing_if = "is_zero")]
    pub waiting: u32,
    #[serde(rename = "a")]
    pub about: A,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl<S: Store, A: About> Replica<S, A> {
    /// The whole summary.
    ///
    /// # Errors
    /// If the store fails. A row that cannot be read is left out: it is made
    /// again when its records change.
    pub async fn summaries(&self) -> Result<Vec<Summary<A>>, StoreError> {
        let tx = self.store.begin(Mode::Read, &[Table::Summary]).await?;
        let mut all = Vec::new();
        for (key, bytes) in tx.range(Table::Summary, "").await? {
            let bucket: Vec<Summary<A>> = rows::decode(&key, &bytes).unwrap_or_default();
            all.extend(bucket);
        }
        Ok(all)
    }

    /// Makes the whole summary again, as when a new version of the app has
    /// more to say in lists.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn summarise_again(&self) -> Result<Vec<Summary<A>>, StoreError> {
        let tables = [Table::Meta, Table::Base, Table::Overlay, Table::Summary];
        let mut tx = self.store.begin(Mode::Write, &tables).await?;
        let mut roots = SortedSet::new();
        for table in [Table::Base, Table::Overlay] {
            for (key, _) in tx.range(table, "").await? {
                let mut parts = key.split('|');
                if let (Some(scope), Some(record)) = (parts.next(), parts.next()) {
                    roots.insert((scope.to_owned(), protocol::root_of(record).to_owned()));
                }
            }
        }
        for (key, _) in tx.range(Table::Summary, "").await? {
            tx.delete(Table::Summary, &key)?;
        }
        let all = self.summarise(&mut tx, roots).await?;
        tx.commit().await?;
        Ok(all)
    }

    /// Makes the lines of the records `(scope, root)` again. What lies here for a
    /// scope that the person does not read is in no list.
    pub(crate) async fn summarise(
        &self,
        tx: &mut S::Tx,
        roots: SortedSet<(String, String)>,
    ) -> Result<Vec<Summary<A>>, StoreError> {
        let mut made = Vec::new();
        for (scope, root) in roots {
            let is_read = tx.get(Table::Meta, &keys::scope(&scope)).await?.is_some();
            if !is_read && holds(Rule::CarriedIsNotListed) {
                continue;
            }
            let (tree, waiting) = read_tree(tx, &scope, &root).await?;
            made.push(self.summary_of(&scope, &root, &tree, waiting));
        }
        let mut buckets: SortedMap<String, Vec<&Summary<A>>> = SortedMap::new();
        for summary in &made {
            let bucket = keys::bucket(&summary.scope, &summary.record);
            buckets.or_default(bucket).push(summary);
        }
        for (key, new) in buckets {
            let stored = tx.get(Table::Summary, &key).await?;
            let mut lines: Vec<Summary<A>> = stored
                .and_then(|bytes| rows::decode(&key, &bytes).ok())
                .unwrap_or_default();
            for summary in new {
                let same = |line: &Summary<A>| {
                    line.scope == summary.scope && line.record == summary.record
                };
                match lines.iter_mut().find(|line| same(line)) {
                    Some(_) if !holds(Rule::ListsFollow) => {}
                    Some(line) => *line = summary.clone(),
                    None => lines.push(summary.clone()),
                }
            }
            rows::put(tx, Table::Summary, &key, &lines)?;
        }
        Ok(made)
    }

    fn summary_of(&self, scope: &str, root: &str, tree: &Tree, waiting: u32) -> Summary<A> {
        let record = tree.root();
        Summary {
            scope: scope.to_owned(),
            record: root.to_owned(),
            kind: record.map(|record| record.kind.clone()).unwrap_or_default(),
            deleted: record
                .is_some_and(|record| matches!(record.existence, Existence::Deleted { .. })),
            conflicts: conflicts(tree),
            waiting,
            about: (self.summarise)(scope, tree),
        }
    }
}

/// Fields with two values, and disputed deletions: of the record, or of lines
/// on their own.
fn conflicts(tree: &Tree) -> u32 {
    let disputed = |record: &merge::RecordView| {
        matches!(record.existence, Existence::Disputed { .. })
            && record
                .deletion
                .candidates
                .iter()
                .any(|candidate| candidate.value.is_array())
    };
    let there = tree
        .records
        .iter()
        .filter(|r| !matches!(r.existence, Existence::Deleted { .. }));
    there
        .map(|record| {
            let fields = record
                .fields
                .values()
                .filter(|field| field.is_conflict())
                .count();
            u32::try_from(fields)
                .unwrap_or(u32::MAX)
                .saturating_add(disputed(record).into())
        })
        .fold(0, u32::saturating_add)
}

/// What is seen of a record and its lines, and how many of this phone's
/// savings in it wait: what is saved at once is one change to a person.
pub(crate) async fn read_tree(
    tx: &impl Tx,
    scope: &str,
    root: &str,
) -> Result<(Tree, u32), StoreError> {
    let prefix = keys::record(scope, root);
    let stored: Vec<(String, RecordState)> = rows::range(tx, Table::Base, &prefix).await?;
    let pending: Vec<(String, Pending)> = rows::range(tx, Table::Overlay, &prefix).await?;
    let cut = keys::within(scope).len();
    let mine = |record: &str| protocol::root_of(record) == root;
    let tree = Tree::new(
        stored
            .iter()
            .map(|(key, row)| (&key[cut..], row))
            .filter(|(id, _)| mine(id)),
        pending
            .iter()
            .map(|(_, pending)| pending)
            .filter(|p| mine(&p.operation.record)),
    );
    let mut waiting: SortedSet<(&str, u64)> = SortedSet::new();
    waiting.extend(
        pending
            .iter()
            .filter(|(_, p)| mine(&p.operation.record) && !p.answered && p.relayed.is_none())
            .map(|(_, p)| (p.operation.device.as_str(), p.operation.save)),
    );
    Ok((tree, u32::try_from(waiting.len()).unwrap_or(u32::MAX)))
}

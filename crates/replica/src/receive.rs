//! Handing over without a network: what can be given away, and what was given.

use crate::rows::{RefusedOperation, ScopeRow};
use crate::{
    About, Mode, PendingOperation, Replica, Store, StoreError, Summary, Table, Tx, keys, read, rows,
};
use merge::{AuthorProof, Pending, RecordState};
use protocol::bundle::SignedOperation;
use protocol::rule::{Rule, holds};
use protocol::{OpId, is_scope};
use sorted::SortedSet;

/// Refusals of whoever signed an operation, not of the operation.
const NOT_ITS_AUTHORS: [&str; 4] = ["badSignature", "notYourDevice", "revoked", "scopeLost"];

/// The result of taking a bundle in: the changed lines of lists, and how many operations were new
/// or known.
#[derive(Clone, Debug)]
pub struct ReceiveOutcome<A> {
    /// The new lines in lists of the records that it speaks of.
    pub summaries: Vec<Summary<A>>,
    /// How many operations this phone carries now and did not before.
    pub taken: usize,
    /// How many of these are of scopes that the person does not read.
    pub unread: usize,
    /// How many were here already, or had entered, or were refused.
    pub known: usize,
}

impl<S: Store, A: About> Replica<S, A> {
    /// What can be handed over: what this person wrote and what the phone carries,
    /// all that is not in the shared register. Each is signed by its author:
    /// [`PendingOperation::to_sign`], [`PendingOperation::signed`], [`protocol::bundle::write`].
    ///
    /// # Errors
    /// If the store fails or a row cannot be read.
    pub async fn unsent(&self) -> Result<Vec<PendingOperation>, StoreError> {
        let mut unsent = self.not_entered().await?;
        unsent.retain(|one| {
            // What was replaced by something that has entered need not be known to
            // anybody else.
            let relayed = one.pending.relayed.as_ref();
            !one.pending.hidden || relayed.is_some_and(|relayed| relayed.unseen)
        });
        Ok(unsent)
    }

    /// Takes in what was handed over, in one transaction: it is shown and sent like
    /// the phone's own, and stays its authors'. `reads` says whether the person may
    /// read a scope, as far as is known here; what is of others is relayed unseen.
    /// `fresh_device` is the id to go on with if it turns out that this phone's
    /// storage was copied or rolled back.
    ///
    /// That the operations are signed by the keys that they name is for the caller to
    /// find out before.
    ///
    /// # Errors
    /// If the store fails, or nobody is enrolled; nothing is taken in then.
    pub async fn receive(
        &self,
        bundle: &[SignedOperation],
        reads: &dyn Fn(&str) -> bool,
        fresh_device: &str,
    ) -> Result<ReceiveOutcome<A>, StoreError> {
        let tables = [
            Table::Meta,
            Table::Base,
            Table::Overlay,
            Table::Refused,
            Table::Receipts,
            Table::Summary,
        ];
        let mut tx = self.store.begin(Mode::Write, &tables).await?;
        let device = read::own_device(&tx).await?;
        let (mut taken, mut unread, mut known) = (0, 0, 0);
        let mut changed_records = SortedSet::new();
        let mut forked = false;
        for one in bundle {
            let (scope, operation) = (&one.scope, &one.operation);
            if !is_scope(scope) || operation.check().is_err() {
                continue;
            }
            let name = operation.name(scope);
            let key = keys::operation(scope, &operation.record, &operation.field, &name);
            let Some(replaced) = turned_away(&mut tx, one, &name, &key).await? else {
                known += 1;
                continue;
            };
            let scope_key = keys::scope(scope);
            let mut is_read = tx.get(Table::Meta, &scope_key).await?.is_some();
            if !is_read && reads(scope) {
                rows::put(&mut tx, Table::Meta, &scope_key, &ScopeRow::default())?;
                is_read = true;
            }
            let by = &operation.device;
            let pulled: Option<u64> = rows::get(&tx, Table::Meta, &keys::pulled(scope, by)).await?;
            let met: Option<u64> = rows::get(&tx, Table::Meta, &keys::met(scope, by)).await?;
            let met = met.filter(|_| holds(Rule::MetIsNotShown));
            let covered = pulled.max(met) >= Some(operation.number);
            let unseen =
                covered && holds(Rule::CoveredIsNotShown) || replaced && holds(Rule::EnteredHides);
            if operation.device == device {
                let next = keys::next_number(&device, scope);
                let next: u64 = rows::get(&tx, Table::Meta, &next).await?.unwrap_or(1);
                forked |= operation.number >= next;
            }
            let pending = Pending {
                name,
                operation: operation.clone(),
                answered: false,
                hidden: unseen,
                relayed: Some(AuthorProof {
                    key: one.key.clone(),
                    signature: one.signature.clone(),
                    unseen,
                    held: None,
                }),
            };
            rows::put(&mut tx, Table::Overlay, &key, &pending)?;
            changed_records.insert((
                scope.clone(),
                protocol::root_of(&operation.record).to_owned(),
            ));
            taken += 1;
            unread += usize::from(!is_read);
        }
        if forked && holds(Rule::ReceivedNumbersChangeTheDevice) {
            rows::put(&mut tx, Table::Meta, keys::DEVICE, &fresh_device)?;
        }
        let summaries = self.summarise(&mut tx, changed_records).await?;
        tx.commit().await?;
        Ok(ReceiveOutcome {
            summaries,
            taken,
            unread,
            known,
        })
    }
}

/// Of an operation that is not here, in whatever state, whether it was replaced
/// when it was turned away before; nothing of one that is. One that is held is tried
/// again.
async fn turned_away(
    tx: &mut impl Tx,
    one: &SignedOperation,
    name: &OpId,
    key: &str,
) -> Result<Option<bool>, StoreError> {
    let mut replaced = false;
    if let Some(mut pending) = rows::get::<Pending>(tx, Table::Overlay, key).await? {
        if let Some(relayed) = &mut pending.relayed
            && relayed.held.take().is_some()
        {
            rows::put(tx, Table::Overlay, key, &pending)?;
        }
        return Ok(None);
    }
    if let Some(refused) = rows::get::<RefusedOperation>(tx, Table::Refused, key).await? {
        let not_its_own = refused.pending.relayed.as_ref().is_some_and(|relayed| {
            let other = (&relayed.key, &relayed.signature) != (&one.key, &one.signature);
            (other || refused.code == "scopeLost")
                && NOT_ITS_AUTHORS.contains(&refused.code.as_str())
        });
        if !not_its_own {
            return Ok(None);
        }
        replaced = refused.pending.hidden;
        // Somebody had signed it who was not its author; now perhaps he has.
        tx.delete(Table::Refused, key)?;
    }
    let receipt = keys::receipt_key(&one.scope, name);
    if tx.get(Table::Receipts, &receipt).await?.is_some() {
        return Ok(None);
    }
    let base = keys::record(&one.scope, &one.operation.record);
    let base: Option<RecordState> = rows::get(tx, Table::Base, &base).await?;
    let live = base
        .as_ref()
        .and_then(|row| row.fields.get(&one.operation.field));
    let stands = live.is_some_and(|live| live.iter().any(|entry| entry.name == *name));
    Ok((!stands).then_some(replaced))
}

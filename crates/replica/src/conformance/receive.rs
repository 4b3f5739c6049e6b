//! The part of the store suite on bundles: what another phone hands over is kept whole or not at
//! all.

use super::{TestResult, edit, expect, failed, replica};
use crate::Store;
use protocol::bundle::SignedOperation;

/// What one phone hands over lies on the other, for somebody who reads the scope and
/// for somebody who does not, all of it or nothing.
pub(super) async fn what_is_handed_over_is_there_after_reopening<S: Store>(
    fresh: impl AsyncFn(&str) -> S,
    name: &str,
) -> TestResult {
    let from = replica(fresh(&format!("{name}_from")).await);
    from.set_device("from").await.map_err(failed)?;
    from.save(&[edit("a", "Bản Pò Mã")], 1)
        .await
        .map_err(failed)?;
    let unsent = from.unsent().await.map_err(failed)?;
    let bundle: Vec<SignedOperation> = unsent
        .into_iter()
        .map(|one| one.signed("key", "signature"))
        .collect();
    for (name, reads) in [(name.to_owned(), true), (format!("{name}_unread"), false)] {
        let to = replica(fresh(&name).await);
        to.set_device("to").await.map_err(failed)?;
        let received = to.receive(&bundle, &|_| reads, "fresh").await;
        let received = received.map_err(failed)?;
        expect(
            &(received.taken, received.unread),
            &(1, usize::from(!reads)),
        )?;
        drop(to);
        let again = replica(fresh(&name).await);
        let relayed = again.relayed().await.map_err(failed)?;
        let signature = relayed
            .first()
            .and_then(|one| one.pending.relayed.as_ref())
            .map(|relayed| relayed.signature.as_str());
        expect(&signature, &Some("signature"))?;
        expect(&again.waiting().await.map_err(failed)?.len(), &0)?;
        let listed = again.summaries().await.map_err(failed)?;
        let lines: Vec<(&str, u32)> = listed
            .iter()
            .map(|line| (line.about.as_str(), line.waiting))
            .collect();
        let expected = if reads {
            vec![("Bản Pò Mã", 0)]
        } else {
            vec![]
        };
        expect(&lines, &expected)?;
        let twice = again.receive(&bundle, &|_| reads, "fresh").await;
        let twice = twice.map_err(failed)?;
        expect(&(twice.taken, twice.known), &(0, 1))?;
    }
    Ok(())
}

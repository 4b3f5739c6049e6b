//! Files that the endpoint had are offered again to one that was set back.

use protocol::wire::Reply;
use replica::{File, MemoryStore, Replica, SendOutcome, ready};

fn said_by(epoch: &str) -> Reply {
    Reply {
        epoch: epoch.into(),
        ..Reply::default()
    }
}

#[test]
fn a_new_epoch_asks_for_the_files_again() {
    let replica: Replica<_, ()> = Replica::new(MemoryStore::default(), |_, _| ());
    let file = File {
        scope: "06541".into(),
        record: "village".into(),
        sha256: "h".repeat(43),
        size: 3,
        media_type: "application/pdf".into(),
        sent: None,
        refused: None,
    };
    let there = || ready(replica.files()).unwrap()[0].1;
    let hears = |epoch: &str| {
        let asked = ready(replica.request()).unwrap();
        ready(replica.apply(&asked, said_by(epoch), "fresh")).unwrap();
    };
    ready(replica.set_device("device")).unwrap();
    ready(replica.keep_file(&file, b"%PD")).unwrap();
    hears("before");
    assert!(!there());
    ready(replica.note_file(&file.scope, &file.sha256, SendOutcome::Sent)).unwrap();
    assert!(there());
    // Put to another record, it is not sent again.
    ready(replica.keep_file(&file, b"%PD")).unwrap();
    assert!(there());
    hears("after");
    assert!(!there());
}

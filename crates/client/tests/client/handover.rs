//! What one phone gives another by hand, with real bundles and real signatures.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use client::enrolment::Enrolment;
use client::handover::{HandoverContent, Taken, give, take};
use client::signing_key;
use client::worker::{HandoverFailure, SigningKeyPair, Worker};
use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey as Secret, VerifyingKey};
use protocol::bundle::{self, BundleContent, SignedOperation};
use register::kind;
use register::pack::{PART, made_word};
use register::summary::Summary as About;
use replica::{Edit, MemoryStore, Replica, ready};
use serde_json::{Value, json};
use std::cell::Cell;

const VILLAGE: &str = "xa/v1";

/// What the second module does, without a browser: plain bundles, keys of one byte each.
#[derive(Default)]
pub struct Hands(Cell<u8>);

#[derive(Debug, PartialEq, Eq)]
pub enum Problem {
    Handover(HandoverFailure),
    BadSignature,
    NotABundle,
}

impl From<HandoverFailure> for Problem {
    fn from(failure: HandoverFailure) -> Self {
        Self::Handover(failure)
    }
}

fn secret(key: &SigningKeyPair) -> Secret {
    let seed: u8 = key.private.parse().expect("a number");
    Secret::from_slice(&[seed; 32]).expect("a key")
}

impl Worker for Hands {
    type Bundle = Vec<u8>;
    type Problem = Problem;

    async fn make_key(&self) -> Result<SigningKeyPair, Problem> {
        self.0.set(self.0.get() + 1);
        let mut key = SigningKeyPair {
            private: self.0.get().to_string(),
            public: String::new(),
        };
        let point = secret(&key).verifying_key().to_encoded_point(false);
        key.public = URL_SAFE_NO_PAD.encode(point.as_bytes());
        Ok(key)
    }

    async fn sign(&self, key: &SigningKeyPair, texts: &[String]) -> Result<Vec<String>, Problem> {
        let key = secret(key);
        let sign = |text: &String| -> String {
            let signature: Signature = key.sign(text.as_bytes());
            URL_SAFE_NO_PAD.encode(signature.to_bytes())
        };
        Ok(texts.iter().map(sign).collect())
    }

    async fn pack(&self, signed: String, _: Option<&str>) -> Result<Vec<u8>, Problem> {
        let signed: Vec<SignedOperation> =
            serde_json::from_str(&signed).map_err(|_| Problem::NotABundle)?;
        Ok(bundle::plain(&bundle::write(&signed)))
    }

    async fn unpack(&self, bundle: &Vec<u8>, _: Option<&str>) -> Result<String, Problem> {
        let Ok(BundleContent::Plain(body)) = bundle::open(bundle) else {
            return Err(Problem::NotABundle);
        };
        let signed = bundle::read(body).map_err(|_| Problem::NotABundle)?;
        if !signed.iter().all(is_signed) {
            return Err(Problem::BadSignature);
        }
        serde_json::to_string(&signed).map_err(|_| Problem::NotABundle)
    }
}

fn is_signed(one: &SignedOperation) -> bool {
    let key = URL_SAFE_NO_PAD.decode(&one.key).unwrap_or_default();
    let signature = URL_SAFE_NO_PAD.decode(&one.signature).unwrap_or_default();
    let text = one.operation.signed_text(&one.scope);
    match (
        VerifyingKey::from_sec1_bytes(&key),
        Signature::from_slice(&signature),
    ) {
        (Ok(key), Ok(signature)) => key.verify(text.as_bytes(), &signature).is_ok(),
        _ => false,
    }
}

type MemoryPhone = Replica<MemoryStore, About>;

fn phone(device: &str) -> MemoryPhone {
    let phone = Replica::new(MemoryStore::default(), |_, _| About::default());
    ready(phone.set_device(device)).expect("kept");
    phone
}

fn write(phone: &MemoryPhone, record: &str, fields: &[&str]) {
    let edit = |field: &&str| Edit {
        scope: VILLAGE.to_owned(),
        record: record.to_owned(),
        kind: "person".to_owned(),
        field: (*field).to_owned(),
        value: Value::from("Triệu Mùi Pham"),
        predecessors: Vec::new(),
    };
    let edits: Vec<Edit> = fields.iter().map(edit).collect();
    ready(phone.save(&edits, 1)).expect("kept");
}

fn taken(by: &MemoryPhone, hands: &Hands, bundle: &Vec<u8>) -> Result<Taken, Problem> {
    let fresh = || "AAAAAAAAAAAArandom__AA".to_owned();
    let who = Enrolment {
        scope: "xa".to_owned(),
        ..Enrolment::default()
    };
    ready(take(by, hands, &who, (bundle, None), &fresh))
}

#[test]
fn what_is_given_is_shown_and_relayed_by_who_takes_it() {
    let hands = Hands(Cell::new(0));
    let (head, officer) = (phone("head"), phone("officer"));
    write(&head, "p1", &["fullName", "residence"]);
    write(&head, "p2", &["fullName"]);
    let unsent = ready(head.unsent()).expect("read");
    let content = HandoverContent::of(&unsent);
    assert_eq!(
        (content.changes, content.records, content.relayed),
        (2, 2, 0)
    );
    let (bundle, changes) = ready(give(&head, &hands, None)).expect("given");
    assert_eq!(changes, 2);
    let first = taken(&officer, &hands, &bundle).expect("taken");
    assert_eq!(
        (first.changes, first.taken, first.known, first.unread),
        (2, 3, 0, 0)
    );
    assert_eq!(first.lines.len(), 2);
    // Twice is nothing more.
    let again = taken(&officer, &hands, &bundle).expect("taken");
    assert_eq!((again.changes, again.taken, again.known), (2, 0, 3));
    // And what is relayed goes on, under its author's signature.
    write(&officer, "p3", &["fullName"]);
    let unsent = ready(officer.unsent()).expect("read");
    let content = HandoverContent::of(&unsent);
    assert_eq!(
        (content.changes, content.records, content.relayed),
        (3, 3, 2)
    );
    let (onward, changes) = ready(give(&officer, &hands, None)).expect("given");
    assert_eq!(changes, 3);
    let third = phone("third");
    let brought = taken(&third, &hands, &onward).expect("taken");
    assert_eq!((brought.changes, brought.taken), (3, 4));
}

#[test]
fn of_what_was_changed_on_the_way_nothing_is_taken() {
    let hands = Hands(Cell::new(0));
    let (head, officer) = (phone("head"), phone("officer"));
    write(&head, "p1", &["fullName"]);
    let (bundle, _) = ready(give(&head, &hands, None)).expect("given");
    let Ok(BundleContent::Plain(body)) = bundle::open(&bundle) else {
        panic!("a plain bundle");
    };
    let mut signed = bundle::read(body).expect("operations");
    signed[0].operation.value = Value::from("Người Khác");
    let forged = bundle::plain(&bundle::write(&signed));
    let outcome = taken(&officer, &hands, &forged).map(|_| ());
    assert_eq!(outcome, Err(Problem::BadSignature));
    assert!(ready(officer.unsent()).expect("read").is_empty());
}

#[test]
fn a_full_phone_takes_nothing_and_says_so() {
    let hands = Hands(Cell::new(0));
    let head = phone("head");
    write(&head, "p1", &["fullName"]);
    let (bundle, _) = ready(give(&head, &hands, None)).expect("given");
    let rows = MemoryStore::default();
    let full: MemoryPhone = Replica::new(rows.clone(), |_, _| About::default());
    ready(full.set_device("full")).expect("kept");
    ready(signing_key::own(&full, &hands)).expect("a key");
    rows.set_full(true);
    let outcome = taken(&full, &hands, &bundle).map(|_| ());
    assert_eq!(outcome, Err(Problem::Handover(HandoverFailure::NotKept)));
    rows.set_full(false);
    assert!(ready(full.unsent()).expect("read").is_empty());
    assert_eq!(taken(&full, &hands, &bundle).expect("taken").taken, 1);
}

#[test]
fn a_phone_has_one_key_and_ids_that_are_made_from_it() {
    let hands = Hands(Cell::new(0));
    let own = phone("own");
    let fresh = || "AAAAAAAAAAAArandom__AA".to_owned();
    let without = ready(signing_key::fresh_device(&own, &fresh));
    assert_eq!(without, "AAAAAAAAAAAArandom__AA");
    let key = ready(signing_key::own(&own, &hands)).expect("a key");
    let same = ready(signing_key::own(&own, &hands)).expect("a key");
    assert_eq!(key, same);
    let device = ready(signing_key::fresh_device(&own, &fresh));
    assert!(protocol::is_device_of(&device, &key.public));
    let (public, proof) = ready(signing_key::proof(&own, &hands)).expect("a proof");
    assert_eq!(public, key.public);
    let verifying = VerifyingKey::from(&secret(&key));
    let signature = URL_SAFE_NO_PAD.decode(&proof).expect("base64url");
    let signature = Signature::from_slice(&signature).expect("a signature");
    let text = protocol::key_text("own");
    assert!(verifying.verify(text.as_bytes(), &signature).is_ok());
}

/// One part that is another than its word says, and nothing of the file is taken.
#[test]
fn a_forged_part_of_a_pack_is_not_taken_in() {
    let part = |word: String| {
        let (author, carrier) = (phone("author"), phone("carrier"));
        let hands = Hands(Cell::new(0));
        let edit = Edit {
            scope: "xa".to_owned(),
            record: format!("pack.{word}"),
            kind: kind::PACK_PART.to_owned(),
            field: PART.to_owned(),
            value: json!(["p", "nomination", []]),
            predecessors: Vec::new(),
        };
        write(&author, "p1", &["fullName"]);
        ready(author.save(&[edit], 1)).expect("kept");
        let (bundle, _) = ready(give(&author, &hands, None)).expect("given");
        taken(&carrier, &hands, &bundle).map(|taken| taken.taken)
    };
    assert_eq!(part(made_word(&json!(["p", "nomination", []]))), Ok(2));
    let forged = part(made_word(&json!(["p", "person", []])));
    let malformed = Problem::Handover(HandoverFailure::Malformed);
    assert_eq!(forged, Err(malformed));
}

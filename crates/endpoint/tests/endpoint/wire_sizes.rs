use crate::world::{World, gzip};
use merge::wire::{Devices, Request, ScopeRequest};
use merge::{Name, Operation};
use serde_json::json;

const SCOPE: &str = "06541/AaH5r7HpdqWdxHZJQvh8AA";

/// How the edits of a request came about.
#[derive(Clone, Copy, Debug)]
enum Edits {
    /// Records of one pasted list, changed in one saving.
    OneSaving,
    /// Records of many weeks, each changed by itself.
    ManySavings,
}

/// A request as an official's phone makes it, with edits of so many records.
fn request(world: &World, device: &str, count: u32, edits: Edits) -> Request {
    let mut devices = Devices::new([device.to_owned()]);
    let randomness = world.endpoint.randomness();
    let ops = (0..count)
        .map(|i| {
            let (made_apart, said_apart) = match edits {
                Edits::OneSaving => (0, 0),
                Edits::ManySavings => (7_654_321, 4_321),
            };
            let number = 1000 + u64::from(i);
            let replaced = Name {
                device: device.into(),
                number: number - 900,
                hash: randomness.mark(),
            };
            devices.pack(&Operation {
                device: device.into(),
                number,
                record: randomness.id(1_793_000_000_000 + i64::from(i) * made_apart),
                kind: "emulationRegistration".into(),
                field: "pledgeSignedOn".into(),
                value: json!("2026-02-11"),
                replaces: vec![replaced],
                at: 1_795_150_800_123 + i64::from(i) * said_apart,
                save: if said_apart == 0 { 1000 } else { number },
            })
        })
        .collect();
    Request {
        protocol: 1,
        schema: 1,
        device: device.into(),
        // Left out, as the page allows: only its own.
        devices: Vec::new(),
        limit: None,
        digest: "0123456789abcdef".into(),
        scopes: vec![ScopeRequest {
            scope: SCOPE.into(),
            cursor: "GkotN2Ob.1841.k3xA".into(),
            ops,
            testimony: None,
            pulled: Default::default(),
        }],
    }
}

#[tokio::test]
async fn edits_are_small_on_the_wire() {
    let world = World::new().await;
    let check = async |count: u32, edits: Edits, budget: usize| {
        let mut phone = world.officer().await;
        phone.device = world.endpoint.randomness().token()[..22].to_owned();
        let request = request(&world, &phone.device, count, edits);
        let text = serde_json::to_string(&request).unwrap();
        let one = serde_json::to_string(&request.scopes[0].ops[0])
            .unwrap()
            .len();
        let packed = gzip(&text).len();
        let reply = phone.send(text.clone()).await;
        assert_eq!(reply.status, 200);
        assert_eq!(
            reply.json()["scopes"][0]["answers"]
                .as_object()
                .unwrap()
                .len(),
            count as usize
        );
        println!(
            "{count} edits ({edits:?}): {} B, packed {packed} B; one {one} B; reply {} B",
            text.len(),
            reply.bytes.len(),
        );
        assert!(one <= 250, "one edit is {one} B");
        assert!(packed <= budget, "{packed} B > {budget} B");
    };
    check(1, Edits::OneSaving, 300).await;
    check(100, Edits::OneSaving, 2_600).await;
    check(100, Edits::ManySavings, 3_500).await;
}

//! Bundles and frames: what was written is read; what was cut off, changed or is
//! somebody else's is known for that; and no input at all makes them panic.
#![expect(clippy::unwrap_used, reason = "tests")]

mod bent;

use bent::{Script, bent, try_bytes};
use proptest::prelude::*;
use protocol::bundle::{
    self, BundleContent, BundleProblem, EncryptedContent, LARGEST, ROUNDS, SignedOperation, open,
    read,
};
use protocol::frames::{Assembler, FrameOutcome, MOST_FRAMES, USUAL, frames};
use protocol::{Operation, sha256_text};
use serde_json::{Value, json};
use std::path::Path;

fn signed(number: u64, value: impl Into<Value>) -> SignedOperation {
    let device = format!("device-{}", number % 2);
    SignedOperation {
        scope: if number.is_multiple_of(3) {
            "06541/v1"
        } else {
            "06541"
        }
        .into(),
        operation: Operation {
            device: device.clone(),
            number,
            record: "r1".into(),
            kind: "collective".into(),
            field: "name".into(),
            value: value.into(),
            predecessors: vec![format!("{device}.{number}.abcd").parse().unwrap()],
            at: 7,
            save: 1,
        },
        key: format!("B{}", "k".repeat(86)),
        signature: "s".repeat(86),
    }
}

fn some() -> Vec<SignedOperation> {
    let values = ["Mẫu Sơn", "Bản Pò Mã", "x", ""];
    (1..)
        .zip(values)
        .map(|(n, value)| signed(n, value))
        .collect()
}

fn sorted(mut all: Vec<SignedOperation>) -> Vec<String> {
    all.sort_by_key(|one| one.operation.number);
    all.iter().map(|one| format!("{one:?}")).collect()
}

#[track_caller]
fn check(bytes: &[u8], expected: BundleProblem) {
    assert_eq!(open(bytes), Err(expected), "{}", bytes.escape_ascii());
}

#[test]
fn what_is_written_is_read() {
    let bundle = bundle::plain(&bundle::write(&some()));
    let Ok(BundleContent::Plain(body)) = open(&bundle) else {
        panic!("{:?}", open(&bundle));
    };
    assert_eq!(sorted(read(body).unwrap()), sorted(some()));
}

#[test]
fn what_is_packed_or_sealed_says_so() {
    let bundle = bundle::packed(b"gzip's", 99);
    let packed = BundleContent::Packed {
        bytes: b"gzip's",
        unpacked: 99,
    };
    assert_eq!(open(&bundle), Ok(packed));
    let (salt, iv) = ([1; bundle::SALT], [2; bundle::IV]);
    let bundle = bundle::sealed(ROUNDS, &salt, &iv, b"sixteen bytes and more");
    let sealed = EncryptedContent {
        rounds: ROUNDS,
        salt: &salt,
        iv: &iv,
        bytes: b"sixteen bytes and more",
    };
    assert_eq!(open(&bundle), Ok(BundleContent::Sealed(sealed)));
}

#[test]
fn a_bundle_cut_off_anywhere_is_known_for_that() {
    let bundle = bundle::plain(&bundle::write(&some()));
    for end in 1..bundle.len() {
        check(&bundle[..end], BundleProblem::Truncated);
    }
    check(&[], BundleProblem::Empty);
}

#[test]
fn a_bundle_changed_anywhere_is_refused() {
    let bundle = bundle::plain(&bundle::write(&some()));
    let body = bundle.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for place in 0..bundle.len() {
        let mut changed = bundle.clone();
        changed[place] ^= 1;
        match open(&changed) {
            Err(BundleProblem::Altered) => {}
            // Only a word of the first line can turn it into something else.
            other => {
                assert!(place < body, "{other:?} at {place}");
                // How long it is when unpacked says nothing of what is not packed.
                assert!(other.is_err() || other == open(&bundle), "{other:?}");
            }
        }
    }
    let longer = [bundle.as_slice(), b"\n"].concat();
    check(&longer, BundleProblem::Altered);
}

#[test]
fn what_is_no_bundle_is_foreign() {
    for foreign in ["{}", "\u{feff}SO-THI-DUA 1", "so-thi-dua 1 ", "%PDF-1.7"] {
        check(foreign.as_bytes(), BundleProblem::Foreign);
    }
    check(b"SO-THI-DUA x plain 0 h 0\n", BundleProblem::Foreign);
    check(b"SO-THI-DUA 0 plain 0 h 0\n", BundleProblem::Foreign);
    check(b"SO-THI-DUA 1 plain -1 h 0\n", BundleProblem::Foreign);
    check(b"SO-THI-DUA 1\n", BundleProblem::Foreign);
    check(
        &[b"SO-THI-DUA ".as_slice(), &[0xff; 200]].concat(),
        BundleProblem::Foreign,
    );
    check(
        &[b"SO-THI-DUA 1 ".as_slice(), &[b'x'; 200]].concat(),
        BundleProblem::Foreign,
    );
}

#[test]
fn what_a_newer_app_made_is_told_from_what_is_broken() {
    check(
        b"SO-THI-DUA 2 plain and more\nsomething",
        BundleProblem::Newer,
    );
    let hash = sha256_text(b"x");
    let of_tomorrow = format!("SO-THI-DUA 1 zstd 1 {hash} 1\nx");
    check(of_tomorrow.as_bytes(), BundleProblem::Newer);
    let body = json!({ "soThiDua": 2, "keys": [], "devices": [], "scopes": [] });
    assert_eq!(read(body.to_string().as_bytes()), Err(BundleProblem::Newer));
}

#[test]
fn nothing_larger_than_a_bundle_is_begun() {
    let claims = format!("SO-THI-DUA 1 plain {} h 0\n", LARGEST + 1);
    check(claims.as_bytes(), BundleProblem::TooLarge);
    check(
        &bundle::packed(b"a bomb", LARGEST + 1),
        BundleProblem::TooLarge,
    );
    check(
        b"SO-THI-DUA 1 plain 99999999999999999999999 h 0\n",
        BundleProblem::Foreign,
    );
    assert_eq!(read(&vec![b' '; LARGEST + 1]), Err(BundleProblem::TooLarge));
    for rounds in [ROUNDS - 1, 10_000_001, u32::MAX] {
        let sealed = bundle::sealed(rounds, &[0; 16], &[0; 12], &[0; 16]);
        check(&sealed, BundleProblem::Malformed);
    }
    let short = bundle::sealed(ROUNDS, &[0; 16], &[0; 12], &[0; 15]);
    check(&short, BundleProblem::Malformed);
}

#[test]
fn of_a_body_with_one_thing_wrong_nothing_is_taken() {
    let good: Value = serde_json::from_slice(&bundle::write(&some())).unwrap();
    let wrong = |pointer: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        assert_eq!(
            read(body.to_string().as_bytes()),
            Err(BundleProblem::Malformed),
            "{pointer}"
        );
    };
    wrong("/soThiDua", json!(0));
    wrong("/keys/0", json!("short"));
    wrong("/devices/0", json!("no device"));
    wrong("/scopes/0/scope", json!("a|b"));
    wrong("/scopes/0/ops/0/n", json!(0));
    wrong("/scopes/0/ops/0/n", json!(u64::MAX));
    wrong("/scopes/0/ops/1/by", json!(9));
    wrong("/scopes/0/ops/0/value", json!(0.5));
    wrong("/scopes/0/ops/0/record", json!("a|b"));
    wrong("/scopes/0/ops/0/replaces", json!(["9.1.abcd"]));
    wrong("/scopes/0/ops/0/sig", json!("short"));
    let mut empty = good.clone();
    empty["scopes"] = json!([]);
    assert_eq!(
        read(empty.to_string().as_bytes()),
        Err(BundleProblem::Empty)
    );
    assert_eq!(read(b"{"), Err(BundleProblem::Malformed));
}

#[test]
fn no_body_at_all_makes_it_panic() {
    let good: Value = serde_json::from_slice(&bundle::write(&some())).unwrap();
    try_bytes(400, 60, |bytes| {
        let mut script = Script::new(bytes);
        while !script.is_over() {
            let text = bent(&good, &mut script);
            if let Ok(taken) = read(text.as_bytes()) {
                // What is taken in can be handed on.
                let again = read(&bundle::write(&taken)).unwrap();
                assert_eq!(sorted(again), sorted(taken));
            }
        }
    });
}

proptest! {
    #[test]
    fn no_bytes_at_all_make_it_panic(bytes: Vec<u8>, begun: bool) {
        let begin: &[u8] = if begun { b"SO-THI-DUA 1 plain " } else { b"" };
        let bytes = [begin, &bytes].concat();
        prop_assert!(open(&bytes).is_err() || begun);
    }

    #[test]
    fn frames_in_any_order_twice_and_mixed_are_a_bundle(
        bundle in prop::collection::vec(any::<u8>(), 1..3_000),
        other in prop::collection::vec(any::<u8>(), 1..400),
        size in 1..300_usize,
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
    ) {
        let own = frames(&bundle, size).unwrap();
        let strange = frames(&other, size).unwrap();
        prop_assume!(own[0][..14] != strange[0][..14]);
        let mut assembler = Assembler::default();
        let first = assembler.take(&own[0]);
        prop_assert!(matches!(first, FrameOutcome::New | FrameOutcome::Whole));
        for index in &order {
            let at = index.index(own.len() + strange.len());
            match own.get(at) {
                Some(frame) => prop_assert!(assembler.take(frame) != FrameOutcome::OfAnother),
                None => prop_assert_eq!(assembler.take(&strange[at - own.len()]), FrameOutcome::OfAnother),
            }
            let (there, all) = assembler.progress();
            prop_assert!(there <= all && all == own.len());
        }
        for frame in own.iter().rev() {
            assembler.take(frame);
        }
        prop_assert_eq!(assembler.take(&own[0]), FrameOutcome::Known);
        prop_assert_eq!(assembler.bundle(), Some(bundle));
    }

    #[test]
    fn no_text_at_all_makes_an_assembler_panic(texts in prop::collection::vec(hostile(), 0..40)) {
        let mut assembler = Assembler::default();
        for text in texts {
            assembler.take(&text);
            let (there, all) = assembler.progress();
            prop_assert!(there <= all && all <= MOST_FRAMES);
        }
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let near = "STD1:(0000000A|0000000B|x):[0-9]{1,2}/[0-9]{1,4}:[A-Z0-9 $%*+./:-]{0,9}";
    prop_oneof![any::<String>(), near]
}

#[test]
fn a_frame_is_what_an_alphanumeric_code_holds() {
    let all: Vec<u8> = (0..=255).collect();
    let alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    for frame in frames(&all, USUAL).unwrap() {
        assert!(
            frame.chars().all(|letter| alphabet.contains(letter)),
            "{frame}"
        );
        assert!(frame.len() < 400, "{}", frame.len());
    }
}

#[test]
fn frames_that_together_are_no_bundle_begin_anew() {
    let mut own = frames(&[7; 50], 20).unwrap();
    own[1] = own[1].replace("2/3:", "3/3:");
    let mut assembler = Assembler::default();
    assert_eq!(assembler.take(&own[0]), FrameOutcome::New);
    assert_eq!(
        assembler.take(&own[1]),
        FrameOutcome::New,
        "a liar in the third place"
    );
    assert_eq!(assembler.take(&own[2]), FrameOutcome::Known);
    let second = own[1].replace("3/3:", "2/3:");
    assert_eq!(assembler.take(&second), FrameOutcome::Broken);
    assert_eq!(assembler.progress(), (0, 0));
    for frame in frames(&[7; 50], 20).unwrap() {
        assembler.take(&frame);
    }
    assert_eq!(assembler.bundle(), Some(vec![7; 50]));
}

#[test]
fn what_is_no_frame_is_foreign() {
    for foreign in [
        "",
        "https://sothidua.vn/moi/K7QM3XPD2A",
        "STD2:00000000:1/1:00",
        "STD1:00000000:0/1:00",
        "STD1:00000000:2/1:00",
        "STD1:00000000:1/4001:00",
        "STD1:0000000a:1/1:00",
        "STD1:00000000:1/1:",
        "STD1:00000000:1/1:0",
        "STD1:00000000:1/1:ab",
        "STD1:00000000:1/1:ZZZ",
        "STD1:00000000:1/1:::",
    ] {
        assert_eq!(
            Assembler::default().take(foreign),
            FrameOutcome::Foreign,
            "{foreign}"
        );
    }
    assert_eq!(frames(&[], 9), None);
    assert_eq!(frames(&vec![0; MOST_FRAMES + 1], 1), None);
}

/// The cases of `tests/vectors/`, worked out from `docs/PROTOCOL.md` alone.
fn vectors(file: &str) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    serde_json::from_slice(&std::fs::read(folder.join(file)).unwrap()).unwrap()
}

#[test]
fn bundles_of_the_vectors() {
    for case in vectors("bundles.json") {
        let bundle = case["bundle"].as_str().unwrap().as_bytes();
        let outcome = match open(bundle) {
            Ok(BundleContent::Plain(body)) => read(body).map(|all| {
                let name = |one: &SignedOperation| one.operation.name(&one.scope).to_string();
                json!(all.iter().map(name).collect::<Vec<_>>())
            }),
            Ok(_) => Ok(json!("not plain")),
            Err(problem) => Err(problem),
        };
        let told = outcome.unwrap_or_else(|problem| json!(format!("{problem:?}")));
        assert_eq!(told, case["expected"], "{}", case["why"]);
    }
}

#[test]
fn frames_of_the_vectors() {
    for case in vectors("frames.json") {
        let bundle = case["bundle"].as_str().unwrap().as_bytes();
        let size = usize::try_from(case["bytes"].as_u64().unwrap()).unwrap();
        assert_eq!(
            json!(frames(bundle, size)),
            case["frames"],
            "{}",
            case["why"]
        );
    }
}

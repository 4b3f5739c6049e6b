//! Signatures by the cases of `tests/vectors/`, which were made by another library in
//! another language.

use endpoint::signatures::is_signed;
use protocol::Operation;
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    why: String,
    scope: String,
    operation: Operation,
    key: String,
    signature: String,
    valid: bool,
}

#[test]
fn of_the_vectors() {
    let cases = include_str!("../../../../tests/vectors/signatures.json");
    let cases: Vec<Case> = serde_json::from_str(cases).unwrap();
    assert!(cases.iter().any(|case| case.valid) && cases.iter().any(|case| !case.valid));
    for case in cases {
        let text = case.operation.signed_text(&case.scope);
        let valid = is_signed(&case.key, &text, &case.signature);
        assert_eq!(valid, case.valid, "{}", case.why);
    }
}

#[test]
fn what_is_no_key_and_no_signature_proves_nothing() {
    for nonsense in [
        "",
        "B",
        "đ",
        "\0",
        "AAAA",
        &"B".repeat(87),
        &"_".repeat(1_000),
    ] {
        assert!(!is_signed(nonsense, "text", nonsense), "{nonsense}");
    }
}

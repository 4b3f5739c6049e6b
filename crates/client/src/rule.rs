//! The rules of the client, by name, so that a test can break each of them and see whether the
//! simulation notices (as [`protocol::rule`]).

protocol::breakable_rules! {
    // When it syncs.
    /// After a failure the next attempt waits, and each time longer unless something new is to go.
    FailuresBackOff,
    /// What is planned anew replaces what was planned.
    OnePlanStands,
    /// One tab asks at a time, and one request is under way.
    OneRequestAtATime,
    /// A reply that nobody waits for any more is thrown away.
    LateRepliesAreDropped,
    /// What was written while a request was under way goes with another one at once, or after the
    /// first pause if that request failed.
    WrittenMeanwhileGoesAtOnce,

    // What is typed.
    /// What is typed stays in the store until its saving is done.
    TypingIsKeptUntilSaved,
    /// A saving forgets nothing that is typed in another tab.
    OthersTypingIsKept,
    /// A text that could not be saved is kept as it was typed.
    UnsavedIsKept,
    /// A text that a person has changed, or is in, is not rewritten.
    TextBelongsToThePerson,
    /// A saving replaces this person's savings of the same field before it, seen or not.
    OwnSavingsAreReplaced,
}

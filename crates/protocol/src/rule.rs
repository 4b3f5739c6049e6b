//! The rules that keep everybody's edits, by name, so that a test can break
//! each of them and see whether the simulation notices.
//!
//! Without the feature `breakable` every rule holds, as a constant: nothing of
//! this is left in what people use. With it a rule is broken only inside
//! [`without`], on the thread that runs it.

/// Makes a `Rule` of each name, and `holds`, which says whether one does; with the feature
/// `breakable` of the crate that it is used in, also `without`, which breaks one for a while, and
/// `all_hold`.
#[macro_export]
macro_rules! breakable_rules {
    ($($(#[doc = $says:literal])+ $rule:ident,)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Rule {
            $($(#[doc = $says])* $rule,)+
        }

        impl Rule {
            pub const ALL: &[Self] = &[$(Self::$rule,)+];
        }

        #[cfg(not(feature = "breakable"))]
        mod here {
            use super::Rule;

            /// Whether a rule holds: always.
            #[inline(always)]
            pub const fn holds(_: Rule) -> bool {
                true
            }
        }

        #[cfg(feature = "breakable")]
        mod here {
            use super::Rule;
            use std::cell::Cell;

            thread_local! {
                static BROKEN: Cell<Option<Rule>> = const { Cell::new(None) };
            }

            /// Whether a rule holds: unless a test has broken it.
            pub fn holds(rule: Rule) -> bool {
                BROKEN.get() != Some(rule)
            }

            /// Whether no rule is broken on this thread.
            pub fn all_hold() -> bool {
                BROKEN.get().is_none()
            }

            /// Does something while a rule is broken.
            pub fn without<T>(rule: Rule, something: impl FnOnce() -> T) -> T {
                /// Mends the rule, also when something breaks off.
                struct Mend;
                impl Drop for Mend {
                    fn drop(&mut self) {
                        BROKEN.set(None);
                    }
                }
                BROKEN.set(Some(rule));
                let _mend = Mend;
                something()
            }
        }

        pub use here::*;
    };
}

breakable_rules! {
    // What an operation is.
    /// A name holds a hash of what it names.
    NamesHoldAHash,
    /// A number is given once.
    NumbersAreGivenOnce,
    /// An operation replaces what was shown, not what there is when it is saved.
    ShownIsReplaced,
    /// It names all that was held, not only what was visible.
    HeldIsReplaced,
    /// A deletion lists the names of the lines, too.
    DeletionsListLines,
    /// What is too long for one deletion is said by several.
    LongDeletionsAreDivided,
    /// What is being typed is forgotten with the saving, not before or after.
    SavingForgetsTyping,

    // What a person sees.
    /// What is replaced is not shown.
    ReplacedIsNotShown,
    /// Values that differ in spelling only are one.
    SpellingsAreOneValue,
    /// A change that a deletion did not list keeps the record there.
    UnseenChangesAreDisputed,
    /// What several deletions list counts together.
    DeletionsAreUnited,
    /// Lists follow what has changed.
    ListsFollow,

    // What the register does with an operation.
    /// No clock decides which edit stands.
    ClocksDecideNothing,
    /// What is replaced leaves the live set.
    ReplacedLeaves,
    /// What is replaced before it arrives is dead on arrival.
    DeadOnArrival,
    /// Operations are taken in any order.
    AnyOrder,
    /// A known name changes nothing.
    KnownChangesNothing,
    /// What was refused is refused for ever.
    RefusedForEver,
    /// A refused operation takes its number.
    RefusedTakesItsNumber,
    /// A refused operation replaces nothing.
    RefusedReplacesNothing,
    /// `seen` is a prefix without a gap.
    SeenHasNoGap,
    /// A number used twice is answered so.
    ForksAreTold,
    /// Kinds and fields that nobody knows are kept.
    UnknownIsKept,
    /// Operations of every schema are taken.
    EverySchemaIsTaken,
    /// A record keeps its kind.
    RecordsKeepTheirKind,
    /// Rights are looked at before anything is written.
    WritingNeedsARight,
    /// Of a line, its record's kind has to allow it, too.
    LinesNeedTheirRecordsRight,
    /// Rights are looked at before anything is read.
    ReadingNeedsARight,
    /// Whose a device is, is told to those who read what it wrote.
    OnlyReadersAreToldNames,
    /// A device's gaps are told to nobody else.
    GapsAreTheirOwners,
    /// Nobody speaks for a device of another enrolment.
    DevicesHaveOneOwner,
    /// An id that is made from a key is nobody's without it.
    MadeIdsNeedTheirKey,
    /// Who is revoked says nothing more.
    RevokedIsRefused,
    /// Nobody gives or takes a role above his own, nor elsewhere.
    NobodyGivesAboveHisOwn,
    /// An act of administration is of whoever holds the enrolment's key.
    ActsAreSigned,
    /// It is done once, however often it is sent.
    ActsAreDoneOnce,
    /// What a phone has is deleted at once by the register that it knows, and by no other.
    AnotherEpochDeletesNothing,
    /// What a lost phone has not sent stays on it.
    LostKeepsWhatWaits,
    /// A scope that fails holds up no other.
    ScopesFailAlone,
    /// What the log of a field says, taken in its order, is what stands there.
    LogsProveTheLiveSets,
    /// What a witness adds or takes away is logged, too.
    TestimonyIsLogged,
    /// What comes of what was erased is refused.
    ErasedStaysErased,
    /// What is told of it is passed over.
    ErasedIsNotTold,
    /// What was erased stays on no phone that has heard of it.
    ErasedLeavesThePhone,

    // What is approved.
    /// What is approved is what stood there, and no list of names.
    ContentIsApproved,
    /// What stood on the screen, not what the phone has come to hold since.
    ShownIsApproved,
    /// Of a field with several values nobody could say what was approved.
    ConflictsAreNotApproved,
    /// Nor of a record that somebody deleted and somebody else went on with.
    DisputedIsNotApproved,
    /// What is on its way, or that this version does not know, was before nobody's eyes.
    AllIsShown,
    /// A return that answers no submission returns nothing.
    ReturnsAnswer,
    /// A step stands under a word that is made of all that it says, and of what it is said.
    StepsHaveTheirOwnWord,
    /// Nothing else stands under the word of a step.
    StepsKeepTheirWords,
    /// A refusal is not cleared by an approval that does not know of it.
    RefusalsStand,
    /// A step takes the place of no other.
    StepsReplaceNothing,
    /// Nothing of it leaves by telling.
    StepsStay,
    /// Who may take a step is judged by what it says, also when it is told.
    StepsAreJudgedByTheirValue,
    /// What a phone alone tells, or was handed, approves nothing until the register has it.
    HearsayApprovesNothing,
    /// A record with a step is deleted by officials alone.
    ReviewedIsNotDeleted,

    // What is submitted to another scope.
    /// A pack's manifest and a part stand under an id that is made of all that they say.
    PacksAgreeWithTheirIds,
    /// They take the place of nothing.
    PacksReplaceNothing,
    /// Nothing else stands under the word of a part.
    PartsKeepTheirWords,
    /// Nothing of them leaves by telling.
    PacksStay,
    /// A pack is whole when what came is the content that its manifest names.
    PacksAreTheirContent,
    /// Nobody answers a pack of which something is missing.
    WholePacksAreAnswered,
    /// What is said beside a pack changes nothing of what was answered.
    PacksAreTheirManifest,

    // How it travels.
    /// Nothing is taken for sent in advance.
    NothingIsSentInAdvance,
    /// An answer alone takes nothing from the overlay.
    AnswersAloneDropNothing,
    /// What `seen` covers is not answered by it.
    SeenDropsNothing,
    /// A reply is applied only where the phone stands as when it asked.
    StaleRepliesAreThrownAway,
    /// What was replaced by something that has entered is shown no more.
    EnteredHides,
    /// It is sent all the same.
    HiddenIsSent,
    /// What could not enter stays readable.
    RefusedIsKept,
    /// A phone that is told of a fork goes on under another device id.
    ForksChangeTheDevice,
    /// So does one that meets a number of its own that it never gave.
    UnknownNumbersChangeTheDevice,
    /// Nothing is issued again under another name.
    NothingIsReissued,
    /// A scope that is lost keeps its cursor.
    LostKeepsItsCursor,
    /// A scope that is lost is asked for while something of it is here.
    LostIsAskedFor,
    /// That it is there again is all that is taken from the answer.
    LostIsOnlyAskedFor,
    /// Numbers are taken by the first statement, and become visible in order.
    NumbersOrderCommits,
    /// Everything of a page is of one moment.
    PagesAreOfOneMoment,
    /// A page ends where the next one begins.
    PagesEndWhereTheyAreCut,
    /// A page is never empty while there is something.
    PagesAreNeverEmpty,
    /// Who stands elsewhere than the endpoint is told of news.
    NewsIsTold,

    // When the endpoint was set back.
    /// The mark of a cursor is looked at.
    CursorsHaveAMark,
    /// A cursor shows that this register gave it.
    CursorsAreProved,
    /// In the middle of a pull it knows how far the register had come.
    CursorsKnowTheNewest,
    /// A restore begins a new epoch.
    RestoresBeginAnEpoch,
    /// `kept` is said of what a backup holds, and of nothing else.
    BackupsAloneKeep,
    /// A phone keeps receipts of what it was confirmed.
    ReceiptsAreKept,
    /// What was confirmed and is refused since has none.
    RefusedHasNoReceipt,
    /// Receipts are pushed again.
    ReceiptsArePushedAgain,
    /// What was answered by an endpoint that is no more, or may be none since, is not
    /// answered.
    AnswersGoWithTheirEndpoint,
    /// What was replaced says so when it is pushed again.
    GoneIsSaid,
    /// What a phone has pulled is told before it is replaced.
    PulledIsTold,
    /// A next epoch is told from the beginning.
    NextEpochIsToldAnew,
    /// What a phone has told it tells again, also where the register has gone on since.
    ToldIsKept,
    /// What is told has not arrived: its author brings it with what it replaces.
    ToldHasNotArrived,
    /// A recovery report adds what the endpoint does not know.
    TestimonyAdds,
    /// A recovery report replaces what its reporter had seen replaced.
    TestimonyReplaces,
    /// It replaces nothing that the backup did not hold.
    NewerThanTheBackupStays,
    /// Nor what its reporter had not pulled.
    NotPulledStays,
    /// Who may not write a field is not believed that it was replaced.
    WitnessesNeedARight,
    /// What such a one adds waits before whoever may.
    ReadersTellingsWait,
    /// What the author's own phone brings takes the place of what was told.
    TheAuthorsOwnCounts,
    /// What was told has not arrived: its number is its author's.
    ToldNumbersForkNobody,
    /// The time for telling ends.
    TellingEnds,
    /// What was refused only since, a reporter brings back.
    RefusedMayBeTold,
    /// What a phone has told, and the register does not hold, it shows as what it tells.
    ToldIsMarked,
    /// Numbers that nobody sends again leave no gap.
    GapsAreClosed,
    /// A scope said to be lost under another epoch is not believed lost.
    LossNeedsTheSameEpoch,

    // When it comes by somebody else's hands.
    /// A signature is looked at.
    SignaturesAreVerified,
    /// What is badly signed leaves no trace: the number is its owner's.
    ForgeriesLeaveNoTrace,
    /// What a courier brings is weighed by its author's rights.
    AuthorsRightsCount,
    /// An author who may not read the scope is not refused for ever, as when he asks
    /// himself.
    AuthorsReadTheScope,
    /// An author who is not known yet is waited for, not refused.
    UnknownAuthorsAreHeld,
    /// An author who is revoked says nothing more by couriers either.
    RevokedAuthorsAreRefused,
    /// Whoever carries for a scope that he may not read is told nothing of it.
    CouriersAreToldNothing,
    /// Only an author can say that something of his is gone.
    CouriersSayNothingGone,
    /// What is held stays with its courier.
    HeldIsKept,
    /// What the register had before it came by hand is not shown.
    CoveredIsNotShown,
    /// Nor what may have stood on a page before its pull had ended.
    MetIsNotShown,
    /// What was answered and not pulled when the endpoint was set back is told, too.
    AnsweredIsTold,
    /// What an earlier page of a pull has said of numbers is pulled when it ends.
    AllPagesArePulled,
    /// What was never shown is not replaced.
    UnseenIsNotReplaced,
    /// A number of the phone's own that comes by hand, and that it never gave,
    /// changes the device.
    ReceivedNumbersChangeTheDevice,
    /// What lies here for a scope that the person may not read is in no list.
    CarriedIsNotListed,
    /// What is delivered where nothing can be pulled now stays until it can.
    DeliveredStaysUntilPulled,
    /// What a courier carries is not saved again as his own.
    CarriedIsNotOwn,
}

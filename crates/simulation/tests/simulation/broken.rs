//! The checker checked: every rule is broken on purpose, and must be noticed.
//!
//! `cargo test -p simulation every_rule -- --nocapture` says by what, and at
//! which seed. A new rule needs a proof here, or this does not compile.

use crate::random::{SEEDS, steps};
use crate::stories;
use crate::stories::{asked_for, believed, claimed, found, handed_over, restored};
use crate::walk::{Faults, Walk};
use merge::rule::{Rule, all_hold, without};
use replica::{MemoryStore, conformance, ready};
use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What has to notice that a rule is broken.
enum Proof {
    /// One of the walks that random.rs takes.
    Walk(Faults),
    Story(&'static str, fn()),
    /// The suite of stores.
    Suite,
    /// It takes two writers at once: the endpoint's own test of that.
    Concurrency,
}

macro_rules! story {
    ($story:path) => {
        Proof::Story(stringify!($story), $story)
    };
}

fn proof(rule: Rule) -> Proof {
    const PHONES: Proof = Proof::Walk(Faults::OfPhones);
    const ENDPOINT: Proof = Proof::Walk(Faults::OfTheEndpoint);
    match rule {
        Rule::NamesHoldAHash
        | Rule::NumbersAreGivenOnce
        | Rule::ShownIsReplaced
        | Rule::HeldIsReplaced
        | Rule::DeletionsListLines
        | Rule::ReplacedIsNotShown
        | Rule::UnseenChangesAreDisputed
        | Rule::ListsFollow
        | Rule::ClocksDecideNothing
        | Rule::ReplacedLeaves
        | Rule::KnownChangesNothing
        | Rule::RefusedForEver
        | Rule::RefusedReplacesNothing
        | Rule::UnknownIsKept
        | Rule::EverySchemaIsTaken
        | Rule::ReadingNeedsARight
        | Rule::AnswersAloneDropNothing
        | Rule::StaleRepliesAreThrownAway
        | Rule::ForksAreTold
        | Rule::ForksChangeTheDevice
        | Rule::NothingIsReissued
        | Rule::RefusedIsKept
        | Rule::LostIsAskedFor
        | Rule::PagesEndWhereTheyAreCut
        | Rule::NewsIsTold => PHONES,
        Rule::HiddenIsSent
        | Rule::PagesAreNeverEmpty
        | Rule::CursorsHaveAMark
        | Rule::ReadersTellingsWait
        | Rule::PulledIsTold => ENDPOINT,
        Rule::SavingForgetsTyping => Proof::Suite,
        Rule::NumbersOrderCommits | Rule::PagesAreOfOneMoment => Proof::Concurrency,

        Rule::SpellingsAreOneValue => story!(asked_for::two_spellings_are_one_value),
        Rule::DeletionsAreUnited => story!(stories::two_deletes),
        Rule::DeadOnArrival => story!(found::replaced_before_it_arrives),
        Rule::AnyOrder => story!(asked_for::what_follows_a_gap_is_taken),
        Rule::RefusedTakesItsNumber => story!(asked_for::a_refused_operation_takes_its_number),
        Rule::SeenHasNoGap => story!(asked_for::a_number_past_a_gap_says_nothing_of_those_before),
        Rule::UnknownNumbersChangeTheDevice => story!(stories::clone_same_field),
        Rule::LongDeletionsAreDivided => {
            story!(believed::a_record_of_nine_thousand_names_is_deleted_and_brought_back)
        }
        Rule::LinesNeedTheirRecordsRight => {
            story!(believed::a_line_needs_the_right_of_its_record)
        }
        Rule::OnlyReadersAreToldNames => {
            story!(believed::who_names_a_device_is_not_told_whose_it_is)
        }
        Rule::GapsAreTheirOwners => {
            story!(believed::what_is_refused_leaves_no_gap_that_others_hear_of)
        }
        Rule::RecordsKeepTheirKind => story!(asked_for::a_record_keeps_its_kind),
        Rule::WritingNeedsARight => story!(stories::refused_chain),
        Rule::DevicesHaveOneOwner => story!(asked_for::nobody_sends_what_another_person_left),
        Rule::MadeIdsNeedTheirKey => {
            story!(claimed::a_courier_cannot_take_the_id_that_he_carries)
        }
        Rule::RevokedIsRefused => story!(asked_for::who_is_revoked_keeps_what_waits),
        Rule::ScopesFailAlone => story!(asked_for::a_scope_that_fails_holds_up_no_other),
        Rule::EnteredHides => story!(found::replaced_before_it_is_sent),
        Rule::LostIsOnlyAskedFor => story!(found::given_back_when_a_copy_has_written_on),
        Rule::LostKeepsItsCursor => {
            story!(restored::lost_when_the_file_was_put_back_to_before_the_scope_was)
        }
        Rule::NothingIsSentInAdvance | Rule::SeenDropsNothing => {
            story!(found::what_is_written_while_a_request_is_on_its_way_still_waits)
        }

        Rule::RestoresBeginAnEpoch | Rule::LossNeedsTheSameEpoch => {
            story!(restored::a_scope_said_to_be_lost_by_one_set_back_is_not_believed)
        }
        Rule::BackupsAloneKeep | Rule::ReceiptsAreKept | Rule::ReceiptsArePushedAgain => {
            story!(restored::restore_no_epoch)
        }
        Rule::RefusedHasNoReceipt => {
            story!(restored::refused_after_one_restore_takes_nothing_away_after_the_next)
        }
        Rule::AnswersGoWithTheirEndpoint => {
            story!(restored::put_back_once_more_while_it_is_told)
        }
        Rule::DeliveredStaysUntilPulled => {
            story!(handed_over::what_is_delivered_to_a_lost_scope_brings_nothing_back)
        }
        Rule::GoneIsSaid => {
            story!(restored::what_a_lost_phone_replaced_does_not_come_back_from_its_author)
        }
        Rule::NextEpochIsToldAnew => {
            story!(restored::another_scope_hears_of_the_next_restore_first)
        }
        Rule::TestimonyAdds | Rule::TestimonyReplaces => story!(restored::restore_lost_author),
        Rule::NotPulledStays => {
            story!(restored::a_place_in_a_history_that_is_no_more_replaces_nothing)
        }
        Rule::ToldHasNotArrived => {
            story!(asked_for::what_was_told_replaces_when_its_author_comes)
        }
        Rule::ToldIsKept => {
            story!(believed::what_a_reader_told_is_told_again_where_the_register_has_gone_on)
        }
        Rule::ToldIsMarked => {
            story!(believed::what_a_reader_alone_remembers_says_so_until_it_is_decided_on)
        }
        Rule::GapsAreClosed => story!(restored::gap_refused_restore),
        Rule::NewerThanTheBackupStays => {
            story!(asked_for::what_a_copy_writes_after_a_restore_stays)
        }
        Rule::CursorsAreProved => story!(believed::a_junk_cursor_tells_nothing),
        Rule::CursorsKnowTheNewest => {
            story!(restored::put_back_by_hand_once_more_in_the_middle_of_a_pull)
        }
        Rule::TheAuthorsOwnCounts => {
            story!(believed::what_the_author_brings_takes_the_place_of_what_was_told)
        }
        Rule::ToldNumbersForkNobody => story!(believed::a_forged_name_forks_nobody),
        Rule::TellingEnds => story!(believed::the_time_for_telling_ends),
        Rule::RefusedMayBeTold => story!(asked_for::refused_only_since_the_restore),
        Rule::SignaturesAreVerified => story!(handed_over::nobody_forges),
        Rule::ForgeriesLeaveNoTrace => story!(handed_over::a_forgery_takes_no_number),
        Rule::AuthorsRightsCount => story!(handed_over::a_courier_lends_nobody_rights),
        Rule::AuthorsReadTheScope => {
            story!(handed_over::what_its_author_may_not_send_now_waits_for_the_right)
        }
        Rule::UnknownAuthorsAreHeld | Rule::HeldIsKept => story!(handed_over::unknown_author),
        Rule::RevokedAuthorsAreRefused => {
            story!(handed_over::who_was_revoked_comes_by_no_courier)
        }
        Rule::CouriersAreToldNothing | Rule::CarriedIsNotListed => {
            story!(handed_over::a_stranger_learns_nothing)
        }
        Rule::CouriersSayNothingGone => {
            story!(handed_over::a_courier_cannot_say_that_something_is_gone)
        }
        Rule::AnsweredIsTold => {
            story!(found::answered_between_two_restores_by_who_may_not_write_any_more)
        }
        Rule::AllPagesArePulled => story!(found::an_earlier_page_of_the_pull_has_said_it),
        Rule::MetIsNotShown => story!(found::an_old_file_in_the_middle_of_a_pull),
        Rule::CoveredIsNotShown => story!(handed_over::an_old_file_brings_nothing_back),
        Rule::UnseenIsNotReplaced => story!(handed_over::what_came_unseen_is_not_replaced),
        Rule::ReceivedNumbersChangeTheDevice => {
            story!(handed_over::what_comes_back_by_hand_was_written_here)
        }
        Rule::CarriedIsNotOwn => {
            story!(handed_over::what_is_carried_is_not_saved_as_ones_own)
        }
        Rule::WitnessesNeedARight => {
            story!(asked_for::who_may_not_write_takes_nothing_away)
        }
    }
}

#[test]
fn every_rule_that_is_broken_is_noticed() {
    be_silent_while_a_rule_is_broken();
    let next = AtomicUsize::new(0);
    let unnoticed = Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(&rule) = Rule::ALL.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match notice(rule) {
                        Some(by) => println!("{rule:?}: {by}"),
                        None => unnoticed.lock().unwrap().push(rule),
                    }
                }
            });
        }
    });
    assert_eq!(unnoticed.into_inner().unwrap(), []);
}

/// By what it was noticed that the rule is broken.
fn notice(rule: Rule) -> Option<String> {
    match proof(rule) {
        Proof::Walk(faults) => SEEDS.into_iter().find_map(|seed| {
            let walk =
                || Walk::run(seed, &steps(seed, faults)).map_err(|broken| broken.to_string());
            let broken = breaking(rule, walk)?;
            Some(format!("{faults:?}, seed {seed}: {broken}"))
        }),
        Proof::Story(name, story) => {
            let broken = breaking(rule, || {
                story();
                Ok(())
            })?;
            Some(format!("{name}: {broken}"))
        }
        Proof::Suite => {
            let broken = breaking(rule, || {
                let stores: RefCell<BTreeMap<String, MemoryStore>> = RefCell::default();
                let fresh = async |name: &str| {
                    let mut stores = stores.borrow_mut();
                    stores.entry(name.to_owned()).or_default().clone()
                };
                let verdicts = ready(conformance::run_all(fresh));
                verdicts.into_iter().try_for_each(|(case, verdict)| {
                    verdict.map_err(|problem| format!("{case}: {problem}"))
                })
            })?;
            Some(format!("the suite of stores: {broken}"))
        }
        Proof::Concurrency => {
            let test = include_str!("../../../endpoint/tests/endpoint/concurrency.rs");
            let proves = format!("check_noticed(Rule::{rule:?})");
            test.contains(&proves)
                .then(|| "many who write and read at once".to_owned())
        }
    }
}

/// What breaks while the rule is broken: an invariant, an expectation, a panic.
fn breaking(rule: Rule, run: impl FnOnce() -> Result<(), String>) -> Option<String> {
    match catch_unwind(AssertUnwindSafe(|| without(rule, run))) {
        Ok(outcome) => outcome.err(),
        Err(panic) => Some(words(panic.as_ref())),
    }
}

/// What fails as it should tells nobody anything.
fn be_silent_while_a_rule_is_broken() {
    let aloud = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if all_hold() {
            aloud(panic);
        }
    }));
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|&text| text.to_owned()));
    text.unwrap_or_default()
}

/// A rule has one proof above; this story holds the same one in its own way.
#[test]
fn the_same_file_put_back_twice_is_noticed_by_the_newest_mark() {
    be_silent_while_a_rule_is_broken();
    let story = || {
        restored::the_same_file_put_back_twice();
        Ok(())
    };
    assert!(breaking(Rule::CursorsKnowTheNewest, story).is_some());
}

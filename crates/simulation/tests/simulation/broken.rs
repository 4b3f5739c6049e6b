//! The checker checked: every rule is broken on purpose, and must be noticed.
//!
//! `noticed.txt` says by what, and at which seed; it is written by
//! `UPDATE_GOLDEN=1 cargo test -p simulation every_rule`, which looks for the first seed of each
//! mode, and kept by every other run: at that seed the rule is still noticed. A new rule needs a
//! proof here, or this does not compile.

use crate::random::{SEEDS, steps};
use crate::stories;
use crate::stories::{
    administered, approved, asked_for, believed, claimed, erased, found, handed_over, lost,
    restored, submitted,
};
use crate::tabs;
use crate::walk::{Faults, Walk};
use protocol::rule::Rule;
use replica::{MemoryStore, conformance, ready};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A rule of the register or of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Any {
    Register(Rule),
    Client(client::rule::Rule),
}

/// What has to notice that a rule is broken.
enum Proof {
    /// One of the walks that random.rs takes.
    Walk,
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
        | Rule::NewsIsTold
        | Rule::HiddenIsSent
        | Rule::PagesAreNeverEmpty
        | Rule::CursorsHaveAMark
        | Rule::LogsProveTheLiveSets
        | Rule::ReadersTellingsWait
        | Rule::PulledIsTold => Proof::Walk,
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
        Rule::NobodyGivesAboveHisOwn => story!(administered::nobody_gives_above_his_own),
        Rule::ActsAreSigned => story!(administered::nobody_acts_by_anothers_key),
        Rule::ActsAreDoneOnce => story!(administered::what_was_taken_since_stays_taken),
        Rule::AnotherEpochDeletesNothing => {
            story!(lost::a_register_of_another_epoch_deletes_nothing)
        }
        Rule::LostKeepsWhatWaits => {
            story!(lost::what_a_lost_phone_has_not_sent_is_its_persons)
        }
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
        Rule::TestimonyAdds | Rule::TestimonyReplaces | Rule::TestimonyIsLogged => {
            story!(restored::restore_lost_author)
        }
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
        Rule::ErasedStaysErased => {
            story!(erased::an_old_phone_and_a_courier_bring_nothing_back)
        }
        Rule::ErasedIsNotTold => story!(erased::a_witness_tells_nothing_of_it),
        Rule::ErasedLeavesThePhone => story!(erased::an_old_phone_and_a_courier_bring_nothing_back),
        Rule::WitnessesNeedARight => {
            story!(asked_for::who_may_not_write_takes_nothing_away)
        }

        Rule::ContentIsApproved => {
            story!(approved::what_is_written_after_an_approval_is_not_approved)
        }
        Rule::ShownIsApproved => {
            story!(approved::what_came_since_the_page_was_shown_is_not_approved)
        }
        Rule::ConflictsAreNotApproved => story!(approved::a_conflict_is_not_approved),
        Rule::DisputedIsNotApproved => story!(approved::what_is_disputed_is_not_approved),
        Rule::AllIsShown => story!(approved::what_is_not_all_here_is_not_approved),
        Rule::ReturnsAnswer => {
            story!(approved::a_return_that_answers_nothing_returns_nothing)
        }
        Rule::RefusalsStand => {
            story!(approved::a_refusal_stands_beside_an_approval_that_does_not_know_of_it)
        }
        Rule::StepsHaveTheirOwnWord => {
            story!(approved::a_step_is_of_the_record_that_it_was_taken_on)
        }
        Rule::StepsKeepTheirWords => {
            story!(approved::nobody_takes_a_steps_word_before_it_comes)
        }
        Rule::StepsReplaceNothing => story!(approved::a_step_takes_the_place_of_no_other),
        Rule::StepsStay => story!(approved::that_a_step_is_gone_nobody_can_tell),
        Rule::StepsAreJudgedByTheirValue => {
            story!(approved::who_may_take_a_step_is_judged_by_what_it_says)
        }
        Rule::HearsayApprovesNothing => story!(approved::what_comes_by_hand_approves_nothing),
        Rule::ReviewedIsNotDeleted => {
            story!(approved::a_record_with_a_step_is_deleted_by_officials_alone)
        }

        Rule::PacksAgreeWithTheirIds => {
            story!(submitted::a_pack_is_under_the_id_that_is_made_of_it)
        }
        Rule::PacksReplaceNothing => {
            story!(submitted::nobody_takes_the_place_of_what_was_handed_in)
        }
        Rule::PartsKeepTheirWords => {
            story!(submitted::nobody_takes_a_parts_word_before_it_comes)
        }
        Rule::PacksStay => story!(submitted::that_a_part_is_gone_nobody_can_tell),
        Rule::PacksAreTheirContent => {
            story!(submitted::what_comes_to_another_content_is_not_whole)
        }
        Rule::WholePacksAreAnswered => {
            story!(submitted::nobody_answers_before_all_of_it_is_there)
        }
        Rule::PacksAreTheirManifest => {
            story!(submitted::what_is_said_beside_a_pack_changes_no_answer)
        }
    }
}

const TABLE: &str = include_str!("noticed.txt");
/// In the second mode a rule is looked for at so many seeds.
const TABS: std::ops::Range<u64> = 0..30;

/// By which walks a rule is noticed: those of the phones, those of the endpoint, and those of tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Raw(Faults),
    Tabs(Faults),
}

impl Mode {
    const ALL: [Self; 4] = [
        Self::Raw(Faults::OfPhones),
        Self::Raw(Faults::OfTheEndpoint),
        Self::Tabs(Faults::OfPhones),
        Self::Tabs(Faults::OfTheEndpoint),
    ];

    fn seeds(self) -> std::ops::Range<u64> {
        match self {
            Self::Raw(_) => SEEDS,
            Self::Tabs(_) => TABS,
        }
    }

    fn walk(self, seed: u64) -> Result<(), String> {
        match self {
            Self::Raw(faults) => {
                Walk::run(seed, &steps(seed, faults)).map_err(|broken| broken.to_string())
            }
            Self::Tabs(faults) => {
                tabs::run(seed, &tabs::deeds(seed, faults)).map_err(|broken| broken.to_string())
            }
        }
    }
}

/// A line of the table: the rule, and by mode the first seed that notices it.
type Line = (Any, [Option<u64>; 4], Option<String>);

#[test]
fn every_rule_that_is_broken_is_noticed() {
    be_silent_while_a_rule_is_broken();
    let writes = std::env::var("UPDATE_GOLDEN").is_ok();
    let register = Rule::ALL.iter().map(|rule| Any::Register(*rule));
    let client = client::rule::Rule::ALL
        .iter()
        .map(|rule| Any::Client(*rule));
    let rules: Vec<Any> = register.chain(client).collect();
    let next = AtomicUsize::new(0);
    let lines: Mutex<Vec<(usize, Line)>> = Mutex::default();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&rule) = rules.get(place) else { break };
                    let line = if writes { search(rule) } else { keep(rule) };
                    lines.lock().unwrap().push((place, line));
                }
            });
        }
    });
    let mut lines = lines.into_inner().unwrap();
    lines.sort_by_key(|(place, _)| *place);
    let unnoticed = |(_, (_, seeds, other)): &&(usize, Line)| {
        other.is_none() && seeds.iter().all(Option::is_none)
    };
    let unnoticed: Vec<Any> = lines.iter().filter(unnoticed).map(|one| one.1.0).collect();
    assert_eq!(unnoticed, []);
    let table: String = lines.iter().map(|(_, line)| written(line)).collect();
    let table = format!("{HEAD}{table}");
    if writes {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/simulation/noticed.txt");
        std::fs::write(path, table).unwrap();
    } else {
        assert_eq!(table, TABLE, "a rule is not noticed any more where it was");
    }
}

const HEAD: &str = "\
# Every rule, broken on purpose: the first seed that notices it, by mode. `raw`: requests and replies
# apart, late, doubled, reordered; `tabs`: the loops that ship, interleaved at every wait.
# rule | raw, phones | raw, endpoint | tabs, phones | tabs, endpoint | or by
";

fn written((rule, seeds, other): &Line) -> String {
    let rule = match rule {
        Any::Register(rule) => format!("{rule:?}"),
        Any::Client(rule) => format!("client::{rule:?}"),
    };
    let seeds = seeds.map(|seed| seed.map_or("–".to_owned(), |seed| seed.to_string()));
    let other = other.as_deref().unwrap_or("–");
    format!("{rule} | {} | {other}\n", seeds.join(" | "))
}

/// In which of the modes a rule is looked for.
fn modes(rule: Any) -> &'static [Mode] {
    match rule {
        Any::Client(_) => &Mode::ALL[2..],
        Any::Register(rule) => match proof(rule) {
            Proof::Walk => &Mode::ALL,
            _ => &[],
        },
    }
}

fn search(rule: Any) -> Line {
    let mut seeds = [None; 4];
    for (place, mode) in Mode::ALL.iter().enumerate() {
        if modes(rule).contains(mode) {
            let is_noticed = |seed: &u64| is_noticed(rule, || mode.walk(*seed));
            seeds[place] = mode.seeds().find(is_noticed);
        }
    }
    (rule, seeds, other(rule))
}

/// The line of the table, as far as it is still true.
fn keep(rule: Any) -> Line {
    let name = written(&(rule, [None; 4], None));
    let name = name.split(" | ").next().unwrap_or_default();
    let line = TABLE
        .lines()
        .find(|line| line.split(" | ").next() == Some(name));
    let columns: Vec<&str> = line.unwrap_or_default().split(" | ").collect();
    let mut seeds = [None; 4];
    for (place, mode) in Mode::ALL.iter().enumerate() {
        let seed: Option<u64> = columns.get(place + 1).and_then(|seed| seed.parse().ok());
        seeds[place] = seed.filter(|seed| is_noticed(rule, || mode.walk(*seed)));
    }
    (rule, seeds, other(rule))
}

/// By what else it was noticed that the rule is broken.
fn other(rule: Any) -> Option<String> {
    let Any::Register(of_register) = rule else {
        return None;
    };
    match proof(of_register) {
        Proof::Walk => None,
        Proof::Story(name, story) => is_noticed(rule, || {
            story();
            Ok(())
        })
        .then(|| name.to_owned()),
        Proof::Suite => is_noticed(rule, || {
            let stores: RefCell<BTreeMap<String, MemoryStore>> = RefCell::default();
            let fresh = async |name: &str| {
                let mut stores = stores.borrow_mut();
                stores.entry(name.to_owned()).or_default().clone()
            };
            let verdicts = ready(conformance::run_all(fresh));
            verdicts.into_iter().try_for_each(|(case, verdict)| {
                verdict.map_err(|problem| format!("{case}: {problem}"))
            })
        })
        .then(|| "the suite of stores".to_owned()),
        Proof::Concurrency => {
            let test = include_str!("../../../endpoint/tests/endpoint/concurrency.rs");
            let proves = format!("check_noticed(Rule::{of_register:?})");
            test.contains(&proves)
                .then(|| "many who write and read at once".to_owned())
        }
    }
}

/// Whether something breaks while the rule is broken: an invariant, an expectation, a panic.
fn is_noticed(rule: Any, run: impl FnOnce() -> Result<(), String>) -> bool {
    breaking(rule, run).is_some()
}

/// What breaks.
fn breaking(rule: Any, run: impl FnOnce() -> Result<(), String>) -> Option<String> {
    let run = || match rule {
        Any::Register(rule) => protocol::rule::without(rule, run),
        Any::Client(rule) => client::rule::without(rule, run),
    };
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(outcome) => outcome.err(),
        Err(panic) => Some(words(panic.as_ref())),
    }
}

/// What fails as it should tells nobody anything.
fn be_silent_while_a_rule_is_broken() {
    let aloud = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if protocol::rule::all_hold() && client::rule::all_hold() {
            aloud(panic);
        }
    }));
}

fn words(panic: &(dyn std::any::Any + Send)) -> String {
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
    assert!(breaking(Any::Register(Rule::CursorsKnowTheNewest), story).is_some());
}

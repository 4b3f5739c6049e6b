//! What was taken, by whom, on which screen; and what the phones may show because of it.

use super::forger::Forger;
use super::{PAPERS, Person, UNIT};
use crate::by_the_page::by_the_page;
use merge::{Existence, Tree};
use protocol::{OpId, wire};
use register::kind::{self, APPROVAL_STEP, OFFICE_STEP, SUBMISSION_STEP};
use register::review::ReviewStanding;
use register::role::Role;
use register::step::Step;
use replica::Edit;
use serde_json::Value;
use simulation::{Phone, Violation, World};
use std::collections::{BTreeMap, BTreeSet};

/// Who has made an operation on a step: one of the people, or one of the forgers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    Person(usize),
    Forger(usize),
}

#[derive(Clone, Debug)]
struct Taken {
    edit: Edit,
    author: Author,
    has_entered: bool,
}

/// By the endpoint's rules as people know them, written once more.
fn may(role: Role, edit: &Edit) -> bool {
    let on_paper = edit.value["onPaper"] == Value::Bool(true);
    match edit.kind.as_str() {
        SUBMISSION_STEP => match role {
            Role::VillageHead => true,
            Role::CommuneOfficer | Role::CommuneChair => on_paper,
            _ => false,
        },
        OFFICE_STEP => matches!(role, Role::CommuneOfficer | Role::CommuneChair),
        APPROVAL_STEP => role == Role::CommuneChair || role == Role::CommuneOfficer && on_paper,
        _ => false,
    }
}

fn violation(text: impl Into<String>) -> Result<(), Violation> {
    Err(Violation(text.into()))
}

#[derive(Default)]
pub struct Ledger {
    /// Everything that anybody wrote of steps.
    made: BTreeMap<OpId, Taken>,
    /// By the own word of an approval, what stood on the screen of its author; of honest people alone.
    screens: BTreeMap<String, String>,
}

/// What stands on a screen, but for steps: each line that is there, each field, each of its values.
pub fn screen_of(tree: &Tree) -> String {
    let mut screen = String::new();
    for record in &tree.records {
        let is_step = kind::step(&record.kind).is_some();
        let existence = match record.existence {
            Existence::Deleted { .. } if record.id.contains('.') => continue,
            Existence::Deleted { .. } => "deleted",
            Existence::Disputed { .. } => "disputed",
            Existence::Present => "there",
        };
        if is_step {
            continue;
        }
        screen += &format!("{} {} {existence}\n", record.id, record.kind);
        for (field, view) in record.fields.iter() {
            let values = view.candidates.iter().map(|one| one.value.to_string());
            screen += &format!("  {field}: {}\n", values.collect::<Vec<_>>().join(" | "));
        }
    }
    screen
}

impl Ledger {
    pub fn note_taken(&mut self, name: OpId, edit: &Edit, who: usize, screen: String) {
        if let Some((_, word)) = edit.record.split_once('.') {
            self.screens.entry(word.to_owned()).or_insert(screen);
        }
        let author = Author::Person(who);
        self.note(name, edit.clone(), author);
    }

    pub fn note_forged(&mut self, made: &mut Vec<(OpId, Edit, usize)>) {
        for (name, edit, who) in made.drain(..) {
            self.note(name, edit, Author::Forger(who));
        }
    }

    fn note(&mut self, name: OpId, edit: Edit, author: Author) {
        self.made.entry(name).or_insert(Taken {
            edit,
            author,
            has_entered: false,
        });
    }

    /// A step on some paper, and its name: one that has entered or not, as is asked, and of the kind, if
    /// there is any.
    pub fn any_step(&self, paper: &str, has_entered: bool, kind: &str) -> Option<(&OpId, &Edit)> {
        let of = |(_, taken): &(&OpId, &Taken)| protocol::root_of(&taken.edit.record) == paper;
        let all = self.made.iter().filter(of);
        let one = all.max_by_key(|(_, taken)| {
            let fits = taken.edit.kind == kind;
            (taken.has_entered == has_entered, fits)
        });
        one.map(|(name, taken)| (name, &taken.edit))
    }

    /// What has entered since was its author's to write at this moment.
    pub fn note_answers(
        &mut self,
        world: &World,
        people: &[Person],
        forgers: &[Forger],
    ) -> Result<(), Violation> {
        let answers = world.answers();
        for (name, taken) in &mut self.made {
            let has_entered = answers.get(name).is_some_and(|answer| answer == wire::OK);
            if taken.has_entered || !has_entered {
                continue;
            }
            taken.has_entered = true;
            let role = match taken.author {
                Author::Person(who) => people[who].role,
                Author::Forger(who) => forgers[who].role,
            };
            let edit = &taken.edit;
            let is_one = register_step(edit).is_some();
            if kind::step(&edit.kind).is_some() && !(is_one && may(role, edit)) {
                violation(format!("{} by {role:?} has entered", edit.value))?;
            }
        }
        Ok(())
    }

    /// What must hold on a screen.
    pub fn look(&self, phone: &Phone) -> Result<(), Violation> {
        let waiting = phone.waiting()?;
        let waiting: BTreeSet<&OpId> = waiting.iter().map(|one| &one.pending.name).collect();
        for paper in PAPERS {
            let stands = phone.stands(UNIT, paper)?;
            let counts = |word: &str| {
                let line = format!("{paper}.{word}");
                let of = self
                    .made
                    .iter()
                    .filter(|(_, taken)| taken.edit.record == line);
                of.filter(|(name, taken)| {
                    let is_own =
                        waiting.contains(name) && matches!(taken.author, Author::Person(_));
                    taken.has_entered || is_own
                })
                .map(|(_, taken)| &taken.edit)
                .next()
            };
            let mut steps = Vec::new();
            for word in &stands.steps {
                match counts(word) {
                    Some(edit) => steps.extend(register_step(edit)),
                    None => violation(format!("{word} counts, and nobody took it who may"))?,
                }
            }
            let expected = match &stands.content {
                _ if steps.is_empty() => ReviewStanding::NoStep,
                None => ReviewStanding::Unsettled,
                Some(content) => by_the_page(&steps, content),
            };
            if stands.standing != expected {
                violation(format!(
                    "{paper} stands as {:?}, not {expected:?}",
                    stands.standing
                ))?;
            }
            if stands.standing == ReviewStanding::Approved {
                self.check_approved(phone, paper, stands.by.as_deref())?;
            }
        }
        Ok(())
    }

    /// The author of the approval had exactly this before his eyes.
    fn check_approved(
        &self,
        phone: &Phone,
        paper: &str,
        by: Option<&str>,
    ) -> Result<(), Violation> {
        let screen = screen_of(&phone.show_in(UNIT, paper)?.tree);
        let Some(seen) = by.and_then(|word| self.screens.get(word)) else {
            return violation(format!("{by:?} approves, and nobody had it on a screen"));
        };
        if *seen != screen {
            return violation(format!("approved is\n{seen}and it says\n{screen}"));
        }
        if screen.contains(" | ") || screen.contains("disputed") || screen.contains("deleted") {
            return violation(format!("nobody could approve\n{screen}"));
        }
        Ok(())
    }

    /// What must hold when every phone has said and asked all.
    pub fn check_rest(&self, phones: &[&Phone]) -> Result<(), Violation> {
        let mut refused = BTreeSet::new();
        for phone in phones {
            refused.extend(phone.refused()?.into_iter().map(|one| one.pending.name));
        }
        for paper in PAPERS {
            let first = phones[0].stands(UNIT, paper)?;
            for (place, phone) in phones.iter().enumerate() {
                let stands = phone.stands(UNIT, paper)?;
                if stands != first {
                    violation(format!(
                        "phone {place} has {stands:?}, and the first {first:?}"
                    ))?;
                }
            }
            let honest = self.made.iter().filter(|(name, taken)| {
                let is_honest = matches!(taken.author, Author::Person(_));
                is_honest && taken.has_entered && !refused.contains(*name)
            });
            for (name, taken) in honest {
                let (root, word) = taken.edit.record.split_once('.').unwrap_or_default();
                if root == paper && !first.steps.iter().any(|step| step == word) {
                    violation(format!("{name} was taken, and is gone"))?;
                }
            }
        }
        Ok(())
    }
}

/// The step of an edit, as anybody reads it; the rules that a test breaks are not asked.
fn register_step(edit: &Edit) -> Option<Step<'_>> {
    let (record, word) = edit.record.split_once('.')?;
    let step = Step::read(&edit.scope, &edit.record, &edit.kind, &edit.value)?;
    let is_own = register::step::own_word(&edit.scope, record, &edit.kind, &edit.value) == word;
    is_own.then_some(step)
}

//! People who write clients of their own: steps that are not theirs to take, copied, changed, told.

use super::ledger::Ledger;
use super::{Broken, UNIT};
use client::records::Kinds;
use merge::content;
use protocol::wire::{FieldState, ScopeRequest, WireEntry};
use protocol::{DELETION, OpId};
use register::kind::{APPROVAL_STEP, ATTACHMENT, OFFICE_STEP};
use register::role::Role;
use register::step::{FIELD, StepWords, own_word, value_of};
use replica::Edit;
use serde_json::Value;
use simulation::{Phone, SyncFailure, World};

pub struct Forger {
    phone: Phone,
    pub role: Role,
    /// The cursor that it was given last before a restore.
    cursor: Option<String>,
    /// What it has written of steps, for the ledger.
    pub made: Vec<(OpId, Edit, usize)>,
    place: usize,
}

impl Forger {
    pub fn new(phone: Phone, role: Role, place: usize) -> Self {
        Self {
            phone,
            role,
            cursor: None,
            made: Vec::new(),
            place,
        }
    }

    /// Forges of a paper, in one of nine ways; what can be handed over, it hands over, too.
    pub fn forge(
        &mut self,
        world: &World,
        ledger: &Ledger,
        paper: &str,
        how: u8,
    ) -> Result<Option<Vec<u8>>, Broken> {
        self.phone.sync(world)?;
        let approval = self.approval(paper, how == 1)?;
        let (takes_its_word, of_kind) =
            (how == 6, if how == 8 { OFFICE_STEP } else { APPROVAL_STEP });
        let other = ledger.any_step(paper, !takes_its_word, of_kind);
        let device = match other {
            Some((name, _)) => name.device.clone(),
            None => self.phone.device()?,
        };
        let other = other.map_or(&approval, |(_, edit)| edit).clone();
        let edit = match how {
            // An approval of what stands there, and of what does not.
            0 | 1 => approval,
            // The last step of the paper under its own word on another, and under another word here.
            2 => Edit {
                record: other
                    .record
                    .replacen(paper, if paper == "p" { "q" } else { "p" }, 1),
                ..other
            },
            3 => Edit {
                record: format!("{paper}.-{}", "f".repeat(22)),
                ..other
            },
            // It is deleted, replaced, or its word taken by something else.
            4 => Edit {
                field: DELETION.to_owned(),
                value: Value::Array(Vec::new()),
                ..other
            },
            5 => Edit {
                predecessors: self.names_of(&other)?,
                ..other
            },
            6 => Edit {
                kind: ATTACHMENT.to_owned(),
                field: "name".to_owned(),
                value: "ảnh".into(),
                ..other
            },
            // An approval is told, or that a step is gone.
            7 => return self.tell(world, device, &approval, true),
            _ => return self.tell(world, device, &other, false),
        };
        let saved = self.phone.save_as_it_is(std::slice::from_ref(&edit))?;
        for name in saved.into_iter().flatten() {
            self.made.push((name, edit.clone(), self.place));
        }
        let file = self.phone.hand_over()?;
        self.phone.sync(world)?;
        Ok(file)
    }

    fn approval(&self, paper: &str, of_nothing: bool) -> Result<Edit, Broken> {
        let shown = self.phone.show_in(UNIT, paper)?;
        let seen = content(UNIT, &shown.tree, &Kinds).filter(|_| !of_nothing);
        let seen = seen.unwrap_or_else(|| "f".repeat(43));
        let said = StepWords {
            what: "approved",
            on: "2026-03-05",
            ..StepWords::default()
        };
        let stands = self.phone.stands(UNIT, paper)?;
        let after: Vec<&str> = stands.steps.iter().map(String::as_str).collect();
        let nonce = format!("{:0>22}", self.phone.waiting()?.len() + stands.steps.len());
        let value = value_of(&said, &seen, &after, &[], &nonce);
        Ok(Edit {
            scope: UNIT.to_owned(),
            record: format!("{paper}.{}", own_word(UNIT, paper, APPROVAL_STEP, &value)),
            kind: APPROVAL_STEP.to_owned(),
            field: FIELD.to_owned(),
            value,
            predecessors: Vec::new(),
        })
    }

    fn names_of(&self, edit: &Edit) -> Result<Vec<OpId>, Broken> {
        let shown = self.phone.show_in(UNIT, protocol::root_of(&edit.record))?;
        let field = shown.field(&edit.record, FIELD);
        Ok(field.map_or_else(Vec::new, |field| field.held.clone()))
    }

    /// Keeps the cursor of now.
    pub fn look(&mut self, world: &World) -> Result<(), Broken> {
        let mut outgoing = self.phone.request()?;
        outgoing.request.digest.clear();
        outgoing.request.scopes.clear();
        let reply = world.answer(&self.phone, &outgoing);
        let heads = reply.map_err(SyncFailure::from)?.heads;
        self.cursor = heads.and_then(|heads| heads.get(UNIT).cloned());
        Ok(())
    }

    /// In the name of a device.
    fn tell(
        &self,
        world: &World,
        device: String,
        edit: &Edit,
        stands: bool,
    ) -> Result<Option<Vec<u8>>, Broken> {
        let entry = || WireEntry("0.77.aaaa".into(), edit.value.clone(), 7, 8);
        let mut outgoing = self.phone.request()?;
        outgoing.request.devices = vec![device];
        outgoing.request.scopes = vec![ScopeRequest {
            scope: UNIT.into(),
            cursor: self.cursor.clone().unwrap_or_default(),
            pulled: [(0, 999)].into(),
            testimony: Some(vec![FieldState {
                record: edit.record.clone(),
                kind: edit.kind.clone(),
                field: edit.field.clone(),
                live: stands.then(entry).into_iter().collect(),
                ..FieldState::default()
            }]),
            ..ScopeRequest::default()
        }];
        let answered = world.answer(&self.phone, &outgoing);
        answered.map_err(SyncFailure::from)?;
        Ok(None)
    }
}

//! What is known before a document is asked for, kept from one question to the next.

use super::catalog;
use super::register::Register;
use documents::forms::Dossier;
use documents::making::{ComposedDocument, DocumentContext, DocumentMeta, Office};
use register::date::PartialDate;
use register::disputes::{Dispute, disputes};
use register::finding::Finding;
use register::kind;
use register::names::{Difference, ReferenceTarget, followed, referred};
use register::record::Record;
use register::rule_set::RuleSet;
use register::rules::{RuleSetFile, Rules};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use worker_messages::documents::{DocumentData, DocumentKey};

/// The worker's state for one list of documents: the data handed over, the rule set read from it,
/// and the documents made so far. Kept from one call to the next.
pub struct DocumentWorkspace {
    pub given: DocumentData,
    pub rules: Rules,
    office: Office,
    paper: DocumentMeta,
    pub register: Register,
    /// What of a record is written otherwise than in its subject's, by the record's id.
    differs: BTreeMap<String, Vec<Finding>>,
    /// What is kept twice of a record and of whom it refers to, by the record's id, and of the profile.
    disputed: BTreeMap<String, Vec<Finding>>,
    disputed_of_profile: Vec<Finding>,
    made: RefCell<BTreeMap<DocumentKey, Rc<ComposedDocument>>>,
    dossiers: RefCell<BTreeMap<String, Rc<Dossier>>>,
}

/// What a paper says of whom its record refers to.
const CALLED: [&str; 6] = [
    "name",
    "fullName",
    "householdHead",
    "villageKind",
    "headName",
    "gender",
];

/// What is kept twice of a record, in those of its fields.
fn disputed_in(
    rule_set: &RuleSet,
    record: &Record,
    name: &str,
    fields: impl Fn(&str) -> bool,
) -> Vec<Finding> {
    let Some(form) = rule_set.form_of_kind(&record.kind) else {
        return Vec::new();
    };
    let all = disputes(form, record, name).into_iter();
    let finding = |one: Dispute| Finding::warning("disputed", &one.about, one.message);
    let is_of = |one: &Dispute| one.about.rsplit('/').next().is_some_and(&fields);
    all.filter(is_of).map(finding).collect()
}

thread_local! {
    /// The last question's words, and what they came to: a page asks several times of the same.
    static LAST: RefCell<Option<(String, Rc<DocumentWorkspace>)>> = const { RefCell::new(None) };
}

impl DocumentWorkspace {
    /// `malformed` if what is given cannot be read, `rules` if the rule set cannot.
    pub fn of(given: &str) -> Result<Rc<Self>, &'static str> {
        let last = LAST.with_borrow(|last| match last {
            Some((words, ready)) if words == given => Some(ready.clone()),
            _ => None,
        });
        if let Some(ready) = last {
            return Ok(ready);
        }
        let ready = Rc::new(Self::read(given)?);
        LAST.set(Some((given.to_owned(), ready.clone())));
        Ok(ready)
    }

    fn read(given: &str) -> Result<Self, &'static str> {
        let mut given: DocumentData = serde_json::from_str(given).map_err(|_| "malformed")?;
        let files: Vec<RuleSetFile<'_>> = given
            .files
            .iter()
            .map(|(name, text)| RuleSetFile { name, text })
            .collect();
        let rules = match files.is_empty() {
            true => Err("rules"),
            false => Rules::read(&files).map_err(|_| "rules"),
        }?;
        let mut differs = BTreeMap::new();
        let mut disputed = BTreeMap::new();
        for record in &mut given.records {
            let Some(form) = rules.form_of_kind(&record.kind) else {
                continue;
            };
            let subject = |id: &str| given.subjects.iter().find(|one| one.id == id);
            let named = |id: &str| ReferenceTarget::of(&rules, subject(id)?);
            let (now, differences) = followed(form, record, &named);
            let finding =
                |one: Difference| Finding::warning("nameDiffers", &one.about, one.message);
            let findings = differences.into_iter().map(finding).collect();
            differs.insert(now.id.clone(), findings);
            let subjects = referred(form, record).filter_map(subject);
            let own = now.text("subjectName").unwrap_or(&form.title);
            let mut of_record = disputed_in(&rules, &now, own, |_| true);
            for one in subjects {
                let named = ReferenceTarget::of(&rules, one);
                let name = named.map(|named| named.name).unwrap_or_default();
                of_record.extend(disputed_in(&rules, one, &name, |key| CALLED.contains(&key)));
            }
            disputed.insert(now.id.clone(), of_record);
            *record = now;
        }
        let profile = rules.form_of_kind(kind::COMMUNE_PROFILE);
        let profile = profile.map(|form| form.title.clone()).unwrap_or_default();
        let disputed_of_profile = disputed_in(&rules, &given.profile, &profile, |_| true);
        let office = Office::of_commune(&rules, &given.commune, &given.profile, given.year);
        let paper = DocumentMeta {
            year: given.year,
            made_on: PartialDate::parse_stored(&given.today),
            marks_reference: given.marks_reference,
            ..DocumentMeta::default()
        };
        Ok(Self {
            register: Register::of(&rules, &given),
            differs,
            disputed,
            disputed_of_profile,
            rules,
            office,
            paper,
            given,
            made: RefCell::default(),
            dossiers: RefCell::default(),
        })
    }

    pub fn context(&self) -> DocumentContext<'_> {
        DocumentContext {
            rules: &self.rules,
            office: &self.office,
            paper: &self.paper,
        }
    }

    pub fn today(&self) -> Option<PartialDate> {
        PartialDate::parse_stored(&self.given.today)
    }

    /// The document of a key; none where the rule set has no form for it.
    pub fn made(&self, key: &DocumentKey) -> Option<Rc<ComposedDocument>> {
        if let Some(made) = self.made.borrow().get(key) {
            return Some(made.clone());
        }
        let mut made = catalog::make(self, key)?;
        self.say_what_differs(&mut made, &catalog::shown(self, key));
        self.say_what_is_disputed(&mut made, &catalog::told(self, key));
        let made = Rc::new(made);
        self.made.borrow_mut().insert(key.clone(), made.clone());
        Some(made)
    }

    fn say_what_differs(&self, made: &mut ComposedDocument, shown: &[Record]) {
        let differs = shown.iter().filter_map(|one| self.differs.get(&one.id));
        let differs: Vec<Finding> = differs.flatten().cloned().collect();
        made.findings.splice(0..0, differs);
    }

    /// First of all: which of several contents is right nobody has said.
    fn say_what_is_disputed(&self, made: &mut ComposedDocument, told: &[Record]) {
        let disputed = told.iter().filter_map(|one| self.disputed.get(&one.id));
        let disputed = disputed.flatten().chain(&self.disputed_of_profile);
        let disputed: Vec<Finding> = disputed.cloned().collect();
        made.findings.splice(0..0, disputed);
    }

    /// The dossier of an id, of those nominations that it is for.
    pub fn dossier(&self, id: &str) -> Option<Rc<Dossier>> {
        if let Some(made) = self.dossiers.borrow().get(id) {
            return Some(made.clone());
        }
        let mut made = catalog::dossier(self, id)?;
        let nominees = catalog::nominees_of(self, id);
        for file in &mut made.files {
            let of_file = nominees.iter().filter(|one| match &file.subject {
                Some(subject) => subject.record == one.id,
                None => true,
            });
            let of_file: Vec<Record> = of_file.cloned().collect();
            self.say_what_differs(&mut file.made, &of_file);
            self.say_what_is_disputed(&mut file.made, &of_file);
        }
        let made = Rc::new(made);
        let mut all = self.dossiers.borrow_mut();
        all.insert(id.to_owned(), made.clone());
        Some(made)
    }
}

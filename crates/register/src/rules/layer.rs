//! One file of a rule set, what only computing reads of it, and how files are
//! laid over one another.

use super::difference::{Difference, compare};
use super::items::{Definition, GrantingPower, Guidance, Period, RequiredDossier};
use super::reader::{self, At, Read, Unread, camel, read_members};
use super::source::{SourceDocument, Standing};
use crate::conferences::ConferenceKit;
use crate::criteria::Criterion;
use crate::deadlines::{Deadline, PlanTask};
use crate::named::{lay, named};
use crate::quotas::Quota;
use crate::ratios::Ratio;
use crate::reports::Outline;
use crate::rule_set::RuleSet;
use crate::scores::{ScoreRule, Scoring};
use crate::summary_table::TableLayout;
use serde_json::Value;

/// [`Parts`] from its lists of items that have names: read, laid over one another and compared.
macro_rules! parts {
    ($($list:ident: $item:ty),+ $(,)?) => {
        /// The part of a rule set that only computing needs, and the app does not read at every
        /// start: criteria, quotas, deadlines, outlines and the like. Mostly in the files beside
        /// the main one.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Parts {
            /// Of main files only, as `replaces` is.
            pub period: Option<Period>,
            /// Ids of the rule sets that this one comes after.
            pub replaces: Vec<String>,
            pub source_documents: Vec<SourceDocument>,
            pub scoring: Option<Scoring>,
            $(pub $list: Vec<$item>,)+
        }

        read_members!(Parts { period, replaces, source_documents, scoring, $($list),+ });

        impl Parts {
            fn lay(&mut self, over: Self) {
                lay(&mut self.source_documents, over.source_documents);
                self.scoring = over.scoring.or(self.scoring.take());
                $(lay(&mut self.$list, over.$list);)+
            }

            /// What the lists have otherwise than older ones.
            pub(super) fn compare_lists(&self, old: &Self, found: &mut Vec<Difference>) {
                $(compare(&camel(stringify!($list)), &old.$list, &self.$list, found);)+
            }
        }
    };
}

parts!(
    granting_powers: GrantingPower,
    criteria: Criterion,
    quotas: Quota,
    dossiers: RequiredDossier,
    deadlines: Deadline,
    plan_tasks: PlanTask,
    ratios: Ratio,
    definitions: Definition,
    guidance: Guidance,
    report_outlines: Outline,
    printed_forms: Outline,
    table_layouts: TableLayout,
    conference_kits: ConferenceKit,
);

/// One file of a rule set, read: a main file or a part of one.
#[derive(Default)]
pub(super) struct Layer {
    /// What a file is called that lies beside a main file.
    pub part: Option<String>,
    pub main: RuleSet,
    pub parts: Parts,
}

/// What the main file must say, if only with an empty list.
const SECTIONS: [&str; 7] = [
    "year",
    "replaces",
    "checked",
    "labels",
    "legalBases",
    "catalogues",
    "forms",
];

impl Read for Layer {
    fn read(at: &At<'_>) -> Self {
        let mut main = RuleSet::default();
        let parts = Parts::names();
        let mut known = reader::names_in(&mut main);
        known.extend(parts.iter().map(String::as_str));
        known.extend(["part", "parts", "derivedFrom"]);
        at.object_of(&known);
        at.key::<Present>("version");
        if !at.has("part") {
            for section in SECTIONS {
                at.key::<Present>(section);
            }
        }
        let _: Vec<String> = at.key("parts");
        at.put_members(&mut main, &|key| match key {
            // Forms are the app's, which tolerates what a newer version writes in them.
            "forms" => Unread::Any,
            "legalBases" => Unread::These(&["checkedOn"]),
            _ => Unread::These(&[]),
        });
        Self {
            part: at.key("part"),
            main,
            parts: Parts::members(at),
        }
    }
}

/// Something, whatever it is.
#[derive(Default)]
struct Present;

impl Read for Present {
    fn read(_: &At<'_>) -> Self {
        Self
    }
}

named!(
    SourceDocument: id,
    GrantingPower: id,
    Criterion: id,
    Quota: id,
    RequiredDossier: id,
    Deadline: id,
    PlanTask: id,
    Ratio: id,
    Definition: key,
    Guidance: id,
    Outline: id,
    TableLayout: id,
    ConferenceKit: id,
);

/// Where items stand in the law, told by their source alone, or by a legal basis
/// as well.
macro_rules! standing {
    ($($item:ty),+ ; $($of_law:ty),+ $(,)?) => {
        $(impl $item {
            pub fn standing(&self) -> Standing<'_> {
                Standing {
                    source: self.source.as_ref(),
                    checked: self.checked,
                    ..Standing::default()
                }
            }
        })+
        $(impl $of_law {
            pub fn standing(&self) -> Standing<'_> {
                Standing {
                    source: self.source.as_ref(),
                    legal_basis: self.legal_basis.as_deref(),
                    clause: self.clause.as_deref(),
                    checked: self.checked,
                }
            }
        })+
    };
}

standing!(Quota, ScoreRule, PlanTask, Ratio, Guidance, TableLayout; Criterion, Deadline);

impl Layer {
    /// Lays a later file over this one. What a rule set is called, its year and
    /// period come from main files only.
    pub fn lay(&mut self, over: Self) {
        if over.part.is_none() {
            let (own, whole) = (&over.parts, &mut self.parts);
            whole.period = own.period.or(whole.period);
            whole.replaces.clone_from(&own.replaces);
            self.main = RuleSet::over(std::mem::take(&mut self.main), over.main);
        } else {
            self.main.lay(over.main);
        }
        self.parts.lay(over.parts);
    }
}

/// By what an item of a file is known.
pub(crate) fn name_of(item: &Value) -> Option<&str> {
    let keys = ["id", "code", "number", "key"];
    keys.iter().find_map(|key| item.get(key)?.as_str())
}

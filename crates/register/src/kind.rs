//! The kinds of records and of their lines: all that the code knows of each is its row here.
//!
//! Whoever needs to know something of a kind asks its row; nothing else tells kinds apart in a `match`
//! (`cargo xtask check`). A kind that a screen shows has a whole row ([`spec`]); what holds of any kind
//! ([`rules`], [`rights`], [`is_process_field`], …) is asked in one way, whether or not it has one. A kind
//! without a row is what a newer phone writes: kept as it is, called by its `name`, listed nowhere,
//! written by nobody but officials.

mod without_screen;

use crate::text::SortBy;
use protocol::DELETION;

pub const COMMUNE: &str = "commune";
pub const COMMUNE_PROFILE: &str = "communeProfile";
pub const VILLAGE: &str = "village";
pub const PERSON: &str = "person";
pub const FAMILY: &str = "family";
pub const COLLECTIVE: &str = "collective";
pub const EMULATION_REGISTRATION: &str = "emulationRegistration";
pub const NOMINATION: &str = "nomination";
/// An award that has been decided on: one record for each subject of a decision.
pub const AWARD: &str = "award";
/// What the commune asks its units to hand in, and until when.
pub const CALL: &str = "call";

/// Line of a commune profile; its id is `<profile>.<year>`.
pub const COMMUNE_YEAR: &str = "communeYear";
/// Lines of an emulation registration.
pub const INDICATOR: &str = "indicator";
pub const COLLECTIVE_TITLE: &str = "collectiveTitle";
pub const INDIVIDUAL_TITLE: &str = "individualTitle";
pub const FAMILY_TITLE: &str = "familyTitle";
/// Line of a nomination.
pub const EARLIER_AWARD: &str = "earlierAward";
/// Line of any record: a photo of evidence, a scanned page.
pub const ATTACHMENT: &str = "attachment";

/// What is submitted to another scope, and a line of it ([`crate::pack`]).
pub const SUBMITTED_PACK: &str = "submittedPack";
pub const PACK_PART: &str = "packPart";
/// The field of a pack that names what was submitted.
pub const MANIFEST: &str = "manifest";

/// Lines of any record: what was done with it, and never what it says ([`crate::step`]).
pub const SUBMISSION_STEP: &str = "submissionStep";
pub const OFFICE_STEP: &str = "officeStep";
pub const APPROVAL_STEP: &str = "approvalStep";
pub const ANSWER_STEP: &str = "answerStep";

/// What holds of a kind wherever it is kept, shown or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindRules {
    pub kind: &'static str,
    /// Of a line: the kinds of whose records. Of one that has a form that form says it.
    pub line_of: &'static [&'static str],
    pub lives: RecordScope,
    pub is_yearly: bool,
    pub rights: KindRights,
    /// The fields that are not content that a person approves, but what happens to it.
    pub process: &'static [&'static str],
    /// Of a record whose content is one field alone, that field: nothing else of it is content, and no
    /// line of it.
    pub sole_content: Option<&'static str>,
    /// A line of which no field is content.
    pub is_process: bool,
    /// The schema that it came with.
    pub since: u8,
    /// The fields that came with a later one, and with which.
    pub later: &'static [(&'static str, u8)],
}

/// What others than officials may write of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindRights {
    /// A unit's head, where he has that role.
    pub head: Writes,
    /// Whoever submits: a block's member to it, a commune to its province.
    pub submitter: Writes,
}

impl KindRights {
    pub const OF_OFFICIALS: Self = Self {
        head: Writes::Nothing,
        submitter: Writes::Nothing,
    };
    pub const OF_HEADS: Self = Self {
        head: Writes::AllBut(&[]),
        submitter: Writes::Nothing,
    };

    const fn of_heads_but(fields: &'static [&'static str]) -> Self {
        Self {
            head: Writes::AllBut(fields),
            submitter: Writes::Nothing,
        }
    }
}

/// The schema that this version speaks.
pub const NEWEST_SCHEMA: u8 = 2;

/// The row of one kind of records or lines that a screen shows: its name, rights, place in the app, lists and
/// documents. Whoever treats kinds differently asks this row.
#[derive(Debug)]
pub struct KindSpec {
    pub kind: &'static str,
    /// The field that it is called by.
    pub named_by: &'static str,
    /// That is the name of a person.
    pub is_person: bool,
    pub sort: SortBy,
    /// In which scope a new one is made.
    pub lives: RecordScope,
    /// It belongs to one year, in its field `year`.
    pub is_yearly: bool,
    /// The first fields of a new one.
    pub begins_with: InitialValue,
    pub may_be_deleted: bool,
    /// What others than officials may write of it.
    pub rights: KindRights,
    /// The page of the app that leads to it.
    pub room: NavigationPage,
    /// The list of its own that it has there.
    pub list: Option<List>,
    /// One of it, and several after a number, in words: «người», «cá nhân».
    pub one: &'static str,
    pub several: &'static str,
    /// The keys of the documents that can be made of one.
    pub documents: &'static [&'static str],
    /// Of a line: what a registration takes over of it from its own last year.
    pub copied: &'static [&'static str],
    /// That is also taken over from another's.
    pub is_copied_from_others: bool,
    /// What of it is not content that a person approves, but what happens to it.
    pub process: &'static [&'static str],
    /// The schema that it came with.
    pub since: u8,
    /// The fields that came with a later one, and with which.
    pub later: &'static [(&'static str, u8)],
    /// It stands on a village head's home until this date of it has passed, or all year.
    pub on_home: Option<&'static str>,
    pub line: ListLine,
}

/// The rule for the scope that a new record of a kind is made in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordScope {
    /// The commune's own: `06541`.
    Commune,
    /// What all people of the commune may read: `06541/all`.
    All,
    /// A scope of its own, made by its id: `06541/<id>`.
    Own,
    /// Of whom it is: a village's, or the commune's own.
    Unit,
    /// In its record.
    Record,
    /// Of whose paper it is: the commune's own, or the block's own.
    Office,
    /// A block's own, its lead's and deputies': `block/<id>`.
    Block,
    /// What all members of a block read: `block/<id>/all`.
    BlockAll,
    /// What a member hands in to its block: `block/<id>/<member>`.
    BlockMember,
    /// There, or where a commune hands in to its province: `province/<code>/<commune>`.
    Submission,
}

/// The value that a new record of a kind begins with, so that the record is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InitialValue {
    /// Each of its makers knows.
    ByItself,
    /// A field and a value.
    With(&'static str, &'static str),
    /// The day, in this field.
    Today(&'static str),
    /// The year before the person's eyes.
    Year,
}

/// The fields of a kind that somebody may write who is no official.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writes {
    Nothing,
    AllBut(&'static [&'static str]),
}

impl Writes {
    /// Whether that is somebody's to write; of no field, whether any is.
    pub fn allow(self, field: Option<&str>) -> bool {
        match self {
            Self::Nothing => false,
            Self::AllBut(fields) => field.is_none_or(|field| !fields.contains(&field)),
        }
    }
}

/// Of a kind of steps: what can be done by it, and who does that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepSpec {
    pub words: &'static [&'static str],
    pub by: StepAuthor,
}

/// Who takes a step; which roles that are, [`crate::role::Role::may_take`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepAuthor {
    /// Who hands a record in.
    Submitter,
    /// Who looks through what was handed in.
    Office,
    /// Who signs.
    Approver,
    /// Who receives it outside the commune.
    Receiver,
}

/// The pages of the bottom navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NavigationPage {
    Places,
    Emulation,
    Commendation,
    More,
}

/// The words of a kind's own list: address, title, example of a search, and what an empty one says.
#[derive(Debug)]
pub struct List {
    /// Its part of an address.
    pub address: &'static str,
    pub title: &'static str,
    pub icon: Icon,
    pub add: &'static str,
    /// An example of a search.
    pub search: &'static str,
    /// While nothing is in it; and what to do, for whoever may add something.
    pub none: (&'static str, &'static str),
}

/// The drawing beside a list's title. The app has the drawings themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    Place,
    People,
    Home,
    Building,
    Clock,
}

/// The rule by which a record of a kind is shown in lists ([`crate::summary`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListLine {
    Village,
    Person,
    Collective,
    Registration,
    Nomination,
    Award,
    /// By its name; under it these fields, if they are filled in.
    Fields(&'static [(&'static str, DisplayFormat)]),
}

/// The form in which a field stands in a [`ListLine`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisplayFormat {
    Text,
    Phone,
    /// A word before the date.
    Date(&'static str),
    /// A word after the number.
    Count(&'static str),
}

/// Where a unit's history goes on, when it has a new record: the commune says it.
pub const MOVED_TO: &str = "movedTo";

/// What only the commune says of a registration or a nomination.
pub const REVIEW_FIELDS: [&str; 8] = [
    "state",
    "verifiedByUnit",
    "verifiedOn",
    "reviewNote",
    "reviewedBy",
    "reviewedOn",
    "outcome",
    "returnReason",
];
const NOT_REVIEWED: KindRights = KindRights::of_heads_but(&REVIEW_FIELDS);

/// A record as most are.
const RECORD: KindSpec = KindSpec {
    kind: "",
    named_by: "name",
    is_person: false,
    sort: SortBy::Plain,
    lives: RecordScope::Commune,
    is_yearly: false,
    begins_with: InitialValue::ByItself,
    may_be_deleted: true,
    rights: KindRights::OF_OFFICIALS,
    room: NavigationPage::More,
    list: None,
    one: "",
    several: "",
    documents: &[],
    copied: &[],
    is_copied_from_others: false,
    process: &[],
    since: 1,
    later: &[],
    on_home: None,
    line: ListLine::Fields(&[
        ("code", DisplayFormat::Text),
        ("phone", DisplayFormat::Phone),
    ]),
};

/// A record that a village's or the commune's people make, by its list or in passing.
const OF_UNIT: KindSpec = KindSpec {
    lives: RecordScope::Unit,
    begins_with: InitialValue::Today("addedOn"),
    rights: KindRights::OF_HEADS,
    room: NavigationPage::Places,
    ..RECORD
};

/// A line that a village head writes.
const LINE: KindSpec = KindSpec {
    lives: RecordScope::Record,
    rights: KindRights::OF_HEADS,
    ..RECORD
};

const NONE_YET: (&str, &str) = (
    "Chưa có ai trong danh sách",
    "Thêm ở đây, hoặc thêm ngay khi đang ghi bản đăng ký, đề nghị khen thưởng.",
);
/// Of villages, for whoever speaks of their list elsewhere.
pub const VILLAGES: &str = "Thôn, bản";
pub const ADD_VILLAGE: &str = "Thêm thôn";
pub const NO_VILLAGES: (&str, &str) = (
    "Chưa có thôn nào",
    "Dán danh sách từ tin nhắn, hoặc thêm từng thôn.",
);
pub const SEARCH_VILLAGE: &str = "Tìm: ban po";
pub const SEARCH_PERSON: &str = "Tìm: tien phuc hoặc ttp";
const TITLE: &[&str] = &["subject", "subjectName", "position", "award"];

/// Every kind that a screen shows. Lists stand in this order.
static ROWS: [KindSpec; 17] = [
    KindSpec {
        kind: COMMUNE,
        lives: RecordScope::All,
        may_be_deleted: false,
        ..RECORD
    },
    KindSpec {
        kind: COMMUNE_PROFILE,
        may_be_deleted: false,
        ..RECORD
    },
    KindSpec {
        kind: EMULATION_REGISTRATION,
        named_by: "subjectName",
        lives: RecordScope::Unit,
        is_yearly: true,
        rights: NOT_REVIEWED,
        room: NavigationPage::Emulation,
        documents: &["registration"],
        process: &REVIEW_FIELDS,
        line: ListLine::Registration,
        ..RECORD
    },
    KindSpec {
        kind: NOMINATION,
        named_by: "subjectName",
        lives: RecordScope::Unit,
        is_yearly: true,
        rights: NOT_REVIEWED,
        room: NavigationPage::Commendation,
        several: "đề nghị khen thưởng",
        documents: &["exemplarReport", "achievementReport"],
        process: &REVIEW_FIELDS,
        line: ListLine::Nomination,
        ..RECORD
    },
    KindSpec {
        kind: AWARD,
        named_by: "subjectName",
        is_yearly: true,
        line: ListLine::Award,
        ..RECORD
    },
    KindSpec {
        kind: VILLAGE,
        lives: RecordScope::Own,
        begins_with: InitialValue::With("villageKind", "thon"),
        // The list of villages is the commune's: a head corrects his own, and does not take it out.
        rights: KindRights::of_heads_but(&[DELETION, MOVED_TO]),
        later: &[(MOVED_TO, 2)],
        list: Some(List {
            address: "thon",
            title: VILLAGES,
            icon: Icon::Place,
            add: ADD_VILLAGE,
            search: SEARCH_VILLAGE,
            none: NO_VILLAGES,
        }),
        line: ListLine::Village,
        ..OF_UNIT
    },
    KindSpec {
        kind: PERSON,
        named_by: "fullName",
        is_person: true,
        sort: SortBy::GivenName,
        one: "người",
        several: "cá nhân",
        list: Some(List {
            address: "nguoi",
            title: "Cá nhân",
            icon: Icon::People,
            add: "Thêm người",
            search: SEARCH_PERSON,
            none: NONE_YET,
        }),
        line: ListLine::Person,
        ..OF_UNIT
    },
    KindSpec {
        kind: FAMILY,
        named_by: "householdHead",
        is_person: true,
        sort: SortBy::GivenName,
        one: "gia đình",
        several: "gia đình",
        list: Some(List {
            address: "gia-dinh",
            title: "Gia đình",
            icon: Icon::Home,
            add: "Thêm gia đình",
            search: SEARCH_PERSON,
            none: NONE_YET,
        }),
        line: ListLine::Fields(&[
            ("residence", DisplayFormat::Text),
            ("memberCount", DisplayFormat::Count("người")),
        ]),
        ..OF_UNIT
    },
    KindSpec {
        kind: COLLECTIVE,
        rights: KindRights::of_heads_but(&[MOVED_TO]),
        later: &[(MOVED_TO, 2)],
        one: "tập thể",
        several: "tập thể",
        list: Some(List {
            address: "tap-the",
            title: "Tập thể",
            icon: Icon::Building,
            add: "Thêm tập thể",
            search: "Tìm: truong tieu hoc",
            none: NONE_YET,
        }),
        line: ListLine::Collective,
        ..OF_UNIT
    },
    KindSpec {
        kind: CALL,
        lives: RecordScope::All,
        is_yearly: true,
        begins_with: InitialValue::Year,
        on_home: Some("dueOn"),
        list: Some(List {
            address: "dot",
            title: "Các đợt nộp",
            icon: Icon::Clock,
            add: "Thêm đợt",
            search: "Tìm: dang ky",
            none: (
                "Chưa có đợt nào",
                "Thêm đợt để các thôn biết phải nộp gì, hạn ngày nào.",
            ),
        }),
        line: ListLine::Fields(&[("dueOn", DisplayFormat::Date("hạn nộp"))]),
        ..RECORD
    },
    KindSpec {
        kind: COMMUNE_YEAR,
        lives: RecordScope::Record,
        ..RECORD
    },
    KindSpec {
        kind: INDICATOR,
        process: &["midyear", "actual"],
        later: &[("midyear", 2), ("actual", 2)],
        copied: &["name", "unit"],
        is_copied_from_others: true,
        ..LINE
    },
    KindSpec {
        kind: COLLECTIVE_TITLE,
        copied: TITLE,
        ..LINE
    },
    KindSpec {
        kind: INDIVIDUAL_TITLE,
        copied: TITLE,
        ..LINE
    },
    KindSpec {
        kind: FAMILY_TITLE,
        copied: TITLE,
        ..LINE
    },
    KindSpec {
        kind: EARLIER_AWARD,
        ..LINE
    },
    KindSpec {
        kind: ATTACHMENT,
        rights: KindRights {
            head: Writes::AllBut(&[]),
            submitter: Writes::AllBut(&[]),
        },
        process: &["preview"],
        ..LINE
    },
];

/// All that is known of a kind that a screen shows; nothing, of another.
pub fn spec(kind: &str) -> Option<&'static KindSpec> {
    ROWS.iter().find(|row| row.kind == kind)
}

/// Every kind that a screen shows.
pub fn all() -> &'static [KindSpec] {
    &ROWS
}

/// What holds of a kind; nothing, of one of a newer phone's.
pub fn rules(kind: &str) -> Option<KindRules> {
    all_rules().find(|row| row.kind == kind)
}

/// What holds of every kind that this version knows.
pub fn all_rules() -> impl Iterator<Item = KindRules> {
    let shown = ROWS.iter().map(KindSpec::rules);
    shown.chain(without_screen::all().iter().copied())
}

/// What others than officials may write of a kind.
pub fn rights(kind: &str) -> KindRights {
    let shown = spec(kind).map(|row| row.rights);
    let known = shown.or_else(|| without_screen::rights(kind));
    known.unwrap_or(KindRights::OF_OFFICIALS)
}

/// Whether a field is not content that a person approves, but what happens to it.
pub fn is_process_field(kind: &str, field: &str) -> bool {
    if let Some(row) = spec(kind) {
        return row.process.contains(&field);
    }
    without_screen::process(kind).is_some_and(|row| match row.sole_content {
        Some(content) => field != content,
        None => row.process.contains(&field),
    })
}

/// Whether of a record of that kind no line is content, whatever kind the line is of.
pub fn stands_alone(kind: &str) -> bool {
    without_screen::process(kind).is_some_and(|row| row.sole_content.is_some())
}

/// Whether a line of that kind is no content at all.
pub fn is_process_line(kind: &str) -> bool {
    without_screen::process(kind).is_some_and(|row| row.is_process)
}

/// The schema that a field of a kind came with: an endpoint of an earlier one is not sent it. Of a kind
/// that no screen shows, or that is not known here, the newest.
pub fn since(kind: &str, field: &str) -> u8 {
    let Some(row) = spec(kind) else {
        return NEWEST_SCHEMA;
    };
    let later = row.later.iter().find(|(later, _)| *later == field);
    later.map_or(row.since, |(_, since)| *since)
}

/// The field that a record of a kind is called by.
pub fn naming_field(kind: &str) -> &'static str {
    spec(kind).map_or(RECORD.named_by, |row| row.named_by)
}

/// What can be done by steps of each kind, and by whom.
static STEPS: [(&str, StepSpec); 4] = [
    (
        SUBMISSION_STEP,
        StepSpec {
            words: &["submitted", "withdrawn"],
            by: StepAuthor::Submitter,
        },
    ),
    (
        OFFICE_STEP,
        StepSpec {
            words: &["received", "returned", "verified"],
            by: StepAuthor::Office,
        },
    ),
    (
        APPROVAL_STEP,
        StepSpec {
            words: &["approved", "refused"],
            by: StepAuthor::Approver,
        },
    ),
    (
        ANSWER_STEP,
        StepSpec {
            words: &["received", "returned", "accepted", "refused"],
            by: StepAuthor::Receiver,
        },
    ),
];

/// What steps of a kind are; nothing if it is none of steps.
pub fn step(kind: &str) -> Option<StepSpec> {
    let row = STEPS.iter().find(|(step, _)| *step == kind)?;
    Some(row.1)
}

/// Every kind of steps.
pub fn steps() -> impl Iterator<Item = &'static str> {
    STEPS.iter().map(|(kind, _)| *kind)
}

/// Whether the name of a record of a kind is that of a person.
pub fn is_person(kind: &str) -> bool {
    spec(kind).is_some_and(|row| row.is_person)
}

impl StepAuthor {
    /// Whether what was done on paper is shown by its scan.
    pub fn shows_scan(self) -> bool {
        matches!(self, Self::Approver | Self::Receiver)
    }
}

impl KindSpec {
    fn rules(&self) -> KindRules {
        KindRules {
            kind: self.kind,
            line_of: &[],
            lives: self.lives,
            is_yearly: self.is_yearly,
            rights: self.rights,
            process: self.process,
            sole_content: None,
            is_process: false,
            since: self.since,
            later: self.later,
        }
    }

    /// Whether one is made where the form that refers to it is open, with no more than its name.
    pub fn is_made_in_passing(&self) -> bool {
        self.lives == RecordScope::Unit && self.list.is_some()
    }
}

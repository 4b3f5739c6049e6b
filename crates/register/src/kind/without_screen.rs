//! The kinds that no screen of this version shows: what endpoint and phone must know of them all the
//! same. One that gets a screen moves to a row of [`super::spec`]; none is in both.
//!
//! The rows are a constant and not a static: a program carries along only the columns that it asks
//! for ([decision 43](../../../../docs/decisions/0043-kinds-without-a-screen.md)).

use super::{ANSWER_STEP, APPROVAL_STEP, OFFICE_STEP, SUBMISSION_STEP};
use super::{COLLECTIVE, FAMILY, KindRights, KindRules, PERSON, RecordScope, VILLAGE, Writes};
use super::{MANIFEST, PACK_PART, SUBMITTED_PACK};
use protocol::DELETION;

/// A record that officials write.
const RECORD: KindRules = KindRules {
    kind: "",
    line_of: &[],
    lives: RecordScope::Commune,
    is_yearly: false,
    rights: KindRights::OF_OFFICIALS,
    process: &[],
    sole_content: None,
    is_process: false,
    since: 2,
    later: &[],
};

/// One of a year.
const OF_YEAR: KindRules = KindRules {
    is_yearly: true,
    ..RECORD
};

/// A line that officials write.
const LINE: KindRules = KindRules {
    lives: RecordScope::Record,
    ..RECORD
};

/// A line of what happens to its record.
const PROCESS: KindRules = KindRules {
    is_process: true,
    ..LINE
};

/// What is submitted is withdrawn by a step and never deleted: answers may hang on it.
const SUBMITTED: KindRights = KindRights {
    head: Writes::Nothing,
    submitter: Writes::AllBut(&[DELETION]),
};

/// What the commune says of a subject's year; it would go with the line.
const SAID_BY_COMMUNE: &[&str] = &[
    "rating",
    "isRecognized",
    "isExpected",
    "decisionNumber",
    "decisionDate",
    "hasNoDiscipline",
    DELETION,
];

const SCORED_BY_OTHERS: &[&str] = &["appraisedScore", "provinceScore"];
const NOT_SCORED: &[&str] = &["appraisedScore", "provinceScore", DELETION];

/// Every kind without a screen, by what it is about.
const ROWS: [KindRules; 53] = [
    // What was done with a record; by a step's value the roles are told apart.
    KindRules {
        kind: SUBMISSION_STEP,
        rights: KindRights {
            head: Writes::AllBut(&[DELETION]),
            submitter: Writes::AllBut(&[DELETION]),
        },
        ..PROCESS
    },
    KindRules {
        kind: OFFICE_STEP,
        ..PROCESS
    },
    KindRules {
        kind: APPROVAL_STEP,
        ..PROCESS
    },
    KindRules {
        kind: ANSWER_STEP,
        ..PROCESS
    },
    // Subjects and their history.
    KindRules {
        kind: "subjectYear",
        line_of: &[PERSON, FAMILY, COLLECTIVE, VILLAGE],
        rights: KindRights::of_heads_but(SAID_BY_COMMUNE),
        ..LINE
    },
    KindRules {
        kind: "awardDecision",
        process: &["decisionNumber", "decisionDate", "file"],
        ..RECORD
    },
    KindRules {
        kind: "awardedSubject",
        lives: RecordScope::Unit,
        process: &["presentedOn", "bookNumber"],
        ..RECORD
    },
    KindRules {
        kind: "awardCount",
        ..OF_YEAR
    },
    // What is asked for, and what comes of it.
    KindRules {
        kind: "movement",
        lives: RecordScope::All,
        ..RECORD
    },
    KindRules {
        kind: "movementResult",
        line_of: &["movement"],
        ..PROCESS
    },
    KindRules {
        kind: "awardStandard",
        lives: RecordScope::All,
        ..OF_YEAR
    },
    // From nomination to decision.
    KindRules {
        kind: "listNomination",
        lives: RecordScope::Unit,
        rights: KindRights::OF_HEADS,
        process: &["postedOn", "postedAt", "postedUntil", "opinions"],
        ..OF_YEAR
    },
    KindRules {
        kind: "listedSubject",
        line_of: &["listNomination"],
        rights: KindRights::of_heads_but(&["rating"]),
        ..LINE
    },
    KindRules {
        kind: "council",
        ..RECORD
    },
    KindRules {
        kind: "councilMember",
        line_of: &["council"],
        ..LINE
    },
    KindRules {
        kind: "meeting",
        lives: RecordScope::Office,
        process: &["ballotsIssued", "ballotsCollected", "ballotsValid"],
        ..RECORD
    },
    KindRules {
        kind: "attendee",
        line_of: &["meeting"],
        ..LINE
    },
    KindRules {
        kind: "meetingItem",
        line_of: &["meeting"],
        process: &[
            "votesFor",
            "votesAgainst",
            "votesBlank",
            "votesInvalid",
            "opinion",
            "result",
        ],
        ..LINE
    },
    KindRules {
        kind: "dossier",
        lives: RecordScope::Office,
        ..OF_YEAR
    },
    KindRules {
        kind: "dossierEntry",
        line_of: &["dossier"],
        ..LINE
    },
    KindRules {
        kind: "dossierPiece",
        line_of: &["dossier"],
        ..PROCESS
    },
    KindRules {
        kind: "transmission",
        line_of: &["dossier"],
        ..PROCESS
    },
    KindRules {
        kind: "supplement",
        line_of: &["dossier"],
        ..PROCESS
    },
    KindRules {
        kind: "exemplar",
        ..OF_YEAR
    },
    KindRules {
        kind: "model",
        ..OF_YEAR
    },
    // Blocks, scores, and what is handed in.
    KindRules {
        kind: "emulationBlock",
        lives: RecordScope::BlockAll,
        ..RECORD
    },
    KindRules {
        kind: "blockYear",
        line_of: &["emulationBlock"],
        ..LINE
    },
    KindRules {
        kind: "memberUnit",
        line_of: &["emulationBlock"],
        ..LINE
    },
    KindRules {
        kind: "scoreTable",
        lives: RecordScope::BlockAll,
        process: &["agreedOn", "opinionAskedOn", "issuedOn"],
        ..OF_YEAR
    },
    KindRules {
        kind: "criterion",
        line_of: &["scoreTable"],
        ..LINE
    },
    KindRules {
        kind: "disqualifier",
        line_of: &["scoreTable"],
        ..LINE
    },
    KindRules {
        kind: "scoreSheet",
        lives: RecordScope::BlockMember,
        rights: SUBMITTED,
        ..OF_YEAR
    },
    KindRules {
        kind: "scoreLine",
        line_of: &["scoreSheet"],
        rights: KindRights {
            head: Writes::Nothing,
            submitter: Writes::AllBut(NOT_SCORED),
        },
        process: SCORED_BY_OTHERS,
        ..LINE
    },
    KindRules {
        kind: SUBMITTED_PACK,
        lives: RecordScope::Submission,
        rights: SUBMITTED,
        // It names the parts.
        sole_content: Some(MANIFEST),
        ..RECORD
    },
    KindRules {
        kind: PACK_PART,
        line_of: &[SUBMITTED_PACK],
        rights: SUBMITTED,
        ..PROCESS
    },
    KindRules {
        kind: "budgetEstimate",
        lives: RecordScope::Block,
        ..OF_YEAR
    },
    KindRules {
        kind: "budgetLine",
        line_of: &["budgetEstimate"],
        process: &["spent"],
        ..LINE
    },
    // Papers, plan, reports.
    KindRules {
        kind: "officialDocument",
        lives: RecordScope::Office,
        process: &["documentNumber", "documentDate", "channel", "file"],
        ..RECORD
    },
    KindRules {
        kind: "reportContent",
        lives: RecordScope::Office,
        ..OF_YEAR
    },
    KindRules {
        kind: "report",
        lives: RecordScope::Office,
        ..RECORD
    },
    KindRules {
        kind: "plan",
        lives: RecordScope::Office,
        ..OF_YEAR
    },
    KindRules {
        kind: "planTask",
        lives: RecordScope::Office,
        process: &["doneOn", "document", "notDoneReason"],
        ..OF_YEAR
    },
    KindRules {
        kind: "eventDate",
        ..RECORD
    },
    KindRules {
        kind: "conference",
        lives: RecordScope::Office,
        ..RECORD
    },
    KindRules {
        kind: "agendaItem",
        line_of: &["conference"],
        ..LINE
    },
    KindRules {
        kind: "delegate",
        line_of: &["conference"],
        ..LINE
    },
    KindRules {
        kind: "talk",
        line_of: &["conference"],
        ..LINE
    },
    // The work diary.
    KindRules {
        kind: "training",
        ..RECORD
    },
    KindRules {
        kind: "inspection",
        ..RECORD
    },
    KindRules {
        kind: "initiative",
        ..RECORD
    },
    KindRules {
        kind: "fundEntry",
        ..RECORD
    },
    KindRules {
        kind: "blockActivity",
        ..RECORD
    },
    KindRules {
        kind: "propaganda",
        ..RECORD
    },
];

/// What a program asks of these kinds.
#[derive(Clone, Copy)]
enum Column {
    Rights,
    Process,
}

impl Column {
    /// Whether it says anything of a kind.
    const fn says(self, row: &KindRules) -> bool {
        match self {
            Self::Rights => {
                let KindRights { head, submitter } = row.rights;
                !matches!((head, submitter), (Writes::Nothing, Writes::Nothing))
            }
            Self::Process => {
                row.is_process || !row.process.is_empty() || row.sole_content.is_some()
            }
        }
    }

    const fn count(self) -> usize {
        let (mut row, mut count) = (0, 0);
        while row < ROWS.len() {
            if self.says(&ROWS[row]) {
                count += 1;
            }
            row += 1;
        }
        count
    }

    const fn rows<const COUNT: usize>(self) -> [KindRules; COUNT] {
        let mut rows = [RECORD; COUNT];
        let (mut row, mut count) = (0, 0);
        while row < ROWS.len() {
            if self.says(&ROWS[row]) {
                rows[count] = ROWS[row];
                count += 1;
            }
            row += 1;
        }
        rows
    }
}

/// Of a kind that others than officials write.
pub(super) fn rights(kind: &str) -> Option<KindRights> {
    static OF_OTHERS: [KindRules; Column::Rights.count()] = Column::Rights.rows();
    let row = OF_OTHERS.iter().find(|row| row.kind == kind)?;
    Some(row.rights)
}

/// Of a kind of which something is not content.
pub(super) fn process(kind: &str) -> Option<&'static KindRules> {
    static NOT_ALL_CONTENT: [KindRules; Column::Process.count()] = Column::Process.rows();
    NOT_ALL_CONTENT.iter().find(|row| row.kind == kind)
}

/// All of them.
pub(super) fn all() -> &'static [KindRules] {
    &ROWS
}

//! What happens next in an office, as plain data, so that a story can be made shorter.

use super::{FIELDS, PAPERS, PLACES};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use register::kind::{APPROVAL_STEP, OFFICE_STEP, SUBMISSION_STEP};
use register::role::Role;

const LENGTH: usize = 70;
const HEAD: usize = 0;
const PEOPLE: usize = 4;
const FORGERS: usize = 3;

/// What people do with papers; who may not is offered it all the same.
pub const STEPS: [(&str, &str); 7] = [
    (SUBMISSION_STEP, "submitted"),
    (SUBMISSION_STEP, "withdrawn"),
    (OFFICE_STEP, "received"),
    (OFFICE_STEP, "returned"),
    (OFFICE_STEP, "verified"),
    (APPROVAL_STEP, "approved"),
    (APPROVAL_STEP, "refused"),
];

#[derive(Clone, Debug)]
pub enum Act {
    Edit {
        who: usize,
        place: usize,
        field: usize,
        value: u8,
    },
    /// A page is opened, and stays open.
    Open {
        who: usize,
        paper: usize,
    },
    /// A step is taken on the page that is open.
    Tap {
        who: usize,
        step: usize,
    },
    TapAtOnce {
        who: usize,
        paper: usize,
        step: usize,
    },
    Delete {
        who: usize,
        paper: usize,
    },
    Undo {
        who: usize,
        paper: usize,
    },
    Sync {
        who: usize,
    },
    /// One question, whose reply comes or is lost.
    Round {
        who: usize,
        comes: bool,
    },
    /// What is unsent becomes a file, for whoever takes the next.
    Give {
        who: usize,
    },
    Take {
        who: usize,
    },
    Forge {
        who: usize,
        paper: usize,
        how: u8,
    },
    /// Somebody has another role from now on, or none.
    Role {
        who: usize,
        role: Option<Role>,
    },
    Backup,
    Restore {
        to: usize,
    },
}

impl Act {
    /// Whose screen it changes.
    pub fn who(&self) -> Option<usize> {
        match *self {
            Self::Edit { who, .. }
            | Self::Open { who, .. }
            | Self::Tap { who, .. }
            | Self::TapAtOnce { who, .. }
            | Self::Delete { who, .. }
            | Self::Undo { who, .. }
            | Self::Sync { who }
            | Self::Round { who, .. }
            | Self::Give { who }
            | Self::Take { who } => Some(who),
            Self::Forge { .. } | Self::Role { .. } | Self::Backup | Self::Restore { .. } => None,
        }
    }
}

pub fn random_acts(seed: u64) -> Vec<Act> {
    let mut random = StdRng::seed_from_u64(seed);
    (0..LENGTH).map(|_| random_act(&mut random)).collect()
}

fn random_act(random: &mut StdRng) -> Act {
    let who = random.random_range(0..PEOPLE);
    // Mostly the same paper: what never meets proves nothing.
    let paper = usize::from(random.random_range(0..4) == 0);
    debug_assert!(paper < PAPERS.len());
    let step = random.random_range(0..STEPS.len());
    // Each mostly does what is theirs to do.
    let own = match who {
        HEAD => random.random_range(0..2),
        1 => random.random_range(2..5),
        _ => random.random_range(5..STEPS.len()),
    };
    let step = if random.random_range(0..5) == 0 {
        step
    } else {
        own
    };
    match random.random_range(0..100) {
        0..17 => Act::Edit {
            who,
            place: random.random_range(0..PLACES.len()),
            field: random.random_range(0..FIELDS.len()),
            value: random.random_range(0..3),
        },
        17..22 => Act::Open { who, paper },
        22..31 => Act::Tap { who, step },
        31..45 => Act::TapAtOnce { who, paper, step },
        45..49 => Act::Delete { who, paper },
        49..50 => Act::Undo { who, paper },
        50..72 => Act::Sync { who },
        72..77 => Act::Round {
            who,
            comes: random.random(),
        },
        77..78 => Act::Give { who },
        78..81 => Act::Take { who },
        81..93 => Act::Forge {
            who: random.random_range(0..FORGERS),
            paper,
            how: random.random_range(0..9),
        },
        93..95 => Act::Role {
            who,
            role: [
                None,
                Some(Role::Viewer),
                Some(Role::CommuneOfficer),
                Some(Role::CommuneChair),
            ][random.random_range(0..4)],
        },
        95..97 => Act::Backup,
        _ => Act::Restore {
            to: random.random_range(0..2),
        },
    }
}

//! Who is enrolled here, and what the person may.

use reading::read_exactly;
use register::role::Role;
use serde::Serialize;

/// Who is enrolled here, as the endpoint said when the invitation was taken.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Enrolment {
    pub token: String,
    pub person: Person,
    pub role: Role,
    pub scope: String,
    pub commune: Commune,
    pub village: Option<Person>,
}

read_exactly!(Enrolment {
    token,
    person,
    role,
    scope,
    commune,
    village or default
});

/// An id and the name that goes with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Person {
    pub id: String,
    pub name: String,
}

read_exactly!(Person { id, name });

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Commune {
    pub code: String,
    pub name: String,
    pub province_code: String,
    pub province_name: String,
}

read_exactly!(Commune {
    code,
    name,
    province_code = "provinceCode",
    province_name = "provinceName"
});

impl Enrolment {
    /// Whether the person sees one village, and nothing of the commune's own.
    pub fn is_of_village(&self) -> bool {
        self.village.is_some()
    }

    /// Whether anything of records of a kind is the person's to write.
    pub fn keeps(&self, kind: &str) -> bool {
        self.role.keeps(kind)
    }

    pub fn may_write(&self, kind: &str, field: &str) -> bool {
        self.role.may_write(kind, field)
    }

    /// As [`Self::may_write`], of a record of the kind `above` or a line of it.
    pub fn may_write_line(&self, above: &str, kind: &str, field: &str) -> bool {
        self.role.may_write_line(above, kind, field)
    }
}

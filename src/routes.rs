//! Every address of the app: no view contains a URL.

use register::kind::{self, KindSpec, NavigationPage};

/// A place in the app, one for each page. Addresses are made of it and read into it here only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    Home,
    Places,
    /// The list of a kind that has one, by its address.
    List(&'static str),
    PasteVillages,
    Emulation,
    Commendation,
    NewNomination,
    More,
    Deleted,
    Waiting,
    /// Giving work to another phone, and taking it.
    HandOver,
    ShowCode,
    Scan,
    Review,
    /// An invitation's code; empty to type one.
    Invitation(String),
    Record(String),
    Section(String, String),
    Check(String),
    /// What happened to a record.
    History(String),
    /// The documents of a record, or of a list of the year.
    Papers(DocumentSource),
    /// One of them.
    Paper(DocumentSource, String),
    /// All files of a dossier.
    Dossier(DocumentSource, String),
    /// Who has a role here, by which phones.
    People,
    /// What hangs behind the stage of a conference.
    Stage,
    /// A file of a record: the record, and the line's own part of its id.
    File(String, String),
}

impl Route {
    pub fn path(&self) -> String {
        match self {
            Self::Home => "/".into(),
            Self::Places => "/dia-ban".into(),
            Self::List(list) => match listed_at(list).map(|row| row.room) {
                Some(NavigationPage::More) => format!("/khac/{list}"),
                _ => format!("/dia-ban/{list}"),
            },
            Self::PasteVillages => "/dan-danh-sach".into(),
            Self::Emulation => "/thi-dua".into(),
            Self::Commendation => "/khen-thuong".into(),
            Self::NewNomination => "/khen-thuong/moi".into(),
            Self::More => "/khac".into(),
            Self::Deleted => "/da-xoa".into(),
            Self::Waiting => "/so-chung".into(),
            Self::HandOver => "/chuyen-tay".into(),
            Self::ShowCode => "/chuyen-tay/ma".into(),
            Self::Scan => "/chuyen-tay/quet".into(),
            Self::Review => "/xem-lai".into(),
            Self::Invitation(code) => format!("/moi/{code}"),
            Self::Record(record) => format!("/phieu/{record}"),
            Self::Section(record, section) => format!("/phieu/{record}/{section}"),
            Self::Check(record) => format!("/kiem-tra/{record}"),
            Self::History(record) => format!("/lich-su/{record}"),
            Self::Papers(of) => format!("/van-ban/{}", of.part()),
            Self::Paper(of, key) => format!("/van-ban/{}/{key}", of.part()),
            Self::Dossier(of, key) => format!("/ho-so/{}/{key}", of.part()),
            Self::People => "/nguoi-va-may".into(),
            Self::Stage => "/ma-ket".into(),
            Self::File(record, line) => format!("/tep/{record}/{line}"),
        }
    }
}

impl Route {
    /// The place that an address names; the home screen if it names none.
    pub fn parse(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            ["dia-ban"] => Self::Places,
            ["dia-ban" | "khac", list] => {
                let list = listed_at(list).and_then(|row| row.list.as_ref());
                list.map_or(Self::Places, |list| Self::List(list.address))
            }
            ["dan-danh-sach"] => Self::PasteVillages,
            ["thi-dua"] => Self::Emulation,
            ["khen-thuong"] => Self::Commendation,
            ["khen-thuong", "moi"] => Self::NewNomination,
            ["khac"] => Self::More,
            ["da-xoa"] => Self::Deleted,
            ["so-chung"] => Self::Waiting,
            ["chuyen-tay"] => Self::HandOver,
            ["chuyen-tay", "ma"] => Self::ShowCode,
            ["chuyen-tay", "quet"] => Self::Scan,
            ["xem-lai"] => Self::Review,
            ["moi"] => Self::Invitation(String::new()),
            ["moi", code] => Self::Invitation((*code).to_owned()),
            ["phieu", record] => Self::Record((*record).to_owned()),
            ["phieu", record, section] => {
                Self::Section((*record).to_owned(), (*section).to_owned())
            }
            ["kiem-tra", record] => Self::Check((*record).to_owned()),
            ["lich-su", record] => Self::History((*record).to_owned()),
            ["van-ban", of] => Self::Papers(DocumentSource::parse(of)),
            ["van-ban", of, key] => Self::Paper(DocumentSource::parse(of), (*key).to_owned()),
            ["ho-so", of, key] => Self::Dossier(DocumentSource::parse(of), (*key).to_owned()),
            ["nguoi-va-may"] => Self::People,
            ["ma-ket"] => Self::Stage,
            ["tep", record, line] => Self::File((*record).to_owned(), (*line).to_owned()),
            _ => Self::Home,
        }
    }

    /// The record whose form is open here.
    pub fn record(&self) -> Option<&str> {
        match self {
            Self::Record(record)
            | Self::Section(record, _)
            | Self::Check(record)
            | Self::File(record, _) => Some(record),
            _ => None,
        }
    }

    /// The place in the bottom navigation; nothing while a form is open.
    pub fn tab(&self) -> Option<usize> {
        match self {
            Self::Home => Some(0),
            Self::List(list)
                if listed_at(list).is_some_and(|row| row.room == NavigationPage::More) =>
            {
                Some(4)
            }
            Self::Places | Self::List(_) => Some(1),
            Self::Emulation => Some(2),
            Self::Commendation | Self::NewNomination => Some(3),
            Self::More | Self::Deleted | Self::Waiting | Self::Review | Self::HandOver => Some(4),
            _ => None,
        }
    }
}

/// The kinds that have a list of their own in a room, in their order.
pub fn lists_in(
    room: NavigationPage,
) -> impl Iterator<Item = (&'static KindSpec, &'static kind::List)> {
    let rows = kind::all().iter().filter(move |row| row.room == room);
    rows.filter_map(|row| Some((row, row.list.as_ref()?)))
}

/// The kind that is listed at an address.
pub fn listed_at(address: &str) -> Option<&'static KindSpec> {
    let is_there = |row: &&KindSpec| {
        row.list
            .as_ref()
            .is_some_and(|list| list.address == address)
    };
    kind::all().iter().find(is_there)
}

/// Where records of a kind are listed.
pub fn list_of(of: &str) -> String {
    let Some(row) = kind::spec(of) else {
        return Route::More.path();
    };
    match (&row.list, row.room) {
        (Some(list), _) => Route::List(list.address).path(),
        (None, room) => path_of_room(room),
    }
}

/// The page that a room begins with.
pub fn path_of_room(room: NavigationPage) -> String {
    match room {
        NavigationPage::Places => Route::Places,
        NavigationPage::Emulation => Route::Emulation,
        NavigationPage::Commendation => Route::Commendation,
        NavigationPage::More => Route::More,
    }
    .path()
}

/// Where a record of a kind is opened: at its one page, or at its sections.
pub fn of_record(record: &str, only_section: Option<&str>) -> String {
    match only_section {
        Some(section) => Route::Section(record.to_owned(), section.to_owned()).path(),
        None => Route::Record(record.to_owned()).path(),
    }
}

/// The records that a page of documents is about, as its address names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentSource {
    Record(String),
    /// The nominations of the year that are taken in.
    Nominations,
    /// The registrations of the year.
    Registrations,
    /// All of the year.
    Year,
    /// What a conference's stage is drawn by.
    Stage,
}

impl DocumentSource {
    /// From an address.
    pub fn parse(part: &str) -> Self {
        let lists = [
            Self::Nominations,
            Self::Registrations,
            Self::Year,
            Self::Stage,
        ];
        let list = lists.into_iter().find(|list| list.part() == part);
        list.unwrap_or_else(|| Self::Record(part.to_owned()))
    }

    /// In an address.
    pub fn part(&self) -> &str {
        match self {
            Self::Record(record) => record,
            Self::Nominations => "de-nghi",
            Self::Registrations => "dang-ky",
            Self::Year => "nam",
            Self::Stage => "ma-ket",
        }
    }
}

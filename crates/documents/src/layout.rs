//! How an official document looks: Nghị định 30/2020/NĐ-CP, Phụ lục I, as one
//! table. Lengths in twentieths of a point, sizes of letters in points.
//!
//! The decree leaves a range for most things; what is here is within it. It
//! says nothing of the letters in tables: they are smaller, so that figures fit.

use crate::model::{Align, Orientation};

/// The font is named and never embedded (mục I.3).
pub const FONT: &str = "Times New Roman";

/// Quốc hiệu (mục II.1.a).
pub const NATIONAL_TITLE: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
/// Tiêu ngữ, with hyphens between blanks (mục II.1.b).
pub const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";

/// A4 (mục I.1): 210 × 297 mm.
const SHORT_EDGE: u32 = 11906;
const LONG_EDGE: u32 = 16838;

/// Mục I.2: top and bottom 20 - 25 mm, left 30 - 35 mm, right 15 - 20 mm.
pub const TOP: u32 = 1134;
pub const BOTTOM: u32 = 1134;
pub const LEFT: u32 = 1701;
pub const RIGHT: u32 = 851;
/// From the upper edge to the page number, which stands in the margin (mục I.7).
pub const PAGE_NUMBER_FROM_EDGE: u32 = 567;
/// Between a cell's lines and its text, on both sides.
pub const CELL_MARGIN: u32 = 70;

impl Orientation {
    /// Width and height of the paper.
    pub fn paper(self) -> (u32, u32) {
        match self {
            Self::Portrait => (SHORT_EDGE, LONG_EDGE),
            Self::Landscape => (LONG_EDGE, SHORT_EDGE),
        }
    }

    /// What is between the margins.
    pub fn text_width(self) -> u32 {
        self.paper().0 - LEFT - RIGHT
    }
}

/// The role of a line in an official document. Each role has one [`Style`], in every writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineRole {
    NationalTitle,
    Motto,
    Superior,
    Issuing,
    Number,
    About,
    PlaceAndDate,
    Kind,
    Subject,
    Addressee,
    Part,
    PartTitle,
    Section,
    Point,
    Letter,
    Body,
    Basis,
    Item,
    Note,
    Cell,
    HeaderCell,
    RecipientsHeading,
    Recipient,
    SignerLine,
    SignerRemark,
    SignerName,
    AppendixName,
    AppendixTitle,
    AppendixReference,
}

/// The line under a text, as the decree asks for it under some.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Underline {
    #[default]
    Nothing,
    /// As long as the text (under the motto).
    Whole,
    /// A third to a half of the text, in its middle.
    Part,
}

/// The looks of a [`LineRole`]: letters in points, distances in twentieths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub id: &'static str,
    /// In a word processor's list of styles.
    pub name: &'static str,
    pub size: u32,
    pub bold: bool,
    pub italic: bool,
    pub align: Align,
    pub first_indent: u32,
    pub before: u32,
    pub after: u32,
    /// Stays on one page with what follows.
    pub keeps_next: bool,
}

/// Mục II.5: the first line 1 cm or 1,27 cm in, at least 6 points between paragraphs.
const FIRST_INDENT: u32 = 720;
const GAP: u32 = 120;

const UPRIGHT: Style = Style {
    id: "",
    name: "",
    size: 14,
    bold: false,
    italic: false,
    align: Align::Centre,
    first_indent: 0,
    before: 0,
    after: 0,
    keeps_next: false,
};

const BODY: Style = Style {
    align: Align::Both,
    first_indent: FIRST_INDENT,
    after: GAP,
    ..UPRIGHT
};

const BOLD: Style = Style {
    bold: true,
    ..UPRIGHT
};

impl LineRole {
    pub const ALL: [Self; 29] = [
        Self::NationalTitle,
        Self::Motto,
        Self::Superior,
        Self::Issuing,
        Self::Number,
        Self::About,
        Self::PlaceAndDate,
        Self::Kind,
        Self::Subject,
        Self::Addressee,
        Self::Part,
        Self::PartTitle,
        Self::Section,
        Self::Point,
        Self::Letter,
        Self::Body,
        Self::Basis,
        Self::Item,
        Self::Note,
        Self::Cell,
        Self::HeaderCell,
        Self::RecipientsHeading,
        Self::Recipient,
        Self::SignerLine,
        Self::SignerRemark,
        Self::SignerName,
        Self::AppendixName,
        Self::AppendixTitle,
        Self::AppendixReference,
    ];

    /// Phụ lục I, mục II and III, and the table of sizes at its end (mục V).
    #[expect(clippy::too_many_lines, reason = "a table")]
    pub fn style(self) -> Style {
        match self {
            Self::NationalTitle => Style {
                id: "QuocHieu",
                name: "Quốc hiệu",
                size: 13,
                ..BOLD
            },
            Self::Motto => Style {
                id: "TieuNgu",
                name: "Tiêu ngữ",
                ..BOLD
            },
            Self::Superior => Style {
                id: "CoQuanChuQuan",
                name: "Cơ quan chủ quản",
                size: 13,
                ..UPRIGHT
            },
            Self::Issuing => Style {
                id: "CoQuanBanHanh",
                name: "Cơ quan ban hành",
                size: 13,
                ..BOLD
            },
            Self::Number => Style {
                id: "SoKyHieu",
                name: "Số và ký hiệu",
                size: 13,
                before: GAP,
                ..UPRIGHT
            },
            Self::About => Style {
                id: "VeViec",
                name: "Về việc",
                size: 12,
                before: 60,
                ..UPRIGHT
            },
            Self::PlaceAndDate => Style {
                id: "DiaDanhNgayThang",
                name: "Địa danh và thời gian",
                size: 13,
                italic: true,
                before: GAP,
                ..UPRIGHT
            },
            Self::Kind => Style {
                id: "TenLoai",
                name: "Tên loại",
                before: 240,
                keeps_next: true,
                ..BOLD
            },
            Self::Subject => Style {
                id: "TrichYeu",
                name: "Trích yếu",
                keeps_next: true,
                ..BOLD
            },
            Self::Addressee => Style {
                id: "KinhGui",
                name: "Kính gửi",
                before: GAP,
                after: 240,
                ..UPRIGHT
            },
            Self::Part => Style {
                id: "Phan",
                name: "Phần",
                before: GAP,
                keeps_next: true,
                ..BOLD
            },
            Self::PartTitle => Style {
                id: "TieuDePhan",
                name: "Tiêu đề phần",
                after: GAP,
                keeps_next: true,
                ..BOLD
            },
            Self::Section => Style {
                id: "Muc",
                name: "Mục",
                bold: true,
                keeps_next: true,
                ..BODY
            },
            Self::Point => Style {
                id: "Diem",
                name: "Điểm đánh số",
                bold: true,
                italic: true,
                keeps_next: true,
                ..BODY
            },
            // «Điểm» is upright, also where it has a heading (mục II.5).
            Self::Letter => Style {
                id: "DiemChuCai",
                name: "Điểm chữ cái",
                keeps_next: true,
                ..BODY
            },
            Self::Body => Style {
                id: "NoiDung",
                name: "Nội dung",
                ..BODY
            },
            Self::Basis => Style {
                id: "CanCu",
                name: "Căn cứ",
                italic: true,
                ..BODY
            },
            Self::Item => Style {
                id: "GachDauDong",
                name: "Gạch đầu dòng",
                ..BODY
            },
            Self::Note => Style {
                id: "GhiChu",
                name: "Ghi chú",
                size: 13,
                first_indent: 0,
                after: 60,
                ..BODY
            },
            Self::Cell => Style {
                id: "OBang",
                name: "Ô bảng",
                size: 12,
                align: Align::Left,
                ..UPRIGHT
            },
            Self::HeaderCell => Style {
                id: "TieuDeBang",
                name: "Tiêu đề bảng",
                size: 12,
                ..BOLD
            },
            Self::RecipientsHeading => Style {
                id: "NoiNhan",
                name: "Nơi nhận",
                size: 12,
                bold: true,
                italic: true,
                align: Align::Left,
                ..UPRIGHT
            },
            Self::Recipient => Style {
                id: "DanhSachNoiNhan",
                name: "Danh sách nơi nhận",
                size: 11,
                align: Align::Left,
                ..UPRIGHT
            },
            Self::SignerLine => Style {
                id: "QuyenHanChucVu",
                name: "Quyền hạn và chức vụ",
                size: 13,
                keeps_next: true,
                ..BOLD
            },
            Self::SignerRemark => Style {
                id: "ChuThichChuKy",
                name: "Chú thích chữ ký",
                size: 13,
                italic: true,
                keeps_next: true,
                ..UPRIGHT
            },
            Self::SignerName => Style {
                id: "HoTenNguoiKy",
                name: "Họ tên người ký",
                before: 1400,
                ..BOLD
            },
            Self::AppendixName => Style {
                id: "PhuLuc",
                name: "Phụ lục",
                keeps_next: true,
                ..BOLD
            },
            Self::AppendixTitle => Style {
                id: "TieuDePhuLuc",
                name: "Tiêu đề phụ lục",
                keeps_next: true,
                ..BOLD
            },
            Self::AppendixReference => Style {
                id: "DanChieuPhuLuc",
                name: "Dẫn chiếu phụ lục",
                italic: true,
                after: 240,
                ..UPRIGHT
            },
        }
    }
}

/// How long the line under a text is, for writers that cannot measure it: of the
/// motto all of it, of others about two fifths of their (last) line.
pub fn length_under(under: Underline, text: &str, role: LineRole, width: u32) -> u32 {
    let style = role.style();
    let whole = crate::metrics::width(text, style.size, style.bold).min(width);
    match under {
        Underline::Nothing => 0,
        Underline::Whole => whole,
        Underline::Part => whole * 2 / 5,
    }
}

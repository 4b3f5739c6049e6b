//! The checker is checked: documents broken on purpose, each in one place.

use crate::checker::departures;
use crate::docx_file::Package;
use crate::sample;
use documents::docx;

#[track_caller]
fn check(sample_name: &str, file: &str, from: &str, to: &str, expected: &str) {
    let bytes = docx::write(&sample(sample_name).document).expect("a docx");
    assert_eq!(departures(&bytes), Vec::<String>::new());
    let mut package = Package::read(&bytes);
    let text = package.text(file).to_owned();
    assert!(text.contains(from), "{file} has no {from}");
    package.0.insert(file.to_owned(), text.replace(from, to));
    let found = departures(&package.write());
    assert!(
        found.iter().any(|one| one.contains(expected)),
        "{from} → {to}: no «{expected}» in {found:#?}"
    );
}

const BODY: &str = "word/document.xml";
const STYLES: &str = "word/styles.xml";

#[test]
fn paper_and_margins() {
    check(
        "to-trinh",
        BODY,
        r#"w:w="11906" w:h="16838""#,
        r#"w:w="12240" w:h="15840""#,
        "khổ giấy",
    );
    check("bieu-02", BODY, r#" w:orient="landscape""#, "", "khổ giấy");
    check(
        "to-trinh",
        BODY,
        r#"w:top="1134""#,
        r#"w:top="567""#,
        "lề top",
    );
    check(
        "to-trinh",
        BODY,
        r#"w:bottom="1134""#,
        r#"w:bottom="1500""#,
        "lề bottom",
    );
    check(
        "to-trinh",
        BODY,
        r#"w:left="1701""#,
        r#"w:left="1134""#,
        "lề left",
    );
    check(
        "to-trinh",
        BODY,
        r#"w:right="851" w:b"#,
        r#"w:right="1440" w:b"#,
        "lề right",
    );
}

#[test]
fn page_numbers() {
    check("to-trinh", BODY, "<w:titlePg/>", "", "số trang");
    check(
        "to-trinh",
        "word/header1.xml",
        " PAGE ",
        " NUMPAGES ",
        "số trang",
    );
    check(
        "to-trinh",
        "word/header1.xml",
        "center",
        "right",
        "số trang",
    );
    check(
        "to-trinh",
        "word/header1.xml",
        r#"w:val="28""#,
        r#"w:val="20""#,
        "số trang",
    );
}

#[test]
fn fonts_and_sizes() {
    check("to-trinh", STYLES, "Times New Roman", "Arial", "phông chữ");
    check(
        "to-trinh",
        STYLES,
        r#"w:val="000000""#,
        r#"w:val="FF0000""#,
        "màu chữ",
    );
    check(
        "to-trinh",
        STYLES,
        r#"<w:b/><w:bCs/><w:sz w:val="26"/>"#,
        r#"<w:b/><w:bCs/><w:sz w:val="30"/>"#,
        "QuocHieu",
    );
    check(
        "to-trinh",
        STYLES,
        r#"<w:sz w:val="22"/>"#,
        r#"<w:sz w:val="28"/>"#,
        "DanhSachNoiNhan",
    );
    check("to-trinh", STYLES, "<w:i/><w:iCs/>", "", "chữ nghiêng");
    check("to-trinh", STYLES, "<w:b/><w:bCs/>", "", "chữ đậm");
    check(
        "dang-ky",
        STYLES,
        r#"w:firstLine="720""#,
        r#"w:firstLine="0""#,
        "lùi đầu dòng",
    );
    check(
        "dang-ky",
        STYLES,
        r#"w:after="120""#,
        r#"w:after="40""#,
        "cách đoạn",
    );
    check(
        "dang-ky",
        STYLES,
        r#"w:line="240""#,
        r#"w:line="480""#,
        "cách dòng",
    );
    check(
        "dang-ky",
        STYLES,
        r#"w:val="both""#,
        r#"w:val="left""#,
        "căn left",
    );
    check(
        "to-trinh",
        BODY,
        r#"<w:pStyle w:val="TenLoai"/>"#,
        r#"<w:pStyle w:val="Heading1"/>"#,
        "không có trong Nghị định",
    );
}

#[test]
fn words_and_places() {
    check("to-trinh", BODY, "CỘNG HÒA", "CỘNG HOÀ", "viết sai");
    check(
        "to-trinh",
        BODY,
        "Độc lập - Tự do",
        "Độc lập – Tự do",
        "viết sai",
    );
    check("to-trinh", BODY, "Số: 05/", "Số: 5/", "số, ký hiệu");
    check("to-trinh", BODY, "05", "5", "ngày, tháng");
    check("to-trinh", BODY, "tháng 02", "tháng 2", "ngày, tháng");
    check("to-trinh", BODY, "TỜ TRÌNH", "Tờ trình", "in hoa");
    check(
        "to-trinh",
        BODY,
        r#"<w:pStyle w:val="SoKyHieu"/>"#,
        r#"<w:pStyle w:val="QuocHieu"/>"#,
        "đứng sai bên",
    );
    check("to-trinh", BODY, "Nơi nhận:", "Nơi gửi:", "Nơi nhận");
    check("to-trinh", BODY, "- Lưu: VT.", "Lưu: VT", "nơi nhận");
    check("to-trinh", BODY, "- Lưu: VT.", "- Sở Nội vụ.", "dòng Lưu");
}

#[test]
fn lines_tables_and_appendices() {
    check(
        "to-trinh",
        BODY,
        "w:pBdr",
        "w:noBdr",
        "đường kẻ dưới Tiêu ngữ",
    );
    check("to-trinh", BODY, "<w:tblHeader/>", "", "dòng tiêu đề");
    check(
        "bieu-02",
        BODY,
        r#"<w:gridCol w:w=""#,
        r#"<w:gridCol w:w="9"#,
        "bảng rộng",
    );
    check(
        "to-trinh",
        BODY,
        r#"w:val="CanCu""#,
        r#"w:val="PhuLuc""#,
        "không ở đầu trang",
    );
}

#[test]
fn what_stands_beside_what() {
    // The number in the row of the national title, a name in the row of «TM.».
    check(
        "to-trinh",
        BODY,
        r#"<w:pStyle w:val="QuocHieu"/>"#,
        r#"<w:pStyle w:val="SoKyHieu"/>"#,
        "không cùng dòng",
    );
    check(
        "bien-ban",
        BODY,
        r#"<w:pStyle w:val="QuyenHanChucVu"/>"#,
        r#"<w:pStyle w:val="HoTenNguoiKy"/>"#,
        "ngang nhau",
    );
}

#[test]
fn navigation_and_properties() {
    check(
        "to-trinh",
        BODY,
        r#"<w:outlineLvl w:val="0"/>"#,
        "",
        "mức dàn ý",
    );
    check(
        "dang-ky",
        BODY,
        r#"<w:outlineLvl w:val="1"/>"#,
        "",
        "mức dàn ý",
    );
    check(
        "to-trinh",
        BODY,
        r#"<w:pStyle w:val="CanCu"/>"#,
        r#"<w:pStyle w:val="CanCu"/><w:outlineLvl w:val="3"/>"#,
        "mức dàn ý",
    );
    check("to-trinh", STYLES, "Tên loại", "TenLoai", "tên kiểu chữ");
    let core = "docProps/core.xml";
    let title = "Tờ trình đề nghị khen thưởng – Ủy ban nhân dân xã Mẫu Sơn";
    check("to-trinh", core, title, "", "thiếu tên văn bản");
}

#[test]
fn appendices_totals_and_the_registry() {
    check(
        "to-trinh",
        BODY,
        r#"<w:pgNumType w:start="1"/>"#,
        "",
        "số trang",
    );
    check("du-toan", BODY, "<w:keepNext/>", "", "sang trang một mình");
    check("to-trinh", BODY, "- Lưu: VT.", "- Lưu VT.", "dòng Lưu");
}

//! The roles as styles of a word processor.

use super::{WORD, XML};
use crate::layout::{FONT, LineRole, Style};
use crate::model::Align;

pub(super) fn styles() -> String {
    let roles: String = LineRole::ALL
        .iter()
        .map(|role| style(&role.style()))
        .collect();
    format!(
        r#"{XML}<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/><w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>{roles}</w:styles>"#
    )
}

fn style(style: &Style) -> String {
    let Style {
        id,
        name,
        size,
        before,
        after,
        first_indent,
        ..
    } = style;
    let keeps = if style.keeps_next {
        "<w:keepNext/>"
    } else {
        ""
    };
    let bold = if style.bold { "<w:b/><w:bCs/>" } else { "" };
    let italic = if style.italic { "<w:i/><w:iCs/>" } else { "" };
    let half_points = size * 2;
    let align = word(style.align);
    format!(
        r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{keeps}<w:spacing w:before="{before}" w:after="{after}"/><w:ind w:firstLine="{first_indent}"/><w:jc w:val="{align}"/></w:pPr><w:rPr>{bold}{italic}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr></w:style>"#
    )
}

pub(super) fn word(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
        Align::Both => "both",
    }
}

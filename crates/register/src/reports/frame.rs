//! What stands around the text of a printed form: its head, its end, what is
//! attached.

use crate::rules::reader::{At, Read, read_item};
use crate::rules::source::Words;
use crate::source::Source;

/// The head of a document; what it does not have is not printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The organ above and the one that issues it.
    pub left: Vec<Words>,
    /// «CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM», «Độc lập - Tự do - Hạnh phúc»
    pub right: Vec<Words>,
    /// «Số: /BC-»
    pub number: Option<Words>,
    pub place_and_date: Option<Words>,
    /// «(Đề cương)»
    pub label: Option<Words>,
}

read_item!(Header {
    left,
    right,
    number,
    place_and_date,
    label
});

/// The end of a document: place for signers and recipients.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    /// «Nơi nhận:»
    pub recipients: Option<Recipients>,
    /// Line by line: «THỦ TRƯỞNG ĐƠN VỊ», «(ký tên, đóng dấu)».
    pub signer: Signer,
    /// «XÁC NHẬN CỦA ĐƠN VỊ»
    pub confirmation: Vec<Words>,
}

read_item!(Signature {
    recipients,
    signer,
    confirmation
});

/// The lines above a signature, at least one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signer(pub Vec<Words>);

impl Read for Signer {
    fn read(at: &At<'_>) -> Self {
        let lines = Vec::read(at);
        if lines.is_empty() && at.value.is_array() {
            at.say("phải có ít nhất một dòng");
        }
        Self(lines)
    }
}

/// The list of recipients at a document's end («Nơi nhận»).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recipients {
    pub heading: Words,
    pub lines: Vec<Words>,
}

read_item!(Recipients { heading, lines });

/// A table that is attached to a document, by its layout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Appendix {
    pub id: String,
    pub name: String,
    pub table: String,
    pub reference: bool,
    pub checked: bool,
    pub source: Option<Source>,
}

read_item!(Appendix { id, name, table, reference, checked, source }
    and "note", "slip", "why", "retired");

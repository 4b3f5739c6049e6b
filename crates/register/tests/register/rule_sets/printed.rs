//! What is printed is what is quoted, unless the rule set says why not.

use super::files::{self, objects};
use super::quotes::{OF_A_DOCUMENT, plain, source_of};
use serde_json::Value;

/// What is printed in a rule set's own year.
fn filled(text: &str, main: &Value) -> String {
    let year = main["year"].as_i64().unwrap_or_default();
    let mut words = vec![
        ("year".to_owned(), year.to_string()),
        ("nextYear".to_owned(), (year + 1).to_string()),
        ("previousYear".to_owned(), (year - 1).to_string()),
    ];
    let period = |from: &str, to: &str| {
        let years = &main["period"];
        format!("{} - {}", years[from], years[to])
    };
    words.push(("period".to_owned(), period("from", "to")));
    words.push(("nextPeriod".to_owned(), period("nextFrom", "nextTo")));
    let labels = main["labels"].as_object().into_iter().flatten();
    words.extend(
        labels.map(|(key, word)| (key.clone(), word.as_str().unwrap_or_default().to_owned())),
    );
    words.iter().fold(text.to_owned(), |text, (key, word)| {
        text.replace(&format!("{{{key}}}"), word)
    })
}

/// Without its number and the signs around it, its first letter small.
fn bare(text: &str) -> String {
    let text = plain(text).replace(" ;", ";").replace("( ", "(");
    let (first, rest) = text.split_once(' ').unwrap_or((&text, ""));
    let is_number = first.ends_with(['.', ')']) && first.chars().count() <= 6 && !rest.is_empty();
    let is_bullet = matches!(first, "-" | "+");
    let text = if is_number || is_bullet { rest } else { &text };
    let text = ["Phần thứ nhất ", "Phần thứ hai ", "Phần II ", "Phần I "]
        .iter()
        .find_map(|part| text.strip_prefix(part))
        .unwrap_or(text);
    let text = text.trim_end_matches(['.', ';', ':', ',', '/', '…', ' ']);
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}

/// A printed text says what the quotation says; where the form leaves room
/// («Số: /BC-»), the words around it in their order.
fn says_the_same(text: &str, quote: &str) -> bool {
    if bare(text) == bare(quote) || plain(text) == plain(quote) {
        return true;
    }
    if !text.contains('{') {
        return false;
    }
    let quote = plain(&quote.replace(['.', '…'], " "));
    let mut rest = quote.as_str();
    let words = text
        .split('{')
        .enumerate()
        .map(|(place, piece)| match place {
            0 => piece,
            _ => piece.split_once('}').map_or("", |(_, after)| after),
        });
    words.map(plain).all(|piece| match rest.find(&piece) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    })
}

/// The quotation with its slip mended as the rule set writes it down.
fn mended(quote: &str, slip: &Value, documents: &[Value], document: &str) -> String {
    let slips = documents
        .iter()
        .filter(|known| known["id"] == document)
        .flat_map(|known| files::list(&known["slips"]));
    let of_number = slips.filter(|known| known["no"] == *slip);
    of_number.fold(quote.to_owned(), |quote, slip| {
        let word = |key: &str| plain(slip[key].as_str().unwrap_or_default());
        quote.replace(&word("printed"), &word("text"))
    })
}

#[test]
fn what_is_printed_is_what_is_quoted_unless_it_is_said_why_not() {
    let mut count = 0;
    for id in OF_A_DOCUMENT {
        let main = files::json(id);
        let documents = files::items(id, "sourceDocuments");
        for layer in files::layers(id) {
            let mut of_reference: Vec<String> = Vec::new();
            objects(&layer, "", &mut |way, object| {
                if object["reference"] == true {
                    of_reference.push(format!("{way}."));
                }
                let is_ours = object.get("why").is_some()
                    || object["reference"] == true
                    || of_reference.iter().any(|around| way.starts_with(around));
                let (Some(text), Some(source)) = (object["text"].as_str(), source_of(object))
                else {
                    return;
                };
                let quote = source.quote.unwrap_or_default();
                if is_ours || quote.is_empty() {
                    return;
                }
                let text = filled(text, &main);
                let mended = mended(&quote, &object["slip"], &documents, &source.document);
                assert!(
                    says_the_same(&text, &quote) || says_the_same(&text, &mended),
                    "{id}{way}\n  text  {text}\n  quote {quote}"
                );
                count += 1;
            });
        }
    }
    assert!(count > 550, "{count} texts only");
}

#[test]
fn a_text_that_was_changed_is_noticed() {
    assert!(says_the_same("Bế mạc.", "- Bế mạc."));
    assert!(says_the_same(
        "Số: {documentNumber}/BC-{unitSymbol}",
        "Số: /BC-"
    ));
    assert!(!says_the_same("Bế mạc hội nghị", "Bế mạc."));
    assert!(!says_the_same("ít nhất 03 năm", "ít nhất 02 năm"));
    assert!(!says_the_same("Số: {documentNumber}/TTr-", "Số: /BC-"));
}

//! A form as a person fills it: fields by their labels, lines of tables by their number.

use std::cell::RefCell;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::Phone;

/// Where a field is looked for.
#[derive(Clone, Copy)]
enum Within {
    Page,
    /// The n-th line of the table on the page, from 1.
    Line(usize),
}

impl Within {
    fn json(self) -> Value {
        match self {
            Self::Page => Value::Null,
            Self::Line(number) => json!(number),
        }
    }
}

/// Of a field: its `.field` or `fieldset`, by the words of its label.
const FRAME: &str = "
    const wanted = arguments[0].normalize('NFC');
    const said = (e) => (e.textContent || '').normalize('NFC').replace(/\\s+/g, ' ').trim();
    const page = arguments[1] === null ? document : document.querySelectorAll('.line-card')[arguments[1] - 1];
    const labels = page ? [...page.querySelectorAll('.field > label, fieldset > legend')] : [];
    const label = labels.find((e) => said(e) === wanted) || labels.find((e) => said(e).includes(wanted));
    const frame = label && label.parentElement;
    if (frame) frame.scrollIntoView({ block: 'center', behavior: 'instant' });
    const control = frame && frame.querySelector('input:not([type=search]), textarea, select, output, .picked');
";

impl Phone {
    async fn control(&self, label: &str, within: Within) -> WebElement {
        let body = format!("{FRAME} return control || null;");
        let find = async || {
            let found = self
                .driver()
                .execute(&body, vec![json!(label), within.json()])
                .await;
            found.ok()?.element().ok()
        };
        self.wait_for(&format!("a field is labelled “{label}”"), async || {
            find().await.is_some()
        })
        .await;
        find()
            .await
            .unwrap_or_else(|| panic!("the field “{label}” went away"))
    }

    /// Puts the keyboard into a field.
    pub async fn enter(&self, label: &str) {
        self.enter_within(label, Within::Page).await;
    }

    /// As a person does: who misses a field, because the page moved a moment ago, taps it again.
    async fn enter_within(&self, label: &str, within: Within) -> WebElement {
        let entered = RefCell::new(None);
        self.wait_for(&format!("“{label}” can be tapped"), async || {
            let control = self.control(label, within).await;
            let done = control.click().await.is_ok();
            entered.replace(Some(control));
            done
        })
        .await;
        entered.into_inner().unwrap()
    }

    /// Replaces what stands in the field, key by key, and stays in it.
    pub async fn types(&self, label: &str, text: &str) {
        self.type_into(label, Within::Page, text).await;
    }

    async fn type_into(&self, label: &str, within: Within, text: &str) {
        let control = self.enter_within(label, within).await;
        self.select_all().await;
        if text.is_empty() {
            control.send_keys(Key::Delete + "").await.unwrap();
        } else {
            control.send_keys(text).await.unwrap();
        }
    }

    /// Types more at the end of what stands in the field.
    pub async fn types_on(&self, label: &str, text: &str) {
        let control = self.enter_within(label, Within::Page).await;
        self.does(
            "const e = document.activeElement; e.setSelectionRange(e.value.length, e.value.length)",
            vec![],
        )
        .await;
        control.send_keys(text).await.unwrap();
    }

    /// Replaces what stands in the field at once, as a person pastes.
    pub async fn pastes(&self, label: &str, text: &str) {
        self.enter(label).await;
        self.select_all().await;
        self.does(
            "document.execCommand('insertText', false, arguments[0])",
            vec![json!(text)],
        )
        .await;
    }

    /// Fills several fields and leaves the last.
    pub async fn writes(&self, fields: &[(&str, &str)]) {
        for (label, text) in fields {
            self.type_into(label, Within::Page, text).await;
        }
        self.leaves().await;
    }

    /// The same in the n-th line of the table.
    pub async fn writes_in_line(&self, number: usize, fields: &[(&str, &str)]) {
        for (label, text) in fields {
            self.type_into(label, Within::Line(number), text).await;
        }
        self.leaves().await;
    }

    /// Leaves the field by tapping where nothing is, and waits until its text is kept.
    pub async fn leaves(&self) {
        let header = self.find("header h1").await;
        header.click().await.unwrap();
        self.does("document.activeElement.blur()", vec![]).await;
        self.has_written().await;
    }

    /// What stands in a field, a list or a reference.
    pub async fn field_says(&self, label: &str) -> String {
        self.read(label, Within::Page).await
    }

    async fn read(&self, label: &str, within: Within) -> String {
        let body = format!(
            "{FRAME}
            if (!control) return null;
            if (control.tagName === 'SELECT') return control.selectedOptions[0]?.innerText.trim() ?? '';
            if (control.type === 'radio' || control.type === 'checkbox')
                return [...frame.querySelectorAll('input:checked')].map((e) => e.closest('label').querySelector('b').innerText).join('; ');
            return control.value ?? control.querySelector('.row-title')?.innerText ?? control.innerText;"
        );
        let arguments = || vec![json!(label), within.json()];
        self.wait_for(&format!("a field is labelled “{label}”"), async || {
            self.script_with::<Option<String>>(&body, arguments())
                .await
                .is_some()
        })
        .await;
        let said = self.script_with::<Option<String>>(&body, arguments()).await;
        said.unwrap_or_default()
    }

    /// Waits until the field says so.
    pub async fn reads(&self, label: &str, text: &str) {
        self.reads_within(label, Within::Page, text).await;
    }

    pub async fn reads_in_line(&self, number: usize, label: &str, text: &str) {
        self.reads_within(label, Within::Line(number), text).await;
    }

    async fn reads_within(&self, label: &str, within: Within, text: &str) {
        self.wait_for(&format!("“{label}” says “{text}”"), async || {
            self.read(label, within).await == text
        })
        .await;
    }

    /// What is said under a field: what is wrong, or what was found again.
    pub async fn note_under(&self, label: &str) -> String {
        let body = format!(
            "{FRAME} const note = frame?.querySelector('.problem'); return note && !note.hidden ? note.innerText.trim() : '';"
        );
        self.script_with(&body, vec![json!(label), Value::Null])
            .await
    }

    pub async fn sees_note(&self, label: &str, words: &str) {
        self.wait_for(
            &format!("under “{label}” stands “{words}”"),
            async || self.note_under(label).await.contains(words),
        )
        .await;
    }

    /// Chooses from a list or from big rows.
    pub async fn chooses(&self, label: &str, option: &str) {
        self.choose_within(label, Within::Page, option).await;
    }

    pub async fn chooses_in_line(&self, number: usize, label: &str, option: &str) {
        self.choose_within(label, Within::Line(number), option)
            .await;
    }

    async fn choose_within(&self, label: &str, within: Within, option: &str) {
        // The lists of a phone are drawn by the phone: a driver cannot tap them.
        let body = format!(
            "{FRAME}
            if (!control) return false;
            const option = arguments[2].normalize('NFC');
            if (control.tagName === 'SELECT') {{
                const found = [...control.options].find((e) => e.innerText.normalize('NFC').trim() === option);
                if (!found) return false;
                control.value = found.value;
                control.dispatchEvent(new Event('change', {{ bubbles: true }}));
                return true;
            }}
            const row = [...frame.querySelectorAll('label.choice')].find((e) => e.querySelector('b').innerText.normalize('NFC').trim() === option);
            if (!row) return false;
            row.click();
            return true;"
        );
        self.wait_for(
            &format!("“{label}” offers “{option}”"),
            async || {
                self.script_with::<bool>(&body, vec![json!(label), within.json(), json!(option)])
                    .await
            },
        )
        .await;
        self.reads_chosen(label, within, option).await;
        self.has_written().await;
    }

    async fn reads_chosen(&self, label: &str, within: Within, option: &str) {
        self.wait_for(&format!("“{label}” shows “{option}”"), async || {
            self.read(label, within).await.contains(option)
        })
        .await;
    }

    /// Writes a value of one's own where two people's stand side by side.
    pub async fn writes_other(&self, text: &str) {
        let field = self.find(".conflict textarea").await;
        field.click().await.unwrap();
        self.select_all().await;
        field.send_keys(text).await.unwrap();
    }

    /// Waits until what is being typed is safe, though the field was not left.
    pub async fn is_typed(&self, text: &str) {
        const READ: &str = "return (async () => {
            for (const { name } of await indexedDB.databases()) {
                if (!name.startsWith('so-thi-dua-')) continue;
                const database = await new Promise((done) => {
                    const request = indexedDB.open(name);
                    request.onsuccess = () => done(request.result);
                });
                const rows = await new Promise((done) => {
                    const request = database.transaction('typing').objectStore('typing').getAll();
                    request.onsuccess = () => done(request.result);
                });
                database.close();
                if (rows.some((row) => new TextDecoder().decode(row).includes(arguments[0]))) return true;
            }
            return false;
        })()";
        self.wait_for(&format!("“{text}” is kept as typed"), async || {
            self.script_with::<bool>(READ, vec![json!(text)]).await
        })
        .await;
    }

    /// Opens the search of a reference, types, and taps the words (a row, or «Thêm …»).
    pub async fn picks(&self, label: &str, search: &str, tap: &str) {
        self.pick_within(label, Within::Page, search, tap).await;
    }

    pub async fn picks_in_line(&self, number: usize, label: &str, search: &str, tap: &str) {
        self.pick_within(label, Within::Line(number), search, tap)
            .await;
    }

    async fn pick_within(&self, label: &str, within: Within, search: &str, tap: &str) {
        let body = format!("{FRAME} return frame?.querySelector('.picked button') || null;");
        let find = async || {
            let found = self
                .driver()
                .execute(&body, vec![json!(label), within.json()])
                .await;
            found.ok()?.element().ok()
        };
        self.wait_for(
            &format!("“{label}” can be chosen"),
            async || match find().await {
                Some(button) => button.click().await.is_ok(),
                None => false,
            },
        )
        .await;
        self.search(search).await;
        self.taps_in_dialog(tap).await;
        self.wait_until("!document.querySelector('dialog[open]')")
            .await;
        self.has_written().await;
    }

    /// Taps something in the dialog that is open.
    pub async fn taps_in_dialog(&self, words: &str) {
        const FIND: &str = "
            const wanted = arguments[0].normalize('NFC');
            const dialog = document.querySelector('dialog[open]');
            const said = (e) => e.innerText.normalize('NFC').replace(/\\s+/g, ' ').trim();
            const all = dialog ? [...dialog.querySelectorAll('button')] : [];
            const found = all.find((e) => said(e) === wanted) || all.find((e) => said(e).includes(wanted));
            if (!found || found.closest('[aria-disabled=true]')) return null;
            found.scrollIntoView({ block: 'center', behavior: 'instant' });
            return found;";
        self.wait_for(&format!("the dialog offers “{words}”"), async || {
            let found = self.driver().execute(FIND, vec![json!(words)]).await;
            match found.ok().and_then(|found| found.element().ok()) {
                Some(button) => button.click().await.is_ok(),
                None => false,
            }
        })
        .await;
    }

    /// Adds a line to the table on the page and waits for it.
    pub async fn adds_line(&self, words: &str) -> usize {
        let count = async || {
            self.script::<usize>("return document.querySelectorAll('.line-card').length")
                .await
        };
        let before = count().await;
        self.tap(words).await;
        self.wait_for("one line more", async || count().await == before + 1)
            .await;
        self.has_written().await;
        before + 1
    }

    /// Goes on to the next section.
    pub async fn goes_on(&self, heading: &str) {
        self.tap("Tiếp tục").await;
        self.is_at(heading).await;
    }

    /// The section of this heading is open.
    pub async fn is_at(&self, heading: &str) {
        self.wait_for(
            &format!("the section “{heading}” is open"),
            async || {
                self.script::<String>(
                    "return document.querySelector('.progress-text')?.innerText ?? ''",
                )
                .await
                .contains(heading)
            },
        )
        .await;
    }
}

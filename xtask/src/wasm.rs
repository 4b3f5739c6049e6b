//! Making a WASM file smaller without understanding it. Why not wasm-opt: docs/decisions/0007.

/// Drops the sections for debuggers and linkers: `name` alone is 43 KB of the first load.
/// `None` if this is not a WASM file.
pub fn without_names(wasm: &[u8]) -> Option<Vec<u8>> {
    const HEADER: usize = 8;
    const CUSTOM: u8 = 0;
    if !wasm.starts_with(b"\0asm") || wasm.len() < HEADER {
        return None;
    }
    let mut kept = wasm[..HEADER].to_vec();
    let mut rest = &wasm[HEADER..];
    while let Some((&id, after_id)) = rest.split_first() {
        let (length, body_and_next) = leb128(after_id)?;
        let (body, next) = body_and_next.split_at_checked(length)?;
        let section = &rest[..rest.len() - next.len()];
        if id != CUSTOM || !is_for_debuggers(body) {
            kept.extend_from_slice(section);
        }
        rest = next;
    }
    Some(kept)
}

fn is_for_debuggers(custom_section: &[u8]) -> bool {
    let name = leb128(custom_section).and_then(|(length, rest)| rest.get(..length));
    name.is_some_and(|name| {
        // What linkers leave for one another is of no use in a browser.
        [&b"name"[..], b"producers", b"linking"].contains(&name)
            || name.starts_with(b".debug_")
            || name.starts_with(b"reloc.")
    })
}

/// An unsigned number of up to 32 bits, and what follows it.
fn leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0_usize;
    for (index, byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[index + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::without_names;

    fn custom(name: &str, length: usize) -> Vec<u8> {
        let mut body = vec![name.len() as u8];
        body.extend_from_slice(name.as_bytes());
        body.resize(body.len() + length, 7);
        let mut section = vec![0, (body.len() % 128) as u8 | 0x80, (body.len() / 128) as u8];
        section.extend(body);
        section
    }

    #[test]
    fn only_the_sections_for_debuggers_are_dropped() {
        let header = b"\0asm\x01\0\0\0".to_vec();
        let types = vec![1, 3, 9, 9, 9];
        let whole = [
            header.clone(),
            types.clone(),
            custom("name", 300),
            custom("linking", 9),
            custom("reloc.CODE", 9),
            custom("target_features", 4),
        ]
        .concat();
        let expected = [header, types, custom("target_features", 4)].concat();
        assert_eq!(without_names(&whole), Some(expected));
    }

    #[test]
    fn what_is_not_wasm_is_said_to_be_none() {
        assert_eq!(without_names(b"<!doctype html>"), None);
        assert_eq!(without_names(b"\0asm\x01\0\0\0\x00\xff"), None);
    }
}

use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The SHA-256 of bytes in base64url without padding: 43 characters.
pub fn sha256_text(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let letters = digest.chunks(3).flat_map(|three| {
        let bits = (0..3).fold(0_usize, |bits, place| {
            bits << 8 | usize::from(*three.get(place).unwrap_or(&0))
        });
        let letter = move |place: usize| char::from(ALPHABET[bits >> (18 - 6 * place) & 63]);
        (0..=three.len()).map(letter)
    });
    letters.collect()
}

//! What is handed over without a network: operations, each signed by its author's
//! device, in a file or in the frames of a moving QR code ([`crate::frames`]).
//! `docs/PROTOCOL.md`, section 19.
//!
//! A bundle is one line that says what follows, and what follows:
//!
//! ```text
//! SO-THI-DUA 1 plain|gzip|sealed <length> <sha256> <number>
//! ```
//!
//! so that what was cut off or changed on its way is known for that, before
//! anything of it is read. Packing and sealing are not done here: the browser can.

use crate::wire::{Devices, WireOperation};
use crate::{LARGEST_NUMBER, Operation, is_key, is_scope, is_signature, sha256_text};
use reading::Slot;
use serde::{Deserialize, Serialize};

/// The version of bundles that this code writes.
pub const VERSION: u32 = 1;
/// No bundle is larger, as it is and unpacked, in bytes.
pub const LARGEST: usize = 16 * 1024 * 1024;
/// How many rounds of PBKDF2 a passphrase takes when it seals.
pub const ROUNDS: u32 = 600_000;
/// More rounds would stop a phone.
const MOST_ROUNDS: u32 = 10_000_000;
/// The bytes of salt that a sealed body begins with, and of the iv after it.
pub const SALT: usize = 16;
pub const IV: usize = 12;
/// What AES-GCM adds to what it seals.
const TAG: usize = 16;

const MAGIC: &[u8] = b"SO-THI-DUA ";
/// No first line is longer.
const LONGEST_LINE: usize = 160;

/// A defect that keeps bytes from being read as a bundle. Nothing of such a bundle is taken in; the
/// app shows the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleProblem {
    #[error("there is nothing in it")]
    Empty,
    #[error("it is not a bundle")]
    Foreign,
    #[error("a newer version of the app has made it")]
    Newer,
    #[error("its end is missing")]
    Truncated,
    #[error("it is not as it was made")]
    Altered,
    #[error("it is larger than any bundle")]
    TooLarge,
    #[error("it is as it was made, and makes no sense")]
    Malformed,
}

/// An operation with its scope, its author's public key and signature: the element of a bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Slot)]
pub struct SignedOperation {
    pub scope: String,
    pub operation: Operation,
    /// The author's public key.
    pub key: String,
    /// Over [`Operation::signed_text`].
    pub signature: String,
}

/// The body of a bundle after its first line was checked, by how it is packed. Whoever reads it
/// unpacks or unseals it and calls [`read()`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleContent<'a> {
    /// For [`read()`].
    Plain(&'a [u8]),
    /// Packed by gzip: what comes of it has so many bytes and not one more, and is
    /// for [`read()`].
    Packed { bytes: &'a [u8], unpacked: usize },
    /// Sealed with a passphrase: what comes of it is a bundle that is not sealed.
    Sealed(EncryptedContent<'a>),
}

/// The sealed body of a bundle: AES-256-GCM by a key of PBKDF2-SHA-256, the tag at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncryptedContent<'a> {
    pub rounds: u32,
    pub salt: &'a [u8],
    pub iv: &'a [u8],
    pub bytes: &'a [u8],
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    so_thi_dua: u32,
    keys: Vec<String>,
    devices: Vec<String>,
    scopes: Vec<BodyScope>,
}

#[derive(Serialize, Deserialize)]
struct BodyScope {
    scope: String,
    ops: Vec<WireOperation>,
}

/// The body of a bundle: JSON, to be wrapped plain or packed.
pub fn write(signed: &[SignedOperation]) -> Vec<u8> {
    let mut body = Body {
        so_thi_dua: VERSION,
        keys: Vec::new(),
        devices: Vec::new(),
        scopes: Vec::new(),
    };
    let mut devices = Devices::default();
    for one in signed {
        let known = body.keys.iter().position(|key| *key == one.key);
        let key = known.unwrap_or_else(|| {
            body.keys.push(one.key.clone());
            body.keys.len() - 1
        });
        let sig = one.signature.clone();
        let packed = devices.pack(&one.operation);
        let packed = WireOperation { key, sig, ..packed };
        match body.scopes.iter_mut().find(|of| of.scope == one.scope) {
            Some(of) => of.ops.push(packed),
            None => body.scopes.push(BodyScope {
                scope: one.scope.clone(),
                ops: vec![packed],
            }),
        }
    }
    body.devices = devices.into_ids();
    // Texts and numbers in structs are always JSON.
    serde_json::to_vec(&body).unwrap_or_default()
}

/// A body as a bundle.
pub fn plain(body: &[u8]) -> Vec<u8> {
    wrap("plain", body, body.len())
}

/// A body that was packed by gzip as a bundle; `unpacked` is its length before.
pub fn packed(packed: &[u8], unpacked: usize) -> Vec<u8> {
    wrap("gzip", packed, unpacked)
}

/// A bundle that was sealed as a bundle: `sealed` is what AES-256-GCM made of it by
/// a key of so many `rounds`.
pub fn sealed(rounds: u32, salt: &[u8; SALT], iv: &[u8; IV], sealed: &[u8]) -> Vec<u8> {
    let body = [salt.as_slice(), iv, sealed].concat();
    wrap("sealed", &body, rounds as usize)
}

fn wrap(kind: &str, body: &[u8], number: usize) -> Vec<u8> {
    let (length, hash) = (body.len(), sha256_text(body));
    let line = format!("SO-THI-DUA {VERSION} {kind} {length} {hash} {number}\n");
    [line.as_bytes(), body].concat()
}

/// What a bundle holds, if it is one and is whole.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn open(bytes: &[u8]) -> Result<BundleContent<'_>, BundleProblem> {
    if bytes.is_empty() {
        return Err(BundleProblem::Empty);
    }
    let Some(rest) = bytes.strip_prefix(MAGIC) else {
        let begun = MAGIC.starts_with(bytes);
        return Err(if begun {
            BundleProblem::Truncated
        } else {
            BundleProblem::Foreign
        });
    };
    let end = rest.iter().take(LONGEST_LINE).position(|b| *b == b'\n');
    let line = &rest[..end.unwrap_or_else(|| rest.len().min(LONGEST_LINE))];
    let line = std::str::from_utf8(line).map_err(|_| BundleProblem::Foreign)?;
    let mut words = line.split(' ');
    let mut word = || words.next().unwrap_or_default();
    let version: Option<u32> = word().parse().ok();
    if end.is_none() && rest.len() < LONGEST_LINE {
        return Err(BundleProblem::Truncated);
    }
    match version {
        Some(VERSION) => {}
        Some(newer) if newer > VERSION => return Err(BundleProblem::Newer),
        _ => return Err(BundleProblem::Foreign),
    }
    let (kind, length, hash, number) = (word(), word(), word(), word());
    let (Ok(length), Ok(number), Some(end)) =
        (length.parse::<usize>(), number.parse::<usize>(), end)
    else {
        return Err(BundleProblem::Foreign);
    };
    let body = &rest[end + 1..];
    if length > LARGEST || body.len() > LARGEST {
        return Err(BundleProblem::TooLarge);
    }
    if body.len() < length {
        return Err(BundleProblem::Truncated);
    }
    if body.len() > length || sha256_text(body) != hash {
        return Err(BundleProblem::Altered);
    }
    match kind {
        "plain" => Ok(BundleContent::Plain(body)),
        "gzip" if number > LARGEST => Err(BundleProblem::TooLarge),
        "gzip" => Ok(BundleContent::Packed {
            bytes: body,
            unpacked: number,
        }),
        "sealed" => unseal(body, number),
        _ => Err(BundleProblem::Newer),
    }
}

fn unseal(body: &[u8], rounds: usize) -> Result<BundleContent<'_>, BundleProblem> {
    let rounds = u32::try_from(rounds).map_err(|_| BundleProblem::Malformed)?;
    if !(ROUNDS..=MOST_ROUNDS).contains(&rounds) || body.len() < SALT + IV + TAG {
        return Err(BundleProblem::Malformed);
    }
    let (salt, rest) = body.split_at(SALT);
    let (iv, bytes) = rest.split_at(IV);
    Ok(BundleContent::Sealed(EncryptedContent {
        rounds,
        salt,
        iv,
        bytes,
    }))
}

/// The operations of a body. That somebody signed them is for whoever can to find
/// out; here they only look as if.
///
/// # Errors
/// If one of them is not well formed: nothing of such a bundle is taken in.
pub fn read(body: &[u8]) -> Result<Vec<SignedOperation>, BundleProblem> {
    if body.len() > LARGEST {
        return Err(BundleProblem::TooLarge);
    }
    let body: Body = serde_json::from_slice(body).map_err(|_| BundleProblem::Malformed)?;
    match body.so_thi_dua {
        VERSION => {}
        0 => return Err(BundleProblem::Malformed),
        _ => return Err(BundleProblem::Newer),
    }
    let devices = Devices::new(body.devices);
    let mut all = Vec::new();
    for BodyScope { scope, ops } in body.scopes {
        for mut wire in ops {
            let key = body.keys.get(wire.key).filter(|key| is_key(key));
            let signature = std::mem::take(&mut wire.sig);
            let operation = devices.unpack(wire);
            let (Some(key), Ok(operation)) = (key, operation) else {
                return Err(BundleProblem::Malformed);
            };
            let formed = is_scope(&scope)
                && is_signature(&signature)
                && operation.number <= LARGEST_NUMBER
                && operation.check().is_ok();
            if !formed {
                return Err(BundleProblem::Malformed);
            }
            all.push(SignedOperation {
                scope: scope.clone(),
                operation,
                key: key.clone(),
                signature,
            });
        }
    }
    if all.is_empty() {
        return Err(BundleProblem::Empty);
    }
    Ok(all)
}

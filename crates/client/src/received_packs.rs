//! What was handed in to another scope, as it stands there (`docs/PROTOCOL.md`, section 24). Whoever receives it
//! sees what its manifest names, or that something is missing; how it came, whoever wrote it says.

use merge::{Attribution, Existence, Tree};
use register::kind::{ATTACHMENT, PACK_PART, SUBMITTED_PACK};
use register::pack::{Incomplete, MANIFEST, PART, Pack, SOURCE, Source, made_id, read};
use serde_json::Value;

/// A pack as it stands in the scope that it was handed in to.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceivedPack<'t> {
    /// What was handed in, or why that is not known yet.
    pub pack: Result<Pack<'t>, Incomplete>,
    /// How it came; nothing if nobody says, or several say different things.
    pub source: Option<Source>,
    /// Who brought the manifest: by one whose operation only this phone has been handed it is not verified.
    pub brought: &'t [Attribution],
}

/// The pack of a record and its lines; nothing if it is none, or is deleted.
pub fn received(tree: &Tree) -> Option<ReceivedPack<'_>> {
    let root = tree.root().filter(|root| root.kind == SUBMITTED_PACK)?;
    if matches!(root.existence, Existence::Deleted { .. }) {
        return None;
    }
    let values = |field| {
        let view = root.fields.get(field);
        view.map_or(&[][..], |view| &view.candidates)
    };
    // Whatever else a broken register states there, the id is made of one.
    let mut manifests = values(MANIFEST).iter();
    let manifest = manifests.find(|one| made_id(&one.value) == root.id);
    let source = match values(SOURCE) {
        [one] => Source::of(&one.value),
        _ => None,
    };
    Some(ReceivedPack {
        pack: manifest.map_or(Err(Incomplete::NoManifest), |manifest| {
            read(&root.id, &manifest.value, lines(tree, &root.id))
        }),
        source,
        brought: manifest.map_or(&[], |manifest| &manifest.said),
    })
}

/// What stands in the lines of a pack, by their own words.
fn lines<'t>(tree: &'t Tree, pack: &'t str) -> impl Iterator<Item = (&'t str, &'t Value)> {
    tree.lines(PACK_PART).flat_map(move |line| {
        let own = line.id.strip_prefix(pack);
        let own = own.and_then(|own| own.strip_prefix('.'));
        let values = line.fields.get(PART);
        let values = values.map_or(&[][..], |view| &view.candidates);
        let values = values.iter().map(|candidate| &candidate.value);
        values.filter_map(move |value| Some((own?, value)))
    })
}

/// The files that a pack names, each as its record says it: `sha256`, `size`, `type`. Whoever hands it in
/// has the endpoint take them over from `manifest.scope`.
pub fn files<'t>(pack: &Pack<'t>) -> Vec<&'t Value> {
    let attachments = pack.records.iter().filter(|one| one.kind == ATTACHMENT);
    attachments.filter_map(|one| one.value("file")).collect()
}

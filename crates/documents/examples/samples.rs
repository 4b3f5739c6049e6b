//! Writes every document of the tests into a folder: `cargo xtask samples`.

#[path = "../tests/support/mod.rs"]
mod support;

use documents::html::Stylesheet;
use documents::{backdrop, docx, html, xlsx};
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let folder = PathBuf::from(folder);
    std::fs::create_dir_all(&folder)?;
    for (name, made) in support::samples() {
        let path = |ending: &str| folder.join(format!("{name}.{ending}"));
        std::fs::write(path("docx"), docx::write(&made.document)?)?;
        std::fs::write(path("xlsx"), xlsx::write(&made.document)?)?;
        std::fs::write(
            path("html"),
            html::write(&made.document, Stylesheet::Inside),
        )?;
        let findings: Vec<String> = made.findings.iter().map(ToString::to_string).collect();
        std::fs::write(path("txt"), findings.join("\n"))?;
        println!("{name}: {}", made.findings.len());
    }
    let world = support::World::filled("lang-son-2026");
    for id in ["commune", "provincialAgency", "district", "enterprise"] {
        let words = [("ordinal".to_owned(), "hai".to_owned())].into();
        let drawn = backdrop::backdrop(world.context(), id, &words).ok_or(id)?;
        std::fs::write(folder.join(format!("ma-ket-{id}.svg")), drawn.svg)?;
    }
    Ok(())
}

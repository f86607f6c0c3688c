//! Compiles the tables of names, so that the program starts without reading them.

#![allow(dead_code, reason = "the modules are those of the program, which uses more of them")]

#[path = "places/compile.rs"]
mod compile;
#[path = "places/custom.rs"]
mod custom;
#[path = "places/draft.rs"]
mod draft;
#[path = "places/entry.rs"]
mod entry;
#[path = "places/hashed.rs"]
mod hashed;
#[path = "places/letters.rs"]
mod letters;
#[path = "places/run.rs"]
mod run;
#[path = "places/tables.rs"]
mod tables;
#[path = "places/words.rs"]
mod words;

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=src/build.rs");
    println!("cargo::rerun-if-changed=src/places");
    let folder = std::env::var_os("OUT_DIR")
        .map(std::path::PathBuf::from)
        .unwrap_or_default();
    std::fs::write(
        folder.join("gazetteer.bin"),
        compile::compile(&custom::Custom::default()),
    )
}

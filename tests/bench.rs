//! Measures what the design budgets, in Chromium with the processor slowed six times, and prints it
//! beside the budget. Run by `cargo xtask bench`.

fn main() {
    println!("nothing is measured yet");
}

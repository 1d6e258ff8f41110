//! `dfdg-server`.

use std::process::ExitCode;

fn main() -> ExitCode {
    dfdg_server::cli::main()
}

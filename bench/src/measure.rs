//! Children: what they cost, and limits that hold them.

use std::io;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use wait4::Wait4 as _;

/// The exit status with which `timeout` says that it ended its child.
const TIMED_OUT: i32 = 124;

/// The signal that says that the CPU time is over.
const SIGXCPU: i32 = 24;

/// How much longer than its CPU time a child may take by the clock. A busy machine is no fault of the child's, but what
/// waits for something that never comes uses no CPU time.
const PATIENCE: u32 = 10;

/// How a child ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// With an exit status.
    Exit(i32),
    /// By a signal.
    Signal(i32),
    /// It was ended when its time was over.
    TimedOut,
}

impl End {
    /// Whether the child says that all went well.
    pub fn is_success(self) -> bool {
        self == End::Exit(0)
    }
}

impl std::fmt::Display for End {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            End::Exit(status) => write!(f, "exit status {status}"),
            End::Signal(signal) => write!(f, "signal {signal}"),
            End::TimedOut => write!(f, "timed out"),
        }
    }
}

/// What a child and its children cost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// CPU seconds, user and system.
    pub cpu: f64,
    /// The most memory that one process held, in megabytes (1,000,000 bytes).
    pub peak: f64,
}

/// What a child may use at most.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// CPU time of each process.
    pub seconds: u32,
    /// Address space; without a number there is no limit.
    pub gigabytes: Option<u32>,
}

/// A command that is held to limits. Arguments can be added.
pub fn limited(program: &Path, limits: Limits) -> Command {
    let memory =
        limits.gigabytes.map_or("unlimited".to_owned(), |gigabytes| (u64::from(gigabytes) << 20).to_string());
    let seconds = limits.seconds;
    // Only the soft limit: at the hard one there is no telling why a child was killed.
    let script = format!("ulimit -v {memory} && ulimit -S -t {seconds} && exec \"$@\"");
    let clock = seconds.saturating_mul(PATIENCE).to_string();
    let mut command = Command::new("bash");
    command.args(["-c", &script, "limited", "timeout", "--kill-after=5", &clock]);
    command.arg(program);
    command
}

/// Runs a command that [`limited`] made, and waits for it.
///
/// # Errors
///
/// It cannot be started.
pub fn run(command: &mut Command) -> io::Result<(End, Cost)> {
    let used = command.spawn()?.wait4()?;
    let end = match (used.status.code(), used.status.signal()) {
        (Some(TIMED_OUT), _) | (None, Some(SIGXCPU)) => End::TimedOut,
        // How a shell, and `timeout`, tell of a signal.
        (Some(status), _) if status == 128 + SIGXCPU => End::TimedOut,
        (Some(status), _) => End::Exit(status),
        (None, signal) => End::Signal(signal.unwrap_or_default()),
    };
    let time: Duration = used.rusage.utime + used.rusage.stime;
    Ok((end, Cost { cpu: time.as_secs_f64(), peak: used.rusage.maxrss as f64 / 1e6 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, limits: Limits) -> (End, Cost) {
        run(limited(Path::new("bash"), limits).args(["-c", script])).unwrap()
    }

    const EASY: Limits = Limits { seconds: 20, gigabytes: None };

    #[test]
    fn the_end_of_a_child_is_told() {
        assert_eq!(shell("exit 3", EASY).0, End::Exit(3));
        assert_eq!(shell("while :; do :; done", Limits { seconds: 1, ..EASY }).0, End::TimedOut);
    }

    #[test]
    fn cpu_time_is_that_of_grandchildren_too() {
        let (end, cost) = shell("bash -c 'for ((i = 0; i < 100000; i++)); do :; done'; sleep 0.3", EASY);
        assert!(end.is_success());
        assert!(cost.cpu > 0.02 && cost.cpu < 5.0, "{cost:?}");
        assert!(cost.peak > 0.5, "{cost:?}");
    }

    #[test]
    fn memory_has_a_limit() {
        let limits = Limits { gigabytes: Some(1), ..EASY };
        assert_eq!(shell("test $(ulimit -v) = 1048576", limits).0, End::Exit(0));
        assert_eq!(shell("test $(ulimit -v) = 1048576", EASY).0, End::Exit(1));
    }
}

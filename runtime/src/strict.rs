//! Whether the contract is taken by the letter: by servers, and by clients that validate answers.

use std::cell::Cell;

thread_local! {
    static STRICT: Cell<bool> = const { Cell::new(false) };
}

/// Reads with the contract taken by the letter: `null` where it is not allowed and properties that it refuses are
/// errors. Without it both are read over, since answers of real servers have them.
pub(crate) fn strictly<T>(read: impl FnOnce() -> T) -> T {
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            STRICT.set(self.0);
        }
    }
    let _restore = Restore(STRICT.replace(true));
    read()
}

/// Whether this read takes the contract by the letter.
pub(crate) fn is_strict() -> bool {
    STRICT.get()
}

//! A server of its own for every test, and a caller for it.

//! The server of five DFDG services: the domain logic behind the generated traits, over a store that is one file.

pub mod clock;
pub mod letasyl;
pub mod sensitive;
pub mod settings;
pub mod store;

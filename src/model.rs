//! The model: everything that makes a run and measures it. What shows it (`show`, `faces`, `ui`, `cli`) is
//! another package, which has these rooms as its own.
//!
//! From the inside out: [`facts`] is what can be recorded, [`sim`] the kernel, [`patterns`] the mechanisms, [`consistency`] what is
//! measured, [`run`] one execution, [`session`] and [`lab`] what people do with runs.

pub mod consistency;
pub mod facts;
pub mod lab;
pub mod patterns;
pub mod run;
pub mod scenario;
pub mod session;
pub mod sim;

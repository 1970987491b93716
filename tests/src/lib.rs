//! What crosses borders: helpers of the tests between whole peers, and what the fuzz targets run.

pub mod database;
pub mod foreign;
pub mod fuzz;
pub mod http;
#[cfg(target_os = "linux")]
pub mod lab;
pub mod namespace;
pub mod peers;
pub mod proxy;
pub mod raw;
pub mod rng;
pub mod screen;
pub mod shell;
pub mod skip;

//! See `pure2p_tests::fuzz::port_mapping`.
#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| pure2p_tests::fuzz::port_mapping(data));

//! See `pure2p_tests::fuzz::router_xml`.
#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| pure2p_tests::fuzz::router_xml(data));

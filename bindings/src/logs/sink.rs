//! Where the platform keeps its log.

use tracing::Level;

#[cfg(target_os = "android")]
pub(super) fn start() {
    let config = android_logger::Config::default().with_tag("Pure2P").with_max_level(log::LevelFilter::Trace);
    android_logger::init_once(config);
}

#[cfg(target_os = "android")]
pub(super) fn write(level: Level, target: &str, line: &str) {
    let level = match level {
        Level::ERROR => log::Level::Error,
        Level::WARN => log::Level::Warn,
        Level::INFO => log::Level::Info,
        Level::DEBUG => log::Level::Debug,
        Level::TRACE => log::Level::Trace,
    };
    log::log!(target: target, level, "{line}");
}

#[cfg(target_vendor = "apple")]
pub(super) fn start() {}

#[cfg(target_vendor = "apple")]
pub(super) fn write(level: Level, target: &str, line: &str) {
    use std::sync::LazyLock;
    static LOG: LazyLock<oslog::OsLog> = LazyLock::new(|| oslog::OsLog::new("dev.pure2p", "core"));
    let level = match level {
        Level::ERROR => oslog::Level::Fault,
        Level::WARN => oslog::Level::Error,
        Level::INFO => oslog::Level::Default,
        Level::DEBUG => oslog::Level::Info,
        Level::TRACE => oslog::Level::Debug,
    };
    LOG.with_level(level, &format!("{target}: {line}"));
}

#[cfg(not(any(target_os = "android", target_vendor = "apple")))]
pub(super) fn start() {}

#[cfg(not(any(target_os = "android", target_vendor = "apple")))]
pub(super) fn write(level: Level, target: &str, line: &str) {
    eprintln!("{level} {target}: {line}");
}

/* Only for `cargo xtask check-phones`: all that openssl-sys wants to know when nothing is compiled. */
#define OPENSSL_VERSION_MAJOR 3
#define OPENSSL_VERSION_MINOR 6
#define OPENSSL_VERSION_PATCH 3

/* Only for `cargo xtask check-phones`: see opensslv.h. */

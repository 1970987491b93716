package dev.pure2p.app.home

/** What is known of the database. */
sealed interface HomeState {
    /** It is being opened. */
    data object Opening : HomeState

    /** Open. */
    data class Open(val home: OpenHome) : HomeState

    /** Its key is provably gone. Nothing was touched: a person decides. */
    data object KeyLost : HomeState

    /** It can't be opened right now. It is tried again, and nothing was touched. */
    data class Unavailable(val problem: Problem) : HomeState
}

/** Why a database can't be opened right now, as far as a person can do something about it. */
enum class Problem {
    /** Another process has it. */
    BUSY,

    /** The database is damaged. */
    DAMAGED,

    /** The device has no room left. */
    DEVICE_FULL,

    /** The device does not give the key out. */
    KEY_STORE,

    /** A newer app wrote it. */
    NEWER,

    /** Something else. */
    OTHER,
}

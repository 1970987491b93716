//! Notices that the clock jumped: this machine slept, or somebody set it. Costs no wake-ups.

#[cfg(any(target_os = "android", target_os = "linux"))]
mod imp {
    use std::io;
    use std::os::fd::AsFd;

    use rustix::io::Errno;
    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
        timerfd_settime,
    };
    use tokio::net::unix::pipe::Receiver;

    /// A timer that never comes, but is cancelled when the clock is set, or goes on after a sleep. It is no pipe; but all
    /// that is ever done with it is to read, which is alike.
    #[derive(Debug)]
    pub(in crate::network) struct Clock(Receiver);

    impl Clock {
        pub(in crate::network) fn new() -> io::Result<Self> {
            let flags = TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC;
            let timer = timerfd_create(TimerfdClockId::Realtime, flags)?;
            arm(&timer)?;
            Ok(Self(Receiver::from_owned_fd_unchecked(timer)?))
        }

        /// Waits for the next jump. Safe to drop.
        pub(in crate::network) async fn jumped(&self) -> io::Result<()> {
            loop {
                self.0.readable().await?;
                match self.0.try_read(&mut [0; 8]) {
                    Err(error) if Errno::from_io_error(&error) == Some(Errno::CANCELED) => {
                        return arm(&self.0);
                    }
                    Err(error) if error.kind() != io::ErrorKind::WouldBlock => return Err(error),
                    _ => {}
                }
            }
        }

        /// Nothing to compare: the timer tells by itself.
        pub(in crate::network) fn jumped_since(&mut self) -> bool {
            false
        }
    }

    fn arm(timer: &impl AsFd) -> io::Result<()> {
        /// The year 2255.
        const NEVER: Timespec = Timespec { tv_sec: 9_000_000_000, tv_nsec: 0 };
        const NO_MORE: Timespec = Timespec { tv_sec: 0, tv_nsec: 0 };
        let flags = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
        timerfd_settime(timer, flags, &Itimerspec { it_interval: NO_MORE, it_value: NEVER })?;
        Ok(())
    }
}

#[cfg(not(any(target_os = "android", target_os = "linux")))]
mod imp {
    use std::time::{Duration, Instant, SystemTime};
    use std::{future, io};

    /// Two clocks that go apart by more than this: one of them stood still, or was set.
    const APART: Duration = Duration::from_secs(10);

    /// The clock on the wall goes on while the machine sleeps, the other one does not. A machine that wakes up finds its
    /// networks anew, so comparing at each such notice is enough.
    #[derive(Debug)]
    pub(in crate::network) struct Clock {
        wall: SystemTime,
        steady: Instant,
    }

    impl Clock {
        pub(in crate::network) fn new() -> io::Result<Self> {
            Ok(Self { wall: SystemTime::now(), steady: Instant::now() })
        }

        /// Nobody tells here.
        pub(in crate::network) async fn jumped(&self) -> io::Result<()> {
            future::pending().await
        }

        /// Whether it jumped since this was last asked.
        pub(in crate::network) fn jumped_since(&mut self) -> bool {
            let now = Self { wall: SystemTime::now(), steady: Instant::now() };
            let steady = now.steady.duration_since(self.steady);
            let apart = match now.wall.duration_since(self.wall) {
                Ok(wall) => wall.abs_diff(steady),
                Err(back) => back.duration() + steady,
            };
            *self = now;
            apart > APART
        }
    }
}

pub(super) use imp::Clock;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Duration;

    use super::Clock;

    #[tokio::test]
    async fn a_clock_that_goes_on_does_not_jump() {
        let mut clock = Clock::new().unwrap();
        assert!(tokio::time::timeout(Duration::from_millis(50), clock.jumped()).await.is_err());
        assert!(!clock.jumped_since());
    }
}

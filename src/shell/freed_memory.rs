//! Lets the C library return the memory that a picture needed.
//!
//! glibc keeps freed memory for the next request. After a few pictures that is up to 330 MB, which stays until the window is
//! closed; with this limit it is 40 MB. glibc reads the limit when a program starts. The desktop entry sets it; without it, the
//! program starts itself again, which takes 15 ms.

/// The variable in which glibc looks for the limit; child processes should not inherit it.
pub(super) const LIMIT_VARIABLE: &str = "MALLOC_TRIM_THRESHOLD_";

/// Replaces the running program by itself with the limit set. Returns if there is a limit, if the system's C library needs none,
/// or if it cannot be set: the window then needs more memory, and nothing else changes.
pub(super) fn limit() {
    #[cfg(all(target_os = "linux", target_env = "gnu", feature = "pictures"))]
    {
        use std::os::unix::process::CommandExt as _;
        use std::{env, process};

        // The most bytes at the end of the heap that are kept: glibc's initial value, which it otherwise raises by itself.
        const LIMIT: &str = "131072";
        if env::var_os(LIMIT_VARIABLE).is_none()
            && let Ok(program) = env::current_exe()
        {
            // Only a failure returns.
            let _failure =
                process::Command::new(program).args(env::args_os().skip(1)).env(LIMIT_VARIABLE, LIMIT).exec();
        }
    }
}

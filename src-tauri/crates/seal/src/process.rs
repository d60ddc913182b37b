//! What the whole process does to keep its memory to itself: no core dump, and no other program of the same person may
//! attach to it or read its memory (prctl(2), PR_SET_DUMPABLE; getrlimit(2), RLIMIT_CORE). Root still may.

/// To be called once, at the start of a program. False where the system refuses, or has nothing of the kind.
#[cfg(target_os = "linux")]
pub fn keep_to_itself() -> bool {
    use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let no_core = setrlimit(Resource::Core, none).is_ok();
    set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok() && no_core
}

/// To be called once, at the start of a program. False where the system refuses, or has nothing of the kind.
#[cfg(not(target_os = "linux"))]
pub fn keep_to_itself() -> bool {
    false
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    #[test]
    fn nothing_may_attach_and_nothing_is_dumped() {
        assert!(super::keep_to_itself());
        assert_eq!(dumpable_behavior(), Ok(DumpableBehavior::NotDumpable));
        assert_eq!(getrlimit(Resource::Core).current, Some(0));
    }
}

//! The worker's walls, built before it reads its first byte: no new privileges, no files and no network by Landlock (where the
//! kernel has it), a short list of system calls by seccomp (any other ends the process), bounded memory and time, nothing
//! to be read by a debugger or left in a core dump. Nothing here can be undone.
//!
//! On systems other than Linux there are no walls yet, and `shut` says so.

/// Which walls stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shut {
    /// No path can be opened, whatever system call were to get through.
    pub landlock: bool,
    /// Only listed system calls.
    pub seccomp: bool,
}

/// The walls could not be built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open;

/// Address space of the worker in bytes. More ends it.
pub const MEMORY: u64 = 2 << 30;
/// Processor seconds of the worker. More ends it.
pub const CPU_SECONDS: u64 = 600;
/// Stack of the worker in bytes.
pub const STACK: u64 = 64 << 20;

/// Builds the walls around this process.
#[cfg(not(target_os = "linux"))]
pub fn shut() -> Result<Shut, Open> {
    Ok(Shut {
        landlock: false,
        seccomp: false,
    })
}

#[cfg(target_os = "linux")]
pub use linux::shut;

#[cfg(target_os = "linux")]
mod linux {
    use super::{CPU_SECONDS, MEMORY, Open, STACK, Shut};
    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};
    use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
        apply_filter,
    };

    /// Builds the walls around this process, which has one thread.
    pub fn shut() -> Result<Shut, Open> {
        set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(|_| Open)?;
        rustix::thread::set_no_new_privs(true).map_err(|_| Open)?;
        let landlock = shut_files();
        bound_resources()?;
        let walls = filter().ok_or(Open)?;
        apply_filter(&walls).map_err(|_| Open)?;
        Ok(Shut {
            landlock,
            seccomp: true,
        })
    }

    /// A ruleset that handles everything this kernel knows and allows nothing. False where the kernel has no Landlock.
    fn shut_files() -> bool {
        let abi = ABI::V6;
        let rules = Ruleset::default()
            .handle_access(AccessFs::from_all(abi))
            .and_then(|rules| rules.handle_access(AccessNet::from_all(abi)))
            .and_then(|rules| rules.scope(Scope::from_all(abi)))
            .and_then(|rules| rules.create())
            .and_then(|rules| rules.restrict_self());
        rules.is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
    }

    fn bound_resources() -> Result<(), Open> {
        let hard = |most: u64| Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        let bounds = [
            (Resource::As, hard(MEMORY)),
            (Resource::Core, hard(0)),
            (Resource::Fsize, hard(0)),
            (Resource::Nofile, hard(0)),
            (Resource::Nproc, hard(0)),
            (Resource::Memlock, hard(0)),
            (
                Resource::Cpu,
                Rlimit {
                    current: Some(CPU_SECONDS),
                    maximum: Some(CPU_SECONDS + 5),
                },
            ),
        ];
        for (resource, bound) in bounds {
            setrlimit(resource, bound).map_err(|_| Open)?;
        }
        // Deeply nested files get their errors from depth checks; this only moves the cliff. A lower bound may be set already.
        let _ = setrlimit(Resource::Stack, hard(STACK));
        Ok(())
    }

    fn filter() -> Option<BpfProgram> {
        let mut rules: Vec<(i64, Vec<SeccompRule>)> = ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
        rules.push((libc::SYS_mmap, vec![never_executable()?]));
        rules.push((libc::SYS_mprotect, vec![never_executable()?]));
        rules.push((libc::SYS_tgkill, vec![to_itself()?])); // how abort() ends a process
        let arch = std::env::consts::ARCH.try_into().ok()?;
        SeccompFilter::new(
            rules.into_iter().collect(),
            SeccompAction::KillProcess,
            SeccompAction::Allow,
            arch,
        )
        .ok()?
        .try_into()
        .ok()
    }

    /// The third argument, protection, is without PROT_EXEC.
    fn never_executable() -> Option<SeccompRule> {
        let mask = SeccompCmpOp::MaskedEq(libc::PROT_EXEC as u64);
        let condition = SeccompCondition::new(2, SeccompCmpArgLen::Dword, mask, 0).ok()?;
        SeccompRule::new(vec![condition]).ok()
    }

    /// The first argument, the process, is this one: nobody else can be signalled.
    fn to_itself() -> Option<SeccompRule> {
        let own = u64::from(std::process::id());
        let condition = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, own).ok()?;
        SeccompRule::new(vec![condition]).ok()
    }

    /// What an allocator, two open pipes and a clean or unclean end need, and nothing else. `mmap` and `mprotect` are
    /// allowed beside these without PROT_EXEC, `tgkill` to this process.
    const ALLOWED: [i64; 23] = [
        libc::SYS_read,
        libc::SYS_readv,
        libc::SYS_write,
        libc::SYS_writev,
        libc::SYS_brk,
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_madvise,
        libc::SYS_futex,
        libc::SYS_getrandom,
        libc::SYS_clock_gettime,
        libc::SYS_sched_yield,
        libc::SYS_rt_sigreturn,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_sigaltstack,
        libc::SYS_getpid,
        libc::SYS_gettid,
        libc::SYS_close,
        libc::SYS_restart_syscall,
        libc::SYS_set_robust_list,
        libc::SYS_exit,
        libc::SYS_exit_group,
    ];
}

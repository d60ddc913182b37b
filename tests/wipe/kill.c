/* Ends the program just before its WIPE_KILL_AT-th write at a place, sync or removal. Loaded with LD_PRELOAD.
 * Deliberately absent: ordinary writes, which a wipe makes to the terminal only; openings, which lead to one of these. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void count(void) {
    static long done;
    const char *at = getenv("WIPE_KILL_AT");
    if (at && ++done == atol(at)) kill(getpid(), SIGKILL);
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t at) { count(); return NEXT(pwrite)(fd, data, len, at); }
ssize_t pwrite64(int fd, const void *data, size_t len, off64_t at) { count(); return NEXT(pwrite64)(fd, data, len, at); }
int fsync(int fd) { count(); return NEXT(fsync)(fd); }
int fdatasync(int fd) { count(); return NEXT(fdatasync)(fd); }
int syncfs(int fd) { count(); return NEXT(syncfs)(fd); }
int unlink(const char *path) { count(); return NEXT(unlink)(path); }
int unlinkat(int dir, const char *path, int flags) { count(); return NEXT(unlinkat)(dir, path, flags); }
int rmdir(const char *path) { count(); return NEXT(rmdir)(path); }

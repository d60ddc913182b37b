/* Stands between a program and libc and writes down, in order, what it does to one folder: what it creates, writes, cuts,
 * syncs, renames, links out. Loaded with LD_PRELOAD; understood by src/record.rs.
 *
 * POWER_ROOT  the folder, absolute, without links in it
 * POWER_LOG   where the record goes
 * POWER_NOTES a path; what is written to it is a note in the record: the program says there what it has acknowledged
 *
 * A record: kind (1 byte), inode, a, b (8 bytes each), length of path (4), length of data (4), path, data.
 * The lock is held around the act and its record, so that the order of the record is the order of the acts.
 *
 * Deliberately absent: reads; shared memory (-shm is rebuilt from the log); whatever passes libc by (what it would change
 * shows, because the record of a whole run must give the folder that the run left). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

static char root[PATH_MAX], notes[PATH_MAX];
static size_t root_len;
static int record_fd = -1;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static ssize_t (*real_write)(int, const void *, size_t);
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("POWER_ROOT"), *log = getenv("POWER_LOG"), *said = getenv("POWER_NOTES");
    real_write = NEXT(write);
    if (!folder || !log || !said) return;
    snprintf(root, sizeof root, "%s", folder);
    snprintf(notes, sizeof notes, "%s", said);
    root_len = strlen(root);
    record_fd = NEXT(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (record_fd < 0) abort();
    unsetenv("LD_PRELOAD"); /* the programs that it starts write nothing there */
}

static void put(const void *bytes, size_t len) {
    const char *at = bytes;
    while (len > 0) {
        ssize_t n = real_write(record_fd, at, len);
        if (n <= 0) abort();
        at += n;
        len -= (size_t)n;
    }
}

static void record(char kind, uint64_t inode, uint64_t a, uint64_t b, const char *path, const void *data, size_t len) {
    uint32_t path_len = path ? (uint32_t)strlen(path) : 0, data_len = (uint32_t)len;
    char head[1 + 24 + 8];
    head[0] = kind;
    memcpy(head + 1, &inode, 8);
    memcpy(head + 9, &a, 8);
    memcpy(head + 17, &b, 8);
    memcpy(head + 25, &path_len, 4);
    memcpy(head + 29, &data_len, 4);
    put(head, sizeof head);
    if (path_len) put(path, path_len);
    if (data_len) put(data, data_len);
}

static int inside(const char *path) {
    return root_len && strncmp(path, root, root_len) == 0 && (path[root_len] == 0 || path[root_len] == '/');
}

static const char *absolute(int dir, const char *path, char *out) {
    char at[64], base[PATH_MAX];
    ssize_t n;
    if (path[0] == '/') return path;
    if (dir == AT_FDCWD) {
        if (!getcwd(base, sizeof base)) return path;
    } else {
        snprintf(at, sizeof at, "/proc/self/fd/%d", dir);
        n = readlink(at, base, sizeof base - 1);
        if (n < 0) return path;
        base[n] = 0;
    }
    snprintf(out, PATH_MAX, "%s/%s", base, path);
    return out;
}

/* The path of an open file, where it lies in the folder or is the notes; and what it is. */
static int known(int fd, char *path, struct stat *stat) {
    char at[64];
    ssize_t n;
    int saved = errno;
    if (record_fd < 0 || fd < 0 || fd == record_fd) return 0;
    snprintf(at, sizeof at, "/proc/self/fd/%d", fd);
    n = readlink(at, path, PATH_MAX - 1);
    if (n > 0) path[n] = 0;
    n = n > 0 && (inside(path) || strcmp(path, notes) == 0) && fstat(fd, stat) == 0;
    errno = saved;
    return (int)n;
}

#define LOCK pthread_mutex_lock(&turn)
#define UNLOCK do { int saved_ = errno; pthread_mutex_unlock(&turn); errno = saved_; } while (0)

/* ---- opening ---- */

static int opened(int (*act)(int, const char *, int, mode_t), int dir, const char *path, int flags, mode_t mode) {
    char full_room[PATH_MAX];
    struct stat stat;
    const char *full = record_fd < 0 ? path : absolute(dir, path, full_room);
    int ours = record_fd >= 0 && inside(full), fd, was;
    if (!ours) return act(dir, path, flags, mode);
    LOCK;
    was = lstat(full, &stat) == 0;
    fd = act(dir, path, flags, mode);
    if (fd >= 0 && fstat(fd, &stat) == 0 && S_ISREG(stat.st_mode)) {
        if (!was) record('C', stat.st_ino, 0, 0, full, NULL, 0);
        else record('O', stat.st_ino, 0, 0, full, NULL, 0);
        if (was && (flags & O_TRUNC)) record('T', stat.st_ino, 0, 0, full, NULL, 0);
    }
    UNLOCK;
    return fd;
}

static int do_openat(int dir, const char *path, int flags, mode_t mode) {
    return NEXT(openat)(dir, path, flags, mode);
}

#define MODE(flags, last, mode) do { \
    if ((flags) & (O_CREAT | O_TMPFILE)) { va_list list; va_start(list, last); mode = va_arg(list, mode_t); va_end(list); } \
} while (0)

int open(const char *path, int flags, ...) { mode_t mode = 0; MODE(flags, flags, mode); return opened(do_openat, AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { mode_t mode = 0; MODE(flags, flags, mode); return opened(do_openat, AT_FDCWD, path, flags, mode); }
int openat(int dir, const char *path, int flags, ...) { mode_t mode = 0; MODE(flags, flags, mode); return opened(do_openat, dir, path, flags, mode); }
int openat64(int dir, const char *path, int flags, ...) { mode_t mode = 0; MODE(flags, flags, mode); return opened(do_openat, dir, path, flags, mode); }
int __open_2(const char *path, int flags) { return opened(do_openat, AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return opened(do_openat, AT_FDCWD, path, flags, 0); }
int creat(const char *path, mode_t mode) { return opened(do_openat, AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

/* ---- writing ---- */

static void wrote(int fd, const char *path, const struct stat *stat, const void *data, ssize_t n, off64_t at) {
    (void)fd;
    if (n <= 0 || !S_ISREG(stat->st_mode)) return;
    if (strcmp(path, notes) == 0) record('N', 0, 0, 0, NULL, data, (size_t)n);
    else record('W', stat->st_ino, (uint64_t)at, 0, path, data, (size_t)n);
}

ssize_t write(int fd, const void *data, size_t len) {
    char path[PATH_MAX];
    struct stat stat;
    ssize_t n;
    off64_t at;
    if (!real_write) real_write = NEXT(write);
    if (!known(fd, path, &stat)) return real_write(fd, data, len);
    LOCK;
    at = fcntl(fd, F_GETFL) & O_APPEND ? stat.st_size : lseek64(fd, 0, SEEK_CUR);
    n = real_write(fd, data, len);
    wrote(fd, path, &stat, data, n, at);
    UNLOCK;
    return n;
}

static ssize_t written_at(int fd, const void *data, size_t len, off64_t at) {
    char path[PATH_MAX];
    struct stat stat;
    ssize_t n;
    if (!known(fd, path, &stat)) return NEXT(pwrite64)(fd, data, len, at);
    LOCK;
    n = NEXT(pwrite64)(fd, data, len, at);
    wrote(fd, path, &stat, data, n, at);
    UNLOCK;
    return n;
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t at) { return written_at(fd, data, len, at); }
ssize_t pwrite64(int fd, const void *data, size_t len, off64_t at) { return written_at(fd, data, len, at); }

/* One piece at a time: allowed, and simpler to write down. */
ssize_t writev(int fd, const struct iovec *pieces, int count) {
    char path[PATH_MAX];
    struct stat stat;
    if (!known(fd, path, &stat)) return NEXT(writev)(fd, pieces, count);
    for (int i = 0; i < count; i++)
        if (pieces[i].iov_len > 0) return write(fd, pieces[i].iov_base, pieces[i].iov_len);
    return 0;
}

static int refuse_copy(int to) {
    char path[PATH_MAX];
    struct stat stat;
    return known(to, path, &stat);
}

/* Copies in the kernel are refused, so that they become reads and writes. */
ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *to_at, size_t len, unsigned flags) {
    if (refuse_copy(to)) { errno = ENOSYS; return -1; }
    return NEXT(copy_file_range)(from, at, to, to_at, len, flags);
}
ssize_t sendfile(int to, int from, off_t *at, size_t len) {
    if (refuse_copy(to)) { errno = ENOSYS; return -1; }
    return NEXT(sendfile)(to, from, at, len);
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t len) {
    if (refuse_copy(to)) { errno = ENOSYS; return -1; }
    return NEXT(sendfile64)(to, from, at, len);
}

static int cut(int fd, off64_t len) {
    char path[PATH_MAX];
    struct stat stat;
    int done;
    if (!known(fd, path, &stat)) return NEXT(ftruncate64)(fd, len);
    LOCK;
    done = NEXT(ftruncate64)(fd, len);
    if (done == 0) record('T', stat.st_ino, (uint64_t)len, 0, path, NULL, 0);
    UNLOCK;
    return done;
}
int ftruncate(int fd, off_t len) { return cut(fd, len); }
int ftruncate64(int fd, off64_t len) { return cut(fd, len); }

/* ---- syncing ---- */

static int synced(int (*act)(int), int fd) {
    char path[PATH_MAX];
    struct stat stat;
    int done;
    if (!known(fd, path, &stat)) return act(fd);
    LOCK;
    done = act(fd);
    if (done == 0) record(S_ISDIR(stat.st_mode) ? 'D' : 'F', stat.st_ino, 0, 0, path, NULL, 0);
    UNLOCK;
    return done;
}
int fsync(int fd) { return synced(NEXT(fsync), fd); }
int fdatasync(int fd) { return synced(NEXT(fdatasync), fd); }
int syncfs(int fd) {
    char path[PATH_MAX];
    struct stat stat;
    int done;
    if (!known(fd, path, &stat)) return NEXT(syncfs)(fd);
    LOCK;
    done = NEXT(syncfs)(fd);
    if (done == 0) record('Y', 0, 0, 0, path, NULL, 0);
    UNLOCK;
    return done;
}

/* ---- names ---- */

static int renamed(int from_dir, const char *from, int to_dir, const char *to, unsigned flags) {
    char a[PATH_MAX], b[PATH_MAX];
    const char *x = from, *y = to;
    int done;
    if (record_fd >= 0) { x = absolute(from_dir, from, a); y = absolute(to_dir, to, b); }
    if (record_fd < 0 || !(inside(x) || inside(y))) return NEXT(renameat2)(from_dir, from, to_dir, to, flags);
    LOCK;
    done = NEXT(renameat2)(from_dir, from, to_dir, to, flags);
    if (done == 0) record('R', 0, 0, 0, x, y, strlen(y));
    UNLOCK;
    return done;
}
int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int a, const char *from, int b, const char *to) { return renamed(a, from, b, to, 0); }
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) { return renamed(a, from, b, to, flags); }

static int removed(int dir, const char *path, int flags) {
    char a[PATH_MAX];
    const char *x = path;
    int done;
    if (record_fd >= 0) x = absolute(dir, path, a);
    if (record_fd < 0 || !inside(x)) return NEXT(unlinkat)(dir, path, flags);
    LOCK;
    done = NEXT(unlinkat)(dir, path, flags);
    if (done == 0) record(flags & AT_REMOVEDIR ? 'X' : 'U', 0, 0, 0, x, NULL, 0);
    UNLOCK;
    return done;
}
int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int dir, const char *path, int flags) { return removed(dir, path, flags); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }

static int made(int dir, const char *path, mode_t mode) {
    char a[PATH_MAX];
    const char *x = path;
    int done;
    if (record_fd >= 0) x = absolute(dir, path, a);
    if (record_fd < 0 || !inside(x)) return NEXT(mkdirat)(dir, path, mode);
    LOCK;
    done = NEXT(mkdirat)(dir, path, mode);
    if (done == 0) record('M', 0, 0, 0, x, NULL, 0);
    UNLOCK;
    return done;
}
int mkdir(const char *path, mode_t mode) { return made(AT_FDCWD, path, mode); }
int mkdirat(int dir, const char *path, mode_t mode) { return made(dir, path, mode); }

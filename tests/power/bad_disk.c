/* A disk with a bad sector, for one program: what BAD_DISK names as PATH:OFFSET cannot be read there, and what it names as
 * PATH alone cannot be opened. Several are parted by line ends. PATH is a part of the path. Everything else is libc's. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* Whether this reading meets a bad place; at < 0 asks for an opening. */
static int bad(const char *path, off_t at, size_t len)
{
	char all[4096];
	const char *set = getenv("BAD_DISK");
	char *one, *rest = all;

	if (!set || strlen(set) >= sizeof all)
		return 0;
	strcpy(all, set);
	while ((one = strsep(&rest, "\n"))) {
		char *colon = strrchr(one, ':');
		long long place = colon ? atoll(colon + 1) : -1;

		if (colon)
			*colon = 0;
		if (!*one || !strstr(path, one))
			continue;
		if (at < 0 ? place < 0 : place >= at && place < at + (long long)len)
			return 1;
	}
	return 0;
}

static int bad_fd(int fd, off_t at, size_t len)
{
	char link[64], path[4096];
	ssize_t got;

	if (!getenv("BAD_DISK"))
		return 0;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	got = readlink(link, path, sizeof path - 1);
	if (got <= 0)
		return 0;
	path[got] = 0;
	return bad(path, at, len);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL() do { errno = EIO; return -1; } while (0)

ssize_t read(int fd, void *to, size_t len)
{
	off_t at = lseek(fd, 0, SEEK_CUR);

	if (at >= 0 && bad_fd(fd, at, len))
		FAIL();
	return REAL(read)(fd, to, len);
}

ssize_t pread(int fd, void *to, size_t len, off_t at)
{
	if (bad_fd(fd, at, len))
		FAIL();
	return REAL(pread)(fd, to, len, at);
}

ssize_t pread64(int fd, void *to, size_t len, off64_t at)
{
	if (bad_fd(fd, at, len))
		FAIL();
	return REAL(pread64)(fd, to, len, at);
}

static int mode_of(int flags, va_list rest)
{
	return flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, int) : 0;
}

#define OPENING(name)                                     \
	int name(const char *path, int flags, ...)        \
	{                                                 \
		va_list rest;                             \
		int mode;                                 \
                                                          \
		if (bad(path, -1, 0))                     \
			FAIL();                           \
		va_start(rest, flags);                    \
		mode = mode_of(flags, rest);              \
		va_end(rest);                             \
		return REAL(name)(path, flags, mode);     \
	}

OPENING(open)
OPENING(open64)

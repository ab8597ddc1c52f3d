/*
 * A disk that loses power, for tests: preloaded into a server it keeps, beside the data folder ($DISK_DATA), what has
 * been flushed ($DISK_FLUSHED): at every fsync, and only then, the file as it is. What is in that folder is all that
 * a machine without power would find again. While $DISK_FLUSHED/broken exists, every fsync fails with EIO; while
 * $DISK_FLUSHED/read-only exists, the data folder is as on a file system that the kernel has made read-only.
 *
 *   cc -shared -fPIC -o lost-writes.so lost-writes.fixture.c -ldl -lpthread
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void keep(int fd, const char *flushed) {
  char link[64], path[PATH_MAX], copy[PATH_MAX + 16], done[PATH_MAX + 16], buffer[65536];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  const char *data = getenv("DISK_DATA");
  struct stat about;
  if (length < 0 || data == NULL || fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) return;
  path[length] = 0;
  if (strncmp(path, data, strlen(data)) != 0) return;
  snprintf(copy, sizeof copy, "%s/.%s", flushed, strrchr(path, '/') + 1);
  snprintf(done, sizeof done, "%s/%s", flushed, strrchr(path, '/') + 1);
  int out = open(copy, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (out < 0) abort();
  for (off_t at = 0;;) {
    ssize_t count = pread(fd, buffer, sizeof buffer, at);
    if (count < 0 || (count > 0 && write(out, buffer, count) != count)) abort();
    if (count == 0) break;
    at += count;
  }
  close(out);
  if (rename(copy, done) != 0) abort();
}

static int flush(int fd, const char *name) {
  const char *flushed = getenv("DISK_FLUSHED");
  int (*real)(int) = dlsym(RTLD_NEXT, name);
  if (flushed == NULL) return real(fd);
  char broken[PATH_MAX];
  snprintf(broken, sizeof broken, "%s/broken", flushed);
  if (access(broken, F_OK) == 0) {
    errno = EIO;
    return -1;
  }
  int outcome = real(fd);
  if (outcome != 0) return outcome;
  pthread_mutex_lock(&lock);
  keep(fd, flushed);
  pthread_mutex_unlock(&lock);
  return 0;
}

/* Whether `path` lies on the disk, and that takes no writes. */
static int is_protected(const char *path) {
  const char *data = getenv("DISK_DATA"), *flushed = getenv("DISK_FLUSHED");
  char flag[PATH_MAX];
  struct stat about;
  if (data == NULL || flushed == NULL || strncmp(path, data, strlen(data)) != 0) return 0;
  snprintf(flag, sizeof flag, "%s/read-only", flushed);
  return stat(flag, &about) == 0;
}

static int is_protected_file(int fd) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_protected(path);
}

static ssize_t put(int fd, const void *bytes, size_t count, off_t at, const char *name) {
  ssize_t (*real)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, name);
  if (!is_protected_file(fd)) return real(fd, bytes, count, at);
  errno = EROFS;
  return -1;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { return put(fd, bytes, count, at, "pwrite"); }
ssize_t pwrite64(int fd, const void *bytes, size_t count, off_t at) { return put(fd, bytes, count, at, "pwrite64"); }

int access(const char *path, int mode) {
  int (*real)(const char *, int) = dlsym(RTLD_NEXT, "access");
  if (!(mode & W_OK) || !is_protected(path)) return real(path, mode);
  errno = EROFS;
  return -1;
}

int fsync(int fd) { return flush(fd, "fsync"); }
int fdatasync(int fd) { return flush(fd, "fdatasync"); }

/*
 * A disk that loses power, for tests: preloaded into a server it keeps, beside the data folder ($DISK_DATA), what has
 * been flushed ($DISK_FLUSHED): at every fsync, and only then, the file as it is. What is in that folder is all that
 * a machine without power would find again. While $DISK_FLUSHED/broken exists, every fsync fails with EIO.
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

int fsync(int fd) { return flush(fd, "fsync"); }
int fdatasync(int fd) { return flush(fd, "fdatasync"); }

// Preloaded into a JVM: a machine as its environment variables describe it.
//   DISK          a directory that behaves like a small disk
//   DISK_OPTIONS  options of its mount: size=512k, noexec
//   READ_ONLY     a file; while it exists, the disk is mounted read-only
//   NO_LOCKS      set if files cannot be locked, as on a network drive without a lock server
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

const long BLOCK = 4096;
thread_local const char* load_error = nullptr;
thread_local long used;

template <typename Function>
Function next(const char* name, Function) {
  return (Function) dlsym(RTLD_NEXT, name);
}

long blocks(long bytes) {
  return (bytes + BLOCK - 1) / BLOCK * BLOCK;
}

bool is_on_disk(const char* path) {
  const char* disk = getenv("DISK");
  size_t length = disk ? strlen(disk) : 0;
  return length && path && !strncmp(path, disk, length) && (path[length] == '/' || !path[length]);
}

bool is_on_disk(int file) {
  char link[64];
  char path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) {
    return false;
  }
  path[length] = 0;
  return is_on_disk(path);
}

bool is_read_only() {
  const char* marker = getenv("READ_ONLY");
  return marker && !access(marker, F_OK);
}

long size() {
  const char* options = getenv("DISK_OPTIONS");
  const char* size = options ? strstr(options, "size=") : nullptr;
  if (!size) {
    return LONG_MAX;
  }
  char* unit;
  long number = strtol(size + 5, &unit, 10);
  return number << (*unit == 'k' ? 10 : *unit == 'm' ? 20 : 0);
}

int add(const char*, const struct stat* found, int type, struct FTW*) {
  if (type == FTW_F) {
    used += blocks(found->st_size);
  }
  return 0;
}

long left() {
  used = 0;
  nftw(getenv("DISK"), add, 8, FTW_PHYS);
  return used < size() ? size() - used : 0;
}

/** Returns whether a file can be written up to an offset. */
bool has_room(int file, long end) {
  struct stat found;
  if (fstat(file, &found) || !S_ISREG(found.st_mode) || !is_on_disk(file)) {
    return true;
  }
  if (is_read_only()) {
    errno = EROFS;
    return false;
  }
  long growth = blocks(end) - blocks(found.st_size);
  if (growth <= 0 || growth <= left()) {
    return true;
  }
  errno = ENOSPC;
  return false;
}

long end_of_write(int file, size_t count) {
  struct stat found;
  bool appends = fcntl(file, F_GETFL) & O_APPEND;
  long position = appends && !fstat(file, &found) ? found.st_size : lseek(file, 0, SEEK_CUR);
  return position < 0 ? 0 : position + (long) count;
}

template <typename Found>
void limit(Found* found) {
  found->f_frsize = found->f_bsize = BLOCK;
  found->f_bfree = found->f_bavail = left() / BLOCK;
}

}

extern "C" {

ssize_t write(int file, const void* bytes, size_t count) {
  return has_room(file, end_of_write(file, count)) ? syscall(SYS_write, file, bytes, count) : -1;
}

ssize_t pwrite64(int file, const void* bytes, size_t count, off64_t position) {
  return has_room(file, position + (long) count) ? syscall(SYS_pwrite64, file, bytes, count, position) : -1;
}

int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  int mode = va_arg(rest, int);
  va_end(rest);
  if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) && is_on_disk(path) && is_read_only()) {
    errno = EROFS;
    return -1;
  }
  return (int) syscall(SYS_openat, AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

#undef open
int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  int mode = va_arg(rest, int);
  va_end(rest);
  return open64(path, flags, mode);
}

int statvfs64(const char* path, struct statvfs64* found) noexcept {
  int failed = next("statvfs64", statvfs64)(path, found);
  if (!failed && is_on_disk(path)) {
    limit(found);
  }
  return failed;
}

void* dlopen(const char* path, int mode) {
  const char* options = getenv("DISK_OPTIONS");
  if (is_on_disk(path) && options && strstr(options, "noexec")) {
    load_error = "failed to map segment from shared object: Operation not permitted";
    return nullptr;
  }
  load_error = nullptr;
  return next("dlopen", dlopen)(path, mode);
}

char* dlerror() noexcept {
  const char* error = load_error;
  load_error = nullptr;
  return error ? (char*) error : next("dlerror", dlerror)();
}

int fcntl64(int file, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void* argument = va_arg(rest, void*);
  va_end(rest);
  if (getenv("NO_LOCKS") && (command == F_SETLK || command == F_SETLKW)) {
    errno = ENOLCK;
    return -1;
  }
  return (int) syscall(SYS_fcntl, file, command, argument);
}

#undef fcntl
int fcntl(int file, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void* argument = va_arg(rest, void*);
  va_end(rest);
  return fcntl64(file, command, argument);
}

}

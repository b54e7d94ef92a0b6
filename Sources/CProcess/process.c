#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

enum { lock_descriptor = 3 };

static int add_actions(posix_spawn_file_actions_t *actions, const char *directory,
                       const char *output, int lock) {
  int failed = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
  if (!failed)
    failed = posix_spawn_file_actions_addopen(actions, 1, output, O_WRONLY | O_CREAT | O_APPEND,
                                              0600);
  if (!failed) failed = posix_spawn_file_actions_adddup2(actions, 1, 2);
  /* dup2 onto itself keeps close-on-exec on some systems; the caller passes another number. */
  if (!failed && lock >= 0)
    failed = posix_spawn_file_actions_adddup2(actions, lock, lock_descriptor);
#ifdef __linux__
  if (!failed)
    failed = posix_spawn_file_actions_addclosefrom_np(
        actions, lock >= 0 ? lock_descriptor + 1 : lock_descriptor);
#endif
  if (!failed) failed = posix_spawn_file_actions_addchdir_np(actions, directory);
  return failed;
}

int o8_spawn_detached(const char *path, char *const arguments[], char *const environment[],
                      const char *directory, const char *output, int lock, int32_t *process) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int moved = -1;
  if (lock == lock_descriptor) {
    moved = fcntl(lock, F_DUPFD_CLOEXEC, lock_descriptor + 1);
    if (moved < 0) return errno;
    lock = moved;
  }
  int failed = posix_spawn_file_actions_init(&actions);
  if (failed) goto moved_only;
  failed = posix_spawnattr_init(&attributes);
  if (failed) goto actions_only;
  failed = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  if (!failed) failed = add_actions(&actions, directory, output, lock);
  pid_t started = 0;
  if (!failed) failed = posix_spawn(&started, path, &actions, &attributes, arguments, environment);
  if (!failed) *process = started;
  posix_spawnattr_destroy(&attributes);
actions_only:
  posix_spawn_file_actions_destroy(&actions);
moved_only:
  if (moved >= 0) close(moved);
  return failed;
}

int o8_become_subreaper(void) {
#ifdef __linux__
  return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0 ? 0 : errno;
#else
  return ENOSYS;
#endif
}

int o8_lock(int descriptor) {
  return flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
}

int o8_close_on_exec(int descriptor, int enabled) {
  int flags = fcntl(descriptor, F_GETFD);
  if (flags < 0) return errno;
  flags = enabled ? flags | FD_CLOEXEC : flags & ~FD_CLOEXEC;
  return fcntl(descriptor, F_SETFD, flags) == 0 ? 0 : errno;
}

int o8_pipe(int ends[2]) {
#ifdef __linux__
  return pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno;
#else
  if (pipe(ends) != 0) return errno;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  return 0;
#endif
}

int o8_socket_pipe(int ends[2]) {
#ifdef __linux__
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return errno;
#else
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return errno;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
#endif
  /* The kernel doubles it for its own needs, takes less where the system allows less, and works
     with what it has where it takes nothing. */
  int room = o8_socket_bytes / 2;
  setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  return 0;
}

int o8_nonblocking(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 ? 0 : errno;
}

long o8_write(int descriptor, const void *bytes, unsigned long count) {
  sigset_t pipe_signal, before, pending;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
  long written = write(descriptor, bytes, count);
  int failed = written < 0 ? errno : 0;
  if (failed == EPIPE && sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE)) {
    int taken;
    sigwait(&pipe_signal, &taken);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return failed ? -failed : written;
}

long o8_newlines(const void *bytes, unsigned long count) {
  const unsigned char *each = bytes;
  long found = 0;
  for (unsigned long index = 0; index < count; index++) found += each[index] == '\n';
  return found;
}

long o8_last_newline(const void *bytes, unsigned long count) {
  const unsigned char *each = bytes;
  while (count > 0)
    if (each[--count] == '\n') return (long)count;
  return -1;
}

int o8_become(const char *path, char *const arguments[]) {
  int keys[] = {SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU};
  for (unsigned each = 0; each < sizeof keys / sizeof *keys; each++) signal(keys[each], SIG_DFL);
  execv(path, arguments);
  return errno;
}

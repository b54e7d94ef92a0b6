#define _GNU_SOURCE
#include "CKeeper.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

/* What outlives KILL for so long hangs in the kernel or belongs to another user. */
enum { kill_patience_ms = 10000 };
/* Between scans for processes that appeared while others were being killed. */
enum { rescan_ms = 10 };
/* Between looks whether there are more processes than may be: a bomb makes some thousands in
   this time, and waking costs a lane that idles nothing to speak of. */
enum { crowd_ms = 250 };
/* Between counts where the system as a whole has not grown by what the command may still have:
   others may have ended meanwhile. */
enum { recount_ms = 30000 };
/* Leftovers are reported for people; what is beyond so many is ended unreported. */
enum { named_leftovers = 64 };

struct keeper {
  /* Where orders come in: low enough for select. */
  int control;
  const struct o8_launch *launch;
  pid_t command;
  int alive;       /* the command has not been reaped */
  int orphaned;    /* the lane died */
  int harsh;       /* no grace */
  int stage;       /* 0 running, SIGTERM, SIGKILL */
  long long stage_ends;
  long long next_look, next_count;
  long counted, all_then; /* of the command and of the system, when it was counted last */
  pid_t seen[named_leftovers];
  int seen_count;
};

static long long now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void report(int status, int32_t kind, int32_t value, const char *name) {
  struct o8_record record = {.kind = kind, .value = value};
  if (name) strncpy(record.name, name, sizeof record.name - 1);
  /* Smaller than PIPE_BUF: whole or not at all. A lane that died reads no more. */
  ssize_t written = write(status, &record, sizeof record);
  (void)written;
}

static void close_range_or_each(unsigned from, unsigned to) {
  if (from > to) return;
#ifdef SYS_close_range
  if (syscall(SYS_close_range, from, to, 0) == 0) return;
#endif
  long most = sysconf(_SC_OPEN_MAX);
  for (unsigned each = from; each <= to && (long)each < most; each++) close((int)each);
}

/* Closes everything but `kept`, so that no pipe of another run is held open here. */
static void close_others(const int *kept, int count) {
  unsigned from = 0;
  for (;;) {
    unsigned next = ~0U;
    for (int each = 0; each < count; each++)
      if (kept[each] >= 0 && (unsigned)kept[each] >= from && (unsigned)kept[each] < next)
        next = (unsigned)kept[each];
    if (next == ~0U) break;
    if (next > from) close_range_or_each(from, next - 1);
    from = next + 1;
  }
  close_range_or_each(from, ~0U);
}

static void limit(int resource, int64_t most) {
  if (most <= 0) return;
  struct rlimit present;
  if (getrlimit(resource, &present) != 0) return;
  rlim_t wanted = (rlim_t)most;
  if (present.rlim_max != RLIM_INFINITY && present.rlim_max < wanted) wanted = present.rlim_max;
  struct rlimit next = {.rlim_cur = wanted, .rlim_max = wanted};
  setrlimit(resource, &next);
}

static void become_command(const struct o8_launch *launch, pid_t keeper) {
  setsid();
#ifdef __linux__
  /* Should somebody kill the keeper, the command goes too. */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != keeper) _exit(127);
#endif
  int ends[3] = {launch->input, launch->output, launch->error};
  for (int each = 0; each < 3; each++) ends[each] = fcntl(ends[each], F_DUPFD, 10);
  /* Out of the way of 0, 1 and 2, which a caller without a terminal may have left unused. */
  int status = fcntl(launch->status, F_DUPFD_CLOEXEC, 10);
  int report_to = launch->report < 0 ? -1 : fcntl(launch->report, F_DUPFD, 10);
  for (int each = 0; each < 3; each++)
    if (ends[each] < 0 || dup2(ends[each], each) < 0) _exit(127);
  if (report_to >= 0 && dup2(report_to, o8_report_descriptor) < 0) _exit(127);
  int kept[5] = {0, 1, 2, status, o8_report_descriptor};
  close_others(kept, report_to < 0 ? 4 : 5);
#ifdef SYS_keyctl
  /* Keys in the caller's session keyring would be the worker's too. */
  enum { join_session_keyring = 1 };
  if (launch->caged) syscall(SYS_keyctl, join_session_keyring, NULL);
#endif
  for (int each = 1; each < NSIG; each++) signal(each, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  /* A crash must not leave the process's memory in a worktree whose files are committed. The
     command may raise the limit again if it wants cores. */
  struct rlimit cores;
  if (getrlimit(RLIMIT_CORE, &cores) == 0) {
    cores.rlim_cur = 0;
    setrlimit(RLIMIT_CORE, &cores);
  }
  limit(RLIMIT_AS, launch->memory_bytes);
  limit(RLIMIT_FSIZE, launch->file_bytes);
  limit(RLIMIT_NOFILE, launch->open_files);
  if (chdir(launch->directory) != 0) {
    report(status, o8_failed, errno, "directory");
    _exit(127);
  }
  execve(launch->path, launch->arguments, launch->environment);
  report(status, o8_failed, errno, "program");
  _exit(127);
}

static int was_seen(struct keeper *self, pid_t process) {
  for (int each = 0; each < self->seen_count; each++)
    if (self->seen[each] == process) return 1;
  if (self->seen_count == named_leftovers) return 1;
  self->seen[self->seen_count++] = process;
  return 0;
}

static void strike(struct keeper *self, pid_t process, pid_t group, const char *name) {
  /* What is left of a cage is its first process, which dies with bubblewrap anyway. */
  if (!was_seen(self, process) && !self->launch->caged) report(self->launch->status, o8_left, process, name);
  /* A whole group at once, so that what forks as fast as we kill does not get away. */
  if (group > 1 && group != getpgrp()) kill(-group, self->stage);
  kill(process, self->stage);
}

#ifdef __linux__
struct entry {
  pid_t process, parent, group;
  char state;
  char name[16];
};

/* The next process that `/proc` tells of. Returns 0 when there is none. */
static int next_entry(DIR *processes, struct entry *found) {
  struct dirent *entry;
  while ((entry = readdir(processes))) {
    found->process = atoi(entry->d_name);
    if (found->process <= 0) continue;
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)found->process);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) continue;
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    if (count <= 0) continue;
    text[count] = 0;
    /* "id (name) state parent group …"; a name may hold brackets and spaces. */
    char *name = strchr(text, '('), *rest = strrchr(text, ')');
    int parent, group;
    if (!name || !rest || sscanf(rest + 1, " %c %d %d", &found->state, &parent, &group) != 3)
      continue;
    found->parent = parent;
    found->group = group;
    *rest = 0;
    snprintf(found->name, sizeof found->name, "%s", name + 1);
    return 1;
  }
  return 0;
}
#endif

/* Sends the stage's signal to every child: the command's orphans, adopted. Theirs follow when
   they are orphaned in turn. */
static void strike_children(struct keeper *self) {
#ifdef __linux__
  DIR *processes = opendir("/proc");
  if (!processes) return;
  struct entry entry;
  while (next_entry(processes, &entry))
    if (entry.parent == getpid() && entry.state != 'Z')
      strike(self, entry.process, entry.group, entry.name);
  closedir(processes);
#else
  kill(-self->command, self->stage);
#endif
}

/* Passes a signal on to the session in the cage: bubblewrap itself would die of it, and all in
   the cage with it. The first process there takes no harm, being first. Returns 0 while there is
   no such session yet. */
static int signal_caged(struct keeper *self, int signal) {
  int passed = 0;
#ifdef __linux__
  DIR *processes = opendir("/proc");
  if (!processes) return 0;
  struct entry entry;
  while (next_entry(processes, &entry))
    if (entry.parent == self->command && entry.group != self->command && entry.group > 1)
      passed |= kill(-entry.group, signal) == 0;
  closedir(processes);
#endif
  return passed;
}

/* Reaps what has ended. Returns whether any child is left. */
static int reap(struct keeper *self) {
  for (;;) {
    int status = 0;
    pid_t ended = waitpid(-1, &status, WNOHANG);
    if (ended < 0 && errno == EINTR) continue;
    if (ended <= 0) return ended == 0;
    if (ended != self->command) continue;
    self->alive = 0;
    report(self->launch->status, o8_ended, status, NULL);
  }
}

/* Until the command has made its session there is no group; then the signal waits for it, since
   all are blocked in it so far. */
static void signal_command(struct keeper *self, int signal) {
  if (self->launch->caged && signal != SIGKILL && signal_caged(self, signal)) return;
  if (kill(-self->command, signal) != 0) kill(self->command, signal);
}

static void obey(struct keeper *self) {
  unsigned char orders[16];
  ssize_t count = read(self->control, orders, sizeof orders);
  if (count < 0) return;
  if (count == 0) {
    self->orphaned = self->harsh = 1;
    if (self->alive) signal_command(self, SIGKILL);
  }
  for (ssize_t each = 0; each < count; each++) {
    if (orders[each] == SIGKILL) self->harsh = 1;
    if (self->alive && orders[each] >= 1 && orders[each] <= 64)
      signal_command(self, orders[each]);
  }
}

/* Ends what the command left: TERM, a grace, KILL. Returns 0 when it is time to give up. */
static int sweep(struct keeper *self) {
  long long now = now_ms();
  if (self->launch->caged) self->harsh = 1;
  if (self->stage == 0 && !self->harsh) {
    self->stage = SIGTERM;
    self->stage_ends = now + self->launch->term_grace_ms;
    strike_children(self);
  } else if (self->stage != SIGKILL && (self->harsh || now >= self->stage_ends)) {
    self->stage = SIGKILL;
    self->stage_ends = now + kill_patience_ms;
  }
  if (self->stage == SIGKILL) strike_children(self);
  return self->stage != SIGKILL || now < self->stage_ends;
}

#ifdef __linux__
/* Linux gives no larger numbers. */
enum { most_ids = 1 << 22 };
static unsigned char family[most_ids / 8];

static int is_family(pid_t process) {
  return process > 0 && process < most_ids && (family[process / 8] >> (process % 8) & 1);
}

static void take_in(pid_t process) {
  if (process > 0 && process < most_ids)
    family[process / 8] |= (unsigned char)(1 << (process % 8));
}

/* All threads of the system, which are no fewer than its processes; -1 where nobody says. */
static long all_threads(void) {
  char text[128];
  int file = open("/proc/loadavg", O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  if (count <= 0) return -1;
  text[count] = 0;
  long all;
  return sscanf(text, "%*s %*s %*s %*d/%ld", &all) == 1 ? all : -1;
}

/* Marks everything that came of the keeper, itself left out, and sends `signal` to each of them
   where it is not 0. Returns how many there are, or more than `most` where there are. */
static long survey(int signal, long most) {
  memset(family, 0, sizeof family);
  take_in(getpid());
  long count = 0, found;
  /* A child's number is mostly larger than its parent's, so that a pass finds most. */
  do {
    found = 0;
    DIR *processes = opendir("/proc");
    if (!processes) return count;
    struct entry entry;
    while (next_entry(processes, &entry)) {
      if (is_family(entry.process) || !is_family(entry.parent)) continue;
      take_in(entry.process);
      found++;
      if (signal) kill(entry.process, signal);
    }
    closedir(processes);
    count += found;
  } while (found && count <= most);
  return count;
}
#endif

/* Ends a command that has more processes than it may. */
static void look_for_crowd(struct keeper *self) {
#ifdef __linux__
  long long now = now_ms();
  int64_t most = self->launch->processes;
  if (most <= 0 || !self->alive || self->harsh || now < self->next_look) return;
  self->next_look = now + crowd_ms;
  long all = all_threads();
  if (all >= 0 && all <= most) return;
  if (all >= 0 && all - self->all_then <= most - self->counted && now < self->next_count) return;
  long count = survey(0, (long)most);
  self->counted = count;
  self->all_then = all;
  self->next_count = now + recount_ms;
  if (count <= most) return;
  report(self->launch->status, o8_crowded, (int32_t)count, NULL);
  self->harsh = 1;
  if (!self->launch->caged) {
    /* What is stopped makes no others: when none is new, all are. */
    for (long before = -1; count != before;) {
      before = count;
      count = survey(SIGSTOP, LONG_MAX);
    }
    survey(SIGKILL, LONG_MAX);
  }
  signal_command(self, SIGKILL);
#else
  (void)self;
#endif
}

static void await_news(struct keeper *self, const sigset_t *while_waiting) {
  fd_set readable;
  FD_ZERO(&readable);
  if (!self->orphaned) FD_SET(self->control, &readable);
  struct timespec pause = {.tv_nsec = (self->alive ? crowd_ms : rescan_ms) * 1000000L};
  int is_patient = self->alive && self->launch->processes <= 0;
  int found = pselect(self->orphaned ? 0 : self->control + 1, &readable, NULL, NULL,
                      is_patient ? NULL : &pause, while_waiting);
  if (found > 0 && !self->orphaned) obey(self);
  look_for_crowd(self);
}

static void wake(int signal) { (void)signal; }

static void keep(const struct o8_launch *launch) {
  struct keeper self = {.launch = launch, .alive = 1};
#ifdef __linux__
  if (launch->processes > 0) {
    self.all_then = all_threads();
    self.next_count = now_ms() + recount_ms;
  }
#endif
  setsid();
#ifdef __linux__
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  prctl(PR_SET_NAME, "o8-keeper");
#endif
  int kept[7] = {launch->input,  launch->output, launch->error, launch->control,
                 launch->status, launch->held,   launch->report};
  close_others(kept, 7);
  /* The lane may have thousands of descriptors open, and a set for select ends at 1024. With all
     others closed there is room further down. */
  self.control = fcntl(launch->control, F_DUPFD_CLOEXEC, 0);
  if (self.control < 0 || self.control >= FD_SETSIZE) {
    report(launch->status, o8_failed, EMFILE, "keeper");
    _exit(1);
  }
  close(launch->control);
  struct sigaction action = {.sa_handler = wake};
  sigaction(SIGCHLD, &action, NULL);
  sigset_t while_waiting;
  sigfillset(&while_waiting);
  sigdelset(&while_waiting, SIGCHLD);

  pid_t keeper = getpid();
  self.command = fork();
  if (self.command == 0) become_command(launch, keeper);
  if (self.command < 0) {
    report(launch->status, o8_failed, errno, "program");
    _exit(1);
  }
  close(launch->input);
  close(launch->output);
  if (launch->error != launch->output) close(launch->error);
  if (launch->report >= 0) close(launch->report);
  report(launch->status, o8_started, self.command, NULL);

  int children = 1;
  for (;;) {
    children = reap(&self);
    if (!children) break;
    if (!self.alive && !sweep(&self)) break;
    await_news(&self, &while_waiting);
  }
  report(launch->status, o8_done, children, NULL);
  _exit(0);
}

int o8_keep(const struct o8_launch *launch, int32_t *keeper) {
  /* Nothing of the lane's may run in the keeper, its signal handlers least of all. */
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  pid_t started = fork();
  if (started == 0) {
    keep(launch);
    _exit(0);
  }
  int failed = started < 0 ? errno : 0;
  sigprocmask(SIG_SETMASK, &before, NULL);
  if (!failed) *keeper = started;
  return failed;
}

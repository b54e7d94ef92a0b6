#ifndef O8_CKEEPER_H
#define O8_CKEEPER_H

#include <stdint.h>

/* A keeper is a process between a lane and one command of the worker's. It adopts whatever the
   command leaves behind, so that a run's own leftovers are known from those of other runs and
   from programs that the lane itself started; and it outlives a lane that is killed, to end what
   the lane can no longer end. */
struct o8_launch {
  const char *path;
  char *const *arguments;
  char *const *environment;
  const char *directory;
  int input, output, error; /* become 0, 1 and 2 of the command */
  int control;              /* read end; a byte is an order, its end means that the lane died */
  int status;               /* write end, close-on-exec; carries o8_record */
  int held;                 /* stays open until nothing is left, or -1: the lane's lock */
  int term_grace_ms;        /* between TERM and KILL for what is left behind */
  int caged;                /* the command is bubblewrap, which ends all in its cage with itself */
  int report;               /* becomes 3 of a caged command, for what bubblewrap tells; or -1 */
  /* 0 for no limit. The first is looked after by the keeper, for the command and all that comes
     of it; the kernel holds each process to the others. */
  int64_t processes, memory_bytes, file_bytes, open_files;
};

/* Where a caged command finds `report`. */
enum { o8_report_descriptor = 3 };

/* Orders 1 to 64 are signals to the command's process group; 9 also cuts the grace short. */

enum o8_record_kind {
  o8_started = 1, /* value: process id */
  o8_failed = 2,  /* value: errno; name: "directory" or "program" */
  o8_ended = 3,   /* value: raw wait status */
  o8_left = 4,    /* value: process id; name: its command name */
  o8_done = 5,    /* value: how many could not be ended */
  o8_crowded = 6  /* value: how many processes it had when it was ended for that */
};

struct o8_record {
  int32_t kind;
  int32_t value;
  char name[16];
};

/* Forks a keeper that starts the command. Returns 0 or an errno. The caller reaps `keeper` and
   closes its copies of all descriptors but its own ends of the pipes. */
int o8_keep(const struct o8_launch *launch, int32_t *keeper);

#endif

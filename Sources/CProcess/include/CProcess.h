#ifndef O8_CPROCESS_H
#define O8_CPROCESS_H

#include "CKeeper.h"

#include <stdint.h>

/* Starts `path` in a session of its own with standard input from /dev/null, both outputs
   appended to `output`, working directory `directory`, and, where `lock` is not negative, that
   descriptor open as number 3. Every other descriptor is closed. Returns 0 or an errno. */
int o8_spawn_detached(const char *path, char *const arguments[], char *const environment[],
                      const char *directory, const char *output, int lock, int32_t *process);

/* Makes this process the one that adopts orphans of its descendants. Returns 0 or an errno;
   ENOSYS where the system has no such thing. */
int o8_become_subreaper(void);

/* Takes an exclusive lock without waiting. Returns 0 or an errno (EWOULDBLOCK: held). */
int o8_lock(int descriptor);

/* Makes a pipe's or file's descriptor survive, or not survive, a later exec. 0 or an errno. */
int o8_close_on_exec(int descriptor, int enabled);

/* Becomes the program at `path`, with the keys back that interrupt it where they had been switched
   off. Returns an errno, or not at all. */
int o8_become(const char *path, char *const arguments[]);

/* A pipe whose ends no other program started meanwhile inherits. 0 or an errno. */
int o8_pipe(int ends[2]);

/* At most what a pair of sockets holds that nobody has read. */
enum { o8_socket_bytes = 512 * 1024 };

/* The same as sockets, which nobody can open anew through /proc. Neither end is shut down one way:
   programs of Node's are started with such pairs and are used to them as they are. */
int o8_socket_pipe(int ends[2]);

/* Makes reads and writes of this end return at once. 0 or an errno. */
int o8_nonblocking(int descriptor);

/* Writes without a SIGPIPE for the process when nobody reads. A count, or minus an errno. */
long o8_write(int descriptor, const void *bytes, unsigned long count);

/* How many newlines there are, and where the last one is (-1: none). Output of a gigabyte passes
   through these, so they are C even in a debug build. */
long o8_newlines(const void *bytes, unsigned long count);
long o8_last_newline(const void *bytes, unsigned long count);

#endif

#ifndef O8_CPROCESS_H
#define O8_CPROCESS_H

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

/* Reaps one ended child without waiting. Returns its id, 0 when none has ended, -1 when there is
   no child. `status` gets the raw wait status. */
int32_t o8_reap(int32_t *status);

/* Makes a pipe's or file's descriptor survive, or not survive, a later exec. 0 or an errno. */
int o8_close_on_exec(int descriptor, int enabled);

#endif

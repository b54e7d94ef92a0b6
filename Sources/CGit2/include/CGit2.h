#ifndef O8_CGIT2_H
#define O8_CGIT2_H

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <git2/sys/transport.h>

/* git_libgit2_opts is C-variadic and so invisible to Swift: one wrapper a use. */
static inline int o8_git2_set_extensions(const char **extensions, size_t count) {
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, count);
}

static inline int o8_git2_set_owner_validation(int enabled) {
  return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, enabled);
}

/* Keeps blobs below `blob_bytes` for the next reader too, and at most `all_bytes` of everything. */
static inline int o8_git2_set_cache(size_t blob_bytes, ssize_t all_bytes) {
  int result = git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_BLOB, blob_bytes);
  return result < 0 ? result : git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, all_bytes);
}

/* Puts a refusal in place of every transport that leaves the machine. */
int o8_git2_refuse_remotes(void);

/* Objects that have a file of their own. libgit2 never returns from one whose file was cut short,
   which is what a crash leaves: these read it with an end. */

/* An object of a directory, its bytes from malloc. GIT_ENOTFOUND where it has no file, GIT_EBUFS
   where it has more than `limit` bytes, GIT_EMISMATCH where it is damaged. That the bytes hash to
   `id` is for the caller to see. */
int o8_loose_read(
  const char *directory, const git_oid *id, size_t limit, void **bytes, size_t *size,
  git_object_t *type);

/* Has a database read the loose objects of a directory through this and not by itself. */
int o8_odb_guard_loose(git_odb *database, const char *directory);

#endif

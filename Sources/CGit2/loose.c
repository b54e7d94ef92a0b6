#include "CGit2.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* The longest header that git writes: "commit 18446744073709551615" and its NUL. */
enum { HEADER_LIMIT = 32 };

/* So much of a file has the header, whatever tables zlib puts before it. */
enum { HEADER_FILE_LIMIT = 8192 };

typedef struct {
  git_odb_backend parent;
  char *directory;
} loose_backend;

static int failed(const char *path, const char *why) {
  char text[512];
  snprintf(text, sizeof text, "the object in %s %s", path, why);
  git_error_set_str(GIT_ERROR_ODB, text);
  return GIT_EMISMATCH;
}

static int failed_by_system(const char *path) {
  /* The system's own words last: that is how disk and permission are told apart. */
  char text[512];
  snprintf(text, sizeof text, "failed to read %s: %s", path, strerror(errno));
  git_error_set_str(GIT_ERROR_OS, text);
  return GIT_ERROR;
}

static void path_of(char *path, size_t size, const char *directory, const git_oid *id) {
  char hex[GIT_OID_HEXSZ + 1];
  git_oid_tostr(hex, sizeof hex, id);
  snprintf(path, size, "%s/%.2s/%s", directory, hex, hex + 2);
}

/* At most `limit` bytes of the file, to be freed; GIT_ENOTFOUND where there is none. */
static int read_file(const char *path, size_t limit, unsigned char **raw, size_t *size) {
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return errno == ENOENT || errno == ENOTDIR ? GIT_ENOTFOUND : failed_by_system(path);
  struct stat status;
  int result = 0;
  size_t wanted = 0;
  *raw = NULL;
  if (fstat(file, &status) < 0) {
    result = failed_by_system(path);
  } else if (!S_ISREG(status.st_mode)) {
    result = failed(path, "is no file");
  } else {
    wanted = (uint64_t)status.st_size < limit ? (size_t)status.st_size : limit;
    if (!(*raw = malloc(wanted + 1))) {
      errno = ENOMEM;
      result = failed_by_system(path);
    }
  }
  size_t count = 0;
  while (result == 0 && count < wanted) {
    ssize_t more = read(file, *raw + count, wanted - count);
    if (more < 0 && errno == EINTR) continue;
    if (more < 0) result = failed_by_system(path);
    if (more <= 0) break;
    count += (size_t)more;
  }
  close(file);
  if (result < 0) free(*raw);
  *size = count;
  return result;
}

/* Inflates until `out` is full or the stream has ended; Z_BUF_ERROR where the input ends before. */
static int inflate_some(z_stream *stream, unsigned char *out, size_t size, size_t *made) {
  *made = 0;
  while (*made < size) {
    uInt room = size - *made > 1u << 30 ? 1u << 30 : (uInt)(size - *made);
    stream->next_out = out + *made;
    stream->avail_out = room;
    int result = inflate(stream, Z_NO_FLUSH);
    *made += room - stream->avail_out;
    if (result != Z_OK) return result;
    /* libgit2 asks again for ever where a file was cut short. */
    if (stream->avail_in == 0 && stream->avail_out != 0) return Z_BUF_ERROR;
  }
  return Z_OK;
}

/* Reads "kind size\0" and returns how many bytes that takes; 0 where it is none. */
static size_t parse_header(
  const unsigned char *head, size_t count, git_object_t *type, size_t *size) {
  const unsigned char *end = memchr(head, 0, count);
  const unsigned char *space = end ? memchr(head, ' ', (size_t)(end - head)) : NULL;
  if (!space || space + 1 == end) return 0;
  static const struct { const char *name; git_object_t type; } kinds[] = {
    {"commit", GIT_OBJECT_COMMIT}, {"tree", GIT_OBJECT_TREE}, {"blob", GIT_OBJECT_BLOB},
    {"tag", GIT_OBJECT_TAG}};
  *type = GIT_OBJECT_INVALID;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    size_t length = strlen(kinds[i].name);
    if (length == (size_t)(space - head) && memcmp(head, kinds[i].name, length) == 0) {
      *type = kinds[i].type;
    }
  }
  size_t value = 0;
  for (const unsigned char *digit = space + 1; digit < end; digit++) {
    if (*digit < '0' || *digit > '9' || value > (SIZE_MAX - 9) / 10) return 0;
    value = value * 10 + (size_t)(*digit - '0');
  }
  *size = value;
  return *type == GIT_OBJECT_INVALID ? 0 : (size_t)(end - head) + 1;
}

/* Inflates what `raw` holds; `backend` is whose memory the bytes are, NULL for malloc's. */
static int unpack(
  const char *path, const unsigned char *raw, size_t raw_size, size_t limit,
  git_odb_backend *backend, void **bytes, size_t *size, git_object_t *type) {
  z_stream stream = {0};
  if (inflateInit(&stream) != Z_OK) return failed(path, "cannot be inflated");
  stream.next_in = (unsigned char *)raw;
  stream.avail_in = (uInt)raw_size;
  unsigned char head[HEADER_LIMIT];
  size_t made = 0;
  int state = inflate_some(&stream, head, sizeof head, &made);
  size_t skip = state == Z_OK || state == Z_STREAM_END || state == Z_BUF_ERROR
    ? parse_header(head, made, type, size) : 0;
  int result = skip == 0 ? failed(path, "has no header") : 0;
  if (result == 0 && bytes && *size > limit) result = GIT_EBUFS;
  if (result < 0 || !bytes) {
    inflateEnd(&stream);
    return result;
  }
  /* One more than there are: what is longer than it says is found, and the end is a NUL. */
  unsigned char *body = backend
    ? git_odb_backend_data_alloc(backend, *size + 1) : malloc(*size + 1);
  size_t early = made - skip;
  if (!body) {
    errno = ENOMEM;
    result = failed_by_system(path);
  } else if (early > *size) {
    result = failed(path, "is longer than it says");
  } else {
    memcpy(body, head + skip, early);
    size_t rest = 0;
    if (state == Z_OK) state = inflate_some(&stream, body + early, *size + 1 - early, &rest);
    if (state != Z_STREAM_END || early + rest != *size) {
      result = failed(path, "is cut short or damaged");
    }
  }
  inflateEnd(&stream);
  if (result == 0) {
    body[*size] = 0;
    *bytes = body;
  } else if (backend && body) {
    git_odb_backend_data_free(backend, body);
  } else {
    free(body);
  }
  return result;
}

static int read_loose(
  const char *directory, const git_oid *id, size_t limit, git_odb_backend *backend,
  void **bytes, size_t *size, git_object_t *type) {
  char path[4096];
  path_of(path, sizeof path, directory, id);
  unsigned char *raw;
  size_t raw_size;
  int result = read_file(path, bytes ? SIZE_MAX - 1 : HEADER_FILE_LIMIT, &raw, &raw_size);
  if (result < 0) return result;
  /* zlib counts what it is given in 32 bits; a file that large is packed, or refused. */
  result = raw_size > UINT32_MAX
    ? GIT_EBUFS : unpack(path, raw, raw_size, limit, backend, bytes, size, type);
  free(raw);
  return result;
}

int o8_loose_read(
  const char *directory, const git_oid *id, size_t limit, void **bytes, size_t *size,
  git_object_t *type) {
  return read_loose(directory, id, limit, NULL, bytes, size, type);
}

static int backend_read(
  void **bytes, size_t *size, git_object_t *type, git_odb_backend *backend, const git_oid *id) {
  const char *directory = ((loose_backend *)backend)->directory;
  return read_loose(directory, id, SIZE_MAX - 1, backend, bytes, size, type);
}

static int backend_read_header(
  size_t *size, git_object_t *type, git_odb_backend *backend, const git_oid *id) {
  const char *directory = ((loose_backend *)backend)->directory;
  return read_loose(directory, id, 0, backend, NULL, size, type);
}

static void backend_free(git_odb_backend *backend) {
  free(((loose_backend *)backend)->directory);
  free(backend);
}

int o8_odb_guard_loose(git_odb *database, const char *directory) {
  loose_backend *backend = calloc(1, sizeof *backend);
  char *copy = strdup(directory);
  if (!backend || !copy || git_odb_init_backend(&backend->parent, GIT_ODB_BACKEND_VERSION) < 0) {
    free(backend);
    free(copy);
    errno = ENOMEM;
    return failed_by_system(directory);
  }
  backend->directory = copy;
  backend->parent.read = backend_read;
  backend->parent.read_header = backend_read_header;
  backend->parent.free = backend_free;
  /* Behind the packs, which have 2 too, and before libgit2's own reader of loose objects, 1. */
  int result = git_odb_add_backend(database, &backend->parent, 2);
  if (result < 0) backend_free(&backend->parent);
  return result;
}

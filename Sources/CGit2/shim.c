#include "CGit2.h"

/* libgit2's start-up parses the system's certificate bundle, although nothing here opens a
   remote through it. These two stand in for the TLS library's readers; see the decision page
   Git.docc/Decisions/NoCertificates.md and the test that no remote can be opened. */
int mbedtls_x509_crt_parse_file(void *chain, const char *path) {
  (void)chain;
  (void)path;
  return 0;
}

int mbedtls_x509_crt_parse_path(void *chain, const char *path) {
  (void)chain;
  (void)path;
  return 0;
}

static int refuse_remote(git_transport **out, git_remote *owner, void *parameter) {
  (void)out;
  (void)owner;
  (void)parameter;
  git_error_set_str(GIT_ERROR_NET, "remotes are the git program's; libgit2 opens none");
  return -1;
}

int o8_git2_refuse_remotes(void) {
  static const char *const schemes[] = {"https", "http", "git", "ssh", "ssh+git", "git+ssh"};
  for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
    int result = git_transport_register(schemes[i], refuse_remote, NULL);
    if (result < 0) return result;
  }
  return 0;
}

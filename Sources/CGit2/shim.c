#include "CGit2.h"

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

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

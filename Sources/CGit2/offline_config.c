#ifdef O8_LIBGIT2_ALONE

#include <string.h>

#include <mbedtls/ssl.h>

/* The one of those in offline.c that needs their header: libgit2 looks into what it gives by
   itself, and frees what it finds there. */
void mbedtls_ssl_config_init(mbedtls_ssl_config *config) { memset(config, 0, sizeof *config); }

#endif

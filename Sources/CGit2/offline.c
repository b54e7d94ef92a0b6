/* What libgit2 asks of the libraries of its network, answered here: it is linked without them.

   Nothing here opens a remote through libgit2, and loading these libraries took longer than all
   else at a start. See the decision page Git.docc/Decisions/NoNetwork.md and the tests that hold
   it. The prototypes are none of theirs: no header of theirs is wanted, and whoever calls one is
   told no. */
#ifdef O8_LIBGIT2_ALONE

#include <stddef.h>

/* Called at every start and end: there is nothing to set up, and that works. */
#define SUCCEEDS(name) int name(void); int name(void) { return 0; }
/* Of a connection that nobody can have. */
#define FAILS(name) int name(void); int name(void) { return -1; }
#define NOTHING(name) void *name(void); void *name(void) { return NULL; }
SUCCEEDS(libssh2_init)
SUCCEEDS(libssh2_exit)
SUCCEEDS(mbedtls_ctr_drbg_free)
SUCCEEDS(mbedtls_ctr_drbg_init)
SUCCEEDS(mbedtls_ctr_drbg_seed)
SUCCEEDS(mbedtls_entropy_free)
SUCCEEDS(mbedtls_entropy_init)
SUCCEEDS(mbedtls_ssl_conf_authmode)
SUCCEEDS(mbedtls_ssl_conf_ca_chain)
SUCCEEDS(mbedtls_ssl_conf_ciphersuites)
SUCCEEDS(mbedtls_ssl_conf_min_version)
SUCCEEDS(mbedtls_ssl_conf_rng)
SUCCEEDS(mbedtls_ssl_config_defaults)
SUCCEEDS(mbedtls_ssl_config_free)
SUCCEEDS(mbedtls_x509_crt_free)
SUCCEEDS(mbedtls_x509_crt_init)
SUCCEEDS(mbedtls_x509_crt_parse_file)
SUCCEEDS(mbedtls_x509_crt_parse_path)

NOTHING(libssh2_agent_init)
NOTHING(libssh2_channel_open_ex)
NOTHING(libssh2_hostkey_hash)
NOTHING(libssh2_knownhost_init)
NOTHING(libssh2_session_abstract)
NOTHING(libssh2_session_hostkey)
NOTHING(libssh2_session_init_ex)
NOTHING(libssh2_session_method_pref)
NOTHING(libssh2_userauth_list)
NOTHING(mbedtls_ssl_get_peer_cert)
NOTHING(http_errno_description)

FAILS(gss_delete_sec_context)
FAILS(gss_display_status)
FAILS(gss_import_name)
FAILS(gss_indicate_mechs)
FAILS(gss_init_sec_context)
FAILS(gss_release_buffer)
FAILS(gss_release_name)
FAILS(gss_release_oid_set)
FAILS(http_parser_execute)
FAILS(http_parser_init)
FAILS(http_parser_parse_url)
FAILS(http_parser_pause)
FAILS(http_should_keep_alive)
FAILS(libssh2_agent_connect)
FAILS(libssh2_agent_disconnect)
FAILS(libssh2_agent_free)
FAILS(libssh2_agent_get_identity)
FAILS(libssh2_agent_list_identities)
FAILS(libssh2_agent_userauth)
FAILS(libssh2_channel_close)
FAILS(libssh2_channel_free)
FAILS(libssh2_channel_process_startup)
FAILS(libssh2_channel_read_ex)
FAILS(libssh2_channel_set_blocking)
FAILS(libssh2_channel_write_ex)
FAILS(libssh2_knownhost_checkp)
FAILS(libssh2_knownhost_free)
FAILS(libssh2_knownhost_readfile)
FAILS(libssh2_session_disconnect_ex)
FAILS(libssh2_session_free)
FAILS(libssh2_session_handshake)
FAILS(libssh2_session_last_error)
FAILS(libssh2_session_set_blocking)
FAILS(libssh2_userauth_authenticated)
FAILS(libssh2_userauth_keyboard_interactive_ex)
FAILS(libssh2_userauth_password_ex)
FAILS(libssh2_userauth_publickey)
FAILS(libssh2_userauth_publickey_fromfile_ex)
FAILS(libssh2_userauth_publickey_frommemory)
FAILS(mbedtls_ctr_drbg_random)
FAILS(mbedtls_entropy_func)
FAILS(mbedtls_ssl_close_notify)
FAILS(mbedtls_ssl_free)
FAILS(mbedtls_ssl_get_ciphersuite_id)
FAILS(mbedtls_ssl_get_verify_result)
FAILS(mbedtls_ssl_handshake)
FAILS(mbedtls_ssl_init)
FAILS(mbedtls_ssl_read)
FAILS(mbedtls_ssl_set_bio)
FAILS(mbedtls_ssl_set_hostname)
FAILS(mbedtls_ssl_setup)
FAILS(mbedtls_ssl_write)
FAILS(mbedtls_strerror)
FAILS(mbedtls_x509_crt_verify_info)

extern void *const GSS_C_NT_HOSTBASED_SERVICE;
void *const GSS_C_NT_HOSTBASED_SERVICE = NULL;

#endif

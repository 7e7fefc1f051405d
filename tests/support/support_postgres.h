/*
 * A PostgreSQL of the test's own: a cluster in a fresh folder, listening on 127.0.0.1
 * alone, under a password that lives as long as it does, run by a user that is not root,
 * without fsync.
 *
 * A process of its own watches over it. When the test ends, however it ends, the watcher
 * stops the server and removes the folder.
 */
#ifndef SUPPORT_POSTGRES_H
#define SUPPORT_POSTGRES_H

#include "support/support_sql.h"

#include <sys/types.h>

enum support_postgres_state {
    SUPPORT_POSTGRES_READY,
    SUPPORT_POSTGRES_ABSENT, // not installed: what needs it is to be skipped
    SUPPORT_POSTGRES_BROKEN, // installed, and does not start: a failure
};

struct support_postgres {
    char folder[256];
    char password[33];
    int port;
    int watch; // closing it ends the server
    pid_t watcher;
    char why[1024]; // not ready, because …
};

/** To be called before the test has threads. */
enum support_postgres_state support_postgres_start(struct support_postgres *out_postgres);
void support_postgres_stop(struct support_postgres *postgres);
/** A connection; its temporary tables are its own, its schema too, so that several may
 * work side by side. */
bool support_postgres_open(const struct support_postgres *postgres, const char *schema,
                           struct support_sql *out_sql);

#endif

/*
 *   test ──fork──▶ watcher (other user, own session) ──fork──▶ initdb, then postgres
 *     └── pipe ────────▶ end of file: the test is over ⇒ SIGQUIT, wait, rm -rf folder
 *
 * Should the watcher itself be killed, the kernel sends the server SIGQUIT
 * (PR_SET_PDEATHSIG).
 */
#define _GNU_SOURCE // setgroups, prctl
#include "support/support_postgres.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATH_SIZE = 512, START_SECONDS = 120, POLL_MS = 100 };

static enum support_postgres_state state_set(struct support_postgres *postgres,
                                             enum support_postgres_state state,
                                             const char *why)
{
    (void)snprintf(postgres->why, sizeof postgres->why, "%s", why);
    return state;
}

/* -- Before the fork
 * ---------------------------------------------------------------------------- */

/* The folder of the newest server's programs; Debian keeps them out of PATH. */
static bool programs_find(char out[PATH_SIZE])
{
    glob_t found = {0};
    bool is_found = glob("/usr/lib/postgresql/[0-9]*/bin/initdb", 0, NULL, &found) == 0 &&
                    found.gl_pathc > 0;
    if (is_found) {
        const char *path = found.gl_pathv[found.gl_pathc - 1];
        const size_t size = strlen(path) - strlen("/initdb");
        is_found = size < PATH_SIZE;
        if (is_found) (void)snprintf(out, PATH_SIZE, "%.*s", (int)size, path);
    }
    globfree(&found);
    return is_found;
}

static int port_free(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool is_bound = listener >= 0 &&
                          bind(listener, (struct sockaddr *)&address, size) == 0 &&
                          getsockname(listener, (struct sockaddr *)&address, &size) == 0;
    if (listener >= 0) (void)close(listener);
    return is_bound ? ntohs(address.sin_port) : 0;
}

/* A server refuses to run as root: somebody else must. NULL when there is nobody. */
static const struct passwd *user_find(void)
{
    if (geteuid() != 0) return getpwuid(geteuid());
    const struct passwd *user = getpwnam("postgres");
    return user ? user : getpwnam("nobody");
}

static bool password_make(struct support_postgres *postgres, const struct passwd *user)
{
    unsigned char noise[16];
    char path[PATH_SIZE];
    if (getrandom(noise, sizeof noise, 0) != (ssize_t)sizeof noise) return false;
    for (size_t i = 0; i < sizeof noise; i++) {
        (void)snprintf(postgres->password + 2 * i, 3, "%02x", noise[i]);
    }
    (void)snprintf(path, sizeof path, "%s/password", postgres->folder);
    const int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return false;
    const bool is_written =
        write(file, postgres->password, 32) == 32 &&
        (geteuid() != 0 || fchown(file, user->pw_uid, user->pw_gid) == 0);
    return close(file) == 0 && is_written;
}

static bool folder_make(struct support_postgres *postgres, const struct passwd *user)
{
    const char *place = getenv("TMPDIR");
    (void)snprintf(postgres->folder, sizeof postgres->folder,
                   "%s/sallyport-postgres-XXXXXX", place && *place ? place : "/tmp");
    if (!mkdtemp(postgres->folder)) return false;
    return (geteuid() != 0 || chown(postgres->folder, user->pw_uid, user->pw_gid) == 0) &&
           password_make(postgres, user);
}

/* -- The watcher
 * -------------------------------------------------------------------------------- */

static pid_t program_start(const char *programs, const char *name, char *const *arguments)
{
    char path[PATH_SIZE + 16];
    (void)snprintf(path, sizeof path, "%s/%s", programs, name);
    const pid_t child = fork();
    if (child == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGQUIT);
        (void)execv(path, arguments);
        _exit(127);
    }
    return child;
}

static bool cluster_make(const char *programs, char *data, char *password_file)
{
    char password_option[PATH_SIZE + 16];
    (void)snprintf(password_option, sizeof password_option, "--pwfile=%s", password_file);
    char *const arguments[] = {"initdb",
                               "-D",
                               data,
                               "-U",
                               "sallyport",
                               "--auth=scram-sha-256",
                               password_option,
                               "--encoding=UTF8",
                               "--locale=C",
                               "--no-sync",
                               "--no-instructions",
                               NULL};
    int status = 0;
    const pid_t child = program_start(programs, "initdb", arguments);
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

static pid_t server_start(const char *programs, char *data, char *folder, int port)
{
    char port_text[16];
    (void)snprintf(port_text, sizeof port_text, "%d", port);
    char *const arguments[] = {
        "postgres", "-D", data, "-p", port_text, "-k", folder, "-c",
        "listen_addresses=127.0.0.1",
        // Nothing here outlives the test, so nothing need survive a crash.
        "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
        "-c", "wal_level=minimal", "-c", "max_wal_senders=0", "-c", "autovacuum=off",
        "-c", "jit=off", "-c", "shared_buffers=64MB", "-c", "work_mem=64MB", "-c",
        "temp_buffers=128MB", "-c", "max_parallel_workers_per_gather=0", NULL};
    return program_start(programs, "postgres", arguments);
}

/* Until the test closes its end, or dies, or the server does. */
static void server_watch(pid_t server, int watch)
{
    struct pollfd end = {.fd = watch, .events = POLLIN};
    for (;;) {
        const int ready = poll(&end, 1, POLL_MS);
        if (ready > 0 && (end.revents & (POLLHUP | POLLERR))) break;
        if (waitpid(server, NULL, WNOHANG) == server) return;
    }
    (void)kill(server, SIGQUIT);
    (void)waitpid(server, NULL, 0);
}

_Noreturn static void watcher_run(struct support_postgres *postgres, const char *programs,
                                  const struct passwd *user, int watch)
{
    char data[PATH_SIZE];
    char password_file[PATH_SIZE];
    char log[PATH_SIZE];
    (void)snprintf(data, sizeof data, "%s/data", postgres->folder);
    (void)snprintf(password_file, sizeof password_file, "%s/password", postgres->folder);
    (void)snprintf(log, sizeof log, "%s/log", postgres->folder);
    (void)setsid();
    const bool is_other =
        geteuid() != 0 || (setgroups(0, NULL) == 0 && setgid(user->pw_gid) == 0 &&
                           setuid(user->pw_uid) == 0);
    // Whoever waits for the end of the test's output must not wait for the server.
    const int output = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    const bool is_apart = output >= 0 && input >= 0 && dup2(input, 0) == 0 &&
                          dup2(output, 1) == 1 && dup2(output, 2) == 2 &&
                          chdir(postgres->folder) == 0;
    if (is_other && is_apart && cluster_make(programs, data, password_file)) {
        const pid_t server =
            server_start(programs, data, postgres->folder, postgres->port);
        if (server > 0) server_watch(server, watch);
    }
    if (chdir("/") == 0) // The folder is about to go.
        (void)execlp("rm", "rm", "-rf", postgres->folder, (char *)NULL);
    _exit(1);
}

/* -- Starting and stopping
 * ---------------------------------------------------------------------- */

static bool is_up(struct support_postgres *postgres)
{
    struct support_sql sql;
    const bool is_open = support_postgres_open(postgres, NULL, &sql);
    (void)snprintf(postgres->why, sizeof postgres->why, "%.1000s", sql.error);
    sql.close(&sql);
    return is_open;
}

static enum support_postgres_state until_up(struct support_postgres *postgres)
{
    const struct timespec pause = {.tv_nsec = POLL_MS * 1000000L};
    for (int i = 0; i < START_SECONDS * 1000 / POLL_MS; i++) {
        if (is_up(postgres)) return SUPPORT_POSTGRES_READY;
        if (waitpid(postgres->watcher, NULL, WNOHANG) == postgres->watcher) {
            postgres->watcher = 0;
            return state_set(postgres, SUPPORT_POSTGRES_BROKEN,
                             "PostgreSQL is installed and does not start");
        }
        (void)nanosleep(&pause, NULL);
    }
    return SUPPORT_POSTGRES_BROKEN; // `why` holds what the last attempt said.
}

enum support_postgres_state support_postgres_start(struct support_postgres *out_postgres)
{
    struct support_postgres *postgres = out_postgres;
    char programs[PATH_SIZE];
    int ends[2];
    *postgres = (struct support_postgres){.watch = -1};
#ifndef SALLYPORT_WITH_POSTGRES
    return state_set(postgres, SUPPORT_POSTGRES_ABSENT, "built without libpq");
#endif
    if (!programs_find(programs))
        return state_set(postgres, SUPPORT_POSTGRES_ABSENT,
                         "PostgreSQL is not installed");
    const struct passwd *user = user_find();
    postgres->port = port_free();
    if (!user || postgres->port == 0)
        return state_set(postgres, SUPPORT_POSTGRES_ABSENT,
                         "no user or no port to run PostgreSQL with");
    if (!folder_make(postgres, user) || pipe2(ends, O_CLOEXEC) != 0)
        return state_set(postgres, SUPPORT_POSTGRES_BROKEN, strerror(errno));
    postgres->watcher = fork();
    if (postgres->watcher == 0) {
        (void)close(ends[1]);
        watcher_run(postgres, programs, user, ends[0]);
    }
    (void)close(ends[0]);
    postgres->watch = ends[1];
    const enum support_postgres_state state =
        postgres->watcher > 0
            ? until_up(postgres)
            : state_set(postgres, SUPPORT_POSTGRES_BROKEN, "cannot start a process");
    if (state != SUPPORT_POSTGRES_READY) support_postgres_stop(postgres);
    return state;
}

void support_postgres_stop(struct support_postgres *postgres)
{
    if (postgres->watch >= 0) (void)close(postgres->watch);
    if (postgres->watcher > 0) (void)waitpid(postgres->watcher, NULL, 0);
    postgres->watch = -1;
    postgres->watcher = 0;
}

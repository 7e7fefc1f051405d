/*
 * The command line: one option table a command, from which parsing, help and docs/cli/ are made.
 * Uses public headers alone, as an outside program would. Data goes to stdout, talk to stderr.
 */
#ifndef CLI_H
#define CLI_H

#include "sallyport/draft.h"
#include "sallyport/link.h"
#include "sallyport/load.h"
#include "sallyport/report.h"
#include "sallyport/sample.h"
#include "sallyport/statement.h"

#include <stddef.h>

enum cli_option_kind { CLI_FLAG, CLI_TEXT, CLI_WHOLE, CLI_LIST, CLI_END };
enum { CLI_LIST_MAX = 32 };

/** A CLI_LIST option may be given several times. Points into argv. */
struct cli_list {
    const char *items[CLI_LIST_MAX];
    size_t count;
};

struct cli_option {
    enum cli_option_kind kind;
    char letter;         // 0: none
    const char *name;
    const char *metavar; // NULL for flags
    const char *help;
    size_t offset;       // of the member in the command's struct: bool, const char *, uint64_t or struct cli_list
};

/* Every command's struct begins with this. */
struct cli_common {
    const char *ledger;
    const char *format;
    uint64_t threads;
    bool help;
    const char *const *operands;
    size_t operand_count;
};

// clang-format off
#define CLI_OPTION_LEDGER(type)  {CLI_TEXT, 'l', "ledger", "FILE", "the ledger (default: $SALLYPORT_LEDGER, else sallyport.duckdb here)", offsetof(type, common.ledger)}
#define CLI_OPTION_FORMAT(type)  {CLI_TEXT, 'f', "format", "NAME", "text (default), csv, json, md or html", offsetof(type, common.format)}
#define CLI_OPTION_THREADS(type) {CLI_WHOLE, 0, "threads", "N", "threads to use (default 2); results do not depend on it", offsetof(type, common.threads)}
#define CLI_OPTION_HELP(type)    {CLI_FLAG, 'h', "help", NULL, "show this help", offsetof(type, common.help)}
#define CLI_OPTION_END           {CLI_END, 0, NULL, NULL, NULL, 0}
// clang-format on

struct cli_command {
    const char *name;
    const char *operands; // "PATH…", "" when there are none
    size_t operand_min;
    size_t operand_max;
    const char *summary;
    const char *description; // paragraphs
    const char *example;     // lines a person can paste
    const struct cli_option *options;
    size_t args_size;
    enum sp_rc (*run)(void *args, struct sp_err *err);
};

extern const struct cli_command cli_add, cli_check, cli_count, cli_dictionary, cli_diff, cli_explain, cli_link, cli_profile, cli_report, cli_rules,
    cli_sample, cli_sheet, cli_sources;

/** @param args  zeroed, of command->args_size; begins with struct cli_common */
SP_MUST_USE enum sp_rc cli_parse(const struct cli_command *command, int argc, char **argv, void *args,
                                 struct sp_err *err);
void cli_help_write(const struct cli_command *command, struct sp_buf *out);
/** The page docs/cli/NAME.md. */
void cli_page_write(const struct cli_command *command, struct sp_buf *out);

/** Arenas and ledgers that a command opens, and closes whatever happens. */
struct cli_session {
    struct sp_arena arena;
    struct sp_ledger *ledger;
    struct sp_buf out;
};
SP_MUST_USE enum sp_rc cli_session_open(struct cli_session *session, const struct cli_common *common,
                                        enum sp_ledger_mode mode, struct sp_err *err);
/** Without a ledger. */
void cli_session_begin(struct cli_session *session);
void cli_session_close(struct cli_session *session);
const char *cli_ledger_path(const struct cli_common *common);

SP_MUST_USE enum sp_rc cli_format(const struct cli_common *common, enum sp_format *out_format, struct sp_err *err);
/** Everything in the buffer to stdout; a short write is a failure. */
SP_MUST_USE enum sp_rc cli_print(const struct sp_buf *buf, struct sp_err *err);
SP_MUST_USE enum sp_rc cli_print_table(const struct cli_common *common, const struct sp_table *table,
                                       struct sp_err *err);

/** The table of sheets read, one row each: a receipt. */
SP_MUST_USE enum sp_rc cli_receipt_table(struct sp_arena *arena, struct sp_table **out_table, struct sp_err *err);
SP_MUST_USE enum sp_rc cli_receipt_row(struct sp_table *table, struct sp_arena *arena,
                                       const struct sp_source *source, struct sp_err *err);

/** "serious finding CHECK-OVERLAP v1: …" below a table of sheets. */
SP_MUST_USE enum sp_rc cli_finding_note(struct sp_table *table, struct sp_arena *arena,
                                        const struct sp_finding *finding, struct sp_err *err);

/** Linking, for `link` and for `add`. */
struct cli_link_options {
    uint64_t threads;
    bool all;
    struct sp_link_times *times; // may be NULL
};
SP_MUST_USE enum sp_rc cli_link_run(struct sp_ledger *ledger, const struct cli_link_options *wanted,
                                    struct sp_arena *arena, struct sp_link_report *out_report, struct sp_err *err);
/** One line on stderr: how much was linked. */
void cli_link_said(const struct sp_link_report *report);
/** Where the time went, on stderr. */
void cli_link_times(const struct sp_link_times *times);

/** The sheet that --sheet names, by number from 1 or by name; the first when `wanted` is NULL. */
SP_MUST_USE enum sp_rc cli_sheet_pick(const struct sp_book *book, const char *wanted, size_t *out_index,
                                      struct sp_err *err);

/** What --where, --from and --to have in common. */
SP_MUST_USE enum sp_rc cli_query(struct sp_query *query, const struct cli_list *where, const char *from,
                                 const char *to, struct sp_err *err);

#endif

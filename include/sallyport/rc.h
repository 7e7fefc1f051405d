/*
 * Outcomes and errors.
 *
 * Policy. A function that can fail returns `enum sp_rc` and takes `struct sp_err *err` last; `err`
 * may be NULL. 0 is success, a positive code is "no row, and nothing is wrong", a negative code is
 * a failure. Outputs change only on SP_OK. The first failure wins: a caller that passes a failure
 * on may add where it happened (file, sheet, row, column), never replace what went wrong.
 * An `sp_err` holds its own text, owns nothing, and needs no release.
 *
 * Messages are lower case, say the problem first and then what to do. They may say where a value
 * stands, never what it is, when the value comes from a person's record.
 */
#ifndef SALLYPORT_RC_H
#define SALLYPORT_RC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SP_MUST_USE __attribute__((warn_unused_result))
#define SP_PRINTF(format_at, first_at) __attribute__((format(printf, format_at, first_at)))

/* Code, number, exit code of the program, plain name. The one table of outcomes. */
#define SP_RC_TABLE(X)                                                                             \
    X(SP_OK, 0, 0, "done")                                                                         \
    X(SP_END, 1, 0, "no more rows")                                                                \
    X(SP_ERR_CLAIM, -1, 1, "a check failed or a claim is contradicted")                            \
    X(SP_ERR_USAGE, -2, 2, "wrong usage")                                                          \
    X(SP_ERR_INPUT, -3, 3, "bad input")                                                            \
    X(SP_ERR_LIMIT, -4, 3, "input passes a ceiling")                                               \
    X(SP_ERR_LEDGER, -5, 4, "ledger trouble")                                                      \
    X(SP_ERR_IO, -6, 4, "system trouble")                                                          \
    X(SP_ERR_MEMORY, -7, 4, "out of memory")

enum sp_rc {
#define SP_RC_ENUM(name, number, exit_code, text) name = (number),
    SP_RC_TABLE(SP_RC_ENUM)
#undef SP_RC_ENUM
};

enum { SP_ERR_TEXT_MAX = 1024, SP_ERR_PLACE_MAX = 256 };

/** What went wrong and where. Empty strings and row 0 mean "not known" or "does not apply". */
struct sp_err {
    enum sp_rc rc;
    char text[SP_ERR_TEXT_MAX];
    char file[SP_ERR_PLACE_MAX];
    char sheet[SP_ERR_PLACE_MAX];
    char column[SP_ERR_PLACE_MAX]; // Column heading, or a letter such as 'C' where there is none.
    uint64_t row;                  // As a person sees it in Excel: 1 is the first row. For text files, the line.
};

/** Record a failure and return `rc`, so that `return sp_err_set(...)` reads well. The first one wins. */
enum sp_rc sp_err_set(struct sp_err *err, enum sp_rc rc, const char *format, ...) SP_PRINTF(3, 4);

/** Add where a failure happened; a place already known is kept. Each returns the error's code unchanged. */
void sp_err_at_file(struct sp_err *err, const char *file);
void sp_err_at_sheet(struct sp_err *err, const char *sheet);
void sp_err_at_row(struct sp_err *err, uint64_t row);
void sp_err_at_column(struct sp_err *err, const char *column);

/** Forget a failure that has been handled, so that the next one can be recorded. */
void sp_err_reset(struct sp_err *err);

/** One line: the text, then file, sheet, row and column where known. Always ends in NUL. */
void sp_err_format(const struct sp_err *err, char *out, size_t out_size);

/** Exit code of the program for an outcome: 0 done, 1 claim, 2 usage, 3 input, 4 ledger or system. */
int sp_rc_exit_code(enum sp_rc rc);

/** Plain name of an outcome, such as "bad input". */
const char *sp_rc_text(enum sp_rc rc);

/** Our own mistakes, never input. Stays on in every build. */
#define SP_ASSERT(condition)                                                                       \
    ((condition) ? (void)0 : sp_assert_failed(#condition, __FILE__, __LINE__))
_Noreturn void sp_assert_failed(const char *condition, const char *file, int line);

#endif

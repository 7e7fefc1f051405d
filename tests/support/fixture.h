/* A small ledger of synthetic records, made through the ledger's own writer. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "ledger/ledger_source.h"
#include "ledger/ledger_writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/** One record: "field=value" pairs; values [blank], [redacted X], [unreadable], [not applicable] are "no values". */
struct fixture_record {
    const char *pairs[12];
};

/** A fresh path in a temporary folder, removed at exit. */
const char *fixture_path(const char *name);
/** Print the error of a call that should have succeeded, and fail the test. */
void fixture_ok(enum sp_rc rc, const struct sp_err *err);
/** Add records as one sheet of one file; a field no record names is "not in release". Committed. */
void fixture_add(struct sp_ledger *ledger, const char *event, const char *release, const char *file,
                 const struct fixture_record *records, size_t count);

#endif

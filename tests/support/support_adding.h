/* Files written for a test and added to a ledger of its own, and what became of them. */
#ifndef SUPPORT_ADDING_H
#define SUPPORT_ADDING_H

#include "sallyport/load.h"
#include "support/fixture.h"
#include "support/support_profile.h"

struct support_sheet {
    const char *name;    // NULL: "Sheet1" and so on
    const char *text;    // a row a line, cells apart by '|'
    unsigned hidden_row; // as Excel shows it; 0: none
};

/** A workbook of text cells. @return its path, under fixture_path() */
const char *support_sheets_write(const char *name, const struct support_sheet *sheets,
                                 size_t count);
/** A file of these bytes. @return its path, under fixture_path() */
const char *support_text_write(const char *name, const char *text);

struct support_adding {
    struct sp_profile_set *set; // owned
    struct sp_ledger *ledger;
    struct sp_arena arena; // the receipt's
    struct sp_receipt receipt;
    struct sp_err err;
};

/** @param set  becomes its own */
void support_adding_open(struct support_adding *adding, const char *ledger,
                         struct sp_profile_set *set);
/** Add one file. @param release  NULL: as the profile says */
enum sp_rc support_add(struct support_adding *adding, const char *path,
                       const char *release);
/** Held: a query's one number. */
void support_expect_whole(struct support_adding *adding, const char *sql,
                          int64_t expected);
void support_adding_close(struct support_adding *adding);

#endif

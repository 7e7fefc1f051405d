/*
 * Drafts of profiles: a release that no profile knows, read through and described, for a
 * person to finish.
 *
 * Policy. A draft never shows a value of the file: headings, types, shares and counts
 * alone. It is YAML that the parser takes once whatever is marked TODO has been filled
 * in. Columns that the privacy guard would refuse are proposed as withheld or passed
 * over, with the rule named.
 */
#ifndef SALLYPORT_DRAFT_H
#define SALLYPORT_DRAFT_H

#include "sallyport/profile.h"

struct sp_draft_options {
    size_t sheet_index;           // of the book
    uint64_t header_row;          // as Excel shows it; 0: found out
    const struct sp_event *event; // what a row is; NULL: found out from the headings
    struct sp_str name;           // of the file, for the first line
};

/**
 * Draft a profile of one sheet. Reads the sheet twice, all rows of it.
 *
 * @param set  the profiles whose headings are known
 * @param out  the YAML is appended
 * @return SP_END for a sheet without a cell; SP_ERR_INPUT when no row looks like a header
 */
SP_MUST_USE enum sp_rc sp_profile_draft(const struct sp_profile_set *set,
                                        struct sp_book *book,
                                        const struct sp_draft_options *options,
                                        struct sp_buf *out, struct sp_err *err);

#endif

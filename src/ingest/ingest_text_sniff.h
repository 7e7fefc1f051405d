/* Which delimiter a text has, told from its first records. */
#ifndef INGEST_TEXT_SNIFF_H
#define INGEST_TEXT_SNIFF_H

#include "base/base.h"

/**
 * @param bytes          the beginning of the text, followed by INGEST_BLOCK_SIZE readable
 *                       bytes; a record cut off by the end counts as far as it goes
 * @param out_delimiter  0 when no delimiter divides the records: one column
 * @return SP_OK or SP_ERR_MEMORY
 */
SP_MUST_USE enum sp_rc ingest_sniff_delimiter(char *bytes, size_t size,
                                              char *out_delimiter, struct sp_err *err);

#endif

/*
 * Text that is not UTF-8. Old releases were written by programs that knew only
 * Windows-1252; bytes that are no UTF-8 are read as that, so that an accent in one name
 * does not cost the file.
 */
#ifndef INGEST_TEXT_UTF8_H
#define INGEST_TEXT_UTF8_H

#include "base/base.h"

/* A byte of Windows-1252 is at most three of UTF-8: the euro sign. */
enum { INGEST_UTF8_GROWTH_MAX = 3 };

bool ingest_utf8_is_valid(struct sp_str text);
/**
 * Copy text, with each byte that is no part of UTF-8 read as Windows-1252. The five bytes
 * that Windows-1252 leaves open become the control characters of the same number, as
 * browsers have it.
 *
 * @param out  room for INGEST_UTF8_GROWTH_MAX bytes for each of `text`
 * @return bytes written
 */
size_t ingest_utf8_repair(struct sp_str text, char *out);

#endif

/*
 * A JSON document being appended to a buffer. Failures stay in the buffer.
 */
#ifndef SAMPLE_JSON_H
#define SAMPLE_JSON_H

#include "sallyport/memory.h"

struct sample_json {
    struct sp_buf *out; // borrowed
    unsigned depth;
    bool is_first; // of the object or list now open
};

/** @param key  NULL in a list, and for the document itself. @param bracket  '{' or '[' */
void sample_json_open(struct sample_json *json, const char *key, char bracket);
void sample_json_close(struct sample_json *json, char bracket);
void sample_json_count(struct sample_json *json, const char *key, uint64_t count);
void sample_json_text(struct sample_json *json, const char *key, const char *text);
/** "2025-09-21" */
void sample_json_day(struct sample_json *json, const char *key, int32_t day);

#endif

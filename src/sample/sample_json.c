/* Layout: two blanks a level, one entry a line: two keys can be compared line by line. */
#include "sample/sample_json.h"

#include "base/base.h"
#include "sallyport/date.h"

static void next(struct sample_json *json, const char *key)
{
    sp_buf_text(json->out, json->is_first ? "\n" : ",\n");
    json->is_first = false;
    sp_buf_format(json->out, "%*s", (int)json->depth * 2, "");
    if (!key) return;
    sp_json_string(json->out, sp_str_of(key));
    sp_buf_text(json->out, ": ");
}

void sample_json_open(struct sample_json *json, const char *key, char bracket)
{
    if (json->depth > 0) next(json, key);
    sp_buf_char(json->out, bracket);
    json->depth++;
    json->is_first = true;
}

void sample_json_close(struct sample_json *json, char bracket)
{
    json->depth--;
    if (!json->is_first) sp_buf_format(json->out, "\n%*s", (int)json->depth * 2, "");
    sp_buf_char(json->out, bracket);
    json->is_first = false;
}

void sample_json_count(struct sample_json *json, const char *key, uint64_t count)
{
    next(json, key);
    sp_buf_format(json->out, "%llu", (unsigned long long)count);
}

void sample_json_text(struct sample_json *json, const char *key, const char *text)
{
    next(json, key);
    sp_json_string(json->out, sp_str_of(text));
}

void sample_json_day(struct sample_json *json, const char *key, int32_t day)
{
    char date[SP_DATE_TEXT_MAX];
    sp_date_format(day, date);
    sample_json_text(json, key, date);
}

/* Any bytes as a statement file: parsed, and when sound, checked against its published figures. */
#include "sallyport/statement.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum sp_format formats[] = {SP_FORMAT_TEXT, SP_FORMAT_JSON, SP_FORMAT_CSV, SP_FORMAT_HTML, SP_FORMAT_MD};
    struct sp_statement *statement = NULL;
    struct sp_err err = {0};
    const struct sp_str yaml = {.data = (const char *)data, .size = size};
    if (sp_statement_parse("fuzz.yaml", yaml, &statement, &err) != SP_OK) return 0;
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        struct sp_buf out;
        bool contradicted;
        sp_buf_init(&out, (size_t)64 << 20);
        const enum sp_rc rc = sp_statement_check(statement, NULL, formats[i], &out, &contradicted, &err);
        SP_ASSERT(rc == SP_OK || err.rc != SP_OK);
        sp_buf_release(&out);
    }
    sp_statement_close(statement);
    return 0;
}

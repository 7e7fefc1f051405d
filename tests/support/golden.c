/* Compare with, or write, a golden file. */
#include "support/golden.h"

#include "base/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { GOLDEN_SIZE_MAX = 4 << 20, PATH_SIZE = 256 };

static void golden_write(const char *path, struct sp_str output)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(output.data, 1, output.size, file), output.size);
    assert_int_equal(fclose(file), 0);
}

/* The line of the first difference, for the message. */
static size_t line_of_difference(struct sp_str a, struct sp_str b)
{
    size_t line = 1;
    for (size_t i = 0; i < a.size && i < b.size && a.data[i] == b.data[i]; i++) {
        line += a.data[i] == '\n';
    }
    return line;
}

void golden_check(const char *name, struct sp_str output)
{
    char path[PATH_SIZE];
    struct sp_buf expected;
    struct sp_err err = {0};
    (void)snprintf(path, sizeof path, "tests/golden/%s", name);
    const char *update = getenv("UPDATE_GOLDEN");
    if (update && *update == '1') golden_write(path, output);
    sp_buf_init(&expected, GOLDEN_SIZE_MAX);
    if (sp_file_read(path, &expected, &err) != SP_OK) fail_msg("%s: %s", path, err.text);
    if (!sp_str_equal(sp_buf_str(&expected), output)) {
        const size_t line = line_of_difference(sp_buf_str(&expected), output);
        sp_buf_release(&expected);
        fail_msg("%s differs in line %zu; got:\n%.*s", path, line, SP_FMT(output));
    }
    sp_buf_release(&expected);
}

/* Any bytes as a workbook: opened and read to the end by both threads' worth of options. */
#include "sallyport/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void sheets_read(struct sp_book *book)
{
    for (size_t i = 0; i < sp_book_sheet_count(book); i++) {
        struct sp_sheet *sheet = NULL;
        struct sp_row row;
        if (sp_sheet_open(book, i, &sheet, NULL) != SP_OK) continue;
        uint64_t rows = 0;
        while (rows++ < 100000 && sp_sheet_next(sheet, &row, NULL) == SP_OK) {
            SP_ASSERT(row.count == 0 || row.cells != NULL);
        }
        sp_sheet_close(sheet);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[] = "/tmp/sallyport-fuzz-XXXXXX";
    const int file = mkstemp(path);
    SP_ASSERT(file >= 0);
    const bool written = write(file, data, size) == (ssize_t)size;
    SP_ASSERT(written && close(file) == 0);
    struct sp_book *book = NULL;
    const struct sp_book_options options = {.thread_count = 1};
    if (sp_book_open(path, &options, &book, NULL) == SP_OK) sheets_read(book);
    sp_book_close(book);
    (void)unlink(path);
    return 0;
}

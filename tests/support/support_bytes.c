#include "support/support_bytes.h"

#include <string.h>

enum sp_rc support_bytes_read(void *context, char *out, size_t size, size_t *out_size,
                              struct sp_err *err)
{
    struct support_bytes *bytes = context;
    (void)err;
    size_t piece = bytes->size - bytes->given;
    if (bytes->piece_size && piece > bytes->piece_size) piece = bytes->piece_size;
    if (piece > size) piece = size;
    if (piece) memcpy(out, bytes->data + bytes->given, piece);
    bytes->given += piece;
    *out_size = piece;
    return SP_OK;
}

/* Growing bytes with a ceiling; failures are sticky. Invariant: data[size] is NUL once data is set. */
#include "sallyport/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { BUF_CAPACITY_FIRST = 256 };

void sp_buf_init(struct sp_buf *buf, size_t max_size)
{
    *buf = (struct sp_buf){.max_size = max_size};
}

static bool buf_reserve(struct sp_buf *buf, size_t more)
{
    if (buf->rc != SP_OK) return false;
    if (more > buf->max_size || buf->size > buf->max_size - more) {
        buf->rc = SP_ERR_LIMIT;
        return false;
    }
    const size_t need = buf->size + more + 1;
    if (need <= buf->capacity) return true;
    size_t capacity = buf->capacity ? buf->capacity : BUF_CAPACITY_FIRST;
    while (capacity < need) {
        capacity *= 2;
    }
    char *data = sp_realloc(buf->data, capacity);
    if (!data) {
        buf->rc = SP_ERR_MEMORY;
        return false;
    }
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

char *sp_buf_reserve(struct sp_buf *buf, size_t size)
{
    return buf_reserve(buf, size) ? buf->data + buf->size : NULL;
}

void sp_buf_append(struct sp_buf *buf, struct sp_str text)
{
    if (!buf_reserve(buf, text.size)) return;
    if (text.size) memcpy(buf->data + buf->size, text.data, text.size);
    buf->size += text.size;
    buf->data[buf->size] = '\0';
}

void sp_buf_text(struct sp_buf *buf, const char *text)
{
    sp_buf_append(buf, sp_str_of(text));
}

void sp_buf_char(struct sp_buf *buf, char c)
{
    sp_buf_append(buf, (struct sp_str){.data = &c, .size = 1});
}

void sp_buf_format(struct sp_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    const int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    SP_ASSERT(length >= 0);
    if (buf_reserve(buf, (size_t)length)) {
        (void)vsnprintf(buf->data + buf->size, (size_t)length + 1, format, again);
        buf->size += (size_t)length;
    }
    va_end(again);
}

void sp_buf_reset(struct sp_buf *buf)
{
    buf->size = 0;
    buf->rc = SP_OK;
    if (buf->data) buf->data[0] = '\0';
}

void sp_buf_release(struct sp_buf *buf)
{
    if (!buf) return;
    sp_free(buf->data);
    *buf = (struct sp_buf){.max_size = buf->max_size};
}

struct sp_str sp_buf_str(const struct sp_buf *buf)
{
    return (struct sp_str){.data = buf->data, .size = buf->size};
}

enum sp_rc sp_buf_status(const struct sp_buf *buf, struct sp_err *err)
{
    if (buf->rc == SP_OK) return SP_OK;
    return sp_err_set(err, buf->rc, buf->rc == SP_ERR_LIMIT ? "output passes its ceiling of %zu bytes"
                                                            : "out of memory after %zu bytes",
                      buf->rc == SP_ERR_LIMIT ? buf->max_size : buf->size);
}

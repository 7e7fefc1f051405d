/* Outcomes by a text's bytes, for one column and one kind of cell. */
#include "load/load_memo_part.h"

enum {
    TEXTS_MAX = 1 << 16,     // Remembered for a column and a kind of cell.
    TEXT_SIZE_MAX = 1 << 10, // Bytes; longer texts are rarely met twice.
    TEXTS_ON_TRIAL =
        1 << 13,    // After so many new texts a column must have met half as many again.
    TEXT_COST = 64, // Bytes that a remembered text takes beside its own.
};

void memo_texts_release(struct memo_texts *texts)
{
    if (texts->is_begun) sp_intern_release(&texts->intern);
    sp_free(texts->values.items);
    texts->values = (struct memo_values){0};
    texts->is_begun = false;
}

bool memo_texts_find(struct memo_texts *texts, struct sp_str text,
                     struct ledger_value *out_value)
{
    uint32_t code;
    if (!texts->is_begun || !sp_intern_find(&texts->intern, text, &code)) return false;
    texts->hit_count++;
    *out_value = texts->values.items[code];
    return true;
}

bool memo_texts_put(struct memo_texts *texts, struct sp_str text,
                    const struct ledger_value *value, size_t *bytes_left)
{
    uint32_t code;
    if (texts->is_useless || text.size > TEXT_SIZE_MAX ||
        texts->values.count >= TEXTS_MAX || text.size + TEXT_COST > *bytes_left)
        return true;
    if (!texts->is_begun) {
        sp_intern_init(&texts->intern, MEMO_TEXT_BYTES_MAX);
        texts->is_begun = true;
    }
    if (!sp_intern_put(&texts->intern, text, &code, NULL) ||
        !memo_values_put(&texts->values, value))
        return false;
    SP_ASSERT(code + 1 == texts->values.count);
    *bytes_left -= text.size + TEXT_COST;
    if (texts->values.count == TEXTS_ON_TRIAL && texts->hit_count < TEXTS_ON_TRIAL / 2) {
        memo_texts_release(texts);
        texts->is_useless = true;
    }
    return true;
}

/* Receipts as tables. */
#include "report/report_receipt.h"

enum { RECEIPT_COLUMNS_MAX = 16 };

/* "not_in_release" → "not in release". */
static struct sp_str heading_of(struct sp_arena *arena, const char *key)
{
    const size_t size = sp_str_of(key).size;
    char *text = sp_arena_alloc(arena, size + 1);
    if (!text) return (struct sp_str){0};
    for (size_t i = 0; i < size; i++) {
        text[i] = key[i] == '_' ? ' ' : key[i];
    }
    return (struct sp_str){.data = text, .size = size};
}

enum sp_rc receipt_table(struct sp_arena *arena, const char *id, const char *title,
                         const struct receipt_column *columns, size_t column_count,
                         struct sp_table **out_table, struct sp_err *err)
{
    struct sp_column made[RECEIPT_COLUMNS_MAX];
    SP_ASSERT(column_count <= RECEIPT_COLUMNS_MAX);
    for (size_t i = 0; i < column_count; i++) {
        made[i] = (struct sp_column){.key = sp_str_of(columns[i].key),
                                     .heading = heading_of(arena, columns[i].key),
                                     .is_number = columns[i].is_number};
        if (!made[i].heading.data)
            return sp_err_set(err, SP_ERR_MEMORY, "no memory for a table");
    }
    return sp_table_new(arena, id, sp_str_of(title), made, column_count, out_table, err);
}

enum sp_rc receipt_row(struct sp_table *table, const struct sp_str *texts,
                       size_t text_count, const uint64_t *numbers, size_t number_count,
                       struct sp_err *err)
{
    SP_ASSERT(text_count + number_count == table->column_count);
    struct sp_datum *row = sp_table_row(table);
    if (!row) return sp_err_set(err, SP_ERR_MEMORY, "no memory for the table's rows");
    for (size_t i = 0; i < text_count; i++) {
        row[i] = sp_datum_text(texts[i]);
    }
    for (size_t i = 0; i < number_count; i++) {
        row[text_count + i] = sp_datum_number(numbers[i]);
    }
    return SP_OK;
}

struct sp_str receipt_day(struct sp_arena *arena, int32_t day)
{
    char text[SP_DATE_TEXT_MAX] = "";
    if (day != SP_DAY_NONE) sp_date_format(day, text);
    return sp_arena_copy(arena, sp_str_of(text));
}

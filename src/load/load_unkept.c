/*
 * Notes of what was not kept: how many values, and in which columns. Headings are named;
 * no value ever is.
 */
#include "load/load_unkept.h"

#include "profile/profile_detail.h"

enum {
    COLUMNS_NAMED_MAX = 12, // A note is read by a person.
    NOTE_SIZE_MAX = 1 << 16,
};

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the receipt");
}

enum sp_rc load_unkept_open(const struct sp_match *match, struct load_unkept *out_unkept,
                            struct sp_err *err)
{
    struct load_unkept unkept = {
        .match = match,
        .counts = sp_alloc(match->column_count * sizeof *unkept.counts),
        .ignored = sp_alloc(match->column_count * sizeof *unkept.ignored),
    };
    if (!unkept.counts || !unkept.ignored) {
        load_unkept_release(&unkept);
        return out_of_memory(err);
    }
    for (uint32_t i = 0; i < match->column_count; i++) {
        unkept.counts[i] = 0;
        if (match->columns[i].ignore) unkept.ignored[unkept.ignored_count++] = i;
    }
    *out_unkept = unkept;
    return SP_OK;
}

void load_unkept_release(struct load_unkept *unkept)
{
    sp_free(unkept->counts);
    sp_free(unkept->ignored);
    *unkept = (struct load_unkept){0};
}

void load_unkept_row(struct load_unkept *unkept, const struct sp_row *row)
{
    for (uint32_t i = 0; i < unkept->ignored_count; i++) {
        const uint32_t at = unkept->ignored[i];
        if (at < row->count && row->cells[at].kind != SP_CELL_EMPTY) unkept->counts[at]++;
    }
}

/* " 'Remark' 2, 'Comment' 1 and 3 more", the columns in the sheet's order. */
static void columns_list(const struct load_unkept *unkept, bool are_ignored,
                         struct sp_arena *arena, struct sp_buf *buf)
{
    uint32_t named = 0;
    for (uint32_t i = 0; i < unkept->match->column_count; i++) {
        const struct sp_match_column *column = &unkept->match->columns[i];
        if (unkept->counts[i] == 0 || (column->ignore != NULL) != are_ignored) continue;
        if (named++ >= COLUMNS_NAMED_MAX) continue;
        const struct sp_str heading = profile_text_normal(arena, column->heading);
        sp_buf_format(buf, "%s '%.*s' %llu", named > 1 ? "," : "", SP_FMT(heading),
                      (unsigned long long)unkept->counts[i]);
    }
    if (named > COLUMNS_NAMED_MAX)
        sp_buf_format(buf, " and %u more", named - COLUMNS_NAMED_MAX);
}

/* One note, or none. */
static enum sp_rc note_make(const struct load_unkept *unkept, bool are_ignored,
                            struct sp_str sheet_name, struct sp_arena *arena,
                            struct sp_str *out_note, struct sp_err *err)
{
    struct sp_buf buf;
    uint64_t count = 0;
    for (uint32_t i = 0; i < unkept->match->column_count; i++) {
        const bool is_ignored = unkept->match->columns[i].ignore != NULL;
        if (is_ignored == are_ignored) count += unkept->counts[i];
    }
    *out_note = SP_STR("");
    if (count == 0) return SP_OK;
    sp_buf_init(&buf, NOTE_SIZE_MAX);
    sp_buf_format(&buf, "sheet '%.*s': %llu value%s %s %s not kept:", SP_FMT(sheet_name),
                  (unsigned long long)count, count == 1 ? "" : "s",
                  are_ignored ? "in columns that the profile ignores"
                              : "would tell who a person is, and",
                  count == 1 ? "was" : "were");
    columns_list(unkept, are_ignored, arena, &buf);
    enum sp_rc rc = sp_buf_status(&buf, err);
    if (rc == SP_OK) {
        *out_note = sp_arena_copy(arena, sp_buf_str(&buf));
        if (!out_note->data) rc = out_of_memory(err);
    }
    sp_buf_release(&buf);
    return rc;
}

enum sp_rc load_unkept_notes(struct load_unkept *unkept, const struct load_memo *memo,
                             struct sp_str sheet_name, struct sp_arena *arena,
                             struct sp_str out_notes[LOAD_UNKEPT_NOTES],
                             struct sp_err *err)
{
    load_memo_unkept(memo, unkept->counts);
    const enum sp_rc rc = note_make(unkept, false, sheet_name, arena, &out_notes[0], err);
    return rc == SP_OK ? note_make(unkept, true, sheet_name, arena, &out_notes[1], err)
                       : rc;
}

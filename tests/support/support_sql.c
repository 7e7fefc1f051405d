#include "support/support_sql.h"

enum { STATEMENT_SIZE_MAX = 1 << 24 };

const char *support_sql_type(enum support_kind kind)
{
    return kind == SUPPORT_WIDE || kind == SUPPORT_MOMENT ? "BIGINT" : "INTEGER";
}

void support_sql_inputs(struct sp_buf *out)
{
    for (unsigned id = 0; id < SUPPORT_TABLE_COUNT; id++) {
        const struct support_relation *relation = &support_relations[id];
        sp_buf_format(out, "CREATE TABLE in_%s (", relation->name);
        for (size_t c = 0; c < relation->column_count; c++) {
            sp_buf_format(out, "%s\"%s\" %s", c == 0 ? "" : ", ",
                          relation->columns[c].name,
                          support_sql_type(relation->columns[c].kind));
        }
        sp_buf_text(out, ");\n");
    }
    sp_buf_text(out,
                "CREATE TABLE in_label (code INTEGER, text VARCHAR, is_none INTEGER);\n");
}

void support_sql_quote(struct sp_buf *out, struct sp_str text)
{
    sp_buf_char(out, '\'');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\'') sp_buf_char(out, '\'');
        sp_buf_char(out, text.data[i]);
    }
    sp_buf_char(out, '\'');
}

static void labels_text(const struct support_history *history, struct sp_buf *out)
{
    sp_buf_text(out, "INSERT INTO in_label VALUES ");
    for (uint32_t code = 0; code < history->labels.count; code++) {
        const struct sp_str label = support_label(history, code);
        sp_buf_format(out, "%s(%u, ", code == 0 ? "" : ", ", code);
        support_sql_quote(out, label);
        sp_buf_format(out, ", %d)", support_label_is_none(label) ? 1 : 0);
    }
    sp_buf_text(out, ";\n");
}

bool support_sql_refill(struct support_sql *sql, const struct support_history *history)
{
    struct sp_buf text = {0};
    sp_buf_init(&text, STATEMENT_SIZE_MAX);
    for (unsigned id = 0; id < SUPPORT_TABLE_COUNT; id++) {
        sp_buf_format(&text, "TRUNCATE in_%s;\n", support_relations[id].name);
    }
    sp_buf_text(&text, "TRUNCATE in_label;\n");
    labels_text(history, &text);
    bool is_done = sp_buf_status(&text, NULL) == SP_OK && sql->run(sql, text.data);
    sp_buf_release(&text);
    for (unsigned id = 0; is_done && id < SUPPORT_TABLE_COUNT; id++) {
        is_done = sql->load(sql, history, id);
    }
    return is_done;
}

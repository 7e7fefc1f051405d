/*
 * JSON: one row a line, counts as whole numbers, a withheld count as "[withheld]", nothing as null.
 *
 *   {"measure":…,"by":[…],"rows":[
 *   {"aor":"Seattle","count":33,"figure":"…"}],
 *   "total":…,"unknown":{"aor":{"count":…,"of":…,"share":"…","labels":{…},"figure":"…"}},
 *   "undated":{…},"notes":[…],"provenance":{…}}
 *
 * A receipt, which has no proof, has rows and notes alone.
 */
#include "report/report_print.h"

#include "base/base.h"

static void write_key(struct sp_buf *out, const char *key)
{
    sp_json_string(out, sp_str_of(key));
    sp_buf_char(out, ':');
}

/* Thousandths as a number of JSON: 123 is 0.123. */
static void write_thousandths(struct sp_buf *out, int32_t thousandths)
{
    sp_buf_format(out, "%d.%03d", thousandths / 1000, thousandths % 1000);
}

static void write_estimate(const struct sp_estimate *estimate, struct sp_buf *out)
{
    sp_buf_text(out, "{\"share\":");
    write_thousandths(out, estimate->per_mille);
    if (estimate->low >= 0) {
        sp_buf_text(out, ",\"low\":");
        write_thousandths(out, estimate->low);
        sp_buf_text(out, ",\"high\":");
        write_thousandths(out, estimate->high);
    }
    sp_buf_text(out, ",\"of\":");
    sp_json_string(out, estimate->of.reference);
    sp_buf_char(out, '}');
}

static void write_datum(const struct sp_datum *datum, struct sp_buf *out)
{
    char scratch[SP_NUMBER_TEXT_MAX];
    const struct sp_str text = sp_datum_str(datum, true, scratch);
    switch (datum->kind) {
    case SP_DATUM_TEXT:
    case SP_DATUM_LABEL:
    case SP_DATUM_SHARE:
    case SP_DATUM_WITHHELD:
        sp_json_string(out, text);
        return;
    case SP_DATUM_ZERO:
        if (datum->whole.reference.size) {
            sp_json_string(out, text);
        } else {
            sp_buf_append(out, text);
        }
        return;
    case SP_DATUM_ESTIMATE:
        write_estimate(&datum->estimate, out);
        return;
    case SP_DATUM_FIGURE:
    case SP_DATUM_NUMBER:
        sp_buf_append(out, text);
        return;
    case SP_DATUM_NOTHING:
        sp_buf_text(out, "null");
        return;
    }
}

static void write_figure(const struct sp_table *table, struct sp_figure figure, struct sp_buf *out)
{
    struct sp_datum datum = sp_datum_figure(figure);
    if (sp_table_withholds(table, figure)) datum.kind = SP_DATUM_WITHHELD;
    write_datum(&datum, out);
}

/* "figure", or "figures" by column where a row has several counts. */
static void write_references(const struct sp_table *table, const struct sp_datum *row,
                             bool several, struct sp_buf *out)
{
    if (!several) {
        sp_buf_text(out, ",\"figure\":");
        sp_json_string(out, sp_row_reference(table, row));
        return;
    }
    const char *before = ",\"figures\":{";
    for (size_t i = 0; i < table->column_count; i++) {
        if (!sp_datum_is_count(&row[i])) continue;
        sp_buf_text(out, before);
        sp_json_string(out, table->columns[i].key);
        sp_buf_char(out, ':');
        sp_json_string(out, row[i].figure.reference);
        before = ",";
    }
    sp_buf_text(out, before[1] ? ",\"figures\":{}" : "}");
}

static void write_rows(const struct sp_table *table, struct sp_buf *out)
{
    const bool several = sp_table_count_columns(table) > 1;
    write_key(out, "rows");
    sp_buf_char(out, '[');
    for (size_t i = 0; i < table->row_count; i++) {
        const struct sp_datum *row = table->cells + i * table->column_count;
        sp_buf_text(out, i ? ",\n{" : "\n{");
        for (size_t j = 0; j < table->column_count; j++) {
            if (j) sp_buf_char(out, ',');
            sp_json_string(out, table->columns[j].key);
            sp_buf_char(out, ':');
            write_datum(&row[j], out);
        }
        if (table->show_references) write_references(table, row, several, out);
        sp_buf_char(out, '}');
    }
    sp_buf_char(out, ']');
}

/* A number where one column counts, an object by column where several do. */
static void write_total(const struct sp_table *table, struct sp_buf *out)
{
    const size_t count = sp_table_count_columns(table);
    sp_buf_text(out, ",\n\"total\":");
    if (!table->total) {
        sp_buf_text(out, "null");
        return;
    }
    if (count > 1) sp_buf_char(out, '{');
    bool first = true;
    for (size_t i = 0; i < table->column_count; i++) {
        if (!sp_datum_is_count(&table->total[i])) continue;
        if (count > 1) {
            if (!first) sp_buf_char(out, ',');
            sp_json_string(out, table->columns[i].key);
            sp_buf_char(out, ':');
        }
        write_datum(&table->total[i], out);
        first = false;
    }
    if (first) sp_buf_text(out, "null");
    if (count > 1) sp_buf_char(out, '}');
}

static void write_unknown(const struct sp_table *table, const struct sp_unknown *unknown,
                          struct sp_buf *out)
{
    const struct sp_figure whole = table->unknown_whole;
    sp_json_string(out, unknown->field);
    sp_buf_text(out, ":{\"count\":");
    write_figure(table, unknown->all, out);
    if (whole.reference.size) {
        struct sp_datum share = sp_datum_share(unknown->all, whole);
        const bool withheld =
            sp_table_withholds(table, unknown->all) || sp_table_withholds(table, whole);
        if (withheld) share.kind = SP_DATUM_WITHHELD;
        sp_buf_text(out, ",\"of\":");
        write_figure(table, whole, out);
        sp_buf_text(out, ",\"share\":");
        write_datum(&share, out);
    }
    sp_buf_text(out, ",\"labels\":{");
    for (size_t i = 0; i < unknown->label_count; i++) {
        if (i) sp_buf_char(out, ',');
        sp_json_string(out, unknown->labels[i]);
        sp_buf_char(out, ':');
        write_figure(table, unknown->counts[i], out);
    }
    sp_buf_text(out, "},\"figure\":");
    sp_json_string(out, unknown->all.reference);
    sp_buf_char(out, '}');
}

static void write_unknowns(const struct sp_table *table, struct sp_buf *out)
{
    sp_buf_text(out, ",\n\"unknown\":{");
    for (size_t i = 0; i < table->unknown_count; i++) {
        if (i) sp_buf_char(out, ',');
        write_unknown(table, &table->unknowns[i], out);
    }
    sp_buf_char(out, '}');
    if (!table->undated.reference.size) return;
    sp_buf_text(out, ",\n\"undated\":{\"count\":");
    write_figure(table, table->undated, out);
    sp_buf_text(out, ",\"figure\":");
    sp_json_string(out, table->undated.reference);
    sp_buf_char(out, '}');
}

static void write_source(const struct sp_source *source, struct sp_buf *out)
{
    sp_buf_text(out, "\n{\"file\":");
    sp_json_string(out, source->file);
    sp_buf_text(out, ",\"sha256\":");
    sp_json_string(out, source->sha256);
    sp_buf_text(out, ",\"sheet\":");
    sp_json_string(out, source->sheet);
    sp_buf_text(out, ",\"release\":");
    sp_json_string(out, source->release);
    sp_buf_text(out, ",\"profile\":");
    sp_json_string(out, source->profile);
    sp_buf_format(out, ",\"profile_version\":%u,\"read\":%llu,\"kept\":%llu,\"refused\":%llu}",
                  (unsigned)source->profile_version, (unsigned long long)source->rows_read,
                  (unsigned long long)source->rows_kept,
                  (unsigned long long)source->rows_refused);
}

void sp_json_provenance(const struct sp_proof *proof, struct sp_buf *out)
{
    sp_buf_text(out, "{\"rules\":[");
    for (size_t i = 0; i < proof->rule_count; i++) {
        sp_buf_text(out, i ? ",{\"id\":" : "{\"id\":");
        sp_json_string(out, sp_str_of(proof->rules[i]->id));
        sp_buf_format(out, ",\"version\":%u}", (unsigned)proof->rules[i]->version);
    }
    sp_buf_text(out, "],\"inputs\":[");
    for (size_t i = 0; i < proof->source_count; i++) {
        if (i) sp_buf_char(out, ',');
        write_source(&proof->sources[i], out);
    }
    sp_buf_text(out, "],\"query\":");
    sp_json_string(out, proof->query);
    sp_buf_text(out, ",\"inputs_digest\":");
    sp_json_string(out, proof->inputs_digest);
    sp_buf_char(out, '}');
}

void sp_table_write_json_members(const struct sp_table *table, struct sp_buf *out)
{
    if (table->measure.size) {
        write_key(out, "measure");
        sp_json_string(out, table->measure);
        sp_buf_text(out, ",\"by\":[");
        for (size_t i = 0; i < table->by_count; i++) {
            if (i) sp_buf_char(out, ',');
            sp_json_string(out, table->by[i]);
        }
        sp_buf_text(out, "],");
    }
    write_rows(table, out);
    if (table->proof) {
        write_total(table, out);
        write_unknowns(table, out);
    }
    sp_buf_text(out, ",\n\"notes\":[");
    for (size_t i = 0; i < table->note_count; i++) {
        if (i) sp_buf_char(out, ',');
        sp_json_string(out, table->notes[i]);
    }
    sp_buf_char(out, ']');
    if (!table->proof) return;
    sp_buf_text(out, ",\n\"provenance\":");
    sp_json_provenance(table->proof, out);
}

void sp_table_write_json(const struct sp_table *table, struct sp_buf *out)
{
    sp_buf_char(out, '{');
    sp_table_write_json_members(table, out);
    sp_buf_text(out, "}\n");
}

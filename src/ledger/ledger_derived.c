/*
 * The views of derived events. A field is the base record's own, of the same name, unless
 * the table of the view says otherwise; so a view has exactly the columns that a table of
 * the event would have.
 *
 * Invariant, as in ledger_chunk.h: a text is never NULL, any other field is NULL exactly
 * where its `_none` holds a code.
 */
#include "ledger/ledger_derived.h"
#include "ledger/ledger_schema.h"

// clang-format off
#define RECORD(name) name "_sheet_id INTEGER, " name "_row BIGINT"

const char ledger_link_tables[] =
    "CREATE TABLE arrest_link (shard INTEGER, sheet_id INTEGER, row BIGINT, " RECORD("episode") ", episode_rows INTEGER,"
    " kept_by INTEGER, " RECORD("stay_greedy") ", " RECORD("stay_best") ","
    " method_ddp INTEGER, method_uw INTEGER, method_lea INTEGER, method_kit INTEGER);"
    "CREATE TABLE stint_link (shard INTEGER, sheet_id INTEGER, row BIGINT, " RECORD("stay") ","
    " kept_by INTEGER, lost_at INTEGER);"
    "CREATE TABLE stay_link (shard INTEGER, sheet_id INTEGER, row BIGINT, " RECORD("last") ","
    " book_in DATE, book_in_second INTEGER, book_out DATE, book_out_second INTEGER,"
    " " RECORD("arrest_greedy") ", " RECORD("arrest_best") ", " RECORD("removal") ", departed DATE,"
    " facility_first INTEGER, facility_last INTEGER, facility_longest INTEGER, stint_count INTEGER,"
    " stay_end INTEGER, book_in_agrees INTEGER, book_out_agrees INTEGER,"
    " initial_bond DECIMAL(18,2), posted_bond DECIMAL(18,2));"
    "CREATE TABLE detainer_arrest (" RECORD("detainer") ", " RECORD("arrest") ", days INTEGER);"
    "CREATE TABLE detainer_link (shard INTEGER, sheet_id INTEGER, row BIGINT, " RECORD("episode") ", "
    RECORD("request") ", kept_by INTEGER, outcome INTEGER, outcome_reason INTEGER, " RECORD("arrest") ", "
    RECORD("stay") ", days INTEGER, contradictions INTEGER, contradiction INTEGER);"
    "CREATE TABLE return_link (shard INTEGER, sheet_id INTEGER, row BIGINT, origin INTEGER,"
    " from_date DATE, from_second INTEGER, until_date DATE, until_second INTEGER, days INTEGER, exit INTEGER,"
    " facility INTEGER, competing INTEGER, from_lift INTEGER, from_basis INTEGER, " RECORD("arrest") ");"
    "CREATE TABLE link_window (release VARCHAR, has_ids INTEGER, arrest_last DATE, detainer_last DATE, stint_last DATE,"
    " removal_last DATE);"
    "CREATE TABLE link_state (key VARCHAR, value VARCHAR);";
// clang-format on

/* How a field is had when it is not the base record's own. The second is for dates; none
 * for all but texts. */
struct derived_field {
    const char *field;
    const char *value;
    const char *second;
    const char *none;
};

/* One SELECT of a view. */
struct derived_part {
    const char *event;
    const char *own;  // table whose fields are taken as they are
    const char *from; // with table l, the linking's
    const struct derived_field *fields;
    size_t field_count;
};

#define NONE_WHEN_NULL(value, code) "CASE WHEN " value " IS NULL THEN " code " END"
#define BLANK "0"
#define NOT_IN_RELEASE "1"
#define NOT_APPLICABLE "2"
_Static_assert(LEDGER_TERM_EMPTY == 0 && LEDGER_TERM_NOT_IN_RELEASE == 1 &&
                   LEDGER_TERM_NOT_APPLICABLE == 2,
               "the views name these by number");
/* A flag as the term of yes_no that the ledger is made with. */
#define YES_NO(flag) "CASE WHEN " flag " THEN 3 ELSE 4 END"
_Static_assert(LEDGER_TERM_YES == 3 && LEDGER_TERM_NO == 4,
               "the views name these by number");

#define STAY_DAYS "CAST(l.book_out - l.book_in AS BIGINT)"
// The kernel counts in seconds; whether a time was recorded is the record's to say.
#define WITH_TIME(recorded, second)                                                      \
    "CASE WHEN " recorded " IS NOT NULL THEN " second " END"

// clang-format off
static const struct derived_field episode_fields[] = {
    {"method_class", "l.method_ddp", NULL, NULL},
    {"episode_rows", "CAST(l.episode_rows AS BIGINT)", NULL, "CAST(NULL AS INTEGER)"},
};

static const struct derived_field stay_fields[] = {
    {"book_in", "l.book_in", WITH_TIME("b.stay_book_in_second", "l.book_in_second"), NONE_WHEN_NULL("l.book_in", BLANK)},
    {"book_out", "l.book_out", WITH_TIME("z.stay_book_out_second", "l.book_out_second"),
     NONE_WHEN_NULL("l.book_out", "coalesce(z.stay_book_out_none, " BLANK ")")},
    {"facility_first", "b.facility", NULL, NULL},
    {"facility_longest_code", "l.facility_longest", NULL, NULL},
    {"book_in_aor", "b.book_in_aor", NULL, NULL},
    {"stint_count", "CAST(l.stint_count AS BIGINT)", NULL, "CAST(NULL AS INTEGER)"},
    {"days", STAY_DAYS, NULL, NONE_WHEN_NULL(STAY_DAYS, "coalesce(z.stay_book_out_none, " BLANK ")")},
    {"release_reason", "z.stay_release_reason", NULL, NULL},
    {"stay_end", "l.stay_end", NULL, NULL},
    {"arrest_found", YES_NO("l.arrest_greedy_row IS NOT NULL"), NULL, NULL},
    {"departed_date", "l.departed", "CAST(NULL AS INTEGER)", NONE_WHEN_NULL("l.departed", "coalesce(z.departed_date_none, " BLANK ")")},
};

static const struct derived_field outcome_fields[] = {
    {"outcome", "l.outcome", NULL, NULL},
    {"outcome_reason", "l.outcome_reason", NULL, NULL},
    {"days", "CAST(l.days AS BIGINT)", NULL, NONE_WHEN_NULL("l.days", NOT_APPLICABLE)},
    {"request_form", YES_NO("(l.kept_by & 8) <> 0"), NULL, NULL}, // LINK_DET_REQUEST
    {"contradiction", "l.contradiction", NULL, NULL},
};

#define RETURN_FIELDS(from_second) \
    {"from_date", "l.from_date", from_second, "CAST(NULL AS INTEGER)"}, \
    /* Of whichever record it was: its time is kept where it is not midnight. */ \
    {"until_date", "l.until_date", "nullif(l.until_second, 0)", NONE_WHEN_NULL("l.until_date", NOT_APPLICABLE)}, \
    {"origin", "l.origin", NULL, NULL}, \
    {"exit", "l.exit", NULL, NULL}, \
    {"from_basis", "l.from_basis", NULL, NULL}, \
    {"days", "CAST(l.days AS BIGINT)", NULL, NONE_WHEN_NULL("l.days", NOT_APPLICABLE)}, \
    {"competing", "CAST(l.competing AS BIGINT)", NULL, "CAST(NULL AS INTEGER)"}

static const struct derived_field return_detainer_fields[] = {
    RETURN_FIELDS(WITH_TIME("CASE WHEN l.from_lift = 1 THEN b.lift_date_second ELSE b.prepare_date_second END", "l.from_second")),
};
static const struct derived_field return_stint_fields[] = {
    RETURN_FIELDS(WITH_TIME("b.stay_book_out_second", "l.from_second")),
    {"facility_city", NOT_IN_RELEASE, NULL, NULL},
    {"facility_state", NOT_IN_RELEASE, NULL, NULL},
};

#define FIELDS(table) (table), sizeof(table) / sizeof((table)[0])
static const struct derived_part parts[] = {
    {"arrest_episode", "b", "arrest b JOIN arrest_link l ON l.sheet_id = b.sheet_id AND l.row = b.row WHERE (l.kept_by & 1) <> 0", // LINK_ARR_EP_24
     FIELDS(episode_fields)},
    {"stay", "z", "stay_link l JOIN stint b ON b.sheet_id = l.sheet_id AND b.row = l.row "
                  "JOIN stint z ON z.sheet_id = l.last_sheet_id AND z.row = l.last_row", FIELDS(stay_fields)},
    {"detainer_outcome", "b", "detainer b JOIN detainer_link l ON l.sheet_id = b.sheet_id AND l.row = b.row", FIELDS(outcome_fields)},
    {"return", "b", "detainer b JOIN return_link l ON l.sheet_id = b.sheet_id AND l.row = b.row", FIELDS(return_detainer_fields)},
    {"return", "b", "stint b JOIN return_link l ON l.sheet_id = b.sheet_id AND l.row = b.row", FIELDS(return_stint_fields)},
};
// clang-format on
enum { PART_COUNT = sizeof parts / sizeof parts[0] };

static const struct derived_field *field_find(const struct derived_part *part,
                                              const char *name)
{
    for (size_t i = 0; i < part->field_count; i++) {
        if (sp_str_equal_text(sp_str_of(name), part->fields[i].field))
            return &part->fields[i];
    }
    return NULL;
}

static void own_field_sql(const struct derived_part *part, const struct sp_field *field,
                          struct sp_buf *sql)
{
    sp_buf_format(sql, ", %s.%s AS %s", part->own, field->name, field->name);
    if (field->type == SP_FIELD_TEXT) return;
    if (field->type == SP_FIELD_DATE)
        sp_buf_format(sql, ", %s.%s_second AS %s_second", part->own, field->name,
                      field->name);
    sp_buf_format(sql, ", %s.%s_none AS %s_none", part->own, field->name, field->name);
}

static void field_sql(const struct derived_part *part, const struct sp_field *field,
                      struct sp_buf *sql)
{
    const struct derived_field *derived = field_find(part, field->name);
    if (!derived) {
        own_field_sql(part, field, sql);
        return;
    }
    sp_buf_format(sql, ", %s AS %s", derived->value, field->name);
    if (field->type == SP_FIELD_TEXT) return;
    if (field->type == SP_FIELD_DATE)
        sp_buf_format(sql, ", %s AS %s_second", derived->second, field->name);
    sp_buf_format(sql, ", %s AS %s_none", derived->none, field->name);
}

void ledger_derived_view_sql(const struct sp_event *event, struct sp_buf *sql)
{
    const char *joint = "";
    SP_ASSERT(event->base);
    sp_buf_format(sql, "CREATE VIEW %s AS ", event->name);
    for (size_t i = 0; i < PART_COUNT; i++) {
        if (!sp_str_equal_text(sp_str_of(parts[i].event), event->name)) continue;
        sp_buf_format(sql, "%sSELECT l.sheet_id, l.row", joint);
        for (size_t j = 0; j < event->field_count; j++) {
            field_sql(&parts[i], &event->fields[j], sql);
        }
        sp_buf_format(sql, " FROM %s", parts[i].from);
        joint = " UNION ALL ";
    }
    sp_buf_text(sql, ";\n");
}

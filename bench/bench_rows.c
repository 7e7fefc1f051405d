/*
 * One table of columns and one of pools of texts decide what the rows hold. Most columns
 * draw from a pool, most often its first texts; every second row is the first of a
 * person, the others are further stints of people seen before.
 */
#include "bench_rows.h"

#include <stdio.h>
#include <string.h>

enum { ARENA_SIZE_MAX = 256 << 20, ID_SIZE = 40 };
enum { WORDS = 16, MINUTES = 24 * 60 };
enum { SERIAL_FIRST = 40817, DAY_COUNT = 5000 }; // from 2011-10-01
enum { STYLED_SHARE = 100 };                     // of the empty cells, in thousandths

/* What belongs together: columns of a group are empty together, and take the same place
 * in their pools. */
enum group { ALONE, FACILITY, CHARGE, BOND, BOND_SET, DEPARTURE };

// clang-format off
/* Name, label before the number, whether a made-up name stands first, count, group. 30,000 texts in all. */
#define POOLS(X)                                                          \
    X(POOL_NONE,          "",                           false, 0,     ALONE)    \
    X(POOL_FACILITY,      "County Jail",                true,  1800,  FACILITY) \
    X(POOL_FACILITY_CODE, "XQ",                         false, 1800,  FACILITY) \
    X(POOL_CHARGE,        "Offense <made up> no.",      true,  14000, CHARGE)   \
    X(POOL_CHARGE_CODE,   "",                           false, 600,   CHARGE)   \
    X(POOL_FINAL_CHARGE,  "Ground of removal & bar",    false, 9000,  ALONE)    \
    X(POOL_SITE,          "Sub-office",                 true,  2273,  ALONE)    \
    X(POOL_AOR,           "Area of Responsibility",     true,  25,    ALONE)    \
    X(POOL_COUNTRY,       "R\xc3\xa9publique",          true,  210,   ALONE)    \
    X(POOL_REASON,        "Reason",                     true,  24,    ALONE)    \
    X(POOL_RELIGION,      "Creed",                      true,  40,    ALONE)    \
    X(POOL_GENDER,        "Gender",                     false, 3,     ALONE)    \
    X(POOL_MARITAL,       "Marital Status",             false, 8,     ALONE)    \
    X(POOL_ETHNICITY,     "Ethnicity",                  false, 5,     ALONE)    \
    X(POOL_RACE,          "Race",                       false, 7,     ALONE)    \
    X(POOL_ENTRY,         "Entry",                      true,  40,    ALONE)    \
    X(POOL_YES_NO,        "",                           false, 2,     ALONE)    \
    X(POOL_FELON,         "Felon, kind",                false, 6,     ALONE)    \
    X(POOL_STATUS,        "Case Status",                true,  20,    ALONE)    \
    X(POOL_CATEGORY,      "Case Category",              true,  30,    ALONE)    \
    X(POOL_THREAT,        "Threat",                     false, 3,     ALONE)    \
    X(POOL_CLASS,         "Level",                      true,  12,    ALONE)    \
    X(POOL_CRIMINALITY,   "Criminality",                false, 3,     ALONE)    \
    X(POOL_PROGRAM,       "Program",                    true,  88,    ALONE)    \
    X(POOL_REDACTED,      "",                           false, 1,     ALONE)

enum pool {
#define POOL_ENUM(name, label, is_named, count, group) name,
    POOLS(POOL_ENUM)
#undef POOL_ENUM
    POOL_COUNT
};

static const struct { const char *label; bool is_named; uint32_t count; enum group group; } pools[] = {
#define POOL_ROW(name, label, is_named, count, group) {label, is_named, count, group},
    POOLS(POOL_ROW)
#undef POOL_ROW
};

enum { NO_POOLS_TEXTS = 0
#define POOL_ADD(name, label, is_named, count, group) + (count)
    , POOL_TEXTS = NO_POOLS_TEXTS POOLS(POOL_ADD)
#undef POOL_ADD
};
_Static_assert((int)POOL_COUNT <= (int)BENCH_POOLS_MAX, "a place for each pool");
_Static_assert(POOL_TEXTS == 30000, "what bench/README.md says of the workbooks");

enum column_kind { TEXT, PERSON, STAY_IN, BOOK_IN, BOOK_OUT, STAY_OUT, STAY_OUT_DAY, DAY, YEAR, WHOLE, MONEY };

struct column {
    const char *heading;
    enum column_kind kind;
    enum pool pool;
    uint32_t filled; // in thousandths
    enum group group;
    bool is_wide;    // only in the workbooks of 53 columns and more
};

static const struct column columns[BENCH_COLUMNS_MAX] = {
    {"Stay Book In Date Time",          STAY_IN,      POOL_NONE,          1000, ALONE,     false},
    {"Book In Date Time",               BOOK_IN,      POOL_NONE,          1000, ALONE,     false},
    {"Detention Facility",              TEXT,         POOL_FACILITY,      1000, ALONE,     false},
    {"Book Out Date Time",              BOOK_OUT,     POOL_NONE,          980,  ALONE,     false},
    {"Stay Book Out Date Time",         STAY_OUT,     POOL_NONE,          950,  ALONE,     false},
    {"Detention Release Reason",        TEXT,         POOL_REASON,        970,  ALONE,     false},
    {"Stay Book Out Date",              STAY_OUT_DAY, POOL_NONE,          950,  ALONE,     false},
    {"Stay Release Reason",             TEXT,         POOL_REASON,        950,  ALONE,     false},
    {"Religion",                        TEXT,         POOL_RELIGION,      800,  ALONE,     false},
    {"Gender",                          TEXT,         POOL_GENDER,        1000, ALONE,     false},
    {"Marital Status",                  TEXT,         POOL_MARITAL,       900,  ALONE,     false},
    {"Ethnicity",                       TEXT,         POOL_ETHNICITY,     800,  ALONE,     false},
    {"Birth Country",                   TEXT,         POOL_COUNTRY,       990,  ALONE,     false},
    {"Citizenship Country",             TEXT,         POOL_COUNTRY,       1000, ALONE,     false},
    {"Entry Status",                    TEXT,         POOL_ENTRY,         600,  ALONE,     false},
    {"Known Terrorist Yes No",          TEXT,         POOL_YES_NO,        950,  ALONE,     true},
    {"Suspected Gang Yes No",           TEXT,         POOL_YES_NO,        950,  ALONE,     true},
    {"MSC Charge",                      TEXT,         POOL_CHARGE,        400,  CHARGE,    false},
    {"MSC Sentence Days",               WHOLE,        POOL_NONE,          200,  CHARGE,    true},
    {"MSC Sentence Months",             WHOLE,        POOL_NONE,          200,  CHARGE,    false},
    {"MSC Sentence Years",              WHOLE,        POOL_NONE,          200,  CHARGE,    false},
    {"MSC Charge Code",                 TEXT,         POOL_CHARGE_CODE,   400,  CHARGE,    false},
    {"Aggravated Felon Yes No",         TEXT,         POOL_FELON,         1000, ALONE,     false},
    {"Offense INA 236C Yes No",         TEXT,         POOL_YES_NO,        400,  ALONE,     false},
    {"Case INA 236C Yes No",            TEXT,         POOL_YES_NO,        400,  ALONE,     true},
    {"Bond Posted Date",                DAY,          POOL_NONE,          80,   BOND,      false},
    {"Bond Posted Amount",              MONEY,        POOL_NONE,          80,   BOND,      false},
    {"Case Status",                     TEXT,         POOL_STATUS,        1000, ALONE,     false},
    {"Case Category",                   TEXT,         POOL_CATEGORY,      1000, ALONE,     false},
    {"Final Order Yes No",              TEXT,         POOL_YES_NO,        1000, ALONE,     false},
    {"Final Order Date",                DAY,          POOL_NONE,          450,  ALONE,     false},
    {"Case Threat Level",               TEXT,         POOL_THREAT,        400,  ALONE,     false},
    {"Detainee Classification",         TEXT,         POOL_CLASS,         600,  ALONE,     false},
    {"Final Charge",                    TEXT,         POOL_FINAL_CHARGE,  500,  ALONE,     false},
    {"Departed Date",                   DAY,          POOL_NONE,          450,  DEPARTURE, false},
    {"Departure Country",               TEXT,         POOL_COUNTRY,       450,  DEPARTURE, false},
    {"Initial Bond Set Amount",         MONEY,        POOL_NONE,          200,  BOND_SET,  false},
    {"Initial Bond Set Date",           DAY,          POOL_NONE,          200,  BOND_SET,  true},
    {"Detention Facility Code",         TEXT,         POOL_FACILITY_CODE, 1000, ALONE,     false},
    {"Birth Date",                      TEXT,         POOL_REDACTED,      1000, ALONE,     true},
    {"Birth Year",                      YEAR,         POOL_NONE,          1000, ALONE,     false},
    {"Book In Criminality",             TEXT,         POOL_CRIMINALITY,   1000, ALONE,     false},
    {"Race",                            TEXT,         POOL_RACE,          800,  ALONE,     true},
    {"Entry Date",                      DAY,          POOL_NONE,          600,  ALONE,     true},
    {"Apprehension Final Program",      TEXT,         POOL_PROGRAM,       980,  ALONE,     false},
    {"MSC Charge Date",                 DAY,          POOL_NONE,          350,  CHARGE,    true},
    {"MSC Conviction Date",             DAY,          POOL_NONE,          350,  CHARGE,    true},
    {"MSC Criminal Charge Status",      TEXT,         POOL_STATUS,        400,  CHARGE,    true},
    {"MSC Criminal Charge Status Code", TEXT,         POOL_CRIMINALITY,   400,  CHARGE,    true},
    {"MSC Crime Class",                 TEXT,         POOL_CLASS,         300,  CHARGE,    true},
    {"Book In Site",                    TEXT,         POOL_SITE,          980,  ALONE,     false},
    {"Book In AOR",                     TEXT,         POOL_AOR,           1000, ALONE,     false},
    {"Anonymized Identifier",           PERSON,       POOL_NONE,          1000, ALONE,     false},
    {"Made-up Column 54",               WHOLE,        POOL_NONE,          900,  ALONE,     true},
    {"Made-up Column 55",               TEXT,         POOL_CATEGORY,      900,  ALONE,     true},
    {"Made-up Column 56",               MONEY,        POOL_NONE,          900,  ALONE,     true},
    {"Made-up Column 57",               DAY,          POOL_NONE,          900,  ALONE,     true},
    {"Made-up Column 58",               TEXT,         POOL_YES_NO,        900,  ALONE,     true},
    {"Made-up Column 59",               TEXT,         POOL_COUNTRY,       900,  ALONE,     true},
    {"Made-up Column 60",               WHOLE,        POOL_NONE,          900,  ALONE,     true},
};

static const char *const first_words[WORDS] = {
    "Kestrel", "Juniper", "Amber", "Granite", "Willow", "Falcon", "Copper", "Meadow",
    "Silver", "Thistle", "Hollow", "Marsh", "Lantern", "Orchard", "Pebble", "Quarry",
};
static const char *const second_words[WORDS] = {
    "Harbor", "Ridge", "Crossing", "Valley", "Landing", "Grove", "Point", "Springs",
    "Hill", "Bend", "Ford", "Heights", "Prairie", "Mill", "Bluff", "Hook",
};
static const char *const preamble[BENCH_HEADER_ROW - 1] = {
    "SYNTHETIC benchmark workbook", "Every value is made up; no row is a record of a person",
    "Detention stints", NULL, "Book-ins of all years", NULL,
};
// clang-format on

/* The output step of SplitMix64: every bit of the result depends on every bit of
 * `number`. */
static uint64_t mix(uint64_t number)
{
    number += UINT64_C(0x9E3779B97F4A7C15);
    number = (number ^ (number >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    number = (number ^ (number >> 27)) * UINT64_C(0x94D049BB133111EB);
    return number ^ (number >> 31);
}

/* -- Texts ------------------------------------------------------------------------- */

static struct sp_str pool_text(struct bench_rows *rows, enum pool pool, uint32_t number)
{
    const uint64_t draw = mix(number);
    if (pool == POOL_YES_NO) return number ? SP_STR("YES") : SP_STR("NO");
    if (pool == POOL_REDACTED) return SP_STR("(b)(6), (b)(7)(C)");
    if (!pools[pool].is_named) {
        return sp_arena_format(&rows->arena, "%s%s%04u", pools[pool].label,
                               pools[pool].label[0] ? " " : "", number);
    }
    return sp_arena_format(&rows->arena, "%s %s %s %u", first_words[draw % WORDS],
                           second_words[draw / WORDS % WORDS], pools[pool].label, number);
}

static struct sp_str xml_text(struct bench_rows *rows, struct sp_str plain)
{
    struct sp_buf buf;
    sp_buf_init(&buf, 1 << 16);
    for (size_t i = 0; i < plain.size; i++) {
        if (plain.data[i] == '&') {
            sp_buf_text(&buf, "&amp;");
        } else if (plain.data[i] == '<') {
            sp_buf_text(&buf, "&lt;");
        } else if (plain.data[i] == '>') {
            sp_buf_text(&buf, "&gt;");
        } else {
            sp_buf_char(&buf, plain.data[i]);
        }
    }
    struct sp_str xml = plain;
    if (sp_buf_status(&buf, NULL) != SP_OK) {
        xml.data = NULL;
    } else if (buf.size != plain.size) {
        xml = sp_arena_copy(&rows->arena, sp_buf_str(&buf));
    }
    sp_buf_release(&buf);
    return xml;
}

static struct sp_str person_text(struct bench_rows *rows, uint32_t person)
{
    static const char digits[] = "0123456789abcdef";
    char id[ID_SIZE];
    uint64_t draw = 0;
    for (size_t i = 0; i < ID_SIZE; i++) {
        if (i % 16 == 0) draw = mix(mix(rows->seed + i) ^ ((uint64_t)person << 20));
        id[i] = digits[draw & 15];
        draw >>= 4;
    }
    return sp_arena_copy(&rows->arena, (struct sp_str){id, ID_SIZE});
}

static bool texts_make(struct bench_rows *rows)
{
    struct bench_text *text = rows->texts;
    for (enum pool pool = 0; pool < POOL_COUNT; pool++) {
        rows->pool_starts[pool] = (uint32_t)(text - rows->texts);
        for (uint32_t i = 0; i < pools[pool].count; i++, text++) {
            text->plain = pool_text(rows, pool, i);
            if (text->plain.data) text->xml = xml_text(rows, text->plain);
            if (!text->xml.data) return false;
        }
    }
    for (uint32_t i = 0; i < BENCH_PEOPLE_MAX; i++, text++) {
        text->plain = person_text(rows, i);
        text->xml = text->plain;
        if (!text->plain.data) return false;
    }
    return true;
}

bool bench_rows_init(struct bench_rows *rows, uint64_t seed, uint32_t column_count)
{
    const bool is_wide = column_count > 40;
    *rows =
        (struct bench_rows){.seed = seed, .text_count = POOL_TEXTS + BENCH_PEOPLE_MAX};
    for (uint8_t i = 0; i < BENCH_COLUMNS_MAX && rows->column_count < column_count; i++) {
        if (is_wide || !columns[i].is_wide) rows->columns[rows->column_count++] = i;
    }
    SP_ASSERT(rows->column_count == column_count);
    sp_arena_init(&rows->arena, ARENA_SIZE_MAX);
    rows->texts = sp_arena_array(&rows->arena, rows->text_count, sizeof *rows->texts);
    return rows->texts && texts_make(rows);
}

void bench_rows_release(struct bench_rows *rows)
{
    sp_arena_release(&rows->arena);
}

const char *bench_rows_heading(const struct bench_rows *rows, uint32_t column)
{
    return columns[rows->columns[column]].heading;
}

const char *bench_rows_preamble(uint32_t row)
{
    return row >= 1 && row < BENCH_HEADER_ROW ? preamble[row - 1] : NULL;
}

/* -- Cells ------------------------------------------------------------------------- */

/* The times of one stint. */
struct stint {
    uint32_t days[4]; // stay in, stint in, stint out, stay out
    uint32_t minutes[4];
};

static struct stint stint_make(uint64_t draw, bool is_first)
{
    struct stint stint = {0};
    const bool is_last = (draw >> 60 & 1) != 0;
    uint64_t spans = mix(draw);
    stint.days[0] = SERIAL_FIRST + (uint32_t)(draw % DAY_COUNT);
    for (size_t i = 0; i < 4; i++) {
        if (i > 0)
            stint.days[i] = stint.days[i - 1] + 1 + (uint32_t)(spans >> (8 * i)) % 45;
        stint.minutes[i] = (uint32_t)(spans >> (16 + 11 * i)) % MINUTES;
    }
    if (is_first) {
        stint.days[1] = stint.days[0];
        stint.minutes[1] = stint.minutes[0];
    }
    if (is_last) {
        stint.days[3] = stint.days[2];
        stint.minutes[3] = stint.minutes[2];
    }
    return stint;
}

/* A place in a pool: the cube of an even draw, so that an eighth of the texts take half
 * of the cells. */
static uint32_t pool_place(const struct bench_rows *rows, enum pool pool, uint64_t draw)
{
    const uint64_t even = draw >> 40; // 24 bits
    const uint64_t cube = ((even * even) >> 24) * even >> 24;
    return rows->pool_starts[pool] + (uint32_t)(cube * pools[pool].count >> 24);
}

/* Even rows are the first of a person, until all people are in; odd ones are of someone
 * seen before. */
static uint32_t person_of(uint64_t index, uint64_t draw)
{
    const uint64_t first = index / 2;
    const uint64_t seen = first < BENCH_PEOPLE_MAX ? first + 1 : BENCH_PEOPLE_MAX;
    return (uint32_t)(index % 2 == 0 ? first % BENCH_PEOPLE_MAX : draw % seen);
}

static struct bench_cell moment_cell(const struct stint *stint, size_t which)
{
    return (struct bench_cell){BENCH_MOMENT, stint->days[which], stint->minutes[which]};
}

static struct bench_cell cell_make(const struct bench_rows *rows,
                                   const struct column *column, const struct stint *stint,
                                   uint64_t index, uint64_t draw)
{
    const uint32_t part = (uint32_t)(draw >> 20);
    switch (column->kind) {
    case TEXT:
        return (struct bench_cell){BENCH_TEXT, pool_place(rows, column->pool, draw), 0};
    case PERSON:
        return (struct bench_cell){BENCH_TEXT, POOL_TEXTS + person_of(index, draw), 0};
    case STAY_IN:
        return moment_cell(stint, 0);
    case BOOK_IN:
        return moment_cell(stint, 1);
    case BOOK_OUT:
        return moment_cell(stint, 2);
    case STAY_OUT:
        return moment_cell(stint, 3);
    case STAY_OUT_DAY:
        return (struct bench_cell){BENCH_DAY, stint->days[3], 0};
    case DAY:
        return (struct bench_cell){BENCH_DAY, SERIAL_FIRST + part % DAY_COUNT, 0};
    case YEAR:
        return (struct bench_cell){BENCH_WHOLE, 1940 + part % 68, 0};
    case WHOLE:
        return (struct bench_cell){BENCH_WHOLE, part % 36, 0};
    case MONEY: // Mostly in steps of 500 dollars.
        return (struct bench_cell){
            BENCH_MONEY, (part % 60 + 1) * 50000 + (part % 16 == 0 ? 1250 : 0), 0};
    }
    sp_assert_failed("a known kind of column", __FILE__, __LINE__);
}

void bench_rows_get(const struct bench_rows *rows, uint64_t index,
                    struct bench_cell cells[BENCH_COLUMNS_MAX])
{
    const uint64_t row_draw = mix(rows->seed ^ mix(index));
    const struct stint stint = stint_make(row_draw, index % 2 == 0);
    for (uint32_t i = 0; i < rows->column_count; i++) {
        const struct column *column = &columns[rows->columns[i]];
        const uint64_t alone = 100 + rows->columns[i];
        const enum group together = pools[column->pool].group;
        const uint64_t fill =
            mix(row_draw + (column->group ? column->group : alone)) % 1000000;
        if (fill / 1000 >= column->filled) {
            const bool is_styled = fill % 1000 < STYLED_SHARE;
            cells[i] =
                (struct bench_cell){.kind = is_styled ? BENCH_STYLED : BENCH_ABSENT};
            continue;
        }
        const uint64_t draw = mix(row_draw ^ mix(together ? together : alone));
        cells[i] = cell_make(rows, column, &stint, index, draw);
    }
}

/*
 * Random histories that love the edges of the rules.
 *
 * A person has an era (a few weeks, in 2025, at the turn of a fiscal year, or around
 * 1970-01-01) and a handful of moments; most new moments stand at a rule's distance from
 * an earlier one, give or take a second. Records are numbered through all tables of the
 * batch, in the order of making, which is not that of time. Persons keep to one release,
 * since persons of two releases are never one.
 */
#include "support/support_history.h"

enum {
    DAY = 86400,
    HOUR = 3600,
    MOMENTS_MAX = 32,
    RELEASE_COUNT = 6, // the last has no ids
    ERA_DAYS = 24,
};

/* Last days of the tables: releases that end within the era, later, without stints,
 * without arrests, long before. */
static const int64_t lasts[RELEASE_COUNT][4] = {
    {20115, 20115, 20116, 20114},
    {20500, 20490, 20500, 20500},
    {20150, 20150, SUPPORT_NONE, 20150},
    {SUPPORT_NONE, 20150, 20150, SUPPORT_NONE},
    {20, 20, 20, 20},
    {20150, 20150, 20150, 20150},
};

/* What a person's records are made of. */
struct maker {
    struct support_history *history;
    struct support_noise noise;
    int64_t record_next;
    int64_t person;
    int64_t release;
    int64_t era;                  // its first midnight
    int64_t moments[MOMENTS_MAX]; // earlier ones, of all tables
    size_t moment_count;
};

static uint32_t below(struct maker *maker, uint32_t bound)
{
    return support_noise_below(&maker->noise, bound);
}

static bool is_one_in(struct maker *maker, uint32_t bound)
{
    return below(maker, bound) == 0;
}

/* -- Texts: every class of every fact, one that no fact knows, and no value
 * ------------------- */

static const char *const method_texts[] = {
    "Located",
    "Non-Custodial Arrest",
    "Worksite Enforcement",
    "Probation and Parole",
    "Custodial Arrest",
    "CAP Local Incarceration",
    "287(g) Program",
    "Patrol Border",
    "Other efforts",
    "Other Task Force",
    "Some New Method",
    "[blank]",
    "[redacted]",
};
static const char *const criminality_texts[] = {
    "1 Convicted Criminal",
    "2 Pending Criminal Charges",
    "3 Other Immigration Violator",
    "[blank]",
};
static const char *const aor_texts[] = {"Aurora Area of Responsibility",
                                        "Borealis Area of Responsibility", "[blank]"};
static const char *const state_texts[] = {"NEW YORK", "OHIO", "[blank]"};
static const char *const facility_texts[] = {"JAILA", "JAILB", "JAILC", "[blank]"};
static const char *const type_texts[] = {
    "I247A - Immigration Detainer - Notice of Action (as of May 2025)",
    "I247A - Immigration Detainer - Notice of Action (as of May 2025)",
    "I247D - Immigration Detainer - Request for Action",
    "I247 - Immigration Detainer - Notice of Action (as of March 2013)",
    "I247N - Immigration Advisal - Request for Notification",
    "I247G - Advance Notice",
    "I247X - Other",
    "Some new form",
    "[blank]",
};
static const char *const lift_texts[] = {
    "[blank]",
    "[blank]",
    "[blank]",
    "Booked into Detention",
    "Booked into Detention",
    "Detainer Declined by LEA",
    "Detainer Declined by LEA",
    "Superseding - New Form Issued",
    "Superseding - New Form Issued",
    "Case Closed",
    "Prosecutorial Discretion",
    "Lifted",
    "Died",
    "Transferred",
    "Duplicate",
    "Early Release",
    "No longer in State, Local, or Federal Custody",
    "Some new reason",
    "[redacted]",
};
static const char *const stay_end_texts[] = {
    "Removed",
    "Bonded Out - IJ",
    "Order of recognizance",
    "Paroled",
    "Transferred",
    "Voluntary departure",
    "Died",
    "U.S. Marshals or other agency (explain in Detention Comments)",
    "Some new ending",
    "[blank]",
};

static int64_t text_any(struct maker *maker, const char *const *texts, size_t count)
{
    return support_code(maker->history, texts[below(maker, (uint32_t)count)]);
}
#define ANY(maker, texts) text_any((maker), (texts), sizeof(texts) / sizeof(texts)[0])

/* -- Moments
 * ------------------------------------------------------------------------------------ */

static int64_t moment_keep(struct maker *maker, int64_t at)
{
    if (maker->moment_count < MOMENTS_MAX) maker->moments[maker->moment_count++] = at;
    return at;
}

/* A moment of the era, or one at a rule's distance from an earlier one. Never missing. */
static int64_t moment_any(struct maker *maker)
{
    static const int64_t edges[] = {
        0,        0,        1,        30,       HOUR,      12 * HOUR,
        DAY,      DAY,      2 * DAY,  3 * DAY,  5 * DAY,   7 * DAY,
        10 * DAY, 11 * DAY, 30 * DAY, 90 * DAY, 180 * DAY, 365 * DAY,
    };
    if (maker->moment_count > 0 && !is_one_in(maker, 3)) {
        const int64_t from = maker->moments[below(maker, (uint32_t)maker->moment_count)];
        int64_t gap = edges[below(maker, sizeof edges / sizeof edges[0])];
        gap += (int64_t)below(maker, 3) - 1; // A second less, exactly, a second more.
        return moment_keep(maker, is_one_in(maker, 3) ? from - gap : from + gap);
    }
    const int64_t last = lasts[maker->release - 1][below(maker, 4)];
    if (last != SUPPORT_NONE &&
        is_one_in(maker, 8)) // The day that the release ends, or one beside it.
        return moment_keep(maker, (last + (int64_t)below(maker, 3) - 1) * DAY +
                                      (int64_t)below(maker, 2) * (DAY - 1));
    const int64_t midnight = maker->era + (int64_t)below(maker, ERA_DAYS) * DAY;
    static const int64_t clocks[] = {0, 0, 10 * HOUR, DAY - 1};
    const uint32_t clock = below(maker, 6);
    return moment_keep(
        maker, midnight + (clock < 4 ? clocks[clock] : (int64_t)below(maker, DAY)));
}

static int64_t moment_or_none(struct maker *maker, uint32_t none_in)
{
    return is_one_in(maker, none_in) ? SUPPORT_NONE : moment_any(maker);
}

/* -- Rows
 * ---------------------------------------------------------------------------------------
 */

/* A new row: of the person, or of nobody. A repeat says again what an earlier row of the
 * table says. */
static int64_t *row_new(struct maker *maker, enum support_table_id id, size_t first,
                        bool *out_is_repeat)
{
    struct support_history *history = maker->history;
    const size_t own_count = history->tables[id].row_count - first;
    int64_t *row = support_row_add(history, id);
    *out_is_repeat = own_count > 0 && is_one_in(maker, 5);
    if (*out_is_repeat) {
        const int64_t *said =
            support_row(history, id, first + below(maker, (uint32_t)own_count));
        for (size_t c = 0; c < support_relations[id].column_count; c++) {
            row[c] = said[c];
        }
    } else {
        const bool is_nobody = is_one_in(maker, 20) || maker->release == RELEASE_COUNT;
        row[ARREST_PERSON] = is_nobody ? SUPPORT_NONE : maker->person;
        row[ARREST_RELEASE] = maker->release;
    }
    row[ARREST_RECORD] = maker->record_next++;
    return row;
}

static void arrest_make(struct maker *maker, size_t first)
{
    bool is_repeat;
    int64_t *row = row_new(maker, SUPPORT_ARRESTS, first, &is_repeat);
    if (is_repeat && is_one_in(maker, 2)) return; // A twin: alike in every column.
    row[ARREST_TWIN] = row[ARREST_RECORD];
    if (is_repeat) { // All but alike.
        row[ARREST_FILLED] += is_one_in(maker, 2) ? 1 : 0;
        if (is_one_in(maker, 2)) row[ARREST_AT] = moment_or_none(maker, 12);
        return;
    }
    row[ARREST_AT] = moment_or_none(maker, 12);
    row[ARREST_METHOD] = is_one_in(maker, 4)
                             ? support_code(maker->history, "ERO Reprocessed Arrest")
                             : ANY(maker, method_texts);
    row[ARREST_REPROCESSED] =
        row[ARREST_METHOD] == support_code(maker->history, "ERO Reprocessed Arrest");
    row[ARREST_CRIMINALITY] = ANY(maker, criminality_texts);
    row[ARREST_AOR] = ANY(maker, aor_texts);
    row[ARREST_STATE] = ANY(maker, state_texts);
    row[ARREST_BIRTH_YEAR] =
        is_one_in(maker, 4) ? SUPPORT_NONE : 1980 + (int64_t)below(maker, 2);
    row[ARREST_FILLED] = 1 + (int64_t)below(maker, 3);
}

static int64_t answer_any(struct maker *maker)
{
    static const int64_t answers[] = {
        SUPPORT_NONE, SUPPORT_NONE, SUPPORT_NONE, SUPPORT_NONE, 1, 0};
    return answers[below(maker, sizeof answers / sizeof answers[0])];
}

static void detainer_make(struct maker *maker, size_t first)
{
    bool is_repeat;
    int64_t *row = row_new(maker, SUPPORT_DETAINERS, first, &is_repeat);
    if (is_repeat && is_one_in(maker, 2)) return;
    row[DETAINER_AT] = moment_or_none(maker, 12);
    if (row[DETAINER_AT] != SUPPORT_NONE && !is_one_in(maker, 4)) { // Releases give days.
        row[DETAINER_AT] -= ((row[DETAINER_AT] % DAY) + DAY) % DAY;
    }
    row[DETAINER_LIFT] = ANY(maker, lift_texts);
    if (is_repeat) return;
    row[DETAINER_LIFTED_AT] = moment_or_none(maker, 2);
    row[DETAINER_FACILITY] = ANY(maker, facility_texts);
    row[DETAINER_TYPE] = ANY(maker, type_texts);
    row[DETAINER_ACCEPTED] = answer_any(maker);
    row[DETAINER_CANCELS] = answer_any(maker);
}

static void bonds_make(struct maker *maker, int64_t *row)
{
    row[STINT_INITIAL_BOND] =
        is_one_in(maker, 2) ? SUPPORT_NONE : 150000 * (int64_t)below(maker, 3);
    row[STINT_POSTED_BOND] =
        is_one_in(maker, 2) ? SUPPORT_NONE : 150000 * (int64_t)below(maker, 3);
    row[STINT_BOND_SET_DAY] =
        is_one_in(maker, 2) ? SUPPORT_NONE : maker->era / DAY + (int64_t)below(maker, 3);
    row[STINT_BOND_POSTED_DAY] =
        is_one_in(maker, 2) ? SUPPORT_NONE : maker->era / DAY + (int64_t)below(maker, 3);
}

/* A stay of its own: what its stints share. */
static void stay_make(struct maker *maker, int64_t *row)
{
    row[STINT_STAY_BOOK_IN] = moment_or_none(maker, 12);
    row[STINT_STAY_BOOK_OUT] = moment_or_none(maker, 3);
    row[STINT_DEPARTED] = moment_or_none(maker, 2);
    row[STINT_REASON] = ANY(maker, stay_end_texts);
}

static void stint_make(struct maker *maker, size_t first)
{
    bool is_repeat;
    const size_t own_count = maker->history->tables[SUPPORT_STINTS].row_count - first;
    int64_t *row = row_new(maker, SUPPORT_STINTS, first, &is_repeat);
    if (is_repeat) {
        bonds_make(maker, row);
        if (is_one_in(maker, 2)) return; // Alike but for the bonds.
        row[STINT_LIKENESS] = row[STINT_RECORD];
        if (is_one_in(maker, 2)) row[STINT_FACILITY] = ANY(maker, facility_texts);
        if (is_one_in(maker, 2)) row[STINT_BOOK_OUT] = moment_or_none(maker, 4);
        if (is_one_in(maker, 4)) row[STINT_BOOK_IN] = moment_or_none(maker, 12);
        return;
    }
    row[STINT_LIKENESS] = row[STINT_RECORD];
    bonds_make(maker, row);
    if (own_count > 0 && is_one_in(maker, 2)) { // One more stint of an earlier stay.
        const int64_t *said = support_row(maker->history, SUPPORT_STINTS,
                                          first + below(maker, (uint32_t)own_count));
        row[STINT_STAY_BOOK_IN] = said[STINT_STAY_BOOK_IN];
        row[STINT_STAY_BOOK_OUT] = said[STINT_STAY_BOOK_OUT];
        row[STINT_DEPARTED] = said[STINT_DEPARTED];
        row[STINT_REASON] = said[STINT_REASON];
    } else {
        stay_make(maker, row);
    }
    row[STINT_BOOK_IN] =
        is_one_in(maker, 2) ? row[STINT_STAY_BOOK_IN] : moment_or_none(maker, 12);
    row[STINT_BOOK_OUT] =
        is_one_in(maker, 2) ? row[STINT_STAY_BOOK_OUT] : moment_or_none(maker, 4);
    row[STINT_FACILITY] = ANY(maker, facility_texts);
}

static void removal_make(struct maker *maker, size_t first)
{
    bool is_repeat;
    int64_t *row = row_new(maker, SUPPORT_REMOVALS, first, &is_repeat);
    if (!is_repeat) row[REMOVAL_AT] = moment_or_none(maker, 12);
}

/* -- Persons
 * ------------------------------------------------------------------------------------ */

/* Few mostly, up to `most`. */
static size_t row_count_any(struct maker *maker, uint32_t most)
{
    const uint32_t a = below(maker, most + 1);
    const uint32_t b = below(maker, most + 1);
    return a < b ? a : b;
}

static void person_make(struct maker *maker)
{
    static const int64_t eras[] = {
        20100, 20100, 20100,
        19992, // 2024-09-26: a fiscal year begins within it.
        -12,   // 1969-12-20
    };
    static void (*const make[])(struct maker *, size_t) = {arrest_make, detainer_make,
                                                           stint_make, removal_make};
    static const uint32_t most[] = {5, 4, 6, 3};
    maker->era = eras[below(maker, sizeof eras / sizeof eras[0])] * DAY;
    maker->release = 1 + (int64_t)below(maker, RELEASE_COUNT);
    maker->moment_count = 0;
    for (unsigned id = 0; id < sizeof make / sizeof make[0]; id++) {
        const size_t first = maker->history->tables[id].row_count;
        const size_t count = row_count_any(maker, most[id]);
        for (size_t i = 0; i < count; i++) {
            make[id](maker, first);
        }
    }
}

static void windows_make(struct support_history *history)
{
    for (size_t i = 0; i < RELEASE_COUNT; i++) {
        int64_t *row = support_row_add(history, SUPPORT_WINDOWS);
        row[WINDOW_RELEASE] = 1 + (int64_t)i;
        row[WINDOW_ARREST_LAST] = lasts[i][0];
        row[WINDOW_DETAINER_LAST] = lasts[i][1];
        row[WINDOW_STINT_LAST] = lasts[i][2];
        row[WINDOW_REMOVAL_LAST] = lasts[i][3];
        row[WINDOW_HAS_IDS] = 1 + i < RELEASE_COUNT;
    }
}

void support_history_make(struct support_history *history, struct support_noise noise,
                          size_t count)
{
    struct maker maker = {.history = history, .noise = noise, .record_next = 1};
    windows_make(history);
    for (size_t i = 0; i < count; i++) {
        maker.person = (int64_t)i;
        person_make(&maker);
    }
}

/*
 * A query a table, grouped by release; then thresholds.
 *
 * The whole ledger is counted, not what this run linked, so that the report is the same
 * however the ledger came to be what it is.
 */
#include "link/link_report.h"
#include "check/check_job.h"

#include <stdio.h>

static const struct {
    const char *part;
    const char *what;
    enum sp_link_count whole;
} texts[SP_LINK_COUNT_COUNT] = {
#define COUNT_TEXT(name, part, what, whole) {part, what, whole},
    SP_LINK_COUNT_TABLE(COUNT_TEXT)
#undef COUNT_TEXT
};

const char *sp_link_count_part(enum sp_link_count count)
{
    SP_ASSERT((unsigned)count < SP_LINK_COUNT_COUNT);
    return texts[count].part;
}

const char *sp_link_count_what(enum sp_link_count count)
{
    SP_ASSERT((unsigned)count < SP_LINK_COUNT_COUNT);
    return texts[count].what;
}

enum sp_link_count sp_link_count_whole(enum sp_link_count count)
{
    SP_ASSERT((unsigned)count < SP_LINK_COUNT_COUNT);
    return texts[count].whole;
}

/* -- Counting ----------------------------------------------------------------------- */

/* A query that gives the release and then counts, in the order of `counts`. */
struct report_query {
    const char *sql;
    enum sp_link_count counts[16];
    size_t count;
};

// clang-format off
#define WHERE(condition) "count(*) FILTER (WHERE " condition ")"
#define BY_RELEASE       " JOIN sheet s ON s.sheet_id = l.sheet_id GROUP BY s.release"
#define RECORDS(table)   "SELECT s.release, count(*), " WHERE("l.person IS NULL") " FROM " table " l" BY_RELEASE

static const struct report_query queries[] = {
    {RECORDS("arrest"), {SP_LINK_ARRESTS, SP_LINK_ARRESTS_WITHOUT_ID}, 2},
    {RECORDS("stint"), {SP_LINK_STINTS, SP_LINK_STINTS_WITHOUT_ID}, 2},
    {RECORDS("removal"), {SP_LINK_REMOVALS, SP_LINK_REMOVALS_WITHOUT_ID}, 2},
    {RECORDS("detainer"), {SP_LINK_DETAINERS, SP_LINK_DETAINERS_WITHOUT_ID}, 2},
    {"SELECT s.release, "
     WHERE("l.kept_by & 1 <> 0") ", "
     WHERE("l.stay_greedy_row IS NOT NULL") ", "
     WHERE("(l.stay_greedy_sheet_id, l.stay_greedy_row) IS DISTINCT FROM (l.stay_best_sheet_id, l.stay_best_row)")
     " FROM arrest_link l" BY_RELEASE,
     {SP_LINK_EPISODES, SP_LINK_ARRESTS_WITH_STAY, SP_LINK_PAIRINGS_DIFFER}, 3},
    {"SELECT s.release, " WHERE("l.lost_at <> 0") " FROM stint_link l" BY_RELEASE,
     {SP_LINK_STINTS_DROPPED}, 1},
    {"SELECT s.release, count(*), "
     WHERE("l.book_in_agrees = 0") ", "
     WHERE("l.book_out_agrees = 0")
     " FROM stay_link l" BY_RELEASE,
     {SP_LINK_STAYS, SP_LINK_BOOK_INS_DIFFER, SP_LINK_BOOK_OUTS_DIFFER}, 3},
    {"SELECT s.release, "
     WHERE("l.contradictions & 1 <> 0") ", "
     WHERE("l.contradictions & 2 <> 0") ", "
     WHERE("l.contradictions & 4 <> 0") ", "
     WHERE("l.contradictions & 8 <> 0")
     " FROM detainer_link l" BY_RELEASE,
     {SP_LINK_DECLINED_YET_BOOKED, SP_LINK_HONOURED_YET_AT_LARGE, SP_LINK_NOTICE_YET_DECLINED, SP_LINK_HONOURED_WITHOUT_STAY}, 4},
};
// clang-format on
_Static_assert(LINK_ARR_EP_24 == 0, "the query above asks its bit");

static struct sp_link_release *release_find(struct sp_link_report *report,
                                            struct sp_str name)
{
    for (size_t i = 0; i < report->release_count; i++) {
        if (sp_str_equal(report->releases[i].release, name)) return &report->releases[i];
    }
    return NULL;
}

static enum sp_rc query_run(struct sp_ledger *ledger, const struct report_query *query,
                            struct sp_link_report *report, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    enum sp_rc rc = ledger_query(ledger, query->sql, NULL, 0, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        struct sp_link_release *release = release_find(report, ledger_get_text(&rows, 0));
        SP_ASSERT(release);
        for (size_t i = 0; i < query->count; i++) {
            release->counts[query->counts[i]] = (uint64_t)ledger_get_whole(&rows, 1 + i);
        }
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
}

/* Rows by release and a term, the count of code `codes[i]` at place first + i. */
static enum sp_rc terms_count(struct sp_ledger *ledger, const char *sql,
                              const int32_t *codes, size_t code_count,
                              enum sp_link_count first, struct sp_link_report *report,
                              struct sp_err *err)
{
    struct ledger_rows rows = {0};
    enum sp_rc rc = ledger_query(ledger, sql, NULL, 0, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        struct sp_link_release *release = release_find(report, ledger_get_text(&rows, 0));
        SP_ASSERT(release);
        for (size_t i = 0; i < code_count; i++) {
            if (codes[i] == ledger_get_whole(&rows, 1))
                release->counts[first + i] = (uint64_t)ledger_get_whole(&rows, 2);
        }
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
}

static enum sp_rc spells_count(struct sp_ledger *ledger, const struct link_terms *terms,
                               struct sp_link_report *report, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    enum sp_rc rc = ledger_query(
        ledger,
        "SELECT s.release, CAST(l.exit AS BIGINT), count(*) FROM return_link l "
        "JOIN sheet s ON s.sheet_id = l.sheet_id GROUP BY ALL",
        NULL, 0, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        struct sp_link_release *release = release_find(report, ledger_get_text(&rows, 0));
        SP_ASSERT(release);
        const uint64_t count = (uint64_t)ledger_get_whole(&rows, 2);
        release->counts[SP_LINK_SPELLS] += count;
        if (ledger_get_whole(&rows, 1) == terms->exits[LINK_EXIT_AT_LARGE])
            release->counts[SP_LINK_RETURNS] += count;
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
}

/* Releases of other tables alone have nothing that is linked. */
static void releases_trim(struct sp_link_report *report)
{
    static const enum sp_link_count tables[] = {SP_LINK_ARRESTS, SP_LINK_STINTS,
                                                SP_LINK_REMOVALS, SP_LINK_DETAINERS};
    size_t kept = 0;
    for (size_t i = 0; i < report->release_count; i++) {
        uint64_t records = 0;
        for (size_t table = 0; table < sizeof tables / sizeof tables[0]; table++) {
            records += report->releases[i].counts[tables[table]];
        }
        report->records_all += records;
        if (records) report->releases[kept++] = report->releases[i];
    }
    report->release_count = kept;
}

enum sp_rc link_report_count(struct sp_ledger *ledger, const struct link_labels *labels,
                             const struct link_window *windows,
                             const struct link_terms *terms, struct sp_arena *arena,
                             struct sp_link_report *report, struct sp_err *err)
{
    int64_t persons = 0;
    report->release_count = (size_t)labels->release_count;
    report->releases =
        sp_arena_array(arena, report->release_count, sizeof *report->releases);
    if (!report->releases)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the report of linking");
    for (size_t i = 0; i < report->release_count; i++) {
        report->releases[i].release = labels->release_names[i];
        report->releases[i].has_ids = windows[i].has_ids;
    }
    enum sp_rc rc =
        ledger_query_whole(ledger, "SELECT count(*) FROM person", NULL, 0, &persons, err);
    report->persons_all = (uint64_t)persons;
    for (size_t i = 0; rc == SP_OK && i < sizeof queries / sizeof queries[0]; i++) {
        rc = query_run(ledger, &queries[i], report, err);
    }
    if (rc == SP_OK) {
        rc = terms_count(
            ledger,
            "SELECT s.release, CAST(l.outcome AS BIGINT), count(*) FROM detainer_link l "
            "JOIN sheet s ON s.sheet_id = l.sheet_id GROUP BY ALL",
            terms->states, LINK_STATE_COUNT, SP_LINK_NOT_A_HOLD, report, err);
    }
    if (rc == SP_OK) rc = spells_count(ledger, terms, report, err);
    if (rc == SP_OK) releases_trim(report);
    return rc;
}
_Static_assert(SP_LINK_UNKNOWN - SP_LINK_NOT_A_HOLD + 1 == LINK_STATE_COUNT,
               "outcomes stand in the kernel's order");

/* -- Findings ----------------------------------------------------------------------- */

/* Of a release: so many of `whole` at `part` or more make a finding. */
struct threshold {
    const char *check_id;
    const char *event;
    enum sp_link_count part;
    enum sp_link_count whole;
    uint32_t warning_per_mille;
    uint32_t serious_per_mille;
    const char *what; // of the whole, in the evidence
};

static const struct threshold thresholds[] = {
    {"LINK-STAY-BOOK-IN", "stint", SP_LINK_BOOK_INS_DIFFER, SP_LINK_STAYS,
     LINK_STAY_WARNING_PER_MILLE, LINK_STAY_SERIOUS_PER_MILLE,
     "stays do not begin with the book-in of their first stint"},
    {"LINK-STAY-BOOK-OUT", "stint", SP_LINK_BOOK_OUTS_DIFFER, SP_LINK_STAYS,
     LINK_STAY_WARNING_PER_MILLE, LINK_STAY_SERIOUS_PER_MILLE,
     "stays do not end with the book-out of their last stint"},
    {"LINK-ID-MISSING", "arrest", SP_LINK_ARRESTS_WITHOUT_ID, SP_LINK_ARRESTS,
     LINK_ID_ARREST_PER_MILLE, 1001,
     "arrest records have no id: they are counted, and never linked"},
    {"LINK-ID-MISSING", "detainer", SP_LINK_DETAINERS_WITHOUT_ID, SP_LINK_DETAINERS,
     LINK_ID_DETAINER_PER_MILLE, 1001,
     "detainer records have no id: they are counted, and never linked"},
    {"LINK-ID-MISSING", "stint", SP_LINK_STINTS_WITHOUT_ID, SP_LINK_STINTS,
     LINK_ID_STINT_PER_MILLE, 1001,
     "stint records have no id: they are counted, and are of no stay"},
};

static bool passes(uint64_t part, uint64_t whole, uint32_t per_mille)
{
    return whole && part * 1000 > whole * per_mille;
}

static enum sp_rc threshold_check(struct check_job *job,
                                  const struct sp_link_release *release,
                                  const struct threshold *threshold, struct sp_err *err)
{
    const uint64_t part = release->counts[threshold->part];
    const uint64_t whole = release->counts[threshold->whole];
    if (!passes(part, whole, threshold->warning_per_mille)) return SP_OK;
    const bool is_serious = passes(part, whole, threshold->serious_per_mille);
    const struct sp_finding finding = {
        .severity = is_serious ? SP_SEVERITY_SERIOUS : SP_SEVERITY_WARNING,
        .event = sp_str_of(threshold->event),
        .release = release->release,
        .evidence = sp_arena_format(job->arena, "release %.*s: %llu of %llu %s",
                                    SP_FMT(release->release), (unsigned long long)part,
                                    (unsigned long long)whole, threshold->what)};
    return check_finding(job, threshold->check_id, &finding, err);
}

/* "release R: declined, yet booked within 7 days: 12; …" */
static enum sp_rc contradictions_check(struct check_job *job,
                                       const struct sp_link_release *release,
                                       struct sp_err *err)
{
    struct sp_str words = SP_STR("");
    for (int i = SP_LINK_DECLINED_YET_BOOKED; i <= SP_LINK_HONOURED_WITHOUT_STAY; i++) {
        if (!release->counts[i]) continue;
        words = sp_arena_format(job->arena, "%.*s%s%s: %llu", SP_FMT(words),
                                words.size ? "; " : "", texts[i].what,
                                (unsigned long long)release->counts[i]);
        if (!words.data)
            return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the findings");
    }
    if (!words.size) return SP_OK;
    const struct sp_finding finding = {
        .severity = SP_SEVERITY_WARNING,
        .event = SP_STR("detainer"),
        .release = release->release,
        .evidence = sp_arena_format(job->arena, "release %.*s, detainers: %.*s",
                                    SP_FMT(release->release), SP_FMT(words))};
    return check_finding(job, "LINK-CONTRADICTION", &finding, err);
}

static enum sp_rc no_ids_check(struct check_job *job,
                               const struct sp_link_release *release, struct sp_err *err)
{
    static const struct {
        const char *event;
        enum sp_link_count count;
    } tables[] = {{"arrest", SP_LINK_ARRESTS},
                  {"detainer", SP_LINK_DETAINERS},
                  {"stint", SP_LINK_STINTS},
                  {"removal", SP_LINK_REMOVALS}};
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < sizeof tables / sizeof tables[0]; i++) {
        const uint64_t count = release->counts[tables[i].count];
        if (!count) continue;
        const struct sp_finding finding = {
            .severity = SP_SEVERITY_NOTE,
            .event = sp_str_of(tables[i].event),
            .release = release->release,
            .evidence = sp_arena_format(
                job->arena,
                "release %.*s: no row of this release has an id: its %llu %s records are "
                "unlinked and undiminished",
                SP_FMT(release->release), (unsigned long long)count, tables[i].event)};
        rc = check_finding(job, "LINK-NO-IDS", &finding, err);
    }
    return rc;
}

enum sp_rc link_report_findings(struct sp_ledger *ledger, struct sp_arena *arena,
                                struct sp_link_report *report, struct sp_err *err)
{
    struct check_job job = {.ledger = ledger, .arena = arena};
    enum sp_rc rc = ledger_run(
        ledger, "DELETE FROM finding WHERE starts_with(check_id, 'LINK-')", err);
    for (size_t i = 0; rc == SP_OK && i < report->release_count; i++) {
        const struct sp_link_release *release = &report->releases[i];
        if (!release->has_ids) {
            rc = no_ids_check(&job, release, err);
            continue;
        }
        for (size_t j = 0; rc == SP_OK && j < sizeof thresholds / sizeof thresholds[0];
             j++) {
            rc = threshold_check(&job, release, &thresholds[j], err);
        }
        if (rc == SP_OK) rc = contradictions_check(&job, release, err);
    }
    if (rc != SP_OK) return rc;
    report->findings = job.findings;
    report->finding_count = job.finding_count;
    return SP_OK;
}

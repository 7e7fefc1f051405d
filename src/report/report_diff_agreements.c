/* Two lists of agreements: lines by type, by state and type, and each that changed.
 * Agencies are public bodies and are named; no person is in these lists. */
#include "report/report_diff.h"

#include "report/report_receipt.h"

static const char *const sums =
    "a = same + signed date + spelling + to other + gone, b = same + signed date + "
    "spelling + from other + added";

static bool is_changed(const struct sp_diff_agreement_count *count)
{
    return count->a != count->same || count->b != count->same;
}

static enum sp_rc counts_table(struct diff_report *report, bool by_state,
                               struct sp_table **out_table, struct sp_err *err)
{
    static const struct receipt_column columns[] = {
        {"state", false},   {"support_type", false}, {"a", true},
        {"b", true},        {"same", true},          {"signed_date", true},
        {"spelling", true}, {"to_other", true},      {"from_other", true},
        {"gone", true},     {"added", true}};
    const struct sp_diff *diff = &report->diff;
    enum sp_rc rc = receipt_table(
        &report->arena, by_state ? "agreement-states" : "agreement-types",
        by_state ? "Agreements by state and support type, where a line changed"
                 : "Agreements by support type",
        columns, sizeof columns / sizeof *columns, out_table, err);
    for (size_t i = 0; rc == SP_OK && i < diff->agreement_count_count; i++) {
        const struct sp_diff_agreement_count *count = &diff->agreement_counts[i];
        if ((count->state.size != 0) != by_state || (by_state && !is_changed(count)))
            continue;
        const struct sp_str texts[] = {by_state ? count->state : SP_STR("(all)"),
                                       count->support_type};
        const uint64_t numbers[] = {count->a,           count->b,       count->same,
                                    count->signed_date, count->spelled, count->to_other,
                                    count->from_other,  count->gone,    count->added};
        rc = receipt_row(*out_table, texts, 2, numbers, 9, err);
    }
    return rc == SP_OK ? sp_table_note(*out_table, sp_str_of(sums), err) : rc;
}

static enum sp_rc changes_table(struct diff_report *report, struct sp_table **out_table,
                                struct sp_err *err)
{
    static const struct receipt_column columns[] = {
        {"change", false},       {"state", false},          {"agency", false},
        {"support_type", false}, {"signed", false},         {"state_b", false},
        {"agency_b", false},     {"support_type_b", false}, {"signed_b", false}};
    const struct sp_diff *diff = &report->diff;
    const struct sp_str none = {0};
    enum sp_rc rc =
        receipt_table(&report->arena, "agreements", "Agreements added, gone and changed",
                      columns, sizeof columns / sizeof *columns, out_table, err);
    for (size_t i = 0; rc == SP_OK && i < diff->agreement_count; i++) {
        const struct sp_diff_agreement *agreement = &diff->agreements[i];
        const bool is_added = agreement->kind == SP_DIFF_AGREEMENT_ADDED;
        const bool is_pair = !is_added && agreement->kind != SP_DIFF_AGREEMENT_GONE;
        const struct sp_diff_line *a = is_added ? &agreement->b : &agreement->a;
        const struct sp_diff_line *b = &agreement->b;
        // Of a pair, what the second list says is told where it is another thing.
        const struct sp_str texts[] = {
            sp_str_of(sp_diff_agreement_name(agreement->kind)),
            a->state,
            a->agency,
            a->support_type,
            a->signed_date,
            is_pair && !sp_str_equal(a->state, b->state) ? b->state : none,
            is_pair && !sp_str_equal(a->agency, b->agency) ? b->agency : none,
            is_pair && !sp_str_equal(a->support_type, b->support_type) ? b->support_type
                                                                       : none,
            is_pair && !sp_str_equal(a->signed_date, b->signed_date) ? b->signed_date
                                                                     : none};
        rc = receipt_row(*out_table, texts, sizeof texts / sizeof *texts, NULL, 0, err);
    }
    return rc;
}

static enum sp_rc notes_add(struct diff_report *report, struct sp_table *table,
                            struct sp_err *err)
{
    const struct sp_diff *diff = &report->diff;
    enum sp_rc rc = sp_table_note(
        table,
        SP_STR(
            "A line is paired with one of the other list that is equal in state, "
            "support type, agency and day of signing; of those left, with one that "
            "differs in the day; in the agency's spelling (words in any order without "
            "case, punctuation and: the, of, and, city, town, office, department; or "
            "at most two letters, the day being equal); in the support type, the day "
            "being equal; in the state, type and day being equal. What is left is gone "
            "or added: so is an agreement of another type signed on another day. An "
            "agency may have several agreements, and a line that stands twice counts "
            "twice."),
        err);
    if (rc == SP_OK && !diff->agreement_days)
        rc = sp_table_note(
            table,
            SP_STR("One of the two lists gives no day of signing: lines are paired "
                   "without it, and none whose support type, state or letters "
                   "differ; the lists may be of two kinds, so that what is gone "
                   "or added was never meant to be in the other"),
            err);
    if (rc != SP_OK || diff->agreements_twice[0] + diff->agreements_twice[1] == 0)
        return rc;
    const struct sp_str twice = sp_arena_format(
        &report->arena, "lines that stand in their list once more: %llu of a, %llu of b",
        (unsigned long long)diff->agreements_twice[0],
        (unsigned long long)diff->agreements_twice[1]);
    return twice.data ? sp_table_note(table, twice, err) : diff_report_no_memory(err);
}

enum sp_rc diff_report_agreements(struct diff_report *report, struct sp_table **tables,
                                  size_t *count, struct sp_err *err)
{
    enum sp_rc rc = counts_table(report, false, &tables[(*count)++], err);
    if (rc == SP_OK) rc = counts_table(report, true, &tables[(*count)++], err);
    if (rc == SP_OK) rc = changes_table(report, &tables[*count], err);
    if (rc == SP_OK) rc = notes_add(report, tables[(*count)++], err);
    return rc;
}

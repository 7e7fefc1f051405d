/*
 * Each candidate reads the first records, quotes and all; the one whose records agree
 * most wins.
 *
 * The records of a release are a preamble (titles, short or padded with delimiters), a
 * header, and rows as wide as the header. So a candidate's measure is its commonest width
 * of two fields or more, and how many records have it; of equals the wider one wins, then
 * the order below. A width that fewer than half the records have, from the first such
 * record on, is chance: commas in a column of addresses. Under a wrong candidate quotes
 * seem to stand where they may not; the candidate is then judged by the records before
 * that.
 */
#include "ingest/ingest_text_sniff.h"

#include "ingest/ingest_limit.h"
#include "ingest/ingest_text_scan.h"

static const char candidates[] = {'\t', '|', ';',
                                  ','}; // The rarer in a sentence, the sooner.

/* Fields on each of the first records, blank lines left out. */
struct widths {
    uint32_t counts[INGEST_SNIFF_COUNT];
    size_t count;
};

struct agreement {
    size_t records;
    uint32_t width;
};

/* What is wrong with a record ends this, and is told when the record is read for good. */
static enum sp_rc widths_read(struct ingest_scan *scan, struct widths *out_widths)
{
    struct widths widths = {0};
    enum sp_rc rc = SP_OK;
    while (rc == SP_OK && widths.count < INGEST_SNIFF_COUNT) {
        rc = ingest_scan_record(scan, NULL);
        if (rc == SP_OK && scan->count > 0) widths.counts[widths.count++] = scan->count;
    }
    *out_widths = widths;
    return rc == SP_ERR_MEMORY ? rc : SP_OK;
}

static struct agreement width_agreement(const struct widths *widths, uint32_t width)
{
    struct agreement agreement = {.width = width};
    size_t since_first = 0;
    for (size_t i = 0; i < widths->count; i++) {
        agreement.records += widths->counts[i] == width;
        since_first += agreement.records > 0;
    }
    return width >= 2 && 2 * agreement.records >= since_first ? agreement
                                                              : (struct agreement){0};
}

static bool is_better(struct agreement a, struct agreement b)
{
    return a.records != b.records ? a.records > b.records : a.width > b.width;
}

static struct agreement best_agreement(const struct widths *widths)
{
    struct agreement best = {0};
    for (size_t i = 0; i < widths->count; i++) {
        const struct agreement agreement = width_agreement(widths, widths->counts[i]);
        if (is_better(agreement, best)) best = agreement;
    }
    return best;
}

enum sp_rc ingest_sniff_delimiter(char *bytes, size_t size, char *out_delimiter,
                                  struct sp_err *err)
{
    struct ingest_scan scan = {0};
    struct agreement best = {0};
    char delimiter = 0;
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; i < sizeof candidates && rc == SP_OK; i++) {
        struct widths widths = {0};
        scan.delimiter = candidates[i];
        ingest_scan_show(&scan, bytes, size, true);
        rc = widths_read(&scan, &widths);
        const struct agreement agreement = best_agreement(&widths);
        if (is_better(agreement, best)) {
            best = agreement;
            delimiter = candidates[i];
        }
    }
    if (rc == SP_OK) *out_delimiter = delimiter;
    if (rc != SP_OK)
        rc = sp_err_set(err, rc, "out of memory while looking for the delimiter");
    ingest_scan_release(&scan);
    return rc;
}

/*
 * A statement as parsed: sources, versions, published figures, claims and their readings.
 *
 * Policy. Everything is in the statement's arena and constant once parsed. A reading is complete: what
 * the file's `defaults` and the claim say is already in it, and every id it names is an index.
 */
#ifndef STATEMENT_MODEL_H
#define STATEMENT_MODEL_H

#include "sallyport/statement.h"
#include "statement/statement_yaml.h"

/* Ceilings of the language, each far past what a person writes. */
enum {
    STATEMENT_ID_MAX = 64,
    STATEMENT_VERSION_MAX = 64,
    STATEMENT_PUBLISHED_MAX = 1024,
    STATEMENT_CLAIM_MAX = 256,
    STATEMENT_READING_MAX = 16,
    STATEMENT_WITHIN_MAX = 4,
    STATEMENT_FILTER_MAX = 4,       // of one `where`; four such meet the query's own ceiling
    STATEMENT_FILTER_VALUE_MAX = 16,
    STATEMENT_FIGURE_MAX = 32,      // published figures one reading names
};
/* Largest number in a file or an interval: products with 10,000 parts stay in 64 bits. */
#define STATEMENT_NUMBER_MAX UINT64_C(1000000000000)
/* The upper end of an interval that has none. */
#define STATEMENT_UNBOUNDED UINT64_MAX

/* -- Relations: what a claim says of a number -------------------------------------------------- */

enum statement_relation {
    STATEMENT_EQUALS,
    STATEMENT_AT_LEAST,
    STATEMENT_AT_MOST,
    STATEMENT_MORE_THAN,
    STATEMENT_LESS_THAN,
    STATEMENT_NEARLY,
    STATEMENT_ABOUT,
    STATEMENT_MAJORITY,
    STATEMENT_NONE,
    STATEMENT_RELATION_COUNT
};

/**
 * One relation as facts. With N stated, it holds for whole numbers from least_percent to
 * most_percent of N; `step` moves an end inward (more than N begins at N + 1).
 */
struct statement_relation_fact {
    const char *name;   // as written in a file
    const char *words;  // as printed: "exactly"
    bool has_least;
    bool has_most;
    uint8_t least_percent;
    uint8_t most_percent;
    uint8_t least_step;
    uint8_t most_step;
    bool needs_number;  // false: majority and none state their number themselves
    struct sp_rule rule;
};
const struct statement_relation_fact *statement_relation_get(enum statement_relation relation);
bool statement_relation_find(struct sp_str name, enum statement_relation *out_relation);

/** Whole numbers from `least` to `most`, both included; `most` may be STATEMENT_UNBOUNDED. */
struct statement_interval {
    uint64_t least;
    uint64_t most;
};

/** For which numbers of an interval a relation holds. */
enum statement_holds { STATEMENT_HOLDS_ALL, STATEMENT_HOLDS_NONE, STATEMENT_HOLDS_SOME };

/** The numbers for which `relation` to `number` holds; false when there are none (less than 0). */
bool statement_relation_range(enum statement_relation relation, uint64_t number,
                              struct statement_interval *out_range);
enum statement_holds statement_relation_test(enum statement_relation relation, uint64_t number,
                                             struct statement_interval found);
/**
 * As above for the share of a part in a whole that contains it, in exact integers. Nothing has no
 * share: a whole that may be 0 never gives ALL, and one that is 0 gives SOME.
 *
 * @param percent  the share stated; not used by majority and none
 */
enum statement_holds statement_share_test(enum statement_relation relation, uint64_t percent,
                                          struct statement_interval part,
                                          struct statement_interval whole);

/* -- The file ---------------------------------------------------------------------------------- */

struct statement_area {
    enum sp_place_kind kind; // SP_PLACE_NONE when `is_unstated`
    struct sp_str name;
};

struct statement_place {
    bool is_given;
    bool is_unstated; // `kind: unstated`: the publisher did not say what kind of place it names
    struct statement_area area;
    struct statement_area within[STATEMENT_WITHIN_MAX];
    size_t within_count;
};

/** A whole number that may stand in the file. */
struct statement_stated {
    bool is_given;
    uint64_t value;
};

struct statement_period {
    int32_t from; // SP_DAY_NONE when no period is given
    int32_t to;
};

struct statement_version {
    struct sp_str id;
    int32_t date;
    int32_t withdrawn; // SP_DAY_NONE when it stands
    struct sp_str what;
};

struct statement_published {
    const struct statement_yaml *node;
    struct sp_str id;
    uint64_t value;
    struct sp_str unit;
    struct statement_place place;
    struct statement_period period;
    struct sp_str by;
    struct sp_str source;
    int32_t date;
    int32_t withdrawn;
    size_t sums_to; // index, or SIZE_MAX
};

/** FIELD=VALUE, or any of several values. */
struct statement_filter {
    struct sp_str field;
    struct sp_str values[STATEMENT_FILTER_VALUE_MAX];
    size_t value_count;
};

struct statement_where {
    struct statement_filter filters[STATEMENT_FILTER_MAX];
    size_t count;
};

/** Indexes of published figures. */
struct statement_figures {
    size_t indexes[STATEMENT_FIGURE_MAX];
    size_t count;
};

/** The part or the whole of a share. */
struct statement_operand {
    bool is_given;
    struct statement_where where;
    struct statement_figures published;
};

struct statement_reading {
    const struct statement_yaml *node;
    struct sp_str takes; // what it takes the claim to mean, in words; may be empty
    enum statement_relation relation; // STATEMENT_RELATION_COUNT until one is given
    struct statement_stated number;
    struct statement_stated percent;
    const struct sp_measure *measure; // NULL: no measure counts it
    struct sp_str unit;               // what is counted; the measure's name unless given
    struct statement_period period;
    struct statement_place place;
    struct statement_where where;
    struct sp_str operation;
    bool is_share;
    struct statement_operand part;
    struct statement_operand of;
    bool is_published; // tested against published figures, not records
    struct statement_figures published;
    size_t sum_of;     // index, or SIZE_MAX
};

struct statement_claim {
    const struct statement_yaml *node;
    struct sp_str id;
    struct sp_str says;
    struct sp_str by;
    int32_t date;
    struct sp_str source; // may be empty
    const struct statement_version *version; // NULL: none named
    const struct statement_reading *readings;
    size_t reading_count;
};

struct sp_statement {
    struct sp_arena arena;
    struct sp_str name; // of the file, without its folder
    char sha256[SP_SHA256_TEXT_SIZE];
    struct sp_str id;
    struct sp_str title;
    struct sp_str publisher;
    struct sp_str document;
    int32_t date;
    const struct statement_version *versions;
    size_t version_count;
    const struct statement_published *published;
    size_t published_count;
    const struct statement_claim *claims;
    size_t claim_count;
};

#endif

/*
 * Public statements and what the records say of them.
 *
 * A statement is a YAML file (statements/, docs/statements.md): its source, the published figures
 * it or others gave, and its claims, each with one or more readings. A reading is one precise
 * meaning of the claim, tested against the ledger or against a published figure in the file.
 *
 * Policy. A verdict is one of four. The records answer with an interval: what they hold for sure,
 * and what they would hold if every unknown were a match. *supported*: the relation holds for every
 * number in the interval; *contradicted*: for none; *undecidable*: for some, or the question is finer
 * than the record (a county asked of records that know an area of responsibility). A claim whose
 * readings disagree is *partly* supported. Nothing is guessed, and each reading says what would decide it.
 */
#ifndef SALLYPORT_STATEMENT_H
#define SALLYPORT_STATEMENT_H

#include "sallyport/table.h"

enum sp_verdict { SP_VERDICT_SUPPORTED, SP_VERDICT_PARTLY, SP_VERDICT_CONTRADICTED, SP_VERDICT_UNDECIDABLE };
/** "supported", "partly", "contradicted", "undecidable". */
const char *sp_verdict_name(enum sp_verdict verdict);

struct sp_statement;
/** Parse a statement file. Errors carry file, line and column. @param out_statement owned */
SP_MUST_USE enum sp_rc sp_statement_open(const char *path, struct sp_statement **out_statement,
                                         struct sp_err *err);
SP_MUST_USE enum sp_rc sp_statement_parse(const char *name, struct sp_str yaml,
                                          struct sp_statement **out_statement, struct sp_err *err);
void sp_statement_close(struct sp_statement *statement);

/**
 * Check every claim and write the result.
 *
 * @param ledger            may be NULL: only published figures are tested, and the output says so
 * @param out_contradicted  whether any claim is contradicted (exit code 1)
 */
SP_MUST_USE enum sp_rc sp_statement_check(const struct sp_statement *statement,
                                          struct sp_ledger *ledger, enum sp_format format,
                                          struct sp_buf *out, bool *out_contradicted,
                                          struct sp_err *err);

#endif

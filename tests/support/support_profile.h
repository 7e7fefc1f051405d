/* Sheets written as text, and profiles, for tests of src/profile. */
#ifndef SUPPORT_PROFILE_H
#define SUPPORT_PROFILE_H

#include "sallyport/profile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/**
 * Rows of text cells from "A|B|C\n1|2|3". A line is a row, an empty line an empty row, an
 * empty field an empty cell. In the arena.
 */
size_t support_rows(struct sp_arena *arena, const char *text, struct sp_row *out_rows);

/** The built-in profiles. */
struct sp_profile_set *support_profiles(void);
/** A set of profiles from YAML texts, `count` of them; they must parse. */
struct sp_profile_set *support_profiles_of(const char *const *yamls, size_t count);
/** A profile by id; it must be there. */
const struct sp_profile *support_profile(const struct sp_profile_set *set,
                                         const char *id);
/** A profile's column by field; it must be there. */
const struct sp_profile_column *support_column(const struct sp_profile *profile,
                                               const char *field);

/** Held equal to a NUL-ended text, with both printed when they differ. */
void support_equal(struct sp_str text, const char *expected);
/** Held to stand somewhere in a text. */
void support_contains(const char *text, const char *part);

#endif

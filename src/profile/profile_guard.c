/*
 * The rules of the privacy guard, and headings held against them.
 *
 * A heading is compared as words: lower case, everything but letters and digits a blank.
 * A rule is met when one of its runs of words stands in the heading, and none of its
 * harmless words. "Alien_Number_Unique_Identifier" is a pseudonym, "Criminal Street Gang
 * Yes No" an answer.
 *
 * Thresholds. A share is of the filled values of a column, and each threshold lies far
 * from both sides. "Records" is the highest share of any column, mapped or not, in the
 * ICE releases of 2019-ICFO-53623, FOIA 15-06333 and Pennsylvania 2007-2015, in a jail's
 * bookings, and in 21 lists of 287(g) agreements; "lists" is that of reference tables and
 * statistics, where a facility's own address and phone stand; "made up" is the lowest
 * share of synthetic columns of the kind (tests/unit/test_profile_guard.c).
 *
 *   shape     records  lists             made up   threshold
 *   name      3.9 %    13.2 % (of 38)    75 %      30 %, a fifth of them distinct
 *   A-number  0        0                 100 %     1 %
 *   SSN       0        0                 100 %     1 %
 *   address   0        67 to 89 %        100 %     40 %
 *   phone     0        0.5 %             100 %     10 %
 *   e-mail    0        0                 100 %     10 %
 *   birth     0        0                 100 %     1 %, below a heading that speaks of
 * birth
 *
 * Landmarks that officers type hold 0.7 % names and no addresses. An A-number, a social
 * security number or a birth date that stays below its threshold is not kept all the
 * same: its cell counts as unreadable (profile_guard_tells_person). A few names within a
 * free text are not found.
 *
 * One exception: in an event of places (sp_event.is_of_places), where no person stands, a
 * heading "Name" is a place's and so is a street address. It is the schema that says so,
 * never a profile; every other rule holds there too.
 */
#include "profile/profile_guard.h"

enum { HEADING_WORDS_MAX = 2 * PROFILE_NAME_MAX };

#define PLACES "facility|jail|prison|agency|office|court|hospital|detention center"
#define ADDRESSES "address|addresses|street name|street number|=street"
#define OF_PERSONS                                                                       \
    "home|residence|last known|inmate|prisoner|detainee|alien|subject|person|sponsor"
#define PSEUDONYM                                                                        \
    "unique identifier|anonymized|anonymised|anonymous|pseudonym|hash|hashed"

// clang-format off
static const struct profile_guard_rule rules[GUARD_KIND_COUNT] = {
    [GUARD_NAME] = {
        .id = "GUARD-NAME", .what = "a person's name",
        .why = "A name tells who a person is; the releases withhold it, and no number needs it.",
        .headings = "last name|first name|middle name|full name|given name|family name|maiden name|nick name|surname|"
                    "lastname|firstname|middlename|fullname|lname|fname|forename|person name|person s name|subject name|"
                    "detainee name|inmate name|prisoner name|defendant name|alien name|noncitizen name|offender name|"
                    "arrestee name|individual name|name of person|name of detainee|name of inmate|name of alien|"
                    "name of subject|alias|aliases|also known as|aka|=name|=names|=person|=subject",
        .unless = PSEUDONYM,
        .harmless = "Facility Name|Operation|Operation Name|Agency Name|Landmark|County Name|Program Name|"
                    "Other_Detainer_Facility_Name|Law Enforcement Agency|Charge Name",
        .share_min = 300, .count_min = 5, .distinct_min = 20, .of_places = "=name|=names"},
    [GUARD_BIRTH] = {
        .id = "GUARD-BIRTH", .what = "a full date of birth",
        .why = "With a place and a sex a date of birth tells who a person is; the year of birth is allowed.",
        .headings = "birth date|birthdate|date of birth|dateofbirth|dob|d o b|birthday|birth day|day of birth|born on|"
                    "date born",
        .unless = "year",
        .harmless = "Birth Year|Year_of_Birth|Birth Country|Country of Birth|Place of Birth|Born in US|Age at Removal",
        .share_min = 10, .count_min = 1},
    [GUARD_A_NUMBER] = {
        .id = "GUARD-A-NUMBER", .what = "an alien registration number (A-number)",
        .why = "The number is the person's own in every file of the government.",
        .headings = "a number|a num|a nbr|anumber|anum|alien number|alien no|alien file|alien id|alien registration|"
                    "a file number|a file no|uscis number|=a|=a no|=a file|=alien",
        .unless = PSEUDONYM "|a number of",
        .harmless = "Alien_Number_Unique_Identifier|Anonymized Alien Number|Detainer ID|EID DTA ID|Case Number",
        .share_min = 10, .count_min = 1},
    [GUARD_SSN] = {
        .id = "GUARD-SSN", .what = "a social security number",
        .why = "The number is the person's own in every file of the government.",
        .headings = "ssn|social security|soc sec|itin",
        .unless = PSEUDONYM,
        .harmless = "Particular Social Group|Sentence Days",
        .share_min = 10, .count_min = 1},
    [GUARD_ADDRESS] = {
        .id = "GUARD-ADDRESS", .what = "a street address",
        .why = "Where a person lives, or was found, tells who that is.",
        .headings = ADDRESSES "|home street",
        .unless = PLACES "|e mail|email|ip",
        .harmless = "Criminal Street Gang Yes No|Facility Address|Landmark|City|Apprehension Site Landmark",
        .share_min = 400, .count_min = 5, .of_places = ADDRESSES, .values_are_places = true},
    [GUARD_PHONE] = {
        .id = "GUARD-PHONE", .what = "a phone number",
        .why = "A phone number reaches one person.",
        .headings = "phone|phones|telephone|telephones|cellphone|cell number|mobile number|phonenumber",
        .unless = PLACES,
        .harmless = "Facility Phone|Return by Fax Yes No|Charge Code|Telephonic Interpreter Yes No",
        .share_min = 100, .count_min = 5},
    [GUARD_EMAIL] = {
        .id = "GUARD-EMAIL", .what = "an e-mail address",
        .why = "An e-mail address reaches one person.",
        .headings = "email|emails|e mail|e mails",
        .unless = PLACES,
        .harmless = "Agency E-mail|Mailing List Yes No",
        .share_min = 100, .count_min = 5},
    [GUARD_OFFICER] = {
        .id = "GUARD-OFFICER", .what = "an officer's name or number",
        .why = "Records are about what an agency did; they need no officer's name.",
        .headings = "officer id|officer name|agent id|agent name|employee id|employee name|employee number|supervisor id|"
                    "supervisor name|badge|created by|create by|prepared by|entered by|clerk initials|officer initials|"
                    "=officer|=agent|=supervisor",
        .unless = PSEUDONYM,
        .harmless = "Arresting Agency|Officer_Agree_Disagree|Duty Site|Arrested By|Detainer Prepared Criminality",
        .share_min = 0},
};
// clang-format on

const struct profile_guard_rule *profile_guard_rule_of(enum profile_guard_kind kind)
{
    SP_ASSERT(kind < GUARD_KIND_COUNT);
    return &rules[kind];
}

/* -- Words ------------------------------------------------------------------------- */

/* A heading as " word word ". */
struct words {
    char text[HEADING_WORDS_MAX];
    size_t size;
};

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* What passes the ceiling is left out: no heading of a profile is that long. */
static void words_of(struct sp_str heading, struct words *out)
{
    out->size = 0;
    out->text[out->size++] = ' ';
    for (size_t i = 0; i < heading.size && out->size + 1 < sizeof out->text; i++) {
        const char c = heading.data[i];
        const char folded = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        if (is_word_byte(folded)) {
            out->text[out->size++] = folded;
        } else if (out->text[out->size - 1] != ' ') {
            out->text[out->size++] = ' ';
        }
    }
    if (out->text[out->size - 1] != ' ') out->text[out->size++] = ' ';
}

/* Whether `run` stands at `at`, between two blanks. */
static bool run_stands_at(const struct words *words, size_t at, struct sp_str run)
{
    if (at + run.size + 2 > words->size || words->text[at] != ' ') return false;
    const struct sp_str here = {.data = words->text + at + 1, .size = run.size};
    return words->text[at + 1 + run.size] == ' ' && sp_str_equal(here, run);
}

static bool words_have(const struct words *words, struct sp_str run)
{
    const bool is_whole = run.size > 0 && run.data[0] == '=';
    if (is_whole) {
        run.data++;
        run.size--;
        return words->size == run.size + 2 && run_stands_at(words, 0, run);
    }
    for (size_t at = 0; at < words->size; at++) {
        if (run_stands_at(words, at, run)) return true;
    }
    return false;
}

/* Whether any run of "one run|another" stands there. */
static bool words_have_any(const struct words *words, const char *runs)
{
    const char *at = runs;
    while (*at) {
        size_t size = 0;
        while (at[size] && at[size] != '|') {
            size++;
        }
        if (words_have(words, (struct sp_str){.data = at, .size = size})) return true;
        at += size + (at[size] == '|');
    }
    return false;
}

/* A facility's name and address, which the schema lets stand in a list of places. */
static bool is_of_place(const struct sp_event *event, const struct words *words,
                        const struct profile_guard_rule *rule)
{
    return event && event->is_of_places && rule->of_places &&
           words_have_any(words, rule->of_places) && !words_have_any(words, OF_PERSONS);
}

enum profile_guard_kind profile_guard_heading(const struct sp_event *event,
                                              struct sp_str heading)
{
    struct words words;
    words_of(heading, &words);
    // An answer of yes or no tells nobody's name, whatever was asked.
    if (words_have(&words, SP_STR("yes no"))) return GUARD_NONE;
    for (unsigned kind = 0; kind < GUARD_KIND_COUNT; kind++) {
        if (!words_have_any(&words, rules[kind].headings)) continue;
        if (words_have_any(&words, rules[kind].unless)) continue;
        if (is_of_place(event, &words, &rules[kind])) continue;
        return (enum profile_guard_kind)kind;
    }
    return GUARD_NONE;
}

bool profile_guard_speaks_of_birth(struct sp_str heading)
{
    struct words words;
    words_of(heading, &words);
    return words_have_any(&words,
                          "birth|born|dob|birthdate|birthday|birthyear|dateofbirth|yob");
}

/*
 * The one table of canonical events and fields.
 *
 * Invariants, held by tests/unit/test_profile_schema.c:
 * 1. Names are lower case with underscores, and an event's fields differ in name.
 * 2. Every TEXT field has a vocabulary, no other field has one. Fields that share a vocabulary
 *    share their values, also across events.
 * 3. A field has a kind of place when it says where the event took place or whom it was addressed
 *    to, and an event has at most one field of a kind. A country of citizenship, of birth or of
 *    departure is no such place, nor are an office's duty site and a landmark, which name no place
 *    of one kind.
 * 4. The date field of an event is one of its DATE fields.
 * 5. An event of places has no field for a person's id, birth, sex or country: it says what a public
 *    list says of a place. The privacy guard lets a street address stand in it, and in no other event;
 *    that an event is of places is said here alone, for a profile could say it of any table.
 *
 * The order of fields is the order of the ledger's columns: append, do not sort.
 */
#include "sallyport/schema.h"

// clang-format off
#define TEXT(name, vocabulary, meaning)        {name, SP_FIELD_TEXT, vocabulary, SP_PLACE_NONE, meaning}
#define PLACE(name, vocabulary, kind, meaning) {name, SP_FIELD_TEXT, vocabulary, SP_PLACE_##kind, meaning}
#define DATE(name, meaning)                    {name, SP_FIELD_DATE, NULL, SP_PLACE_NONE, meaning}
#define WHOLE(name, meaning)                   {name, SP_FIELD_WHOLE, NULL, SP_PLACE_NONE, meaning}
#define MONEY(name, meaning)                   {name, SP_FIELD_MONEY, NULL, SP_PLACE_NONE, meaning}
#define PERSON(name, meaning)                  {name, SP_FIELD_PERSON, NULL, SP_PLACE_NONE, meaning}
#define DECIMAL(name, meaning)                 {name, SP_FIELD_DECIMAL, NULL, SP_PLACE_NONE, meaning}

// What the same column means in every table that has it.
#define BIRTH_DATE    TEXT("birth_date", "birth_date", "Date of birth; every release so far withholds it.")
#define BIRTH_YEAR    WHOLE("birth_year", "Year of birth.")
#define BIRTH_COUNTRY TEXT("birth_country", "country", "Country of birth.")
#define CITIZENSHIP   TEXT("citizenship", "country", "Country of citizenship.")
#define GENDER        TEXT("gender", "gender", "Gender as recorded.")
#define PERSON_ID     PERSON("person", "The release's pseudonym of the person; the same in every table of one release, never across releases.")
#define CASE_STATUS   TEXT("case_status", "case_status", "Status of the removal case when the release was made.")
#define CASE_CATEGORY TEXT("case_category", "case_category", "Legal category of the removal case when the release was made.")
#define DISPOSITION   TEXT("processing_disposition", "processing_disposition", "What the officer who processed the person did next, such as a notice to appear.")
#define DEPARTED_DATE DATE("departed_date", "Day the person left the country, when the case ended in departure.")
#define DEPARTURE     TEXT("departure_country", "country", "Country the person left for.")
#define FINAL_ORDER   TEXT("final_order", "yes_no", "Whether there is a final order of removal.")
#define FINAL_ORDER_DATE DATE("final_order_date", "Day of the final order of removal.")
#define ENTRY_DATE    DATE("entry_date", "Day of the last entry into the country.")
#define ENTRY_STATUS  TEXT("entry_status", "entry_status", "Status at the last entry, such as present without admission.")
#define OPERATION     TEXT("operation", "operation", "Named enforcement operation the record is part of.")
#define THREAT_LEVEL(of) TEXT("threat_level", "threat_level", "ICE threat level " of ", 1 the highest.")
#define CRIMINALITY(when) TEXT("criminality", "criminality", "Convicted, pending charges, or other immigration violator, " when ".")
#define MSC_CHARGE    TEXT("msc_charge", "charge", "Charge of the most serious criminal conviction (MSC).")
#define MSC_CODE      TEXT("msc_charge_code", "charge_code", "NCIC code of the most serious conviction's charge.")
#define MSC_DAYS      WHOLE("msc_sentence_days", "Days part of the most serious conviction's sentence.")
#define MSC_MONTHS    WHOLE("msc_sentence_months", "Months part of the most serious conviction's sentence.")
#define MSC_YEARS     WHOLE("msc_sentence_years", "Years part of the most serious conviction's sentence.")
#define MSC_CHARGED   DATE("msc_charge_date", "Day of the most serious conviction's charge.")
#define MSC_CONVICTED DATE("msc_conviction_date", "Day of the most serious conviction.")
#define AGG_FELON     TEXT("aggravated_felon", "aggravated_felon", "Kind of aggravated felony conviction, or none.")
#define YES_NO(name, meaning) TEXT(name, "yes_no", meaning)
#define KNOWN_TERRORIST YES_NO("known_terrorist", "Whether the person is recorded as a known terrorist.")
#define SUSPECTED_GANG  YES_NO("suspected_gang", "Whether the person is recorded as a suspected gang member.")
#define CHARGE_STATUS TEXT("msc_charge_status", "charge_status", "Status of the most serious conviction's charge.")
#define CHARGE_STATUS_CODE TEXT("msc_charge_status_code", "charge_status_code", "Code of the status of the most serious conviction's charge.")
#define CRIME_CLASS   TEXT("msc_crime_class", "crime_class", "Class of the most serious conviction's crime.")
// One charge of a person, told apart by the beginning of the fields' names.
#define CHARGE(prefix, of)                                                             \
    TEXT(prefix, "charge", "The " of "."),                                             \
    TEXT(prefix "_code", "charge_code", "NCIC code of the " of "."),                   \
    TEXT(prefix "_crime_class", "crime_class", "Class of crime of the " of "."),       \
    TEXT(prefix "_status", "charge_status", "Status of the " of "."),                  \
    DATE(prefix "_date", "Day of the " of "."),                                        \
    DATE(prefix "_conviction_date", "Day of the conviction on the " of "."),           \
    WHOLE(prefix "_sentence_days", "Days part of the sentence on the " of "."),        \
    WHOLE(prefix "_sentence_months", "Months part of the sentence on the " of "."),    \
    WHOLE(prefix "_sentence_years", "Years part of the sentence on the " of ".")

static const struct sp_field arrest_fields[] = {
    DATE("arrest_date", "When the person was apprehended."),
    TEXT("method", "method", "How the person was apprehended, such as located, or in a local jail."),
    TEXT("apprehension_type", "apprehension_type", "Whether the person was the target or collateral; recorded since August 2025."),
    OPERATION,
    PLACE("aor", "aor", AOR, "Area of responsibility of the field office that made the arrest."),
    PLACE("state", "state", STATE, "State of the arrest."),
    PLACE("county", "county", COUNTY, "County of the arrest."),
    PLACE("city", "city", CITY, "City of the arrest."),
    TEXT("duty_site", "duty_site", "Office to which the arresting officer was assigned; not where the arrest was made."),
    TEXT("landmark", "landmark", "Landmark typed by the officer; may be a jail, a town, or a general area."),
    TEXT("arresting_agency", "agency", "Agency that made the arrest."),
    TEXT("program", "program", "Enforcement program of the arrest."),
    TEXT("program_group", "program_group", "Group of enforcement programs of the arrest."),
    CRIMINALITY("at the arrest"),
    TEXT("case_criminality", "criminality", "Convicted, pending charges, or other immigration violator, in the case when the release was made."),
    THREAT_LEVEL("of the case"),
    CASE_STATUS,
    CASE_CATEGORY,
    DISPOSITION,
    DEPARTED_DATE,
    DEPARTURE,
    FINAL_ORDER,
    FINAL_ORDER_DATE,
    BIRTH_DATE,
    BIRTH_YEAR,
    CITIZENSHIP,
    GENDER,
    PERSON_ID,
    DATE("case_closed_date", "Day the removal case was closed."),
};

static const struct sp_field detainer_fields[] = {
    DATE("prepare_date", "When the detainer was prepared; not when the jail received it."),
    PLACE("facility", "facility", FACILITY, "Jail or prison the detainer was addressed to."),
    TEXT("facility_code", "facility_code", "ICE's code of the facility."),
    PLACE("facility_city", "city", CITY, "City of the facility."),
    PLACE("facility_state", "state", STATE, "State of the facility."),
    PLACE("facility_aor", "aor", AOR, "Area of responsibility the facility lies in."),
    TEXT("detainer_type", "detainer_type", "Form used: I-247, I-247D (hold), I-247N (notify), I-247X, I-247A or I-247G."),
    TEXT("lift_reason", "lift_reason", "Why the detainer ended; blank means that nothing was recorded."),
    TEXT("lift_reason_code", "lift_reason_code", "ICE's code of the lift reason."),
    YES_NO("notify_release", "Whether the jail was asked to give notice of the release."),
    YES_NO("resume_custody", "Whether the detainer asks to resume a custody that ICE had before."),
    CRIMINALITY("when the detainer was prepared"),
    THREAT_LEVEL("when the detainer was prepared"),
    DATE("apprehension_date", "When ICE apprehended the person, as linked by ICE."),
    TEXT("method", "method", "How ICE apprehended the person, as linked by ICE."),
    TEXT("program", "program", "Enforcement program at the time of apprehension."),
    TEXT("toa_case_category", "case_category", "Legal category of the case at the time of apprehension (TOA)."),
    TEXT("duty_site", "duty_site", "Office to which the officer who prepared the detainer was assigned (TOD)."),
    CASE_STATUS,
    CASE_CATEGORY,
    DISPOSITION,
    DEPARTED_DATE,
    DEPARTURE,
    TEXT("port_of_departure", "port", "Port the person left from."),
    FINAL_ORDER,
    FINAL_ORDER_DATE,
    ENTRY_DATE,
    ENTRY_STATUS,
    MSC_CHARGE,
    MSC_CODE,
    MSC_CHARGED,
    MSC_CONVICTED,
    MSC_DAYS,
    MSC_MONTHS,
    MSC_YEARS,
    AGG_FELON,
    // The boxes of the form: why ICE says the person is a priority, and why removable.
    YES_NO("prior_felony", "Box of the form: has a prior felony conviction or charge."),
    YES_NO("multiple_prior_misdemeanors", "Box of the form: has three or more prior misdemeanor convictions."),
    YES_NO("violent_misdemeanor", "Box of the form: has a misdemeanor conviction or charge of a violent or like kind."),
    YES_NO("illegal_entry", "Box of the form: was convicted of illegal entry."),
    YES_NO("illegal_reentry", "Box of the form: re-entered after removal or return."),
    YES_NO("immigration_fraud", "Box of the form: was found to have committed immigration fraud."),
    YES_NO("significant_risk", "Box of the form: is said to be a significant risk to security or safety."),
    YES_NO("other_removal_reason_given", "Box of the form: another reason is given."),
    TEXT("other_removal_reason", "other_removal_reason", "The other reason, as typed by the officer."),
    YES_NO("criminal_street_gang", "Box of the form: took part in a criminal street gang."),
    YES_NO("aggravated_felony", "Box of the form: was convicted of an aggravated felony."),
    YES_NO("deportation_ordered", "Probable cause: there is a final order of removal."),
    YES_NO("order_to_show_cause_served", "Probable cause: a charging document was served, removal proceedings are pending."),
    DATE("order_to_show_cause_served_date", "When the charging document was served."),
    YES_NO("biometric_match", "Probable cause: a biometric match and database check."),
    YES_NO("statements_made", "Probable cause: statements made by the person, or other reliable evidence."),
    YES_NO("unlawful_attempt", "Box of the form: was apprehended attempting to enter unlawfully."),
    YES_NO("unlawful_entry", "Box of the form: entered unlawfully and was not present for long."),
    YES_NO("visa", "Box of the form: abused a visa or the visa waiver program."),
    YES_NO("federal_register_notice", "Box of the form: the notice in the Federal Register; not the box on a federal interest."),
    YES_NO("active_investigation", "Box of the form: an investigation has begun."),
    DATE("arrest_warrant_served_date", "When the warrant of arrest was served."),
    BIRTH_COUNTRY,
    BIRTH_DATE,
    BIRTH_YEAR,
    CITIZENSHIP,
    GENDER,
    TEXT("eid_dta_id", "eid_dta_id", "ICE's own key of the detainer; every release so far withholds it."),
    PERSON_ID,
    // The release of 2025-ICFO-18038 tells far more of a detainer than any other.
    DATE("lift_date", "When the detainer was lifted."),
    TEXT("lift_reason_2", "lift_reason", "A second reason why the detainer ended."),
    TEXT("lift_reason_2_code", "lift_reason_code", "ICE's code of the second lift reason."),
    YES_NO("request_accepted", "Whether ICE recorded that the jail accepts the request; seldom filled in."),
    DATE("projected_release_date", "Day on which the jail was expected to release the person."),
    WHOLE("projected_release_year", "Year of the expected release."),
    TEXT("projected_release_month", "month", "Month of the expected release, as recorded."),
    TEXT("projected_release_day", "day_of_month", "Day of the month of the expected release, as recorded."),
    YES_NO("previous_detainer_cancelled", "Whether the detainer takes back an earlier one."),
    DATE("previous_detainer_date", "Day the earlier detainer that is taken back was prepared."),
    YES_NO("request_upon_conviction", "Whether the request takes effect only upon a conviction."),
    YES_NO("death_transfer_notice", "Whether the jail was asked to give notice of a death or a transfer."),
    YES_NO("arrest_warrant_served", "Whether a warrant of arrest was served."),
    YES_NO("final_order_box", "Box of the form: there is a final order; apart from the case's own final order."),
    YES_NO("federal_interest", "Box of the form: the removal is in the federal interest; not the notice in the Federal Register."),
    TEXT("component_notified", "component", "Component of the department that the jail was to notify."),
    TEXT("detainer_aor", "aor", "Area of responsibility of the office that prepared the detainer; not where the jail is."),
    TEXT("final_program", "program", "Enforcement program last recorded for the detainer."),
    TEXT("tod_final_program", "program", "Final enforcement program at the time of the detainer (TOD)."),
    TEXT("toa_case_category_code", "case_category_code", "ICE's code of the case's category at the time of apprehension (TOA)."),
    TEXT("facility_function", "facility_function", "What the facility is used for."),
    TEXT("facility_type", "facility_type", "Kind of facility."),
    TEXT("facility_other_type", "facility_type", "Kind of a facility that is not in ICE's list."),
    TEXT("facility_other", "facility", "Name typed for a facility that is not in ICE's list."),
    TEXT("apprehension_aor", "aor", "Area of responsibility of the office that apprehended the person."),
    TEXT("apprehension_site", "duty_site", "Office that apprehended the person; not where it happened."),
    TEXT("apprehension_program", "program", "Enforcement program of the linked apprehension."),
    TEXT("apprehension_final_program", "program", "Final enforcement program of the linked apprehension."),
    TEXT("apprehension_program_group", "program_group", "Group of enforcement programs of the linked apprehension."),
    TEXT("apprehension_landmark", "landmark", "Landmark of the linked apprehension, typed by the officer."),
    YES_NO("active", "Whether the detainer was active when the release was made."),
    YES_NO("current", "Whether the record is marked as current."),
    YES_NO("latest_detainer", "Whether this is the person's latest detainer."),
    YES_NO("removal_case", "Whether the detainer belongs to a removal case."),
    YES_NO("mandatory_detention", "Whether detention is recorded as mandatory."),
    TEXT("latest_entry_status", "entry_status", "Status at the latest entry."),
    DATE("latest_entry_date", "Day of the latest entry into the country."),
    TEXT("admission_class", "admission_class", "Class in which the person was admitted."),
    TEXT("race", "race", "Race as recorded."),
    TEXT("ethnicity", "ethnicity", "Ethnicity as recorded."),
    YES_NO("student_violator", "Whether the person is recorded as having broken the terms of a student visa."),
    YES_NO("nonimmigrant_status_violation", "Whether a breach of a nonimmigrant status is recorded."),
    YES_NO("nonimmigrant_overstay", "Whether an overstay of a nonimmigrant admission is recorded."),
    CHARGE_STATUS,
    CRIME_CLASS,
    CHARGE("most_serious_charge", "most serious charge, whether or not it led to a conviction"),
    CHARGE("most_serious_pending_charge", "most serious pending charge"),
};

static const struct sp_field encounter_fields[] = {
    DATE("encounter_date", "When ICE encountered the person."),
    PLACE("aor", "aor", AOR, "Area of responsibility of the field office that had the encounter."),
    TEXT("landmark", "landmark", "Landmark typed by the officer; may be a jail, a town, or a general area."),
    OPERATION,
    DISPOSITION,
    BIRTH_DATE,
    BIRTH_YEAR,
    CITIZENSHIP,
    GENDER,
    PERSON_ID,
    TEXT("event_type", "event_type", "Kind of encounter."),
    TEXT("lead_event_type", "event_type", "Kind of the encounter that led to this one."),
    TEXT("lead_source", "lead_source", "Where the lead came from."),
    TEXT("responsible_site", "duty_site", "Office responsible for the encounter; not where it took place."),
    TEXT("arresting_agency", "agency", "Agency recorded with the encounter."),
    TEXT("program", "program", "Enforcement program of the encounter."),
    TEXT("program_group", "program_group", "Group of enforcement programs of the encounter."),
    CRIMINALITY("at the encounter"),
    THREAT_LEVEL("at the encounter"),
    CASE_STATUS,
    CASE_CATEGORY,
    DEPARTED_DATE,
    DEPARTURE,
    FINAL_ORDER,
    FINAL_ORDER_DATE,
};

static const struct sp_field stint_fields[] = {
    DATE("book_in", "When the person was booked into this facility."),
    DATE("book_out", "When the person was booked out of this facility; blank while there."),
    DATE("stay_book_in", "When the stay began: the book-in of its first stint."),
    DATE("stay_book_out", "When the stay ended: the book-out of its last stint."),
    DATE("stay_book_out_date", "Day the stay ended, as the release gives it beside the time."),
    PLACE("facility", "facility", FACILITY, "Facility of this stint."),
    TEXT("facility_code", "facility_code", "ICE's code of the facility."),
    PLACE("book_in_aor", "aor", AOR, "Area of responsibility of the office that booked the person in."),
    TEXT("book_in_site", "duty_site", "Office that booked the person in; not where the facility is."),
    TEXT("release_reason", "release_reason", "Why the person left this facility, transfers included."),
    TEXT("stay_release_reason", "release_reason", "Why the stay ended."),
    CRIMINALITY("at the book-in"),
    THREAT_LEVEL("of the case"),
    TEXT("program", "program", "Enforcement program of the apprehension."),
    TEXT("detainee_classification", "detainee_classification", "Custody classification of the person in detention."),
    CASE_STATUS,
    CASE_CATEGORY,
    DEPARTED_DATE,
    DEPARTURE,
    FINAL_ORDER,
    FINAL_ORDER_DATE,
    TEXT("final_charge", "immigration_charge", "Immigration charge the case ended with."),
    ENTRY_DATE,
    ENTRY_STATUS,
    DATE("initial_bond_set_date", "Day the first bond was set."),
    MONEY("initial_bond_set_amount", "Amount of the first bond set."),
    DATE("bond_posted_date", "Day the bond was posted."),
    MONEY("bond_posted_amount", "Amount of the bond posted."),
    YES_NO("offense_ina_236c", "Whether an offense makes detention mandatory under section 236(c) of the Immigration and Nationality Act."),
    YES_NO("case_ina_236c", "Whether the case is held under section 236(c) of the Immigration and Nationality Act."),
    KNOWN_TERRORIST,
    SUSPECTED_GANG,
    MSC_CHARGE,
    MSC_CODE,
    MSC_CHARGED,
    MSC_CONVICTED,
    CHARGE_STATUS,
    CHARGE_STATUS_CODE,
    CRIME_CLASS,
    MSC_DAYS,
    MSC_MONTHS,
    MSC_YEARS,
    AGG_FELON,
    TEXT("religion", "religion", "Religion as recorded."),
    TEXT("marital_status", "marital_status", "Marital status as recorded."),
    TEXT("ethnicity", "ethnicity", "Ethnicity as recorded."),
    TEXT("race", "race", "Race as recorded."),
    BIRTH_COUNTRY,
    BIRTH_DATE,
    BIRTH_YEAR,
    CITIZENSHIP,
    GENDER,
    PERSON_ID,
    TEXT("facility_aor", "aor", "Area of responsibility of the field office responsible for the facility."),
    TEXT("docket_control_office", "duty_site", "Docket control office; not where the facility is."),
    TEXT("initial_facility", "facility", "Facility of the stay's first stint."),
    WHOLE("stint_order", "Place of the stint in its stay, counted from the first."),
    DATE("apprehension_date", "When ICE apprehended the person."),
    TEXT("apprehension_landmark", "landmark", "Landmark of the apprehension, typed by the officer."),
    TEXT("apprehension_threat_level", "threat_level", "ICE threat level at the apprehension, 1 the highest."),
    TEXT("program_group", "program_group", "Group of enforcement programs of the apprehension."),
    TEXT("final_charge_code", "immigration_charge_code", "Code of the immigration charge the case ended with."),
    TEXT("final_charge_section", "charge_section", "Section of the law of the immigration charge the case ended with."),
    TEXT("msc_charge_category", "charge_category", "Category of the most serious conviction's charge."),
    TEXT("birth_country_per", "country", "Country of birth in the person's record (PER), beside the one of the removal case."),
};

static const struct sp_field removal_fields[] = {
    DATE("removal_date", "Day by which the release counts the removal; where it gives the day of departure alone, that day."),
    DATE("departed_date", "Day the person left the country, where it stands beside a removal date; may lie in the fiscal year before it."),
    DATE("apprehension_date", "When the person was apprehended."),
    PLACE("aor", "aor", AOR, "Area of responsibility of the field office that made the removal."),
    TEXT("processing_disposition_code", "processing_disposition_code", "ICE's code of the processing disposition, such as REINST or ER."),
    THREAT_LEVEL("of the case (RC)"),
    TEXT("final_charge_section", "charge_section", "Section of the law of the immigration charge the case ended with."),
    DEPARTURE,
    BIRTH_DATE,
    BIRTH_YEAR,
    CITIZENSHIP,
    GENDER,
    PERSON_ID,
    TEXT("port_of_departure", "port", "Port the person left from."),
    // Where the person was apprehended is not where the removal took place.
    TEXT("apprehension_state", "state", "State of the apprehension."),
    TEXT("apprehension_county", "county", "County of the apprehension."),
    TEXT("apprehension_city", "city", "City of the apprehension."),
    TEXT("arresting_agency", "agency", "Agency that made the arrest."),
    TEXT("method_code", "method_code", "ICE's code of how the person was apprehended."),
    CASE_STATUS,
    CASE_CATEGORY,
    TEXT("toa_case_category", "case_category", "Legal category of the case at the time of apprehension (TOA)."),
    DATE("case_closed_date", "Day the removal case was closed."),
    DISPOSITION,
    TEXT("case_criminality", "criminality", "Convicted, pending charges, or other immigration violator, in the case when the release was made."),
    TEXT("program", "program", "Enforcement program the removal is counted under."),
    TEXT("program_code", "program_code", "ICE's code of the program the removal is counted under."),
    TEXT("latest_arrest_program", "program", "Enforcement program of the person's latest arrest."),
    TEXT("latest_arrest_program_code", "program_code", "ICE's code of the program of the person's latest arrest."),
    TEXT("latest_arresting_agency", "agency", "Agency that made the person's latest arrest."),
    FINAL_ORDER,
    FINAL_ORDER_DATE,
    TEXT("final_charge_code", "immigration_charge_code", "Code of the immigration charge the case ended with."),
    YES_NO("prior_removal", "Whether the person was removed before."),
    YES_NO("prior_removal_reinstated", "Whether an earlier order of removal was reinstated."),
    DATE("prior_removal_reinstated_date", "Day the earlier order of removal was reinstated."),
    DATE("prior_departed_date", "Day of the most recent departure before this one."),
    DATE("latest_departed_date", "Day of the person's latest departure, as the release gives it beside this one's."),
    ENTRY_DATE,
    ENTRY_STATUS,
    KNOWN_TERRORIST,
    SUSPECTED_GANG,
    MSC_CHARGE,
    MSC_CODE,
    MSC_CHARGED,
    MSC_CONVICTED,
    CHARGE_STATUS,
    CHARGE_STATUS_CODE,
    AGG_FELON,
    BIRTH_COUNTRY,
    WHOLE("age", "Age at the removal, in years."),
    YES_NO("permanent_resident", "Whether the person was a lawful permanent resident (LPR)."),
};

static const struct sp_field risk_assessment_fields[] = {
    DATE("decision_date", "When the decision on custody was made."),
    PLACE("aor", "aor", AOR, "Area of responsibility of the field office that made the assessment."),
    TEXT("docket_control_office", "duty_site", "Docket control office of the assessment."),
    DATE("submission_date", "When the assessment was submitted."),
    TEXT("status_code", "assessment_status", "State of the assessment, as ICE's code."),
    TEXT("active", "active", "Whether the assessment is active."),
    TEXT("alert_code", "alert_code", "Alert raised by the assessment, as ICE's code."),
    TEXT("public_safety_risk", "risk_level", "Risk to public safety that the tool computed."),
    TEXT("flight_risk", "risk_level", "Risk of flight that the tool computed."),
    TEXT("special_vulnerability", "special_vulnerability", "Special vulnerability that was recorded."),
    CASE_CATEGORY,
    FINAL_ORDER,
    FINAL_ORDER_DATE,
    YES_NO("removal_likely", "Whether removal was held to be likely when the decision was made."),
    TEXT("mandatory_detention", "mandatory_detention", "Whether the law was said to make detention mandatory."),
    TEXT("decision_type", "decision_type", "Kind of decision the assessment was made for."),
    TEXT("recommendation", "custody_decision", "What the tool recommended."),
    TEXT("bond_recommendation", "bond_recommendation", "What the tool recommended on bond."),
    TEXT("officer_agrees", "agreement_with_tool", "Whether the officer agreed with the tool."),
    TEXT("supervisor_agrees", "agreement_with_tool", "Whether the supervisor agreed with the tool."),
    TEXT("final_decision", "custody_decision", "What was decided in the end."),
    MONEY("final_bond_amount", "Amount of the bond that was decided."),
    TEXT("scoring_version", "version", "Version of the tool's scoring."),
    TEXT("vulnerability_version", "version", "Version of the tool's list of special vulnerabilities."),
    TEXT("mandatory_detention_version", "version", "Version of the tool's rules on mandatory detention."),
    TEXT("infraction_version", "version", "Version of the tool's list of disciplinary infractions."),
    PERSON_ID,
};

static const struct sp_field booking_fields[] = {
    DATE("book_in", "When the person was booked into the jail."),
    DATE("book_out", "When the person was released from the jail."),
    PERSON("booking", "The release's key of the booking, shared by its charges; a person may have several."),
    TEXT("charge", "jail_charge", "Charge, warrant or hold that this row stands for."),
    DATE("charge_release_date", "When the person was released on this charge, which may be before the release from the jail."),
    TEXT("jurisdiction", "jurisdiction", "Court or agency the charge belongs to, as the jail's code."),
    TEXT("disposition", "jail_disposition", "How the charge ended."),
    TEXT("final_disposition", "jail_disposition", "How the booking ended."),
    TEXT("charge_class", "charge_class", "Class of the charge, from misdemeanor to felony, as classed by the publisher."),
    TEXT("charge_type", "charge_type", "Kind of the charge, as classed by the publisher."),
    WHOLE("charge_seriousness", "Rank of the charge's class, 0 unclassed, as classed by the publisher."),
    TEXT("most_serious_charge", "jail_charge", "The booking's most serious charge, as found by the publisher."),
    TEXT("most_serious_charge_type", "charge_type", "Kind of the booking's most serious charge."),
    WHOLE("most_serious_charge_rank", "Rank of the booking's most serious charge, 0 unclassed."),
    WHOLE("charge_count", "Number of the booking's charges, as counted by the publisher."),
    YES_NO("immigration_hold", "Whether the booking carries an immigration hold, as marked by the publisher."),
    YES_NO("released_to_immigration", "Whether the booking ended with a release to immigration, as marked by the publisher."),
    YES_NO("detainer_cancelled", "Whether a detainer of the booking was cancelled, as marked by the publisher."),
    YES_NO("admin_booking", "Whether the booking was administrative, as marked by the publisher."),
    BIRTH_COUNTRY,
    TEXT("gender", "gender", "Gender as recorded."),
    TEXT("race", "race", "Race as recorded."),
    PERSON_ID,
};

static const struct sp_field agreement_fields[] = {
    DATE("signed_date", "Day the agreement was signed, as this copy of the list says; copies disagree."),
    PLACE("state", "state", STATE, "State of the agency."),
    PLACE("county", "county", COUNTY, "County of the agency."),
    TEXT("agency", "local_agency", "Law enforcement agency that has the agreement."),
    TEXT("agency_type", "agency_type", "Kind of agency, such as county, municipality or state agency."),
    TEXT("support_type", "support_type", "Model of the agreement: jail enforcement, task force, or warrant service officer."),
    TEXT("moa", "moa", "What stands for the memorandum of agreement: its address, the word link, or that it is pending."),
    TEXT("addendum", "moa", "What stands for an addendum to the agreement."),
};

// The day of a list. The lists at hand say it above their tables or in their names, so it stands in the release's name.
#define LIST_DATE DATE("list_date", "Day the list is of, where a column says it; else the release's name does.")
#define ADP(name, meaning) DECIMAL(name, "Average daily population " meaning)

static const struct sp_field facility_fields[] = {
    LIST_DATE,
    PLACE("facility", "facility", FACILITY, "Name of the facility as the list writes it."),
    TEXT("facility_code", "facility_code", "ICE's code of the facility (DETLOC)."),
    TEXT("address", "facility_address", "Street address of the facility, which is a place's and no person's."),
    PLACE("city", "city", CITY, "City of the facility."),
    PLACE("county", "county", COUNTY, "County of the facility."),
    TEXT("county_fips", "county_fips", "Census code of the county, five digits with the state's."),
    PLACE("state", "state", STATE, "State of the facility."),
    TEXT("state_fips", "state_fips", "Census code of the state, two digits."),
    TEXT("zip", "zip", "ZIP code as written; a workbook drops the zeros in front."),
    DECIMAL("latitude", "Latitude of the facility, in degrees."),
    DECIMAL("longitude", "Longitude of the facility, in degrees."),
    PLACE("aor", "aor", AOR, "Area of responsibility the facility lies in, or whose field office is responsible for it."),
    TEXT("docket", "docket", "Docket the facility's cases are on, as ICE's code."),
    TEXT("circuit", "circuit", "Federal judicial circuit."),
    TEXT("facility_type", "facility_type", "Kind of facility, by contract or owner, such as IGSA or SPC."),
    TEXT("facility_type_detailed", "facility_type", "Kind of facility in more detail, such as DIGSA or HOLD."),
    YES_NO("ice_funded", "Whether ICE pays for the facility's use."),
    TEXT("held_sexes", "held_sexes", "Whether men, women or both are held there."),
    TEXT("held_levels", "held_levels", "Classification levels that may be held there, A the lowest."),
    WHOLE("capacity", "Beds for ICE; not applicable where they are given as needed."),
    WHOLE("population", "People held for ICE on the day of the list."),
    WHOLE("population_max", "Most people held for ICE on a day of the list's fiscal year."),
    DATE("first_use", "First day ICE is recorded to have used the facility, as this list says; lists disagree."),
    DATE("last_use", "Last day ICE is recorded to have used the facility before the list was made."),
    ADP("adp", "in the list's fiscal year, which may not be over."),
    ADP("adp_before_1", "in the fiscal year before the list's."),
    ADP("adp_before_2", "two fiscal years before the list's."),
    ADP("adp_before_3", "three fiscal years before the list's."),
    ADP("adp_before_4", "four fiscal years before the list's."),
    ADP("adp_before_5", "five fiscal years before the list's."),
    ADP("adp_before_6", "six fiscal years before the list's."),
    ADP("adp_before_7", "seven fiscal years before the list's."),
    ADP("adp_before_8", "eight fiscal years before the list's."),
    ADP("adp_before_9", "nine fiscal years before the list's."),
    ADP("adp_level_a", "of classification level A, the lowest, in the list's fiscal year."),
    ADP("adp_level_b", "of classification level B in the list's fiscal year."),
    ADP("adp_level_c", "of classification level C in the list's fiscal year."),
    ADP("adp_level_d", "of classification level D, the highest, in the list's fiscal year."),
    ADP("adp_male_criminal", "of men with a criminal conviction or charge in the list's fiscal year."),
    ADP("adp_male_non_criminal", "of men without one in the list's fiscal year."),
    ADP("adp_female_criminal", "of women with a criminal conviction or charge in the list's fiscal year."),
    ADP("adp_female_non_criminal", "of women without one in the list's fiscal year."),
    ADP("adp_threat_level_1", "of ICE threat level 1, the highest, in the list's fiscal year."),
    ADP("adp_threat_level_2", "of ICE threat level 2 in the list's fiscal year."),
    ADP("adp_threat_level_3", "of ICE threat level 3 in the list's fiscal year."),
    ADP("adp_no_threat_level", "without an ICE threat level in the list's fiscal year."),
    ADP("adp_mandatory", "whose detention is mandatory, in the list's fiscal year."),
    DECIMAL("average_stay_days", "Average length of stay (ALOS) in the list's fiscal year, in days."),
    WHOLE("book_ins", "Book-ins into the facility in the list's fiscal year, transfers included."),
    WHOLE("initial_book_ins", "Book-ins that began a stay, in the list's fiscal year."),
    WHOLE("days_in_use", "Days of the list's fiscal year on which the facility was used."),
    WHOLE("person_days", "Days in detention of all persons together (mandays), in the list's fiscal year."),
    TEXT("operator", "facility_operator", "Who runs the facility."),
    TEXT("owner", "facility_operator", "Who owns the facility."),
    YES_NO("medical_on_site", "Whether a medical provider is on site."),
    TEXT("medical_provider", "medical_provider", "Who provides medical care."),
    DATE("contract_began", "Best known day on which the contract began."),
    DATE("contract_ends", "Best known day on which the contract ends."),
    WHOLE("guaranteed_minimum", "Beds that are paid for whether used or not."),
    TEXT("per_diem", "per_diem", "Rate paid for a person and day, as written; several rates may stand in one text."),
    TEXT("authorization_status", "authorization_status", "Whether the facility is authorized for use, or its use prohibited."),
    TEXT("authorizing_authority", "authorizing_authority", "Who authorizes it."),
    TEXT("use_hours", "use_hours", "Whether people may be held there over 72 hours, or only under."),
    TEXT("contract_standard", "detention_standard", "Detention standard the contract asks for."),
    TEXT("prea_status", "prea_status", "Rules against sexual abuse that bind the facility (PREA or Standard 2.11)."),
    TEXT("inspection_frequency", "inspection_frequency", "How often the facility is inspected."),
    TEXT("last_inspection_type", "inspection_type", "Kind of the last inspection."),
    TEXT("last_inspection_standard", "detention_standard", "Detention standard of the last inspection."),
    TEXT("last_inspection_rating", "inspection_rating", "Final rating of the last inspection."),
    TEXT("last_inspection_recommended", "inspection_rating", "Rating that the last inspection recommended."),
    DATE("last_inspection_date", "Day of the last inspection, or its last day."),
    TEXT("previous_inspection_type", "inspection_type", "Kind of the inspection before the last."),
    TEXT("previous_inspection_standard", "detention_standard", "Detention standard of the inspection before the last."),
    TEXT("previous_inspection_rating", "inspection_rating", "Rating of the inspection before the last."),
    DATE("previous_inspection_date", "Day of the inspection before the last."),
    DATE("next_inspection_date", "Day of the next inspection, where one is set."),
    TEXT("next_inspection_type", "inspection_type", "Kind of the next inspection."),
    TEXT("next_inspection_standard", "detention_standard", "Detention standard of the next inspection."),
};

static const struct sp_field county_fields[] = {
    LIST_DATE,
    TEXT("county_fips", "county_fips", "Census code of the county, five digits with the state's."),
    PLACE("county", "county", COUNTY, "Name of the county."),
    PLACE("state", "state", STATE, "State of the county."),
    TEXT("county_and_state", "county_and_state", "County and state in one text, where the list writes them so."),
    TEXT("state_fips", "state_fips", "Census code of the state, two digits."),
    TEXT("county_number", "county_number", "Census code of the county within its state, three digits."),
    PLACE("aor", "aor", AOR, "Area of responsibility the county lies in."),
};

static const struct sp_field office_area_fields[] = {
    LIST_DATE,
    PLACE("aor", "aor", AOR, "Field office, by the name of its area of responsibility."),
    PLACE("state", "state", STATE, "State, or part of one, that belongs to the area."),
    PLACE("county", "county", COUNTY, "County that belongs to the area; blank where the whole state does."),
    TEXT("note", "area_note", "What the list says of the counties."),
};

static const struct sp_field charge_class_fields[] = {
    LIST_DATE,
    TEXT("jurisdiction", "class_jurisdiction", "Whose charges the list classes."),
    TEXT("charge", "jail_charge", "Charge as the jail writes it; joins the charge of a booking."),
    TEXT("charge_class", "charge_class", "Class of the charge, from civil infraction to felony."),
    TEXT("charge_type", "charge_type", "Kind of the charge, such as violent or property."),
    WHOLE("charge_seriousness", "Rank of the charge's class."),
    TEXT("note", "class_note", "What whoever classed it noted, doubts among it."),
    TEXT("statute", "statute", "Section of the law."),
    TEXT("source", "statute_source", "Where the law was read."),
};

/*
 * Derived events: what linking makes of the records (include/sallyport/link.h). No release holds them
 * and no profile may name them; a field of the same name as one of the base event's is that record's.
 */

static const struct sp_field arrest_episode_fields[] = {
    DATE("arrest_date", "When the person was apprehended: the first arrest record of the episode."),
    TEXT("method", "method", "How the person was apprehended, in the episode's first record."),
    TEXT("method_class", "method_class", "Class of the method by rule METHOD-DDP: at_large, custodial, 287g, other or unknown."),
    TEXT("apprehension_type", "apprehension_type", "Whether the person was the target or collateral; recorded since August 2025."),
    OPERATION,
    PLACE("aor", "aor", AOR, "Area of responsibility of the field office that made the arrest."),
    PLACE("state", "state", STATE, "State of the arrest."),
    PLACE("county", "county", COUNTY, "County of the arrest."),
    PLACE("city", "city", CITY, "City of the arrest."),
    TEXT("landmark", "landmark", "Landmark typed by the officer; may be a jail, a town, or a general area."),
    TEXT("arresting_agency", "agency", "Agency that made the arrest."),
    TEXT("program", "program", "Enforcement program of the arrest."),
    CRIMINALITY("at the arrest"),
    BIRTH_YEAR,
    CITIZENSHIP,
    GENDER,
    PERSON_ID,
    WHOLE("episode_rows", "Arrest records of the episode, this one included."),
};

static const struct sp_field stay_fields[] = {
    DATE("book_in", "When the stay began, as the release gives it."),
    DATE("book_out", "When the stay ended, as the release gives it; blank while it lasts."),
    PLACE("facility", "facility", FACILITY, "Facility of the stay's last stint."),
    TEXT("facility_code", "facility_code", "ICE's code of the facility of the last stint."),
    TEXT("facility_first", "facility", "Facility of the stay's first stint."),
    TEXT("facility_longest_code", "facility_code", "ICE's code of the facility of the longest stint; its name where the release has no code."),
    PLACE("book_in_aor", "aor", AOR, "Area of responsibility of the office that booked the person in first."),
    WHOLE("stint_count", "Stints of the stay, duplicates left out."),
    WHOLE("days", "Days from the book-in to the book-out, 0 within one day; blank while the stay lasts."),
    TEXT("release_reason", "release_reason", "Why the stay ended."),
    TEXT("stay_end", "stay_end", "Where the person went by rule STAY-END: released, removed, transferred, other or unknown."),
    YES_NO("arrest_found", "Whether an arrest was paired with the stay by rule ARR-STAY-GREEDY."),
    DEPARTED_DATE,
    CRIMINALITY("at the last book-in"),
    TEXT("program", "program", "Enforcement program of the apprehension."),
    BIRTH_YEAR,
    CITIZENSHIP,
    GENDER,
    PERSON_ID,
};

static const struct sp_field detainer_outcome_fields[] = {
    DATE("prepare_date", "When the detainer was prepared; not when the jail received it."),
    TEXT("outcome", "detainer_outcome", "What became of the detainer by rule DET-OUTCOME; unknown is not declined."),
    TEXT("outcome_reason", "outcome_reason", "Code of the step of rule DET-OUTCOME that gave the outcome."),
    WHOLE("days", "Days from the detainer to the arrest or stay that the outcome rests on."),
    YES_NO("request_form", "Whether this is the form by which its request counts (rule DET-REQUEST)."),
    TEXT("contradiction", "contradiction", "What in the records contradicts the outcome, or none."),
    PLACE("facility", "facility", FACILITY, "Jail or prison the detainer was addressed to."),
    TEXT("facility_code", "facility_code", "ICE's code of the facility."),
    PLACE("facility_city", "city", CITY, "City of the facility."),
    PLACE("facility_state", "state", STATE, "State of the facility."),
    PLACE("facility_aor", "aor", AOR, "Area of responsibility the facility lies in."),
    TEXT("detainer_type", "detainer_type", "Form used: I-247, I-247D (hold), I-247N (notify), I-247X, I-247A or I-247G."),
    TEXT("lift_reason", "lift_reason", "Why the detainer ended; blank means that nothing was recorded."),
    CRIMINALITY("when the detainer was prepared"),
    BIRTH_YEAR,
    CITIZENSHIP,
    GENDER,
    PERSON_ID,
};

static const struct sp_field return_fields[] = {
    DATE("from_date", "When the spell at liberty began, by from_basis."),
    DATE("until_date", "When it ended: the arrest, the booking, the next request, the departure, or the last day of the release's records."),
    TEXT("origin", "return_origin", "What released the person: a request declined, a request lifted, or a stay that ended in a release."),
    TEXT("exit", "return_exit", "What ended the spell: at_large is the return; window means that the records end."),
    TEXT("from_basis", "return_basis", "What from_date is: the lift date, the book-out, or the day the request was prepared, which is before the true release."),
    WHOLE("days", "Days from from_date to until_date."),
    WHOLE("competing", "Other hold requests of the 180 days before the arrest: any of their jails may be the one that released the person."),
    PLACE("facility", "facility", FACILITY, "Jail of the request, or facility of the stay's last stint."),
    TEXT("facility_code", "facility_code", "ICE's code of the facility."),
    PLACE("facility_city", "city", CITY, "City of the jail; stints do not tell it."),
    PLACE("facility_state", "state", STATE, "State of the jail; stints do not tell it."),
    PLACE("facility_aor", "aor", AOR, "Area of responsibility the facility lies in."),
    CRIMINALITY("in the record that begins the spell"),
    BIRTH_YEAR,
    CITIZENSHIP,
    GENDER,
    PERSON_ID,
};

#define FIELDS(table) (table), sizeof(table) / sizeof((table)[0]), false, NULL, NULL
#define FIELDS_OF_PLACES(table) (table), sizeof(table) / sizeof((table)[0]), true, NULL, NULL
#define DERIVED(table, base, base_too) (table), sizeof(table) / sizeof((table)[0]), false, base, base_too
static const struct sp_event events[] = {
    {"arrest", "arrests", "arrest_date",
     "One administrative arrest by ICE, as ICE recorded it.", FIELDS(arrest_fields)},
    {"detainer", "detainers", "prepare_date",
     "One request by ICE to a jail or prison to hold a person, or to give notice of a release.", FIELDS(detainer_fields)},
    {"encounter", "encounters", "encounter_date",
     "One encounter of ICE with a person, in a jail or elsewhere; not an arrest.", FIELDS(encounter_fields)},
    {"stint", "stints", "book_in",
     "One stay in one detention facility; a transfer ends a stint and begins the next of the same stay.", FIELDS(stint_fields)},
    {"removal", "removals", "removal_date",
     "One removal or return of a person by ICE.", FIELDS(removal_fields)},
    {"risk_assessment", "risk_assessments", "decision_date",
     "One assessment by ICE's risk classification tool (RCA) of whether to detain a person.", FIELDS(risk_assessment_fields)},
    {"booking", "bookings", "book_in",
     "One charge of one booking into a local jail; a booking has as many rows as charges.", FIELDS(booking_fields)},
    {"agreement", "agreements", "signed_date",
     "One line of a dated list of agencies with 287(g) agreements; each list is a release, and lists are never added up.", FIELDS(agreement_fields)},
    {"facility", "facilities", "list_date",
     "One line of a dated list of detention facilities; each list is a release, and lists are never added up.", FIELDS_OF_PLACES(facility_fields)},
    {"county", "counties", "list_date",
     "One county of a list of counties, with its code or its area of responsibility; counties differ by vintage.", FIELDS_OF_PLACES(county_fields)},
    {"office_area", "office_areas", "list_date",
     "One line of what belongs to a field office's area: a whole state, or a county of it.", FIELDS_OF_PLACES(office_area_fields)},
    {"charge_class", "charge_classes", "list_date",
     "One charge as a jail writes it, with the class that somebody gave it; a reading of the law, not the jail's.", FIELDS(charge_class_fields)},
    {"arrest_episode", "arrest_episodes", "arrest_date",
     "One arrest of a person, however many records tell of it (rule ARR-EP-24): the first of them stands for all.", DERIVED(arrest_episode_fields, "arrest", NULL)},
    {"stay", "stays", "book_in",
     "One stay in detention from its first stint to its last (rules STINT-DUP and STAY); persons without an id have none.", DERIVED(stay_fields, "stint", NULL)},
    {"detainer_outcome", "detainer_outcomes", "prepare_date",
     "One detainer with what became of it (rule DET-OUTCOME).", DERIVED(detainer_outcome_fields, "detainer", NULL)},
    {"return", "returns", "from_date",
     "One spell at liberty, from a request declined or lifted or a stay that ended in a release to what ended it (rule RETURN).", DERIVED(return_fields, "detainer", "stint")},
};
// clang-format on

size_t sp_event_count(void)
{
    return sizeof events / sizeof events[0];
}

const struct sp_event *sp_event_get(size_t event_index)
{
    SP_ASSERT(event_index < sp_event_count());
    return &events[event_index];
}

const struct sp_event *sp_event_find(struct sp_str name)
{
    for (size_t i = 0; i < sp_event_count(); i++) {
        if (sp_str_equal_text(name, events[i].name) || sp_str_equal_text(name, events[i].plural)) {
            return &events[i];
        }
    }
    return NULL;
}

const struct sp_field *sp_event_field(const struct sp_event *event, struct sp_str name,
                                      size_t *out_index)
{
    for (size_t i = 0; i < event->field_count; i++) {
        if (!sp_str_equal_text(name, event->fields[i].name)) continue;
        if (out_index) *out_index = i;
        return &event->fields[i];
    }
    return NULL;
}

const char *sp_none_name(enum sp_none_kind kind)
{
    static const char *const names[SP_NONE_COUNT] = {
        [SP_NONE_VALUE] = "value",
        [SP_NONE_EMPTY] = "blank",
        [SP_NONE_REDACTED] = "redacted",
        [SP_NONE_UNREADABLE] = "unreadable",
        [SP_NONE_NOT_APPLICABLE] = "not applicable",
        [SP_NONE_NOT_IN_RELEASE] = "not in release",
    };
    SP_ASSERT((unsigned)kind < SP_NONE_COUNT);
    return names[kind];
}

static const char *const place_kind_names[SP_PLACE_KIND_COUNT] = {
    [SP_PLACE_NONE] = "none",     [SP_PLACE_FACILITY] = "facility", [SP_PLACE_CITY] = "city",
    [SP_PLACE_COUNTY] = "county", [SP_PLACE_STATE] = "state",       [SP_PLACE_AOR] = "aor",
    [SP_PLACE_NATION] = "nation",
};

const char *sp_place_kind_name(enum sp_place_kind kind)
{
    SP_ASSERT((unsigned)kind < SP_PLACE_KIND_COUNT);
    return place_kind_names[kind];
}

bool sp_place_kind_find(struct sp_str name, enum sp_place_kind *out_kind)
{
    for (unsigned i = SP_PLACE_NONE + 1; i < SP_PLACE_KIND_COUNT; i++) {
        if (!sp_str_equal_text(name, place_kind_names[i])) continue;
        *out_kind = (enum sp_place_kind)i;
        return true;
    }
    return false;
}

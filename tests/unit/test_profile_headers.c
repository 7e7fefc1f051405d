/*
 * Every heading of every release, as the publishers' column lists give them, in file
 * order: the sheet is its own profile's and nobody else's, and no column is left without
 * a field or a reason why it has none.
 */
#include "support/support_profile.h"

#include <stdio.h>
#include <string.h>

struct release_header {
    const char *profile;
    uint32_t column_count;
    const char *header;
};

// clang-format off
static const struct release_header headers[] = {
    {"ice-2026-icli-00005-arrests", 25,
     "Apprehension Date|Apprehension Type|State|County|TOA Current Duty AOR|Apprehension Final Program|"
     "Arresting Agency|Apprehension Method|Apprehension Criminality|Case Status|Case Category|"
     "Departure Country|Final Order Yes No|Birth Date|Birth Year|Citizenship Country|Gender|Departed Date|"
     "Final Order Date|Apprehension Site Landmark|Operation|TOA Current Duty Site|Case Criminality|"
     "Case Threat Level|Anonymized Identifier"},
    {"ice-2025-icli-00019-arrests", 23,
     "Apprehension Date|Apprehension State|Apprehension County|Apprehension AOR|Final Program|"
     "Final Program Group|Apprehension Method|Apprehension Criminality|Case Status|Case Category|"
     "Departed Date|Departure Country|Final Order Yes No|Final Order Date|Birth Date|Birth Year|"
     "Citizenship Country|Gender|Apprehension Site Landmark|Alien File Number|EID Case ID|EID Subject ID|"
     "Unique Identifier"},
    {"ice-2026-icli-00005-detainers", 65,
     "Detainer Prepare Date|Facility State|Facility AOR|Port of Departure|Departure Country|Departed Date|"
     "Case Status|Detainer Criminality|Detainer Facility|Detainer Facility Code|Facility City|"
     "Detainer Threat Level|Gender|Citizenship Country|Birth Country|Birth Date|Birth Year|Entry Status|"
     "MSC Charge|MSC Sentence Days|MSC Sentence Months|MSC Sentence Years|MSC Charge Code|MSC Charge Date|"
     "MSC Conviction Date|Aggravated Felon Yes No|Processing Disposition|Case Category|TOA Case Category|"
     "TOA Current Program|Apprehension Method|Final Order Yes No|Final Order Date|Apprehension Date|"
     "Entry Date|Prior Felony Yes No|Multiple Prior MISD Yes No|Violent Misdemeanor Yes No|"
     "Illegal Entry Yes No|Illegal Reentry Yes No|Immigration Fraud Yes No|Significant Risk Yes No|"
     "Other Removal Reason Yes No|Other Removal Reason|Criminal Street Gang Yes No|"
     "Aggravated Felony Yes No|Deportation Ordered Yes No|Order to Show Cause Served Yes No|"
     "Order to Show Cause Served Date|Biometric Match Yes No|Statements Made Yes No|"
     "Unlawful Attempt Yes No|Unlawful Entry Yes No|Visa Yes No|Federal Register Notice Yes No|"
     "Resume Custody Yes No|Detainer Lift Reason|Detainer Lift Reason Code|Active Investigation Yes No|"
     "Arrest Warrant Served Date|Detainer Type|Notify Release Request Yes No|TOD Current Duty Site|"
     "EID DTA ID|Anonymized Identifier"},
    {"ice-2025-icli-00019-detainers", 65,
     "Detainer Prepare Date|Facility State|Facility AOR|Port of Departure|Departure Country|Departed Date|"
     "Case Status|Detainer Prepared Criminality|Detention Facility|Detention Facility Code|Facility City|"
     "Detainer Prep Threat Level|Gender|Citizenship Country|Birth Country|Birth Date|Birth Year|"
     "Entry Status|Most Serious Conviction (MSC) Charge|MSC Sentence Days|MSC Sentence Months|"
     "MSC Sentence Years|MSC Charge Code|MSC Charge Date|MSC Conviction Date|Felon|Processing Disposition|"
     "Case Category|Final Program|Time of Apprehension Case Category|Time of Apprehension Current Program|"
     "Apprehension Method|Case Final Order Yes No|Final Order Date|Apprehension Date|Entry Date|"
     "Prior Felony Yes No|Multiple Prior MISD Yes No|Violent Misdemeanor Yes No|Illegal Entry Yes No|"
     "Illegal Reentry Yes No|Immigration Fraud Yes No|Significant Risk Yes No|Other Removal Reason Yes No|"
     "Other Removal Reason|Criminal Street Gang Yes No|Aggravated Felony Yes No|"
     "Deportation Ordered Yes No|Order to Show Cause Served Yes No|Order to Show Cause Served Date|"
     "Biometric Match Yes No|Statements Made Yes No|Unlawful Attempt Yes No|Unlawful Entry Yes No|"
     "Visa Yes No|Final Order Yes No|Federal Interest Yes No|Resume Custody Yes No|Detainer Lift Reason|"
     "Detainer Type|Alien File Number|EID Case ID|EID Subject ID|EID DTA ID|Unique Identifier"},
    {"ice-2026-icli-00005-detentions", 53,
     "Stay Book In Date Time|Book In Date Time|Detention Facility|Book Out Date Time|"
     "Stay Book Out Date Time|Detention Release Reason|Stay Book Out Date|Stay Release Reason|Religion|"
     "Gender|Marital Status|Ethnicity|Birth Country|Citizenship Country|Entry Status|"
     "Known Terrorist Yes No|Suspected Gang Yes No|MSC Charge|MSC Sentence Days|MSC Sentence Months|"
     "MSC Sentence Years|MSC Charge Code|Aggravated Felon Yes No|Offense INA 236C Yes No|"
     "Case INA 236C Yes No|Bond Posted Date|Bond Posted Amount|Case Status|Case Category|"
     "Final Order Yes No|Final Order Date|Case Threat Level|Detainee Classification|Final Charge|"
     "Departed Date|Departure Country|Initial Bond Set Amount|Initial Bond Set Date|"
     "Detention Facility Code|Birth Date|Birth Year|Book In Criminality|Race|Entry Date|"
     "Apprehension Final Program|MSC Charge Date|MSC Conviction Date|MSC Criminal Charge Status|"
     "MSC Criminal Charge Status Code|MSC Crime Class|Book In Site|Book In AOR|Anonymized Identifier"},
    {"ice-2025-icli-00019-detentions", 37,
     "Stay Book In Date Time|Book In Date Time|Detention Facility|Detention Facility Code|"
     "Detention Book Out Date Time|Stay Book Out Date Time|Detention Release Reason|Stay Book Out Date|"
     "Stay Release Reason|Religion|Gender|Marital Status|Birth Date (redacted)|Birth Year|Ethnicity|"
     "Entry Status|Felon|Bond Posted Date|Bond Posted Amount|Case Status|Case Category|Final Order Yes No|"
     "Final Order Date|Case Threat Level|Book In Criminality|Final Charge|Departed Date|Departure Country|"
     "Initial Bond Set Amount|Citizenship Country|Final Program|Most Serious Conviction (MSC) Charge Code|"
     "MSC Charge|Alien File Number (redacted)|EID Case ID (redacted)|EID Subject ID (redacted)|"
     "Unique Identifier"},
    {"ice-2025-icli-00019-encounters", 25,
     "Event Date|Responsible AOR|Responsible Site|Lead Event Type|Lead Source|Event Type|Final Program|"
     "Final Program Group|Encounter Criminality|Processing Disposition|Case Status|Case Category|"
     "Departed Date|Departure Country|Final Order Yes No|Final Order Date|Birth Date|Birth Year|"
     "Citizenship Country|Gender|Event Landmark|Alien File Number|EID Case ID|EID Subject ID|"
     "Unique Identifier"},
    {"ice-2025-icli-00019-removals", 41,
     "Departed Date|Port of Departure|Departure Country|Docket AOR|Apprehension State|Apprehension County|"
     "Case Status|Gender|Birth Country|Citizenship Country|Birth Date|Birth Year|Entry Date|Entry Status|"
     "MSC NCIC Charge|MSC NCIC Charge Code|MSC Charge Date|MSC Criminal Charge Status|"
     "MSC Criminal Charge Status Code|MSC Conviction Date|Case Threat Level|Case Criminality|Felon|"
     "Processing Disposition|Case Category|Final Program|Final Program Code|Case Category Time of Arrest|"
     "Latest Arrest Program Current|Latest Arrest Program Current Code|Latest Person Apprehension Date|"
     "Final Order Yes No|Final Order Date|Final Charge Code|Final Charge Section Code|Prior Deport Yes No|"
     "Latest Person Departed Date|Alien File Number|EID Case ID|EID Subject ID|Unique Identifier"},
    {"ice-2023-icfo-42034-arrests", 7,
     "Apprehension Date|Apprehension Method|Arrest Created By|Case ID|Subject ID|Alien File Number|"
     "Anonymized Identifier"},
    {"ice-2023-icfo-42034-detentions", 33,
     "Detention ID|Case ID|Subject ID|Stay Book In Date|Detention Book In Date|Detention Facility|"
     "Detention Facility Code|Detention Book Out Date|Detention Release Reason|Stay Book Out Date|"
     "Stay Release Reason|Religion|Marital|Gender|Birth Date|Ethnicity|Alien File Number|Birth Year|"
     "Entry Status|Bond Posted Date|Bond Posted Amount|Initial Bond Set Amount|Case Status|Case Category|"
     "Final Order Yes No|Final Order Date|Departed Date|Departure Country|Case Threat Level|Charge|"
     "Charge Code|Charge Section Code|Anonymized Identifier"},
    {"ice-2023-icfo-42034-removals", 29,
     "Departure Date|Port of Departure|Departure Country|Case Status|Case Category|Final Order Yes No|"
     "Final Order Date|Case ID|Gender|Birth Country|Citizenship Country|Birth Date|Birth Year|"
     "Alien File Number|Entry Status|Entry Date|MSC Charge|MSC Charge Date|MSC Charge Code|"
     "MSC Conviction Date|MSC Criminal Charge Status|Case Threat Level|Processing Disposition Code|"
     "Processing Disposition|Current Program|Apprehension Date|Charge Section Code|Charge Code|"
     "Anonymized Identifer"},
    {"ice-2023-icfo-42034-risk-assessments", 50,
     "RCA_AOR|RCA_DCO|A_NUMBER|SUBJ_ID|LAST_NAME|FIRST_NAME|ALERT_CODE|ACTIVE_INACTIVE|SUBMISSION_DATE|"
     "STATUS_CODE|RISK_TO_PUBLIC_SAFETY|RISK_OF_FLIGHT|SPECIAL_VULNERABILITY|RCA_CASE_NUMBER|"
     "CASE_CAT_AT_RCA_DECISION|FO_AT_RCA_DECISION|FO_DATE_AT_RCA_DECISION|REMOVAL_LIKELY_AT_RCA_DECISION|"
     "MAN_DET_PER_STAT_ALLEG|RCA_DECISION_TYPE|RCA_RECOMMENDATION|RCA_BOND_RECOMMENDATION|OFFICER_ID|"
     "OFFICER_AGREE_DISAGREE|SUPERVISOR_ID|SUPERVISOR_AGREE_DISAGREE|RCA_FINAL_DECISION|FINAL_BOND_AMOUNT|"
     "RCA_DECISION_DATE|RCA_SCORING_VER|SPEC_VULN_VER|MAN_DET_VER|DISC_INFR_VER|fiscal_year_code|"
     "fiscal_quarter_name|ANONYMIZED_IDENTIFIER|SPECIAL_VULNERABILITY_COMMENTS|"
     "REASON_REMOVAL_UNLIKELY_AT_RCA_DECISION|OFFICER_COMMENTS|SUPERVISOR_COMMENTS|SUBJ ID|A Number|"
     "LAST NAME|FIRST NAME|RCA_CASE NUMBER|OFFICER ID|SUPERVISOR ID|A NUMBER|SUJB ID|RCA CASE NUMBER"},
    {"ice-2023-icfo-42034-arrests", 9,
     "Apprehension_Date|Apprehension_Method|Arrest_Created_By|Arrest_Create_By|Arrested_Created_By|"
     "Case_ID|Subject_ID|Alien_File_Number|Anonymized_Identifier"},
    {"ice-2026-icli-00005-arrests", 25,
     "Apprehension_Date|Apprehension_Type|State|County|TOA_Current_Duty_AOR|Apprehension_Final_Program|"
     "Arresting_Agency|Apprehension_Method|Apprehension_Criminality|Case_Status|Case_Category|"
     "Departure_Country|Final_Order_Yes_No|Birth_Date|Birth_Year|Citizenship_Country|Gender|Departed_Date|"
     "Final_Order_Date|Apprehension_Site_Landmark|Operation|TOA_Current_Duty_Site|Case_Criminality|"
     "Case_Threat_Level|Anonymized_Identifier"},
    {"ice-2026-icli-00005-encounters", 23,
     "Event_Date|Event_Type|Event_Landmark|Operation|Encounter_Threat_Level|Responsible_AOR|"
     "Responsible_Site|Lead_Event_Type|Lead_Source|Final_Program|Arresting_Agency|Encounter_Criminality|"
     "Processing_Disposition|Case_Status|Case_Category|Departed_Date|Departure_Country|Final_Order_Yes_No|"
     "Final_Order_Date|Birth_Year|Citizenship_County|Gender|Anonymized_Identifier"},
    {"ice-2022-icfo-09023-encounters", 9,
     "Area_of_Responsibility|Event_Date|Landmark|Operation|Processing_Disposition|Citizenship_Country|"
     "Gender|Encounter_Threat_Level|Alien_File_Number"},
    {"ice-2023-icfo-42034-removals", 29,
     "Departure_Date|Port_of_Departure|Departure_Country|Case_Status|Case_Category|Final_Order_Yes_No|"
     "Final_Order_Date|Case_ID|Gender|Birth_Country|Citizenship_Country|Birth_Date|Birth_Year|"
     "Alien_File_Number|Entry_Status|Entry_Date|MSC_Charge|MSC_Charge_Date|MSC_Charge_Code|"
     "MSC_Conviction_Date|MSC_Criminal_Charge_Status|Case_Threat_Level|Processing_Disposition_Code|"
     "Processing_Disposition|Current_Program|Apprehension_Date|Charge_Section_Code|Charge_Code|"
     "Anonymized_Identifer"},
    {"ice-2026-icli-00005-removals", 39,
     "Departed_Date|Port_of_Departure|Departure_Country|Case_AOR|State|County|Case_Status|Gender|"
     "Birth_Country|Citizenship_Country|Birth_Date|Birth_Year|Entry_Date|Entry_Status|"
     "Known_Terrorist_Yes_No|Suspected_Gang_Yes_No|MSC_Charge|MSC_Charge_Date|MSC_Criminal_Charge_Status|"
     "MSC_Charge_Code|MSC_Conviction_Date|Case_Criminality|Case_Threat_Level|Aggravated_Felon_Yes_No|"
     "Processing_Disposition|Case_Category|Final_Program|Final_Program_Code|Arresting_Agency|"
     "TOA_Case_Category|Latest_Apprehension_Final_Program|Latest_Arresting_Agency|"
     "Latest_Apprehension_Date|Final_Order_Yes_No|Final_Order_Date|Final_Charge_Code|Final_Charge_Section|"
     "Prior_Deport_Yes_No|Anonymized_Identifier"},
    {"ice-2022-icfo-09023-removals", 13,
     "Area_of_Responsibility|Departed_Date|Apprehension_Method_Code|Processing_Disposition_Code|"
     "Citizenship_Country|Gender|Removal_Threat_Level|Final_Charge_Section|Alien_File_Number|Arrest_Date|"
     "Processing_Disposition|Removal_Date|Case_Closed_Date"},
    {"ice-foia-14-03290-removals", 40,
     "ERO_LESA_Statistical_Tracking_Unit|Departed_Date|Port_Of_Departure|Departed_To_Country|Case_Status|"
     "Gender|Country_of_Birth|Country_of_Citizenship|Age_at_Removal|Year_of_Birth|LPR_Yes_No|Entry_Date|"
     "Entry_Status|Most_Serious_Criminal_Conviction|Most_Serious_Criminal_Conviction_Charge_Date|"
     "Most_Serious_Criminal_Conviction_Status|Most_Serious_Criminal_Conviction_Code|"
     "Most_Serious_Criminal_Conviction_Date|Rc_Threat_Level|Aggravated_Felon|Processing_Disposition_Code|"
     "Case_Category|Removal_Program|Removal_Program_Code|Case_Category_Time_of_Arrest|"
     "Latest_Arrest_Program_Code|Latest_Arrest_Program|Latest_Arrest_Apprehension_Date|Final_Order_Yes_No|"
     "Final_Order_Date|Prior_Removal_Reinstate|Prior_Removal_Reinstate_Date|Final_Charge_Section|"
     "Final_Charge_Code|Prior_Removal|Most_Recent_Prior_Depart_Date|Alien_File_Number|ADMDPT|"
     "ADMINISTRATIVE_DEPORTATION_I_851_I_851A|Unique_ID"},
    {"ice-2026-icli-00005-removals", 39,
     "Departed Date|Port of Departure|Departure Country|Case AOR|State|County|Case Status|Gender|"
     "Birth Country|Citizenship Country|Birth Date|Birth Year|Entry Date|Entry Status|"
     "Known Terrorist Yes No|Suspected Gang Yes No|MSC Charge|MSC Charge Date|MSC Criminal Charge Status|"
     "MSC Charge Code|MSC Conviction Date|Case Criminality|Case Threat Level|Aggravated Felon Yes No|"
     "Processing Disposition|Case Category|Final Program|Final Program Code|Arresting Agency|"
     "TOA Case Category|Latest Apprehension Final Program|Latest Arresting Agency|"
     "Latest Apprehension Date|Final Order Yes No|Final Order Date|Final Charge Code|Final Charge Section|"
     "Prior Deport Yes No|Anonymized Identifier"},
    {"ice-2025-icfo-18038-detainers", 139,
     "Detainer_Lift_Reason|Detainer_Type|Detainer_Lift_Reason_Code|Detainer_Lift_Reason2|"
     "Detainer_Lift_Reason_Code2|Arrest_Warrant_Served_Yes_No|Deportation_Ordered_Yes_No|"
     "Active_Investigation_Yes_No|Order_to_Show_Cause_Served_Yes_No|Biometric_Match_Yes_No|"
     "Statements_Made_Yes_No|Prior_Felony_Yes_No|Multiple_Prior_Misd_Yes_No|Violent_Misdemeanor_Yes_No|"
     "Illegal_Entry_Yes_No|Illegal_Reentry_Yes_No|Immigration_Fraud_Yes_No|Significant_Risk_Yes_No|"
     "Other_Removal_Reason_Yes_No|Other_Removal_Reason|Aggravated_Felony_Yes_No|"
     "Criminal_Street_Gang_Yes_No|Detainer_Request_Upon_Conviction_Yes_No|Resume_Custody_Yes_No|"
     "Component_Notified|Previous_Detainer_Cancel_Yes_No|Unlawful_Entry_Yes_No|Unlawful_Attempt_Yes_No|"
     "Final_Order_Yes_No|Federal_Interest_Yes_No|Visa_Yes_No|Death_Transfer_Notify_Request_Yes_No|"
     "Federal_Register_Notice_Yes_No|Notify_Release_Request_Yes_No|Request_Acceptance_Yes_No|"
     "Return_Signature_Request_Yes_No|Return_Envelope_Include_Yes_No|Return_by_Fax_Yes_No|Detainer_AOR|"
     "Program|Active_Yes_No|Detainer_Detention_Facility_Code|Government_Employee_ID|Return_to_Employee_ID|"
     "Detainer_Inmate_Number_Type_Code|Detainer_Facility_Other_Type|Other_Detainer_Facility_Name|"
     "Projected_Release_Day|Projected_Release_Month|Detainer_Detention_Facility|"
     "Detainer_Facility_Function|Detainer_Facility_Type|Apprehension_AOR|Apprehension_Site|"
     "Apprehension_Final_Program|Apprehension_Method|Apprehension_Program_Group|Port_of_Departure|"
     "Departure_Country|Case_Category|Gender|Birth_Country|Birth_City|Birth_State|Citizenship_Country|"
     "Birth_Date|Race|Ethnicity|Admission_Class|Student_Violator_Yes_No|"
     "Non_Immigrant_Status_Violation_Yes_No|Non_Immigrant_Overstay_Yes_No|EO_VISA_Abuse_Flag|"
     "EO_Person_Visa_Abuse_Yes_No|EO_Gang_Flag|EO_Person_Gang_Flag|Entry_Status|Latest_Entry_Status|"
     "Detainer_Most_Serious_Conviction_Charge_Code|Detainer_Most_Serious_Conviction_Charge|"
     "Detainer_Most_Serious_Conviction_Crime_Class|"
     "Detainer_Most_Serious_Conviction_Criminal_Charge_Status|Detainer_Most_Serious_Charge_Code|"
     "Detainer_Most_Serious_Charge|Detainer_Most_Serious_Charge_Crime_Class|"
     "Detainer_Most_Serious_Criminal_Charge_Status|Detainer_Most_Serious_Pending_Charge_Code|"
     "Detainer_Most_Serious_Pending_Charge|Detainer_Most_Serious_Pending_Criminal_Charge_Status|"
     "Detainer_Most_Serious_Pending_Crime_Class|Aggravated_Felon_Type|Mandatory_Detention_Yes_No|"
     "Detainer_Prepared_Criminality|Detainer_Threat_Level|Processing_Disposition|Latest_Detainer_Yes_No|"
     "Detainer_Removal_Case_Yes_No|Current_Yes_No|Apprehension_Site_Landmark|EID_DTA_ID|Detainer_ID|"
     "EID_Subject_ID|EID_Civilian_ID|EID_Person_ID|EID_Case_ID|Alien_Number_Unique_Identifier|"
     "Alien_File_Number|Subject_Name|Apprehension_Program|Detainer_Prepare_Date|Detainer_Lift_Date|"
     "Previous_Detainer_Cancel_Prep_Date|Order_to_Show_Cause_Served_Date|Arrest_Warrant_Served_Date|"
     "EID_DTA_Create_Date|Projected_Release_Date|Apprehension_Date|Departed_Date|Final_Order_Date|"
     "Entry_Date|Latest_Entry_Date|Detainer_Most_Serious_Conviction_Conviction_Date|"
     "Detainer_Most_Serious_Conviction_Charge_Date|Detainer_Most_Serious_Charge_Date|"
     "Most_Serious_Charge_Conviction_Date|Detainer_Most_Serious_Pending_Conviction_Date|"
     "Detainer_Most_Serious_Pending_Charge_Date|Detainer_Prepare_Fiscal_Year|Projected_Release_Year|"
     "Birth_Year|Detainer_Most_Serious_Conviction_Sentence_Days|"
     "Detainer_Most_Serious_Conviction_Sentence_Months|Detainer_Most_Serious_Conviction_Sentence_Years|"
     "Detainer_Most_Serious_Charge_Sentence_Days|Detainer_Most_Serious_Charge_Sentence_Months|"
     "Detainer_Most_Serious_Charge_Sentence_Years|Detainer_Most_Serious_Pending_Sentence_Days|"
     "Detainer_Most_Serious_Pending_Sentence_Months|Detainer_Most_Serious_Pending_Sentence_Years"},
    {"ice-2026-icli-00005-detainers", 64,
     "Detainer_Prepare_Date|Facility_State|Facility_AOR|Port_of_Departure|Departure_Country|Departed_Date|"
     "Case_Status|Detainer_Criminality|Detainer_Facility|Detainer_Facility_Code|Facility_City|"
     "Detainer_Threat_Level|Gender|Citizenship_Country|Birth_Country|Birth_Year|Entry_Status|MSC_Charge|"
     "MSC_Sentence_Days|MSC_Sentence_Months|MSC_Sentence_Years|MSC_Charge_Code|MSC_Charge_Date|"
     "MSC_Conviction_Date|Aggravated_Felon_Yes_No|Processing_Disposition|Case_Category|TOA_Case_Category|"
     "TOA_Current_Program|Apprehension_Method|Final_Order_Yes_No|Final_Order_Date|Apprehension_Date|"
     "Entry_Date|Prior_Felony_Yes_No|Multiple_Prior_MISD_Yes_No|Violent_Misdemeanor_Yes_No|"
     "Illegal_Entry_Yes_No|Illegal_Reentry_Yes_No|Immigration_Fraud_Yes_No|Significant_Risk_Yes_No|"
     "Other_Removal_Reason_Yes_No|Other_Removal_Reason|Criminal_Street_Gang_Yes_No|"
     "Aggravated_Felony_Yes_No|Deportation_Ordered_Yes_No|Order_to_Show_Cause_Served_Yes_No|"
     "Order_to_Show_Cause_Served_Date|Biometric_Match_Yes_No|Statements_Made_Yes_No|"
     "Unlawful_Attempt_Yes_No|Unlawful_Entry_Yes_No|Visa_Yes_No|Federal_Register_Notice_Yes_No|"
     "Resume_Custody_Yes_No|Detainer_Lift_Reason|Detainer_Lift_Reason_Code|Active_Investigation_Yes_No|"
     "Arrest_Warrant_Served_Date|Detainer_Type|Notify_Release_Request_Yes_No|TOD_Current_Duty_Site|"
     "EID_DTA_ID|Anonymized_Identifier"},
    {"ice-2026-08-arrests", 22,
     "AOR|County|Apprehension Criminality|Apprehension Date|Event Landmark|Apprehension Method|State|City|"
     "Birth Year|Case Category|Case Status|Case Threat Level|Citizenship Country|Departed Date|"
     "Departure Country|Final Order Date|Final Order Yes No|Final Program|Final Program Group|Gender|"
     "Alien File Number|Anonymized Unique Identifier"},
    {"ice-2026-08-detainers", 44,
     "Apprehension Date|Apprehension Method|Biometric Match Yes No|Birth Country|Birth Year|Case Category|"
     "Case Status|Citizenship Country|Departed Date|Departure Country|Deportation Ordered Yes No|"
     "Detainer Lift Reason|Detainer Prepared Threat Level|Detainer Prepared Date|"
     "Detainer Prepared Criminality|Detainer Type|Detention Facility|Detention Facility Code|Entry Date|"
     "Entry Status|AOR|City|State|Felon|Final Order Date|Final Order Yes No|TOD Final Program|Gender|"
     "MSC Charge|MSC Charge Code|MSC Charge Date|MSC Conviction Date|Sentence Days|Sentence Months|"
     "Sentence Years|Order to Show Cause Served Yes No|Port Of Departure|Processing Disposition|"
     "Resume Custody Yes No|Statements Made Yes No|TOA Case Category|TOA Case Category Code|"
     "Alien File Number|Anonymized Unique Identifier"},
    {"ice-2026-08-detentions", 34,
     "Birth Year|Bond Posted Amount|Bond Posted Date|Book In Criminality|Detention Book In Date Time|"
     "Case Category|Case Status|Case Threat Level|Citizenship Country|Departed Date|Departure Country|"
     "Detention Book Out Date Time|Detention Facility|Detention Facility Code|Detention Release Reason|"
     "Entry Date|Entry Status|Ethnicity|Felon|Final Charge|Final Order Date|Final Order Yes No|"
     "Apprehension Final Program|Gender|Initial Bond Set Amount|Marital Status|MSC Charge|Religion|"
     "Stay Book In Date Time|Stay Book Out Date Time|Stay Release Reason|Apprehension Final Program Group|"
     "Alien File Number|Anonymized Unique Identifier"},
    {"ice-2026-08-encounters", 22,
     "Birth Year|Case Category|Case Status|Citizenship Country|Departed Date|Departure Country|"
     "Encounter Criminality|Event Date|Event Type|Final Order Date|Final Order Yes No|Final Program|"
     "Final Program Group|Gender|Event Landmark|Lead Event Type|Lead Source|Processing Disposition|"
     "Responsible AOR|Responsible Site|Alien File Number|Anonymized Unique Identifier"},
    {"ice-2026-08-removals", 35,
     "Apprehension State|Apprehension City|Birth Year|Case Category|TOA Case Category|Case Criminality|"
     "Case Status|Case Threat Level|Citizenship Country|Departed Date|Departure Country|Docket AOR|"
     "Entry Date|Entry Status|Final Charge Code|Final Charge Section|Final Order Yes No|Final Order Date|"
     "Final Program|Final Program Code|Gender|Apprehension Date|Latest Apprehension Program Code|"
     "Latest Apprehension Program|MSC Charge|MSC Charge Date|MSC Charge Code|MSC Conviction Date|"
     "MSC Criminal Charge Status|Port of Departure|Prior Deport Yes No|Progrocessing Disposition|"
     "Arresting Agency|Alien File Number|Anonymized Unique Identifier"},
    {"ice-2022-icfo-09022-detentions", 33,
     "Stay_Book_In_Date_Time|Detention_Book_In_Date_And_Time|Detention_Book_Out_Date_Time|"
     "Stay_Book_Out_Date_Time|Birth_Country_PER|Birth_Country_ERO|Citizenship_Country|Race|Ethnic|Gender|"
     "Birth_Date|Birth_Year|Entry_Date|Entry_Status|Most_Serious_Conviction_(MSC)_Criminal_Charge_Category|"
     "MSC_Charge|MSC_Charge_Code|MSC_Conviction_Date|MSC_Sentence_Days|MSC_Sentence_Months|"
     "MSC_Sentence_Years|MSC_Crime_Class|Case_Threat_Level|Apprehension_Threat_Level|Final_Program|"
     "Detention_Facility_Code|Detention_Facility|Area_of_Responsibility|Docket_Control_Office|"
     "Detention_Release_Reason|Stay_Release_Reason|Alien_File_Number|Anonymized_Identifier"},
    {"ice-x-rif-detentions", 17,
     "Citizenship_Country|Citizenship_Country_Code|Gender|Gender_Code|History_Intake_DCO|"
     "History_Detention_Facility|History_Detention_Facility_Code|Initial_Intake_Date|History_Intake_Date|"
     "History_Book_out_Date|History_Release_Reason|ERO_Apprehension_Date|ERO_Apprehension_Landmark|"
     "Initial_Intake_Detention_Facility|Order_of_Detentions|Unique_Person_ID|Unique_Detention_Stay_ID"},
    {"ice-foia-15-06333-detainers", 6,
     "Prepare Date|Detainer Type|Detainer Detention Facility|State|City|Detainer Lift Reason"},
    {"ice-pennsylvania-2007-2015-detainers", 6, "date|lift_reason|det_facility|city|state|detainer_type"},
    {"ice-seattle-cap-2017-2018-arrests", 10,
     "Event Number|Area of Responsibility|Apprehension Landmark|Operation|Processing Disposition|"
     "Date of Birth|Country of Citizenship|Gender|Arrest Method|Arrest Date"},
    {"ice-seattle-cap-2017-2018-encounters", 8,
     "Event Number|Event Area of Responsibility|Landmark|Operation|Processing Disposition|Date of Birth|"
     "Country of Citizenship|Gender"},
    {"ice-seattle-cap-2017-2018-removals", 8,
     "Event Number|Area of Responsibility|Date of Birth|Country of Citizenship|Gender|Removal Case COL|"
     "Final Charge Section|Arrest Date"},
    // The layouts of the 287(g) list: 2021, February, March and July 2025; the last one is of another kind.
    {"ice-287g-agreements", 5, "STATE|LAW ENFORCEMENT AGENCY|SUPPORT TYPE|SIGNED|MOA"},
    {"ice-287g-agreements", 6, "STATE|LAW ENFORCEMENT AGENCY|TYPE|SUPPORT TYPE|SIGNED|MOA"},
    {"ice-287g-agreements", 7, "STATE|LAW ENFORCEMENT AGENCY|TYPE|COUNTY|SUPPORT TYPE|SIGNED|MOA"},
    {"ice-287g-agreements", 8, "STATE|LAW ENFORCEMENT AGENCY|TYPE|COUNTY|SUPPORT TYPE|SIGNED|MOA|ADDENDUM"},
    {"ice-287g-unsigned", 5, "STATE|LAW ENFORCEMENT AGENCY|TYPE|COUNTY|SUPPORT TYPE"},
    {"jail-pierce-county-bookings", 48,
     "booking_id|booking_dt|release_dt|booking_charge_desc|booking_charge_txt|charge_release_dt|title_txt|"
     "cause_num|jurisdiction_cd|release_disposition_desc|post_flg|gender_desc|race_desc|hash_id|"
     "amer_indian_alaskan|asian_pacific_island|black|hispanic|unknown|white|female|male|place_of_birth|"
     "country_of_birth|born_in_us|time_detained|log_time_detained|admin_booking|release_to_imm|"
     "cancel_detainer|imm_hold|final_release_disp|charge_count|charge_topcount|category|type|seriousness|"
     "max_seriousness|max_charge_type|max_charge_desc|drug|other|property|public_order|sex|violent|felony|"
     "misdemeanor"},
    {"jail-pierce-county-charge-classes", 13, "jurisdiction|booking_charge_desc|seriousness|category|type|notes|rcw|src|||||"},
    {"reference-county-aor", 5, "geoid|geoid_state|geoid_county|name|aor"},
    {"reference-county-fips", 3, "fips|county_name|state_name"},
    {"reference-facility-aor", 3, "detention_facility_code|detention_facility|area_of_responsibility"},
    {"reference-facility-county", 11,
     "detention_facility_code|name|address_full|city|county|county_fips_code|state|state_fips_code|latitude|"
     "longitude|field_office"},
    {"reference-facility-locations-marshall", 12,
     "DETLOC|Name|Address|City|County|State|Zip|AOR|Date of Last Use|Date of First Use|Lat|Lng"},
    {"reference-office-areas", 4, "office_name| \"state_name\"| \"county_name\"| \"notes\""},
    // Bands above the headings, filled in their first cells; in fiscal year 2019 a row stands between.
    {"ice-facility-list-2017-11-06-facilities", 135,
     "DETLOC|Name|Address|City|County|State|Zip|Circuit|AOR|Docket|Type|Type Detailed|ICE Funded|"
     "Male/Female|Levels A,B,C,D|Capacity|Current FY Utilization|Population Count|Date of Last Use|"
     "Date of First Use|FY18 Max Population Count|FY18 ADP|FY17 ADP|FY16 ADP|FY15 ADP|FY14 ADP|FY13 ADP|"
     "FY12 ADP|FY11 ADP|FY10 ADP|FY09 ADP|November 2016|December 2016|January 2017|February 2017|"
     "March 2017|April 2017|May 2017|June 2017|July 2017|August 2017|September 2017|October 2017|"
     "November 2017|FY18 ALOS|FY17 ALOS|FY16 ALOS|FY15 ALOS|FY18 Facility Bookins|FY17 Facility Bookins|"
     "FY16 Facility Bookins|FY15 Facility Bookins|FY18 Initial Bookins|FY17 Initial Bookins|"
     "FY16 Initial Bookins|FY15 Initial Bookins|FY18 Initial Bookin ADP|FY17 Initial Bookin ADP|"
     "FY16 Initial Bookin ADP|FY15 Initial Bookin ADP|FY18 Non-Criminal|FY18 Criminal|FY17 Non-Criminal|"
     "FY17 Criminal|FY16 Non-Criminal|FY16 Criminal|FY15 Non-Criminal|FY15 Criminal|Level A|Level B|"
     "Level C|Level D|Male Crim|Male Non-Crim|Female Crim|Female Non-Crim|ICE Threat Level 1|"
     "ICE Threat Level 2|ICE Threat Level 3|No ICE Threat Level|Mandatory|Non-Mandatory|"
     "Medical Provider Onsite?|Provider Type|Facility Operator|Facility Owner|"
     "Best Known Contract Initiation Date|Best Known Contract Expiration Date|Guaranteed Minimum|"
     "Per Diem Rate Detailed|ICE Telephone Services|Authorization Status|Authorizing Authority|"
     "Over/Under 72|Contractually Obligated Inspection Standard|PREA/Standard 2.11 Status|"
     "Current Inspection Frequency|Last Inspection Type|Last Inspection Standard|Last Inspection Pre-Occ?|"
     "Last Inspection Rating - Final|Last Inspection Rating - Recommended|Last Inspection Date|"
     "Second to Last Inspection Type|Second to Last Inspection Standard|"
     "Second to Last Inspection Pre-Occ?|Second to Last Rating|Second to Last Inspection Date|"
     "Next Inspection Date|Next Inspection Standard|Next Inspection Type|Next Insp Pre-Occ?|CY17 Rating|"
     "CY16 Rating|CY15 RATING|CY14 RATING|CY13 RATING|CY12 RATING|CY11 RATING|CY10 RATING|EMDD Notes|"
     "EMDD USE|ACA|NCCHC|JCHCO|DSM Assigned?|DSM Assignment Type|FY18 Calendar Days in Use|"
     "FY18 Possible Days|FY18 % of Days in Use|FY18 Total Mandays|FY17 Calendar Days in Use|"
     "FY17 % of Days in Use|FY17 Total Mandays|FY17 Max Pop Count"},
    {"ice-detention-statistics-fy2019-facilities", 31,
     "Name|Address|City|State|Zip|AOR|Type Detailed|Male/Female|FY19 ALOS|Level A|Level B|Level C|Level D|"
     "Male Crim|Male Non-Crim|Female Crim|Female Non-Crim|ICE Threat Level 1|ICE Threat Level 2|"
     "ICE Threat Level 3|No ICE Threat Level|Mandatory|Guaranteed Minimum|Last Inspection Type|"
     "Last Inspection Standard|Last Inspection Rating - Final|Last Inspection Date|"
     "Second to Last Inspection Type|Second to Last Inspection Standard|Second to Last Inspection Rating|"
     "Second to Last Inspection Date"},
    {"ice-detention-statistics-fy2026-facilities", 27,
     "Name|Address|City|State|Zip|AOR|Type Detailed|Male/Female|FY26 ALOS|Level A|Level B|Level C|Level D|"
     "Male Crim|Male Non-Crim|Female Crim|Female Non-Crim|ICE Threat Level 1|ICE Threat Level 2|"
     "ICE Threat Level 3|No ICE Threat Level|Mandatory|Guaranteed Minimum|Last Inspection Type|"
     "Last Inspection End Date|Last Inspection Standard|Last Final Rating"},
};

/* The rows right above a header with bands, and the band over its last heading. */
static const struct {
    const char *profile;
    const char *rows;
    const char *last;
} bands[] = {
    {"ice-facility-list-2017-11-06-facilities",
     "Facility Information|||||||||||||||Capacity||Population||||ADP: Fiscal Year||||||||||ADP - Monthly||"
     "|||||||||||Facility Average Length of Stay||||Facility Bookins||||Initial Bookins||||"
     "ADP: Initial Bookins||||ADP: Criminality||||||||FY18 ADP: Detainee Classification Level||||"
     "FY18 ADP: Criminality and Gender||||FY18 ADP: ICE Threat Level||||FY18 ADP: Mandatory Detention||"
     "Medical||Contract|||||||Standards Compliance||||||||||||||||||||||||||||||||||||"
     "Facility Statistics - FY 2018||||Facility Statistics - FY 2017\n",
     "Facility Statistics - FY 2017"},
    {"ice-detention-statistics-fy2019-facilities",
     "Facility Information||||||||Facility Average Length of Stay|FY19 ADP: Detainee Classification Level|"
     "|||FY19 ADP: Criminality||||FY19 ADP: ICE Threat Level||||FY19 ADP: Mandatory|"
     "Contract Facility Inspections Information\nSource: a system\n",
     "Contract Facility Inspections Information"},
    {"ice-detention-statistics-fy2026-facilities",
     "Facility Information||||||||Facility Average Length of Stay|FY26 ADP: Detainee Classification Level|"
     "|||FY26 ADP: Criminality||||FY26 ADP: ICE Threat Level||||FY26 ADP: Mandatory|"
     "Contract Facility Inspections Information\n",
     "Contract Facility Inspections Information"},
};
// clang-format on

enum { NO_BANDS = COUNT(bands) };

static size_t bands_of(const char *profile)
{
    size_t i = 0;
    while (i < COUNT(bands) && strcmp(bands[i].profile, profile) != 0) {
        i++;
    }
    return i;
}

static size_t rows_of(const struct release_header *release, struct sp_arena *arena,
                      struct sp_row *rows)
{
    const size_t over = bands_of(release->profile);
    char sheet[16384]; // A heading row takes half of it at most.
    (void)snprintf(sheet, sizeof sheet,
                   "ERO-LESA|Facility List Report, 11/06/2017|ICE Facilities Data, "
                   "FY19|ICE Facilities Data, FY26\n"
                   "2019-ICFO-53623, 2022-ICFO-09023\n"
                   "Seattle Area of Responsibility\n\n%s%s",
                   over < NO_BANDS ? bands[over].rows : "", release->header);
    return support_rows(arena, sheet, rows);
}

static void expect_owner(const struct sp_profile_set *set,
                         const struct release_header *release)
{
    struct sp_arena arena;
    struct sp_row rows[SP_PROFILE_HEADER_ROWS_MAX];
    struct sp_match match = {0};
    struct sp_err err = {0};
    sp_arena_init(&arena, 16 << 20);
    const size_t count = rows_of(release, &arena, rows);
    if (sp_profile_match(set, NULL, rows, count, &arena, &match, &err))
        fail_msg("%s: %s", release->profile, err.text);
    support_equal(match.profile->id, release->profile);
    uint64_t header_row = 5;
    const size_t over = bands_of(release->profile);
    for (const char *at = over < NO_BANDS ? bands[over].rows : ""; *at; at++) {
        header_row += *at == '\n';
    }
    assert_int_equal(match.header_row, header_row);
    assert_int_equal(match.column_count, release->column_count);
    for (uint32_t i = 0; i < match.column_count; i++) {
        assert_true((match.columns[i].column != NULL) !=
                    (match.columns[i].ignore != NULL));
    }
    for (size_t i = 0; i < sp_profile_set_count(set); i++) {
        const struct sp_profile *other = sp_profile_set_get(set, i);
        if (sp_str_equal_text(other->id, release->profile)) continue;
        if (sp_profile_match(set, other->id.data, rows, count, &arena, &match, NULL) !=
            SP_ERR_INPUT)
            fail_msg("%s also fits %s", release->profile, other->id.data);
    }
    sp_arena_release(&arena);
}

static void test_every_header(void **state)
{
    (void)state;
    struct sp_profile_set *set = support_profiles();
    for (size_t i = 0; i < COUNT(headers); i++) {
        expect_owner(set, &headers[i]);
    }
    sp_profile_set_close(set);
}

/* One heading more than is known: the sheet is refused, and the message names it. */
static void test_one_column_more(void **state)
{
    (void)state;
    struct sp_profile_set *set = support_profiles();
    for (size_t i = 0; i < COUNT(headers); i++) {
        struct sp_arena arena;
        struct sp_row rows[SP_PROFILE_HEADER_ROWS_MAX];
        struct sp_match match = {0};
        struct sp_err err = {0};
        char header[8192];
        (void)snprintf(header, sizeof header, "%s|Quux Heading", headers[i].header);
        const struct release_header more = {.profile = headers[i].profile,
                                            .header = header};
        const size_t over = bands_of(headers[i].profile);
        char unknown[128];
        (void)snprintf(unknown, sizeof unknown, "unknown: '%s%sQuux Heading'",
                       over < NO_BANDS ? bands[over].last : "",
                       over < NO_BANDS ? " / " : "");
        sp_arena_init(&arena, 16 << 20);
        const size_t count = rows_of(&more, &arena, rows);
        assert_int_equal(sp_profile_match(set, NULL, rows, count, &arena, &match, &err),
                         SP_ERR_INPUT);
        support_contains(err.text, headers[i].profile);
        support_contains(err.text, unknown);
        sp_arena_release(&arena);
    }
    sp_profile_set_close(set);
}

static const struct sp_match_column *find_heading(const struct sp_match *match,
                                                  const char *heading)
{
    for (uint32_t i = 0; i < match->column_count; i++) {
        if (sp_str_equal_text(match->columns[i].heading, heading))
            return &match->columns[i];
    }
    fail_msg("no heading '%s'", heading);
    return NULL;
}

/* Headings that look alike and are not, and headings that are misspelt. */
static void test_traps(void **state)
{
    (void)state;
    static const struct {
        const char *profile;
        const char *heading;
        const char *field;
    } cases[] = {
        {"ice-2025-icli-00019-detainers", "Case Final Order Yes No", "final_order"},
        {"ice-2025-icli-00019-detainers", "Final Order Yes No", "final_order_box"},
        {"ice-2025-icli-00019-detainers", "Federal Interest Yes No", "federal_interest"},
        {"ice-2025-icfo-18038-detainers", "Federal_Interest_Yes_No", "federal_interest"},
        {"ice-2025-icfo-18038-detainers", "Federal_Register_Notice_Yes_No",
         "federal_register_notice"},
        {"ice-2025-icfo-18038-detainers", "Detainer_Lift_Reason_Code2",
         "lift_reason_2_code"},
        {"ice-2026-icli-00005-encounters", "Citizenship_County", "citizenship"},
        {"ice-2026-08-removals", "Progrocessing Disposition", "processing_disposition"},
        {"ice-2023-icfo-42034-removals", "Anonymized Identifer", "person"},
        {"ice-2026-08-detainers", "Detainer Prepared Date", "prepare_date"},
        {"ice-2026-08-detentions", "Detention Book In Date Time", "book_in"},
        {"ice-2026-08-arrests", "Event Landmark", "landmark"},
    };
    struct sp_profile_set *set = support_profiles();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sp_arena arena;
        struct sp_row rows[SP_PROFILE_HEADER_ROWS_MAX];
        struct sp_match match = {0};
        size_t at = 0;
        sp_arena_init(&arena, 16 << 20);
        while (strcmp(headers[at].profile, cases[i].profile) != 0 ||
               !strstr(headers[at].header, cases[i].heading)) {
            at++;
            assert_true(at < COUNT(headers));
        }
        const size_t count = rows_of(&headers[at], &arena, rows);
        assert_int_equal(sp_profile_match(set, NULL, rows, count, &arena, &match, NULL),
                         SP_OK);
        const struct sp_match_column *column = find_heading(&match, cases[i].heading);
        assert_non_null(column->column);
        assert_string_equal(column->column->field->name, cases[i].field);
        sp_arena_release(&arena);
    }
    sp_profile_set_close(set);
}

/* What tells who a person is has no field, or a field that is withheld throughout. */
static void test_identifying_columns(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "a number",   "alien file",    "last name", "first name",  "subject name",
        "officer",    "supervisor id", "subj id",   "sujb id",     "subject id",
        "case id",    "civilian id",   "person id", "employee id", "event number",
        "birth date", "date of birth", "comments",  "created by",  "create by",
        "eid dta id", "cause num",     "rca case",
    };
    // Not identifying in spite of its words: an id of the release's own making, and
    // answers.
    static const char *const exceptions[] = {"unique person id",
                                             "officer agree disagree"};
    struct sp_profile_set *set = support_profiles();
    size_t held_count = 0;
    for (size_t i = 0; i < sp_profile_set_count(set); i++) {
        const struct sp_profile *profile = sp_profile_set_get(set, i);
        struct sp_arena arena;
        sp_arena_init(&arena, 1 << 20);
        for (size_t j = 0; j < profile->column_count; j++) {
            const struct sp_profile_column *column = &profile->columns[j];
            const struct sp_str heading = sp_heading_normal(&arena, column->names[0]);
            bool identifies = false;
            for (size_t k = 0; k < COUNT(parts); k++) {
                identifies |= heading.size >= strlen(parts[k]) &&
                              memcmp(heading.data, parts[k], strlen(parts[k])) == 0;
            }
            for (size_t k = 0; k < COUNT(exceptions); k++) {
                identifies &= !sp_str_equal_text(heading, exceptions[k]);
            }
            if (identifies && !column->withheld)
                fail_msg("%s keeps '%.*s'", profile->id.data, SP_FMT(heading));
            held_count += identifies;
        }
        sp_arena_release(&arena);
    }
    assert_true(held_count > 10); // The words above do occur.
    sp_profile_set_close(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_header),
        cmocka_unit_test(test_one_column_more),
        cmocka_unit_test(test_traps),
        cmocka_unit_test(test_identifying_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

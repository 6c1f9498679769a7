// score_test.c: the ratings against the examples of the schemes.
// SPDX-License-Identifier: Apache-2.0
#include "plan/score/score.h"
#include "test/check.h"

typedef struct {
    const char *vector;
    double score;
} example;

static void check_all(const example *all, int n)
{
    for (int i = 0; i < n; i++) {
        rating r;
        str error;
        if (!rate(test_arena, str_of(all[i].vector), &r, &error)) check_str(error, "");
        check_real(r.score, all[i].score, 1e-9);
        check(r.likelihood >= 0 && r.likelihood <= 1 && r.consequence >= 0 && r.consequence <= 1);
    }
}

TEST(cvss_3_gives_the_scores_of_its_published_examples)
{
    static const example all[] = {
        {"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1}, {"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4},
        {"CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1}, {"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", 9.9},
        {"CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L", 4.2}, {"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 8.8},
        {"CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", 7.8}, {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5},
        {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8}, {"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N", 6.8},
        {"CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 6.8}, {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:L/A:N", 5.8},
        {"CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H", 9.3}, {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0}};
    check_all(all, countof(all));
}

TEST(cvss_3_takes_temporal_and_environmental_metrics)
{
    static const example all[] = {
        {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/RL:T/RC:X/MAV:P/MPR:X/MC:N/MA:N", 5.1},
        {"CVSS:3.1/AV:P/AC:L/PR:N/UI:R/S:C/C:N/I:L/A:H/RC:U/AR:H/MAV:N/MAC:H/MPR:H/MS:U/MC:N", 5.8},
        {"CVSS:3.1/AV:N/AC:H/PR:H/UI:N/S:C/C:N/I:L/A:H/E:H/CR:H/MAC:X/MS:C/MC:X", 6.6},
        {"CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:C/C:H/I:L/A:N/E:U/RL:O/RC:C/CR:M/MS:X/MI:N", 4.6},
        {"CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:C/C:H/I:N/A:H/E:P/RL:U/RC:U/IR:L/AR:M/MAV:A/MAC:H/MPR:X/MUI:R/MI:H", 6.6},
        {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:L/A:H/MAV:N/MPR:N/MUI:N/MI:L/MA:X", 10.0},
        {"CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:H/E:P/AR:X/MAV:X/MC:N/MI:X", 6.7},
        {"CVSS:3.1/AV:L/AC:H/PR:N/UI:R/S:U/C:N/I:L/A:H/E:P/RL:U/RC:U/IR:H/AR:L/MAV:A/MAC:L/MUI:X/MI:L/MA:N", 3.7}};
    check_all(all, countof(all));
}

TEST(cvss_4_gives_the_scores_of_its_published_examples)
{
    static const example all[] = {
        {"CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3},
        {"CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.7},
        {"CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", 8.3},
        {"CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N/CR:H/IR:L/AR:H/MAV:N/MAC:H/MVC:H/MVI:L/MVA:L",
         8.2},
        {"CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N", 4.6},
        {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N", 5.1},
        {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:A", 8.7},
        {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:A", 10},
        {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N", 6.9},
        {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0}};
    check_all(all, countof(all));
}

TEST(cvss_4_takes_threat_and_environmental_metrics)
{
    static const example all[] = {
        {"CVSS:4.0/AV:L/AC:H/AT:N/PR:N/UI:A/VC:H/VI:H/VA:N/SC:L/SI:N/SA:L/IR:X/AR:L/MAV:A/MAC:L/MAT:P/MPR:L/MUI:P/"
         "MVA:X/MSI:X/MSA:H",
         6.7},
        {"CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:A/VC:N/VI:L/VA:L/SC:L/SI:L/SA:H/E:U/CR:X/AR:X/MAV:X/MAC:H/MAT:X/MVC:H/MVA:L/"
         "MSA:X",
         1.7},
        {"CVSS:4.0/AV:P/AC:H/AT:N/PR:H/UI:A/VC:L/VI:L/VA:N/SC:L/SI:L/SA:H/E:A/CR:M/IR:X/AR:M/MAC:H/MAT:N/MVC:H/MVI:L/"
         "MVA:N/MSC:X/MSA:S",
         5.4},
        {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:N/VI:N/VA:H/SC:N/SI:H/SA:L/IR:X/MAV:N/MAC:X/MVI:H/MSC:N/MSA:N", 8.4},
        {"CVSS:4.0/AV:N/AC:L/AT:P/PR:L/UI:N/VC:H/VI:L/VA:H/SC:L/SI:N/SA:L/E:U/IR:X/MAV:X/MAC:X/MUI:N/MVC:X/MVI:L/MSC:L/"
         "MSA:S",
         5.9},
        {"CVSS:4.0/AV:N/AC:H/AT:P/PR:H/UI:N/VC:N/VI:L/VA:H/SC:L/SI:H/SA:H/E:X/CR:M/MAV:A/MAC:X/MAT:N/MPR:L/MVC:X/MVI:X/"
         "MVA:X/MSC:L/MSI:S/MSA:N",
         8.5},
        {"CVSS:4.0/AV:A/AC:L/AT:N/PR:H/UI:A/VC:L/VI:L/VA:L/SC:H/SI:L/SA:N/E:X/AR:H/MAV:A/MAT:N/MPR:L/MVC:H/MVA:L/MSC:N",
         5.2},
        {"CVSS:4.0/AV:N/AC:H/AT:P/PR:L/UI:N/VC:L/VI:H/VA:H/SC:N/SI:L/SA:N/CR:M/IR:M/AR:M/MAC:X/MSC:N/MSI:S", 7.4},
        {"CVSS:4.0/AV:A/AC:H/AT:P/PR:L/UI:N/VC:L/VI:L/VA:N/SC:L/SI:H/SA:N/AR:M/MAC:H/MAT:N/MVC:X/MVI:N/MSC:X/MSI:N",
         2.1},
        {"CVSS:4.0/AV:A/AC:H/AT:P/PR:N/UI:P/VC:H/VI:N/VA:L/SC:L/SI:H/SA:L/E:P/IR:L/AR:M/MAT:X/MPR:N/MUI:N/MVC:L/MVI:N/"
         "MSI:X",
         2.4},
        {"CVSS:4.0/AV:P/AC:L/AT:P/PR:N/UI:A/VC:L/VI:H/VA:L/SC:H/SI:L/SA:H/CR:H/MAV:A/MAC:H/MAT:P/MUI:P/MVC:X/MVI:H/"
         "MVA:N/MSI:H",
         7.2},
        {"CVSS:4.0/AV:L/AC:H/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:H/SI:H/SA:L/IR:L/AR:H/MAC:X/MUI:A/MVI:N/MSC:L/MSI:X/"
         "MSA:N",
         6.8}};
    check_all(all, countof(all));
}

// The worked example of the OWASP risk rating methodology: likelihood 4.375 (medium), technical impact 7.25, business 2.25.
TEST(owasp_takes_the_business_impact_where_it_is_known)
{
    rating r;
    str error;
    check(rate(test_arena, S("OWASP/SL:5/M:2/O:7/S:1/ED:3/EE:6/A:9/ID:2/LC:9/LI:7/LAV:5/LAC:8/FD:1/RD:2/NC:1/PV:5"), &r,
               &error));
    check_real(r.likelihood * 9, 4.375, 1e-9);
    check_real(r.consequence * 9, 2.25, 1e-9);
    check_str(r.severity, "Low");
    check(rate(test_arena, S("OWASP/SL:5/M:2/O:7/S:1/ED:3/EE:6/A:9/ID:2/LC:9/LI:7/LAV:5/LAC:8"), &r, &error));
    check_real(r.consequence * 9, 7.25, 1e-9);
    check_str(r.severity, "High");
}

TEST(what_is_no_vector_is_refused_with_what_is_wrong)
{
    static const struct {
        const char *vector, *says;
    } all[] = {
        {"", "begins with"},
        {"CVSS:2.0/AV:N", "begins with"},
        {"CVSS:3.1/AV:N", "AC is missing"},
        {"CVSS:3.1/AV:Q/AC:L", "AV cannot be"},
        {"CVSS:3.1/AV:N/AV:N", "twice"},
        {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/", "no metric"},
        {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:S/SI:N/SA:N", "SC cannot be"},
        {"OWASP/SL:10", "SL cannot be"},
        {"OWASP/SL:5", "is missing"},
    };
    for (int i = 0; i < countof(all); i++) {
        rating r;
        str error;
        check(!rate(test_arena, str_of(all[i].vector), &r, &error));
        check_has(error, all[i].says);
    }
}

TEST(a_share_becomes_a_step_of_any_scale)
{
    check_int(rating_step(0, 5), 1);
    check_int(rating_step(0.2, 5), 1);
    check_int(rating_step(0.21, 5), 2);
    check_int(rating_step(1, 5), 5);
    check_int(rating_step(1, 3), 3);
    check_int(rating_step(0.5, 10), 5);
}

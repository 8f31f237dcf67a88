/* Columns and the filter's field of what limits do. */
#include "config.h"

#include "support/column_says.h"
#include "support/test.h"

#include "work/column_say.h"
#include "work/filter.h"
#include "work/rows.h"

#define NOW_LOOP UINT64_C(1000000)

static void
limits_are_told_when_they_are_felt(void **state)
{
    static const struct {
        struct usage usage;
        const char *column, *text;
        enum tone tone;
        const char *field; /* "limit:" */
    } rows[] = {
        {{0}, "throttled", "-", TONE_DIM, ""},
        {{0}, "pressure", "-", TONE_DIM, ""},
        {{0}, "ooms", "-", TONE_DIM, ""},
        {{.has_pids = true, .pids = 7}, "pids-share", "-", TONE_DIM, ""},
        {{.has_throttled_percent = true}, "throttled", "0.0", TONE_DIM, ""},
        {{.has_throttled_percent = true, .throttled_percent = 2.5F},
         "throttled",
         "2.5",
         TONE_PLAIN,
         ""},
        {{.has_throttled_percent = true, .throttled_percent = 100},
         "throttled",
         "100.0",
         TONE_TROUBLE,
         "throttled"},
        {{.has_memory_pressure = true, .memory_pressure = 10},
         "pressure",
         "10.0",
         TONE_TROUBLE,
         "pressure"},
        {{.has_oom_kills = true}, "ooms", "0", TONE_DIM, ""},
        {{.has_oom_kills = true, .oom_kills = 3},
         "ooms",
         "3",
         TONE_TROUBLE,
         "oom"},
        {{.has_oom_kills = true, .oom_kills = UINT32_MAX},
         "ooms",
         ">9999",
         TONE_TROUBLE,
         "oom"},
        {{.has_pids = true, .pids = 50, .pids_limit = 200},
         "pids-share",
         "25.0",
         TONE_PLAIN,
         ""},
        {{.has_pids = true, .pids = 180, .pids_limit = 200},
         "pids-share",
         "90.0",
         TONE_TROUBLE,
         "pids"},
    };
    struct container value = fake_container("1", "web", STATE_RUNNING);
    struct container_row row = fake_row(&value);
    struct cell_context context = {.now_loop = NOW_LOOP};

    (void)state;
    row.usage_at = NOW_LOOP;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf field = BUF_INIT(256);

        row.usage = &rows[i].usage;
        assert_says(rows[i].column, &row, &context, rows[i].text, rows[i].tone);
        limits_say(&field, &row, &context);
        assert_string_equal(buf_text(&field), rows[i].field);
        buf_release(&field);
    }
    value.state = STATE_EXITED;
    assert_says("ooms", &row, &context, "", TONE_DIM);
}

/* Rows come and go with each sample, so the list is to look at each. */
static void
list_filtered_by_limits_is_live(void **state)
{
    static const struct {
        const char *filter;
        bool is_live, matches;
    } rows[] = {
        {"web", false, true},        {"state:running", false, true},
        {"limit:oom", true, true},   {"web limit:throttled", true, false},
        {"!limit:pids", true, true}, {"limit:re:^o", true, true},
    };
    struct container value = fake_container("1", "web", STATE_RUNNING);
    struct container_row row = fake_row(&value);
    struct usage usage = {.has_oom_kills = true, .oom_kills = 1};
    struct cell_context context = {.now_loop = NOW_LOOP};

    (void)state;
    row.usage_at = NOW_LOOP;
    row.usage = &usage;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct filter *filter =
            filter_new(&container_kind, str_of(rows[i].filter), NULL, NULL);
        struct rows_order order = {.kind = &container_kind, .filter = filter};

        assert_non_null(filter);
        assert_int_equal(rows_are_live(&order), rows[i].is_live);
        assert_int_equal(filter_matches(filter, &row, &context),
                         rows[i].matches);
        filter_free(filter);
    }
}

/* Nobody who has not asked for them loses room to them. */
static void
columns_of_limits_are_shown_when_chosen(void **state)
{
    static const char *const names[] = {"throttled", "pressure", "ooms",
                                        "pids-share"};

    (void)state;
    for (size_t i = 0; i < container_column_count; i++) {
        bool is_one = false;

        for (size_t k = 0; k < COUNT(names); k++)
            is_one |= column_of(names[k]) == &container_columns[i];
        assert_int_equal(container_columns[i].is_optional, is_one);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_told_when_they_are_felt),
        cmocka_unit_test(list_filtered_by_limits_is_live),
        cmocka_unit_test(columns_of_limits_are_shown_when_chosen),
    };

    return cmocka_run_group_tests_name("column limit", tests, NULL, NULL);
}

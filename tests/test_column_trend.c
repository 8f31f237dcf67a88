/*
 * What columns say of the last minutes: restarts, and CPU as a trend.
 */
#include "config.h"

#include "support/column_says.h"
#include "support/test.h"

#include "base/ring.h"
#include "base/text.h"
#include "base/timestamp.h"

#include <locale.h>

#define NOW_S INT64_C(1795212382)
#define NOW (NOW_S * SECOND_NS)
#define AGO(seconds) (NOW - (seconds)*SECOND_NS)

static void
what_keeps_restarting_says_so(void **state)
{
    static const struct {
        enum container_state state;
        uint32_t restarts;
        int64_t started; /* s ago */
        int exit_code;
        const char *text;
        enum tone tone;
    } rows[] = {
        {STATE_RUNNING, 2, 5, -1, "up 5s", TONE_GOOD},
        {STATE_RUNNING, 3, 5, -1, "restarting x3", TONE_TROUBLE},
        {STATE_RUNNING, 3, 599, -1, "restarting x3", TONE_TROUBLE},
        {STATE_RUNNING, 3, 601, -1, "up 10m", TONE_GOOD},
        {STATE_RESTARTING, 12, 5, 1, "restarting x12", TONE_TROUBLE},
        {STATE_RESTARTING, 12, 5, 0, "restarting x12", TONE_TROUBLE},
        {STATE_RESTARTING, 2, 5, 1, "restarting, exit 1", TONE_TROUBLE},
        {STATE_EXITED, 5, 5, 0, "exit 0", TONE_STOPPED},
    };
    const struct cell_context context = {.now_wall = NOW};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct container value = fake_container("1", "web", rows[i].state);
        struct container_row row = fake_row(&value);

        value.is_inspected = true;
        value.restart_count = rows[i].restarts;
        value.started = AGO(rows[i].started);
        value.exit_code = rows[i].exit_code;
        assert_says("state", &row, &context, rows[i].text, rows[i].tone);
        assert_true(strlen(rows[i].text) <= column_of("state")->width_max);
    }
}

static void
restarts_are_known_from_inspect(void **state)
{
    static const struct {
        bool is_inspected;
        uint32_t count;
        const char *text;
        enum tone tone;
    } rows[] = {
        {false, 0, "", TONE_DIM},
        {true, 0, "0", TONE_DIM},
        {true, 7, "7", TONE_PLAIN},
        {true, UINT32_MAX, "4294967k", TONE_PLAIN},
    };
    const struct cell_context context = {.now_wall = NOW};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct container value = fake_container("1", "web", STATE_RUNNING);
        struct container_row row = fake_row(&value);

        value.is_inspected = rows[i].is_inspected;
        value.restart_count = rows[i].count;
        assert_says("restarts", &row, &context, rows[i].text, rows[i].tone);
        assert_int_equal(column_of("restarts")->is_known(&row),
                         rows[i].is_inspected);
    }
}

/* A sample every `step` seconds, the last one at NOW_S. */
static void
history_make(struct ring *history, const double *percents, size_t count,
             int64_t step)
{
    ring_init(history, sizeof(struct moment), HISTORY_SAMPLES);
    for (size_t i = 0; i < count; i++) {
        struct moment moment = {
            .cpu = (float)percents[i],
            .read = AGO((int64_t)(count - 1 - i) * step),
        };

        ring_push(history, &moment);
    }
}

static void
the_trend_has_one_width(void **state)
{
    static const struct {
        const char *locale;
        double percents[10];
        size_t count;
        int64_t step; /* s between two samples */
        const char *text;
    } rows[] = {
        {"C", {0, 25, 50, 75, 100, 50}, 6, 20, "_.-==-"},
        /* what is small stays small */
        {"C", {0, 1, 2, 1, 0, 1}, 6, 20, "______"},
        {"C", {0, 0, 0, 0, 0, 9.9}, 6, 20, "_____="},
        /* a new one has no past, one that was not asked a hole */
        {"C", {100}, 1, 20, "     ="},
        {"C", {100, 0, 100}, 3, 40, " = _ ="},
        {"C", {-1}, 1, 20, "      "},
        /* only so much past, and means of it */
        {"C", {900, 900, 1, 1, 1, 1, 1, 1}, 8, 20, "______"},
        {"C.UTF-8",
         {0, 20, 40, 60, 80, 100},
         6,
         20,
         "\xe2\x96\x81\xe2\x96\x82\xe2\x96\x84"
         "\xe2\x96\x85\xe2\x96\x87\xe2\x96\x88"},
    };
    struct container value = fake_container("1", "web", STATE_RUNNING);
    struct container_row row = fake_row(&value);
    struct usage usage = {.has_cpu = true};
    size_t i;

    (void)state;
    row.usage = &usage;
    for (i = 0; i < COUNT(rows); i++) {
        struct ring history;
        struct store store = {.history = &history};
        struct cell_context context = {.store = &store};

        (void)setlocale(LC_CTYPE, rows[i].locale);
        history_make(&history, rows[i].percents, rows[i].count, rows[i].step);
        assert_int_equal(text_width(str_of(rows[i].text)),
                         column_of("trend")->width_max);
        assert_says("trend", &row, &context, rows[i].text, TONE_PLAIN);
        context.now_loop = USAGE_FRESH_MS + 1;
        assert_says("trend", &row, &context, rows[i].text, TONE_STALE);
        value.state = STATE_EXITED;
        assert_says("trend", &row, &context, "", TONE_DIM);
        value.state = STATE_RUNNING;
        store.history = NULL;
        assert_says("trend", &row, &context, "", TONE_DIM);
        ring_release(&history);
    }
    (void)setlocale(LC_CTYPE, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_keeps_restarting_says_so),
        cmocka_unit_test(restarts_are_known_from_inspect),
        cmocka_unit_test(the_trend_has_one_width),
    };

    (void)setlocale(LC_CTYPE, "");
    return cmocka_run_group_tests_name("column trend", tests, NULL, NULL);
}

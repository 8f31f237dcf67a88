/*
 * counted.c - work on a fixed input whose instructions callgrind counts:
 *
 *     valgrind --tool=callgrind --collect-atstart=no \
 *         --toggle-collect=counted counted NAME
 *
 * Only what counted() does is counted. Prints how many things it did.
 */
#include "config.h"

#include "bench/scene.h"
#include "support/data.h"

#include "base/json.h"
#include "engine/container.h"
#include "engine/sample.h"
#include "ui/views/panes.h"
#include "work/rows.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPIES 50
#define SAMPLES 100
#define ROWS 1000
#define SCREEN_ROWS 200
#define TEXT_LIMIT ((size_t)64 << 20)

/* What counted() does, and on what. */
struct work {
    size_t (*run)(struct work *work);
    struct buf text;
    struct world world;
    struct rows rows;
    struct rows_order order;
};

/* Found by its name. */
size_t counted(struct work *work) __attribute__((noinline));

size_t
counted(struct work *work)
{
    return work->run(work);
}

/* ---- decoding -------------------------------------------------------------
 */

/* An engine's recorded list, many times as one list. */
static void
prepare_list(struct work *work)
{
    char *text = data_read("engine/20.10/list.json");
    const char *first = strchr(text, '['), *last = strrchr(text, ']');

    assert_non_null(first);
    assert_non_null(last);
    (void)buf_add_char(&work->text, '[');
    for (size_t i = 0; i < COPIES; i++) {
        if (i > 0)
            (void)buf_add_char(&work->text, ',');
        (void)buf_add(&work->text, first + 1, (size_t)(last - first - 1));
    }
    (void)buf_add_char(&work->text, ']');
    free(text);
}

static bool
take(void *data, struct str element, struct err *err)
{
    struct container *container = container_decode_listed(element, err);

    if (!container)
        return false;
    container_free(container);
    ++*(size_t *)data;
    return true;
}

static size_t
decode_list(struct work *work)
{
    size_t count = 0;
    struct json_cutter *cutter = json_cutter_new(take, &count);
    struct err err;

    assert_true(json_cutter_feed(cutter, buf_str(&work->text), &err));
    assert_true(json_cutter_finish(cutter, &err));
    json_cutter_free(cutter);
    return count;
}

static void
prepare_sample(struct work *work)
{
    char *text = data_read("engine/20.10/stats-busy.json");

    (void)buf_add(&work->text, text, strcspn(text, "\n"));
    free(text);
}

static size_t
decode_samples(struct work *work)
{
    struct sample sample;
    struct err err;

    for (size_t i = 0; i < SAMPLES; i++)
        assert_true(sample_decode(&sample, buf_str(&work->text), &err));
    return SAMPLES;
}

/* ---- rows and pictures ----------------------------------------------------
 */

static void
prepare_rows(struct work *work)
{
    scene_init(&work->world, (struct size){160, 48}, ROWS);
    rows_init(&work->rows);
}

static void
prepare_sort(struct work *work)
{
    prepare_rows(work);
    work->order.column =
        column_find(container_columns, container_column_count, str_of("cpu"));
    assert_non_null(work->order.column);
}

static void
prepare_filter(struct work *work)
{
    prepare_rows(work);
    work->order.filter =
        filter_new(&container_kind, str_of("frontend-4 !42"), NULL, NULL);
    assert_non_null(work->order.filter);
}

static size_t
collect(struct work *work)
{
    const struct cell_context context = {.now_wall = WORLD_NOW};

    rows_collect(&work->rows, work->world.store, &work->order, &context);
    return ROWS;
}

static void
prepare_screen(struct work *work)
{
    unsigned seed = 2;

    scene_init(&work->world, (struct size){160, 48}, SCREEN_ROWS);
    scene_live(&work->world, SCREEN_ROWS, &seed);
}

/* A picture that is whole, and a log that has something new. */
static void
prepare_pane(struct work *work)
{
    struct app *app;

    prepare_screen(work);
    app = work->world.app;
    app_render(app, &work->world.grid);
    app_shown(app);
    view_mark(panes_child(app_view(app), PANE_LOGS));
}

static size_t
render(struct work *work)
{
    app_render(work->world.app, &work->world.grid);
    return 1;
}

static const struct {
    const char *name;
    void (*prepare)(struct work *work);
    size_t (*run)(struct work *work);
} works[] = {
    {"list", prepare_list, decode_list},
    {"sample", prepare_sample, decode_samples},
    {"sort", prepare_sort, collect},
    {"filter", prepare_filter, collect},
    {"render", prepare_screen, render},
    {"pane", prepare_pane, render},
};

int
main(int argc, char **argv)
{
    static struct work work = {.text = BUF_INIT(TEXT_LIMIT)};

    (void)setlocale(LC_ALL, "C.UTF-8");
    for (size_t i = 0; argc == 2 && i < COUNT(works); i++) {
        if (strcmp(works[i].name, argv[1]) != 0)
            continue;
        works[i].prepare(&work);
        work.run = works[i].run;
        (void)printf("units %zu\n", counted(&work));
        return 0;
    }
    (void)fprintf(stderr,
                  "usage: counted list|sample|sort|filter|render|pane\n");
    return 2;
}

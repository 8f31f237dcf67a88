/*
 * The first line of the screen.
 */
#include "config.h"

#include "support/fake_rows.h"
#include "support/test.h"

#include "ui/widgets/header.h"

#include <locale.h>

#define MIB ((uint64_t)1 << 20)
#define GIB ((uint64_t)1 << 30)
#define WIDTH 120

static void
memory_is_said_in_a_unit_that_shows_it(void **state)
{
    static const struct {
        uint64_t used, whole;
        const char *said;
    } rows[] = {
        {39 * GIB / 10, 156 * GIB / 10, "mem  3.9 of 15.6 GiB"},
        {62 * MIB / 5, 235 * GIB / 10, "mem  12.4 MiB of 23.5 GiB"},
        {GIB - 1, 16 * GIB, "mem 1024.0 MiB of 16.0 GiB"},
        {GIB, 16 * GIB, "mem  1.0 of 16.0 GiB"},
        {300 * 1024, 512 * MIB, "mem 300.0 KiB of 512.0 MiB"},
        {64 * MIB, 512 * MIB, "mem  64.0 of 512.0 MiB"},
        {64 * MIB, 0, "mem   64M"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct store store = {.engine_name = "local"};
        struct buf out = BUF_INIT(4096);
        struct grid grid;

        store.link.state = LINK_LIVE;
        store.totals.running = store.totals.sampled = 1;
        store.totals.memory = rows[i].used;
        store.totals.host.memory = rows[i].whole;
        grid_init(&grid);
        grid_resize(&grid, (struct size){WIDTH, 1});

        struct canvas canvas = canvas_whole(&grid);

        header_render(&canvas, &store, 0);
        grid_print(&out, &grid, false);
        if (!strstr(buf_text(&out), rows[i].said))
            fail_msg("%s: %s", rows[i].said, buf_text(&out));
        buf_release(&out);
        grid_release(&grid);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_said_in_a_unit_that_shows_it),
    };

    (void)setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * What `bayplan stats` and `bayplan images` print.
 */
#include "config.h"

#include "support/test.h"

#include "base/timestamp.h"
#include "cli/images.h"
#include "cli/stats_print.h"

#include <locale.h>

static const struct usage some = {
    .has_cpu = true,
    .cpu_percent = 12.345,
    .has_memory = true,
    .memory = 134217728,
    .memory_limit = 1073741824,
    .memory_percent = 12.5,
    .has_network = true,
    .network_rx = 1200,
    .network_tx = 80,
    .has_block = true,
    .block_read = 4096,
    .block_write = 0,
    .has_pids = true,
    .pids = 12,
    .pids_limit = 100,
    .has_throttling = true,
    .throttled_time = 2500000000,
    .has_throttled_percent = true,
    .throttled_percent = 12.5F,
    .has_oom_kills = true,
    .oom_kills = 1,
    .has_memory_pressure = true,
    .memory_pressure = 0.25F,
};

#define NO_LIMITS                                                              \
    "\"throttled_ns\":null,\"throttled_percent\":null,\"oom_kills\":null,"     \
    "\"memory_pressure_percent\":null}\n"

static void
a_line_of_stats_has_these_keys(void **state)
{
    static const struct usage no_limit = {
        .has_memory = true, .memory = 5, .has_pids = true, .pids = 1};
    static const struct {
        const struct usage *usage;
        const char *line;
    } rows[] = {
        {&some, "{\"id\":\"01\",\"name\":\"we\\\"b\",\"cpu_percent\":12.345,"
                "\"memory_bytes\":134217728,\"memory_limit_bytes\":1073741824,"
                "\"memory_percent\":12.5,\"network_rx_bytes\":1200,"
                "\"network_tx_bytes\":80,\"block_read_bytes\":4096,"
                "\"block_write_bytes\":0,\"pids\":12,\"pids_limit\":100,"
                "\"throttled_ns\":2500000000,\"throttled_percent\":12.5,"
                "\"oom_kills\":1,\"memory_pressure_percent\":0.25}\n"},
        {&no_limit, "{\"id\":\"01\",\"name\":\"we\\\"b\",\"cpu_percent\":null,"
                    "\"memory_bytes\":5,\"memory_limit_bytes\":null,"
                    "\"memory_percent\":null,\"network_rx_bytes\":null,"
                    "\"network_tx_bytes\":null,\"block_read_bytes\":null,"
                    "\"block_write_bytes\":null,\"pids\":1,\"pids_limit\":"
                    "null," NO_LIMITS},
        {NULL, "{\"id\":\"01\",\"name\":\"we\\\"b\",\"cpu_percent\":null,"
               "\"memory_bytes\":null,\"memory_limit_bytes\":null,"
               "\"memory_percent\":null,\"network_rx_bytes\":null,"
               "\"network_tx_bytes\":null,\"block_read_bytes\":null,"
               "\"block_write_bytes\":null,\"pids\":null,\"pids_limit\":"
               "null," NO_LIMITS},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = BUF_INIT(4096);

        assert_true(stats_print_json(&out, "01", "we\"b", rows[i].usage));
        assert_string_equal(buf_text(&out), rows[i].line);
        buf_release(&out);
    }
}

static void
a_row_of_stats_stands_below_its_head(void **state)
{
    struct buf head = BUF_INIT(4096), row = BUF_INIT(4096),
               empty = BUF_INIT(4096);

    (void)state;
    assert_true(stats_print_head(&head));
    assert_true(stats_print_row(&row, "web\033[2J", &some));
    assert_true(stats_print_row(&empty, "old", NULL));
    assert_int_equal(head.len, empty.len);
    assert_null(strchr(buf_text(&row), '\033'));
    assert_non_null(strstr(buf_text(&row), "12.35%"));
    assert_non_null(strstr(buf_text(&row), "128MiB / 1GiB"));
    assert_non_null(strstr(buf_text(&row), "1.2kB / 80B"));
    assert_null(strpbrk(buf_text(&empty) + 3, "0123456789"));
    buf_release(&head);
    buf_release(&row);
    buf_release(&empty);
}

static void
a_line_of_images_is_a_reference(void **state)
{
    static const struct image image = {.id = "sha256:01",
                                       .created = 1795212382 * SECOND_NS,
                                       .size = 182000000};
    struct buf out = BUF_INIT(4096);

    (void)state;
    assert_true(images_print_json(&out, &image, "shop/web:1.4", 2));
    assert_true(images_print_json(&out, &image, NULL, 0));
    assert_string_equal(
        buf_text(&out),
        "{\"id\":\"sha256:01\",\"reference\":\"shop/web:1.4\","
        "\"created\":1795212382,\"size_bytes\":182000000,\"used_by\":2}\n"
        "{\"id\":\"sha256:01\",\"reference\":null,"
        "\"created\":1795212382,\"size_bytes\":182000000,\"used_by\":0}\n");
    buf_release(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_of_stats_has_these_keys),
        cmocka_unit_test(a_row_of_stats_stands_below_its_head),
        cmocka_unit_test(a_line_of_images_is_a_reference),
    };

    (void)setlocale(LC_CTYPE, "");
    return cmocka_run_group_tests_name("stats print", tests, NULL, NULL);
}

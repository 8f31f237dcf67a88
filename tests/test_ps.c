/*
 * `bayplan ps`: what it prints, and what it ends with.
 */
#include "config.h"

#include "support/test.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "cli/ps.h"
#include "cli/ps_print.h"
#include "engine/find.h"
#include "loop/timer.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#define NOW_S INT64_C(1795212382)

/* ---- in place of the engine: one that lists what a test has */

struct engine {
    struct loop *loop;
};

static struct {
    const char *report; /* of the search, when there is no engine */
    const struct container *containers;
    size_t count;
    struct err failure; /* of the list, when text is set */
    bool asked_all;
} world;

struct find {
    struct timer *timer;
    struct loop *loop;
    void (*done)(void *data, const struct find_result *result);
    void *data;
};

static void
find_end(void *data)
{
    struct find *find = data;
    struct find_result result = {.name = "local"};

    if (world.report) {
        result.report = str_of(world.report);
    } else {
        result.engine = xcalloc(1, sizeof(*result.engine));
        result.engine->loop = find->loop;
    }
    find->done(find->data, &result);
    timer_free(find->timer);
    free(find);
}

struct find *
find_engine(struct loop *loop, const struct candidates *candidates,
            void (*done)(void *data, const struct find_result *result),
            void *data)
{
    struct find *find = xcalloc(1, sizeof(*find));

    (void)candidates;
    find->loop = loop;
    find->done = done;
    find->data = data;
    find->timer = timer_new(loop, "find", find_end, find);
    timer_start(find->timer, 0, 0);
    return find;
}

struct call {
    struct timer *timer;
    void (*each)(void *data, struct container *container);
    call_done_fn done;
    void *data;
};

static void
list_end(void *data)
{
    struct call *call = data;
    size_t i;

    for (i = 0; i < world.count; i++)
        call->each(call->data, container_new(&world.containers[i]));
    call->done(call->data, world.failure.text[0] ? &world.failure : NULL);
    timer_free(call->timer);
    free(call);
}

struct call *
engine_list_containers(struct engine *engine, bool all,
                       void (*each)(void *data, struct container *container),
                       call_done_fn done, void *data)
{
    struct call *call = xcalloc(1, sizeof(*call));

    world.asked_all = all;
    call->each = each;
    call->done = done;
    call->data = data;
    call->timer = timer_new(engine->loop, "list", list_end, call);
    timer_start(call->timer, 0, 0);
    return call;
}

void
engine_close(struct engine *engine)
{
    free(engine);
}

/* ---- running it */

struct printed {
    int status;
    char *out, *errors;
};

static struct printed
run(const struct ps_options *options)
{
    const struct candidates none = {.count = 0};
    struct printed printed;
    size_t out_size, errors_size;
    FILE *out = open_memstream(&printed.out, &out_size);
    FILE *errors = open_memstream(&printed.errors, &errors_size);

    assert_non_null(out);
    assert_non_null(errors);
    printed.status = ps_run(&none, options, out, errors);
    (void)fclose(out);
    (void)fclose(errors);
    return printed;
}

static void
printed_release(struct printed *printed)
{
    free(printed->out);
    free(printed->errors);
}

static int
world_clear(void **state)
{
    (void)state;
    memset(&world, 0, sizeof(world));
    return 0;
}

static const struct port web_ports[] = {
    {"", "tcp", 443, 0},
    {"0.0.0.0", "tcp", 80, 8080},
    {"::", "tcp", 80, 8080},
};

static struct container
web(void)
{
    return (struct container){
        .id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd"
              "ef",
        .name = "web",
        .image = "shop/web:1.4",
        .image_id = "sha256:1",
        .command = "run",
        .status = "Up 3 hours (healthy)",
        .project = "shop",
        .service = "web",
        .stop_signal = "",
        .error = "",
        .state = STATE_RUNNING,
        .health = HEALTH_HEALTHY,
        .created = NOW_S * SECOND_NS + 999999999,
        .exit_code = EXIT_UNKNOWN,
        .status_age = 10800,
        .stop_timeout = -1,
        .ports = web_ports,
        .port_count = COUNT(web_ports),
    };
}

static struct container
worker(void)
{
    struct container value = web();

    value.id = "ffff456789abcdef0123456789abcdef0123456789abcdef0123456789ab"
               "cdef";
    value.name = "worker";
    value.image = "busybox";
    value.status = "Exited (137) 2 minutes ago";
    value.project = "";
    value.state = STATE_EXITED;
    value.health = HEALTH_NONE;
    value.exit_code = 137;
    value.status_age = 120;
    value.port_count = 0;
    return value;
}

static void
an_object_a_line_has_its_keys_in_order(void **state)
{
    const struct container containers[] = {web(), worker()};
    struct printed printed;

    (void)state;
    world.containers = containers;
    world.count = COUNT(containers);
    printed = run(&(struct ps_options){.json = true});
    assert_int_equal(printed.status, 0);
    assert_string_equal(printed.errors, "");
    assert_string_equal(
        printed.out,
        "{\"id\":\"0123456789abcdef0123456789abcdef0123456789abcdef01234567"
        "89abcdef\",\"name\":\"web\",\"image\":\"shop/web:1.4\","
        "\"state\":\"running\",\"status\":\"Up 3 hours (healthy)\","
        "\"health\":\"healthy\",\"project\":\"shop\",\"created\":1795212382,"
        "\"ports\":[{\"ip\":null,\"private\":443,\"public\":null,"
        "\"type\":\"tcp\"},{\"ip\":\"0.0.0.0\",\"private\":80,"
        "\"public\":8080,\"type\":\"tcp\"},{\"ip\":\"::\",\"private\":80,"
        "\"public\":8080,\"type\":\"tcp\"}]}\n"
        "{\"id\":\"ffff456789abcdef0123456789abcdef0123456789abcdef01234567"
        "89abcdef\",\"name\":\"worker\",\"image\":\"busybox\","
        "\"state\":\"exited\",\"status\":\"Exited (137) 2 minutes ago\","
        "\"health\":null,\"project\":null,\"created\":1795212382,"
        "\"ports\":[]}\n");
    printed_release(&printed);
}

static void
a_filter_leaves_what_matches(void **state)
{
    static const struct {
        const char *filter, *names;
    } rows[] = {
        {"", "web worker "},
        {"name:work", "worker "},
        {"state:exited", "worker "},
        {"busybox", "worker "},
        {"!busybox", "web "},
        {"project:shop", "web "},
        {"re:^w.b$", "web "},
        {"health:healthy port:8080", "web "},
        {"ffff456789abcdef", "worker "},
        {"nothing", ""},
    };
    const struct container containers[] = {web(), worker()};

    (void)state;
    world.containers = containers;
    world.count = COUNT(containers);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct filter *filter =
            filter_new(&container_kind, str_of(rows[i].filter), NULL, NULL);
        struct printed printed =
            run(&(struct ps_options){.json = true, .filter = filter});
        struct buf names = BUF_INIT(64);

        for (size_t k = 0; k < COUNT(containers); k++)
            if (strstr(printed.out, containers[k].id))
                (void)buf_addf(&names, "%s ", containers[k].name);
        assert_int_equal(printed.status, 0);
        assert_string_equal(buf_text(&names), rows[i].names);
        buf_release(&names);
        printed_release(&printed);
        filter_free(filter);
    }
}

static void
what_is_not_known_is_null(void **state)
{
    struct container value = web();
    struct buf out = BUF_INIT(4096);

    (void)state;
    value.name = value.image = value.status = value.project = "";
    value.state = STATE_UNKNOWN;
    value.health = HEALTH_NONE;
    value.created = TIMESTAMP_NONE;
    value.port_count = 0;
    assert_true(ps_print_json(&out, &value));
    assert_string_equal(
        buf_text(&out),
        "{\"id\":\"0123456789abcdef0123456789abcdef0123456789abcdef01234567"
        "89abcdef\",\"name\":null,\"image\":null,\"state\":null,"
        "\"status\":null,\"health\":null,\"project\":null,\"created\":null,"
        "\"ports\":[]}\n");
    buf_release(&out);
}

static void
hostile_text_stays_json_on_one_line(void **state)
{
    struct container value = web();
    struct buf out = BUF_INIT(8192);
    struct json *json;
    struct err err = ERR_INIT;
    size_t i;

    (void)state;
    value.name = "a\"},\n{\"b\":\x1b[2J\x7f\xc2\x9b \xff\xe2\x80\xae";
    value.project = "\\";
    assert_true(ps_print_json(&out, &value));
    for (i = 0; i + 1 < out.len; i++)
        assert_true((unsigned char)out.at[i] >= ' ' &&
                    (unsigned char)out.at[i] != 0x7f);
    assert_null(strstr(buf_text(&out), "\xc2\x9b"));
    assert_null(strstr(buf_text(&out), "\xe2\x80\xae"));
    json = json_parse(buf_str(&out), &err);
    assert_non_null(json);
    assert_int_equal(json_count(json), 9);
    assert_string_equal(json_text(json_find(json, "project")), "\\");
    json_free(json);
    buf_release(&out);
}

static void
a_table_is_as_wide_as_its_words(void **state)
{
    const struct container containers[] = {web(), worker()};
    struct printed printed;

    (void)state;
    world.containers = containers;
    world.count = COUNT(containers);
    printed = run(&(struct ps_options){.all = true});
    assert_int_equal(printed.status, 0);
    assert_true(world.asked_all);
    assert_string_equal(printed.out,
                        "NAME     STATE         PORTS          IMAGE          "
                        "PROJECT   ID\n"
                        "web      up 3h ok      8080->80 443   shop/web:1.4   "
                        "shop      0123456789ab\n"
                        "worker   exit 137 2m                  busybox        "
                        "          ffff456789ab\n");
    printed_release(&printed);
}

static void
a_table_is_harmless(void **state)
{
    struct container value = web();
    struct printed printed;

    (void)state;
    value.name = "web\033[2J\n\xe2\x80\xae\xe6\x97\xa5";
    value.image = "\xff\xc2\x9b";
    value.project = "a\tb";
    world.containers = &value;
    world.count = 1;
    printed = run(&(struct ps_options){.all = false});
    assert_int_equal(printed.status, 0);
    assert_false(world.asked_all);
    /* A cell for each bad character, two for the wide one. */
    assert_string_equal(
        printed.out,
        "NAME          STATE      PORTS          IMAGE   PROJECT   ID\n"
        "web\xef\xbf\xbd[2J \xef\xbf\xbd\xe6\x97\xa5   up 3h ok   "
        "8080->80 443   \xef\xbf\xbd\xef\xbf\xbd      a b       "
        "0123456789ab\n");
    printed_release(&printed);
}

static void
no_containers_are_a_header_or_nothing(void **state)
{
    struct printed printed = run(&(struct ps_options){.json = true});

    (void)state;
    assert_int_equal(printed.status, 0);
    assert_string_equal(printed.out, "");
    printed_release(&printed);
    printed = run(&(struct ps_options){.json = false});
    assert_string_equal(printed.out,
                        "NAME   STATE   PORTS   IMAGE   PROJECT   ID\n");
    printed_release(&printed);
}

static void
without_an_engine_it_says_what_was_tried(void **state)
{
    struct printed printed;

    (void)state;
    world.report = "no engine answered\n  local: \033[31mrefused\n";
    printed = run(&(struct ps_options){.json = true});
    assert_int_equal(printed.status, 3);
    assert_string_equal(printed.out, "");
    assert_string_equal(printed.errors, "no engine answered\n"
                                        "  local: \xef\xbf\xbd[31mrefused\n");
    printed_release(&printed);
}

static void
a_list_that_breaks_prints_nothing(void **state)
{
    const struct container value = web();
    struct printed printed;

    (void)state;
    world.containers = &value;
    world.count = 1;
    (void)err_set_kind(&world.failure, ERR_SERVER, "oops\033[2J\nforged");
    printed = run(&(struct ps_options){.json = true});
    assert_int_equal(printed.status, 1);
    assert_string_equal(printed.out, "");
    assert_string_equal(printed.errors, "bayplan: listing the containers: "
                                        "oops\xef\xbf\xbd[2J forged\n");
    printed_release(&printed);
}

static void
what_cannot_be_written_is_a_failure(void **state)
{
    const struct container value = web();
    const struct candidates none = {.count = 0};
    const struct ps_options options = {.json = true};
    FILE *full = fopen("/dev/full", "w");
    char *errors;
    size_t size;
    FILE *stream = open_memstream(&errors, &size);

    (void)state;
    assert_non_null(full);
    world.containers = &value;
    world.count = 1;
    assert_int_equal(ps_run(&none, &options, full, stream), 1);
    (void)fclose(full);
    (void)fclose(stream);
    assert_string_equal(errors, "bayplan: writing the containers: No space "
                                "left on device\n");
    free(errors);
}

int
main(void)
{
#define IN_A_WORLD(test) cmocka_unit_test_setup(test, world_clear)
    const struct CMUnitTest tests[] = {
        IN_A_WORLD(an_object_a_line_has_its_keys_in_order),
        IN_A_WORLD(a_filter_leaves_what_matches),
        IN_A_WORLD(what_is_not_known_is_null),
        IN_A_WORLD(hostile_text_stays_json_on_one_line),
        IN_A_WORLD(a_table_is_as_wide_as_its_words),
        IN_A_WORLD(a_table_is_harmless),
        IN_A_WORLD(no_containers_are_a_header_or_nothing),
        IN_A_WORLD(without_an_engine_it_says_what_was_tried),
        IN_A_WORLD(a_list_that_breaks_prints_nothing),
        IN_A_WORLD(what_cannot_be_written_is_a_failure),
    };

    (void)setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("ps", tests, NULL, NULL);
}

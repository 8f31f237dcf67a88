/* Answers of calls: lists, documents, streams, and leaving them early. */
#include "support/test.h"

#include "support/heard.h"

#include <string.h>

#define ID "aa00000000000000000000000000000000000000000000000000000000000001"

/* ---- lists ---- */

#define ELEMENT(id) "{\"Id\":\"" id "\",\"Names\":[\"/" id "\"]}"

static void
list_comes_element_by_element(void **state)
{
    static const struct script_rule rules[] = {
        {"GET */containers/json*",
         .steps = {SCRIPT_CHUNKED, SCRIPT_CHUNK("[" ELEMENT("a") ",{\"Id"),
                   SCRIPT_WAIT("more"),
                   SCRIPT_CHUNK("\":\"b\",\"Names\":[\"b\"]}]\n"),
                   SCRIPT_LAST_CHUNK}},
        {.pattern = NULL},
    };
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_engine(&f, rules);
    (void)send_call(f.engine, LIST, "", &heard);
    assert_int_equal(engine_requests(f.engine), 1);
    TALK_UNTIL(&f.talk, heard.units == 1);
    assert_int_equal(heard.dones, 0);
    script_go(f.talk.script, "more");
    TALK_UNTIL(&f.talk, heard.dones);
    assert_true(heard.worked);
    assert_string_equal(heard.names, "ab");
    assert_int_equal(engine_requests(f.engine), 0);
    close_engine(&f);
}

static void
spoilt_list_is_an_error(void **state)
{
    static const struct {
        const char *body;
        int units;
        const char *text;
    } rows[] = {
        {"[]", 0, ""},
        {"[" ELEMENT("a") ",{}]", 1,
         "the list of containers: a container without an id"},
        {"[" ELEMENT("a") ",7]", 1,
         "the list of containers: a container is no object"},
        {"[" ELEMENT("a") ",", 1, "the list of containers: "},
        {"{\"message\":\"x\"}", 0, "the list of containers: "},
        {"<html>", 0, "the list of containers: "},
        {"", 0, "the list of containers: "},
    };
    struct fixture f;
    struct heard heard = {0};
    size_t i;

    (void)state;
    open_engine(&f, NULL);
    for (i = 0; i < COUNT(rows); i++) {
        script_set(f.talk.script, "GET */containers/json*", 200, NULL,
                   rows[i].body);
        hear(&f, LIST, "", &heard);
        print_message("# %s\n", heard.err.text);
        assert_int_equal(heard.units, rows[i].units);
        assert_int_equal(heard.worked, rows[i].text[0] == '\0');
        assert_memory_equal(heard.err.text, rows[i].text, strlen(rows[i].text));
    }
    close_engine(&f);
}

static void
images_come_element_by_element(void **state)
{
    static const struct {
        const char *body;
        int units;
        const char *text;
    } rows[] = {
        {"[]", 0, ""},
        {"[{\"Id\":\"sha256:a\"},{\"Id\":\"b\"}]", 2, ""},
        {"[{\"Id\":\"a\"},{}]", 1,
         "the list of images: an image without an id"},
        {"[{\"Id\":\"a\"},[]]", 1, "the list of images: an image is no object"},
        {"[{\"Id\":\"a\"},", 1, "the list of images: "},
        {"", 0, "the list of images: "},
    };
    struct fixture f;
    struct heard heard = {0};
    size_t i;

    (void)state;
    open_engine(&f, NULL);
    for (i = 0; i < COUNT(rows); i++) {
        script_set(f.talk.script, "GET */images/json", 200, NULL, rows[i].body);
        hear(&f, IMAGES, "", &heard);
        assert_int_equal(heard.units, rows[i].units);
        assert_int_equal(heard.worked, rows[i].text[0] == '\0');
        assert_memory_equal(heard.err.text, rows[i].text, strlen(rows[i].text));
        if (heard.units == 2)
            assert_string_equal(heard.names, "sha256:asha256:b");
    }
    close_engine(&f);
}

/* ---- documents ---- */

static void
inspect_gives_the_container(void **state)
{
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_engine(&f, NULL);
    script_set(f.talk.script, "GET *", 200, NULL,
               "{\"Id\":\"" ID "\",\"Name\":\"/web\"}\n");
    hear(&f, INSPECT, ID, &heard);
    assert_true(heard.worked);
    assert_string_equal(heard.container->name, "web");
    assert_true(heard.container->is_inspected);
    container_free(heard.container);
    script_set(f.talk.script, "GET *", 200, NULL, "{}");
    hear(&f, INSPECT, ID, &heard);
    assert_string_equal(heard.err.text,
                        "the engine's answer: a container without an id");
    close_engine(&f);
}

static void
answer_without_end_is_refused(void **state)
{
    static const struct script_rule rules[] = {
        {"GET *json",
         .steps = {SCRIPT_SEND("HTTP/1.1 200 OK\r\n\r\n"),
                   SCRIPT_REPEAT("{\"a\":[[[[[[[[[[", 400000), SCRIPT_HANG}},
        {.pattern = NULL},
    };
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_engine(&f, rules);
    hear(&f, INSPECT, ID, &heard);
    assert_int_equal(heard.err.kind, ERR_LIMIT);
    assert_string_equal(heard.err.text,
                        "the engine's answer is larger than 4 MiB");
    close_engine(&f);
}

static void
text_is_the_whole_answer_as_it_came(void **state)
{
    static const enum which calls[] = {READ_CONTAINER, READ_IMAGE};
    static const struct {
        int status;
        const char *body;
        const char *text;
        const char *error;
    } rows[] = {
        {200, "{\"Id\" : 1.50,\n\t\"a\":1}\n", "{\"Id\" : 1.50,\n\t\"a\":1}\n",
         ""},
        {200, "not JSON", "not JSON", ""},
        {404, "{\"message\":\"No such thing\"}", "", "No such thing"},
    };
    struct fixture f;
    struct heard heard = {0};
    size_t i, j;

    (void)state;
    open_engine(&f, NULL);
    for (i = 0; i < COUNT(rows); i++)
        for (j = 0; j < COUNT(calls); j++) {
            script_set(f.talk.script, "GET *json", rows[i].status, NULL,
                       rows[i].body);
            hear(&f, calls[j], "a1", &heard);
            assert_string_equal(heard.names, rows[i].text);
            assert_string_equal(heard.err.text, rows[i].error);
        }
    close_engine(&f);
}

/* The first rows were recorded from 20.10. */
static void
removal_counts_references_and_layers(void **state)
{
    static const struct {
        const char *body;
        size_t untagged, deleted;
        const char *error;
    } rows[] = {
        {"[{\"Untagged\":\"registry.example:5000/team/tool:1.0\"}]\n", 1, 0,
         ""},
        {"[{\"Untagged\":\"test/away:1\"},{\"Deleted\":\"sha256:b5054ae826b4"
         "2c40621890e680148f028d54ca578290782fc3e924541b209e2d\"}]\n",
         1, 1, ""},
        {"[{\"Untagged\":\"n:1\"},{\"Untagged\":\"n@sha256:ab\"},"
         "{\"Deleted\":\"sha256:1\"},{\"Deleted\":\"sha256:2\"}]",
         1, 2, ""},
        {"[]", 0, 0, ""},
        {"[{\"Untagged\":7},7]", 0, 0, ""},
        {"{}", 0, 0, "the engine's answer: it is no list"},
        {"[", 0, 0, "the engine's answer: "},
    };
    struct fixture f;
    struct heard heard = {0};
    size_t i;

    (void)state;
    open_engine(&f, NULL);
    for (i = 0; i < COUNT(rows); i++) {
        script_set(f.talk.script, "DELETE */images/*", 200, NULL, rows[i].body);
        hear(&f, REMOVE_IMAGE, "a1", &heard);
        assert_int_equal(heard.removal.untagged, rows[i].untagged);
        assert_int_equal(heard.removal.deleted, rows[i].deleted);
        assert_memory_equal(heard.err.text, rows[i].error,
                            strlen(rows[i].error));
        assert_int_equal(heard.worked, rows[i].error[0] == '\0');
    }
    close_engine(&f);
}

static void
host_has_processors_and_memory(void **state)
{
    static const struct {
        const char *body;
        unsigned cpus;
        uint64_t memory;
        bool worked;
    } rows[] = {
        {"{\"NCPU\":8,\"MemTotal\":16777216000}", 8, 16777216000, true},
        {"{\"NCPU\":-1,\"MemTotal\":\"much\"}", 0, 0, true},
        {"{}", 0, 0, true},
        {"{", 0, 0, false},
    };
    struct fixture f;
    struct heard heard = {0};
    size_t i;

    (void)state;
    open_engine(&f, NULL);
    for (i = 0; i < COUNT(rows); i++) {
        script_set(f.talk.script, "GET */info", 200, NULL, rows[i].body);
        hear(&f, HOST, "", &heard);
        assert_int_equal(heard.worked, rows[i].worked);
        assert_int_equal(heard.host.cpus, rows[i].cpus);
        assert_int_equal(heard.host.memory, rows[i].memory);
    }
    close_engine(&f);
}

/* ---- streams ---- */

#define EVENT(action, nano)                                                    \
    "{\"Type\":\"container\",\"Action\":\"" action                             \
    "\",\"Actor\":{\"ID\":\"a\"},\"timeNano\":" nano "}\n"

static size_t
push(struct fixture *f, const char *text)
{
    return script_push(f->talk.script, "GET *", text, strlen(text));
}

static void
events_come_as_they_happen(void **state)
{
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_engine(&f, NULL);
    script_set_stream(f.talk.script, "GET */events*");
    (void)send_call(f.engine, EVENTS, "", &heard);
    TALK_UNTIL(&f.talk, heard.opened);
    assert_int_equal(engine_streams(f.engine), 1);
    assert_int_equal(engine_requests(f.engine), 0);
    assert_int_equal(push(&f, EVENT("start", "5")), 1);
    TALK_UNTIL(&f.talk, heard.units == 1);
    assert_string_equal(heard.event.action, "start");
    assert_string_equal(heard.event.time, "0.000000005");
    (void)push(&f, EVENT("die", "6") "{\"Type\":\"cont");
    TALK_UNTIL(&f.talk, heard.units == 2);
    (void)push(&f, "ainer\",\"Action\":\"oom\",\"Actor\":{\"ID\":\"a\"},"
                   "\"timeNano\":7}\n");
    TALK_UNTIL(&f.talk, heard.units == 3);
    assert_string_equal(heard.event.action, "oom");
    assert_int_equal(heard.dones, 0);
    (void)script_end(f.talk.script, "GET *");
    TALK_UNTIL(&f.talk, heard.dones);
    assert_int_equal(heard.opened, 1);
    assert_int_equal(heard.err.kind, ERR_UNREACHABLE);
    assert_string_equal(heard.err.text,
                        "the engine ended the stream of events");
    close_engine(&f);
}

static void
malformed_event_ends_the_stream(void **state)
{
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_engine(&f, NULL);
    script_set_stream(f.talk.script, "GET */events*");
    (void)send_call(f.engine, EVENTS, "", &heard);
    TALK_UNTIL(&f.talk, heard.opened);
    (void)push(&f, EVENT("start", "5") "{}\n" EVENT("die", "6"));
    TALK_UNTIL(&f.talk, heard.dones);
    assert_int_equal(heard.units, 1);
    assert_string_equal(heard.err.text,
                        "the stream of events: an event without an action");
    close_engine(&f);
}

static void
refused_stream_does_not_open(void **state)
{
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_engine(&f, NULL);
    script_set(f.talk.script, "GET */events*", 403, NULL,
               "{\"message\":\"no events for you\"}");
    hear(&f, EVENTS, "", &heard);
    assert_int_equal(heard.opened, 0);
    assert_int_equal(heard.err.kind, ERR_DENIED);
    assert_string_equal(heard.err.text, "no events for you");
    close_engine(&f);
}

#define SAMPLE "{\"read\":\"2026-11-21T08:49:37Z\",\"pids_stats\":{\"current\":"

static void
statistics_end_cleanly(void **state)
{
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_engine(&f, NULL);
    script_set_stream(f.talk.script, "GET */stats?stream=1");
    (void)send_call(f.engine, STATS, "a1", &heard);
    TALK_UNTIL(&f.talk, script_streams(f.talk.script, "GET *") == 1);
    (void)push(&f, SAMPLE "3}}\n" SAMPLE "4}}\n");
    TALK_UNTIL(&f.talk, heard.units == 2);
    assert_int_equal(heard.sample.pids, 4);
    (void)script_end(f.talk.script, "GET *");
    TALK_UNTIL(&f.talk, heard.dones);
    assert_true(heard.worked);
    close_engine(&f);
}

static void
one_sample_needs_no_newline(void **state)
{
    static const struct {
        const char *body;
        int units;
        bool worked;
    } rows[] = {
        {SAMPLE "3}}\n", 1, true},
        {SAMPLE "3}}", 1, true},
        {"", 0, true}, /* Podman, of a stopped container */
        {SAMPLE, 0, false},
        {"{}\n", 0, false},
    };
    struct fixture f;
    struct heard heard = {0};
    size_t i;

    (void)state;
    open_engine(&f, NULL);
    for (i = 0; i < COUNT(rows); i++) {
        script_set(f.talk.script, "GET */stats?stream=0*", 200, NULL,
                   rows[i].body);
        hear(&f, STATS_ONCE, "a1", &heard);
        assert_int_equal(heard.units, rows[i].units);
        assert_int_equal(heard.worked, rows[i].worked);
    }
    close_engine(&f);
}

static void
broken_stream_is_an_error(void **state)
{
    static const enum which streams[] = {EVENTS, STATS};
    struct fixture f;
    struct heard heard;
    size_t i;

    (void)state;
    open_engine(&f, NULL);
    script_set_stream(f.talk.script, "GET */events*");
    script_set_stream(f.talk.script, "GET */stats*");
    for (i = 0; i < COUNT(streams); i++) {
        heard = (struct heard){0};
        (void)send_call(f.engine, streams[i], "a1", &heard);
        TALK_UNTIL(&f.talk, script_streams(f.talk.script, "GET *") == 1);
        (void)script_cut(f.talk.script, "GET *", false);
        TALK_UNTIL(&f.talk, heard.dones);
        assert_false(heard.worked);
        assert_int_equal(heard.err.kind, ERR_UNREACHABLE);
    }
    close_engine(&f);
}

/* ---- leaving early ---- */

static void
cancelled_call_is_done_once_and_later(void **state)
{
    static const enum which calls[] = {
        LIST, INSPECT, EVENTS,         STATS,      START,
        HOST, IMAGES,  READ_CONTAINER, READ_IMAGE, REMOVE_IMAGE,
    };
    static const struct script_rule rules[] = {
        {"GET /_ping", .steps = {SCRIPT_ANSWER(200, "OK")}},
        {"*", .steps = {SCRIPT_HANG}},
        {.pattern = NULL},
    };
    struct fixture f;
    struct heard heard;
    size_t i;

    (void)state;
    open_engine(&f, rules);
    for (i = 0; i < COUNT(calls); i++) {
        heard = (struct heard){0};
        heard.call = send_call(f.engine, calls[i], "a1", &heard);
        call_cancel(heard.call);
        call_cancel(heard.call);
        assert_int_equal(heard.dones, 0);
        TALK_UNTIL(&f.talk, heard.dones);
        assert_int_equal(heard.dones, 1);
        assert_int_equal(heard.err.kind, ERR_CANCELLED);
    }
    close_engine(&f);
}

static void
nothing_comes_after_a_cancel_from_inside(void **state)
{
    static const struct {
        enum which which;
        const char *body;
    } rows[] = {
        {LIST, "[" ELEMENT("a") "," ELEMENT("b") "," ELEMENT("c") "]"},
        {IMAGES, "[{\"Id\":\"a\"},{\"Id\":\"b\"},{\"Id\":\"c\"}]"},
        {EVENTS, EVENT("start", "5") EVENT("die", "6") EVENT("die", "7")},
        {STATS, SAMPLE "3}}\n" SAMPLE "4}}\n" SAMPLE "5}}\n"},
        {STATS_ONCE, SAMPLE "3}}\n" SAMPLE "4}}"},
    };
    struct fixture f;
    struct heard heard = {.cancels = true};
    size_t i;

    (void)state;
    open_engine(&f, NULL);
    for (i = 0; i < COUNT(rows); i++) {
        script_set(f.talk.script, "GET *", 200, NULL, rows[i].body);
        hear(&f, rows[i].which, "a1", &heard);
        assert_int_equal(heard.units, 1);
        assert_int_equal(heard.err.kind, ERR_CANCELLED);
    }
    close_engine(&f);
}

static void
engine_may_be_closed_from_inside(void **state)
{
    struct fixture f;
    struct heard heard = {.closes = true};
    struct heard other = {0};

    (void)state;
    open_engine(&f, NULL);
    script_set(f.talk.script, "GET */containers/json*", 200, NULL,
               "[" ELEMENT("a") "," ELEMENT("b") "]");
    script_set_stream(f.talk.script, "GET */events*");
    (void)send_call(f.engine, EVENTS, "", &other);
    TALK_UNTIL(&f.talk, other.opened);
    heard.engine = f.engine;
    (void)send_call(f.engine, LIST, "", &heard);
    TALK_UNTIL(&f.talk, heard.dones && other.dones);
    assert_string_equal(heard.names, "a");
    assert_int_equal(heard.err.kind, ERR_CANCELLED);
    assert_int_equal(other.err.kind, ERR_CANCELLED);
    assert_int_equal(heard.dones + other.dones, 2);
    talk_close(&f.talk);
}

static void
closing_ends_every_call(void **state)
{
    static const struct script_rule rules[] = {
        {"GET */v1*", .steps = {SCRIPT_HANG}},
        {.pattern = NULL},
    };
    struct fixture f;
    struct heard heard[4] = {{0}};
    size_t i;

    (void)state;
    open_engine(&f, rules);
    for (i = 0; i < COUNT(heard); i++)
        (void)send_call(f.engine, i % 2 ? EVENTS : INSPECT, "a1", &heard[i]);
    engine_close(f.engine);
    for (i = 0; i < COUNT(heard); i++)
        assert_int_equal(heard[i].dones, 0);
    for (i = 0; i < COUNT(heard); i++) {
        TALK_UNTIL(&f.talk, heard[i].dones);
        assert_int_equal(heard[i].dones, 1);
        assert_int_equal(heard[i].err.kind, ERR_CANCELLED);
    }
    engine_close(NULL);
    talk_close(&f.talk);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_comes_element_by_element),
        cmocka_unit_test(spoilt_list_is_an_error),
        cmocka_unit_test(images_come_element_by_element),
        cmocka_unit_test(inspect_gives_the_container),
        cmocka_unit_test(text_is_the_whole_answer_as_it_came),
        cmocka_unit_test(removal_counts_references_and_layers),
        cmocka_unit_test(answer_without_end_is_refused),
        cmocka_unit_test(host_has_processors_and_memory),
        cmocka_unit_test(events_come_as_they_happen),
        cmocka_unit_test(malformed_event_ends_the_stream),
        cmocka_unit_test(refused_stream_does_not_open),
        cmocka_unit_test(statistics_end_cleanly),
        cmocka_unit_test(one_sample_needs_no_newline),
        cmocka_unit_test(broken_stream_is_an_error),
        cmocka_unit_test(cancelled_call_is_done_once_and_later),
        cmocka_unit_test(nothing_comes_after_a_cancel_from_inside),
        cmocka_unit_test(engine_may_be_closed_from_inside),
        cmocka_unit_test(closing_ends_every_call),
    };

    return cmocka_run_group_tests_name("feeds", tests, NULL, NULL);
}

#include "support/test.h"

#include "engine/event.h"
#include "support/data.h"

#include <stdio.h>
#include <stdlib.h>

static struct event
decoded(const char *line)
{
    struct event event;
    struct err err = ERR_INIT;

    if (!event_decode(&event, str_of(line), &err))
        fail_msg("%s: %s", line, err.text);
    return event;
}

static void
recorded_events_are_read(void **state)
{
    char *text = data_read("engine/20.10/events.json");
    struct str rest = str_of(text);
    struct str line;
    struct event event;
    struct err err = ERR_INIT;
    size_t count = 0;
    size_t marks = 0;
    int64_t before = 0;

    (void)state;
    while (data_line(&rest, &line)) {
        assert_true(event_decode(&event, line, &err));
        assert_true(event.time_ns >= before);
        assert_null(strchr(event.action, ':'));
        assert_int_equal(strlen(event.time), 20);
        before = event.time_ns;
        marks += event_marks_container(&event);
        count++;
    }
    assert_int_equal(count, 26);
    /* create, start, pause, unpause, die, destroy, rename, two healths */
    assert_int_equal(marks, 9);
    free(text);
}

static void
time_keeps_every_digit(void **state)
{
    static const struct {
        const char *times;
        const char *text;
        int64_t ns;
    } rows[] = {
        {"\"time\":1795212382,\"timeNano\":1795212382342796626",
         "1795212382.342796626", INT64_C(1795212382342796626)},
        {"\"timeNano\":1000000001", "1.000000001", 1000000001},
        {"\"timeNano\":7", "0.000000007", 7},
        {"\"timeNano\":9223372036854775807", "9223372036.854775807", INT64_MAX},
        {"\"time\":1795212382", "1795212382.000000000",
         INT64_C(1795212382000000000)},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct event event;
        char line[256];

        (void)snprintf(line, sizeof(line), "{\"Action\":\"x\",%s}",
                       rows[i].times);
        event = decoded(line);
        assert_string_equal(event.time, rows[i].text);
        assert_int_equal(event.time_ns, rows[i].ns);
    }
}

static void
words_of_podman_mark_too(void **state)
{
    char *text = data_read("engine/podman-4.3.1/events.json");
    struct str rest = str_of(text);
    struct str line;
    struct event event;
    size_t count = 0;
    size_t marks = 0;

    (void)state;
    while (data_line(&rest, &line)) {
        assert_true(event_decode(&event, line, NULL));
        assert_int_equal(event.type, EVENT_CONTAINER);
        marks += event_marks_container(&event);
        count++;
    }
    /* Not "init" and "cleanup", which it alone has. */
    assert_int_equal(count, 14);
    assert_int_equal(marks, 10);
    free(text);
}

static void
type_is_told_apart(void **state)
{
    static const struct {
        const char *type;
        enum event_type wanted;
    } rows[] = {
        {"\"container\"", EVENT_CONTAINER}, {"\"image\"", EVENT_IMAGE},
        {"\"volume\"", EVENT_VOLUME},       {"\"network\"", EVENT_NETWORK},
        {"\"pod\"", EVENT_OTHER},           {"7", EVENT_OTHER},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct event event;
        char line[256];

        (void)snprintf(line, sizeof(line),
                       "{\"Type\":%s,\"Action\":\"create\",\"Actor\":{"
                       "\"ID\":\"a\"},\"timeNano\":1}",
                       rows[i].type);
        event = decoded(line);
        assert_int_equal(event.type, rows[i].wanted);
        assert_int_equal(event_marks_container(&event),
                         rows[i].wanted == EVENT_CONTAINER);
    }
}

static void
only_some_actions_mark(void **state)
{
    static const struct {
        const char *action;
        bool marks;
    } rows[] = {
        {"create", true},
        {"start", true},
        {"die", true},
        {"pause", true},
        {"unpause", true},
        {"rename", true},
        {"update", true},
        {"destroy", true},
        {"remove", true},
        {"oom", true},
        {"health_status", true},
        {"health_status: healthy", true},
        {"kill", false},
        {"stop", false},
        {"top", false},
        {"attach", false},
        {"detach", false},
        {"resize", false},
        {"export", false},
        {"archive-path", false},
        {"exec_die", false},
        {"exec_create: create", false},
        {"", false},
        {"created", false},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct event event;
        char line[256];

        (void)snprintf(line, sizeof(line),
                       "{\"Type\":\"container\",\"Action\":\"%s\","
                       "\"Actor\":{\"ID\":\"a\"},\"timeNano\":1}",
                       rows[i].action);
        event = decoded(line);
        assert_int_equal(event_marks_container(&event), rows[i].marks);
    }
}

static void
networks_say_which_container(void **state)
{
    static const struct {
        const char *type, *action, *container;
    } rows[] = {
        {"network", "connect", "c1"}, {"network", "disconnect", "c1"},
        {"network", "create", ""},    {"volume", "connect", ""},
        {"container", "connect", ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct event event;
        char line[256];

        (void)snprintf(line, sizeof(line),
                       "{\"Type\":\"%s\",\"Action\":\"%s\",\"Actor\":{"
                       "\"ID\":\"a\",\"Attributes\":{\"container\":\"c1\"}},"
                       "\"timeNano\":1}",
                       rows[i].type, rows[i].action);
        event = decoded(line);
        assert_string_equal(event.container, rows[i].container);
    }
}

static void
labels_forge_nothing(void **state)
{
    struct event event = decoded(
        "{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"ID\":\"a\","
        "\"Attributes\":{\"ID\":\"b\",\"Action\":\"start\",\"timeNano\":\"2\"}"
        "},\"timeNano\":1,\"id\":\"c\",\"status\":\"start\"}");

    (void)state;
    assert_string_equal(event.id, "a");
    assert_string_equal(event.action, "die");
    assert_int_equal(event.time_ns, 1);
}

static void
nonsense_is_refused_with_a_reason(void **state)
{
    static const struct {
        const char *line;
        const char *reason;
    } rows[] = {
        {"7", "an event without an action"},
        {"{}", "an event without an action"},
        {"{\"Action\":7}", "an event without an action"},
        {"{\"Action\":\"x\"}", "an event without a time"},
        {"{\"Action\":\"x\",\"timeNano\":\"1\"}", "an event without a time"},
        {"{\"Action\":\"x\",\"timeNano\":1.5}", "an event without a time"},
        {"{\"Action\":\"x\",\"time\":99999999999}", "an event without a time"},
        {"{\"Action\":\"x\",\"timeNano\":-1}", "an event before 1970"},
        {"{\"Type\":\"container\",\"Action\":\"x\",\"timeNano\":1}",
         "a container's event without its id"},
    };
    struct event event;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;

        assert_false(event_decode(&event, str_of(rows[i].line), &err));
        assert_string_equal(err.text, rows[i].reason);
        assert_int_equal(err.kind, ERR_MALFORMED);
    }
    assert_false(event_decode(&event, str_of("{"), NULL));
}

static void
long_id_is_cut_where_it_only_tells_apart(void **state)
{
    char line[1024];
    char id[301];
    struct event event;

    (void)state;
    memset(id, 'v', 300);
    id[300] = '\0';
    (void)snprintf(line, sizeof(line),
                   "{\"Type\":\"volume\",\"Action\":\"create\","
                   "\"Actor\":{\"ID\":\"%s\"},\"timeNano\":1}",
                   id);
    event = decoded(line);
    assert_int_equal(strlen(event.id), EVENT_TEXT_SIZE - 1);
    (void)snprintf(line, sizeof(line),
                   "{\"Type\":\"container\",\"Action\":\"create\","
                   "\"Actor\":{\"ID\":\"%s\"},\"timeNano\":1}",
                   id);
    assert_false(event_decode(&event, str_of(line), NULL));
}

static void
same_happening_is_recognised(void **state)
{
    static const char first[] = "{\"Type\":\"container\",\"Action\":\"die\","
                                "\"Actor\":{\"ID\":\"a\"},\"timeNano\":1}";
    static const char *const others[] = {
        "{\"Type\":\"image\",\"Action\":\"die\",\"Actor\":{\"ID\":\"a\"},"
        "\"timeNano\":1}",
        "{\"Type\":\"container\",\"Action\":\"oom\",\"Actor\":{\"ID\":\"a\"},"
        "\"timeNano\":1}",
        "{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"ID\":\"b\"},"
        "\"timeNano\":1}",
        "{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"ID\":\"a\"},"
        "\"timeNano\":2}",
    };
    struct event a = decoded(first);
    struct event b = decoded(first);
    size_t i;

    (void)state;
    assert_true(event_equal(&a, &b));
    for (i = 0; i < COUNT(others); i++) {
        b = decoded(others[i]);
        assert_false(event_equal(&a, &b));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recorded_events_are_read),
        cmocka_unit_test(time_keeps_every_digit),
        cmocka_unit_test(words_of_podman_mark_too),
        cmocka_unit_test(type_is_told_apart),
        cmocka_unit_test(only_some_actions_mark),
        cmocka_unit_test(networks_say_which_container),
        cmocka_unit_test(labels_forge_nothing),
        cmocka_unit_test(nonsense_is_refused_with_a_reason),
        cmocka_unit_test(long_id_is_cut_where_it_only_tells_apart),
        cmocka_unit_test(same_happening_is_recognised),
    };

    return cmocka_run_group_tests_name("event", tests, NULL, NULL);
}

#include "support/test.h"

#include "engine/find.h"
#include "support/talk.h"

#include <stdio.h>
#include <string.h>

#define GOOD "Api-Version: 1.41\r\nServer: Docker/20.10.24 (linux)\r\n"
#define OLD "Api-Version: 1.39\r\nServer: Docker/18.09.1 (linux)\r\n"
#define DEAD "unix:///no/such/dir/docker.sock"
/* Stands for the script's own address in the rows. */
#define SCRIPT "script"

struct heard {
    int dones;
    struct engine *engine;
    char name[64];
    char report[2048];
    bool was_refused;
};

static void
heard_done(void *data, const struct find_result *result)
{
    struct heard *heard = data;

    heard->dones++;
    heard->engine = result->engine;
    heard->was_refused = result->was_refused;
    (void)snprintf(heard->name, sizeof(heard->name), "%s",
                   result->name ? result->name : "");
    (void)snprintf(heard->report, sizeof(heard->report), "%.*s",
                   STR_ARGS(result->report));
}

static void
add(struct candidates *candidates, const char *url, char *name)
{
    struct candidate *candidate = &candidates->at[candidates->count++];

    assert_true(endpoint_parse(&candidate->endpoint, url, NULL));
    candidate->name = name;
    candidate->why = (char *)(uintptr_t) "usual place";
}

static void
release(struct candidates *candidates)
{
    while (candidates->count > 0)
        endpoint_release(&candidates->at[--candidates->count].endpoint);
}

static void
first_that_answers_is_taken(void **state)
{
    static const struct {
        const char *urls[3];
        int status;
        const char *headers;
        const char *name; /* "": none */
        bool was_refused;
        size_t pings;
        const char *report[4]; /* each a line, or a part of one */
    } rows[] = {
        {{SCRIPT}, 200, GOOD, "a", false, 1, {NULL}},
        {{DEAD, SCRIPT}, 200, GOOD, "b", false, 1, {NULL}},
        {{SCRIPT, DEAD}, 200, GOOD, "a", false, 1, {NULL}},
        {{DEAD, DEAD "2"},
         200,
         GOOD,
         "",
         false,
         0,
         {"no engine answered as it should; tried:\n",
          "  " DEAD " (usual place): no such socket\n",
          "  " DEAD "2 (usual place): no such socket\n"}},
        {{SCRIPT, DEAD},
         200,
         OLD,
         "",
         true,
         1,
         {"Docker 18.09.1 speaks API 1.39; bayplan needs 1.40",
          DEAD " (usual place): "}},
        {{SCRIPT, SCRIPT},
         500,
         GOOD,
         "",
         false,
         2,
         {"(usual place): the engine answered 500 with a page"}},
        {{NULL}, 200, GOOD, "", false, 0, {NULL}},
    };
    static char names[][2] = {"a", "b", "c"};
    size_t i, j;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct candidates candidates = {.count = 0};
        struct heard heard = {0};
        struct talk talk;

        print_message("# row %zu\n", i);
        talk_open(&talk, NULL);
        script_set(talk.script, "GET /_ping", rows[i].status, rows[i].headers,
                   rows[i].status == 200 ? "OK" : "<p>");
        for (j = 0; j < COUNT(rows[i].urls) && rows[i].urls[j]; j++)
            add(&candidates,
                strcmp(rows[i].urls[j], SCRIPT) == 0 ? script_url(talk.script)
                                                     : rows[i].urls[j],
                names[j]);
        (void)find_engine(talk.loop, &candidates, heard_done, &heard);
        assert_int_equal(heard.dones, 0);
        TALK_UNTIL(&talk, heard.dones);
        assert_string_equal(heard.name, rows[i].name);
        assert_int_equal(heard.engine != NULL, rows[i].name[0] != '\0');
        assert_int_equal(heard.was_refused, rows[i].was_refused);
        assert_int_equal(script_count(talk.script, NULL), rows[i].pings);
        for (j = 0; j < COUNT(rows[i].report) && rows[i].report[j]; j++)
            assert_non_null(strstr(heard.report, rows[i].report[j]));
        if (j == 0)
            assert_string_equal(heard.report, "");
        if (heard.engine)
            assert_int_equal(engine_info(heard.engine)->api_minor, 41);
        engine_close(heard.engine);
        talk_close(&talk);
        assert_int_equal(heard.dones, 1);
        release(&candidates);
    }
}

static void
advice_is_given_once(void **state)
{
    static char name[] = "a";
    struct candidates candidates = {.count = 0};
    struct heard heard = {0};
    struct talk talk;
    const char *advice;
    const char *first;

    (void)state;
    talk_open(&talk, NULL);
    add(&candidates, DEAD, name);
    add(&candidates, DEAD "2", name);
    advice = endpoint_advice(&candidates.at[0].endpoint, ERR_UNREACHABLE);
    assert_non_null(advice);
    (void)find_engine(talk.loop, &candidates, heard_done, &heard);
    TALK_UNTIL(&talk, heard.dones);
    first = strstr(heard.report, advice);
    assert_non_null(first);
    assert_null(strstr(first + 1, advice));
    /* After what was tried. */
    assert_null(strstr(first, "usual place"));
    talk_close(&talk);
    release(&candidates);
}

static void
cancelled_search_ends_without_an_engine(void **state)
{
    static const struct script_rule hangs[] = {
        {"GET /_ping", .steps = {SCRIPT_HANG}},
        {.pattern = NULL},
    };
    static char name[] = "a";
    struct candidates candidates = {.count = 0};
    struct talk talk;
    int waits;

    (void)state;
    talk_open(&talk, hangs);
    add(&candidates, script_url(talk.script), name);
    add(&candidates, DEAD, name);
    for (waits = 0; waits < 2; waits++) {
        struct heard heard = {0};
        struct find *find =
            find_engine(talk.loop, &candidates, heard_done, &heard);

        /* Before the first question, and while its answer is due. */
        if (waits)
            TALK_UNTIL(&talk, script_count(talk.script, NULL) == 1);
        find_cancel(find);
        assert_int_equal(heard.dones, 0);
        TALK_UNTIL(&talk, heard.dones);
        assert_null(heard.engine);
        assert_string_equal(heard.report, "");
    }
    talk_close(&talk);
    release(&candidates);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_that_answers_is_taken),
        cmocka_unit_test(advice_is_given_once),
        cmocka_unit_test(cancelled_search_ends_without_an_engine),
    };

    return cmocka_run_group_tests_name("find", tests, NULL, NULL);
}

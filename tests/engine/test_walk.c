/*
 * test_walk.c - every key of the table, pressed once: the real program on a
 * terminal beside a real engine.
 *
 * Each binding gets a program of its own, which stands on the first container.
 * A key without a row here fails the suite, and so does a row without a key.
 */
#include "config.h"

#include "engine/docker.h"
#include "engine/walk_rows.h"
#include "support/pty.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define WAIT 30000 /* ms; only ever reached by a failure */
#define BINDINGS 400
#define NAME_SIZE 96

/* ---- keys --------------------------------------------------------------- */

/* What a terminal sends for a key of the table. */
static const char *
key_bytes(const char *name)
{
    static const struct {
        const char *name, *bytes;
    } keys[] = {
        {"Esc", "\033"},     {"Tab", "\t"},       {"S-Tab", "\033[Z"},
        {"Enter", "\r"},     {"Space", " "},      {"Up", "\033[A"},
        {"Down", "\033[B"},  {"Right", "\033[C"}, {"Left", "\033[D"},
        {"Home", "\033[H"},  {"End", "\033[F"},   {"PgUp", "\033[5~"},
        {"PgDn", "\033[6~"},
    };
    static char control[2];

    for (size_t i = 0; i < COUNT(keys); i++)
        if (strcmp(keys[i].name, name) == 0)
            return keys[i].bytes;
    if (strncmp(name, "C-", 2) == 0 && name[3] == '\0') {
        control[0] = (char)(name[2] & 0x1f);
        return control;
    }
    if (name[1] != '\0')
        fail_msg("no terminal is known to send %s", name);
    return name;
}

static const struct walk_row *
row_of(const struct binding *binding)
{
    for (size_t i = 0; i < walk_row_count; i++)
        if (walk_rows[i].map == binding->map &&
            walk_rows[i].action == binding->action)
            return &walk_rows[i];
    return NULL;
}

static bool
is_bound(const struct walk_row *row)
{
    for (size_t i = 0; i < default_binding_count; i++)
        if (row_of(&default_bindings[i]) == row)
            return true;
    return false;
}

/* Where the journal is kept: "XDG_STATE_HOME=FOLDER". */
static char state_home[] = "XDG_STATE_HOME=/tmp/bayplan-walk.XXXXXX";
#define STATE_FOLDER (state_home + sizeof("XDG_STATE_HOME=") - 1)

/* ---- one row ------------------------------------------------------------ */

static void
take_steps(struct pty *pty, const struct walk_step *steps)
{
    for (size_t i = 0; i < WALK_STEPS && steps[i].keys; i++) {
        const char *text = steps[i].shows;

        pty_send(pty, steps[i].keys);
        assert_true(text[0] == '!' ? pty_wait_gone(pty, text + 1, WAIT)
                                   : pty_wait_text(pty, text, WAIT));
    }
}

static void
make_victim(const struct walk_row *row)
{
    char path[64];

    (void)snprintf(path, sizeof(path), "/containers/victim?force=1");
    (void)docker_send("DELETE", NULL, "%s", path);
    if (row->is_created_only)
        assert_int_equal(docker_create(NULL, "victim", row->victim), 201);
    else
        docker_run(NULL, "victim", row->victim);
}

/* What one row chose (an order, columns) is kept for the next run, but no row
 * may depend on another; the journal stays. */
static void
forget_choices(void)
{
    char path[128];

    (void)snprintf(path, sizeof(path), "%s/bayplan/state", STATE_FOLDER);
    (void)unlink(path);
}

static struct pty *
open_on_first(void)
{
    forget_choices();
    struct pty *pty = pty_spawn(&(struct pty_spec){
        .argv = (const char *const[]){BAYPLAN, "-H", docker_host(), NULL},
        .env = (const char *const[]){"LC_ALL=C.UTF-8", "NO_COLOR", state_home,
                                     "XDG_CONFIG_HOME=/dev/null", NULL},
        .width = 140,
        .height = 40,
    });

    assert_true(pty_wait_text(pty, "> alpha", WAIT));
    assert_true(pty_wait_text(pty, "exit 3", WAIT));
    assert_true(pty_wait_text(pty, "q quit", WAIT));
    return pty;
}

static void
wait_picture(struct pty *pty, const struct walk_row *row)
{
    if (row->shows)
        assert_true(pty_wait_text(pty, row->shows, WAIT));
    if (row->hides)
        assert_true(pty_wait_gone(pty, row->hides, WAIT));
}

static bool
has_written(struct pty *pty, size_t from, const char *text)
{
    struct str raw = pty_raw(pty);

    return raw.len > from &&
           memmem(raw.at + from, raw.len - from, text, strlen(text)) != NULL;
}

static bool
has_drawn_again(struct pty *pty, void *from)
{
    return has_written(pty, *(const size_t *)from, "alpha");
}

static bool
has_left_screen(struct pty *pty, void *from)
{
    return has_written(pty, *(const size_t *)from, "\033[?1049l");
}

static void
press(struct pty *pty, const struct walk_row *row, const char *key)
{
    size_t from = pty_raw(pty).len;
    int status;

    /* A picture that was there already would prove nothing. */
    if (row->shows)
        assert_int_equal(pty_find(pty, row->shows), -1);
    if (row->hides)
        assert_true(pty_wait_text(pty, row->hides, WAIT));
    pty_send(pty, key_bytes(key));
    switch (row->way) {
    case SHOWS:
        assert_true(row->shows || row->hides || row->after[0].keys);
        break;
    case ENDS:
        assert_true(pty_wait_exit(pty, WAIT, &status));
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        break;
    case STOPS:
        /* Nobody could continue it here, so it goes on at once. */
        assert_true(
            pty_wait(pty, "leaving the screen", has_left_screen, &from, WAIT));
        assert_true(
            pty_wait(pty, "a new picture", has_drawn_again, &from, WAIT));
        break;
    case REDRAWS:
        assert_true(
            pty_wait(pty, "a new picture", has_drawn_again, &from, WAIT));
        break;
    }
    wait_picture(pty, row);
}

static void
check_engine(const struct walk_row *row)
{
    const char *name = row->name ? row->name : "victim";
    cJSON *json;

    if (!row->state)
        return;
    if (strcmp(row->state, "gone") == 0) {
        assert_int_equal(docker_send("GET", NULL, "/containers/%s/json", name),
                         404);
        return;
    }
    json = docker_get("/containers/%s/json", name);
    assert_string_equal(docker_text(json, "State.Status"), row->state);
    cJSON_Delete(json);
}

static void
walk(const struct binding *binding, const struct walk_row *row)
{
    struct pty *pty;

    if (row->victim)
        make_victim(row);
    pty = open_on_first();
    take_steps(pty, row->before);
    press(pty, row, binding->key);
    take_steps(pty, row->after);
    check_engine(row);
    pty_free(pty);
    if (row->victim)
        (void)docker_send("DELETE", NULL, "/containers/%s?force=1",
                          row->name ? row->name : "victim");
}

/* ---- the tests ---------------------------------------------------------- */

static void
key_does_what_it_says(void **state)
{
    const struct binding *binding = *state;
    const struct walk_row *row = row_of(binding);

    if (!row) {
        fail_msg("there is no row for it in walk_rows.c");
        return;
    }
    if (!docker_is_ours())
        skip();
    walk(binding, row);
}

static void
every_row_has_a_key(void **state)
{
    unsigned missing = 0;

    (void)state;
    for (size_t i = 0; i < walk_row_count; i++) {
        if (is_bound(&walk_rows[i]))
            continue;
        missing++;
        print_error("no key for %s in %s\n",
                    action_info(walk_rows[i].action)->name,
                    keymap_name(walk_rows[i].map));
    }
    assert_int_equal(missing, 0);
}

static int
make_fleet(void **state)
{
    (void)state;
    docker_clean();
    assert_non_null(mkdtemp(STATE_FOLDER));
    docker_run(NULL, "alpha",
               "\"Cmd\":[\"sh\",\"-c\",\"i=0; while [ $i -lt 90 ]; do "
               "i=$((i+1)); echo line $i of alpha; done; printf 'long %060d "
               "wrapped\\n' 0; "
               "sleep 100000\"],"
               "\"Env\":[\"DB_PASSWORD=hunter2\"],\"StopSignal\":\"SIGKILL\"");
    docker_run(NULL, "bravo", DOCKER_IDLE);
    docker_run(NULL, "ended", "\"Cmd\":[\"sh\",\"-c\",\"exit 3\"]");
    (void)docker_send("POST", NULL,
                      "/images/test/busybox/tag?repo=test/victim");
    return 0;
}

static int
remove_fleet(void **state)
{
    int out;

    (void)state;
    out = docker_run_program(
        NULL, 0, (const char *const[]){"rm", "-rf", STATE_FOLDER, NULL});
    assert_int_equal(out, 0);
    (void)docker_send("DELETE", NULL, "/images/test/victim");
    docker_clean();
    return 0;
}

/* cmocka keeps the names; they end with the program. */
int
main(void)
{
    static struct CMUnitTest tests[BINDINGS + 1];
    static char names[BINDINGS][NAME_SIZE];
    size_t count = default_binding_count;

    if (count > BINDINGS) {
        (void)fprintf(stderr, "test_walk: more than %d keys\n", BINDINGS);
        return 1;
    }
    for (size_t i = 0; i < count; i++) {
        const struct binding *binding = &default_bindings[i];

        (void)snprintf(names[i], NAME_SIZE, "%s_of_%s_is_%s", binding->key,
                       keymap_name(binding->map),
                       action_info(binding->action)->name);
        tests[i] = (struct CMUnitTest){
            .name = names[i],
            .test_func = key_does_what_it_says,
            .initial_state = (void *)(uintptr_t)binding,
        };
    }
    tests[count] = (struct CMUnitTest)cmocka_unit_test(every_row_has_a_key);
    return _cmocka_run_group_tests("walk", tests, count + 1, make_fleet,
                                   remove_fleet);
}

/*
 * Acts by name, as a line says them.
 */
#include "config.h"

#include "support/jobs_world.h"

#include "work/act_line.h"

static void
a_line_names_victims_and_options(void **state)
{
    static const char *const names[] = {"web:1", "nginx:latest"};
    static const struct {
        enum action action;
        const char *line;
        const char *read; /* victims and options; or the error */
        bool ok;
    } rows[] = {
        {ACTION_STOP, "stop", "", true},
        {ACTION_STOP, "stop web db", "web db", true},
        {ACTION_STOP, "stop -t 3 db", "db t3", true},
        {ACTION_STOP, "stop db -t -1", "db", true},
        {ACTION_STOP, "stop ID0", "web", true},
        {ACTION_STOP, "stop -t", "'-t' needs a word behind it", false},
        {ACTION_STOP, "stop -t soon db", "'soon' is no number of seconds",
         false},
        {ACTION_STOP, "stop -f db", "there is no option '-f'", false},
        {ACTION_STOP, "stop we", "there is no container 'we'", false},
        {ACTION_STOP, "stop ''", "there is no container ''", false},
        {ACTION_STOP, "stop nginx", "there is no container 'nginx'", false},
        {ACTION_STOP, "stop twin", "'twin' could be one of 2", false},
        {ACTION_KILL, "kill -s HUP web", "web sHUP", true},
        {ACTION_REMOVE_OPTIONS, "remove-options -f -v db", "db f v", true},
        {ACTION_REMOVE_OPTIONS, "remove-options -fv db", "db f v", true},
        {ACTION_REMOVE, "remove -f db", "there is no option '-f'", false},
        {ACTION_REMOVE, "remove web:1 nginx db", "image image db", true},
        {ACTION_RENAME, "rename web new", "web nnew", true},
        {ACTION_RENAME, "rename web -new", "web n-new", true},
        {ACTION_RENAME, "rename web", "usage: rename NAME NEW", false},
    };
    struct world *world = *state;
    struct ref web = container_add(world, "web", STATE_RUNNING);
    size_t i, k;

    (void)container_add(world, "db", STATE_RUNNING);
    (void)container_add(world, "twin", STATE_EXITED);
    (void)container_add(world, "twin", STATE_EXITED);
    (void)image_add(world, "sha256:fedcba", names, COUNT(names));
    for (i = 0; i < COUNT(rows); i++) {
        struct act_line line;
        struct words words;
        struct buf read = BUF_INIT(1024);
        struct err err = ERR_INIT;
        bool ok;

        assert_true(words_split(&words, str_of(rows[i].line), &err));
        /* "ID0" stands for what the fake engine calls the first. */
        for (k = 0; k < words.count; k++)
            if (str_is(words.at[k], "ID0"))
                words.at[k] = str_of(web.key);
        ok = act_line_read(&line, world->fleet.store, rows[i].action, &words,
                           -1, &err);
        for (k = 0; ok && k < line.count; k++) {
            const struct container_row *row =
                store_find_container(world->fleet.store, &line.refs[k]);

            (void)buf_addf(&read, "%s%s", k ? " " : "",
                           row ? row->value->name : "image");
        }
        if (ok && line.args.timeout >= 0)
            (void)buf_addf(&read, " t%d", line.args.timeout);
        if (ok && line.args.signal)
            (void)buf_addf(&read, " s%s", line.args.signal);
        if (ok && line.args.name)
            (void)buf_addf(&read, " n%s", line.args.name);
        if (ok && line.args.force)
            (void)buf_add_text(&read, " f");
        if (ok && line.args.volumes)
            (void)buf_add_text(&read, " v");
        assert_string_equal(ok ? buf_text(&read) : err.text, rows[i].read);
        assert_int_equal(ok, rows[i].ok);
        buf_release(&read);
    }
}

static void
only_acts_are_read_so(void **state)
{
    unsigned i;

    (void)state;
    for (i = ACTION_NONE; i < ACTION_COUNT; i++) {
        enum action action = (enum action)i;

        assert_int_equal(act_line_is_for(action),
                         action_info(action)->changes &&
                             action != ACTION_SHELL);
    }
}

static void
note_word(void *data, const char *word, const char *help)
{
    (void)help;
    (void)buf_addf(data, " %s", word);
}

static void
names_are_offered_for_what_the_act_is_for(void **state)
{
    static const char *const names[] = {"nginx:latest"};
    static const struct {
        enum action action;
        const char *words;
    } rows[] = {
        {ACTION_STOP, " web"},
        {ACTION_REMOVE, " web nginx:latest"},
        {ACTION_ZOOM, ""},
    };
    struct world *world = *state;
    struct words words = {.count = 1};
    size_t i;

    (void)container_add(world, "web", STATE_RUNNING);
    (void)image_add(world, "sha256:01", names, 1);
    for (i = 0; i < COUNT(rows); i++) {
        struct buf out = BUF_INIT(256);

        act_line_complete(world->fleet.store, rows[i].action, &words, note_word,
                          &out);
        assert_string_equal(buf_text(&out), rows[i].words);
        buf_release(&out);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_WORLD(a_line_names_victims_and_options),
        cmocka_unit_test(only_acts_are_read_so),
        IN_A_WORLD(names_are_offered_for_what_the_act_is_for),
    };

    return cmocka_run_group_tests_name("act line", tests, NULL, NULL);
}

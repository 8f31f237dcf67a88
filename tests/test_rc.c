/*
 * Files of commands: the user's, those that they name, and the one that the
 * program writes.
 */
#include "config.h"

#include "support/test.h"

#include "base/buf.h"
#include "store/sync.h"
#include "work/choice.h"
#include "work/rc.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char home[64];

static const char *
home_env(const char *name)
{
    return strcmp(name, "HOME") == 0 ? home : NULL;
}

static const char *
no_env(const char *name)
{
    (void)name;
    return NULL;
}

static void
path_of(char path[256], const char *name)
{
    (void)snprintf(path, 256, "%s/%s", home, name);
}

static int
home_make(void **state)
{
    static const char *const folders[] = {".config", ".config/bayplan"};
    char path[256];
    size_t i;

    (void)state;
    (void)snprintf(home, sizeof(home), "/tmp/bayplan-rc-XXXXXX");
    if (!mkdtemp(home))
        return -1;
    for (i = 0; i < COUNT(folders); i++) {
        path_of(path, folders[i]);
        if (mkdir(path, 0700) != 0)
            return -1;
    }
    return 0;
}

static int
home_remove(void **state)
{
    static const char *const names[] = {
        ".config/bayplan/rc",
        ".config/bayplan/more",
        ".config/bayplan",
        ".config",
        ".local/state/bayplan/state",
        ".local/state/bayplan",
        ".local/state",
        ".local",
        "own",
        "",
    };
    char path[256];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(names); i++) {
        path_of(path, names[i]);
        (void)remove(path);
    }
    return access(home, F_OK) == 0 ? -1 : 0;
}

static void
write_file(const char *name, const char *text)
{
    char path[256];
    FILE *file;

    path_of(path, name);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* Columns of a kind that only these tests have. */
static const struct column columns[] = {
    {.name = "name", .title = "NAME"},
    {.name = "state", .title = "STATE"},
    {.name = "cpu", .title = "CPU %"},
};
static const struct kind boxes = {
    .name = "boxes", .columns = columns, .column_count = COUNT(columns)};
static const struct kind crates = {
    .name = "crates", .columns = columns, .column_count = COUNT(columns)};

struct scene {
    struct options options;
    struct choices choices;
    struct command_table tables[3];
    struct commands commands;
    struct rc rc;
    struct buf reports;
};

static void
note_report(void *data, const char *text)
{
    struct str line = str_of(text);

    if (str_starts(line, home))
        line = str_make(line.at + strlen(home), line.len - strlen(home));
    assert_true(buf_addf(data, "%.*s\n", STR_ARGS(line)));
}

static void
scene_make(struct scene *scene, env_fn env)
{
    static const struct kind *const kinds[] = {&boxes, &crates};

    *scene = (struct scene){.reports = BUF_INIT(65536)};
    options_init(&scene->options);
    choices_init(&scene->choices, kinds, COUNT(kinds));
    scene->tables[0] = (struct command_table){
        option_commands, option_command_count, &scene->options};
    scene->tables[1] = (struct command_table){
        choice_commands, choice_command_count, &scene->choices};
    scene->tables[2] =
        (struct command_table){rc_commands, rc_command_count, &scene->rc};
    scene->commands = (struct commands){.tables = scene->tables, .count = 3};
    scene->rc = (struct rc){.commands = &scene->commands,
                            .env = env,
                            .report = note_report,
                            .data = &scene->reports};
}

static void
scene_end(struct scene *scene)
{
    options_release(&scene->options);
    buf_release(&scene->reports);
}

static void
a_mistake_is_reported_and_the_rest_still_loads(void **state)
{
    struct scene scene;
    struct err err = ERR_INIT;

    (void)state;
    scene_make(&scene, home_env);
    write_file(".config/bayplan/rc", "# mine\n"
                                     "\n"
                                     "set sort cpu\r\n"
                                     "set colour never\n"
                                     "frobnicate\n"
                                     "set all 'off\n"
                                     "set escape-time 9999\n"
                                     "set color never");
    assert_true(rc_load_user(&scene.rc, NULL, &err));
    assert_string_equal(
        buf_text(&scene.reports),
        "/.config/bayplan/rc:4: set: there is no option 'colour'; did you mean "
        "color?\n"
        "/.config/bayplan/rc:5: there is no command 'frobnicate'\n"
        "/.config/bayplan/rc:6: the ' is never closed\n"
        "/.config/bayplan/rc:7: set: escape-time: 9999 is not between 0 and "
        "1000\n");
    assert_string_equal(scene.options.word[OPTION_SORT], "cpu");
    assert_int_equal(scene.options.number[OPTION_COLOR], 2);
    assert_int_equal(scene.options.number[OPTION_ALL], 1);
    scene_end(&scene);
}

static void
without_an_rc_all_is_as_it_was(void **state)
{
    struct scene scene;
    struct err err = ERR_INIT;
    char path[256];

    (void)state;
    scene_make(&scene, home_env);
    assert_true(rc_load_user(&scene.rc, NULL, &err));
    scene.rc.env = no_env;
    assert_true(rc_load_user(&scene.rc, NULL, &err));
    assert_int_equal(scene.reports.len, 0);
    /* One that was asked for must be there, and be a file. */
    path_of(path, "own");
    assert_false(rc_load_user(&scene.rc, path, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    assert_false(rc_load_user(&scene.rc, home, &err));
    assert_non_null(strstr(err.text, "is no plain file"));
    assert_false(rc_check(path, &err));
    assert_non_null(strstr(err.text, path));
    write_file("own", "set all off");
    assert_true(rc_check(path, &err));
    assert_int_equal(scene.options.number[OPTION_ALL], 1);
    assert_true(rc_load_user(&scene.rc, path, &err));
    assert_int_equal(scene.options.number[OPTION_ALL], 0);
    scene_end(&scene);
}

static void
a_file_names_others_but_not_without_end(void **state)
{
    struct scene scene;
    struct err err = ERR_INIT;

    (void)state;
    scene_make(&scene, home_env);
    write_file(".config/bayplan/rc",
               "source more\nsource ~/own\nsource gone\n");
    write_file(".config/bayplan/more", "set sort pids\n");
    write_file("own", "set all off\nsource ~/own\n");
    assert_true(rc_load_user(&scene.rc, NULL, &err));
    assert_string_equal(scene.options.word[OPTION_SORT], "pids");
    assert_int_equal(scene.options.number[OPTION_ALL], 0);
    assert_non_null(
        strstr(buf_text(&scene.reports), "more than 8 files inside"));
    assert_non_null(strstr(buf_text(&scene.reports), "rc:3: source: opening "));
    scene_end(&scene);
}

static void
a_file_has_a_limit(void **state)
{
    struct buf text = BUF_INIT((size_t)RC_SIZE * 2);
    struct scene scene;
    struct err err = ERR_INIT;
    char path[256];

    (void)state;
    scene_make(&scene, home_env);
    assert_true(buf_add_repeat(&text, '\n', (size_t)RC_SIZE + 1));
    write_file("own", buf_text(&text));
    path_of(path, "own");
    assert_false(rc_load(&scene.rc, path, &err));
    assert_int_equal(err.kind, ERR_LIMIT);
    buf_release(&text);
    scene_end(&scene);
}

/* Keys, colours and filters are of no matter without a screen, however they
 * are written; a mistake in an option is told all the same. */
static void
options_alone_pass_over_the_rest(void **state)
{
    struct scene scene;
    struct err err = ERR_INIT;

    (void)state;
    scene_make(&scene, home_env);
    write_file(".config/bayplan/rc",
               "bind x none\nfilter \"an open quote\n# a word\n\n"
               "alias numbers set stats-source\nsource more\n"
               ":set stats-source nowhere\nrestart web\n");
    write_file(".config/bayplan/more", "numbers cgroup\n'color' x\n");
    assert_true(rc_load_options(&scene.options, &scene.rc, NULL, &err));
    assert_int_equal(scene.options.number[OPTION_STATS_SOURCE], STATS_CGROUP);
    assert_string_equal(buf_text(&scene.reports),
                        "/.config/bayplan/rc:7: set: stats-source: it cannot "
                        "be 'nowhere', only auto, cgroup, stream or poll\n");
    scene_end(&scene);
}

/* ---- columns */

static void
columns_are_chosen_by_command(void **state)
{
    static const struct {
        const char *line;
        const char *error; /* NULL: it works */
        size_t count, first;
        unsigned width;
    } rows[] = {
        {"columns boxes cpu:8 name", NULL, 2, 2, 8},
        {"columns boxes state", NULL, 1, 1, 0},
        {"columns boxes", NULL, 0, 0, 0},
        {"columns boxes state:0 name:200", NULL, 2, 1, 0},
        {"columns boxes size", "columns: there is no column 'size'", 2, 1, 0},
        {"columns boxes name name:3", "columns: 'name' stands there twice", 2,
         1, 0},
        {"columns boxes name:", "columns: '' is no width from 0 to 200", 2, 1,
         0},
        {"columns boxes name:201", "columns: '201' is no width from 0 to 200",
         2, 1, 0},
        {"columns bags name",
         "columns: there is no list 'bags'; there are: boxes crates", 2, 1, 0},
        {"columns", "usage: columns LIST [NAME[:WIDTH]...]", 2, 1, 0},
    };
    struct scene scene;
    size_t i;

    (void)state;
    scene_make(&scene, home_env);
    for (i = 0; i < COUNT(rows); i++) {
        const struct choice *choice = choices_of(&scene.choices, &boxes);
        struct err err = ERR_INIT;
        bool ok = command_run(&scene.commands, str_of(rows[i].line), &err);

        assert_int_equal(ok, rows[i].error == NULL);
        if (!ok)
            assert_string_equal(err.text, rows[i].error);
        assert_int_equal(choice->count, rows[i].count);
        assert_true(choice->count == 0 ||
                    (choice->at[0].column == rows[i].first &&
                     choice->at[0].width == rows[i].width));
        assert_int_equal(choices_of(&scene.choices, &crates)->count, 0);
    }
    scene_end(&scene);
}

static void
a_choice_is_remembered_in_a_file_of_the_same_language(void **state)
{
    static const struct chosen_column chosen[] = {{2, 8}, {0, 0}};
    struct buf path = BUF_INIT(PLACE_LIMIT);
    struct scene scene, next;
    struct err err = ERR_INIT;
    struct stat status;
    const struct choice *choice;

    (void)state;
    scene_make(&scene, home_env);
    choices_set(&scene.choices, &crates, chosen, COUNT(chosen));
    assert_true(choices_save(&scene.choices, &scene.options, home_env, &err));
    assert_true(choices_path(&path, home_env, &err));
    assert_int_equal(stat(buf_text(&path), &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);

    scene_make(&next, home_env);
    assert_true(rc_load(&next.rc, buf_text(&path), &err));
    assert_int_equal(next.reports.len, 0);
    choice = choices_of(&next.choices, &crates);
    assert_int_equal(choice->count, 2);
    assert_memory_equal(choice->at, chosen, sizeof(chosen));
    assert_int_equal(choices_of(&next.choices, &boxes)->count, 0);

    /* Forgotten is forgotten. */
    choices_set(&next.choices, &crates, NULL, 0);
    assert_true(choices_save(&next.choices, &next.options, home_env, &err));
    assert_true(rc_load(&scene.rc, buf_text(&path), &err));
    assert_int_equal(choices_of(&scene.choices, &crates)->count, 2);
    assert_false(choices_save(&scene.choices, &scene.options, no_env, &err));
    buf_release(&path);
    scene_end(&scene);
    scene_end(&next);
}

/* What the rc or an argument says is not the program's to remember. */
static void
only_options_that_were_chosen_are_remembered(void **state)
{
    static const struct {
        const char *rc, *given, *chosen;
        const char *sort, *images_sort; /* in the next run */
    } rows[] = {
        {"", "", "", "name", "name"},
        {"set sort cpu", "", "", "cpu", "name"},
        {"set sort cpu", "", "set images-sort -size", "cpu", "-size"},
        {"set sort cpu", "", "set sort name", "name", "name"},
        {"set sort cpu", "", "set wrap off", "cpu", "name"},
        /* what an argument says is for that run */
        {"set sort cpu", "set sort memory", "", "cpu", "name"},
        {"", "set sort memory", "set images-sort -size", "name", "-size"},
        {"", "set sort memory", "set sort pids", "pids", "name"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf path = BUF_INIT(PLACE_LIMIT);
        struct scene scene, next;

        scene_make(&scene, home_env);
        scene_make(&next, home_env);
        assert_true(command_run(&scene.commands, str_of(rows[i].rc), NULL));
        options_note(&scene.options, OPTIONS_OF_RC);
        options_note(&scene.options, OPTIONS_REMEMBERED);
        assert_true(command_run(&scene.commands, str_of(rows[i].given), NULL));
        options_note(&scene.options, OPTIONS_GIVEN);
        assert_true(command_run(&scene.commands, str_of(rows[i].chosen), NULL));
        assert_true(
            choices_save(&scene.choices, &scene.options, home_env, NULL));
        assert_true(choices_path(&path, home_env, NULL));
        assert_true(command_run(&next.commands, str_of(rows[i].rc), NULL));
        assert_true(rc_load(&next.rc, buf_text(&path), NULL));
        assert_int_equal(next.reports.len, 0);
        assert_string_equal(next.options.word[OPTION_SORT], rows[i].sort);
        assert_string_equal(next.options.word[OPTION_IMAGES_SORT],
                            rows[i].images_sort);
        assert_int_equal(next.options.number[OPTION_WRAP], 1);
        buf_release(&path);
        scene_end(&scene);
        scene_end(&next);
    }
}

int
main(void)
{
#define IN_A_HOME(test)                                                        \
    cmocka_unit_test_setup_teardown(test, home_make, home_remove)
    const struct CMUnitTest tests[] = {
        IN_A_HOME(a_mistake_is_reported_and_the_rest_still_loads),
        IN_A_HOME(without_an_rc_all_is_as_it_was),
        IN_A_HOME(a_file_names_others_but_not_without_end),
        IN_A_HOME(options_alone_pass_over_the_rest),
        IN_A_HOME(a_file_has_a_limit),
        IN_A_HOME(columns_are_chosen_by_command),
        IN_A_HOME(a_choice_is_remembered_in_a_file_of_the_same_language),
        IN_A_HOME(only_options_that_were_chosen_are_remembered),
    };

    return cmocka_run_group_tests_name("rc", tests, NULL, NULL);
}

/*
 * The options that `set` knows.
 */
#include "config.h"

#include "support/test.h"

#include "store/sync.h"
#include "work/command.h"
#include "work/option.h"
#include "work/rows.h"

static void
options_begin_as_the_table_says(void **state)
{
    struct options options;

    (void)state;
    options_init(&options);
    assert_int_equal(options.number[OPTION_ESCAPE_TIME], 50);
    assert_int_equal(options.number[OPTION_STOP_TIMEOUT], -1);
    assert_int_equal(options.number[OPTION_ALL], 1);
    assert_int_equal(options.number[OPTION_COLOR], 0);
    assert_string_equal(options.word[OPTION_SORT], "name");
    options_release(&options);
    options_release(&options);
}

static void
the_table_fits_itself(void **state)
{
    struct options options;
    size_t i;

    (void)state;
    options_init(&options);
    for (i = 0; i < OPTION_COUNT; i++) {
        const struct option_info *info = &option_table[i];
        struct err err = ERR_INIT;

        assert_true(info->name[0] != '\0');
        assert_true(info->help[0] != '\0');
        assert_true(info->min <= info->initial && info->initial <= info->max);
        if (info->type == OPTION_CHOICE)
            assert_null(info->words[info->max + 1]);
        if (info->type == OPTION_WORD)
            assert_true(options_set(&options, str_of(info->name),
                                    str_of(info->initial_word), &err));
    }
    options_release(&options);
}

static void
an_option_is_set_or_says_why_not(void **state)
{
    static const struct {
        const char *name, *value;
        enum option option;
        long number;       /* after it, where it worked */
        const char *word;  /* the same for words */
        const char *error; /* NULL: it works */
    } rows[] = {
        {"escape-time", "0", OPTION_ESCAPE_TIME, 0, NULL, NULL},
        {"escape-time", "1000", OPTION_ESCAPE_TIME, 1000, NULL, NULL},
        {"escape-time", "5000", OPTION_ESCAPE_TIME, 1000, NULL,
         "escape-time: 5000 is not between 0 and 1000"},
        {"escape-time", "12x", OPTION_ESCAPE_TIME, 1000, NULL,
         "escape-time: '12x' is not a number"},
        {"escape-time", "", OPTION_ESCAPE_TIME, 1000, NULL,
         "escape-time: '' is not a number"},
        {"stop-timeout", "-1", OPTION_STOP_TIMEOUT, -1, NULL, NULL},
        {"stop-timeout", "-2", OPTION_STOP_TIMEOUT, -1, NULL,
         "stop-timeout: -2 is not between -1 and 86400"},
        {"all", "off", OPTION_ALL, 0, NULL, NULL},
        {"all", "yes", OPTION_ALL, 1, NULL, NULL},
        {"all", "perhaps", OPTION_ALL, 1, NULL,
         "all: 'perhaps' is neither on nor off"},
        {"color", "never", OPTION_COLOR, 2, NULL, NULL},
        {"color", "red", OPTION_COLOR, 2, NULL,
         "color: it cannot be 'red', only auto, always or never"},
        {"sort", "cpu", OPTION_SORT, 0, "cpu", NULL},
        {"sort", "-memory", OPTION_SORT, 0, "-memory", NULL},
        {"sort", "size", OPTION_SORT, 0, "-memory",
         "sort: there is no column 'size'; there are: name state health "
         "restarts cpu trend memory network disk pids throttled pressure ooms "
         "pids-share ports image project id"},
        {"sort", "-", OPTION_SORT, 0, "-memory",
         "sort: there is no column ''; there are: name state health restarts "
         "cpu trend memory network disk pids throttled pressure ooms "
         "pids-share ports image project id"},
        {"colour", "never", OPTION_COLOR, 2, NULL,
         "there is no option 'colour'; did you mean color?"},
        {"frobnicate", "1", OPTION_COLOR, 2, NULL,
         "there is no option 'frobnicate'"},
        {"group", "projct", OPTION_GROUP, GROUP_NONE, NULL,
         "group: it cannot be 'projct', only none or project; did you mean "
         "project?"},
        {"group", "project", OPTION_GROUP, GROUP_PROJECT, NULL, NULL},
        {"group", "none", OPTION_GROUP, GROUP_NONE, NULL, NULL},
        {"timestamps", "relative", OPTION_TIMESTAMPS, TIMES_RELATIVE, NULL,
         NULL},
        {"stats-source", "cgroup", OPTION_STATS_SOURCE, STATS_CGROUP, NULL,
         NULL},
        {"streams", "stderr", OPTION_STREAMS, STREAMS_STDERR, NULL, NULL},
        {"timestamps", "on", OPTION_TIMESTAMPS, TIMES_RELATIVE, NULL,
         "timestamps: it cannot be 'on', only off, local, utc, relative or "
         "since"},
        {"read-only", "off", OPTION_READ_ONLY, 0, NULL, NULL},
        {"read-only", "on", OPTION_READ_ONLY, 1, NULL, NULL},
        {"read-only", "on", OPTION_READ_ONLY, 1, NULL, NULL},
        {"read-only", "off", OPTION_READ_ONLY, 1, NULL,
         "read-only: it cannot be switched off"},
    };
    struct options options;
    size_t i;

    (void)state;
    options_init(&options);
    for (i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;
        unsigned before = options.generation;
        bool ok = options_set(&options, str_of(rows[i].name),
                              str_of(rows[i].value), &err);

        assert_int_equal(options.generation != before, ok);
        assert_int_equal(ok, rows[i].error == NULL);
        if (!ok)
            assert_string_equal(err.text, rows[i].error);
        if (rows[i].word)
            assert_string_equal(options.word[rows[i].option], rows[i].word);
        else
            assert_int_equal(options.number[rows[i].option], rows[i].number);
    }
    options_release(&options);
}

static void
set_is_a_command(void **state)
{
    struct options options;
    struct command_table table = {option_commands, option_command_count,
                                  &options};
    const struct commands commands = {.tables = &table, .count = 1};
    struct err err = ERR_INIT;

    (void)state;
    options_init(&options);
    assert_true(command_run(&commands, str_of(":set sort -cpu"), &err));
    assert_string_equal(options.word[OPTION_SORT], "-cpu");
    assert_false(command_run(&commands, str_of("set all 2"), &err));
    assert_string_equal(err.text, "set: all: '2' is neither on nor off");
    options_release(&options);
}

static void
note_shown(void *data, enum option option)
{
    (void)buf_addf(data, "%d ", option);
}

static void
set_without_a_value_shows(void **state)
{
    static const struct {
        const char *line, *error;
    } rows[] = {
        {"set", NULL},
        {"set sort", NULL},
        {"set colour", "set: there is no option 'colour'"},
        {"set sort cpu name", "usage: set [NAME [VALUE]]"},
    };
    struct buf shown = BUF_INIT(256), expected = BUF_INIT(256);
    struct options options;
    struct command_table table = {option_commands, option_command_count,
                                  &options};
    const struct commands commands = {.tables = &table, .count = 1};
    struct err err = ERR_INIT;

    (void)state;
    options_init(&options);
    assert_false(command_run(&commands, str_of("set"), &err));
    assert_string_equal(err.text, "set: nobody would see it here");
    options.show = note_shown;
    options.data = &shown;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(command_run(&commands, str_of(rows[i].line), &err),
                         rows[i].error == NULL);
        if (rows[i].error)
            assert_string_equal(err.text, rows[i].error);
    }
    (void)buf_addf(&expected, "%d %d ", OPTION_COUNT, OPTION_SORT);
    assert_string_equal(buf_text(&shown), buf_text(&expected));
    buf_release(&shown);
    buf_release(&expected);
    options_release(&options);
}

static void
an_option_says_what_it_is_and_could_be(void **state)
{
    static const struct {
        enum option option;
        const char *value, *range;
    } rows[] = {
        {OPTION_ESCAPE_TIME, "50", "0 to 1000"},
        {OPTION_MOUSE, "on", "on or off"},
        {OPTION_STREAMS, "both", "both stdout stderr"},
        {OPTION_STATS_SOURCE, "auto", "auto cgroup stream poll"},
        {OPTION_IMAGES_SORT, "name", "name size created used id"},
    };
    struct options options;

    (void)state;
    options_init(&options);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf value = BUF_INIT(256), range = BUF_INIT(256);
        struct buf initial = BUF_INIT(256);

        option_say_value(&value, &options, rows[i].option);
        option_say_initial(&initial, rows[i].option);
        option_say_range(&range, rows[i].option);
        assert_string_equal(buf_text(&value), rows[i].value);
        assert_string_equal(buf_text(&initial), rows[i].value);
        assert_string_equal(buf_text(&range), rows[i].range);
        buf_release(&value);
        buf_release(&initial);
        buf_release(&range);
    }
    options_release(&options);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_begin_as_the_table_says),
        cmocka_unit_test(the_table_fits_itself),
        cmocka_unit_test(an_option_is_set_or_says_why_not),
        cmocka_unit_test(set_is_a_command),
        cmocka_unit_test(set_without_a_value_shows),
        cmocka_unit_test(an_option_says_what_it_is_and_could_be),
    };

    return cmocka_run_group_tests_name("option", tests, NULL, NULL);
}

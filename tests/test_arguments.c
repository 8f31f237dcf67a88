/*
 * The words that the program is started with.
 */
#include "config.h"

#include "support/test.h"

#include "cli/arguments.h"

#define WORDS 12

static bool
parse(struct arguments *arguments, const char *const words[WORDS],
      struct err *err)
{
    const char *argv[WORDS + 1] = {"bayplan"};
    int argc = 1;

    while (argc <= WORDS && words[argc - 1]) {
        argv[argc] = words[argc - 1];
        argc++;
    }
    return arguments_parse(arguments, argc, argv, err);
}

static void
right_words_are_understood(void **state)
{
    static const struct {
        const char *words[WORDS];
        struct arguments expected;
    } rows[] = {
        {{0}, {.mode = MODE_DASHBOARD}},
        {{"-H", "unix:///s"}, {.host = "unix:///s"}},
        {{"-Hunix:///s"}, {.host = "unix:///s"}},
        {{"--host", "tcp://h:1"}, {.host = "tcp://h:1"}},
        {{"--host=tcp://h:1"}, {.host = "tcp://h:1"}},
        {{"-c", "prod"}, {.context = "prod"}},
        {{"ps"}, {.mode = MODE_PS}},
        {{"ps", "--all", "--json"},
         {.mode = MODE_PS, .all = true, .json = true}},
        {{"-H", "h", "ps", "-a"}, {.mode = MODE_PS, .all = true, .host = "h"}},
        {{"ps", "-H", "h"}, {.mode = MODE_PS, .host = "h"}},
        {{":set sort cpu", ":set all off"},
         {.commands = {":set sort cpu", ":set all off"}, .command_count = 2}},
        {{"--version"}, {.mode = MODE_VERSION}},
        {{"--print-defaults"}, {.mode = MODE_PRINT_DEFAULTS}},
        {{"--help"}, {.mode = MODE_HELP}},
        {{"ps", "-h"}, {.mode = MODE_HELP}},
        {{"images", "--json"}, {.mode = MODE_IMAGES, .json = true}},
        {{"stats"}, {.mode = MODE_STATS}},
        {{"ps", "--filter", "state:up"},
         {.mode = MODE_PS, .filter = "state:up"}},
        {{"images", "--filter=used:0"},
         {.mode = MODE_IMAGES, .filter = "used:0"}},
        {{"stats", "--once", "web", "db"},
         {.mode = MODE_STATS,
          .once = true,
          .names = {"web", "db"},
          .name_count = 2}},
        {{"logs", "-f", "-n", "5", "--since=2h", "-t", "-gx", "-l", "warn",
          "web"},
         {.mode = MODE_LOGS,
          .follow = true,
          .tail = "5",
          .since = "2h",
          .grep = "x",
          .level = "warn",
          .timestamps = true,
          .names = {"web"},
          .name_count = 1}},
        {{"--read-only", "--config=/rc"}, {.read_only = true, .config = "/rc"}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct arguments *expected = &rows[i].expected;
        struct arguments got;
        struct err err;

        if (!parse(&got, rows[i].words, &err))
            fail_msg("row %zu: %s", i, err.text);
        assert_int_equal(got.mode, expected->mode);
        assert_int_equal(got.all, expected->all);
        assert_int_equal(got.json, expected->json);
        assert_int_equal(got.once, expected->once);
        assert_int_equal(got.read_only, expected->read_only);
        assert_string_equal(got.filter ? got.filter : "",
                            expected->filter ? expected->filter : "");
        assert_string_equal(got.config ? got.config : "",
                            expected->config ? expected->config : "");
        assert_int_equal(got.name_count, expected->name_count);
        for (size_t j = 0; j < got.name_count; j++)
            assert_string_equal(got.names[j], expected->names[j]);
        assert_string_equal(got.grep ? got.grep : "",
                            expected->grep ? expected->grep : "");
        assert_string_equal(got.level ? got.level : "",
                            expected->level ? expected->level : "");
        assert_string_equal(got.since ? got.since : "",
                            expected->since ? expected->since : "");
        assert_string_equal(got.tail ? got.tail : "",
                            expected->tail ? expected->tail : "");
        assert_int_equal(got.follow, expected->follow);
        assert_int_equal(got.timestamps, expected->timestamps);
        assert_string_equal(got.host ? got.host : "",
                            expected->host ? expected->host : "");
        assert_string_equal(got.context ? got.context : "",
                            expected->context ? expected->context : "");
        assert_int_equal(got.command_count, expected->command_count);
        for (size_t j = 0; j < got.command_count; j++)
            assert_string_equal(got.commands[j], expected->commands[j]);
    }
}

static void
wrong_words_are_named(void **state)
{
    static const struct {
        const char *words[WORDS];
        const char *text;
    } rows[] = {
        {{"--demo"}, "there is no option '--demo'"},
        {{"--config"}, "'--config' needs a FILE behind it"},
        {{"--read-only", "--read"}, "there is no option '--read'"},
        {{"-x"}, "there is no option '-x'"},
        {{"--hostile"}, "there is no option '--hostile'"},
        {{"-H"}, "'-H' needs a HOST behind it"},
        {{"--host="}, "'--host=' needs a HOST, not nothing"},
        {{"ps", "--filter"}, "'--filter' needs an EXPR behind it"},
        {{"--filter", "web"}, "'--filter' belongs behind 'ps'"},
        {{"-H", "a", "-H", "b"},
         "more than one -H is not supported yet: a and b"},
        {{"-c", "a", "-c", "b"},
         "more than one -c is not supported yet: a and b"},
        {{"-H", "a", "-c", "b"}, "-H a and -c b both name an engine; give one"},
        {{"--json"}, "'--json' belongs behind 'ps'"},
        {{"ps", "--version"}, "'--version' belongs before 'ps'"},
        {{"volumes"},
         "'volumes' is neither an option nor a command (ps, stats, images, "
         "logs, or :COMMAND)"},
        {{"images", "nginx"},
         "'nginx' is neither an option nor a part of "
         "'images'"},
        {{"images", "--once"}, "'--once' belongs behind 'stats'"},
        {{"stats", "-f"}, "'-f' belongs behind 'logs'"},
        {{"stats", "--read-only"}, "'--read-only' belongs before 'stats'"},
        {{"ps", "web"}, "'web' is neither an option nor a part of 'ps'"},
        {{"ps", ":set all on"},
         "':set all on' is neither an option nor a part of 'ps'"},
        {{":set all on", "ps"},
         "'ps' is neither an option nor a command (ps, stats, images, "
         "logs, or :COMMAND)"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct arguments got;
        struct err err;

        assert_false(parse(&got, rows[i].words, &err));
        assert_int_equal(err.kind, ERR_USAGE);
        assert_string_equal(err.text, rows[i].text);
    }
}

static void
help_has_every_option_and_fits_80_columns(void **state)
{
    static const char *const options[] = {
        "-H, --host HOST", "-c, --context CONTEXT",
        "-a, --all",       "--json",
        "--version",       "-h, --help",
        "--read-only",     "--config FILE"};
    struct buf help = BUF_INIT(8192);
    struct str rest, line;

    (void)state;
    arguments_help(&help);
    for (size_t i = 0; i < COUNT(options); i++)
        assert_non_null(strstr(buf_text(&help), options[i]));
    rest = buf_str(&help);
    while (str_cut(&rest, '\n', &line))
        assert_in_range(line.len, 0, 80);
    buf_release(&help);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(right_words_are_understood),
        cmocka_unit_test(wrong_words_are_named),
        cmocka_unit_test(help_has_every_option_and_fits_80_columns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

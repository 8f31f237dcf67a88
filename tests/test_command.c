/*
 * The command language: words, quotes, abbreviations.
 */
#include "config.h"

#include "support/test.h"

#include "base/buf.h"
#include "work/alias.h"
#include "work/command.h"

#include <stdio.h>

static void
a_line_is_split_into_words(void **state)
{
    static const struct {
        const char *line;
        const char *words[5];
    } rows[] = {
        {"", {NULL}},
        {"   \t ", {NULL}},
        {"set sort cpu", {"set", "sort", "cpu"}},
        {"  a\tb  ", {"a", "b"}},
        {"'a b' c", {"a b", "c"}},
        {"\"a b\"c", {"a bc"}},
        {"a'b'\"c\"", {"abc"}},
        {"'' \"\"", {"", ""}},
        {"a\\ b", {"a b"}},
        {"\\'a", {"'a"}},
        {"'a\\b'", {"a\\b"}},
        {"\"a\\\"b\"", {"a\"b"}},
        {"a # b", {"a"}},
        {"# b", {NULL}},
        {"a#b", {"a#b"}},
        {"'#' \\#", {"#", "#"}},
        {"''#b", {"#b"}},
    };
    struct words words;
    struct err err = ERR_INIT;
    size_t i, k;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        assert_true(words_split(&words, str_of(rows[i].line), &err));
        for (k = 0; rows[i].words[k]; k++) {
            assert_true(k < words.count);
            assert_string_equal(words.at[k].at, rows[i].words[k]);
            assert_int_equal(words.at[k].len, strlen(rows[i].words[k]));
        }
        assert_int_equal(words.count, k);
    }
}

static void
what_is_left_open_is_an_error(void **state)
{
    static const struct {
        const char *line, *text;
    } rows[] = {
        {"a 'b", "the ' is never closed"},
        {"\"", "the \" is never closed"},
        {"\"a\\\"", "the \" is never closed"},
        {"a\\", "a backslash at the end quotes nothing"},
    };
    struct words words;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;

        assert_false(words_split(&words, str_of(rows[i].line), &err));
        assert_string_equal(err.text, rows[i].text);
        assert_int_equal(err.kind, ERR_USAGE);
    }
}

static void
words_and_bytes_have_limits(void **state)
{
    struct buf line = BUF_INIT(8 * COMMAND_SIZE);
    struct words words;
    struct err err = ERR_INIT;
    size_t i;

    (void)state;
    for (i = 0; i < COMMAND_WORDS; i++)
        assert_true(buf_add_text(&line, "a "));
    assert_true(words_split(&words, buf_str(&line), &err));
    assert_int_equal(words.count, COMMAND_WORDS);
    assert_true(buf_add_text(&line, "b"));
    assert_false(words_split(&words, buf_str(&line), &err));
    assert_int_equal(err.kind, ERR_LIMIT);

    buf_clear(&line);
    assert_true(buf_add_repeat(&line, 'x', COMMAND_SIZE - 1));
    assert_true(words_split(&words, buf_str(&line), &err));
    assert_int_equal(words.at[0].len, COMMAND_SIZE - 1);
    /* An empty word needs its NUL. */
    assert_true(buf_add_text(&line, " ''"));
    assert_false(words_split(&words, buf_str(&line), &err));
    buf_clear(&line);
    assert_true(buf_add_repeat(&line, 'x', COMMAND_SIZE));
    assert_false(words_split(&words, buf_str(&line), &err));
    assert_int_equal(err.kind, ERR_LIMIT);
    buf_release(&line);
}

/* ---- running */

struct ran {
    char text[256];
};

static bool
note_run(void *context, const struct words *words, struct err *err)
{
    struct ran *ran = context;
    size_t len = 0;

    for (size_t i = 0; i < words->count && len < sizeof(ran->text); i++)
        len += (size_t)snprintf(ran->text + len, sizeof(ran->text) - len,
                                "%s%s", i > 0 ? "|" : "", words->at[i].at);
    if (str_is(words->at[0], "fail"))
        return err_set(err, "because");
    return true;
}

static bool
note_act(void *data, enum action action, const struct words *words,
         struct err *err)
{
    struct ran *ran = data;
    size_t len;

    if (!note_run(data, words, err))
        return false;
    len = strlen(ran->text);
    (void)snprintf(ran->text + len, sizeof(ran->text) - len, " is %s",
                   action_info(action)->name);
    return true;
}

static const struct command some_commands[] = {
    {.name = "set",
     .usage = "NAME VALUE",
     .min_words = 2,
     .max_words = 2,
     .run = note_run},
    {.name = "settle", .usage = "", .run = note_run},
};

static const struct command more_commands[] = {
    {.name = "fail", .usage = "[WORD]", .max_words = 1, .run = note_run},
    {.name = "bind",
     .usage = "KEYS ACTION",
     .min_words = 2,
     .max_words = 2,
     .run = note_run},
    {.name = "look",
     .usage = "[TEXT]",
     .max_words = 1,
     .is_raw = true,
     .run = note_run},
};

static void
a_line_runs_the_command_that_it_names(void **state)
{
    static const struct {
        const char *line;
        const char *ran; /* NULL: it fails */
        const char *error;
    } rows[] = {
        {"", "", NULL},
        {" # nothing", "", NULL},
        {":", "", NULL},
        {"set sort cpu", "set|sort|cpu", NULL},
        {":set sort -cpu", "set|sort|-cpu", NULL},
        {"  :set a 'b c'", "set|a|b c", NULL},
        /* A name may be the beginning of another. */
        {"sett", "sett", NULL},
        {"set", NULL, "usage: set NAME VALUE"},
        {"set a b c", NULL, "usage: set NAME VALUE"},
        {"b x y", NULL, "'b' could be bind, bottom, back"},
        {"bi x y", "bi|x|y", NULL},
        {"ba", "ba is back", NULL},
        {"fail", NULL, "fail: because"},
        {"sto web db", "sto|web|db is stop", NULL},
        {"stop", "stop is stop", NULL},
        {"sort-r", "sort-r is sort-reverse", NULL},
        {"st", NULL, "'st' could be start, stop, streams"},
        {"look", "look", NULL},
        {" :loo  re:^a\\d 'b  # \"c ", "loo|re:^a\\d 'b  # \"c", NULL},
        {"prune", NULL, "there is no command 'prune'"},
        {"bnid a b", NULL, "there is no command 'bnid'; did you mean bind?"},
        {"SET a b", NULL, "there is no command 'SET'"},
        {"''", NULL, "there is no command ''"},
        {"'a", NULL, "the ' is never closed"},
    };
    struct ran ran;
    const struct command_table tables[] = {
        {some_commands, COUNT(some_commands), &ran},
        {more_commands, COUNT(more_commands), &ran},
    };
    const struct commands commands = {.tables = tables,
                                      .count = COUNT(tables),
                                      .act = note_act,
                                      .data = &ran};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;
        bool ok;

        ran.text[0] = '\0';
        ok = command_run(&commands, str_of(rows[i].line), &err);
        assert_int_equal(ok, rows[i].ran != NULL);
        assert_string_equal(ok ? ran.text : err.text,
                            ok ? rows[i].ran : rows[i].error);
    }
}

static void
without_a_screen_there_are_no_actions(void **state)
{
    struct ran ran;
    const struct command_table table = {some_commands, COUNT(some_commands),
                                        &ran};
    const struct commands commands = {.tables = &table, .count = 1};
    struct err err = ERR_INIT;

    (void)state;
    assert_false(command_run(&commands, str_of("stop"), &err));
    assert_string_equal(err.text, "there is no command 'stop'");
}

/* ---- aliases */

static void
an_alias_is_the_line_that_it_stands_for(void **state)
{
    static const struct {
        const char *line;
        const char *ran; /* NULL: it fails */
        const char *error;
    } rows[] = {
        {"alias halt stop -t 1", "", NULL},
        {"halt web", "stop|-t|1|web is stop", NULL},
        {":halt 'a b'", "stop|-t|1|a b is stop", NULL},
        {"alias s 'set sort cpu'", "", NULL},
        {"s", "set|sort|cpu", NULL}, /* no abbreviation of others */
        {"alias q set a 'b c'", "", NULL},
        {"q", "set|a|b c", NULL},
        {"alias q halt", "", NULL},
        {"q db", "stop|-t|1|db is stop", NULL},
        {"alias set halt", "", NULL}, /* what there is stays what it is */
        {"set a b", "set|a|b", NULL},
        {"alias stop halt", NULL, "alias: 'stop' is an action"},
        {"alias a", NULL, "usage: alias NAME COMMAND..."},
        {"alias loop loop", "", NULL},
        {"loop", NULL, "'loop' is an alias of an alias, and so on"},
    };
    struct ran ran;
    struct aliases aliases;
    const struct command_table tables[] = {
        {some_commands, COUNT(some_commands), &ran},
        {alias_commands, alias_command_count, &aliases},
    };
    const struct commands commands = {.tables = tables,
                                      .count = COUNT(tables),
                                      .act = note_act,
                                      .data = &ran,
                                      .aliases = &aliases};
    size_t i;

    (void)state;
    aliases_init(&aliases);
    for (i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;
        bool ok;

        ran.text[0] = '\0';
        ok = command_run(&commands, str_of(rows[i].line), &err);
        assert_string_equal(ok ? ran.text : err.text,
                            rows[i].ran ? rows[i].ran : rows[i].error);
        assert_int_equal(ok, rows[i].ran != NULL);
    }
    aliases_release(&aliases);
}

static void
a_quoted_word_is_split_into_itself(void **state)
{
    static const char *const texts[] = {"web",  "",     "a b", "#a", "it's",
                                        "a\"b", "a\\b", "\\",  "'",  "a\tb"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(texts); i++) {
        struct buf out = BUF_INIT(64);
        struct words words;
        struct err err = ERR_INIT;

        words_quote(&out, str_of(texts[i]));
        assert_true(words_split(&words, buf_str(&out), &err));
        assert_int_equal(words.count, 1);
        assert_string_equal(words.at[0].at, texts[i]);
        buf_release(&out);
    }
}

/* ---- completion */

static void
note_word(void *data, const char *word, const char *help)
{
    struct buf *out = data;

    (void)help;
    (void)buf_addf(out, "%s%s", out->len ? " " : "", word);
}

static void
complete_name(void *data, enum action action, const struct words *words,
              word_fn each, void *each_data)
{
    (void)data;
    assert_true(words->count >= 1);
    if (action != ACTION_STOP)
        return;
    each(each_data, "web", NULL);
    each(each_data, "worker", NULL);
    each(each_data, "db", NULL);
}

static void
the_word_at_the_end_is_completed(void **state)
{
    static const struct {
        const char *line;
        const char *words; /* that are offered */
        size_t begin;
    } rows[] = {
        {"se", "set search select", 0},
        {":se", "set search select", 1},
        {" : al", "alias", 3},
        {"dow", "down down-all", 0},
        {"set s", "stop-timeout sort streams stats-source", 4},
        {"set ",
         "escape-time stop-timeout sort all images-sort images-all color "
         "group wrap "
         "timestamps streams log-level log-context log-lines log-memory "
         "stats-source mouse read-only",
         4},
        {"set group ", "none project", 10},
        {"set wrap o", "on off", 9},
        {"set sort c", "cpu", 9},
        {"set escape-time ", "", 16},
        {"set nothing ", "", 12},
        {"stop w", "web worker", 5},
        {"stop web ", "web worker db", 9},
        {"stop 'w'", "web worker", 5},
        {"stop 'w", "", SIZE_MAX},
        {"stop w\\", "", SIZE_MAX},
        {"st x", "", 3}, /* it could be several */
        {"nothing x", "", 8},
    };
    struct ran ran;
    struct aliases aliases;
    struct options options;
    const struct command_table tables[] = {
        {option_commands, option_command_count, &options},
        {alias_commands, alias_command_count, &aliases},
    };
    const struct commands commands = {.tables = tables,
                                      .count = COUNT(tables),
                                      .act = note_act,
                                      .complete_act = complete_name,
                                      .data = &ran,
                                      .aliases = &aliases};
    size_t i;

    (void)state;
    aliases_init(&aliases);
    options_init(&options);
    assert_true(command_run(&commands, str_of("alias down-all stop"), NULL));
    for (i = 0; i < COUNT(rows); i++) {
        struct buf out = BUF_INIT(1024);
        size_t begin =
            command_complete(&commands, str_of(rows[i].line), note_word, &out);

        assert_string_equal(buf_text(&out), rows[i].words);
        assert_int_equal(begin, rows[i].begin);
        buf_release(&out);
    }
    options_release(&options);
    aliases_release(&aliases);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_split_into_words),
        cmocka_unit_test(what_is_left_open_is_an_error),
        cmocka_unit_test(words_and_bytes_have_limits),
        cmocka_unit_test(a_line_runs_the_command_that_it_names),
        cmocka_unit_test(without_a_screen_there_are_no_actions),
        cmocka_unit_test(an_alias_is_the_line_that_it_stands_for),
        cmocka_unit_test(a_quoted_word_is_split_into_itself),
        cmocka_unit_test(the_word_at_the_end_is_completed),
    };

    return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}

/*
 * The tree: folding, searching, masking, and what a new document keeps.
 */
#include "config.h"

#include "support/test.h"

#include "ui/widgets/tree.h"

#include <locale.h>
#include <stdio.h>

static const char document[] =
    "{\"Id\":\"abc\","
    "\"Size\":1795212382342796626,"
    "\"State\":{\"Status\":\"exited\",\"Dead\":false,\"Error\":null,"
    "\"Health\":{\"Log\":[{\"Output\":\"ok\"},{\"Output\":\"bad\"}]}},"
    "\"Config\":{\"Env\":[\"PATH=/bin\",\"DB_PASSWORD=hunter2\"],"
    "\"Labels\":{}},"
    "\"Mounts\":[]}";

struct rig {
    struct tree tree;
    struct grid grid;
    struct buf text;
    int width, height;
};

static void
rig_init(struct rig *rig, const char *json)
{
    struct err err;

    *rig = (struct rig){.width = 60, .height = 30, .text = BUF_INIT(1 << 20)};
    tree_init(&rig->tree);
    grid_init(&rig->grid);
    if (!tree_set(&rig->tree, str_of(json), &err))
        fail_msg("%s", err.text);
}

static void
rig_release(struct rig *rig)
{
    tree_release(&rig->tree);
    grid_release(&rig->grid);
    buf_release(&rig->text);
}

/* The picture, without the blank lines behind it. */
static const char *
picture(struct rig *rig)
{
    struct canvas canvas;

    grid_resize(&rig->grid, (struct size){rig->width, rig->height});
    canvas = canvas_whole(&rig->grid);
    canvas_clear(&canvas);
    tree_layout(&rig->tree, canvas.size);
    tree_render(&rig->tree, &canvas);
    buf_clear(&rig->text);
    grid_print(&rig->text, &rig->grid, false);
    while (rig->text.len > 1 && rig->text.at[rig->text.len - 2] == '\n')
        rig->text.at[--rig->text.len] = '\0';
    return buf_text(&rig->text);
}

static void
act(struct rig *rig, enum action action)
{
    assert_true(tree_act(&rig->tree, action));
}

static void
down(struct rig *rig, int lines)
{
    for (int i = 0; i < lines; i++)
        act(rig, ACTION_DOWN);
}

static void
outermost_level_is_open_at_first(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, document);
    assert_string_equal(picture(&rig), ">  Id: \"abc\"\n"
                                       "   Size: 1795212382342796626\n"
                                       " + State: {4}\n"
                                       " + Config: {2}\n"
                                       "   Mounts: []\n");
    rig_release(&rig);
}

static void
fold_opens_and_closes(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, document);
    down(&rig, 2);
    act(&rig, ACTION_FOLD);
    assert_string_equal(picture(&rig), "   Id: \"abc\"\n"
                                       "   Size: 1795212382342796626\n"
                                       ">- State:\n"
                                       "     Status: \"exited\"\n"
                                       "     Dead: false\n"
                                       "     Error: null\n"
                                       "   + Health: {1}\n"
                                       " + Config: {2}\n"
                                       "   Mounts: []\n");
    /* A line without a fold of its own: what it stands in. */
    down(&rig, 2);
    act(&rig, ACTION_FOLD);
    assert_string_equal(picture(&rig), "   Id: \"abc\"\n"
                                       "   Size: 1795212382342796626\n"
                                       ">+ State: {4}\n"
                                       " + Config: {2}\n"
                                       "   Mounts: []\n");
    act(&rig, ACTION_TOP);
    act(&rig, ACTION_FOLD);
    assert_int_equal(rig.tree.line_count, 5);
    rig_release(&rig);
}

static void
unfold_all_opens_all_and_then_folds_all(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, document);
    down(&rig, 3);
    act(&rig, ACTION_UNFOLD_ALL);
    assert_string_equal(picture(&rig), "   Id: \"abc\"\n"
                                       "   Size: 1795212382342796626\n"
                                       " - State:\n"
                                       "     Status: \"exited\"\n"
                                       "     Dead: false\n"
                                       "     Error: null\n"
                                       "   - Health:\n"
                                       "     - Log:\n"
                                       "       - 0:\n"
                                       "           Output: \"ok\"\n"
                                       "       - 1:\n"
                                       "           Output: \"bad\"\n"
                                       ">- Config:\n"
                                       "   - Env:\n"
                                       "       0: \"PATH=/bin\"\n"
                                       "       1: \"DB_PASSWORD=********\"\n"
                                       "     Labels: {}\n"
                                       "   Mounts: []\n");
    act(&rig, ACTION_UNFOLD_ALL);
    assert_int_equal(rig.tree.line_count, 5);
    assert_int_equal(rig.tree.cursor, 3);
    rig_release(&rig);
}

/* ---- search ------------------------------------------------------------- */

static void
search(struct rig *rig, const char *pattern)
{
    struct err err;

    tree_search_begin(&rig->tree);
    if (!tree_search(&rig->tree, str_of(pattern), &err))
        fail_msg("%s", err.text);
}

static bool
is_cursor_on(struct rig *rig, const char *words)
{
    const char *line = strstr(picture(rig), ">");
    const char *found = line ? strstr(line, words) : NULL;

    return found && !memchr(line, '\n', (size_t)(found - line));
}

static void
search_finds_what_is_folded_away(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, document);
    search(&rig, "output");
    assert_int_equal(rig.tree.match_count, 2);
    assert_true(is_cursor_on(&rig, "Output: \"ok\""));
    act(&rig, ACTION_MATCH_NEXT);
    assert_true(is_cursor_on(&rig, "Output: \"bad\""));
    act(&rig, ACTION_MATCH_NEXT);
    assert_true(is_cursor_on(&rig, "Output: \"ok\""));
    act(&rig, ACTION_MATCH_PREVIOUS);
    assert_true(is_cursor_on(&rig, "Output: \"bad\""));
    rig_release(&rig);
}

static void
search_minds_case_as_it_is_typed(void **state)
{
    static const struct {
        const char *pattern;
        size_t matches;
    } rows[] = {
        {"exited", 1},
        {"EXITED", 0},
        {"Status", 1},
        {"status", 1},
        {"Out.*(ok|bad)", 2},
        {"nothing here", 0},
        {"", 0},
        {"1795212382342796626", 1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct rig rig;

        rig_init(&rig, document);
        search(&rig, rows[i].pattern);
        if (rig.tree.match_count != rows[i].matches)
            fail_msg("%s: %zu", rows[i].pattern, rig.tree.match_count);
        rig_release(&rig);
    }
}

static void
unfinished_pattern_leaves_the_search_as_it_was(void **state)
{
    struct rig rig;
    struct err err;

    (void)state;
    rig_init(&rig, document);
    search(&rig, "output");
    assert_false(tree_search(&rig.tree, str_of("output("), &err));
    assert_int_equal(rig.tree.match_count, 2);
    tree_search_cancel(&rig.tree);
    assert_int_equal(rig.tree.match_count, 0);
    assert_true(is_cursor_on(&rig, "Id"));
    rig_release(&rig);
}

/* ---- secrets ------------------------------------------------------------ */

static void
secrets_are_masked_until_asked_for(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, document);
    act(&rig, ACTION_UNFOLD_ALL);
    assert_null(strstr(picture(&rig), "hunter2"));
    act(&rig, ACTION_REVEAL);
    assert_non_null(strstr(picture(&rig), "\"DB_PASSWORD=hunter2\""));
    act(&rig, ACTION_REVEAL);
    assert_null(strstr(picture(&rig), "hunter2"));
    /* Another document is masked again. */
    act(&rig, ACTION_REVEAL);
    tree_clear(&rig.tree);
    assert_true(tree_set(&rig.tree, str_of(document), NULL));
    assert_null(strstr(picture(&rig), "hunter2"));
    rig_release(&rig);
}

static void
searches_do_not_find_what_is_masked(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, document);
    search(&rig, "hunter");
    assert_int_equal(rig.tree.match_count, 0);
    act(&rig, ACTION_REVEAL);
    assert_int_equal(rig.tree.match_count, 1);
    act(&rig, ACTION_REVEAL);
    assert_int_equal(rig.tree.match_count, 0);
    rig_release(&rig);
}

static void
copies_are_whole_and_masked(void **state)
{
    static const struct {
        const char *at; /* what the cursor stands on */
        const char *masked, *revealed;
    } rows[] = {
        {"Id:", "abc", "abc"},
        {"Size:", "1795212382342796626", "1795212382342796626"},
        {"Dead:", "false", "false"},
        {"Mounts:", "[]", "[]"},
        {"DB_PASS", "DB_PASSWORD=********", "DB_PASSWORD=hunter2"},
        {"Config:",
         "{\n  \"Env\": [\n    \"PATH=/bin\",\n"
         "    \"DB_PASSWORD=********\"\n  ],\n  \"Labels\": {}\n}",
         "{\n  \"Env\": [\n    \"PATH=/bin\",\n"
         "    \"DB_PASSWORD=hunter2\"\n  ],\n  \"Labels\": {}\n}"},
        {"Log:",
         "[\n  {\n    \"Output\": \"ok\"\n  },\n"
         "  {\n    \"Output\": \"bad\"\n  }\n]",
         "[\n  {\n    \"Output\": \"ok\"\n  },\n"
         "  {\n    \"Output\": \"bad\"\n  }\n]"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf copy = BUF_INIT(4096);
        struct rig rig;

        rig_init(&rig, document);
        search(&rig, rows[i].at);
        assert_true(tree_copy(&rig.tree, TREE_VALUE, &copy));
        assert_string_equal(buf_text(&copy), rows[i].masked);
        buf_clear(&copy);
        act(&rig, ACTION_REVEAL);
        assert_true(tree_copy(&rig.tree, TREE_VALUE, &copy));
        assert_string_equal(buf_text(&copy), rows[i].revealed);
        buf_release(&copy);
        rig_release(&rig);
    }
}

static void
copies_as_json_have_quotes_and_paths_are_as_jq_takes_them(void **state)
{
    static const struct {
        const char *at, *json, *path;
    } rows[] = {
        {"Id:", "\"abc\"", ".Id"},
        {"Size:", "1795212382342796626", ".Size"},
        {"DB_PASS", "\"DB_PASSWORD=********\"", ".Config.Env[1]"},
        {"Mounts:", "[]", ".Mounts"},
        {"bad", "\"bad\"", ".State.Health.Log[1].Output"},
        {"com.example", "\"a\\nb\"", ".Labels[\"com.example/x\"]"},
        {"2nd", "{}", ".Labels[\"2nd\"]"},
    };
    static const char labels[] =
        ",\"Labels\":{\"com.example/x\":\"a\\nb\",\"2nd\":{}}}";
    char more[sizeof(document) + sizeof(labels)];

    (void)state;
    (void)snprintf(more, sizeof(more), "%.*s%s", (int)sizeof(document) - 2,
                   document, labels);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf copy = BUF_INIT(4096);
        struct rig rig;

        rig_init(&rig, more);
        search(&rig, rows[i].at);
        assert_true(tree_copy(&rig.tree, TREE_JSON, &copy));
        assert_string_equal(buf_text(&copy), rows[i].json);
        buf_clear(&copy);
        assert_true(tree_copy(&rig.tree, TREE_PATH, &copy));
        assert_string_equal(buf_text(&copy), rows[i].path);
        buf_release(&copy);
        rig_release(&rig);
    }
}

/* ---- another document --------------------------------------------------- */

static void
folds_and_place_outlive_the_document(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, document);
    search(&rig, "bad");
    tree_search_cancel(&rig.tree);
    search(&rig, "bad");
    tree_clear(&rig.tree);
    assert_string_equal(picture(&rig), "\n");
    /* A member more in front, and one entry less of the log. */
    assert_true(tree_set(&rig.tree,
                         str_of("{\"New\":1,\"State\":{\"Health\":"
                                "{\"Log\":[{\"Output\":\"one\"}]}}}"),
                         NULL));
    assert_string_equal(picture(&rig), "   New: 1\n"
                                       " - State:\n"
                                       "   - Health:\n"
                                       ">    - Log:\n"
                                       "       + 0: {1}\n");
    rig_release(&rig);
}

static void
what_is_no_json_leaves_the_document(void **state)
{
    struct rig rig;
    struct err err;

    (void)state;
    rig_init(&rig, "[1,\"\\u001b[31mred\"]");
    assert_false(tree_set(&rig.tree, str_of("{\"a\":"), &err));
    assert_string_equal(picture(&rig), ">  0: 1\n"
                                       "   1: \"\\u001b[31mred\"\n");
    assert_true(tree_set(&rig.tree, str_of("-0.0"), &err));
    assert_string_equal(picture(&rig), ">  0: -0.0\n");
    assert_true(tree_set(&rig.tree, str_of("{}"), &err));
    assert_string_equal(picture(&rig), ">  0: {}\n");
    rig_release(&rig);
}

static void
every_act_is_safe_without_a_document(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, document);
    tree_clear(&rig.tree);
    for (int action = 0; action < ACTION_COUNT; action++)
        (void)tree_act(&rig.tree, (enum action)action);
    search(&rig, "x");
    assert_string_equal(picture(&rig), "\n");
    rig_release(&rig);
}

static void
cursor_is_always_seen(void **state)
{
    static const enum action rows[] = {
        ACTION_BOTTOM,    ACTION_UP,        ACTION_PAGE_UP, ACTION_PAGE_DOWN,
        ACTION_HALF_UP,   ACTION_HALF_DOWN, ACTION_TOP,     ACTION_DOWN,
        ACTION_PAGE_DOWN, ACTION_FOLD,      ACTION_BOTTOM,  ACTION_UNFOLD_ALL,
    };
    struct rig rig;

    (void)state;
    rig_init(&rig, document);
    rig.height = 4;
    act(&rig, ACTION_UNFOLD_ALL);
    for (size_t i = 0; i < COUNT(rows); i++) {
        act(&rig, rows[i]);
        if (!strchr(picture(&rig), '>'))
            fail_msg("after act %zu", i);
    }
    rig_release(&rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outermost_level_is_open_at_first),
        cmocka_unit_test(fold_opens_and_closes),
        cmocka_unit_test(unfold_all_opens_all_and_then_folds_all),
        cmocka_unit_test(search_finds_what_is_folded_away),
        cmocka_unit_test(search_minds_case_as_it_is_typed),
        cmocka_unit_test(unfinished_pattern_leaves_the_search_as_it_was),
        cmocka_unit_test(secrets_are_masked_until_asked_for),
        cmocka_unit_test(searches_do_not_find_what_is_masked),
        cmocka_unit_test(copies_are_whole_and_masked),
        cmocka_unit_test(
            copies_as_json_have_quotes_and_paths_are_as_jq_takes_them),
        cmocka_unit_test(folds_and_place_outlive_the_document),
        cmocka_unit_test(what_is_no_json_leaves_the_document),
        cmocka_unit_test(every_act_is_safe_without_a_document),
        cmocka_unit_test(cursor_is_always_seen),
    };

    (void)setlocale(LC_ALL, "C");
    return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}

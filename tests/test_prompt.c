/*
 * Typing a line: the editor that prompts are made of.
 */
#include "config.h"

#include "support/test.h"

#include "ui/widgets/editor.h"

#include <locale.h>

/* Press the keys that `words` names; single characters are typed. */
static void
press(struct editor *editor, const char *words)
{
    struct str rest = str_of(words), name;

    while (words[0] && str_cut(&rest, ' ', &name)) {
        struct key key;

        assert_true(key_parse(&key, name));
        (void)editor_key(editor, &key);
    }
}

static void
keys_edit_the_line_as_in_a_shell(void **state)
{
    static const struct {
        const char *before, *keys, *after;
        size_t at;
    } rows[] = {
        {"", "w e b", "web", 3},
        {"web", "Backspace", "we", 2},
        {"web", "C-h C-h C-h C-h", "", 0},
        {"web", "Left Left x", "wxeb", 2},
        {"web", "Home x", "xweb", 1},
        {"web", "C-a Right Delete", "wb", 1},
        {"web", "C-a C-d", "eb", 0},
        {"web", "C-a End x", "webx", 4},
        {"web", "C-b C-b C-f C-e C-f", "web", 3},
        {"one two  three", "C-w", "one two  ", 9},
        {"one two  ", "C-w", "one ", 4},
        {"one two", "M-b C-k", "one ", 4},
        {"one two", "M-b M-b M-f x", "onex two", 4},
        {"one two", "M-b C-u", "two", 0},
        {"\xc3\xa4\xe2\x82\xac", "Left Backspace", "\xe2\x82\xac", 0},
        {"e\xcc\x81x", "Home Delete", "x", 0}, /* a letter and its accent */
        {"web", "Up F5 C-t M-x", "web", 3},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct editor editor;

        editor_init(&editor);
        editor_set(&editor, str_of(rows[i].before));
        press(&editor, rows[i].keys);
        if (!str_is(editor_text(&editor), rows[i].after) ||
            editor.at != rows[i].at)
            fail_msg("'%s' and %s: '%.*s', at %zu", rows[i].before,
                     rows[i].keys, STR_ARGS(editor_text(&editor)), editor.at);
        editor_release(&editor);
    }
}

static void
only_a_change_of_the_text_is_called_a_change(void **state)
{
    static const struct {
        const char *key;
        enum editor_answer answer;
    } rows[] = {
        {"x", EDITOR_CHANGED},   {"Left", EDITOR_MOVED},
        {"End", EDITOR_MOVED},   {"Delete", EDITOR_MOVED},
        {"C-u", EDITOR_CHANGED}, {"Backspace", EDITOR_MOVED},
        {"Up", EDITOR_NO_KEY},   {"Enter", EDITOR_NO_KEY},
        {"Esc", EDITOR_NO_KEY},  {"C-c", EDITOR_NO_KEY},
    };
    struct editor editor;

    (void)state;
    editor_init(&editor);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct key key;

        assert_true(key_parse(&key, str_of(rows[i].key)));
        assert_int_equal(editor_key(&editor, &key), rows[i].answer);
    }
    editor_release(&editor);
}

static void
pasted_controls_are_dropped_and_newlines_become_spaces(void **state)
{
    static const uint32_t codes[] = {
        KEYCODE_PASTE_BEGIN, 'a',  KEYCODE_ENTER, 'b', KEYCODE_ESCAPE,
        KEYCODE_BACKSPACE,   0x07, KEYCODE_TAB,   'c', KEYCODE_PASTE_END,
    };
    struct editor editor;

    (void)state;
    editor_init(&editor);
    for (size_t i = 0; i < COUNT(codes); i++) {
        struct key key = {.code = codes[i],
                          .is_pasted = codes[i] != KEYCODE_PASTE_BEGIN &&
                                       codes[i] != KEYCODE_PASTE_END};

        (void)editor_key(&editor, &key);
    }
    assert_true(str_is(editor_text(&editor), "a b c"));
    editor_release(&editor);
}

static void
a_full_line_takes_no_more_and_can_still_be_edited(void **state)
{
    struct editor editor;
    struct key key = {.code = 'x'};

    (void)state;
    editor_init(&editor);
    for (int i = 0; i < EDITOR_SIZE + 10; i++)
        (void)editor_key(&editor, &key);
    assert_int_equal(editor_text(&editor).len, EDITOR_SIZE);
    press(&editor, "Backspace y y");
    assert_int_equal(editor_text(&editor).len, EDITOR_SIZE);
    assert_true(str_ends(editor_text(&editor), "xy"));
    editor_release(&editor);
}

static void
a_line_longer_than_its_field_scrolls_to_the_cursor(void **state)
{
    static const struct {
        const char *keys, *shown;
        int cursor;
    } rows[] = {
        {"", "/fghij", 6},
        {"Home", "/abcdef", 1},
        {"Left", "/efghij", 6},
        {"Home Right Right", "/abcdef", 3},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct editor editor;
        struct grid grid;
        struct buf out = BUF_INIT(256);

        editor_init(&editor);
        editor_set(&editor, str_of("abcdefghij"));
        press(&editor, rows[i].keys);
        grid_init(&grid);
        grid_resize(&grid, (struct size){7, 1});

        struct canvas canvas = canvas_whole(&grid);
        int x = canvas_text(&canvas, 0, 0, ROLE_PLAIN, str_of("/"));

        (void)editor_render(&editor, &canvas, x, 0, 6, ROLE_PLAIN);
        grid_print(&out, &grid, false);
        if (strncmp(buf_text(&out), rows[i].shown, strlen(rows[i].shown)) !=
                0 ||
            grid.cursor.x != rows[i].cursor)
            fail_msg("%s: %s, at %d", rows[i].keys, buf_text(&out),
                     grid.cursor.x);
        buf_release(&out);
        grid_release(&grid);
        editor_release(&editor);
    }
}

static int
set_up(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "") ? 0 : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_edit_the_line_as_in_a_shell),
        cmocka_unit_test(only_a_change_of_the_text_is_called_a_change),
        cmocka_unit_test(
            pasted_controls_are_dropped_and_newlines_become_spaces),
        cmocka_unit_test(a_full_line_takes_no_more_and_can_still_be_edited),
        cmocka_unit_test(a_line_longer_than_its_field_scrolls_to_the_cursor),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}

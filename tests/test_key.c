/*
 * Keys and their names.
 */
#include "config.h"

#include "support/test.h"

#include "ui/keys/key.h"

#define C MODIFIER_CONTROL
#define M MODIFIER_META
#define S MODIFIER_SHIFT

static void
every_name_means_its_key_and_is_written_so(void **state)
{
    static const struct {
        const char *name;
        uint32_t code;
        unsigned modifiers;
    } rows[] = {
        {"a", 'a', 0},
        {"K", 'K', 0},
        {"1", '1', 0},
        {"/", '/', 0},
        {"-", '-', 0},
        {"S", 'S', 0},
        {"<", '<', 0},
        {"\\", '\\', 0},
        {"é", 0xe9, 0},
        {"€", 0x20ac, 0},
        {"🚢", 0x1f6a2, 0},
        {"Space", ' ', 0},
        {"Enter", KEYCODE_ENTER, 0},
        {"Esc", KEYCODE_ESCAPE, 0},
        {"Tab", KEYCODE_TAB, 0},
        {"S-Tab", KEYCODE_TAB, S},
        {"Backspace", KEYCODE_BACKSPACE, 0},
        {"Up", KEYCODE_ARROW_UP, 0},
        {"PgUp", KEYCODE_PAGE_UP, 0},
        {"PgDn", KEYCODE_PAGE_DOWN, 0},
        {"Home", KEYCODE_HOME, 0},
        {"Delete", KEYCODE_DELETE, 0},
        {"F1", KEYCODE_F1, 0},
        {"F5", KEYCODE_F1 + 4, 0},
        {"F10", KEYCODE_F1 + 9, 0},
        {"F12", KEYCODE_F12, 0},
        {"C-c", 'c', C},
        {"C-Space", ' ', C},
        {"C-\\", '\\', C},
        {"C--", '-', C},
        {"M-x", 'x', M},
        {"M-X", 'X', M},
        {"M-é", 0xe9, M},
        {"M-Enter", KEYCODE_ENTER, M},
        {"C-M-x", 'x', C | M},
        {"C-Left", KEYCODE_ARROW_LEFT, C},
        {"C-M-S-Left", KEYCODE_ARROW_LEFT, C | M | S},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct key key = {.code = 0};
        struct buf name = BUF_INIT(64);

        assert_true(key_parse(&key, str_of(rows[i].name)));
        assert_int_equal(key.code, rows[i].code);
        assert_int_equal(key.modifiers, rows[i].modifiers);
        assert_false(key.is_pasted);
        key_print(&name, &key);
        assert_string_equal(buf_text(&name), rows[i].name);
        buf_release(&name);
    }
}

static void
two_ways_to_write_one_key_are_the_same_key(void **state)
{
    static const struct {
        const char *name, *canonical;
    } rows[] = {
        {"C-A", "C-a"},
        {"C-i", "Tab"},
        {"C-I", "Tab"},
        {"C-m", "Enter"},
        {"C-h", "Backspace"},
        {"C-[", "Esc"},
        {"S-a", "A"},
        {"S-A", "A"},
        {"C-M-i", "M-Tab"},
        {"M-C-x", "C-M-x"},
        {"S-C-Left", "C-S-Left"},
        {"S-1", "1"},
        {"S-M-a", "M-A"},
        {" ", "Space"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct key one, other;
        struct buf name = BUF_INIT(64);

        assert_true(key_parse(&one, str_of(rows[i].name)));
        assert_true(key_parse(&other, str_of(rows[i].canonical)));
        assert_true(key_equal(&one, &other));
        key_print(&name, &one);
        assert_string_equal(buf_text(&name), rows[i].canonical);
        buf_release(&name);
    }
}

static void
what_names_no_key_is_refused(void **state)
{
    static const char *const names[] = {
        "",         "C-",   "ab",     "enter",    "F0",
        "F13",      "X-a",  "C-C-a",  "C-ab",     "\x1b",
        "\x7f",     "\xff", "\xc3",   "\xc0\xaf", "\xed\xa0\x80",
        "\xc2\x9b", "a b",  "Space ", "M-",       "\xf4\x90\x80\x80",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        struct key key = {.code = 'z'};

        assert_false(key_parse(&key, str_of(names[i])));
        assert_int_equal(key.code, 'z');
    }
}

static void
letters_of_two_cases_are_two_keys(void **state)
{
    struct key small, capital;

    (void)state;
    assert_true(key_parse(&small, str_of("k")));
    assert_true(key_parse(&capital, str_of("K")));
    assert_false(key_equal(&small, &capital));
}

static void
only_plain_characters_type_text(void **state)
{
    static const struct {
        const char *name, *text;
    } rows[] = {
        {"a", "a"},  {"Space", " "}, {"é", "é"},    {"€", "€"}, {"🚢", "🚢"},
        {"C-a", ""}, {"M-a", ""},    {"Enter", ""}, {"Up", ""}, {"F1", ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct key key;
        char text[KEY_TEXT_SIZE];

        assert_true(key_parse(&key, str_of(rows[i].name)));
        assert_int_equal(key_text(&key, text), strlen(rows[i].text));
        assert_string_equal(text, rows[i].text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_means_its_key_and_is_written_so),
        cmocka_unit_test(two_ways_to_write_one_key_are_the_same_key),
        cmocka_unit_test(what_names_no_key_is_refused),
        cmocka_unit_test(letters_of_two_cases_are_two_keys),
        cmocka_unit_test(only_plain_characters_type_text),
    };

    return cmocka_run_group_tests_name("key", tests, NULL, NULL);
}

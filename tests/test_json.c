/*
 * JSON from outside: what is read, exactly; what is refused, and why.
 */
#include "config.h"

#include "support/test.h"

#include "support/json_rows.h"

#include <math.h>

static void
documents_are_read_exactly(void **state)
{
    (void)state;
    for (size_t i = 0; i < json_row_count; i++) {
        struct buf tree = BUF_INIT(1024);
        struct err err = ERR_INIT;
        struct json *root = json_parse(json_rows[i].text, &err);

        if (!root)
            fail_msg("row %zu: %s", i, err.text);
        json_rows_add_tree(&tree, root);
        assert_string_equal(buf_text(&tree), json_rows[i].tree);
        buf_release(&tree);
        json_free(root);
    }
}

static void
members_that_nobody_wants_are_checked_and_left_out(void **state)
{
    static const struct json_want inside[] = {{"i", NULL}, {NULL, NULL}};
    static const struct json_want any[] = {{JSON_ANY, inside}, {NULL, NULL}};
    static const struct json_want wanted[] = {
        {"a", NULL}, {"b", NULL}, {"in", inside}, {"any", any}, {NULL, NULL}};
    static const struct {
        const char *text;
        const char *tree; /* NULL: refused */
    } rows[] = {
        {"{\"a\":1,\"x\":2,\"b\":3}", "{a:n(1)b:n(3)}"},
        {"{\"x\":[1,{\"y\":\"z\"}],\"a\":{\"x\":[2]}}", "{a:{x:[:n(2)]}}"},
        {" { \"x\" : { } , \"a\" : \"\x80\" } ", "{a:s(\xef\xbf\xbd)}"},
        {" { \"a\" : [ ] , \"x\" : 0 , \"y\" : { } , \"b\" : 1 , \"z\" : 2 } ",
         "{a:[]b:n(1)}"},
        {"{\"x\":\"\\u0000\x80\",\"y\":-1.5e3}", "{}"},
        {"{\"\":1,\"A\":1,\"ab\":1,\"a\":true}", "{a:true}"},
        {"{\"\x80\":1,\"a\":\"{,\",\"\x80\":2,\"b\":\",\"}", "{a:s({,)b:s(,)}"},
        /* a name in disguise is kept */
        {"{\"\\u0061\":1}", "{a:n(1)}"},
        /* only of an object */
        {"[{\"x\":1}]", "[:{x:n(1)}]"},
        {"7", "n(7)"},
        /* tables in tables, through arrays */
        {"{\"in\":{\"i\":1,\"a\":2}}", "{in:{i:n(1)}}"},
        {"{\"in\":[{\"a\":1},{\"i\":{\"a\":2}}],\"a\":{\"i\":3,\"a\":4}}",
         "{in:[:{}:{i:{a:n(2)}}]a:{i:n(3)a:n(4)}}"},
        {"{\"in\":[{\"a\":1,\"b\":[]},[],{\"b\":2,\"i\":3}]}",
         "{in:[:{}:[]:{i:n(3)}]}"},
        {"{\"in\":7,\"x\":{\"in\":8},\"b\":9}", "{in:n(7)b:n(9)}"},
        {"{\"any\":{\"x\":{\"i\":1,\"x\":2},\"y\":3}}",
         "{any:{x:{i:n(1)}y:n(3)}}"},
        {"{\"x\":}", NULL},
        {"{\"x\":[1,]}", NULL},
        {"{\"x\":01}", NULL},
        {"{\"x\":\"\\q\"}", NULL},
        {"{\"x\":1", NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf tree = BUF_INIT(1024);
        struct err err = ERR_INIT;
        struct json *root =
            json_parse_wanted(str_of(rows[i].text), wanted, &err);

        print_message("# %s\n", rows[i].text);
        assert_int_equal(root != NULL, rows[i].tree != NULL);
        if (root) {
            json_rows_add_tree(&tree, root);
            assert_string_equal(buf_text(&tree), rows[i].tree);
        } else {
            assert_int_equal(err.kind, ERR_MALFORMED);
        }
        buf_release(&tree);
        json_free(root);
    }
}

static void
what_is_no_json_is_refused(void **state)
{
    static const struct str rows[] = {
        BYTES(""),
        BYTES(" \n"),
        BYTES("{"),
        BYTES("}"),
        BYTES("[1"),
        BYTES("[1,"),
        BYTES("[1,]"),
        BYTES("[,]"),
        BYTES("[1 2]"),
        BYTES("[1}"),
        BYTES("{\"a\"}"),
        BYTES("{\"a\":}"),
        BYTES("{\"a\":1,}"),
        BYTES("{a:1}"),
        BYTES("{1:1}"),
        BYTES("\""),
        BYTES("\"a"),
        BYTES("\"\\"),
        BYTES("\"\\\""),
        BYTES("\"\\x41\""),
        BYTES("\"\\u12\""),
        BYTES("\"\\u12g4\""),
        BYTES("\"\\\0\""),
        BYTES("\"a\nb\""),
        BYTES("\"a\0b\""),
        BYTES("tru"),
        BYTES("True"),
        BYTES("nullx"),
        BYTES("1 1"),
        BYTES("01"),
        BYTES("-"),
        BYTES("+1"),
        BYTES(".5"),
        BYTES("1."),
        BYTES("1e"),
        BYTES("1e+"),
        BYTES("0x10"),
        BYTES("NaN"),
        BYTES("Infinity"),
        BYTES("// note\n1"),
        BYTES("\xef\xbb\xbf{}"),
        BYTES("<html>502</html>"),
        BYTES("null\0"),
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;

        if (json_parse(rows[i], &err))
            fail_msg("row %zu was read", i);
        assert_int_equal(err.kind, ERR_MALFORMED);
        assert_int_not_equal(err.text[0], '\0');
        assert_null(json_parse(rows[i], NULL));
    }
}

static void
a_refusal_says_where(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    assert_null(json_parse(str_of("{\"a\":[1,x]}"), &err));
    assert_string_equal(err.text, "malformed JSON at byte 8, where a value "
                                  "should stand");
    assert_null(json_parse(str_of("{\"a\":"), &err));
    assert_string_equal(err.text, "JSON ends at byte 5 where a value should "
                                  "stand");
}

static void
numbers_fit_or_are_not_taken(void **state)
{
    static const struct {
        const char *text;
        bool is_u64;
        uint64_t u64;
        bool is_i64;
        int64_t i64;
    } rows[] = {
        {"1795212382342796626", true, 1795212382342796626U, true,
         1795212382342796626},
        {"18446744073709551615", true, UINT64_MAX, false, 0},
        {"18446744073709551616", false, 0, false, 0},
        {"9223372036854771712", true, 9223372036854771712U, true,
         9223372036854771712},
        {"-9223372036854775808", false, 0, true, INT64_MIN},
        {"-1", false, 0, true, -1},
        {"1.5", false, 0, false, 0},
        {"1e3", false, 0, false, 0},
        {"\"5\"", false, 0, false, 0},
        {"null", false, 0, false, 0},
        {"true", false, 0, false, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct json *root = json_parse(str_of(rows[i].text), NULL);
        uint64_t u64 = 7;
        int64_t i64 = 7;

        assert_non_null(root);
        assert_int_equal(json_u64(root, &u64), rows[i].is_u64);
        assert_true(u64 == (rows[i].is_u64 ? rows[i].u64 : 7));
        assert_int_equal(json_i64(root, &i64), rows[i].is_i64);
        assert_true(i64 == (rows[i].is_i64 ? rows[i].i64 : 7));
        json_free(root);
    }
}

static void
doubles_are_finite(void **state)
{
    struct json *root =
        json_parse(str_of("[0.25, 1e3, 1e999, -1e999, \"1\"]"), NULL);
    const struct json *node = json_first(root);
    double value = 7;

    (void)state;
    assert_true(json_double(node, &value) && value == 0.25);
    node = json_next(node);
    assert_true(json_double(node, &value) && value == 1000);
    while ((node = json_next(node)))
        assert_false(json_double(node, &value));
    assert_true(value == 1000);
    json_free(root);
}

static void
lookups_are_exact_and_the_first_of_equals_counts(void **state)
{
    struct json *root = json_parse(
        str_of("{\"id\":1,\"ID\":2,\"id\":3,\"\":4,\"o\":{\"x\":[true]}}"),
        NULL);
    uint64_t number = 0;

    (void)state;
    assert_true(json_u64(json_find(root, "id"), &number) && number == 1);
    assert_true(json_u64(json_find(root, "ID"), &number) && number == 2);
    assert_true(json_u64(json_find(root, ""), &number) && number == 4);
    assert_null(json_find(root, "Id"));
    assert_int_equal(json_count(root), 5);
    assert_true(json_is_array(json_find(json_find(root, "o"), "x")));
    /* Only objects have members. */
    assert_null(json_find(json_find(json_find(root, "o"), "x"), "x"));
    json_free(root);
}

static void
what_is_missing_answers_like_nothing(void **state)
{
    uint64_t u64 = 7;
    int64_t i64 = 7;
    double number = 7;
    bool value = true;

    (void)state;
    assert_null(json_find(NULL, "a"));
    assert_null(json_first(NULL));
    assert_null(json_next(NULL));
    assert_string_equal(json_name(NULL), "");
    assert_int_equal(json_count(NULL), 0);
    assert_true(json_is_null(NULL));
    assert_false(json_is_object(NULL) || json_is_array(NULL) ||
                 json_is_string(NULL) || json_is_number(NULL));
    assert_null(json_text(NULL));
    assert_null(json_number(NULL));
    assert_false(json_u64(NULL, &u64) || json_i64(NULL, &i64) ||
                 json_double(NULL, &number) || json_bool(NULL, &value));
    assert_true(u64 == 7 && i64 == 7 && number == 7 && value);
    json_free(NULL);
}

static void
documents_have_limits(void **state)
{
    struct buf text = BUF_INIT(JSON_SIZE + 1);
    struct err err = ERR_INIT;
    struct json *root;

    (void)state;
    json_rows_add_nested(&text, JSON_DEPTH);
    root = json_parse(buf_str(&text), &err);
    assert_non_null(root);
    json_free(root);

    buf_clear(&text);
    json_rows_add_nested(&text, JSON_DEPTH + 1);
    assert_null(json_parse(buf_str(&text), &err));
    assert_int_equal(err.kind, ERR_LIMIT);

    buf_clear(&text);
    buf_add_char(&text, '[');
    for (unsigned i = 0; i < JSON_VALUES; i++)
        buf_add_text(&text, "0,");
    err.kind = ERR_OTHER;
    assert_null(json_parse(buf_str(&text), &err));
    assert_int_equal(err.kind, ERR_LIMIT);

    buf_clear(&text);
    buf_add_repeat(&text, ' ', JSON_SIZE + 1);
    err.kind = ERR_OTHER;
    assert_null(json_parse(buf_str(&text), &err));
    assert_int_equal(err.kind, ERR_LIMIT);
    buf_release(&text);
}

static void
written_strings_are_safe_and_read_back(void **state)
{
    static const struct {
        struct str text;
        const char *json;
    } rows[] = {
        {BYTES(""), "\"\""},
        {BYTES("a\"\\/\b\f\n\r\t"), "\"a\\\"\\\\/\\b\\f\\n\\r\\t\""},
        {BYTES("\x1b[2J\x7f\0"), "\"\\u001b[2J\\u007f\\u0000\""},
        {BYTES("\xc2\x9b\xe2\x80\xae"), "\"\\u009b\\u202e\""},
        {BYTES("\xf3\xa0\x81\x81"), "\"\\udb40\\udc41\""},
        {BYTES("\xe6\x97\xa5\x9b"), "\"\xe6\x97\xa5\\ufffd\""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = BUF_INIT(256);
        struct json *root;

        assert_true(json_add_string(&out, rows[i].text));
        assert_string_equal(buf_text(&out), rows[i].json);
        root = json_parse(buf_str(&out), NULL);
        assert_true(json_is_string(root));
        json_free(root);
        buf_release(&out);
    }
}

static void
a_full_buf_refuses_a_string(void **state)
{
    struct buf out = BUF_INIT(5);

    (void)state;
    assert_true(json_add_string(&out, str_of("abc")));
    buf_clear(&out);
    assert_false(json_add_string(&out, str_of("abcd")));
    buf_release(&out);
}

static void
written_numbers_have_the_fewest_digits_that_read_back(void **state)
{
    static const struct {
        double number;
        const char *json;
    } rows[] = {
        {0, "0"},
        {12.5, "12.5"},
        {0.1, "0.1"},
        {12.345, "12.345"},
        {1.0 / 3, "0.3333333333333333"},
        {2.0 / 3, "0.6666666666666666"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1e300, "1e+300"},
        {NAN, "null"},
        {INFINITY, "null"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = BUF_INIT(64);

        assert_true(json_add_double(&out, rows[i].number));
        assert_string_equal(buf_text(&out), rows[i].json);
        buf_release(&out);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_are_read_exactly),
        cmocka_unit_test(members_that_nobody_wants_are_checked_and_left_out),
        cmocka_unit_test(what_is_no_json_is_refused),
        cmocka_unit_test(a_refusal_says_where),
        cmocka_unit_test(numbers_fit_or_are_not_taken),
        cmocka_unit_test(doubles_are_finite),
        cmocka_unit_test(lookups_are_exact_and_the_first_of_equals_counts),
        cmocka_unit_test(what_is_missing_answers_like_nothing),
        cmocka_unit_test(documents_have_limits),
        cmocka_unit_test(written_strings_are_safe_and_read_back),
        cmocka_unit_test(a_full_buf_refuses_a_string),
        cmocka_unit_test(written_numbers_have_the_fewest_digits_that_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

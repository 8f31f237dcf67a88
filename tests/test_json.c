/*
 * JSON from outside: what is read, exactly; what is refused, and why; and
 * lists that arrive in pieces.
 */
#include "config.h"

#include "support/test.h"

#include "base/json.h"

#include <float.h>
#include <stdlib.h>

#define BAD "\xef\xbf\xbd"

/* A literal that may hold any byte. */
#define BYTES(literal)                                                         \
    {                                                                          \
        literal, sizeof(literal) - 1                                           \
    }

/* Append a tree in a form of our own: n(number) s(string), so that a number
 * and a string that looks like one differ. */
static void
add_tree(struct buf *out, const struct json *node)
{
    bool value = false;

    if (json_is_object(node) || json_is_array(node)) {
        buf_add_char(out, json_is_object(node) ? '{' : '[');
        for (const struct json *n = json_first(node); n; n = json_next(n)) {
            buf_addf(out, "%s:", json_name(n));
            add_tree(out, n);
        }
        buf_add_char(out, json_is_object(node) ? '}' : ']');
    } else if (json_is_number(node)) {
        buf_addf(out, "n(%s)", json_number(node));
    } else if (json_is_string(node)) {
        buf_addf(out, "s(%s)", json_text(node));
    } else if (json_bool(node, &value)) {
        buf_add_text(out, value ? "true" : "false");
    } else {
        assert_true(json_is_null(node));
        buf_add_text(out, "null");
    }
}

static const struct {
    struct str text;
    const char *tree;
} documents[] = {
    {BYTES("null"), "null"},
    {BYTES(" true\r\n"), "true"},
    {BYTES("{}"), "{}"},
    {BYTES("[ ]"), "[]"},
    {BYTES("{\"a\":[1,{\"b\":false}],\"A\":\"x\"}"),
     "{a:[:n(1):{b:false}]A:s(x)}"},
    /* numbers keep their own text */
    {BYTES("1795212382342796626"), "n(1795212382342796626)"},
    {BYTES("18446744073709551615"), "n(18446744073709551615)"},
    {BYTES("-0.10e+05"), "n(-0.10e+05)"},
    {BYTES("123456789012345678901234567890"),
     "n(123456789012345678901234567890)"},
    {BYTES("\"12\""), "s(12)"},
    /* the tag cannot be forged */
    {BYTES("\"\xff"
           "12\""),
     "s(" BAD "12)"},
    {BYTES("\"\\u00ff12\""), "s(\xc3\xbf"
                             "12)"},
    {BYTES("{\"\xff"
           "1\":\"\xff\"}"),
     "{" BAD "1:s(" BAD ")}"},
    /* escapes */
    {BYTES("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), "s(\"\\/\b\f\n\r\t)"},
    {BYTES("\"a\\u0000b\""), "s(a" BAD "b)"},
    {BYTES("{\"a\\u0000b\":1}"), "{a" BAD "b:n(1)}"},
    {BYTES("\"\\u00e9\\u20AC\""), "s(\xc3\xa9\xe2\x82\xac)"},
    {BYTES("\"\\ud83d\\udc33\""), "s(\xf0\x9f\x90\xb3)"},
    {BYTES("\"\\ud83d\""), "s(" BAD ")"},
    {BYTES("\"\\ud83dx\""), "s(" BAD "x)"},
    {BYTES("\"\\ud83d\\n\""), "s(" BAD "\n)"},
    {BYTES("\"\\ud83d\\ud83d\\udc33\""), "s(" BAD "\xf0\x9f\x90\xb3)"},
    {BYTES("\"\\udc33\\ud83d\""), "s(" BAD BAD ")"},
    /* bytes that are no UTF-8 */
    {BYTES("\"\x80"
           "a\xe2\x82\""),
     "s(" BAD "a" BAD BAD ")"},
    {BYTES("\"\xed\xa0\x80\xc0\xaf\""), "s(" BAD BAD BAD BAD BAD ")"},
    {BYTES("\"\xe6\x97\xa5\x7f\""), "s(\xe6\x97\xa5\x7f)"},
};

static void
documents_are_read_exactly(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(documents); i++) {
        struct buf tree = BUF_INIT(1024);
        struct err err = ERR_INIT;
        struct json *root = json_parse(documents[i].text, &err);

        if (!root)
            fail_msg("row %zu: %s", i, err.text);
        add_tree(&tree, root);
        assert_string_equal(buf_text(&tree), documents[i].tree);
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
add_nested(struct buf *out, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++)
        buf_add_text(out, i % 2 ? "[" : "{\"a\":");
    buf_add_char(out, '1');
    for (unsigned i = depth; i-- > 0;)
        buf_add_char(out, i % 2 ? ']' : '}');
}

static void
documents_have_limits(void **state)
{
    struct buf text = BUF_INIT(JSON_SIZE + 1);
    struct err err = ERR_INIT;
    struct json *root;

    (void)state;
    add_nested(&text, JSON_DEPTH);
    root = json_parse(buf_str(&text), &err);
    assert_non_null(root);
    json_free(root);

    buf_clear(&text);
    add_nested(&text, JSON_DEPTH + 1);
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

/* ---- the cutter */

/* Elements joined by '|'. */
static bool
gather(void *data, struct str element, struct err *err)
{
    struct buf *out = data;

    (void)err;
    buf_add_str(out, element);
    return buf_add_char(out, '|');
}

struct cut_row {
    struct str text;
    const char *elements;
    bool is_whole;
};

static const struct cut_row cut_rows[] = {
    {BYTES("[]"), "", true},
    {BYTES(" [ ] \r\n"), "", true},
    {BYTES("[1]"), "1|", true},
    {BYTES("[ 1 , 22 ,333]"), "1|22|333|", true},
    {BYTES("[{\"a\":1},{\"b\":[2,{}]}]\n"), "{\"a\":1}|{\"b\":[2,{}]}|", true},
    {BYTES("[\"a,]}\\\"[{\",\"\\\\\",\"\"]"), "\"a,]}\\\"[{\"|\"\\\\\"|\"\"|",
     true},
    {BYTES("[null,true,[[]],{\"]\":\",\"}]"), "null|true|[[]]|{\"]\":\",\"}|",
     true},
    {BYTES("[\"\xe6\x97\xa5\xff\"]"), "\"\xe6\x97\xa5\xff\"|", true},
    /* cut short */
    {BYTES(""), "", false},
    {BYTES("["), "", false},
    {BYTES("[1"), "", false},
    {BYTES("[1,"), "1|", false},
    {BYTES("[{\"a\":1},{\"b\""), "{\"a\":1}|", false},
    {BYTES("[\"]"), "", false},
    /* no list */
    {BYTES("{\"message\":\"x\"}"), "", false},
    {BYTES("<html>"), "", false},
    {BYTES("[1,]"), "1|", false},
    {BYTES("[,1]"), "", false},
    {BYTES("[1,,2]"), "1|", false},
    {BYTES("[1}"), "", false},
    {BYTES("[{]}]"), "", false},
    {BYTES("[[}]]"), "", false},
    {BYTES("[1]]"), "1|", false},
    {BYTES("[1],"), "1|", false},
    {BYTES("[1] x"), "1|", false},
};

/* Feed `row` in pieces of which the first two end at `first` and `second`. */
static void
check_cut(const struct cut_row *row, size_t first, size_t second)
{
    struct buf out = BUF_INIT(4096);
    struct json_cutter *cutter = json_cutter_new(gather, &out);
    const size_t ends[] = {first, second, row->text.len};
    struct err err = {.kind = ERR_OTHER, .text = ""};
    size_t from = 0;
    bool ok = true;

    for (size_t i = 0; i < COUNT(ends) && ok; i++) {
        ok = json_cutter_feed(
            cutter, str_make(row->text.at + from, ends[i] - from), &err);
        from = ends[i];
    }
    if (!ok)
        assert_false(json_cutter_feed(cutter, str_of("]"), NULL));
    ok = json_cutter_finish(cutter, ok ? &err : NULL) && ok;
    assert_int_equal(ok, row->is_whole);
    assert_int_equal(err.text[0] == '\0', row->is_whole);
    assert_string_equal(buf_text(&out), row->elements);
    json_cutter_free(cutter);
    buf_release(&out);
}

static void
lists_are_cut_alike_in_every_two_or_three_pieces(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cut_rows); i++)
        for (size_t first = 0; first <= cut_rows[i].text.len; first++)
            for (size_t second = first; second <= cut_rows[i].text.len;
                 second++)
                check_cut(&cut_rows[i], first, second);
}

static void
lists_are_cut_alike_byte_by_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cut_rows); i++) {
        const struct cut_row *row = &cut_rows[i];
        struct buf out = BUF_INIT(4096);
        struct json_cutter *cutter = json_cutter_new(gather, &out);
        bool ok = true;

        for (size_t at = 0; at < row->text.len && ok; at++)
            ok = json_cutter_feed(cutter, str_make(row->text.at + at, 1), NULL);
        assert_int_equal(json_cutter_finish(cutter, NULL) && ok, row->is_whole);
        assert_string_equal(buf_text(&out), row->elements);
        json_cutter_free(cutter);
        buf_release(&out);
    }
}

static bool
gather_trees(void *data, struct str element, struct err *err)
{
    struct json *root = json_parse(element, err);

    if (!root)
        return false;
    add_tree(data, root);
    json_free(root);
    return buf_add_char(data, '|');
}

/* Feed a list of one document twice, cut in two at `at`. */
static void
check_document(struct str list, size_t at, const char *tree)
{
    struct buf out = BUF_INIT(4096);
    struct buf wanted = BUF_INIT(4096);
    struct json_cutter *cutter = json_cutter_new(gather_trees, &out);

    assert_true(json_cutter_feed(cutter, str_make(list.at, at), NULL));
    assert_true(
        json_cutter_feed(cutter, str_make(list.at + at, list.len - at), NULL));
    assert_true(json_cutter_finish(cutter, NULL));
    buf_addf(&wanted, "%s|%s|", tree, tree);
    assert_string_equal(buf_text(&out), buf_text(&wanted));
    json_cutter_free(cutter);
    buf_release(&out);
    buf_release(&wanted);
}

static void
every_document_comes_out_of_a_list_as_it_is_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(documents); i++) {
        struct buf list = BUF_INIT(4096);

        buf_add_char(&list, '[');
        buf_add_str(&list, documents[i].text);
        buf_add_char(&list, ',');
        buf_add_str(&list, documents[i].text);
        buf_add_char(&list, ']');
        for (size_t at = 0; at <= list.len; at++)
            check_document(buf_str(&list), at, documents[i].tree);
        buf_release(&list);
    }
}

static bool
refuse_second(void *data, struct str element, struct err *err)
{
    int *seen = data;

    (void)element;
    if (++*seen == 2)
        return err_set_kind(err, ERR_CANCELLED, "enough");
    return true;
}

static void
a_refusal_of_an_element_ends_the_cutting(void **state)
{
    int seen = 0;
    struct json_cutter *cutter = json_cutter_new(refuse_second, &seen);
    struct err err = ERR_INIT;

    (void)state;
    assert_false(json_cutter_feed(cutter, str_of("[1,2,3,4]"), &err));
    assert_int_equal(err.kind, ERR_CANCELLED);
    assert_string_equal(err.text, "enough");
    assert_false(json_cutter_feed(cutter, str_of("[5]"), &err));
    assert_false(json_cutter_finish(cutter, &err));
    assert_string_equal(err.text, "enough");
    assert_int_equal(seen, 2);
    json_cutter_free(cutter);
    json_cutter_free(NULL);
}

/* One element, and whether the cutter takes it at once and in two pieces. */
static void
check_limit(struct buf *text, bool ok)
{
    for (int pieces = 1; pieces <= 2; pieces++) {
        int seen = 0;
        struct json_cutter *cutter = json_cutter_new(refuse_second, &seen);
        struct err err = ERR_INIT;
        struct str all = buf_str(text);
        size_t half = pieces == 1 ? 0 : all.len / 2;
        bool fed = json_cutter_feed(cutter, str_make(all.at, half), &err) &&
                   json_cutter_feed(
                       cutter, str_make(all.at + half, all.len - half), &err);

        assert_int_equal(fed, ok);
        assert_int_equal(seen, ok);
        if (!ok)
            assert_int_equal(err.kind, ERR_LIMIT);
        json_cutter_free(cutter);
    }
}

static void
elements_have_limits(void **state)
{
    struct buf text = BUF_INIT(JSON_ELEMENT_SIZE * 2);

    (void)state;
    for (unsigned more = 0; more <= 1; more++) {
        buf_clear(&text);
        buf_add_char(&text, '[');
        add_nested(&text, JSON_DEPTH + more);
        buf_add_char(&text, ']');
        check_limit(&text, more == 0);

        buf_clear(&text);
        buf_add_text(&text, "[\"");
        buf_add_repeat(&text, 'x', JSON_ELEMENT_SIZE - 2 + more);
        buf_add_text(&text, "\"]");
        check_limit(&text, more == 0);
    }
    buf_release(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_are_read_exactly),
        cmocka_unit_test(what_is_no_json_is_refused),
        cmocka_unit_test(a_refusal_says_where),
        cmocka_unit_test(numbers_fit_or_are_not_taken),
        cmocka_unit_test(doubles_are_finite),
        cmocka_unit_test(lookups_are_exact_and_the_first_of_equals_counts),
        cmocka_unit_test(what_is_missing_answers_like_nothing),
        cmocka_unit_test(documents_have_limits),
        cmocka_unit_test(written_strings_are_safe_and_read_back),
        cmocka_unit_test(a_full_buf_refuses_a_string),
        cmocka_unit_test(lists_are_cut_alike_in_every_two_or_three_pieces),
        cmocka_unit_test(lists_are_cut_alike_byte_by_byte),
        cmocka_unit_test(every_document_comes_out_of_a_list_as_it_is_alone),
        cmocka_unit_test(a_refusal_of_an_element_ends_the_cutting),
        cmocka_unit_test(elements_have_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * Lists of JSON that arrive in pieces.
 */
#include "config.h"

#include "support/test.h"

#include "support/json_rows.h"

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
    json_rows_add_tree(data, root);
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
    for (size_t i = 0; i < json_row_count; i++) {
        struct buf list = BUF_INIT(4096);

        buf_add_char(&list, '[');
        buf_add_str(&list, json_rows[i].text);
        buf_add_char(&list, ',');
        buf_add_str(&list, json_rows[i].text);
        buf_add_char(&list, ']');
        for (size_t at = 0; at <= list.len; at++)
            check_document(buf_str(&list), at, json_rows[i].tree);
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
        json_rows_add_nested(&text, JSON_DEPTH + more);
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
        cmocka_unit_test(lists_are_cut_alike_in_every_two_or_three_pieces),
        cmocka_unit_test(lists_are_cut_alike_byte_by_byte),
        cmocka_unit_test(every_document_comes_out_of_a_list_as_it_is_alone),
        cmocka_unit_test(a_refusal_of_an_element_ends_the_cutting),
        cmocka_unit_test(elements_have_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

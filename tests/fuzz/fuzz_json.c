/*
 * What json_parse() takes can be walked; what json_add_string() writes is
 * read back; a list comes out of the cutter as it comes out of the parser, in
 * whatever pieces it arrives.
 */
#include "config.h"

#include "base/json.h"

#include "fuzz/fuzz.h"

#define LIMIT ((size_t)1 << 24)

/* Append a tree as text that tells any two trees apart. */
static void
add_tree(struct buf *out, const struct json *node)
{
    bool value = false;

    if (json_is_object(node) || json_is_array(node)) {
        (void)buf_addf(out, "%c%zu", json_is_object(node) ? '{' : '[',
                       json_count(node));
        for (const struct json *n = json_first(node); n; n = json_next(n)) {
            (void)json_add_string(out, str_of(json_name(n)));
            add_tree(out, n);
        }
    } else if (json_is_number(node)) {
        assert(!json_is_string(node));
        (void)buf_add_text(out, json_number(node));
    } else if (json_is_string(node)) {
        (void)json_add_string(out, str_of(json_text(node)));
    } else if (json_bool(node, &value)) {
        (void)buf_add_text(out, value ? "true" : "false");
    } else {
        assert(json_is_null(node));
        (void)buf_add_text(out, "null");
    }
    (void)buf_add_char(out, ';');
}

static bool
add_element(void *data, struct str element, struct err *err)
{
    struct json *root = json_parse(element, err);

    if (!root)
        return false;
    add_tree(data, root);
    json_free(root);
    return true;
}

/* Whether the cutter takes the list, and its elements. */
static bool
cut(struct buf *out, struct str text, size_t step)
{
    struct json_cutter *cutter = json_cutter_new(add_element, out);
    struct err err = {.kind = ERR_OTHER, .text = ""};
    struct str piece;
    bool ok = true;

    while (ok && fuzz_take(&text, step, &piece))
        ok = json_cutter_feed(cutter, piece, &err);
    ok = ok && json_cutter_finish(cutter, &err);
    assert(ok == (err.text[0] == '\0'));
    json_cutter_free(cutter);
    return ok;
}

static void
check_string(struct str text)
{
    struct buf out = BUF_INIT(LIMIT);

    if (json_add_string(&out, text)) {
        struct json *root = json_parse(buf_str(&out), NULL);

        assert(json_is_string(root));
        json_free(root);
    }
    buf_release(&out);
}

static void
check_same(const struct json *a, const struct json *b)
{
    struct buf all = BUF_INIT(LIMIT);
    struct buf some = BUF_INIT(LIMIT);

    add_tree(&all, a);
    add_tree(&some, b);
    assert(str_equal(buf_str(&all), buf_str(&some)));
    buf_release(&all);
    buf_release(&some);
}

/* What is not wanted is checked as all else, and what is wanted is the same. */
static void
check_wanted(struct str text, const struct json *whole)
{
    static const struct json_want inside[] = {{"b", NULL}, {NULL, NULL}};
    static const struct json_want wanted[] = {
        {"a", NULL}, {"Id", NULL}, {"c", inside}, {NULL, NULL}};
    struct json *root = json_parse_wanted(text, wanted, NULL);

    assert((root != NULL) == (whole != NULL));
    check_same(json_find(whole, "a"), json_find(root, "a"));
    check_same(json_find(whole, "Id"), json_find(root, "Id"));
    check_same(json_find(json_find(whole, "c"), "b"),
               json_find(json_find(root, "c"), "b"));
    json_free(root);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input input = fuzz_input_of(data, size);
    struct buf whole = BUF_INIT(LIMIT);
    struct buf cut_once = BUF_INIT(LIMIT);
    struct buf cut_small = BUF_INIT(LIMIT);
    struct err err = {.kind = ERR_OTHER, .text = ""};
    struct json *root = json_parse(input.all, &err);
    bool is_list = cut(&cut_once, input.all, SIZE_MAX);

    assert((root != NULL) == (err.text[0] == '\0'));
    assert(cut(&cut_small, input.all, input.step) == is_list);
    assert(str_equal(buf_str(&cut_once), buf_str(&cut_small)));
    if (json_is_array(root)) {
        for (const struct json *n = json_first(root); n; n = json_next(n))
            add_tree(&whole, n);
        assert(is_list);
        assert(str_equal(buf_str(&whole), buf_str(&cut_once)));
    }
    check_string(input.all);
    check_wanted(input.all, root);
    json_free(root);
    buf_release(&whole);
    buf_release(&cut_once);
    buf_release(&cut_small);
    return 0;
}

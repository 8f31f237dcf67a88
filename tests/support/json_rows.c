#include "config.h"

#include "support/json_rows.h"

#include "support/test.h"

const struct json_row json_rows[] = {
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

const size_t json_row_count = COUNT(json_rows);

void
json_rows_add_tree(struct buf *out, const struct json *node)
{
    bool value = false;

    if (json_is_object(node) || json_is_array(node)) {
        buf_add_char(out, json_is_object(node) ? '{' : '[');
        for (const struct json *n = json_first(node); n; n = json_next(n)) {
            buf_addf(out, "%s:", json_name(n));
            json_rows_add_tree(out, n);
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

void
json_rows_add_nested(struct buf *out, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++)
        buf_add_text(out, i % 2 ? "[" : "{\"a\":");
    buf_add_char(out, '1');
    for (unsigned i = depth; i-- > 0;)
        buf_add_char(out, i % 2 ? ']' : '}');
}

#include "support/test.h"

#include "base/base64.h"

/* RFC 4648, section 10, and bytes that use the last two digits. */
static const struct {
    struct str bytes;
    const char *text;
} rows[] = {
    {{"", 0}, ""},
    {{"f", 1}, "Zg=="},
    {{"fo", 2}, "Zm8="},
    {{"foo", 3}, "Zm9v"},
    {{"foob", 4}, "Zm9vYg=="},
    {{"fooba", 5}, "Zm9vYmE="},
    {{"foobar", 6}, "Zm9vYmFy"},
    {{"\0\0\0\0", 4}, "AAAAAA=="},
    {{"\xff\xff\xfe", 3}, "///+"},
    {{"\xfb\xf0", 2}, "+/A="},
};

static void
bytes_become_text(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct buf out = BUF_INIT(64);

        assert_true(base64_add(&out, rows[i].bytes));
        assert_string_equal(buf_text(&out), rows[i].text);
        buf_release(&out);
    }
}

static void
what_does_not_fit_is_refused(void **state)
{
    size_t limit;

    (void)state;
    for (limit = 0; limit < 8; limit++) {
        struct buf out = BUF_INIT(limit);

        assert_false(base64_add(&out, str_of("fooba")));
        assert_true(out.is_full);
        assert_int_equal(out.len, limit / 4 * 4);
        buf_release(&out);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_become_text),
        cmocka_unit_test(what_does_not_fit_is_refused),
    };

    return cmocka_run_group_tests_name("base64", tests, NULL, NULL);
}

#include "support/test.h"

#include "base/buf.h"
#include "net/frames.h"

#include <string.h>

/* Payloads by type, and where frames end. */
struct heard {
    struct buf text;
    enum frame_type type;
    bool is_open;
    int frames;
};

static bool
collect(void *data, enum frame_type type, struct str piece, bool is_last,
        struct err *err)
{
    struct heard *heard = data;

    (void)err;
    if (!heard->is_open)
        buf_addf(&heard->text, "%d:", (int)type);
    else
        assert_int_equal(heard->type, type);
    assert_true(piece.len > 0);
    buf_add_str(&heard->text, piece);
    heard->type = type;
    heard->is_open = !is_last;
    if (is_last) {
        buf_add_char(&heard->text, '|');
        heard->frames++;
    }
    return true;
}

#define BYTES(text) text, sizeof(text) - 1

struct row {
    const char *in;
    size_t len;
    const char *heard;
    bool is_whole;
};

static const struct row rows[] = {
    {BYTES(""), "", true},
    {BYTES("\1\0\0\0\0\0\0\3out"), "1:out|", true},
    {BYTES("\2\0\0\0\0\0\0\3err"), "2:err|", true},
    {BYTES("\0\0\0\0\0\0\0\2in"), "0:in|", true},
    {BYTES("\3\0\0\0\0\0\0\4oops"), "3:oops|", true},
    {BYTES("\1\0\0\0\0\0\0\2ab\2\0\0\0\0\0\0\2cd\1\0\0\0\0\0\0\1e"),
     "1:ab|2:cd|1:e|", true},
    {BYTES("\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\1x"), "1:x|", true},
    {BYTES("\1\0\0\0\0\0\0\0"), "", true},
    {BYTES("\1"), "", false},
    {BYTES("\1\0\0\0\0\0\0"), "", false},
    {BYTES("\1\0\0\0\0\0\0\2"), "", false},
    {BYTES("\1\0\0\0\0\0\0\2a"), "1:a", false},
    {BYTES("\1\0\0\0\0\0\1\0a"), "1:a", false},
    {BYTES("\1\0\0\0\xff\xff\xff\xff"
           "a"),
     "1:a", false},
};

static void
assert_row(const struct row *row, const struct frames *frames,
           struct heard *heard)
{
    struct err err = ERR_INIT;

    assert_string_equal(buf_text(&heard->text), row->heard);
    assert_int_equal(frames_finish(frames, &err), row->is_whole);
    if (!row->is_whole)
        assert_int_equal(err.kind, ERR_MALFORMED);
    buf_release(&heard->text);
}

static void
frames_are_the_same_in_each_cut_in_two(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (size_t cut = 0; cut <= rows[i].len; cut++) {
            struct heard heard = {.text = BUF_INIT(200)};
            struct frames frames;

            frames_init(&frames);
            assert_true(frames_feed(&frames, str_make(rows[i].in, cut), collect,
                                    &heard, NULL));
            assert_true(frames_feed(
                &frames, str_make(rows[i].in + cut, rows[i].len - cut), collect,
                &heard, NULL));
            assert_row(&rows[i], &frames, &heard);
        }
    }
}

static void
frames_are_the_same_byte_by_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct heard heard = {.text = BUF_INIT(200)};
        struct frames frames;

        frames_init(&frames);
        for (size_t at = 0; at < rows[i].len; at++)
            assert_true(frames_feed(&frames, str_make(rows[i].in + at, 1),
                                    collect, &heard, NULL));
        assert_row(&rows[i], &frames, &heard);
    }
}

static void
long_payload_is_handed_on_as_it_comes(void **state)
{
    static const char head[] = "\1\0\0\0\0\1\0\0"; /* 65536 bytes */
    static char payload[1024];
    struct heard heard = {.text = BUF_INIT(100000)};
    struct frames frames;

    (void)state;
    memset(payload, 'x', sizeof(payload));
    frames_init(&frames);
    assert_true(frames_feed(&frames, str_make(head, 8), collect, &heard, NULL));
    for (int i = 0; i < 64; i++) {
        assert_int_equal(heard.frames, 0);
        assert_false(frames_finish(&frames, NULL));
        assert_true(frames_feed(&frames, str_make(payload, sizeof(payload)),
                                collect, &heard, NULL));
    }
    assert_int_equal(heard.frames, 1);
    assert_true(frames_finish(&frames, NULL));
    buf_release(&heard.text);
}

static void
bytes_that_are_no_frame_are_refused_in_each_cut(void **state)
{
    static const struct {
        const char *in;
        size_t len;
    } bad[] = {
        {BYTES("\4\0\0\0\0\0\0\1x")},
        {BYTES("\1\1\0\0\0\0\0\1x")},
        {BYTES("\1\0\1\0\0\0\0\1x")},
        {BYTES("\1\0\0\1\0\0\0\1x")},
        {BYTES("\xff\xff\xff\xff\xff\xff\xff\xff")},
        {BYTES("hello, I am a tty\r\n")},
        {BYTES("\1\0\0\0\0\0\0\1xhello, no frame")},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        for (size_t cut = 0; cut <= bad[i].len; cut++) {
            struct heard heard = {.text = BUF_INIT(200)};
            struct err err = ERR_INIT;
            struct frames frames;

            frames_init(&frames);
            assert_false(
                frames_feed(&frames, str_make(bad[i].in, cut), collect, &heard,
                            &err) &&
                frames_feed(&frames,
                            str_make(bad[i].in + cut, bad[i].len - cut),
                            collect, &heard, &err));
            assert_int_equal(err.kind, ERR_MALFORMED);
            buf_release(&heard.text);
        }
    }
}

static bool
refuse(void *data, enum frame_type type, struct str piece, bool is_last,
       struct err *err)
{
    (void)type, (void)piece, (void)is_last;
    ++*(int *)data;
    return err_set(err, "enough");
}

static void
refused_piece_ends_the_feed_with_its_reason(void **state)
{
    static const char in[] = "\1\0\0\0\0\0\0\1x\1\0\0\0\0\0\0\1y";
    struct err err = ERR_INIT;
    struct frames frames;
    int calls = 0;

    (void)state;
    frames_init(&frames);
    assert_false(frames_feed(&frames, str_make(in, sizeof(in) - 1), refuse,
                             &calls, &err));
    assert_string_equal(err.text, "enough");
    assert_int_equal(calls, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_are_the_same_in_each_cut_in_two),
        cmocka_unit_test(frames_are_the_same_byte_by_byte),
        cmocka_unit_test(long_payload_is_handed_on_as_it_comes),
        cmocka_unit_test(bytes_that_are_no_frame_are_refused_in_each_cut),
        cmocka_unit_test(refused_piece_ends_the_feed_with_its_reason),
    };

    return cmocka_run_group_tests_name("frames", tests, NULL, NULL);
}

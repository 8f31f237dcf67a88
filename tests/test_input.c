/*
 * Keys out of bytes, in every split.
 */
#include "config.h"

#include "support/test.h"

#include "ui/term/input.h"

/* What stands in terminfo of the terminal of these tests: an rxvt, and some
 * strings that must be ignored. */
static const char *
capability(const char *name)
{
    static const struct {
        const char *name, *bytes;
    } rows[] = {
        {"kcuu1", "\x1b[A"}, {"kDC", "\x1b[3$"},
        {"kf1", "\x1b[11~"}, {"kf12", "\x1b[9;9x"},
        {"kcub1", "\b"},     {"knp", "\x1b["},
        {"kpp", "\x1bO"},    {"kend", ""},
        {"kich1", "\x1bQ"},  {"khome", "\x1b[too long for a key"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        if (strcmp(rows[i].name, name) == 0)
            return rows[i].bytes;
    }
    return NULL;
}

static const char *
no_capability(const char *name)
{
    (void)name;
    return NULL;
}

/* Names of keys with blanks between them; pasted ones in parentheses. */
static void
note(void *data, const struct key *key)
{
    struct buf *out = data;

    if (out->len > 0)
        (void)buf_add_char(out, ' ');
    if (key->is_pasted)
        (void)buf_add_char(out, '(');
    key_print(out, key);
    if (key->is_pasted)
        (void)buf_add_char(out, ')');
}

struct row {
    struct str bytes;
    const char *keys;
};
#define ROW(bytes, keys)                                                       \
    {                                                                          \
        {(bytes), sizeof(bytes) - 1}, (keys)                                   \
    }

static void
assert_keys(struct buf *got, const struct row *row)
{
    assert_string_equal(buf_text(got), row->keys);
    buf_release(got);
}

/* Feed the pieces before and behind `cut`; `time_ups` times nothing came for
 * the escape time between them. */
static void
feed_cut(const struct row *row, size_t cut, unsigned time_ups)
{
    struct input *input = input_new(capability);
    struct buf got = BUF_INIT(65536);

    input_feed(input, str_make(row->bytes.at, cut), note, &got);
    for (unsigned i = 0; i < time_ups; i++)
        input_time_up(input, note, &got);
    input_feed(input, str_make(row->bytes.at + cut, row->bytes.len - cut), note,
               &got);
    assert_false(input_is_waiting(input));
    input_free(input);
    assert_keys(&got, row);
}

static void
feed_single(const struct row *row)
{
    struct input *input = input_new(capability);
    struct buf got = BUF_INIT(65536);

    for (size_t i = 0; i < row->bytes.len; i++)
        input_feed(input, str_make(row->bytes.at + i, 1), note, &got);
    assert_false(input_is_waiting(input));
    input_free(input);
    assert_keys(&got, row);
}

static void
feed_in_every_split(const struct row *row)
{
    feed_single(row);
    for (size_t cut = 0; cut <= row->bytes.len; cut++)
        feed_cut(row, cut, 0);
}

static void
every_sequence_is_its_key_in_every_split(void **state)
{
    static const struct row rows[] = {
        ROW("", ""),
        ROW("q", "q"),
        ROW("jK/ ", "j K / Space"),
        ROW("\r\t\x7f\b", "Enter Tab Backspace Backspace"),
        ROW("\0\x01\x03\x0a\x1a", "C-Space C-a C-c C-j C-z"),
        ROW("\x1c\x1d\x1e\x1f", "C-\\ C-] C-^ C-_"),
        ROW("\xc3\xa9\xe2\x82\xac\xf0\x9f\x9a\xa2", "é € 🚢"),

        ROW("\x1b[A\x1b[B\x1b[C\x1b[D", "Up Down Right Left"),
        ROW("\x1bOA\x1bOB\x1bOC\x1bOD", "Up Down Right Left"),
        ROW("\x1b[H\x1b[F\x1bOH\x1bOF", "Home End Home End"),
        ROW("\x1b[1~\x1b[4~\x1b[7~\x1b[8~", "Home End Home End"),
        ROW("\x1b[2~\x1b[3~\x1b[5~\x1b[6~", "Insert Delete PgUp PgDn"),
        ROW("\x1b[Z\x1b[1;5Z", "S-Tab C-S-Tab"),
        ROW("\x1bOP\x1bOQ\x1bOR\x1bOS", "F1 F2 F3 F4"),
        ROW("\x1b[11~\x1b[15~\x1b[17~\x1b[24~", "F1 F5 F6 F12"),
        ROW("\x1b[[A\x1b[[E", "F1 F5"),
        ROW("\x1bOM\x1bOj\x1bOp\x1bOy", "Enter * 0 9"),

        ROW("\x1b[1;2A\x1b[1;3B\x1b[1;5C", "S-Up M-Down C-Right"),
        ROW("\x1b[1;8D\x1b[1;9D\x1b[1;16D", "C-M-S-Left M-Left C-M-S-Left"),
        ROW("\x1b[1;5P\x1b[1;2S\x1b[15;5~", "C-F1 S-F4 C-F5"),
        ROW("\x1b[3;5~\x1b[5;2~", "C-Delete S-PgUp"),
        ROW("\x1bO5A\x1bO2P", "C-Up S-F1"),
        ROW("\x1b[a\x1bOa\x1b[3^\x1b[3@", "S-Up C-Up C-Delete C-S-Delete"),
        ROW("\x1b[3$\x1b[5$", "S-Delete S-PgUp"),
        ROW("\x1b[27;5;9~\x1b[27;2;13~", "C-Tab S-Enter"),
        ROW("\x1b[27;5;65~\x1b[27;6;99~", "C-a C-c"),
        ROW("\x1b[97;5u\x1b[233u\x1b[27;3u", "C-a é M-Esc"),

        ROW("\x1bx\x1bX?\x1b\\", "M-x"),
        ROW("\x1b\xc3\xa9", "M-é"),
        ROW("\x1b\r\x1b\x7f\x1b\t", "M-Enter M-Backspace M-Tab"),
        ROW("\x1b\x1bx", "Esc M-x"),
        ROW("\x1b\x1b[A", "Esc Up"),
        ROW("\x1b\x03", "Esc C-c"),

        /* terminfo alone knows these */
        ROW("\x1b[9;9x", "F12"),
        ROW("\x1bQ", "Insert"),
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        feed_in_every_split(&rows[i]);
}

static void
an_unknown_sequence_is_swallowed_whole(void **state)
{
    static const struct row rows[] = {
        ROW("\x1b[99~d", "d"),
        ROW("\x1b[1;99Ad", "d"),
        ROW("\x1b[24;80Rd", "d"),
        ROW("\x1b[Rd", "d"),
        ROW("\x1b[?1;2cd", "d"),
        ROW("\x1b[>41;354;0cd", "d"),
        ROW("\x1b[?2026;1$yd", "d"),
        ROW("\x1b[Id\x1b[O", "d"),
        ROW("\x1b[<0;10;5Md\x1b[<0;10;5m", "MouseLeft d"),
        ROW("\x1b[<64;1;1M\x1b[<69;1;1M", "WheelUp WheelDown"),
        ROW("\x1b[<35;1;1M\x1b[<2;1;1M\x1b[<0;0;1Mx", "x"),
        ROW("\x1b[0;10;5Md", "d"),
        ROW("\x1b[M !!d", "d"),
        ROW("\x1b[Mxyzd", "d"),
        ROW("\x1b[1;2;3;4;5;6Ad", "d"),
        ROW("\x1b[99999999999999999999~d", "d"),
        ROW("\x1b[97:65;5ud", "d"),
        ROW("\x1b[57399ud", "d"),
        ROW("\x1b[1114112ud", "d"),
        ROW("\x1b[0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;"
            "0;0;0;0;0;0;0;0;0;0;0Ad",
            "d"),
        ROW("\x1b[ Ad", "d"),
        ROW("\x1b[[Zd", "d"),
        ROW("\x1bOzd\x1bO!d", "d d"),
        ROW("\x1b]11;rgb:0000/0000/0000\x07"
            "d",
            "d"),
        ROW("\x1b]11;rgb:0000/0000/0000\x1b\\d", "d"),
        ROW("\x1bP1$r0m\x1b\\d", "d"),
        ROW("\x1bP>|XTerm(370)\x1b\\d", "d"),
        ROW("\x1b_Gi=1;OK\x1b\\d", "d"),
        ROW("\x1b^secret\x1b\\\x1bXmore\x1b\\d", "d"),
        ROW("\x1b]0;\xe4\xb8\x96\x1b\\d", "d"),
        ROW("\x1b]0;stop\x18"
            "d",
            "d"),
        /* of a paste that never began */
        ROW("\x1b[201~d", "d"),
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        feed_in_every_split(&rows[i]);
}

static void
a_control_character_comes_through_an_unfinished_sequence(void **state)
{
    static const struct row rows[] = {
        ROW("\x1b[1;\x03", "C-c"),     ROW("\x1bO\x03", "C-c"),
        ROW("\x1b]11;rgb\x03", "C-c"), ROW("\x1bP1$r\x03q", "C-c q"),
        ROW("\x1b[12\x1b[A", "Up"),    ROW("\x1b]0;x\x1b[A", "Up"),
        ROW("\x1b[1\xc3\xa9", "é"),    ROW("\xe4\xb8\x03", "\ufffd C-c"),
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        feed_in_every_split(&rows[i]);
}

static void
every_wrong_byte_becomes_a_replacement(void **state)
{
    static const struct row rows[] = {
        ROW("\xff", "\ufffd"),
        ROW("\x80\xbf", "\ufffd \ufffd"),
        ROW("\xc3q", "\ufffd q"),
        ROW("\xe4\xb8q", "\ufffd q"),
        ROW("\xc0\xaf", "\ufffd \ufffd"),
        ROW("\xe0\x80\xaf", "\ufffd \ufffd \ufffd"),
        ROW("\xed\xa0\x80", "\ufffd \ufffd \ufffd"),
        ROW("\xf4\x90\x80\x80", "\ufffd \ufffd \ufffd \ufffd"),
        ROW("\xf0\x9f\xc3\xa9", "\ufffd é"),
        ROW("\xc3\x1b[A", "\ufffd Up"),
        /* CSI and the like of eight bits are not obeyed */
        ROW("\xc2\x9b", "\ufffd"),
        ROW("\x9b"
            "A",
            "\ufffd A"),
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        feed_in_every_split(&rows[i]);
}

#define BEGIN "\x1b[200~"
#define END "\x1b[201~"

static void
pasted_text_is_marked_and_never_a_sequence(void **state)
{
    static const struct row rows[] = {
        ROW(BEGIN "dy" END "q", "(PasteBegin) (d) (y) (PasteEnd) q"),
        ROW(BEGIN END, "(PasteBegin) (PasteEnd)"),
        ROW(BEGIN "a\r\nb\tc" END, "(PasteBegin) (a) (Enter) (Enter) (b) (Tab)"
                                   " (c) (PasteEnd)"),
        ROW(BEGIN "\x1b[A" END "q", "(PasteBegin) ([) (A) (PasteEnd) q"),
        ROW(BEGIN BEGIN "x" END "q",
            "(PasteBegin) ([) (2) (0) (0) (~) (x) (PasteEnd) q"),
        ROW(BEGIN "\x03\x1a\0\x7f" END, "(PasteBegin) (PasteEnd)"),
        ROW(BEGIN "\x1b[201\x1b[20x" END,
            "(PasteBegin) ([) (2) (0) (1) ([) (2) (0) (x) (PasteEnd)"),
        ROW(BEGIN "\x1b" END, "(PasteBegin) (PasteEnd)"),
        ROW(BEGIN "\x1b]0;x" END, "(PasteBegin) (]) (0) (;) (x) (PasteEnd)"),
        ROW(BEGIN "\xc3\xa9" END, "(PasteBegin) (é) (PasteEnd)"),
        ROW(BEGIN "\xc3" END, "(PasteBegin) (\ufffd) (PasteEnd)"),
        ROW(BEGIN "\xc3\x1b[x" END, "(PasteBegin) (\ufffd) ([) (x) (PasteEnd)"),
        ROW(BEGIN "x" END BEGIN "y" END,
            "(PasteBegin) (x) (PasteEnd) (PasteBegin) (y) (PasteEnd)"),
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        feed_in_every_split(&rows[i]);
}

static void
a_paste_does_not_end_by_time(void **state)
{
    struct input *input = input_new(no_capability);
    struct buf got = BUF_INIT(4096);

    (void)state;
    input_feed(input, str_of(BEGIN "d\x1b[20"), note, &got);
    assert_false(input_is_waiting(input));
    for (int i = 0; i < 3 * INPUT_PATIENCE; i++)
        input_time_up(input, note, &got);
    input_feed(input, str_of("d"), note, &got);
    assert_string_equal(buf_text(&got), "(PasteBegin) (d) ([) (2) (0) (d)");
    input_free(input);
    buf_release(&got);
}

static void
a_sequence_that_a_slow_line_cuts_is_still_its_key(void **state)
{
    static const struct row rows[] = {
        ROW("\x1b[A", "Up"),  ROW("\x1b[1;5C", "C-Right"),
        ROW("\x1bOP", "F1"),  ROW("\x1b]11;rgb:0/0/0\x1b\\", ""),
        ROW("\x1b[M !!", ""),
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (size_t cut = 2; cut < rows[i].bytes.len; cut++)
            feed_cut(&rows[i], cut, INPUT_PATIENCE - 1);
    }
}

static void
silence_decides_what_was_begun(void **state)
{
    static const struct {
        struct row row;
        unsigned time_ups;
    } rows[] = {
        {ROW("\x1b", "Esc"), 1},
        {ROW("\x1b\x1b", "Esc Esc"), 1},
        {ROW("q\x1b", "q Esc"), 1},
        {ROW("\x1b[", "M-["), INPUT_PATIENCE},
        {ROW("\x1bO", "M-O"), INPUT_PATIENCE},
        {ROW("\x1b]", "M-]"), INPUT_PATIENCE},
        {ROW("\x1bP", "M-P"), INPUT_PATIENCE},
        {ROW("\x1b[1;", ""), INPUT_PATIENCE},
        {ROW("\x1b[[", ""), INPUT_PATIENCE},
        {ROW("\x1bO5", ""), INPUT_PATIENCE},
        {ROW("\x1b]0;x", ""), INPUT_PATIENCE},
        {ROW("\x1b]0;x\x1b", "Esc"), INPUT_PATIENCE},
        {ROW("\x1b[Mx", ""), INPUT_PATIENCE},
        {ROW("\xe4\xb8", "\ufffd"), INPUT_PATIENCE},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct input *input = input_new(capability);
        struct buf got = BUF_INIT(4096);

        input_feed(input, rows[i].row.bytes, note, &got);
        for (unsigned j = 0; j < rows[i].time_ups; j++) {
            assert_true(input_is_waiting(input));
            input_time_up(input, note, &got);
        }
        assert_false(input_is_waiting(input));
        input_time_up(input, note, &got);
        assert_string_equal(buf_text(&got), rows[i].row.keys);

        /* What comes later is read afresh. */
        buf_clear(&got);
        input_feed(input, str_of("q"), note, &got);
        assert_string_equal(buf_text(&got), "q");
        input_free(input);
        buf_release(&got);
    }
}

static void
a_string_without_an_end_ends_at_its_limit(void **state)
{
    struct input *input = input_new(capability);
    struct buf got = BUF_INIT(65536);

    (void)state;
    input_feed(input, str_of("\x1b]"), note, &got);
    for (int i = 0; i < 5000 && input_is_waiting(input); i++)
        input_feed(input, str_of("x"), note, &got);
    assert_false(input_is_waiting(input));
    assert_string_equal(buf_text(&got), "");
    input_free(input);
    buf_release(&got);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sequence_is_its_key_in_every_split),
        cmocka_unit_test(an_unknown_sequence_is_swallowed_whole),
        cmocka_unit_test(
            a_control_character_comes_through_an_unfinished_sequence),
        cmocka_unit_test(every_wrong_byte_becomes_a_replacement),
        cmocka_unit_test(pasted_text_is_marked_and_never_a_sequence),
        cmocka_unit_test(a_paste_does_not_end_by_time),
        cmocka_unit_test(a_sequence_that_a_slow_line_cuts_is_still_its_key),
        cmocka_unit_test(silence_decides_what_was_begun),
        cmocka_unit_test(a_string_without_an_end_ends_at_its_limit),
    };

    return cmocka_run_group_tests_name("input", tests, NULL, NULL);
}

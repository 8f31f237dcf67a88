/* The log of a container, in each form that an engine sends it in. */
#include "support/test.h"

#include "base/buf.h"
#include "support/heard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TIME "2026-11-21T08:30:00.123456789Z "

/* All that was heard of one log: its pieces as they should be put together,
 * "1:one\n|2:two\n|", where '|' stands for the end of a frame. */
struct log {
    struct call *call;
    struct buf text;
    enum log_stream stream;
    bool is_open, pauses, cancels;
    size_t pieces;
    struct heard heard;
};

static void
log_piece(void *data, enum log_stream stream, struct str piece, bool is_last)
{
    struct log *log = data;

    assert_true(piece.len > 0);
    if (log->is_open)
        assert_int_equal(log->stream, stream);
    else
        (void)buf_addf(&log->text, "%d:", (int)stream);
    (void)buf_add_str(&log->text, piece);
    log->stream = stream;
    log->is_open = !is_last;
    if (is_last)
        (void)buf_add_char(&log->text, '|');
    log->pieces++;
    if (log->pauses)
        call_pause(log->call, true);
    if (log->cancels)
        call_cancel(log->call);
}

static void
log_done(void *data, const struct err *err)
{
    heard_done(&((struct log *)data)->heard, err);
}

static void
follow(struct fixture *f, struct log *log, bool has_tty)
{
    struct log_request request = {
        .tail = 500, .follow = true, .has_tty = has_tty};

    log->heard = (struct heard){0};
    log->is_open = false;
    log->pieces = 0;
    buf_clear(&log->text);
    log->text.limit = (size_t)1 << 20;
    log->call =
        engine_follow_logs(f->engine, "a1", &request, log_piece, log_done, log);
}

static void
open_stream(struct fixture *f, struct log *log, bool has_tty)
{
    follow(f, log, has_tty);
    TALK_UNTIL(&f->talk, script_streams(f->talk.script, "GET *") == 1);
}

static void
push(struct fixture *f, const char *bytes, size_t len)
{
    if (len > 0)
        assert_int_equal(script_push(f->talk.script, "GET *", bytes, len), 1);
}

static void
end(struct fixture *f, struct log *log)
{
    (void)script_end(f->talk.script, "GET *");
    TALK_UNTIL(&f->talk, log->heard.dones);
    assert_int_equal(log->heard.dones, 1);
}

static void
open_streams(struct fixture *f)
{
    open_engine(f, NULL);
    script_set_stream(f->talk.script, "GET */logs*");
}

/* ---- what is asked ---- */

static void
tail_is_always_sent(void **state)
{
#define LOGS "GET /v1.41/containers/a1/logs?stdout=1&stderr=1&timestamps=1"
    static const struct {
        struct log_request request;
        const char *line;
    } rows[] = {
        {{.tail = 500}, LOGS "&tail=500"},
        {{.tail = 500, .follow = true}, LOGS "&follow=1&tail=500"},
        {{.tail = 0, .follow = true}, LOGS "&follow=1&tail=0"},
        {{.tail = -1}, LOGS "&tail=all"},
        {{.tail = 20, .since = "1795250991.000000001", .has_tty = true},
         LOGS "&tail=20&since=1795250991.000000001"},
    };
    struct fixture f;
    struct script_request request;
    struct log log = {.text = BUF_INIT(1000)};
    size_t i;

    (void)state;
    open_engine(&f, NULL);
    script_set(f.talk.script, "GET */logs*", 200, NULL, "");
    for (i = 0; i < COUNT(rows); i++) {
        log.heard = (struct heard){0};
        (void)engine_follow_logs(f.engine, "a1", &rows[i].request, log_piece,
                                 log_done, &log);
        assert_int_equal(engine_streams(f.engine), 1);
        TALK_UNTIL(&f.talk, log.heard.dones);
        assert_true(log.heard.worked);
        assert_true(script_request(f.talk.script, NULL, i + 1, &request));
        assert_string_equal(request.line, rows[i].line);
    }
    assert_int_equal(log.pieces, 0);
    close_engine(&f);
#undef LOGS
}

/* ---- what comes ---- */

#define BYTES(text) text, sizeof(text) - 1

static const struct row {
    const char *bytes;
    size_t len;
    bool has_tty;
    const char *text;
    size_t text_len;
    const char *error; /* "" none */
} rows[] = {
    {BYTES(""), false, BYTES(""), ""},
    {BYTES("\1\0\0\0\0\0\0\4one\n\2\0\0\0\0\0\0\4two\n"), false,
     BYTES("0:one\n|1:two\n|"), ""},
    {BYTES("\0\0\0\0\0\0\0\3in\n\3\0\0\0\0\0\0\5oops\n"), false,
     BYTES("0:in\n|2:oops\n|"), ""},
    {BYTES("\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\3end"), false, BYTES("0:end|"), ""},
    {BYTES("\1\0\0\0\0\0\0\4one"), false, BYTES("0:one"),
     "the container's log: the stream ended in the middle of a frame"},
    {BYTES("\1\0\0\0\0\0\0\1a\2\0\0"), false, BYTES("0:a|"),
     "the container's log: the stream ended in the middle of a frame"},
    {BYTES("\1\0\0\0\0\0\0\1a2026-11-"), false, BYTES("0:a|"),
     "the container's log: the stream is not made of frames (32 30 32 36 where "
     "a frame should begin)"},
    {BYTES(""), true, BYTES(""), ""},
    {BYTES(TIME "one\r\n" TIME "no end"), true,
     BYTES("0:" TIME "one\r\n" TIME "no end"), ""},
    {BYTES("\1\0\0\0\0\0\0\1a"), true, BYTES("0:\1\0\0\0\0\0\0\1a"), ""},
};

static void
assert_row(const struct row *row, struct log *log)
{
    assert_string_equal(log->heard.err.text, row->error);
    assert_int_equal(log->heard.worked, row->error[0] == '\0');
    if (row->error[0])
        assert_int_equal(log->heard.err.kind, ERR_MALFORMED);
    assert_int_equal(log->text.len, row->text_len);
    if (row->text_len > 0)
        assert_memory_equal(log->text.at, row->text, row->text_len);
}

static void
log_is_the_same_in_each_cut_in_two(void **state)
{
    struct fixture f;
    struct log log = {.text = BUF_INIT(1000)};
    size_t i, cut;

    (void)state;
    open_streams(&f);
    for (i = 0; i < COUNT(rows); i++)
        for (cut = 0; cut <= rows[i].len; cut++) {
            open_stream(&f, &log, rows[i].has_tty);
            push(&f, rows[i].bytes, cut);
            push(&f, rows[i].bytes + cut, rows[i].len - cut);
            end(&f, &log);
            assert_row(&rows[i], &log);
        }
    buf_release(&log.text);
    close_engine(&f);
}

static void
log_is_the_same_byte_by_byte(void **state)
{
    struct fixture f;
    struct log log = {.text = BUF_INIT(1000)};
    size_t i, at;

    (void)state;
    open_streams(&f);
    for (i = 0; i < COUNT(rows); i++) {
        open_stream(&f, &log, rows[i].has_tty);
        for (at = 0; at < rows[i].len; at++)
            (void)script_push(f.talk.script, "GET *", rows[i].bytes + at, 1);
        end(&f, &log);
        assert_row(&rows[i], &log);
    }
    buf_release(&log.text);
    close_engine(&f);
}

static void
line_comes_when_it_is_written(void **state)
{
    struct fixture f;
    struct log log = {.text = BUF_INIT(1000)};

    (void)state;
    open_streams(&f);
    open_stream(&f, &log, false);
    push(&f, BYTES("\1\0\0\0\0\0\0\4one\n"));
    TALK_UNTIL(&f.talk, log.text.len == strlen("0:one\n|"));
    push(&f, BYTES("\1\0\0\0\0\0\0\10two"));
    TALK_UNTIL(&f.talk, log.text.len == strlen("0:one\n|0:two"));
    push(&f, BYTES(" end\n"));
    TALK_UNTIL(&f.talk, log.text.len == strlen("0:one\n|0:two end\n|"));
    assert_int_equal(log.heard.dones, 0);
    end(&f, &log);
    assert_true(log.heard.worked);
    buf_release(&log.text);
    close_engine(&f);
}

/* ---- how it ends ---- */

static void
refusal_is_in_the_engines_words(void **state)
{
    static const struct {
        int status;
        const char *body;
        enum err_kind kind;
        const char *text;
    } refusals[] = {
        /* 20.10, of a container with the log driver "none" */
        {501,
         "{\"message\":\"configured logging driver does not support "
         "reading\"}\n",
         ERR_UNSUPPORTED, "configured logging driver does not support reading"},
        {404, "{\"message\":\"No such container: a1\"}\n", ERR_MISSING,
         "No such container: a1"},
        {409,
         "{\"message\":\"can not get logs from container which is dead or "
         "marked for removal\"}\n",
         ERR_CONFLICT,
         "can not get logs from container which is dead or marked for removal"},
    };
    struct fixture f;
    struct log log = {.text = BUF_INIT(1000)};
    size_t i;

    (void)state;
    open_engine(&f, NULL);
    for (i = 0; i < COUNT(refusals); i++) {
        script_set(f.talk.script, "GET */logs*", refusals[i].status, NULL,
                   refusals[i].body);
        follow(&f, &log, i % 2);
        TALK_UNTIL(&f.talk, log.heard.dones);
        assert_string_equal(log.heard.err.text, refusals[i].text);
        assert_int_equal(log.heard.err.kind, refusals[i].kind);
        assert_int_equal(log.pieces, 0);
    }
    close_engine(&f);
}

static void
broken_connection_is_no_clean_end(void **state)
{
    struct fixture f;
    struct log log = {.text = BUF_INIT(1000)};
    int has_tty;

    (void)state;
    open_streams(&f);
    for (has_tty = 0; has_tty <= 1; has_tty++) {
        open_stream(&f, &log, has_tty);
        push(&f, BYTES("\1\0\0\0\0\0\0\4one\n"));
        TALK_UNTIL(&f.talk, log.pieces > 0);
        (void)script_cut(f.talk.script, "GET *", false);
        TALK_UNTIL(&f.talk, log.heard.dones);
        assert_false(log.heard.worked);
        assert_int_equal(log.heard.err.kind, ERR_UNREACHABLE);
    }
    buf_release(&log.text);
    close_engine(&f);
}

static void
nothing_comes_after_a_cancel_from_inside(void **state)
{
    struct fixture f;
    struct log log = {.text = BUF_INIT(1000), .cancels = true};

    (void)state;
    open_streams(&f);
    open_stream(&f, &log, false);
    push(&f, BYTES("\1\0\0\0\0\0\0\1a\1\0\0\0\0\0\0\1b\1\0\0\0\0\0\0\1c"));
    TALK_UNTIL(&f.talk, log.heard.dones);
    assert_string_equal(buf_text(&log.text), "0:a|");
    assert_int_equal(log.heard.err.kind, ERR_CANCELLED);
    buf_release(&log.text);
    close_engine(&f);
}

/* ---- pauses ---- */

static void
paused_log_waits_and_loses_nothing(void **state)
{
    static const char frame[] = "\1\0\0\0\0\0\0\1";
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    struct fixture f;
    struct log log = {.text = BUF_INIT(1000), .pauses = true};
    struct heard heard = {0};

    (void)state;
    open_streams(&f);
    script_set(f.talk.script, "GET */info", 200, NULL, "{}");
    open_stream(&f, &log, false);
    for (const char *c = letters; *c; c++) {
        push(&f, frame, sizeof(frame) - 1);
        push(&f, c, 1);
    }
    TALK_UNTIL(&f.talk, log.pieces > 0);
    while (log.text.len < 26 * strlen("0:a|")) {
        size_t before = log.text.len;

        /* Other calls go on meanwhile; their end says that time has passed. */
        hear(&f, HOST, "", &heard);
        hear(&f, HOST, "", &heard);
        assert_int_equal(log.text.len, before);
        call_pause(log.call, false);
        assert_int_equal(log.text.len, before);
        TALK_UNTIL(&f.talk, log.text.len > before);
    }
    call_pause(log.call, false);
    end(&f, &log);
    assert_true(log.heard.worked);
    for (size_t i = 0; letters[i]; i++)
        assert_int_equal(log.text.at[4 * i + 2], letters[i]);
    buf_release(&log.text);
    close_engine(&f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tail_is_always_sent),
        cmocka_unit_test(log_is_the_same_in_each_cut_in_two),
        cmocka_unit_test(log_is_the_same_byte_by_byte),
        cmocka_unit_test(line_comes_when_it_is_written),
        cmocka_unit_test(refusal_is_in_the_engines_words),
        cmocka_unit_test(broken_connection_is_no_clean_end),
        cmocka_unit_test(nothing_comes_after_a_cancel_from_inside),
        cmocka_unit_test(paused_log_waits_and_loses_nothing),
    };

    return cmocka_run_group_tests_name("logs", tests, NULL, NULL);
}

/*
 * What an engine can do wrong: every call is answered with what a whole engine
 * says, cut at each byte or with one byte changed. Half an answer is never
 * taken for a whole one, and what is said of it is a sentence.
 */
#include "config.h"

#include "support/test.h"

#include "base/buf.h"
#include "support/canned.h"
#include "support/heard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define NOON 1795262400 /* 2026-11-21T12:00:00Z */
#define ANSWER_MOST 16384

struct answer {
    char bytes[ANSWER_MOST];
    size_t len;
};

/* One rule for everything but the ping; changed between requests. */
static struct script_rule rules[] = {
    {.pattern = "GET /_ping",
     .steps = {SCRIPT_SEND("HTTP/1.1 200 OK\r\nContent-Length: "
                           "2\r\n" GOOD_PING "\r\nOK")}},
    {.pattern = "*"},
    {.pattern = NULL},
};

static void
answer_with(struct fixture *f, const char *bytes, size_t len, bool is_last)
{
    struct script_step *steps = rules[1].steps;

    script_lock(f->talk.script);
    steps[0] =
        (struct script_step){.kind = STEP_SEND, .bytes = bytes, .len = len};
    steps[1] = (struct script_step){.kind = is_last ? STEP_CLOSE : STEP_END};
    script_unlock(f->talk.script);
}

/* What the canned engine says to `line`, byte for byte. */
static void
record(struct answer *answer, const char *line)
{
    struct canned *engine = canned_new(0, NOON);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    char text[200];
    int len = snprintf(text, sizeof(text), "%s HTTP/1.1\r\n\r\n", line);
    ssize_t got;

    canned_put(engine, &(struct canned_container){.name = "web",
                                                  .health = "healthy",
                                                  .project = "shop",
                                                  .public_port = 8080,
                                                  .private_port = 80});
    snprintf(address.sun_path, sizeof(address.sun_path), "%s",
             script_socket(canned_script(engine)));
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)),
                     0);
    assert_int_equal(write(fd, text, (size_t)len), len);
    assert_int_equal(shutdown(fd, SHUT_WR), 0);
    answer->len = 0;
    while ((got = read(fd, answer->bytes + answer->len,
                       ANSWER_MOST - answer->len)) > 0)
        answer->len += (size_t)got;
    assert_true(answer->len > 0 && answer->len < ANSWER_MOST);
    close(fd);
    canned_free(engine);
}

static void
assert_sentence(const struct heard *heard)
{
    const char *text = heard->err.text;
    bool is_one = *text != '\0' && !strpbrk(text, "<>\r\n") &&
                  !strstr(text, "{\"") && text[strlen(text) - 1] != ' ';

    for (; is_one && *text; text++)
        is_one = (unsigned char)*text >= ' ' && *text != 0x7f;
    if (!is_one)
        fail_msg("'%s' is no sentence", heard->err.text);
}

static const struct {
    enum which which;
    const char *line; /* whose answer is cut */
} calls[] = {
    {LIST, "GET /containers/json?all=1"},
    {INSPECT, "GET /containers/web/json"},
    {STATS_ONCE, "GET /containers/web/stats?stream=0&one-shot=1"},
    {HOST, "GET /info"},
};

static void
answer_that_is_cut_at_any_byte_is_an_error(void **state)
{
    static struct answer answer;
    struct fixture f;

    (void)state;
    open_engine(&f, rules);
    for (size_t i = 0; i < COUNT(calls); i++) {
        struct heard heard = {0};

        record(&answer, calls[i].line);
        for (size_t cut = 0; cut < answer.len; cut++) {
            answer_with(&f, answer.bytes, cut, true);
            hear(&f, calls[i].which, "web", &heard);
            if (heard.worked)
                fail_msg("%s cut at byte %zu of %zu was taken as whole",
                         calls[i].line, cut, answer.len);
            assert_int_equal(heard.err.kind, ERR_UNREACHABLE);
            assert_sentence(&heard);
        }
        answer_with(&f, answer.bytes, answer.len, true);
        hear(&f, calls[i].which, "web", &heard);
        if (!heard.worked)
            fail_msg("%s: %s", calls[i].line, heard.err.text);
        container_free(heard.container);
    }
    close_engine(&f);
}

/* The body of `answer`, a line of JSON, as a stream of one chunk. */
static void
make_stream(struct buf *stream, const struct answer *answer)
{
    struct str text = str_make(answer->bytes, answer->len);
    struct str line;

    while (str_cut(&text, '\n', &line) && !str_is(line, "\r"))
        ;
    buf_addf(stream,
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
             "%zx\r\n%.*s\r\n0\r\n\r\n",
             text.len, STR_ARGS(text));
}

static void
stream_that_is_cut_at_any_byte_ends_with_an_error(void **state)
{
    static const char event[] =
        "\r\n\r\n{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":"
        "{\"ID\":\"a1\",\"Attributes\":{\"name\":\"web\"}},"
        "\"scope\":\"local\",\"time\":7,\"timeNano\":7000000001}\n";
    static struct answer answers[2];
    /* Statistics end with their container, events never. */
    static const enum which which[] = {STATS, EVENTS};
    struct fixture f;

    (void)state;
    record(&answers[0], "GET /containers/web/stats?stream=0");
    memcpy(answers[1].bytes, event, sizeof(event) - 1);
    answers[1].len = sizeof(event) - 1;
    open_engine(&f, rules);
    for (size_t i = 0; i < COUNT(which); i++) {
        struct buf stream = BUF_INIT(ANSWER_MOST);
        struct heard heard = {0};

        make_stream(&stream, &answers[i]);
        for (size_t cut = 0; cut <= stream.len; cut++) {
            /* The very last newline adds nothing, and curl may know it. */
            if (cut + 1 == stream.len)
                continue;
            answer_with(&f, stream.at, cut, true);
            hear(&f, which[i], "web", &heard);
            if (heard.worked != (which[i] == STATS && cut == stream.len))
                fail_msg("cut at byte %zu of %zu: %s", cut, stream.len,
                         heard.worked ? "taken as whole" : heard.err.text);
            if (!heard.worked)
                assert_sentence(&heard);
        }
        assert_int_equal(heard.units, 1);
        buf_release(&stream);
    }
    close_engine(&f);
}

static void
act_whose_answer_is_cut_is_an_error(void **state)
{
    static const char done[] = "HTTP/1.1 204 No Content\r\n\r\n";
    static const enum which acts[] = {START, STOP, KILL, REMOVE};
    struct fixture f;

    (void)state;
    open_engine(&f, rules);
    for (size_t i = 0; i < COUNT(acts); i++) {
        struct heard heard = {0};

        for (size_t cut = 0; cut < sizeof(done); cut++) {
            answer_with(&f, done, cut, true);
            hear(&f, acts[i], "web", &heard);
            assert_int_equal(heard.worked, cut == sizeof(done) - 1);
            if (!heard.worked)
                assert_sentence(&heard);
        }
    }
    close_engine(&f);
}

/* The answer is well formed to HTTP; what it says is not what was asked, or
 * is: either way the call ends once and the next one works. */
static void
answer_with_a_wrong_byte_is_taken_or_refused_in_words(void **state)
{
    static const char wrong[] = {'"', '\xff', '{'};
    static struct answer answer;
    struct fixture f;

    (void)state;
    open_engine(&f, rules);
    for (size_t i = 0; i < COUNT(calls); i++) {
        struct heard heard = {0};
        size_t body;

        record(&answer, calls[i].line);
        for (body = 4; memcmp(answer.bytes + body - 4, "\r\n\r\n", 4) != 0;
             body++)
            ;
        for (size_t at = body; at < answer.len; at++) {
            char right = answer.bytes[at];

            answer.bytes[at] = wrong[at % COUNT(wrong)];
            answer_with(&f, answer.bytes, answer.len, false);
            hear(&f, calls[i].which, "web", &heard);
            answer.bytes[at] = right;
            if (!heard.worked)
                assert_sentence(&heard);
            container_free(heard.container);
        }
        answer_with(&f, answer.bytes, answer.len, false);
        hear(&f, calls[i].which, "web", &heard);
        assert_true(heard.worked);
        container_free(heard.container);
    }
    close_engine(&f);
}

static void
what_is_no_engine_is_said_in_words_by_every_call(void **state)
{
    static const char *const answers[] = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n17",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
        "Content-Length: 19\r\n\r\n<html>Hello!</html>",
        "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\n"
        "Content-Length: 19\r\n\r\n<html>Denied</html>",
        "HTTP/1.1 500 Oops\r\nContent-Type: application/json\r\n"
        "Content-Length: 9\r\n\r\n{\"no\": 1}",
        "HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n"
        "zz\r\n<html>",
        "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "\x15\x03\x01\x00\x02\x02\x46",
        "220 mail.example ESMTP\r\n",
        "<html>no head</html>",
    };
    static const enum which all[] = {LIST, INSPECT, EVENTS, STATS, STATS_ONCE,
                                     HOST, START,   STOP,   KILL,  REMOVE};
    struct fixture f;

    (void)state;
    open_engine(&f, rules);
    for (size_t i = 0; i < COUNT(answers); i++) {
        for (size_t j = 0; j < COUNT(all); j++) {
            struct heard heard = {0};

            answer_with(&f, answers[i], strlen(answers[i]), true);
            hear(&f, all[j], "web", &heard);
            if (!heard.worked)
                assert_sentence(&heard);
            else if (all[j] == LIST || all[j] == INSPECT || all[j] == EVENTS)
                fail_msg("answer %zu was taken by call %d", i, (int)all[j]);
        }
    }
    close_engine(&f);
}

static void
engine_that_went_away_is_named_and_found_again(void **state)
{
    static struct answer answer;
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    record(&answer, "GET /info");
    open_engine(&f, rules);
    answer_with(&f, answer.bytes, answer.len, false);
    hear(&f, HOST, "", &heard);
    assert_true(heard.worked);

    script_go_down(f.talk.script, false);
    hear(&f, HOST, "", &heard);
    assert_int_equal(heard.err.kind, ERR_UNREACHABLE);
    assert_non_null(strstr(heard.err.text, "connection refused"));
    script_go_down(f.talk.script, true);
    hear(&f, HOST, "", &heard);
    assert_int_equal(heard.err.kind, ERR_UNREACHABLE);
    assert_non_null(strstr(heard.err.text, "no such socket"));

    script_come_up(f.talk.script);
    hear(&f, HOST, "", &heard);
    assert_true(heard.worked);
    close_engine(&f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answer_that_is_cut_at_any_byte_is_an_error),
        cmocka_unit_test(stream_that_is_cut_at_any_byte_ends_with_an_error),
        cmocka_unit_test(act_whose_answer_is_cut_is_an_error),
        cmocka_unit_test(answer_with_a_wrong_byte_is_taken_or_refused_in_words),
        cmocka_unit_test(what_is_no_engine_is_said_in_words_by_every_call),
        cmocka_unit_test(engine_that_went_away_is_named_and_found_again),
    };

    return cmocka_run_group_tests_name("faults", tests, NULL, NULL);
}

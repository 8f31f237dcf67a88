/*
 * logs.c - how fast a whole log is taken: from the engine through frames and
 * records into a logbook, as the log pane takes it, beside curl that drops the
 * same bytes. Both wait for the engine most of the time. And how soon the end
 * of such a log is on the screen.
 */
#include "config.h"

#include "bench/groups.h"

#include "bench/crowd.h"
#include "bench/process.h"
#include "support/test.h"

#include "engine/engine.h"
#include "store/logbook.h"
#include "store/records.h"
#include "ui/widgets/view.h"

#include <stdio.h>
#include <string.h>

#define LINE                                                                   \
    "2026 info shop-frontend: GET /cart/checkout?step=2 200 in 13 ms, "        \
    "trace 7f3a09c1b2d4e5f6"
#define LINE_BYTES 90.0 /* with the newline */
#define FULL_MB 300
#define QUICK_MB 40
#define ROUNDS 2
#define MEGA 1e6
#define TAILS 10
#define NEAR_MS 50

enum { RATE, TAIL, FIGURES };

static const struct bench_figure figures[FIGURES] = {
    [RATE] = {"log-rate", "tail=all into a log of 64 MiB", "MB/s",
              "curl to /dev/null", BENCH_RATIO_LEAST, 0.9},
    [TAIL] = {"log-tail", "from a key to its end on the screen", "ms",
              "120 ms of rest, and curl", BENCH_ADDED, NEAR_MS},
};

struct reading {
    struct loop *loop;
    struct engine *engine;
    struct records records;
    struct logbooks *books;
    struct logbook *book;
    enum log_stream stream;
    int64_t time;
    bool is_done;
};

static void
begin(void *data, enum log_stream stream, int64_t time)
{
    struct reading *reading = data;

    reading->stream = stream;
    reading->time = time;
}

static void
text(void *data, struct str piece)
{
    struct reading *reading = data;

    logbook_add(reading->book, reading->stream, reading->time, piece);
}

static void
end(void *data)
{
    (void)data;
}

static const struct record_sink sink = {
    .begin = begin, .text = text, .end = end};

static void
came(void *data, enum log_stream stream, struct str piece, bool is_last)
{
    records_feed(&((struct reading *)data)->records, stream, piece, is_last);
}

static void
done(void *data, const struct err *err)
{
    if (err)
        bench_fail("the log: %s", err->text);
    ((struct reading *)data)->is_done = true;
}

static bool
is_done(void *data)
{
    return ((struct reading *)data)->is_done;
}

static void
wait_done(struct reading *reading)
{
    if (!turn_until(reading->loop, 10 * PATIENCE_MS, is_done, reading))
        bench_fail("the log does not end");
    reading->is_done = false;
}

static double
time_ours(void)
{
    const struct log_request request = {.tail = -1};
    struct reading reading = {.loop = loop_new()};
    struct endpoint endpoint;
    double began = bench_now();

    if (!endpoint_parse(&endpoint, docker_host(), NULL))
        bench_fail("no engine at %s", docker_host());
    reading.engine = engine_new(reading.loop, &endpoint);
    endpoint_release(&endpoint);
    records_init(&reading.records, false, &sink, &reading);
    reading.books = logbooks_new(LOGBOOKS_LIMIT);
    reading.book = logbook_new(reading.books);
    (void)engine_ping(reading.engine, done, &reading);
    wait_done(&reading);
    (void)engine_follow_logs(reading.engine, "bench-log", &request, came, done,
                             &reading);
    wait_done(&reading);
    began = bench_now() - began;
    engine_close(reading.engine);
    loop_free(reading.loop);
    logbook_free(reading.book);
    logbooks_free(reading.books);
    return began;
}

static double
time_curl(const char *tail)
{
    char log[512];

    (void)snprintf(log, sizeof(log),
                   "http://engine" DOCKER_API "/containers/bench-log/logs"
                   "?stdout=1&stderr=1&timestamps=1&tail=%s",
                   tail);
    return process_time((const char *const[]){
        "curl", "-s", "-f", "-o", "/dev/null", "--unix-socket",
        docker_host() + strlen("unix://"), log, NULL});
}

static void
write_log(size_t lines)
{
    char json[512];

    (void)snprintf(json, sizeof(json),
                   "\"Cmd\":[\"sh\",\"-c\",\"yes '" LINE "' | head -n %zu\"]",
                   lines);
    docker_run(NULL, "bench-log", json);
    (void)docker_send("POST", NULL, "/containers/bench-log/wait");
}

static void
measure_rate(struct bench *bench, double megabytes)
{
    struct series ours = {0}, theirs = {0};

    for (size_t i = 0; i < bench_rounds(bench, ROUNDS); i++) {
        series_add(&ours, megabytes / time_ours() * 1000);
        series_add(&theirs, megabytes / time_curl("all") * 1000);
    }
    bench_pairs(bench, &figures[RATE], &ours, &theirs);
    series_release(&ours);
    series_release(&theirs);
}

static double
time_tail(struct pty *pty)
{
    double began = bench_now();

    pty_send(pty, "j");
    if (!pty_wait_text(pty, "info shop-frontend", PATIENCE_MS))
        bench_fail("no log");
    began = pty_read_at(pty) - began;
    pty_send(pty, "k");
    if (!pty_wait_text(pty, "nothing has been logged", PATIENCE_MS))
        bench_fail("no log without lines");
    return began;
}

/* The cursor comes to it from a container that has none, and rests there. */
static void
measure_tail(struct bench *bench)
{
    struct series ours = {0}, theirs = {0};
    struct pty *pty;

    docker_run(NULL, "aaa", DOCKER_IDLE);
    pty = beside_start(&(struct beside){
        .program = bench_program(bench), .width = 160, .height = 48});
    if (!pty_wait_text(pty, "> aaa", PATIENCE_MS) ||
        !pty_wait_text(pty, "nothing has been logged", PATIENCE_MS))
        bench_fail("no first row");
    for (size_t i = 0; i < bench_rounds(bench, TAILS); i++) {
        series_add(&ours, time_tail(pty));
        series_add(&theirs, DETAIL_REST_MS + time_curl("500"));
    }
    pty_free(pty);
    bench_pairs(bench, &figures[TAIL], &ours, &theirs);
    series_release(&ours);
    series_release(&theirs);
}

static void
run(struct bench *bench)
{
    bool is_full = bench_rounds(bench, ROUNDS) == ROUNDS;
    double megabytes = is_full ? FULL_MB : QUICK_MB;

    crowd_clean();
    bench_note("a log of %.0f MB", megabytes);
    write_log((size_t)(megabytes * MEGA / LINE_BYTES));
    measure_rate(bench, megabytes);
    measure_tail(bench);
    crowd_clean();
}

const struct bench_group logs_group = {
    .name = "logs",
    .title = "A log of 300 MB",
    .figures = figures,
    .figure_count = FIGURES,
    .needs_engine = true,
    .run = run,
};

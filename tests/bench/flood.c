/*
 * flood.c - what a log does to the keys and to the memory, beside an engine
 * that does what it is told (support/canned.h): fifty thousand lines a second,
 * as many as there is room for, and one line of 10 MiB.
 */
#include "config.h"

#include "bench/groups.h"

#include "bench/press.h"
#include "bench/process.h"
#include "support/canned.h"
#include "support/test.h"

#include "base/buf.h"

#define LINES_MS 50 /* that come each millisecond */
#define BATCH 250   /* lines that come at once */
#define STEP_MS 5
#define SETTLED_MS 1000
#define MEBI ((size_t)1 << 20)
#define KIB 1024
#define BOOK_MIB 64 /* of lines are kept, `set log-memory` */
#define MORE_MIB 4
#define FILL_MIB (2 * BOOK_MIB)
#define FILL_STEP_MS 10
#define PART ((size_t)16 << 10) /* in which the engine sends a long line */
#define LONG_LINE (10 * MEBI)
#define LOGS "GET */logs*"
#define HEAD_SIZE 8 /* of a record: its stream and its length */
#define TIME "2026-01-15T10:23:05.123456789Z "
#define LINE                                                                   \
    "INFO 1 --- [nio-8080-exec-7] c.example.Cart : GET /cart/4711 answered "   \
    "200 in 13 ms\n"

enum { FLOOD, LONG = 2, WRAP = 4, MEMORY = 6, FIGURES };

static const struct bench_figure figures[FIGURES] = {
    PRESS_PAIR("flood", "50,000 lines a second"),
    PRESS_PAIR("long-line", "a line of 10 MiB comes"),
    PRESS_PAIR("long-line-wrap", "it is wrapped, and back"),
    [MEMORY] = {"flood-memory", "a log of 64 MiB, full", "KiB",
                "the same, empty", BENCH_ADDED,
                (double)(BOOK_MIB + MORE_MIB) * KIB},
};

/* What the engine sends of stdout, without an end of line in a part of one. */
static void
add_record(struct buf *out, const char *time, struct str text)
{
    size_t len = strlen(time) + text.len;
    const char head[HEAD_SIZE] = {1,
                                  0,
                                  0,
                                  0,
                                  (char)(len >> 24),
                                  (char)(len >> 16),
                                  (char)(len >> 8),
                                  (char)len};

    (void)buf_add(out, head, sizeof(head));
    (void)buf_add_text(out, time);
    (void)buf_add_str(out, text);
}

struct flood {
    struct canned *engine;
    struct buf batch;
    double began;
    double sent; /* lines since then */
};

static void
push(struct flood *flood)
{
    (void)script_push(canned_script(flood->engine), LOGS, flood->batch.at,
                      flood->batch.len);
}

/* What is due by the clock, in batches; at the end one of them at least. */
static void
flow(void *data, struct pty *pty, double ms)
{
    struct flood *flood = data;
    double end = bench_now() + ms;

    for (;;) {
        double now = bench_now();

        while (flood->sent + BATCH <= (now - flood->began) * LINES_MS) {
            push(flood);
            flood->sent += BATCH;
        }
        if (now >= end)
            break;
        (void)pty_pump(pty,
                       end - now < STEP_MS ? (int)(end - now) + 1 : STEP_MS);
    }
    push(flood);
    flood->sent += BATCH;
}

static struct canned *
engine_new(void)
{
    struct canned *engine = canned_new(0, 0);

    canned_put(engine, &(struct canned_container){.name = "aaa-0"});
    canned_put(engine, &(struct canned_container){.name = "aaa-1"});
    return engine;
}

/* On a screen that follows the log of the row under the cursor. */
static void
begin(struct press *press, struct bench *bench, struct canned *engine,
      const char *log)
{
    struct script *script = canned_script(engine);

    press_begin(press, bench,
                &(struct beside){.program = bench_program(bench),
                                 .host = script_url(script),
                                 .width = 160,
                                 .height = 48});
    if (!pty_wait_text(press->pty, "> aaa-0", PATIENCE_MS) ||
        !pty_wait_text(press->pty, log, PATIENCE_MS))
        bench_fail("no log of the first row");
}

static void
press_rows(struct press *press)
{
    for (size_t i = 0; i < bench_rounds(press->bench, PRESS_KEYS); i++)
        press_key(press, i % 2 ? "k" : "j", i % 2 ? "> aaa-0 " : "> aaa-1 ",
                  true);
}

/* More than there is room for. */
static double
fill(struct flood *flood, struct pty *pty)
{
    for (size_t sent = 0; sent < FILL_MIB * MEBI; sent += flood->batch.len) {
        push(flood);
        if (sent / MEBI != (sent + flood->batch.len) / MEBI)
            beside_pump(pty, FILL_STEP_MS);
    }
    beside_pump(pty, SETTLED_MS);
    return process_memory(pty_pid(pty), "Private_Dirty");
}

static void
measure_flood(struct bench *bench)
{
    struct flood flood = {.engine = engine_new(), .batch = BUF_INIT(MEBI)};
    struct press press;
    double empty;

    for (size_t i = 0; i < BATCH; i++)
        add_record(&flood.batch, TIME, str_of(LINE));
    script_set_stream(canned_script(flood.engine), LOGS);
    begin(&press, bench, flood.engine, "nothing has been logged");
    beside_pump(press.pty, SETTLED_MS);
    empty = process_memory(pty_pid(press.pty), "Private_Dirty");
    flood.began = bench_now();
    press.pass = flow;
    press.data = &flood;
    press_rows(&press);
    press_say(&press, &figures[FLOOD]);
    bench_values(bench, &figures[MEMORY], bench_value(fill(&flood, press.pty)),
                 bench_value(empty));
    press_end(&press);
    canned_free(flood.engine);
    buf_release(&flood.batch);
}

static void
measure_long_line(struct bench *bench)
{
    static char text[PART];
    struct buf record = BUF_INIT(2 * PART), chunk = BUF_INIT(2 * PART);
    struct canned *engine = engine_new();
    struct press press;

    memset(text, 'x', sizeof(text));
    add_record(&record, TIME, str_make(text, sizeof(text)));
    (void)buf_addf(&chunk, "%zx\r\n", record.len);
    (void)buf_add_str(&chunk, buf_str(&record));
    (void)buf_add_text(&chunk, "\r\n");

    const struct script_rule rules[] = {
        {LOGS, .steps = {SCRIPT_CHUNKED,
                         {.kind = STEP_REPEAT,
                          .bytes = chunk.at,
                          .len = chunk.len,
                          .count = LONG_LINE / PART},
                         SCRIPT_HANG}},
        {.pattern = NULL},
    };
    script_add(canned_script(engine), rules);
    begin(&press, bench, engine, "xxxxxxxx");
    press_rows(&press);
    press_say(&press, &figures[LONG]);

    pty_send(press.pty, "3z");
    beside_pump(press.pty, SETTLED_MS);
    for (size_t i = 0; i < bench_rounds(bench, PRESS_KEYS); i++)
        press_key(&press, "w", "xx>", i % 2 == 0);
    press_say(&press, &figures[WRAP]);
    press_end(&press);
    canned_free(engine);
    buf_release(&record);
    buf_release(&chunk);
}

static void
run(struct bench *bench)
{
    measure_flood(bench);
    measure_long_line(bench);
}

const struct bench_group flood_group = {
    .name = "flood",
    .title = "Much in a log, and the keys meanwhile",
    .figures = figures,
    .figure_count = FIGURES,
    .run = run,
};

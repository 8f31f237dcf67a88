/*
 * bench_write.c - the figures for people, and for programs.
 */
#include "config.h"

#include "bench/bench_private.h"

#include "base/buf.h"
#include "engine/docker.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#define LINE_LIMIT 4096
#define WHEN_SIZE 32

/* ---- the table ------------------------------------------------------------
 */

/* Where the columns of a line begin, and whether they end there instead. */
static const struct {
    size_t at;
    bool is_end;
} columns[] = {{2, false},  {49, true},  {68, true},   {70, false},
               {109, true}, {119, true}, {121, false}, {135, false}};

/* Pads the line so that `text` stands in its column. */
static void
put(struct buf *line, size_t column, const char *text)
{
    size_t begin = columns[column].at;

    if (columns[column].is_end)
        begin -= strlen(text) < begin ? strlen(text) : begin;
    if (text[0] == '\0')
        return;
    if (begin <= line->len)
        begin = line->len + 1;
    while (line->len < begin && buf_add_char(line, ' '))
        ;
    (void)buf_add_str(line, str_of(text));
}

static void
put_line(struct buf *line)
{
    (void)puts(buf_text(line));
    (void)fflush(stdout);
    buf_release(line);
}

void
print_head(void)
{
    static const char *const heads[] = {"figure",    "measured", "from .. to",
                                        "reference", "measured", "is",
                                        "mark"};
    struct buf line = BUF_INIT(LINE_LIMIT);

    (void)buf_add_str(&line, str_of(heads[0]));
    for (size_t i = 1; i < sizeof(heads) / sizeof(heads[0]); i++)
        put(&line, i, heads[i]);
    put_line(&line);
}

void
print_title(const char *title)
{
    (void)printf("%s\n", title);
    (void)fflush(stdout);
}

/* Three digits are more than a busy machine tells. */
static void
add_number(struct buf *out, double value)
{
    double size = fabs(value);
    int digits = 0;

    if (size > 0 && size < 0.1)
        digits = 4;
    else if (size > 0 && size < 10)
        digits = 2;
    else if (size > 0 && size < 100)
        digits = 1;
    (void)buf_addf(out, "%.*f", digits, value);
}

static void
put_measured(struct buf *line, size_t column, double value, const char *unit)
{
    struct buf text = BUF_INIT(LINE_LIMIT);

    add_number(&text, value);
    (void)buf_addf(&text, " %s", unit);
    put(line, column, buf_text(&text));
    buf_release(&text);
}

static void
put_range(struct buf *line, struct bench_value value)
{
    struct buf text = BUF_INIT(LINE_LIMIT);

    if (value.low < value.high) {
        add_number(&text, value.low);
        (void)buf_addf(&text, " .. ");
        add_number(&text, value.high);
        put(line, 2, buf_text(&text));
    }
    buf_release(&text);
}

static void
put_comparison(struct buf *line, const struct bench_figure *figure,
               const struct bench_result *result)
{
    struct buf text = BUF_INIT(LINE_LIMIT);

    if (bench_is_difference(figure) && result->compared >= 0)
        (void)buf_add_char(&text, '+');
    add_number(&text, result->compared);
    put(line, 5, buf_text(&text));
    buf_release(&text);
}

static void
put_mark(struct buf *line, const struct bench_figure *figure,
         const struct bench_result *result)
{
    static const char *const signs[] = {[BENCH_RATIO] = "<= ",
                                        [BENCH_RATIO_LEAST] = ">= ",
                                        [BENCH_ADDED] = "<= +",
                                        [BENCH_MOST] = "<= ",
                                        [BENCH_WITHIN] = "<= "};
    struct buf text = BUF_INIT(LINE_LIMIT);

    if (!bench_is_marked(figure))
        return;
    (void)buf_addf(&text, "%s", signs[figure->mark]);
    add_number(&text, figure->mark == BENCH_WITHIN ? result->theirs.high
                                                   : figure->limit);
    if (figure->mark != BENCH_RATIO && figure->mark != BENCH_RATIO_LEAST)
        (void)buf_addf(&text, " %s", figure->unit);
    put(line, 6, buf_text(&text));
    put(line, 7, result->is_met ? "met" : "MISSED");
    buf_release(&text);
}

void
print_row(const struct bench_figure *figure, const struct bench_result *result)
{
    struct buf line = BUF_INIT(LINE_LIMIT);

    put(&line, 0, figure->name);
    if (result->why) {
        (void)buf_addf(&line, "  skipped: %s", result->why);
        put_line(&line);
        return;
    }
    put_measured(&line, 1, result->ours.value, figure->unit);
    put_range(&line, result->ours);
    if (figure->reference) {
        put(&line, 3, figure->reference);
        put_measured(&line, 4, result->theirs.value, figure->unit);
        if (figure->mark != BENCH_MOST && figure->mark != BENCH_WITHIN)
            put_comparison(&line, figure, result);
    }
    put_mark(&line, figure, result);
    put_line(&line);
}

/* ---- JSON -----------------------------------------------------------------
 */

static const char *const mark_names[] = {
    [BENCH_UNMARKED] = NULL,
    [BENCH_RATIO] = "ratio at most",
    [BENCH_RATIO_LEAST] = "ratio at least",
    [BENCH_ADDED] = "difference at most",
    [BENCH_MOST] = "value at most",
    [BENCH_WITHIN] = "value at most reference's high",
};

static void
add_value(cJSON *to, const char *name, struct bench_value value)
{
    cJSON *made = cJSON_AddObjectToObject(to, name);

    (void)cJSON_AddNumberToObject(made, "value", value.value);
    (void)cJSON_AddNumberToObject(made, "low", value.low);
    (void)cJSON_AddNumberToObject(made, "high", value.high);
}

static void
add_mark(cJSON *row, const struct bench_figure *figure,
         const struct bench_result *result)
{
    cJSON *made = cJSON_AddObjectToObject(row, "mark");

    (void)cJSON_AddStringToObject(made, "kind", mark_names[figure->mark]);
    if (figure->mark != BENCH_WITHIN)
        (void)cJSON_AddNumberToObject(made, "limit", figure->limit);
    (void)cJSON_AddBoolToObject(made, "met", result->is_met);
}

void
json_row(struct bench *bench, const struct bench_figure *figure,
         const struct bench_result *result)
{
    cJSON *row = cJSON_CreateObject();

    (void)cJSON_AddItemToArray(bench->rows, row);
    (void)cJSON_AddStringToObject(row, "group", bench->group->name);
    (void)cJSON_AddStringToObject(row, "key", figure->key);
    (void)cJSON_AddStringToObject(row, "figure", figure->name);
    (void)cJSON_AddStringToObject(row, "unit", figure->unit);
    if (result->why) {
        (void)cJSON_AddStringToObject(row, "skipped", result->why);
        return;
    }
    add_value(row, "measured", result->ours);
    if (figure->reference) {
        (void)cJSON_AddStringToObject(row, "reference", figure->reference);
        add_value(row, "reference_measured", result->theirs);
        (void)cJSON_AddNumberToObject(
            row, bench_is_difference(figure) ? "difference" : "ratio",
            result->compared);
    }
    if (bench_is_marked(figure))
        add_mark(row, figure, result);
}

static void
add_machine(cJSON *to)
{
    cJSON *made = cJSON_AddObjectToObject(to, "machine");
    struct utsname name;

    (void)cJSON_AddNumberToObject(made, "cpus",
                                  (double)sysconf(_SC_NPROCESSORS_ONLN));
    if (uname(&name) == 0) {
        (void)cJSON_AddStringToObject(made, "kernel", name.release);
        (void)cJSON_AddStringToObject(made, "hardware", name.machine);
    }
}

static void
add_engine(cJSON *to)
{
    cJSON *version;

    if (docker_host()[0] == '\0')
        return;
    version = docker_get("/version");
    (void)cJSON_AddStringToObject(to, "engine",
                                  docker_text(version, "Version"));
    cJSON_Delete(version);
}

bool
json_write(const struct bench *bench, const char *path)
{
    cJSON *whole = cJSON_CreateObject();
    time_t now = time(NULL);
    struct tm utc;
    char when[WHEN_SIZE], *text;
    FILE *file = fopen(path, "w");
    bool is_written = file != NULL;

    (void)strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ",
                   gmtime_r(&now, &utc));
    (void)cJSON_AddStringToObject(whole, "bayplan", PACKAGE_VERSION);
    (void)cJSON_AddStringToObject(whole, "when", when);
    (void)cJSON_AddNumberToObject(whole, "seconds", bench->seconds);
    add_machine(whole);
    add_engine(whole);
    (void)cJSON_AddItemReferenceToObject(whole, "figures", bench->rows);
    text = cJSON_Print(whole);
    if (file) {
        is_written = fputs(text, file) >= 0 && fputc('\n', file) >= 0;
        is_written &= fclose(file) == 0;
    }
    if (!is_written)
        perror(path);
    free(text);
    cJSON_Delete(whole);
    return is_written;
}

/*
 * why_say.c - the words of the why view, out of what the engine answered, the
 * container's log and the events.
 */
#include "config.h"

#include "ui/views/why.h"

#include "base/escape.h"
#include "base/format.h"
#include "base/json.h"
#include "base/timestamp.h"
#include "store/tail.h"
#include "work/exit_code.h"

#include <time.h>

#define LINE_SIZE 4096
#define CLOCK_SIZE 32

/* ---- pieces ------------------------------------------------------------- */

/* "2026-11-21 14:00:06", or the time of day alone. */
static void
format_clock(char out[CLOCK_SIZE], bool with_date, int64_t ns)
{
    time_t seconds = (time_t)(ns / SECOND_NS);
    struct tm parts;
    size_t len = 0;

    if (localtime_r(&seconds, &parts))
        len = with_date ? strftime(out, CLOCK_SIZE, "%Y-%m-%d %H:%M:%S", &parts)
                        : strftime(out, CLOCK_SIZE, "%H:%M:%S", &parts);
    out[len] = '\0';
}

static void add(struct why *why, const char *label, enum role role,
                const char *format, ...) __attribute__((format(printf, 4, 5)));

static void
add(struct why *why, const char *label, enum role role, const char *format, ...)
{
    struct buf line = BUF_INIT(LINE_SIZE);
    va_list args;

    va_start(args, format);
    (void)buf_addv(&line, format, args);
    va_end(args);
    pager_add_labelled(&why->pager, str_of(label), role, buf_str(&line));
    buf_release(&line);
}

static void
add_head(struct why *why, const char *words)
{
    pager_add(&why->pager, ROLE_PLAIN, str_of(""));
    pager_add(&why->pager, ROLE_TITLE, str_of(words));
}

/* What a program wrote: its colours would be noise among our own, so only the
 * words are kept. */
static void
add_written(struct why *why, const char *label, enum role role, struct str text)
{
    struct buf words = BUF_INIT(LINE_SIZE);

    if (text.len > LINE_SIZE)
        text.len = LINE_SIZE;
    (void)escape_strip(&words, text);
    pager_add_labelled(&why->pager, str_of(label), role, buf_str(&words));
    buf_release(&words);
}

/* Text of many lines: the label stands beside the first. */
static void
add_lines(struct why *why, const char *label, enum role role, struct str text)
{
    struct str line;

    for (text = str_trim(text); text.len > 0 && str_cut(&text, '\n', &line);) {
        add_written(why, label, role, str_trim(line));
        label = " ";
    }
}

static bool
is_true(const struct json *object, const char *name)
{
    bool value = false;

    return json_bool(json_find(object, name), &value) && value;
}

/* "" when there is none. */
static const char *
text_of(const struct json *object, const char *name)
{
    const char *text = json_text(json_find(object, name));

    return text ? text : "";
}

static int64_t
time_of(const struct json *object, const char *name)
{
    int64_t ns = TIMESTAMP_NONE;

    (void)timestamp_parse(str_of(text_of(object, name)), &ns);
    return ns;
}

/* ---- how it ended ------------------------------------------------------- */

static bool
has_ended(const struct json *state)
{
    return !is_true(state, "Running") &&
           time_of(state, "FinishedAt") != TIMESTAMP_NONE;
}

static void
say_state(struct why *why, const struct json *state)
{
    const char *status = text_of(state, "Status");

    if (is_true(state, "Running") && !is_true(state, "Restarting"))
        add(why, "state", ROLE_GOOD, "%s: it has not ended", status);
    else if (!has_ended(state) && strcmp(status, "created") == 0)
        add(why, "state", ROLE_STOPPED, "%s: it has never run", status);
    else
        add(why, "state", ROLE_PLAIN, "%s", status);
}

static void
say_exit(struct why *why, const struct json *state)
{
    struct buf meaning = BUF_INIT(LINE_SIZE);
    const char *error = text_of(state, "Error");
    int64_t code = 0;
    bool is_known = json_i64(json_find(state, "ExitCode"), &code);

    if (is_known && (has_ended(state) || code != 0)) {
        exit_code_say(&meaning, code >= 0 && code < 256 ? (int)code : -1);
        add(why, "exit code", code == 0 ? ROLE_GOOD : ROLE_TROUBLE, "%lld%s%s",
            (long long)code, meaning.len > 0 ? "  " : "", buf_text(&meaning));
    }
    /* The exit code alone would not tell: 137 is any SIGKILL. */
    if (is_true(state, "OOMKilled"))
        add(why, "memory", ROLE_TROUBLE,
            "killed by the kernel: out of memory, says the engine");
    if (error[0])
        add_lines(why, "error", ROLE_TROUBLE, str_of(error));
    buf_release(&meaning);
}

static void
say_time(struct why *why, const char *label, int64_t ns)
{
    int64_t age = (app_wall_clock(why->view.app) - ns) / SECOND_NS;
    char clock[CLOCK_SIZE], words[FORMAT_SIZE];

    if (ns == TIMESTAMP_NONE)
        return;
    format_clock(clock, true, ns);
    format_age(words, age);
    add(why, label, ROLE_PLAIN, "%s, %s ago", clock, words);
}

static void
say_times(struct why *why, const struct json *state)
{
    int64_t started = time_of(state, "StartedAt");
    int64_t ended = time_of(state, "FinishedAt");
    char words[FORMAT_SIZE];

    say_time(why, "started", started);
    if (!has_ended(state))
        return;
    say_time(why, "ended", ended);
    if (started == TIMESTAMP_NONE || ended < started)
        return;
    if (ended - started < SECOND_NS) {
        add(why, "ran for", ROLE_PLAIN, "%lld ms",
            (long long)((ended - started) / 1000000));
        return;
    }
    format_age(words, (ended - started) / SECOND_NS);
    add(why, "ran for", ROLE_PLAIN, "%s", words);
}

static void
say_policy(struct why *why)
{
    const struct json *config = json_find(why->document, "Config");
    const struct json *host = json_find(why->document, "HostConfig");
    const struct json *policy = json_find(host, "RestartPolicy");
    const char *name = text_of(policy, "Name");
    const char *signal = text_of(config, "StopSignal");
    int64_t count = 0, most = 0, grace = STOP_TIMEOUT_DEFAULT;

    (void)json_i64(json_find(why->document, "RestartCount"), &count);
    (void)json_i64(json_find(policy, "MaximumRetryCount"), &most);
    (void)json_i64(json_find(config, "StopTimeout"), &grace);
    if (most > 0)
        add(why, "restarts", ROLE_PLAIN, "%lld; policy %s, at most %lld",
            (long long)count, name, (long long)most);
    else
        add(why, "restarts", ROLE_PLAIN, "%lld; policy %s", (long long)count,
            name[0] ? name : "no");
    if (is_true(host, "AutoRemove"))
        add(why, "auto-remove", ROLE_PLAIN, "it is removed when it ends");
    if (strcmp(signal, "SIGKILL") == 0)
        add(why, "stop", ROLE_PLAIN, "%s", signal);
    else
        add(why, "stop", ROLE_PLAIN, "%s, after %lld s SIGKILL",
            signal[0] ? signal : "SIGTERM", (long long)grace);
}

/* ---- what happened ------------------------------------------------------ */

static void
say_check(struct why *why, const struct json *check)
{
    int64_t code = 0;
    int64_t ns = time_of(check, "Start");
    struct str output = str_trim(str_of(text_of(check, "Output")));
    char clock[CLOCK_SIZE] = "-";
    enum role role;

    (void)json_i64(json_find(check, "ExitCode"), &code);
    role = code == 0 ? ROLE_GOOD : ROLE_TROUBLE;
    if (ns != TIMESTAMP_NONE)
        format_clock(clock, false, ns);
    add(why, clock, role, "exit %lld", (long long)code);
    add_lines(why, " ", ROLE_PLAIN, output);
}

static void
say_health(struct why *why, const struct json *state)
{
    const struct json *health = json_find(state, "Health");
    const struct json *check = json_first(json_find(health, "Log"));
    const char *status = text_of(health, "Status");
    int64_t streak = 0;

    if (!status[0] || strcmp(status, "none") == 0)
        return;
    (void)json_i64(json_find(health, "FailingStreak"), &streak);
    add_head(why, "Health checks");
    if (streak > 0)
        add(why, "health", ROLE_TROUBLE, "%s; failed %lld times in a row",
            status, (long long)streak);
    else
        add(why, "health", ROLE_PLAIN, "%s", status);
    for (; check; check = json_next(check))
        say_check(why, check);
}

static void
say_log_line(struct why *why, const struct logbook_line *line)
{
    char clock[CLOCK_SIZE] = " ";
    enum role role = ROLE_PLAIN;

    if (line->time != 0)
        format_clock(clock, false, line->time);
    if (line->kind == LOGBOOK_SEAM)
        role = ROLE_DIM;
    else if (line->stream == LOG_STDERR)
        role = ROLE_STALE;
    add_written(why, clock, role, line->text);
}

static void
say_log(struct why *why)
{
    const struct logbook *log = why->tail ? tail_log(why->tail) : NULL;
    uint64_t first, end;
    struct logbook_line line;

    add_head(why, "Last lines of its log");
    if (!log) {
        pager_add(&why->pager, ROLE_DIM, str_of("not to be had"));
        return;
    }
    first = logbook_first(log);
    end = logbook_end(log);
    if (end - first > WHY_LOG_LINES)
        first = end - WHY_LOG_LINES;
    if (tail_state(why->tail) == TAIL_FAILED)
        add_lines(why, "refused", ROLE_TROUBLE,
                  str_of(tail_error(why->tail)->text));
    else if (first == end)
        pager_add(&why->pager, ROLE_DIM,
                  str_of(tail_state(why->tail) == TAIL_OPENING
                             ? "asking the engine"
                             : "it wrote nothing"));
    for (; first < end; first++)
        if (logbook_line_at(log, first, &line))
            say_log_line(why, &line);
}

static bool
is_of_it(const struct why *why, const struct event *event)
{
    return event->type == EVENT_CONTAINER &&
           strcmp(event->id, why->reading.ref.key) == 0;
}

/* Those that came since we are connected, the newest last. */
static void
say_events(struct why *why)
{
    const struct store *store = app_store(why->view.app);
    unsigned engine = why->reading.ref.engine;
    size_t count = store_event_count(store, engine), from = count, found = 0;

    while (from > 0 && found < WHY_EVENTS)
        found += is_of_it(why, store_event_at(store, engine, --from));
    add_head(why, "Last events");
    if (found == 0)
        pager_add(&why->pager, ROLE_DIM,
                  str_of("none since this program is connected"));
    for (; from < count; from++) {
        const struct event *event = store_event_at(store, engine, from);
        char clock[CLOCK_SIZE];

        if (!is_of_it(why, event))
            continue;
        format_clock(clock, false, event->time_ns);
        pager_add_labelled(&why->pager, str_of(clock), ROLE_PLAIN,
                           str_of(event->action));
    }
}

void
why_say(struct why *why)
{
    const struct json *state = json_find(why->document, "State");

    say_state(why, state);
    say_exit(why, state);
    say_times(why, state);
    say_policy(why);
    say_health(why, state);
    say_log(why);
    say_events(why);
}

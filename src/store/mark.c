#include "config.h"

#include "store/mark.h"

/* level 3 bits, whether it follows 1, kind 3. */
#define LEVEL_BITS 7U
#define FOLLOWS_BIT 8U
#define KIND_SHIFT 4

/* What the lines so far are, for the next one. */
enum kind {
    KIND_NONE, /* there is no line before */
    KIND_PLAIN,
    KIND_PYTHON,     /* the frames of a traceback */
    KIND_PYTHON_END, /* the exception below them */
    KIND_GO,         /* a panic, the stacks of goroutines */
    KIND_NODE,       /* the place in the source, then the error */
    KIND_RUST,       /* the message of a panic comes next */
    KIND_TRACE,      /* frames that are indented, or numbered as PHP's */
};

enum level
mark_level(uint8_t mark)
{
    return (enum level)(mark & LEVEL_BITS);
}

bool
mark_follows(uint8_t mark)
{
    return (mark & FOLLOWS_BIT) != 0;
}

/* ---- what a line looks like --------------------------------------------- */

static bool
starts_with_one_of(struct str text, const char *const *starts)
{
    for (; *starts; starts++)
        if (text.len > 0 && text.at[0] == **starts && str_starts(text, *starts))
            return true;
    return false;
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_of_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) ||
           c == '_' || c == '.' || c == '$';
}

/* The name that the text begins with, where a colon or nothing is behind. */
static struct str
name_of(struct str text)
{
    size_t len = 0;

    while (len < text.len && is_of_name(text.at[len]))
        len++;
    if (len < text.len && text.at[len] != ':')
        len = 0;
    return str_make(text.at, len);
}

/* "java.lang.IllegalStateException: no", "ValueError: 7" */
static bool
is_exception(struct str text)
{
    static const char *const ends[] = {"Exception", "Error", "Throwable"};
    struct str name = name_of(text);

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        if (name.len > strlen(ends[i]) && str_ends(name, ends[i]))
            return true;
    return false;
}

/* "/app/index.js:3" */
static bool
is_place(struct str text)
{
    static const char *const starts[] = {"/", "file:", "node:", NULL};
    size_t len = text.len;

    while (len > 0 && is_digit(text.at[len - 1]))
        len--;
    return len > 1 && len < text.len && text.at[len - 1] == ':' &&
           starts_with_one_of(text, starts) && !memchr(text.at, ' ', text.len);
}

/* "})", the end of something that was written over several lines */
static bool
is_end_of_nest(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!strchr("\"})],;", text.at[i]))
            return false;
    return true;
}

/* "net/http.HandlerFunc.ServeHTTP" */
static bool
is_go_function(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!is_of_name(text.at[i]) && !strchr("/(*)-", text.at[i]))
            return false;
    return memchr(text.at, '.', text.len) && !is_digit(text.at[0]);
}

/* "main.(*server).handle(0xc000, {0x0})", registers, and the rest of a panic */
static bool
is_of_go(struct str text)
{
    static const char *const starts[] = {"created by ", "exit status ",
                                         "[signal ", "runtime: ", NULL};
    const char *open = memchr(text.at, '(', text.len);
    const char *space = memchr(text.at, ' ', text.len);

    if (starts_with_one_of(text, starts) || is_go_function(text))
        return true;
    if (open && (!space || open < space))
        return str_ends(text, ")");
    return space && !open &&
           str_starts(
               str_trim(str_make(space, text.len - (size_t)(space - text.at))),
               "0x");
}

/* "#0 /app/index.php(12): run()" */
static bool
is_of_php(struct str text)
{
    return text.len > 2 && text.at[0] == '#' && is_digit(text.at[1]);
}

/* ---- the line that goes on ---------------------------------------------- */

static enum kind
kind_of_indented(enum kind before, struct str text)
{
    static const char *const frames[] = {"at ", "File \"", "from ", "... ",
                                         NULL};

    if (before == KIND_PLAIN && starts_with_one_of(text, frames))
        return KIND_TRACE;
    return before;
}

/* What goes on with anything. */
static enum kind
kind_of_opening(struct str text)
{
    static const char *const rests[] = {
        "Caused by: ",         "Suppressed: ",
        "--- End of ",         "Stack trace:",
        "[stacktrace]",        "** (",
        "stack backtrace:",    "note: run with `RUST_BACKTRACE",
        "note: Some details ", NULL};
    static const char *const python[] = {
        "During handling of the above exception",
        "The above exception was the direct cause", NULL};

    if (starts_with_one_of(text, rests))
        return KIND_TRACE;
    if (starts_with_one_of(text, python))
        return KIND_PYTHON_END;
    return str_starts(text, "goroutine ") && str_ends(text, "]:") ? KIND_GO
                                                                  : KIND_NONE;
}

/* How a line at the margin goes on with lines of this kind; KIND_NONE: it does
 * not. */
static enum kind
kind_of_next(enum kind before, struct str text, enum level level)
{
    static const char *const node[] = {"throw ", "^", "Node.js v", NULL};

    switch (before) {
    case KIND_PYTHON:
        return name_of(text).len > 0 ? KIND_PYTHON_END : KIND_NONE;
    case KIND_PYTHON_END:
        return str_starts(text, "Traceback (") ? KIND_PYTHON : KIND_NONE;
    case KIND_GO:
        return is_of_go(text) ? KIND_GO : KIND_NONE;
    case KIND_NODE:
        return starts_with_one_of(text, node) || is_exception(text) ||
                       str_starts(text, "Error: ")
                   ? KIND_NODE
                   : KIND_NONE;
    case KIND_RUST:
        return level == LEVEL_NONE ? KIND_TRACE : KIND_NONE;
    case KIND_TRACE:
        return is_of_php(text) ? KIND_TRACE : KIND_NONE;
    case KIND_PLAIN:
    case KIND_NONE:
        break;
    }
    return KIND_NONE;
}

/* "2024-01-15 10:23:45.123 UTC [33] DETAIL:  ...", with the two blanks of
 * PostgreSQL's labels, after whatever prefix was asked for. */
static bool
is_of_postgres(struct str text)
{
    static const char *const labels[] = {
        "DETAIL:  ", "HINT:  ",     "STATEMENT:  ", "CONTEXT:  ",
        "QUERY:  ",  "LOCATION:  ", "BACKTRACE:  ",
    };
    size_t head = text.len < LEVEL_HEAD ? text.len : LEVEL_HEAD;

    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
        const char *at = memmem(text.at, head, labels[i], strlen(labels[i]));

        if (at && (at == text.at || at[-1] == ' '))
            return true;
    }
    return false;
}

/* A first line that a trace may explain. */
static bool
is_trouble(enum kind kind, uint8_t before)
{
    return kind == KIND_PLAIN && mark_level(before) >= LEVEL_WARN;
}

/* What was logged stands below the words of who did: an exception, or at once
 * the frames, as zap writes them. */
static enum kind
kind_of_logged(struct str text, enum level level)
{
    if (str_starts(text, "Traceback ("))
        return KIND_PYTHON;
    if (level != LEVEL_NONE)
        return KIND_NONE;
    if (is_exception(text))
        return KIND_TRACE;
    return is_go_function(text) ? KIND_GO : KIND_NONE;
}

/* What the line adds to the lines before it; KIND_NONE: it begins anew. */
static enum kind
go_on(uint8_t before, struct str line, enum level level)
{
    enum kind kind = (enum kind)(before >> KIND_SHIFT), next;
    struct str text = str_trim(line);

    if (kind == KIND_NONE)
        return KIND_NONE;
    if (text.len == 0)
        return kind != KIND_PLAIN || is_trouble(kind, before) ? kind
                                                              : KIND_NONE;
    if (is_blank(line.at[0]))
        return kind == KIND_PLAIN && level != LEVEL_NONE
                   ? KIND_NONE
                   : kind_of_indented(kind, text);
    if (is_end_of_nest(text))
        return kind;
    if (level == LEVEL_NONE && mark_level(before) != LEVEL_NONE &&
        is_of_postgres(text))
        return kind;
    next = kind_of_opening(text);
    if (next == KIND_NONE)
        next = kind_of_next(kind, text, level);
    if (next == KIND_NONE && is_trouble(kind, before))
        next = kind_of_logged(text, level);
    return next;
}

/* ---- the first line ----------------------------------------------------- */

/* A frame that is none but that, whatever stood before: "  at Cart.total(...)",
 * "  at /app/index.js:3:11", "  File \"/app/main.py\", line 7". */
static bool
is_lone_frame(struct str line)
{
    struct str text = str_trim(line);
    size_t len = text.len;

    if (len == 0 || !is_blank(line.at[0]))
        return false;
    if (str_starts(text, "File \""))
        return memmem(text.at, len, "\", line ", 8) != NULL;
    while (len > 0 && is_digit(text.at[len - 1]))
        len--;
    return str_starts(text, "at ") &&
           (str_ends(text, ")") || (len < text.len && text.at[len - 1] == ':'));
}

/* `is_first`: of the stream, as far as it is here. */
static enum kind
begin(struct str line, bool is_first, enum level *level)
{
    static const struct {
        const char *start;
        enum kind kind;
        enum level level;
    } rows[] = {
        {"Traceback (most recent call last)", KIND_PYTHON, LEVEL_ERROR},
        {"panic: ", KIND_GO, LEVEL_FATAL},
        {"fatal error: ", KIND_GO, LEVEL_FATAL},
        {"SIGQUIT: quit", KIND_GO, LEVEL_FATAL},
        {"Unhandled exception", KIND_TRACE, LEVEL_FATAL},
        {"Unhandled Exception", KIND_TRACE, LEVEL_FATAL},
        {"Exception in thread ", KIND_TRACE, LEVEL_ERROR},
        {"PHP Fatal error: ", KIND_TRACE, LEVEL_FATAL},
    };
    enum kind kind = KIND_PLAIN;
    enum level own = LEVEL_NONE;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (str_starts(line, rows[i].start)) {
            kind = rows[i].kind;
            own = rows[i].level;
        }
    }
    if (str_starts(line, "thread '") && line.len < 4096) {
        const char *at = memmem(line.at, line.len, "' panicked at ", 14);

        if (at) {
            kind = str_ends(line, ":") ? KIND_RUST : KIND_TRACE;
            own = LEVEL_FATAL;
        }
    } else if (kind == KIND_PLAIN && is_place(line)) {
        kind = KIND_NODE;
        own = LEVEL_ERROR;
    } else if (kind == KIND_PLAIN && is_exception(line)) {
        kind = KIND_TRACE;
        own = LEVEL_ERROR;
    }
    if (is_first && kind == KIND_PLAIN && is_lone_frame(line)) {
        kind = KIND_TRACE;
        own = LEVEL_ERROR;
    }
    if (*level == LEVEL_NONE)
        *level = own;
    return kind;
}

uint8_t
mark_line(const struct logbook_line *line, uint8_t before)
{
    enum level level = level_of(line->text);
    enum kind kind = go_on(before, line->text, level);

    if (kind != KIND_NONE)
        return (uint8_t)((before & LEVEL_BITS) | FOLLOWS_BIT |
                         (unsigned)kind << KIND_SHIFT);
    kind = begin(line->text, before == 0, &level);
    return (uint8_t)((unsigned)level | (unsigned)kind << KIND_SHIFT);
}

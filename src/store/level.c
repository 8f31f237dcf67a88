#include "config.h"

#include "store/level_parts.h"

#define ESCAPE '\x1b'

const char *const level_names[LEVEL_COUNT + 1] = {
    [LEVEL_NONE] = "none",   [LEVEL_TRACE] = "trace", [LEVEL_DEBUG] = "debug",
    [LEVEL_INFO] = "info",   [LEVEL_WARN] = "warn",   [LEVEL_ERROR] = "error",
    [LEVEL_FATAL] = "fatal",
};

/* Whether `text` begins like the pattern, where 0 is a digit, A and a are
 * letters of that case, and all else is itself. */
static bool
looks_like(struct str text, const char *pattern)
{
    size_t i;

    for (i = 0; pattern[i]; i++) {
        char c = i < text.len ? text.at[i] : '\0';

        if (pattern[i] == '0'   ? !level_is_digit(c)
            : pattern[i] == 'A' ? !level_is_upper(c)
            : pattern[i] == 'a' ? !level_is_letter(c) || level_is_upper(c)
                                : c != pattern[i])
            return false;
    }
    return true;
}

/* "I0102 15:04:05.678901" of klog, "I, [2024-..." of Ruby. */
static enum level
of_letter(struct str line)
{
    static const char letters[] = "DIWEF";
    const char *at = strchr(letters, line.at[0]);

    if (!at || !*at || line.at[0] == '\0')
        return LEVEL_NONE;
    if (!looks_like(line, "A0000 00:00:00.") && !looks_like(line, "A, [0000-"))
        return LEVEL_NONE;
    return (enum level)(LEVEL_DEBUG + (int)(at - letters));
}

/* "<34>": facility times eight and severity. */
static enum level
of_priority(struct str line)
{
    unsigned number = 0;
    size_t at = 1;

    while (at < 4 && at < line.len && level_is_digit(line.at[at]))
        number = number * 10 + (unsigned)(line.at[at++] - '0');
    if (at == 1 || at == line.len || line.at[at] != '>' || number > 191)
        return LEVEL_NONE;
    return level_of_severity(number & 7);
}

/* "1:M 02 Jan 2024 15:04:05.678 * Ready": process, role, time, sign. */
static enum level
of_redis(struct str line)
{
    size_t at = 0;

    while (at < line.len && at < 10 && level_is_digit(line.at[at]))
        at++;
    line = str_make(line.at + at, line.len - at);
    if (!looks_like(line, ":A 00 Aaa 0000 00:00:00.000 ") || line.len < 29 ||
        !strchr("XCSM", line.at[1]))
        return LEVEL_NONE;
    switch (line.at[28]) {
    case '.':
    case '-':
        return LEVEL_DEBUG;
    case '*':
        return LEVEL_INFO;
    case '#':
        return LEVEL_WARN;
    default:
        return LEVEL_NONE;
    }
}

/* The beginning of the line without its escape sequences, which colour little
 * but the level; in `room` where there are any. */
static struct str
without_escapes(struct str line, char room[LEVEL_HEAD])
{
    size_t len = 0, at = 0;

    if (line.len > LEVEL_HEAD)
        line.len = LEVEL_HEAD;
    if (line.len == 0 || !memchr(line.at, ESCAPE, line.len))
        return line;
    while (at < line.len) {
        if (line.at[at] != ESCAPE) {
            room[len++] = line.at[at++];
            continue;
        }
        at++;
        if (at == line.len || line.at[at] != '[')
            continue;
        for (at++; at < line.len && (unsigned char)line.at[at] < 0x40;)
            at++;
        at++;
    }
    return str_make(room, len);
}

enum level
level_of(struct str line)
{
    char room[LEVEL_HEAD];
    struct str head;
    enum level level = LEVEL_NONE;

    while (line.len > 0 && (*line.at == ' ' || *line.at == '\t'))
        line = str_make(line.at + 1, line.len - 1);
    if (line.len == 0)
        return LEVEL_NONE;
    if (*line.at == '{') {
        if (line.len > LEVEL_JSON)
            line.len = LEVEL_JSON;
        return level_of_json(line);
    }
    head = without_escapes(line, room);
    if (head.len == 0)
        return LEVEL_NONE;
    if (level_is_upper(*head.at))
        level = of_letter(head);
    else if (*head.at == '<')
        level = of_priority(head);
    else if (level_is_digit(*head.at))
        level = of_redis(head);
    return level != LEVEL_NONE ? level : level_of_head(head);
}

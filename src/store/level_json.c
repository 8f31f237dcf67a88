#include "config.h"

#include "store/level_parts.h"

/* A walk over the members of an object; where the text is no JSON, or ends too
 * early, so does the walk. */
struct walk {
    const char *at, *end;
};

static void
skip_blanks(struct walk *walk)
{
    while (walk->at < walk->end &&
           (*walk->at == ' ' || *walk->at == '\t' || *walk->at == ','))
        walk->at++;
}

/* What stands between quotes; escapes as they are written. */
static bool
take_string(struct walk *walk, struct str *text)
{
    const char *from = walk->at + 1, *at = from;

    if (walk->at == walk->end || *walk->at != '"')
        return false;
    while (at < walk->end && (at = memchr(at, '"', (size_t)(walk->end - at)))) {
        const char *back = at;

        while (back > from && back[-1] == '\\')
            back--;
        if ((at - back) % 2 == 0) {
            *text = str_make(from, (size_t)(at - from));
            walk->at = at + 1;
            return true;
        }
        at++;
    }
    return false;
}

/* An object or a list, whole. */
static bool
skip_nest(struct walk *walk)
{
    size_t depth = 0;
    struct str text;

    while (walk->at < walk->end) {
        char c = *walk->at;

        if (c == '"') {
            if (!take_string(walk, &text))
                return false;
            continue;
        }
        walk->at++;
        if (c == '{' || c == '[')
            depth++;
        else if ((c == '}' || c == ']') && --depth == 0)
            return true;
    }
    return false;
}

static bool
is_end_of_bare(char c)
{
    return c == ',' || c == ']' || c == '}' || c == ' ' || c == '\t';
}

/* A number, true, false or null. */
static struct str
take_bare(struct walk *walk)
{
    const char *from = walk->at;

    while (walk->at < walk->end && !is_end_of_bare(*walk->at))
        walk->at++;
    return str_make(from, (size_t)(walk->at - from));
}

/* MongoDB: "s" behind "t", F E W I and D1 to D5. */
static enum level
of_letter(struct str value)
{
    static const char letters[] = "DIWEF";
    const char *at = value.len > 0 ? strchr(letters, value.at[0]) : NULL;

    if (!at || !*at || value.len > 2)
        return LEVEL_NONE;
    return (enum level)(LEVEL_DEBUG + (int)(at - letters));
}

static bool
take_value(struct walk *walk, struct str *value)
{
    *value = str_make("", 0);
    if (walk->at == walk->end)
        return false;
    if (*walk->at == '"')
        return take_string(walk, value);
    if (*walk->at == '{' || *walk->at == '[')
        return skip_nest(walk);
    *value = take_bare(walk);
    return true;
}

static bool
take_name(struct walk *walk, struct str *name)
{
    skip_blanks(walk);
    if (!take_string(walk, name))
        return false;
    skip_blanks(walk);
    if (walk->at == walk->end || *walk->at != ':')
        return false;
    walk->at++;
    skip_blanks(walk);
    return true;
}

/* Elastic's {"log":{"level":"warn"}} is looked into, once. */
static enum level
of_members(struct str text, bool is_inner)
{
    struct walk walk = {text.at + 1, text.at + text.len};
    struct str name, value, first = {NULL, 0};

    while (take_name(&walk, &name)) {
        enum level level = LEVEL_NONE;

        if (!first.at)
            first = name;
        if (!is_inner && str_is(name, "log") && walk.at < walk.end &&
            *walk.at == '{')
            level = of_members(str_make(walk.at, (size_t)(walk.end - walk.at)),
                               true);
        if (level != LEVEL_NONE)
            return level;
        if (!take_value(&walk, &value))
            return LEVEL_NONE;
        if (level_is_name(name))
            level = level_of_value(value);
        else if (str_is(name, "s") && str_is(first, "t"))
            level = of_letter(value);
        if (level != LEVEL_NONE)
            return level;
    }
    /* Serilog leaves it out where it is Information. */
    return str_is(first, "@t") ? LEVEL_INFO : LEVEL_NONE;
}

enum level
level_of_json(struct str text)
{
    return of_members(text, false);
}

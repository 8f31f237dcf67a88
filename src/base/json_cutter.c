#include "config.h"

#include "base/json.h"
#include "base/json_scan.h"
#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>

/* A bit for each open bracket, set for '{'. */
static_assert(JSON_DEPTH <= 64, "the open brackets must fit in their word");

enum state {
    BEFORE_ARRAY,
    BEFORE_FIRST, /* '[' was read: an element or ']' */
    BEFORE_NEXT,  /* ',' was read: an element */
    IN_ELEMENT,   /* up to the ',' or ']' behind it */
    AFTER_ARRAY,
    FAILED,
};

struct json_cutter {
    bool (*each)(void *data, struct str element, struct err *err);
    void *data;
    enum state state;
    bool in_string;
    bool is_escaped; /* the byte before was a backslash in a string */
    unsigned depth;  /* of brackets in the element */
    uint64_t objects;
    size_t elements;
    struct buf part; /* of an element that began in an earlier chunk */
    struct err err;  /* why it failed; said again for every later chunk */
};

struct json_cutter *
json_cutter_new(bool (*each)(void *data, struct str element, struct err *err),
                void *data)
{
    struct json_cutter *cutter = xcalloc(1, sizeof(*cutter));

    cutter->each = each;
    cutter->data = data;
    cutter->state = BEFORE_ARRAY;
    buf_init(&cutter->part, JSON_ELEMENT_SIZE);
    return cutter;
}

void
json_cutter_free(struct json_cutter *cutter)
{
    if (!cutter)
        return;
    buf_release(&cutter->part);
    free(cutter);
}

static bool
malformed(struct json_cutter *cutter, const char *wanted)
{
    return err_set_kind(
        &cutter->err, ERR_MALFORMED,
        "malformed list after element %zu, where %s should stand",
        cutter->elements, wanted);
}

static bool
too_long(struct json_cutter *cutter)
{
    return err_set_kind(&cutter->err, ERR_LIMIT,
                        "element %zu of the list is longer than %zu bytes",
                        cutter->elements + 1, JSON_ELEMENT_SIZE);
}

static bool
open_bracket(struct json_cutter *cutter, bool is_object)
{
    uint64_t bit;

    if (cutter->depth == JSON_DEPTH)
        return err_set_kind(&cutter->err, ERR_LIMIT,
                            "element %zu of the list is nested more than %d "
                            "deep",
                            cutter->elements + 1, JSON_DEPTH);
    bit = UINT64_C(1) << cutter->depth;
    cutter->objects =
        is_object ? cutter->objects | bit : cutter->objects & ~bit;
    cutter->depth++;
    return true;
}

static bool
close_bracket(struct json_cutter *cutter, bool is_object)
{
    uint64_t bit;

    if (cutter->depth == 0)
        return malformed(cutter, "',' or ']'");
    bit = UINT64_C(1) << (cutter->depth - 1);
    if (((cutter->objects & bit) != 0) != is_object)
        return malformed(cutter, is_object ? "']'" : "'}'");
    cutter->depth--;
    return true;
}

/* The element is complete with `last`, the piece of it in this chunk. */
static bool
end_element(struct json_cutter *cutter, struct str last)
{
    bool ok;

    if (cutter->part.len > 0) {
        if (!buf_add_str(&cutter->part, last))
            return too_long(cutter);
        last = buf_str(&cutter->part);
    }
    if (last.len > JSON_ELEMENT_SIZE)
        return too_long(cutter);
    ok = cutter->each(cutter->data, str_trim(last), &cutter->err);
    cutter->elements++;
    buf_clear(&cutter->part);
    return ok;
}

static bool
is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Bytes in front that neither end a string nor escape anything. */
static size_t
plain_len(struct str rest)
{
    size_t len = 0;

    while (rest.len - len >= 8) {
        uint64_t bytes = json_eight(rest.at + len);

        if (json_has(bytes, '"') | json_has(bytes, '\\'))
            break;
        len += 8;
    }
    while (len < rest.len && rest.at[len] != '"' && rest.at[len] != '\\')
        len++;
    return len;
}

/* The bytes of a string up to its closing quote; returns the bytes eaten. */
static size_t
eat_string(struct json_cutter *cutter, struct str rest)
{
    size_t i = 0;

    while (i < rest.len && cutter->in_string) {
        if (cutter->is_escaped) {
            cutter->is_escaped = false;
            i++;
            continue;
        }
        i += plain_len(str_make(rest.at + i, rest.len - i));
        if (i == rest.len)
            break;
        cutter->in_string = rest.at[i] != '"';
        cutter->is_escaped = cutter->in_string;
        i++;
    }
    return i;
}

/* A byte of an element, outside strings and not the one that ends it. */
static bool
eat_inside(struct json_cutter *cutter, char c)
{
    switch (c) {
    case '"':
        cutter->in_string = true;
        return true;
    case '{':
    case '[':
        return open_bracket(cutter, c == '{');
    case '}':
    case ']':
        return close_bracket(cutter, c == '}');
    default:
        return true;
    }
}

/* Eat the element that goes on at rest.at; *eaten says how far. */
static bool
eat_element(struct json_cutter *cutter, struct str rest, size_t *eaten)
{
    size_t i = 0;

    while (i < rest.len) {
        char c = rest.at[i];

        if (cutter->in_string) {
            i += eat_string(cutter, str_make(rest.at + i, rest.len - i));
            continue;
        }
        if (cutter->depth == 0 && (c == ',' || c == ']')) {
            *eaten = i + 1;
            cutter->state = c == ',' ? BEFORE_NEXT : AFTER_ARRAY;
            return end_element(cutter, str_make(rest.at, i));
        }
        if (!eat_inside(cutter, c))
            return false;
        i++;
    }
    *eaten = i;
    return buf_add_str(&cutter->part, rest) || too_long(cutter);
}

/* A byte between elements. *eaten is 0 when it begins an element. */
static bool
eat_between(struct json_cutter *cutter, char c, size_t *eaten)
{
    *eaten = 1;
    if (is_space(c))
        return true;
    switch (cutter->state) {
    case BEFORE_ARRAY:
        if (c != '[')
            return err_set_kind(&cutter->err, ERR_MALFORMED,
                                "the answer is no JSON list");
        cutter->state = BEFORE_FIRST;
        return true;
    case BEFORE_FIRST:
        if (c == ']') {
            cutter->state = AFTER_ARRAY;
            return true;
        }
        break;
    case AFTER_ARRAY:
        return malformed(cutter, "the end");
    default:
        break;
    }
    if (c == ',' || c == ']')
        return malformed(cutter, "an element");
    cutter->state = IN_ELEMENT;
    *eaten = 0;
    return true;
}

bool
json_cutter_feed(struct json_cutter *cutter, struct str chunk, struct err *err)
{
    while (chunk.len > 0 && cutter->state != FAILED) {
        size_t eaten = 0;
        bool ok = cutter->state == IN_ELEMENT
                      ? eat_element(cutter, chunk, &eaten)
                      : eat_between(cutter, chunk.at[0], &eaten);

        if (!ok)
            cutter->state = FAILED;
        chunk = str_make(chunk.at + eaten, chunk.len - eaten);
    }
    return cutter->state != FAILED || err_copy(err, &cutter->err);
}

bool
json_cutter_finish(struct json_cutter *cutter, struct err *err)
{
    if (cutter->state == AFTER_ARRAY)
        return true;
    if (cutter->state == FAILED)
        return err_copy(err, &cutter->err);
    return err_set_kind(err, ERR_MALFORMED,
                        "the list was cut short after %zu elements",
                        cutter->elements);
}

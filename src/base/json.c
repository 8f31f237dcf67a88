#include "config.h"

#include "base/json.h"

#include "base/json_scan.h"
#include "base/text.h"

#include <cJSON.h>
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* struct json is never defined: a pointer to one is a pointer to a cJSON. */
static const cJSON *
item_of(const struct json *node)
{
    return (const cJSON *)(const void *)node;
}

static const struct json *
node_of(const cJSON *item)
{
    return (const struct json *)(const void *)item;
}

struct json *
json_parse(struct str text, struct err *err)
{
    return json_parse_wanted(text, NULL, err);
}

struct json *
json_parse_wanted(struct str text, const struct json_want *wanted,
                  struct err *err)
{
    /* The worst that the scan makes of its input: "1," becomes "\"\xff1\",",
     * and a bad byte three. */
    struct buf copy = BUF_INIT(3 * JSON_SIZE);
    cJSON *root = NULL;

    if (json_scan(text, wanted, &copy, err)) {
        root = cJSON_ParseWithLength(buf_text(&copy), copy.len);
        if (!root)
            (void)err_set_kind(err, ERR_LIMIT,
                               "no memory for JSON of %zu bytes", text.len);
    }
    buf_release(&copy);
    return (struct json *)(void *)root;
}

void
json_free(struct json *root)
{
    cJSON_Delete((cJSON *)(void *)root);
}

const struct json *
json_find(const struct json *object, const char *key)
{
    if (!json_is_object(object))
        return NULL;
    return node_of(cJSON_GetObjectItemCaseSensitive(item_of(object), key));
}

const struct json *
json_first(const struct json *parent)
{
    if (!json_is_object(parent) && !json_is_array(parent))
        return NULL;
    return node_of(item_of(parent)->child);
}

const struct json *
json_next(const struct json *node)
{
    return node ? node_of(item_of(node)->next) : NULL;
}

const char *
json_name(const struct json *member)
{
    if (!member || !item_of(member)->string)
        return "";
    return item_of(member)->string;
}

size_t
json_count(const struct json *parent)
{
    size_t count = 0;

    for (const struct json *n = json_first(parent); n; n = json_next(n))
        count++;
    return count;
}

bool
json_is_null(const struct json *node)
{
    return !node || cJSON_IsNull(item_of(node));
}

bool
json_is_object(const struct json *node)
{
    return node && cJSON_IsObject(item_of(node));
}

bool
json_is_array(const struct json *node)
{
    return node && cJSON_IsArray(item_of(node));
}

/* A string of cJSON's: a string, or a number behind its tag. */
static const char *
string_of(const struct json *node)
{
    if (!node || !cJSON_IsString(item_of(node)))
        return NULL;
    return item_of(node)->valuestring;
}

const char *
json_text(const struct json *node)
{
    const char *string = string_of(node);

    return string && string[0] != JSON_NUMBER_TAG ? string : NULL;
}

const char *
json_number(const struct json *node)
{
    const char *string = string_of(node);

    return string && string[0] == JSON_NUMBER_TAG ? string + 1 : NULL;
}

bool
json_is_string(const struct json *node)
{
    return json_text(node) != NULL;
}

bool
json_is_number(const struct json *node)
{
    return json_number(node) != NULL;
}

bool
json_u64(const struct json *node, uint64_t *out)
{
    unsigned long long number;

    if (!str_to_u64(str_of(json_number(node)), &number))
        return false;
    *out = number;
    return true;
}

bool
json_i64(const struct json *node, int64_t *out)
{
    long long number;

    if (!str_to_i64(str_of(json_number(node)), &number))
        return false;
    *out = number;
    return true;
}

bool
json_double(const struct json *node, double *out)
{
    const char *text = json_number(node);
    double number;

    if (!text)
        return false;
    number = strtod(text, NULL);
    if (!isfinite(number))
        return false;
    *out = number;
    return true;
}

bool
json_bool(const struct json *node, bool *out)
{
    if (!node || !cJSON_IsBool(item_of(node)))
        return false;
    *out = cJSON_IsTrue(item_of(node));
    return true;
}

/* "\uXXXX" of a code point, as a pair where it does not fit in one. */
static void
add_escape(struct buf *out, uint32_t codepoint)
{
    if (codepoint > 0xffff) {
        codepoint -= 0x10000;
        buf_addf(out, "\\u%04x", 0xd800 + (unsigned)(codepoint >> 10));
        codepoint = 0xdc00 + (codepoint & 0x3ff);
    }
    buf_addf(out, "\\u%04x", (unsigned)codepoint);
}

bool
json_add_string(struct buf *out, struct str text)
{
    static const char letters[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    uint32_t codepoint;
    size_t len;

    buf_add_char(out, '"');
    for (; (len = text_decode(text, &codepoint)) > 0;
         text = str_make(text.at + len, text.len - len)) {
        const char *letter = NULL;

        for (size_t i = 0; i < sizeof(letters) - 1 && !letter; i += 2)
            if ((uint32_t)letters[i] == codepoint)
                letter = &letters[i + 1];
        if (letter)
            buf_addf(out, "\\%c", *letter);
        else if (codepoint == TEXT_INVALID)
            buf_add_text(out, "\\ufffd");
        else if (text_is_harmless(codepoint))
            buf_add(out, text.at, len);
        else
            add_escape(out, codepoint);
    }
    return buf_add_char(out, '"');
}

bool
json_add_double(struct buf *out, double number)
{
    char text[32];
    int digits = DBL_DIG;

    if (!isfinite(number))
        return buf_add_text(out, "null");
    do
        (void)snprintf(text, sizeof(text), "%.*g", digits, number);
    while (strtod(text, NULL) != number && ++digits <= DBL_DECIMAL_DIG);
    return buf_add_text(out, text);
}

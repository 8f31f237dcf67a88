/*
 * json.h - JSON from outside, bounded and exact. The door to cJSON.
 *
 * json_parse() first scans the text itself: it must be one value, nested at
 * most JSON_DEPTH deep, and of a bounded size and number of values. cJSON then
 * gets a copy in which each number is a string behind a tag byte (0xFF, which
 * no input can forge because the scan replaces invalid UTF-8), since cJSON
 * would keep it as a double only: 1795212382342796626 would come out as
 * 1795212382342796544. \u0000 becomes U+FFFD, as it would end a C string.
 * Lookups are case-sensitive; of equal keys the first counts.
 *
 * All functions that take a node accept NULL and then answer like a missing
 * value, so json_text(json_find(json_find(root, "a"), "b")) is safe.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>

#define JSON_DEPTH 64
#define JSON_SIZE ((size_t)64 << 20) /* largest document, bytes */
#define JSON_VALUES (1U << 20)       /* most values in a document */

struct json;

/* Free with json_free(). NULL with err filled when the text is no JSON. */
struct json *json_parse(struct str text, struct err *err);

/* The same, where of the outermost object only the members of a table are
 * wanted: the others are checked and left out. Much of what an engine sends is
 * never looked at. The table ends with {NULL, NULL}. */
struct json_want {
    const char *name; /* JSON_ANY: every other */
    /* Of its value, or of each element of that; NULL: all of it. */
    const struct json_want *inside;
};
#define JSON_ANY "*"
struct json *json_parse_wanted(struct str text, const struct json_want *wanted,
                               struct err *err);
void json_free(struct json *root);

const struct json *json_find(const struct json *object, const char *key);
/* Children of an array or object, in order. */
const struct json *json_first(const struct json *parent);
const struct json *json_next(const struct json *node);
/* The name of an object's member, "" elsewhere. */
const char *json_name(const struct json *member);
size_t json_count(const struct json *parent);

bool json_is_null(const struct json *node); /* missing counts as null */
bool json_is_object(const struct json *node);
bool json_is_array(const struct json *node);
bool json_is_string(const struct json *node);
bool json_is_number(const struct json *node);

/* The string, or NULL when it is none. Valid as long as the document. */
const char *json_text(const struct json *node);
/* The number's own text, exact, or NULL when it is none. */
const char *json_number(const struct json *node);
/* False, *out untouched, when it is no number or does not fit. A negative
 * number does not fit in u64; a fraction does not fit either. */
bool json_u64(const struct json *node, uint64_t *out);
bool json_i64(const struct json *node, int64_t *out);
/* Reads with strtod(): the program leaves LC_NUMERIC at "C". */
bool json_double(const struct json *node, double *out);
/* False when it is no bool: json_bool(node, &value). */
bool json_bool(const struct json *node, bool *out);

/* Append `text` as a JSON string with its quotes; the result is valid UTF-8
 * and printable ASCII controls are escaped, so it is safe on a terminal. */
bool json_add_string(struct buf *out, struct str text);

/* Append a number with the fewest digits that read back as the same one;
 * null for what JSON cannot say. */
bool json_add_double(struct buf *out, double number);

/*
 * Cutting the elements out of one big array as its bytes arrive, so that no
 * tree of a whole list ever exists. Feed chunks of any size; `each` runs for
 * each complete element with its text (valid during the call). The same
 * limits hold for an element as for a document; JSON_ELEMENT_SIZE for its
 * size.
 */
#define JSON_ELEMENT_SIZE ((size_t)4 << 20)

struct json_cutter;

struct json_cutter *json_cutter_new(bool (*each)(void *data, struct str element,
                                                 struct err *err),
                                    void *data);
void json_cutter_free(struct json_cutter *cutter);
/* False: not an array, too deep, too long, or `each` said false; then every
 * later call says the same. */
bool json_cutter_feed(struct json_cutter *cutter, struct str chunk,
                      struct err *err);
/* Whether the array was closed; false with err when it was cut short. */
bool json_cutter_finish(struct json_cutter *cutter, struct err *err);

#endif

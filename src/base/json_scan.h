/*
 * json_scan.h - the strict reading of JSON text that comes before cJSON.
 * Private to src/base/json*.c.
 */
#ifndef BASE_JSON_SCAN_H
#define BASE_JSON_SCAN_H

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"

/* Eight bytes at once, as most text is plain. What these say is not 0 where
 * at least one of the bytes is what is looked for; which one it does not say.
 */
#define JSON_EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t
json_eight(const char *at)
{
    uint64_t bytes;

    memcpy(&bytes, at, sizeof(bytes));
    return bytes;
}

static inline uint64_t
json_has(uint64_t bytes, unsigned char byte)
{
    uint64_t other = bytes ^ JSON_EACH(byte);

    return (other - JSON_EACH(1)) & ~other & JSON_EACH(0x80);
}

/* Control characters, and bytes above ASCII. */
static inline uint64_t
json_has_odd(uint64_t bytes)
{
    return ((bytes - JSON_EACH(' ')) | bytes) & JSON_EACH(0x80);
}

/* In front of a number's text in the copy. No UTF-8 has this byte, and the
 * scan replaces what is no UTF-8, so no input can forge it. */
#define JSON_NUMBER_TAG '\xff'

/* Append to `out` what cJSON shall parse: `text` without white space, each
 * number as a tagged string, no \u0000, no lone surrogate, no invalid UTF-8;
 * nothing that is not `wanted`, see json_parse_wanted(). False when `text` is
 * not one JSON value within the limits of json.h. */
bool json_scan(struct str text, const struct json_want *wanted, struct buf *out,
               struct err *err);

#endif

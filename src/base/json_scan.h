/*
 * json_scan.h - the strict reading of JSON text that comes before cJSON.
 * Private to src/base/json*.c.
 */
#ifndef BASE_JSON_SCAN_H
#define BASE_JSON_SCAN_H

#include "base/buf.h"
#include "base/err.h"

/* In front of a number's text in the copy. No UTF-8 has this byte, and the
 * scan replaces what is no UTF-8, so no input can forge it. */
#define JSON_NUMBER_TAG '\xff'

/* Append to `out` what cJSON shall parse: `text` without white space, each
 * number as a tagged string, no \u0000, no lone surrogate, no invalid UTF-8.
 * False when `text` is not one JSON value within the limits of json.h. */
bool json_scan(struct str text, struct buf *out, struct err *err);

#endif

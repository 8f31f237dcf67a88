/*
 * json_rows.h - JSON documents and what they mean, for more than one test.
 */
#ifndef SUPPORT_JSON_ROWS_H
#define SUPPORT_JSON_ROWS_H

#include "base/json.h"

/* U+FFFD, for what is no character. */
#define BAD "\xef\xbf\xbd"

/* A literal that may hold any byte. */
#define BYTES(literal)                                                         \
    {                                                                          \
        literal, sizeof(literal) - 1                                           \
    }

struct json_row {
    struct str text;
    const char *tree; /* as json_rows_add_tree() writes it */
};

extern const struct json_row json_rows[];
extern const size_t json_row_count;

/* Append a tree in a form of our own: n(number) s(string), so that a number
 * and a string that looks like one differ. */
void json_rows_add_tree(struct buf *out, const struct json *node);
/* Append a document that is nested so deep. */
void json_rows_add_nested(struct buf *out, unsigned depth);

#endif

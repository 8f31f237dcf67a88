#include "config.h"

#include "base/base64.h"

#define GROUP 3 /* bytes that become four digits */

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "abcdefghijklmnopqrstuvwxyz0123456789+/";

static bool
add_group(struct buf *out, const unsigned char *bytes, size_t count)
{
    unsigned long bits = (unsigned long)bytes[0] << 16;
    char text[4];

    if (count > 1)
        bits |= (unsigned long)bytes[1] << 8;
    if (count > 2)
        bits |= bytes[2];
    text[0] = digits[bits >> 18];
    text[1] = digits[bits >> 12 & 63];
    text[2] = '=';
    text[3] = '=';
    if (count > 1)
        text[2] = digits[bits >> 6 & 63];
    if (count > 2)
        text[3] = digits[bits & 63];
    return buf_add(out, text, sizeof(text));
}

bool
base64_add(struct buf *out, struct str bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.at;
    size_t left;

    for (left = bytes.len; left > 0;) {
        size_t count = left < GROUP ? left : GROUP;

        if (!add_group(out, at, count))
            return false;
        at += count;
        left -= count;
    }
    return true;
}

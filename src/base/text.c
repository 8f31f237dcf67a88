#include "config.h"

#include "base/text.h"

#include <langinfo.h>
#include <utf8proc.h>
#include <wchar.h>

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */
#define ELLIPSIS "\xe2\x80\xa6"    /* U+2026 */

/* The longest UTF-8 sequence. */
#define SEQUENCE_MAX 4

bool
text_is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

size_t
text_decode(struct str text, uint32_t *codepoint)
{
    size_t len = text.len < SEQUENCE_MAX ? text.len : SEQUENCE_MAX;
    utf8proc_int32_t found = -1;
    utf8proc_ssize_t used;

    if (len == 0)
        return 0;
    used = utf8proc_iterate((const utf8proc_uint8_t *)text.at,
                            (utf8proc_ssize_t)len, &found);
    if (used <= 0 || found < 0) {
        *codepoint = TEXT_INVALID;
        return 1;
    }
    *codepoint = (uint32_t)found;
    return (size_t)used;
}

bool
text_is_harmless(uint32_t codepoint)
{
    const utf8proc_property_t *property;

    if (codepoint > 0x10ffff)
        return false;
    property = utf8proc_get_property((utf8proc_int32_t)codepoint);
    if (property->ignorable)
        return false;
    switch (property->category) {
    case UTF8PROC_CATEGORY_CN: /* unassigned */
    case UTF8PROC_CATEGORY_CC: /* C0, DEL, C1 */
    case UTF8PROC_CATEGORY_CF: /* format: bidirectional controls, tags */
    case UTF8PROC_CATEGORY_CS: /* surrogates */
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return false;
    default:
        return true;
    }
}

static bool
is_variation_selector(uint32_t codepoint)
{
    return (codepoint >= 0xfe00 && codepoint <= 0xfe0f) ||
           (codepoint >= 0xe0100 && codepoint <= 0xe01ef);
}

static struct str
skip(struct str text, size_t len)
{
    return str_make(text.at + len, text.len - len);
}

static void
glyph_set(struct glyph *glyph, const char *bytes, size_t len, int width)
{
    memcpy(glyph->bytes, bytes, len);
    glyph->bytes[len] = '\0';
    glyph->len = (unsigned char)len;
    glyph->width = (unsigned char)width;
}

static void
glyph_add(struct glyph *glyph, const char *bytes, size_t len)
{
    if (glyph->len + len >= GLYPH_SIZE)
        return;
    memcpy(glyph->bytes + glyph->len, bytes, len);
    glyph->len = (unsigned char)(glyph->len + len);
    glyph->bytes[glyph->len] = '\0';
}

static void
glyph_replace(struct glyph *glyph)
{
    if (text_is_utf8())
        glyph_set(glyph, REPLACEMENT, sizeof(REPLACEMENT) - 1, 1);
    else
        glyph_set(glyph, "?", 1, 1);
}

/*
 * Take the characters without width that follow: a terminal puts them in the
 * cell before. Unicode's graphemes would join more (the second person of a
 * family, the second letter of a flag), but curses and most terminals lay
 * those out in cells of their own. Variation selectors are dropped: some
 * terminals would draw the base wider than wcwidth() says.
 */
static void
take_marks(struct str *rest, struct glyph *glyph)
{
    uint32_t next;
    size_t len;

    while ((len = text_decode(*rest, &next)) > 0 && next >= 0x80) {
        if (!is_variation_selector(next)) {
            if (!text_is_harmless(next) || wcwidth((wchar_t)next) != 0)
                return;
            glyph_add(glyph, rest->at, len);
        }
        *rest = skip(*rest, len);
    }
}

/* A byte below 0x80, and what stands on it. */
static void
take_ascii(struct str *rest, struct glyph *glyph)
{
    char c = rest->at[0];

    *rest = skip(*rest, 1);
    if (c == '\t' || c == '\n') {
        glyph_set(glyph, " ", 1, 1);
        return;
    }
    if (c < ' ' || c == 0x7f) {
        glyph_replace(glyph);
        return;
    }
    glyph_set(glyph, &c, 1, 1);
    if (rest->len > 0 && (unsigned char)rest->at[0] >= 0x80 && text_is_utf8())
        take_marks(rest, glyph);
}

bool
text_next(struct str *rest, struct glyph *glyph)
{
    struct str here = *rest;
    uint32_t codepoint;
    size_t len;
    int width;

    if (rest->len == 0)
        return false;
    if ((unsigned char)rest->at[0] < 0x80) {
        take_ascii(rest, glyph);
        return true;
    }
    len = text_decode(here, &codepoint);
    *rest = skip(here, len);
    if (!text_is_harmless(codepoint) || !text_is_utf8()) {
        glyph_replace(glyph);
        return true;
    }
    width = wcwidth((wchar_t)codepoint);
    if (width < 0 || width > 2) {
        glyph_replace(glyph);
        return true;
    }
    if (width == 0) {
        glyph_set(glyph, " ", 1, 1);
        glyph_add(glyph, here.at, len);
    } else {
        glyph_set(glyph, here.at, len, width);
    }
    take_marks(rest, glyph);
    return true;
}

size_t
text_plain(struct str text, size_t most)
{
    size_t end = text.len < most ? text.len : most, count = 0;

    while (count < end && text.at[count] >= ' ' && text.at[count] < 0x7f)
        count++;
    if (count > 0 && count < text.len && (unsigned char)text.at[count] >= 0x80)
        count--;
    return count;
}

size_t
text_width(struct str text)
{
    struct glyph glyph;
    size_t width = 0;

    for (;;) {
        size_t plain = text_plain(text, text.len);

        text = skip(text, plain);
        width += plain;
        if (!text_next(&text, &glyph))
            return width;
        width += glyph.width;
    }
}

bool
text_clean(struct buf *out, struct str text)
{
    struct glyph glyph;

    while (text_next(&text, &glyph))
        if (!buf_add(out, glyph.bytes, glyph.len))
            return false;
    return true;
}

/* What stands for the part that was cut, in at most `width` cells. */
static struct str
ellipsis(size_t width, size_t *used)
{
    struct str mark = str_of("..");

    *used = 2;
    if (text_is_utf8()) {
        mark = str_of(ELLIPSIS);
        *used = 1;
    }
    if (*used > width) {
        mark = str_make(".", width);
        *used = width;
    }
    return mark;
}

/* Append glyphs from the front of *rest while they fit in `width` cells.
 * Returns the cells used. */
static size_t
add_front(struct buf *out, struct str *rest, size_t width)
{
    size_t room = out->limit - out->len;
    size_t used = text_plain(*rest, width < room ? width : room);
    struct str next = skip(*rest, used);
    struct glyph glyph;

    if (!buf_add(out, rest->at, used))
        return 0;
    *rest = next;
    while (text_next(&next, &glyph) && used + glyph.width <= width) {
        if (!buf_add(out, glyph.bytes, glyph.len))
            break;
        used += glyph.width;
        *rest = next;
    }
    return used;
}

/* Whether the text takes more than `width` cells; does not look further. */
static bool
is_wider(struct str text, size_t width)
{
    size_t used = text_plain(text, width + 1);
    struct glyph glyph;

    text = skip(text, used);
    while (used <= width && text_next(&text, &glyph))
        used += glyph.width;
    return used > width;
}

size_t
text_fit_middle(struct buf *out, struct str text, size_t width)
{
    struct glyph glyph;
    struct str mark;
    size_t mark_width;
    size_t used;
    size_t left;
    size_t back;

    if (!is_wider(text, width))
        return add_front(out, &text, width);
    mark = ellipsis(width, &mark_width);
    back = (width - mark_width) / 2;
    used = add_front(out, &text, width - mark_width - back);
    if (!buf_add_str(out, mark))
        return used;
    used += mark_width;
    left = text_width(text);
    while (left > back && text_next(&text, &glyph))
        left -= glyph.width;
    return used + add_front(out, &text, left);
}

size_t
text_fit_end(struct buf *out, struct str text, size_t width)
{
    struct str mark;
    size_t mark_width;
    size_t used;

    if (!is_wider(text, width))
        return add_front(out, &text, width);
    mark = ellipsis(width, &mark_width);
    used = add_front(out, &text, width - mark_width);
    return buf_add_str(out, mark) ? used + mark_width : used;
}

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
has_upper(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] >= 'A' && s.at[i] <= 'Z')
            return true;
    return false;
}

/* `needle` is in lower case. */
static bool
starts_folded(const char *at, struct str needle)
{
    for (size_t i = 0; i < needle.len; i++)
        if (lower(at[i]) != needle.at[i])
            return false;
    return true;
}

bool
text_contains(struct str text, struct str needle)
{
    if (needle.len == 0)
        return true;
    if (needle.len > text.len)
        return false;
    if (has_upper(needle))
        return memmem(text.at, text.len, needle.at, needle.len) != NULL;
    for (size_t i = 0; i <= text.len - needle.len; i++)
        if (starts_folded(text.at + i, needle))
            return true;
    return false;
}
